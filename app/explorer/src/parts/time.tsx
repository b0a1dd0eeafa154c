/** A slider with two ends over the months in which facts lie, above a sketch of how many lie when. */

import { useMemo } from "preact/hooks";
import { month } from "../lib/words";

interface Props {
  dates: string[];
  from: string | undefined;
  to: string | undefined;
  onChange: (from: string | undefined, to: string | undefined) => void;
}

const number = (iso: string) => Number(iso.slice(0, 4)) * 12 + Number(iso.slice(5, 7)) - 1;
const first = (months: number) =>
  `${String(Math.floor(months / 12)).padStart(4, "0")}-${String((months % 12) + 1).padStart(2, "0")}-01`;
const last = (months: number) => new Date(Date.parse(`${first(months + 1)}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10);

export function TimeSlider({ dates, from, to, onChange }: Props) {
  const months = useMemo(() => dates.map(number).sort((a, b) => a - b), [dates]);
  const least = months[0];
  const most = months.at(-1);
  if (least === undefined || most === undefined || least === most) return null;
  const low = from ? Math.max(number(from), least) : least;
  const high = to ? Math.min(number(to), most) : most;
  const change = (a: number, b: number) => onChange(a <= least ? undefined : first(a), b >= most ? undefined : last(b));
  return (
    <fieldset class="time">
      <legend class="hidden">Period</legend>
      <Sketch months={months} low={low} high={high} />
      <div class="ends">
        <input
          type="range"
          min={least}
          max={most}
          value={low}
          aria-label="From"
          aria-valuetext={month(first(low))}
          onInput={(event) => change(Math.min(Number(event.currentTarget.value), high), high)}
        />
        <input
          type="range"
          min={least}
          max={most}
          value={high}
          aria-label="To"
          aria-valuetext={month(first(high))}
          onInput={(event) => change(low, Math.max(Number(event.currentTarget.value), low))}
        />
      </div>
      <p class="soft">
        <span>{month(first(low))}</span>
        {(from || to) && (
          <button type="button" class="small" onClick={() => onChange(undefined, undefined)}>
            All dates
          </button>
        )}
        <span>{month(first(high))}</span>
      </p>
    </fieldset>
  );
}

const BARS = 60;

function Sketch({ months, low, high }: { months: number[]; low: number; high: number }) {
  const least = months[0] ?? 0;
  const span = (months.at(-1) ?? 0) - least + 1;
  const bars = Array.from({ length: BARS }, () => 0);
  for (const one of months) {
    const i = Math.min(Math.floor(((one - least) / span) * BARS), BARS - 1);
    bars[i] = (bars[i] ?? 0) + 1;
  }
  const top = Math.max(...bars);
  return (
    <svg viewBox={`0 0 ${BARS} 10`} preserveAspectRatio="none" aria-hidden="true">
      {bars.map((height, i) => {
        const at = least + ((i + 0.5) / BARS) * span;
        const inside = at >= low - 0.5 && at <= high + 1;
        return (
          height > 0 && (
            <rect
              key={i}
              x={i + 0.1}
              width={0.8}
              y={10 - (9 * height) / top}
              height={(9 * height) / top}
              class={inside ? "in" : ""}
            />
          )
        );
      })}
    </svg>
  );
}
