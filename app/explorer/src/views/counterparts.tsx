/** Whom an actor met, most meetings first. */

import { pathOf, usePages } from "../lib/api";
import { changed, href, useRoute } from "../lib/route";
import type { Counterpart } from "../lib/types";
import { count, date } from "../lib/words";
import { Quote } from "../parts/fact";
import { EntityLink, EvidenceLink } from "../parts/links";
import { Empty, Loading, More, ProblemNote } from "../parts/states";

interface Props {
  id: string;
  name: string;
  /** A short list, without quotes. */
  brief?: boolean;
}

export function Counterparts({ id, name, brief }: Props) {
  const { query } = useRoute();
  const level = query.get("level") === "state" ? "state" : undefined;
  const { items, problem, loading, load } = usePages<Counterpart>(
    pathOf("met", { who: id, limit: brief ? 12 : 30, level, quotes: 1 }),
  );
  if (problem) return <ProblemNote problem={problem} />;
  if (!items) return <Loading what="Loading counterparts" />;
  return (
    <div class={loading ? "stale" : ""}>
      <p class="choice" role="group" aria-label="Count meetings of">
        <a href={changed({ level: undefined })} aria-current={!level}>
          actors
        </a>
        <a href={changed({ level: "state" })} aria-current={level === "state"}>
          states they acted for
        </a>
      </p>
      {!items.length && <Empty>No meeting of {name} that took place is known.</Empty>}
      {items.length > 0 && (brief ? <Brief rows={items} id={id} /> : <Table rows={items} />)}
      <More load={load} />
    </div>
  );
}

function Brief({ rows, id }: { rows: Counterpart[]; id: string }) {
  const most = Math.max(...rows.map((row) => row.meetings));
  return (
    <ol class="ranked">
      {rows.map((row) => (
        <li key={row.entity.id}>
          <EntityLink entity={row.entity} />
          <a class="soft" href={href(["paths"], { source: id, target: row.entity.id })} title="Their chains of contacts">
            {count(row.meetings, "meeting")}
          </a>
          <meter min={0} max={most} value={row.meetings} aria-hidden="true" />
        </li>
      ))}
    </ol>
  );
}

function Table({ rows }: { rows: Counterpart[] }) {
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Counterparts">
      <table>
        <thead>
          <tr>
            <th scope="col">Met</th>
            <th scope="col" class="number">
              Meetings
            </th>
            <th scope="col" class="number">
              Sources
            </th>
            <th scope="col">First</th>
            <th scope="col">Last</th>
            <th scope="col">In these words</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.entity.id}>
              <th scope="row">
                <EntityLink entity={row.entity} />
              </th>
              <td class="number">{row.meetings}</td>
              <td class="number">{row.sources}</td>
              <td class="when">{date(row.first)}</td>
              <td class="when">{date(row.last)}</td>
              <td>
                {row.evidence[0] && (
                  <>
                    <Quote evidence={row.evidence[0]} />
                    <EvidenceLink fact={row.evidence[0].fact_id}>Evidence</EvidenceLink>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
