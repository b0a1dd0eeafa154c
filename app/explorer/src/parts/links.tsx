/** Names that lead on: an actor to its page, a fact to its evidence. */

import { Fragment } from "preact";
import { actorPath, changed, href } from "../lib/route";
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

/** Opens the evidence of a fact beside the view that one is in. */
export function EvidenceLink({ fact, children }: { fact: string; children: preact.ComponentChildren }) {
  return (
    <a class="evidence-link" href={changed({ fact })} aria-haspopup="dialog">
      {children}
    </a>
  );
}
