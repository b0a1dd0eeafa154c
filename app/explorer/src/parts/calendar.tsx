/** A heat map of days: a row of weeks a year; what is known by the month alone stands beneath it. */

import { useState } from "preact/hooks";
import { changed } from "../lib/route";
import type { MeetingPeriod } from "../lib/types";
import { count, day, month } from "../lib/words";

const CELL = 12;
const SIDE = CELL - 2;
const LEFT = 34;
const TOP = 16;
const WIDTH = LEFT + 53 * CELL + 4;
/** What is known by the month alone. */
const ROUGH = 20;
const HEIGHT = TOP + 7 * CELL + 4 + ROUGH;
const YEARS = 4;
const DAY = 86_400_000;
const SHADES = 4;

export function Calendar({ periods }: { periods: MeetingPeriod[] }) {
  const [shown, setShown] = useState(YEARS);
  const years = [...Map.groupBy(periods, (period) => period.start.slice(0, 4))].sort(([a], [b]) => b.localeCompare(a));
  const most = Math.max(...periods.filter((period) => period.start === period.end).map((period) => period.meetings), 1);
  return (
    <>
      <div class="scroll calendars" tabIndex={0} role="region" aria-label="Calendar">
        {years.slice(0, shown).map(([year, inYear]) => (
          <Year key={year} year={Number(year)} periods={inYear} most={most} />
        ))}
      </div>
      {years.length > shown && (
        <button type="button" onClick={() => setShown(shown + YEARS)}>
          Earlier years ({years.length - shown})
        </button>
      )}
    </>
  );
}

function Year({ year, periods, most }: { year: number; periods: MeetingPeriod[]; most: number }) {
  const days = new Map(periods.filter((one) => one.start === one.end).map((one) => [one.start, one.meetings]));
  const rough = Map.groupBy(
    periods.filter((one) => one.start !== one.end),
    (one) => (one.start.slice(0, 7) === one.end.slice(0, 7) ? one.start.slice(0, 7) : ""),
  );
  const first = Date.UTC(year, 0, 1);
  const offset = (new Date(first).getUTCDay() + 6) % 7;
  const length = Math.round((Date.UTC(year + 1, 0, 1) - first) / DAY);
  const cells = Array.from({ length }, (_, i) => ({
    iso: new Date(first + i * DAY).toISOString().slice(0, 10),
    x: LEFT + Math.floor((i + offset) / 7) * CELL,
    y: TOP + ((i + offset) % 7) * CELL,
  }));
  const total = periods.reduce((sum, one) => sum + one.meetings, 0);
  return (
    <svg
      class="year"
      viewBox={`0 0 ${WIDTH} ${rough.size ? HEIGHT : HEIGHT - ROUGH}`}
      role="group"
      aria-label={`${year}: ${count(total, "meeting")}`}
    >
      <text x={0} y={TOP + 4 * CELL} class="name">
        {year}
      </text>
      {Array.from({ length: 12 }, (_, i) => {
        const iso = `${year}-${String(i + 1).padStart(2, "0")}`;
        const x = LEFT + Math.floor((Math.round((Date.UTC(year, i, 1) - first) / DAY) + offset) / 7) * CELL;
        const here = rough.get(iso)?.reduce((sum, one) => sum + one.meetings, 0);
        return (
          <g key={iso}>
            <text x={x} y={10} class="month">
              {month(iso).slice(0, 3)}
            </text>
            {here && (
              <a
                href={changed({ from: `${iso}-01`, to: new Date(Date.UTC(year, i + 1, 0)).toISOString().slice(0, 10) })}
                aria-label={`${month(iso)}: ${count(here, "meeting")} on a day not known`}
              >
                <rect class="rough" x={x} y={TOP + 7 * CELL + 5} width={4 * CELL - 4} height={13} rx={3} />
                <text x={x + 2 * CELL - 2} y={TOP + 7 * CELL + 15} text-anchor="middle" class="month">
                  {here}
                </text>
              </a>
            )}
          </g>
        );
      })}
      <path class="blank" d={cells.map(({ x, y }) => `M${x} ${y}h${SIDE}v${SIDE}h-${SIDE}z`).join("")} />
      {cells.map(({ iso, x, y }) => {
        const meetings = days.get(iso);
        if (!meetings) return null;
        const words = `${day(iso)}: ${count(meetings, "meeting")}`;
        return (
          <a key={iso} href={changed({ from: iso, to: iso })} aria-label={words}>
            <rect x={x} y={y} width={SIDE} height={SIDE} class={`cell heat-${Math.ceil((SHADES * meetings) / most)}`} />
            <title>{words}</title>
          </a>
        );
      })}
    </svg>
  );
}
