/** Names that lead on: an actor to its page, a fact to its evidence. */

import { Fragment } from "preact";
import { actorPath, changed, go, href } from "../lib/route";
import type { Entity } from "../lib/types";
import { plain, standing, TYPES } from "../lib/words";

export function EntityLink({ entity, words }: { entity: Entity; words?: string }) {
  const address = entity.type === "place" ? href(["meetings"], { place: entity.id }) : actorPath(entity.id);
  return (
    <a class={`entity ${entity.type}`} href={address} title={TYPES[entity.type]}>
      {words ?? entity.name}
    </a>
  );
}

/** Names in a row: "A, B and C". */
export function Names({ of, most = 12 }: { of: Entity[]; most?: number }) {
  const shown = of.length > most ? of.slice(0, most - 1) : of;
  const others = of.length - shown.length;
  return (
    <>
      {shown.map((entity, i) => (
        <Fragment key={entity.id}>
          {i > 0 && (i === shown.length - 1 && !others ? " and " : ", ")}
          <EntityLink entity={entity} />
        </Fragment>
      ))}
      {others > 0 && ` and ${others} others`}
    </>
  );
}

export function Status({ word }: { word: string }) {
  return <span class={`status ${standing(word)}`}>{plain(word)}</span>;
}

/** Opens the evidence where one is now: what the address held when the link was drawn may have changed since. */
export function openFact(event: MouseEvent, fact: string): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(changed({ fact }));
}

/** A link that opens the evidence of a fact beside the view that one is in. */
export function EvidenceLink({ fact, children }: { fact: string; children: preact.ComponentChildren }) {
  return (
    <a class="evidence-link" href={changed({ fact })} aria-haspopup="dialog" onClick={(event) => openFact(event, fact)}>
      {children}
    </a>
  );
}
