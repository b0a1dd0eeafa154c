/** The world, and a circle for each place by the number of meetings there. */

import { geoGraticule10, geoNaturalEarth1, geoPath } from "d3-geo";
import { useMemo } from "preact/hooks";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import world from "world-atlas/countries-110m.json";
import type { MeetingPlace } from "../lib/types";
import { count } from "../lib/words";

const WIDTH = 960;
/** Less than the whole: nobody meets in Antarctica. */
const HEIGHT = 420;
const atlas = world as unknown as Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
const projection = geoNaturalEarth1()
  .fitWidth(WIDTH, { type: "Sphere" })
  .translate([WIDTH / 2, 225]);
const draw = geoPath(projection);

interface Props {
  places: MeetingPlace[];
  chosen: string | undefined;
  onChoose: (id: string) => void;
}

export function WorldMap({ places, chosen, onChoose }: Props) {
  const [land, borders, lines] = useMemo(
    () => [
      draw(feature(atlas, atlas.objects.land)) ?? "",
      draw(mesh(atlas, atlas.objects.countries, (a, b) => a !== b)) ?? "",
      draw(geoGraticule10()) ?? "",
    ],
    [],
  );
  const known = places.filter((place) => place.latitude !== null && place.longitude !== null);
  const most = Math.max(...known.map((place) => place.meetings), 1);
  return (
    <svg
      class="map"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={`Map of ${count(known.length, "meeting place")}; the list of places says the same in words`}
    >
      <path class="grid" d={lines} />
      <path class="land" d={land} />
      <path class="borders" d={borders} />
      {known.map(({ place, latitude, longitude, meetings }) => {
        const at = projection([longitude ?? 0, latitude ?? 0]);
        return (
          at && (
            <circle
              key={place.id}
              class={place.id === chosen ? "chosen" : ""}
              cx={at[0]}
              cy={at[1]}
              r={4 + 12 * Math.sqrt(meetings / most)}
              onClick={() => onChoose(place.id)}
            >
              <title>{`${place.name}: ${count(meetings, "meeting")}`}</title>
            </circle>
          )
        );
      })}
    </svg>
  );
}
