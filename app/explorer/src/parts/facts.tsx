/** A list of facts that grows on demand. */

import { usePages } from "../lib/api";
import type { Fact } from "../lib/types";
import { FactRow } from "./fact";
import { Empty, Loading, More, ProblemNote } from "./states";

interface Props {
  path: string;
  empty: string;
  /** A heading for the facts that share it, such as their year. */
  group?: (fact: Fact) => string;
}

export function FactList({ path, empty, group = () => "" }: Props) {
  const { items, problem, loading, load } = usePages<Fact>(path);
  if (problem) return <ProblemNote problem={problem} />;
  if (!items) return <Loading what="Loading facts" />;
  if (!items.length) return <Empty>{empty}</Empty>;
  return (
    <div class={loading ? "stale" : ""}>
      {[...Map.groupBy(items, group)].map(([name, facts]) => (
        <FactSection key={name} name={name} facts={facts} />
      ))}
      <More load={load} />
    </div>
  );
}

/** Facts under a heading, if they have one. */
export function FactSection({ name, facts }: { name: string; facts: Fact[] }) {
  return (
    <section class="facts">
      {name && <h3>{name}</h3>}
      <div>
        {facts.map((fact) => (
          <FactRow key={fact.id} fact={fact} />
        ))}
      </div>
    </section>
  );
}
