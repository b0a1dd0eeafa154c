/** Where one is: every view has an address behind `#`, so that each can be shared, and Back works. */

import { useEffect, useState } from "preact/hooks";

export interface Route {
  /** The parts of the path: `["actor", "ent_1"]`. */
  path: string[];
  query: URLSearchParams;
}

export type Params = Record<string, string | undefined>;

export function current(): Route {
  const [path = "", query = ""] = location.hash.replace(/^#\/?/, "").split("?", 2);
  return { path: path.split("/").filter(Boolean).map(decodeURIComponent), query: new URLSearchParams(query) };
}

/** The address of a view. */
export function href(path: string[], params: Params = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value) query.set(name, value);
  const asked = query.toString();
  return `#/${path.map(encodeURIComponent).join("/")}${asked ? `?${asked}` : ""}`;
}

/** The address of this view with some parameters changed; undefined takes one away. */
export function changed(params: Params): string {
  const { path, query } = current();
  return href(path, { ...Object.fromEntries(query), ...params });
}

export function go(address: string): void {
  location.hash = address;
}

/** Change the address without a step in the history, as for a slider that moves. */
export function replace(address: string): void {
  history.replaceState(null, "", address);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

export const actorPath = (id: string, params: Params = {}) => href(["actor", id], params);
export const documentPath = (id: string, at?: { start: number; end: number }) =>
  href(["document", id], at ? { at: `${at.start}-${at.end}` } : {});

export function useRoute(): Route {
  const [route, setRoute] = useState(current);
  useEffect(() => {
    const update = () => setRoute(current());
    addEventListener("hashchange", update);
    return () => removeEventListener("hashchange", update);
  }, []);
  return route;
}
