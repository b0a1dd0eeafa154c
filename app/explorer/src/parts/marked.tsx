/** A text with what was read in it marked: who is named, and which words state which fact. Offsets count code points. */

import { Fragment } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { actorPath } from "../lib/route";
import type { Entity, Kind, Stretch } from "../lib/types";
import { KINDS, TYPES } from "../lib/words";

export interface NamedStretch extends Stretch {
  entity: Entity;
}

export interface FactStretch extends Stretch {
  fact: string;
  kind: Kind;
}

interface Piece {
  text: string;
  start: number;
  name: NamedStretch | undefined;
  facts: FactStretch[];
}

/** The text cut wherever a mark begins or ends; of names that overlap the longest is kept. */
export function pieces(text: string, names: NamedStretch[], facts: FactStretch[]): Piece[] {
  const points = Array.from(text);
  const kept: NamedStretch[] = [];
  for (const name of [...names].sort((a, b) => b.end - b.start - (a.end - a.start))) {
    if (!kept.some((other) => name.start < other.end && other.start < name.end)) kept.push(name);
  }
  const cuts = new Set([0, points.length]);
  for (const stretch of [...kept, ...facts]) {
    cuts.add(stretch.start);
    cuts.add(stretch.end);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  return sorted.slice(0, -1).map((start, i) => {
    const covers = (stretch: Stretch) => stretch.start <= start && start < stretch.end;
    const end = sorted[i + 1] ?? points.length;
    return { text: points.slice(start, end).join(""), start, name: kept.find(covers), facts: facts.filter(covers) };
  });
}

interface Props {
  text: string;
  names: NamedStretch[];
  facts: FactStretch[];
  /** The fact whose words stand out. */
  active?: string | null;
  /** Words to bring into view. */
  at?: Stretch | undefined;
  onFact?: (fact: string | null) => void;
  /** Where the facts and actors are stored: their marks lead there. */
  onOpen?: (event: MouseEvent, fact: string) => void;
}

export function MarkedText({ text, names, facts, active, at, onFact, onOpen }: Props) {
  const cut = useMemo(
    () => pieces(text, names, at ? [...facts, { ...at, fact: "", kind: "meeting" }] : facts),
    [text, names, facts, at],
  );
  const target = useRef<HTMLElement>(null);
  useEffect(() => target.current?.scrollIntoView({ block: "center" }), [cut]);
  return (
    <div class="marked-text">
      {cut.map((piece) => {
        const own = piece.facts.filter((one) => one.fact).sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind));
        const name = piece.name && <Named entity={piece.name.entity} words={piece.text} isLink={onOpen !== undefined} />;
        if (!piece.facts.length) return <Fragment key={piece.start}>{name ?? piece.text}</Fragment>;
        const here = at && at.start <= piece.start && piece.start < at.end;
        const shown = own.find((one) => one.fact === active) ?? own[0];
        const lit = own.some((one) => one.fact === active);
        return (
          <mark
            key={piece.start}
            ref={at?.start === piece.start ? target : null}
            class={`${shown?.kind ?? "plain"}${lit ? " lit" : ""}${here ? " here" : ""}`}
            data-facts={own.map((one) => one.fact).join(" ")}
            onMouseEnter={() => onFact?.(shown?.fact ?? null)}
            onMouseLeave={() => onFact?.(null)}
            onClick={(event) => shown && event.target === event.currentTarget && onOpen?.(event, shown.fact)}
          >
            {name ?? piece.text}
          </mark>
        );
      })}
    </div>
  );
}

function Named({ entity, words, isLink }: { entity: Entity; words: string; isLink: boolean }) {
  const about = { class: `named ${entity.type}`, title: `${entity.name} (${TYPES[entity.type]})` };
  if (!isLink || entity.type === "place") return <span {...about}>{words}</span>;
  return (
    <a {...about} href={actorPath(entity.id)}>
      {words}
    </a>
  );
}

/** Colours of the marks in words. */
export function Legend({ kinds }: { kinds: Kind[] }) {
  return (
    <div class="legend" role="group" aria-label="Colours of the marks">
      {kinds.map((kind) => (
        <mark key={kind} class={kind}>
          {kind}
        </mark>
      ))}
      <span class="named person">person</span>
      <span class="named state">state</span>
      <span class="named organization">organisation</span>
      <span class="named group">group</span>
      <span class="named place">place</span>
    </div>
  );
}
