/** Chains of contacts side by side: a column a hop, an actor that several chains share drawn once. */

import { actorPath, changed, go } from "../lib/route";
import type { Chain, Entity } from "../lib/types";
import { standing } from "../lib/words";

const ROW = 58;
const EDGE = 38;
const SIDE = 110;
const WIDTH = 1060;

interface Stop {
  entity: Entity;
  column: number;
  row: number;
}

export function ChainDrawing({ chains }: { chains: Chain[] }) {
  const placed = stopsOf(chains);
  const stops = new Map(placed.map((stop) => [stop.entity.id, stop]));
  const columns = Math.max(...placed.map((stop) => stop.column));
  const height = Math.max(...placed.map((stop) => stop.row)) * ROW + 2 * EDGE;
  const at = (stop: Stop) => ({ x: SIDE + (stop.column * (WIDTH - 2 * SIDE)) / columns, y: EDGE + stop.row * ROW });
  const hops = new Map(chains.flatMap((chain) => chain.hops).map((hop) => [`${hop.source.id} ${hop.target.id}`, hop]));
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="The chains drawn">
      <svg
        class="chain-drawing"
        viewBox={`0 0 ${WIDTH} ${height}`}
        role="img"
        aria-label="Chains of contacts; the list below says the same in words"
      >
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
        {placed.map((stop) => {
          const { x, y } = at(stop);
          return (
            <g
              key={stop.entity.id}
              class={`stop ${stop.entity.type}`}
              transform={`translate(${x} ${y})`}
              onClick={() => go(actorPath(stop.entity.id))}
            >
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

/** Each actor once: in the column farthest along any chain through it, at the middle of the lanes of these chains. */
function stopsOf(chains: Chain[]): Stop[] {
  const longest = Math.max(...chains.map((chain) => chain.length));
  const found = new Map<string, { entity: Entity; column: number; lanes: number[] }>();
  chains.forEach((chain, lane) => {
    chain.entities.forEach((entity, i) => {
      const stop = found.get(entity.id) ?? { entity, column: 0, lanes: [] };
      stop.column = i === chain.length ? longest : Math.max(i, stop.column);
      stop.lanes.push(lane);
      found.set(entity.id, stop);
    });
  });
  const taken = new Set<string>();
  return [...found.values()].map(({ entity, column, lanes }) => {
    let row = lanes.reduce((sum, lane) => sum + lane, 0) / lanes.length;
    while (taken.has(`${column} ${row}`)) row += 0.5;
    taken.add(`${column} ${row}`);
    return { entity, column, row };
  });
}
