/** The texts that all rests on: their list, and one with everything that was read in it. */

import { useMemo, useState } from "preact/hooks";
import { pathOf, useAnswer, usePages } from "../lib/api";
import { documentPath, useRoute } from "../lib/route";
import type { DocumentSummary, Fact, Page, StoredDocument } from "../lib/types";
import { count, day, KINDS } from "../lib/words";
import { FactRow } from "../parts/fact";
import { openFact } from "../parts/links";
import { Legend, MarkedText } from "../parts/marked";
import { useShown } from "../parts/shown";
import { Answered, Empty, Loading, More, ProblemNote } from "../parts/states";

export function DocumentsView() {
  document.title = "Documents – Backchannel";
  const { items, problem, load } = usePages<DocumentSummary>(pathOf("documents"));
  return (
    <>
      <h1>Documents</h1>
      {problem && <ProblemNote problem={problem} />}
      {!items && !problem && <Loading what="Loading documents" />}
      {items?.length === 0 && (
        <Empty>
          Nothing is stored yet. <code>backchannel ingest PATH</code> reads files and folders.
        </Empty>
      )}
      <ol class="plain-list wide">
        {items?.map((one) => (
          <li key={one.id}>
            <a href={documentPath(one.id)}>{one.title ?? "Untitled"}</a>
            <span class="soft">
              {[
                one.published_at && day(one.published_at),
                one.source,
                one.state === "read" ? count(one.counts.facts, "fact") : one.state,
              ]
                .filter(Boolean)
                .join(" · ")}
            </span>
          </li>
        ))}
      </ol>
      <More load={load} />
    </>
  );
}

export function DocumentView({ id }: { id: string }) {
  const path = `documents/${encodeURIComponent(id)}`;
  const asked = useAnswer<StoredDocument>(pathOf(path));
  const facts = useAnswer<Page<Fact>>(pathOf(`${path}/facts`, { limit: 200 }));
  return <Answered asked={asked}>{(stored) => <Read document={stored} facts={facts.data?.items ?? NONE} />}</Answered>;
}

const NONE: Fact[] = [];

function Read({ document: stored, facts }: { document: StoredDocument; facts: Fact[] }) {
  const { query } = useRoute();
  const [active, setActive] = useState<string | null>(null);
  const range = query.get("at");
  const at = useMemo(() => {
    const [start, end] = (range ?? "").split("-").map(Number);
    return start !== undefined && end !== undefined && end > start ? { start, end } : undefined;
  }, [range]);
  const stated = useMemo(
    () => facts.flatMap((fact) => fact.evidence.map(({ start, end }) => ({ start, end, fact: fact.id, kind: fact.kind }))),
    [facts],
  );
  document.title = `${stored.title ?? "Document"} – Backchannel`;
  return (
    <article class="document">
      <header>
        <p class="soft">{[stored.source, stored.published_at && day(stored.published_at)].filter(Boolean).join(", ")}</p>
        <h1>{stored.title ?? "Untitled"}</h1>
        {stored.reason && <Empty>Not read: {stored.reason}</Empty>}
        <Legend kinds={KINDS} />
      </header>
      <div class="with-side">
        <MarkedText
          text={stored.text}
          names={stored.mentions}
          facts={stated}
          active={active}
          at={at}
          onFact={setActive}
          onOpen={openFact}
        />
        <FoundFacts facts={facts} active={active} onActive={setActive} />
      </div>
    </article>
  );
}

interface FoundProps {
  facts: Fact[];
  active: string | null;
  onActive: (fact: string | null) => void;
}

/** The facts beside the text; pointing at one lights up its words there. */
export function FoundFacts({ facts, active, onActive }: FoundProps) {
  const list = useShown(active);
  return (
    <aside ref={list} class="found beside" aria-label="Facts read in the text">
      <h2>{count(facts.length, "fact")}</h2>
      {facts.map((fact) => (
        <div
          key={fact.id}
          class={fact.id === active ? "lit" : ""}
          onMouseEnter={() => onActive(fact.id)}
          onMouseLeave={() => onActive(null)}
          onFocusIn={() => onActive(fact.id)}
        >
          <FactRow fact={fact} quote={false} />
        </div>
      ))}
    </aside>
  );
}
