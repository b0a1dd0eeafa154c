/** Asking the service, and what went wrong when it answers with a problem document. */

import { useEffect, useState } from "preact/hooks";

export type Query = Record<string, string | number | boolean | string[] | undefined>;

/** A problem of the API (RFC 9457), or of the way to it. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
    /** Who may have been meant. */
    readonly near: { id: string; name: string }[] = [],
  ) {
    super(detail);
  }
}

/** The path of an endpoint with its parameters; those without a value are left out, lists are repeated. */
export function pathOf(endpoint: string, query: Query = {}): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== undefined && one !== "") parameters.append(name, String(one));
    }
  }
  const asked = parameters.toString();
  return `v1/${endpoint}${asked ? `?${asked}` : ""}`;
}

/** The answer of the service; throws `Problem`, also where it cannot be reached. */
export async function ask<Answer>(path: string, init: RequestInit = {}): Promise<Answer> {
  let response: Response;
  try {
    response = await fetch(path, { ...init, headers: { ...init.headers, ...withKey() } });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, "unreachable", "The service cannot be reached. Is it still running?");
  }
  if (response.ok) return (await response.json()) as Answer;
  if (response.status === 401) dispatchEvent(new Event("keyneeded"));
  throw await problemIn(response);
}

const KEY = "backchannel-key";
const withKey = (): Record<string, string> => {
  const key = sessionStorage.getItem(KEY);
  return key ? { "X-API-Key": key } : {};
};

/** Send this key from now on, until the tab is closed. */
export function keep(key: string): void {
  sessionStorage.setItem(KEY, key);
}

/** The answer to a body sent as JSON. */
export function send<Answer>(path: string, body: unknown): Promise<Answer> {
  return ask<Answer>(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
}

interface ProblemDocument {
  code: string;
  detail: string;
  suggestions?: { id: string; name: string }[];
  candidates?: { id: string; name: string }[];
}

async function problemIn(response: Response): Promise<Problem> {
  const text = await response.text();
  try {
    const { code, detail, suggestions, candidates } = JSON.parse(text) as ProblemDocument;
    return new Problem(response.status, code, detail, suggestions ?? candidates);
  } catch {
    return new Problem(response.status, "unexpected", `The service answered ${response.status} ${response.statusText}.`);
  }
}

export interface Asked<Answer> {
  data: Answer | undefined;
  problem: Problem | undefined;
  loading: boolean;
}

/** The answer to a path, asked anew when the path changes; what was known stays until then. Null asks nothing. */
export function useAnswer<Answer>(path: string | null): Asked<Answer> {
  const [state, setState] = useState<Asked<Answer> & { path: string | null }>({
    data: undefined,
    problem: undefined,
    loading: path !== null,
    path,
  });
  useEffect(() => {
    if (path === null) {
      setState({ data: undefined, problem: undefined, loading: false, path });
      return;
    }
    const abort = new AbortController();
    setState((was) => ({ ...was, loading: true }));
    ask<Answer>(path, { signal: abort.signal }).then(
      (data) => setState({ data, problem: undefined, loading: false, path }),
      (problem: Problem) => {
        if (!abort.signal.aborted) setState({ data: undefined, problem, loading: false, path });
      },
    );
    return () => abort.abort();
  }, [path]);
  return { ...state, loading: state.loading || state.path !== path };
}

/** A list that grows page by page. */
export function usePages<Item>(path: string | null) {
  const [more, setMore] = useState<{ path: string | null; items: Item[]; next: string | null } | null>(null);
  const [problem, setProblem] = useState<Problem>();
  const first = useAnswer<{ items: Item[]; next_cursor: string | null }>(path);
  const grown = more?.path === path ? more : null;
  const items = first.data && [...first.data.items, ...(grown?.items ?? [])];
  const next = grown ? grown.next : (first.data?.next_cursor ?? null);
  const load = async () => {
    if (!path || !next) return;
    try {
      const joint = path.includes("?") ? "&" : "?";
      const page = await ask<{ items: Item[]; next_cursor: string | null }>(`${path}${joint}cursor=${encodeURIComponent(next)}`);
      setMore({ path, items: [...(grown?.items ?? []), ...page.items], next: page.next_cursor });
    } catch (error) {
      setProblem(error as Problem);
    }
  };
  return { items, problem: first.problem ?? problem, loading: first.loading, load: next ? load : undefined };
}
