/** Where and when they met: a map and a calendar drawn from the same filters, and the meetings themselves. */

import { useState } from "preact/hooks";
import { pathOf, useAnswer } from "../lib/api";
import { changed, replace, useRoute } from "../lib/route";
import type { Actor, MeetingPeriod, MeetingPlace } from "../lib/types";
import { count, dateOf, MEETING_STATUSES, plain } from "../lib/words";
import { Calendar } from "../parts/calendar";
import { FactList } from "../parts/facts";
import { WorldMap } from "../parts/map";
import { Answered, Empty } from "../parts/states";
import { Suggest } from "../parts/suggest";

const FILTERS = ["who", "with", "place", "status", "from", "to"] as const;

export function MeetingsView() {
  document.title = "Map and calendar – Backchannel";
  const { query } = useRoute();
  const value = (name: (typeof FILTERS)[number]) => query.get(name) ?? undefined;
  const [who, other, place] = [value("who"), value("with"), value("place")];
  const participant = [who, other].flatMap((name) => name ?? []);
  const filters = { participant, status: value("status"), from: value("from"), to: value("to") };
  const places = useAnswer<{ items: MeetingPlace[] }>(pathOf("meetings/places", filters));
  const days = useAnswer<{ items: MeetingPeriod[] }>(pathOf("meetings/days", { ...filters, place }));
  const name = (id: string | undefined) =>
    useAnswer<Actor>(id ? pathOf(`entities/${encodeURIComponent(id)}`) : null).data?.name ?? "";
  const [whoName, otherName, placeName] = [name(who), name(other), name(place)];
  const set = (parameter: string) => (event: Event) =>
    replace(changed({ [parameter]: (event.currentTarget as HTMLInputElement).value }));
  const isFiltered = FILTERS.some((filter) => value(filter));
  return (
    <>
      <h1>Map and calendar</h1>
      <form class="row filters" onSubmit={(event) => event.preventDefault()}>
        <Suggest
          label="Who"
          value={whoName}
          placeholder="Anyone"
          onChoose={(entity) => replace(changed({ who: entity.id }))}
          onClear={() => replace(changed({ who: undefined }))}
        />
        <Suggest
          label="With"
          value={otherName}
          placeholder="Anyone"
          onChoose={(entity) => replace(changed({ with: entity.id }))}
          onClear={() => replace(changed({ with: undefined }))}
        />
        <label>
          Status
          <select value={filters.status ?? ""} onChange={set("status")}>
            <option value="">any</option>
            {MEETING_STATUSES.map((status) => (
              <option key={status} value={status}>
                {plain(status)}
              </option>
            ))}
          </select>
        </label>
        <label>
          From
          <input type="date" value={filters.from ?? ""} onChange={set("from")} />
        </label>
        <label>
          To
          <input type="date" value={filters.to ?? ""} onChange={set("to")} />
        </label>
        {isFiltered && <a href="#/meetings">Clear all</a>}
      </form>
      <section aria-label="Map of meeting places">
        <h2>Where</h2>
        <Answered asked={places}>
          {({ items }) =>
            items.length ? (
              <div class="with-side">
                <WorldMap
                  places={items}
                  chosen={place}
                  onChoose={(id) => replace(changed({ place: id === place ? undefined : id }))}
                />
                <PlaceList places={items} chosen={place} />
              </div>
            ) : (
              <Empty>No place of such a meeting is known.</Empty>
            )
          }
        </Answered>
      </section>
      <section aria-label="Calendar of meetings">
        <h2>When{placeName && `, in ${placeName}`}</h2>
        <Answered asked={days}>
          {({ items }) => (items.length ? <Calendar periods={items} /> : <Empty>No date of such a meeting is known.</Empty>)}
        </Answered>
      </section>
      <section aria-label="The meetings">
        <h2>The meetings{placeName && ` in ${placeName}`}</h2>
        <FactList
          path={pathOf("meetings", { ...filters, place, limit: 20 })}
          empty="No such meeting is known."
          group={(fact) => dateOf(fact)?.start.slice(0, 4) ?? "Without a date"}
        />
      </section>
    </>
  );
}

const SHOWN = 12;

function PlaceList({ places, chosen }: { places: MeetingPlace[]; chosen: string | undefined }) {
  const [all, setAll] = useState(false);
  return (
    <aside aria-label="Meeting places">
      <ol class="plain-list">
        {places.slice(0, all ? places.length : SHOWN).map(({ place, latitude, meetings }) => (
          <li key={place.id}>
            <a href={changed({ place: place.id === chosen ? undefined : place.id })} aria-current={place.id === chosen}>
              {place.name}
            </a>
            <span class="soft">
              {count(meetings, "meeting")}
              {latitude === null && ", not on the map"}
            </span>
          </li>
        ))}
      </ol>
      {!all && places.length > SHOWN && (
        <button type="button" class="small" onClick={() => setAll(true)}>
          All {places.length} places
        </button>
      )}
    </aside>
  );
}
