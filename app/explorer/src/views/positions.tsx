/** What an actor wants: a row a topic, a column for, asking, and against. */

import { pathOf, usePages } from "../lib/api";
import type { Actor, Position } from "../lib/types";
import { date } from "../lib/words";
import { Quote } from "../parts/fact";
import { FactSection } from "../parts/facts";
import { EntityLink, EvidenceLink } from "../parts/links";
import { Empty, Loading, More, ProblemNote } from "../parts/states";

const COLUMNS: [string, string[]][] = [
  ["For", ["supports", "accepts"]],
  ["Asks", ["demands", "proposes"]],
  ["Against", ["opposes", "rejects"]],
];

export function Positions({ actor }: { actor: Actor }) {
  const { items, problem, load } = usePages<Position>(
    pathOf(`entities/${encodeURIComponent(actor.id)}/positions`, { limit: 200 }),
  );
  if (problem) return <ProblemNote problem={problem} />;
  if (!items) return <Loading what="Loading positions" />;
  const own = items.filter((position) => position.actor.id === actor.id);
  const others = items.filter((position) => position.actor.id !== actor.id);
  const topics = Map.groupBy(own, (position) => position.topic ?? "no topic");
  return (
    <>
      {own.length ? (
        <div class="scroll" tabIndex={0} role="region" aria-label="Positions by topic and stance">
          <table class="positions">
            <thead>
              <tr>
                <th scope="col">Topic</th>
                {COLUMNS.map(([name]) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {[...topics].map(([topic, positions]) => (
                <tr key={topic}>
                  <th scope="row">
                    {topic}
                    {positions[0]?.evidence[0] && <Quote evidence={positions[0].evidence[0]} />}
                  </th>
                  {COLUMNS.map(([name, stances]) => (
                    <td key={name}>
                      {positions
                        .filter((one) => stances.includes(one.stance))
                        .map((one) => (
                          <Stance key={one.id} position={one} />
                        ))}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <Empty>No position of {actor.name} is known.</Empty>
      )}
      {others.length > 0 && <FactSection name="Of others toward it" facts={others} />}
      <More load={load} />
    </>
  );
}

function Stance({ position }: { position: Position }) {
  return (
    <div class={`stance ${position.stance}`}>
      <EvidenceLink fact={position.id}>{position.stance}</EvidenceLink>{" "}
      {position.toward && (
        <span class="soft">
          toward <EntityLink entity={position.toward} />
        </span>
      )}
      {position.date && <span class="soft"> {date(position.date)}</span>}
    </div>
  );
}
