/** A fact in words, with the sentence that says so and the way to all its evidence. */

import type { ComponentChildren } from "preact";
import { documentPath } from "../lib/route";
import type { Entity, Evidence, Fact } from "../lib/types";
import { count, date, dateOf, statusOf, term } from "../lib/words";
import { EntityLink, EvidenceLink, Names, Status } from "./links";

const SYMBOLS: Record<Fact["kind"], string> = { meeting: "↔", agreement: "✓", sanction: "✕", position: "“", role: "⚑" };
const MEETING_WORDS: Record<string, string> = {
  talks: "held talks",
  call: "spoke by phone",
  summit: "met at a summit",
  conference: "met at a conference",
  visit: "met on a visit",
};

function besides(label: string, entities: Entity[]): ComponentChildren {
  return (
    entities.length > 0 && (
      <>
        , {label} <Names of={entities} />
      </>
    )
  );
}

/** The fact as a sentence; its status stands beside it. */
export function Sentence({ fact }: { fact: Fact }) {
  switch (fact.kind) {
    case "meeting": {
      const happened = fact.status === "held";
      const words = happened ? (MEETING_WORDS[fact.format ?? ""] ?? "met") : `– ${fact.format ?? "meeting"}`;
      return (
        <>
          <Names of={fact.participants} /> {words}
          {fact.place && (
            <>
              {" in "}
              <EntityLink entity={fact.place} />
            </>
          )}
          {besides("hosted by", fact.host)}
          {besides("mediated by", fact.mediator)}
        </>
      );
    }
    case "position":
      return (
        <>
          <EntityLink entity={fact.actor} /> {fact.stance} <b>{fact.topic ?? "something"}</b>
          {fact.toward && (
            <>
              {", toward "}
              <EntityLink entity={fact.toward} />
            </>
          )}
        </>
      );
    case "sanction":
      return (
        <>
          {fact.imposer.length ? <Names of={fact.imposer} /> : "Someone"} against{" "}
          {fact.target.length ? <Names of={fact.target} /> : "someone"}: <b>{fact.measure ?? "sanctions"}</b>
          {besides("called for by", fact.advocate)}
        </>
      );
    case "role":
      return (
        <>
          <EntityLink entity={fact.person} />, <b>{fact.title ?? "an office"}</b> of <EntityLink entity={fact.of} />
        </>
      );
    case "agreement":
      return (
        <>
          <Names of={fact.parties} />: <b>{fact.name ?? "an agreement"}</b>
          {besides("mediated by", fact.mediator)}
        </>
      );
  }
}

export function Quote({ evidence }: { evidence: Evidence }) {
  return (
    <blockquote>
      <a href={documentPath(evidence.document_id, evidence)} title="Open the document at these words">
        {evidence.quote}
      </a>
      {evidence.said_by && (
        <footer>
          says <EntityLink entity={evidence.said_by} />
        </footer>
      )}
    </blockquote>
  );
}

export function FactRow({ fact, quote = true }: { fact: Fact; quote?: boolean }) {
  const when = fact.kind === "role" ? term(fact.since, fact.until) : date(dateOf(fact));
  const first = fact.evidence.find((one) => one.status === statusOf(fact)) ?? fact.evidence[0];
  return (
    <article class={`fact ${fact.kind}`}>
      <span class="symbol" aria-hidden="true">
        {SYMBOLS[fact.kind]}
      </span>
      <div>
        <p class="sentence">
          <Sentence fact={fact} /> <Status word={statusOf(fact)} />
        </p>
        {quote && first && <Quote evidence={first} />}
        <p class="meta">
          {when && <time>{when}</time>}
          <EvidenceLink fact={fact.id}>
            Evidence: {count(fact.sources, "source")}
            <span class="hidden"> for this {fact.kind}</span>
          </EvidenceLink>
          <span title="How likely it is that the documents say so">{Math.round(fact.confidence * 100)} % sure</span>
        </p>
      </div>
    </article>
  );
}
