/** What is drawn of a network: actors, and a line for what two of them share of one kind and standing. */

import type { Contact, Entity, Kind, NetworkNode } from "./types";
import { type Standing, standing } from "./words";

export interface DrawnNode {
  id: string;
  entity: Entity;
  facts: number;
}

/** A fact of many, drawn as a point of its own: a conference of forty is forty lines, not 780. */
export interface Hub {
  id: string;
  kind: Kind;
  standing: Standing;
}

export interface Line {
  id: string;
  source: string;
  target: string;
  kind: Kind;
  standing: Standing;
  directed: boolean;
  facts: string[];
}

export interface Drawing {
  nodes: DrawnNode[];
  hubs: Hub[];
  lines: Line[];
}

export interface Choice {
  kinds: ReadonlySet<Kind>;
  standings: ReadonlySet<Standing>;
  /** Days between which facts may lie; those without a date are shown only where neither is set. */
  from?: string | undefined;
  to?: string | undefined;
}

/** From which part to which a line leads; kinds without these join all who take part. */
const DIRECTIONS: Partial<Record<Kind, [string, string]>> = {
  sanction: ["imposer", "target"],
  position: ["actor", "toward"],
  role: ["person", "of"],
};
const MOST_IN_PAIRS = 6;

export function lies(contact: Contact, from?: string, to?: string): boolean {
  if (!from && !to) return true;
  if (!contact.start && !contact.end) return false;
  return (!from || !contact.end || contact.end >= from) && (!to || !contact.start || contact.start <= to);
}

export function drawing(nodes: NetworkNode[], contacts: Contact[], choice: Choice): Drawing {
  const lines = new Map<string, Line>();
  const hubs: Hub[] = [];
  for (const contact of contacts) {
    const stands = standing(contact.status);
    if (!choice.kinds.has(contact.kind) || !choice.standings.has(stands) || !lies(contact, choice.from, choice.to)) continue;
    const actors = [...new Set(contact.parts.map((part) => part.entity))];
    const directed = contact.kind in DIRECTIONS;
    const isHub = !directed && actors.length > MOST_IN_PAIRS;
    if (isHub) hubs.push({ id: contact.id, kind: contact.kind, standing: stands });
    const pairs = isHub ? actors.map((actor): [string, string] => [actor, contact.id]) : pairsOf(contact, actors);
    for (const [source, target] of pairs) {
      const id = `${source} ${target} ${contact.kind} ${stands}`;
      const line = lines.get(id) ?? { id, source, target, kind: contact.kind, standing: stands, directed, facts: [] };
      line.facts.push(contact.id);
      lines.set(id, line);
    }
  }
  const drawn = nodes.map(({ entity, facts }) => ({ id: entity.id, entity, facts }));
  return { nodes: drawn, hubs, lines: [...lines.values()] };
}

function pairsOf(contact: Contact, actors: string[]): [string, string][] {
  const direction = DIRECTIONS[contact.kind];
  if (direction) {
    const playing = (role: string) => contact.parts.filter((part) => part.role === role).map((part) => part.entity);
    return playing(direction[0]).flatMap((from) => playing(direction[1]).map((to): [string, string] => [from, to]));
  }
  return actors.flatMap((one, i) =>
    actors.slice(i + 1).map((other): [string, string] => [one, other].sort() as [string, string]),
  );
}

/** Two answers as one: what was drawn stays, what is new is added. */
export function joined(
  known: { nodes: NetworkNode[]; contacts: Contact[] },
  more: { nodes: NetworkNode[]; contacts: Contact[] },
) {
  const nodes = new Map([...known.nodes, ...more.nodes].map((node) => [node.entity.id, node]));
  const contacts = new Map<string, Contact>();
  for (const contact of [...known.contacts, ...more.contacts]) {
    const before = contacts.get(contact.id);
    const parts = [...(before?.parts ?? []), ...contact.parts];
    const once = new Map(parts.map((part) => [`${part.entity} ${part.role}`, part]));
    contacts.set(contact.id, { ...contact, parts: [...once.values()] });
  }
  return { nodes: [...nodes.values()], contacts: [...contacts.values()] };
}
