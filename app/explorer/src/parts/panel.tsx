/** The evidence of a fact, beside any view: its ledger of status, its claims by source, and what contradicts what. */

import { useEffect, useRef } from "preact/hooks";
import { pathOf, useAnswer } from "../lib/api";
import { changed, documentPath, go } from "../lib/route";
import type { DocumentSummary, History, LedgerEntry } from "../lib/types";
import { count, DENIALS, day, plain, standing, statusOf } from "../lib/words";
import { Quote, Sentence } from "./fact";
import { EntityLink, Status } from "./links";
import { Answered } from "./states";

export function EvidencePanel({ fact }: { fact: string }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const asked = useAnswer<History>(pathOf(`facts/${encodeURIComponent(fact)}/history`));
  useEffect(() => {
    if (!dialog.current?.open) dialog.current?.showModal();
  }, []);
  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      class="panel"
      aria-labelledby="panel-title"
      onClose={() => go(changed({ fact: undefined }))}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div class="panel-body">
        <header>
          <h2 id="panel-title">Evidence</h2>
          <button type="button" class="plain" aria-label="Close the evidence" onClick={close}>
            ✕
          </button>
        </header>
        <Answered asked={asked}>{(history) => <Ledger {...history} />}</Answered>
      </div>
    </dialog>
  );
}

function Ledger({ fact, items }: History) {
  const sides = disagreement(items);
  const documents = [...Map.groupBy(items, (item) => item.evidence.document_id)];
  return (
    <>
      <p class="sentence large">
        <Sentence fact={fact} /> <Status word={statusOf(fact)} />
      </p>
      <p class="soft">
        {count(items.length, "claim")} in {count(documents.length, "document")}, {count(fact.sources, "independent source")};{" "}
        {Math.round(fact.confidence * 100)} % sure that they say so.
      </p>
      {sides && (
        <div class="contradiction" role="note">
          <h3>Claims disagree</h3>
          <p>
            {count(sides.done.length, "claim")} that it happened, {count(sides.off.length, "claim")} that it did not:
          </p>
          <div class="sides">{[sides.done, sides.off].map((side) => side[0] && <Claim key={side[0].id} entry={side[0]} />)}</div>
        </div>
      )}
      <h3>How it came to its status</h3>
      <ol class="ledger">
        {steps(items).map((step) => (
          <li key={step.id}>
            <time>{step.evidence.published_at ? day(step.evidence.published_at) : "no date"}</time>
            <Status word={step.evidence.status} />
            {step.evidence.said_by && (
              <span>
                says <EntityLink entity={step.evidence.said_by} />
              </span>
            )}
          </li>
        ))}
      </ol>
      <h3>Claims by source</h3>
      {documents.map(([id, claims]) => (
        <Source key={id} id={id} claims={claims} />
      ))}
    </>
  );
}

function Source({ id, claims }: { id: string; claims: LedgerEntry[] }) {
  const asked = useAnswer<DocumentSummary>(pathOf(`documents/${encodeURIComponent(id)}`));
  const published = claims[0]?.evidence.published_at;
  return (
    <section class="source">
      <h4>
        <a href={documentPath(id, claims[0]?.evidence)}>{asked.data?.title ?? "Document"}</a>
      </h4>
      <p class="soft">{[asked.data?.source, published && day(published)].filter(Boolean).join(", ")}</p>
      {claims.map((entry) => (
        <Claim key={entry.id} entry={entry} />
      ))}
    </section>
  );
}

function Claim({ entry }: { entry: LedgerEntry }) {
  const values = Object.entries(entry.values).map(([name, value]) => `${name}: ${plain(value)}`);
  const dates = Object.values(entry.dates).map((span) =>
    span.start === span.end ? day(span.start) : `${day(span.start)} to ${day(span.end)}`,
  );
  return (
    <div class="claim">
      <Quote evidence={entry.evidence} />
      <p class="meta">
        <Status word={entry.evidence.status} />
        <span>{[...values, ...dates].join(" · ")}</span>
        <span title={`read by ${entry.rule}`}>{Math.round(entry.confidence * 100)} % sure</span>
      </p>
    </div>
  );
}

/** The claims at which the status changes, in the order of publication. */
function steps(items: LedgerEntry[]): LedgerEntry[] {
  return items.filter((item, i) => i === 0 || item.evidence.status !== items[i - 1]?.evidence.status);
}

/** The claims that it happened and those that it did not, where there are both; an end that came later is no contradiction. */
function disagreement(items: LedgerEntry[]): { done: LedgerEntry[]; off: LedgerEntry[] } | null {
  const off = items.filter((item) => DENIALS.includes(item.evidence.status));
  const done = items.filter((item) => standing(item.evidence.status) === "done");
  return done.length && off.length ? { done, off } : null;
}
