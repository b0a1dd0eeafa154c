/** Chains of contacts side by side: a column a hop, an actor that several chains share drawn once. */

import { actorPath, changed, go } from "../lib/route";
import type { Chain, Entity } from "../lib/types";
import { standing } from "../lib/words";

const ROW = 64;
const EDGE = 14;
const WIDTH = 960;

interface Stop {
  entity: Entity;
  column: number;
  row: number;
}

export function ChainDrawing({ chains }: { chains: Chain[] }) {
  const stops = stopsOf(chains);
  const columns = Math.max(...[...stops.values()].map((stop) => stop.column)) + 1;
  const rows = new Map<number, number>();
  for (const stop of stops.values()) rows.set(stop.column, (rows.get(stop.column) ?? 0) + 1);
  const height = Math.max(...rows.values()) * ROW + 2 * EDGE;
  const at = (stop: Stop) => ({
    x: 90 + (stop.column * (WIDTH - 180)) / (columns - 1),
    y: height / 2 + (stop.row - ((rows.get(stop.column) ?? 1) - 1) / 2) * ROW,
  });
  const hops = new Map(chains.flatMap((chain) => chain.hops).map((hop) => [`${hop.source.id} ${hop.target.id}`, hop]));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="The chains drawn">
      <svg class="chain-drawing" viewBox={`0 0 ${WIDTH} ${height}`} role="img" aria-label="Chains of contacts; the list below says the same in words">
        {[...hops].map(([key, hop]) => {
          const [from, to] = [stops.get(hop.source.id), stops.get(hop.target.id)];
          if (!from || !to) return null;
          const [a, b] = [at(from), at(to)];
          const middle = (a.x + b.x) / 2;
          const word = "status" in hop.fact ? hop.fact.status : hop.fact.stance;
          return (
            <path
              key={key}
              class={`line ${hop.fact.kind} ${standing(word)}`}
              d={`M${a.x} ${a.y}C${middle} ${a.y} ${middle} ${b.y} ${b.x} ${b.y}`}
              onClick={() => go(changed({ fact: hop.fact.id }))}
            >
              <title>{`${hop.source.name} and ${hop.target.name}: ${hop.quote ?? hop.fact.kind}`}</title>
            </path>
          );
        })}
        {[...stops.values()].map((stop) => {
          const { x, y } = at(stop);
          return (
            <g key={stop.entity.id} class={`stop ${stop.entity.type}`} transform={`translate(${x} ${y})`} onClick={() => go(actorPath(stop.entity.id))}>
              <circle r={9} />
              <text y={26} text-anchor="middle">
                {stop.entity.name}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

/** Each actor once, in the column farthest along any chain that passes through it. */
function stopsOf(chains: Chain[]): Map<string, Stop> {
  const columns = new Map<string, { entity: Entity; column: number }>();
  const longest = Math.max(...chains.map((chain) => chain.length));
  for (const chain of chains) {
    chain.entities.forEach((entity, i) => {
      const column = i === chain.length ? longest : Math.max(i, columns.get(entity.id)?.column ?? 0);
      columns.set(entity.id, { entity, column });
    });
  }
  const filled = new Map<number, number>();
  const stops = new Map<string, Stop>();
  for (const [id, { entity, column }] of columns) {
    const row = filled.get(column) ?? 0;
    filled.set(column, row + 1);
    stops.set(id, { entity, column, row });
  }
  return stops;
}
