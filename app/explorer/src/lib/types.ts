/** What the API answers, as far as the explorer reads it; the full account is at `/docs`. */

export type EntityType = "person" | "state" | "organization" | "group" | "place";
export type Kind = "meeting" | "position" | "sanction" | "role" | "agreement";

export interface Entity {
  id: string;
  type: EntityType;
  name: string;
  mention?: string;
}

export interface DateSpan {
  start: string;
  end: string;
  precision: "day" | "week" | "month" | "year" | "interval";
  text: string;
}

export interface Evidence {
  document_id: string;
  start: number;
  end: number;
  quote: string;
  status: string;
  said_by: Entity | null;
  published_at: string | null;
}

interface FactBase {
  id: string;
  confidence: number;
  sources: number;
  evidence: Evidence[];
}

export interface Meeting extends FactBase {
  kind: "meeting";
  status: string;
  participants: Entity[];
  host: Entity[];
  mediator: Entity[];
  format: string | null;
  place: Entity | null;
  date: DateSpan | null;
}

export interface Position extends FactBase {
  kind: "position";
  stance: string;
  actor: Entity;
  topic: string | null;
  toward: Entity | null;
  date: DateSpan | null;
}

export interface Sanction extends FactBase {
  kind: "sanction";
  status: string;
  imposer: Entity[];
  target: Entity[];
  advocate: Entity[];
  measure: string | null;
  date: DateSpan | null;
}

export interface Role extends FactBase {
  kind: "role";
  status: string;
  person: Entity;
  of: Entity;
  title: string | null;
  since: DateSpan | null;
  until: DateSpan | null;
}

export interface Agreement extends FactBase {
  kind: "agreement";
  status: string;
  parties: Entity[];
  mediator: Entity[];
  name: string | null;
  place: Entity | null;
  date: DateSpan | null;
}

export type Fact = Meeting | Position | Sanction | Role | Agreement;

export interface Page<Item> {
  items: Item[];
  next_cursor: string | null;
}

export interface Suggestion {
  entity: Entity;
  office: string | null;
}

export interface Office {
  fact_id: string;
  title: string | null;
  of: Entity;
  status: string;
  since: DateSpan | null;
  until: DateSpan | null;
}

export interface Actor {
  id: string;
  type: EntityType;
  name: string;
  names: string[];
  ids: { wikidata: string | null; country: string | null };
  acts_for: Entity | null;
  offices: Office[];
  facts: Partial<Record<Kind, number>>;
}

export interface Contact {
  id: string;
  kind: Kind;
  status: string;
  start: string | null;
  end: string | null;
  sources: number;
  parts: { entity: string; role: string }[];
}

export interface NetworkNode {
  entity: Entity;
  facts: number;
}

export interface Network {
  nodes: NetworkNode[];
  contacts: Contact[];
  complete: boolean;
}

export interface Counterpart {
  entity: Entity;
  meetings: number;
  sources: number;
  first: DateSpan | null;
  last: DateSpan | null;
  evidence: (Evidence & { fact_id: string })[];
}

export interface Chain {
  length: number;
  entities: Entity[];
  hops: { source: Entity; target: Entity; quote: string | null; facts: number; fact: Fact }[];
}

export interface Chains {
  items: Chain[];
  source: Entity;
  target: Entity;
  complete: boolean;
  reason: string | null;
}

export interface DocumentSummary {
  id: string;
  title: string | null;
  source: string | null;
  url: string | null;
  published_at: string | null;
  state: string;
  reason: string | null;
  counts: { claims: number; facts: number };
}

export interface Stretch {
  start: number;
  end: number;
}

export interface StoredDocument extends DocumentSummary {
  text: string;
  mentions: (Stretch & { entity: Entity; role: string; fact_id: string })[];
}

export interface ExtractedEntity extends Entity {
  mentions: string[];
  spans: Stretch[];
}

export interface Extraction {
  language: string;
  reason: string | null;
  entities: ExtractedEntity[];
  facts: Fact[];
}

export interface LedgerEntry {
  id: string;
  evidence: Evidence;
  values: Record<string, string>;
  dates: Record<string, DateSpan>;
  confidence: number;
  rule: string;
}

export interface History {
  fact: Fact;
  items: LedgerEntry[];
}

export interface MeetingPlace {
  place: Entity;
  country: string | null;
  latitude: number | null;
  longitude: number | null;
  meetings: number;
}

export interface MeetingPeriod {
  start: string;
  end: string;
  meetings: number;
}

export interface Broker {
  entity: Entity;
  betweenness: number;
  degree: number;
  core: number;
  community: number;
}
