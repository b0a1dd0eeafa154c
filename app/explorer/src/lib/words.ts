/** How dates, statuses and kinds read. */

import type { DateSpan, Fact, Kind } from "./types";

export const KINDS: Kind[] = ["meeting", "agreement", "sanction", "position", "role"];
export const PLURALS: Record<Kind, string> = {
  meeting: "Meetings",
  agreement: "Agreements",
  sanction: "Sanctions",
  position: "Positions",
  role: "Offices",
};
export const TYPES = { person: "person", state: "state", organization: "organisation", group: "group", place: "place" } as const;

/** What a status means for a drawing: it was, it may come, or it was refused or ended. */
export type Standing = "done" | "planned" | "off";
export const STANDINGS: Standing[] = ["done", "planned", "off"];
export const STANDING_WORDS: Record<Standing, string> = {
  done: "Took place",
  planned: "Planned or proposed",
  off: "Refused or ended",
};
const BY_STANDING: Record<Standing, string[]> = {
  done: ["held", "ongoing", "signed", "imposed", "extended", "current", "acting", "former", "supports", "accepts"],
  planned: ["planned", "proposed", "threatened", "called_for", "incoming", "proposes", "demands"],
  off: ["declined", "cancelled", "rejected", "violated", "ended", "eased", "lifted", "opposes", "rejects"],
};

export function standing(status: string): Standing {
  return STANDINGS.find((one) => BY_STANDING[one].includes(status)) ?? "done";
}

/** The statuses of some standings, as the API takes them. */
export function statuses(standings: Iterable<Standing>): string {
  return [...standings].flatMap((one) => BY_STANDING[one]).join(",");
}

/** Statuses that deny what another claim says was done; the end or easing of something denies nothing. */
export const DENIALS = ["declined", "cancelled", "rejected", "opposes", "rejects"];
export const MEETING_STATUSES = ["held", "ongoing", "planned", "proposed", "declined", "cancelled"];

export const plain = (word: string) => word.replaceAll("_", " ");
export const statusOf = (fact: Fact) => (fact.kind === "position" ? fact.stance : fact.status);
export const count = (number: number, one: string, many = `${one}s`) =>
  `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });
const MONTH = new Intl.DateTimeFormat("en-GB", { month: "short", year: "numeric", timeZone: "UTC" });

export const day = (iso: string) => DAY.format(new Date(`${iso}T00:00:00Z`));
export const month = (iso: string) => MONTH.format(new Date(`${iso.slice(0, 7)}-01T00:00:00Z`));

/** A date as precisely as it is known. */
export function date(span: DateSpan | null | undefined): string {
  if (!span) return "";
  if (span.precision === "day") return day(span.start);
  if (span.precision === "month") return month(span.start);
  if (span.precision === "year") return span.start.slice(0, 4);
  return `${day(span.start)} to ${day(span.end)}`;
}

export function dateOf(fact: Fact): DateSpan | null {
  return fact.kind === "role" ? (fact.since ?? fact.until) : fact.date;
}

/** From when to when, where only some of it may be known. */
export function term(since: DateSpan | null, until: DateSpan | null): string {
  if (since && until) return `${date(since)} to ${date(until)}`;
  if (since) return `since ${date(since)}`;
  return until ? `until ${date(until)}` : "";
}
