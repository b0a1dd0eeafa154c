/** What is shown while an answer is on its way, where there is none, and where something went wrong. */

import type { ComponentChildren } from "preact";
import type { Asked, Problem } from "../lib/api";
import { actorPath } from "../lib/route";

export function Loading({ what = "Loading" }: { what?: string }) {
  return (
    <div class="loading" role="status">
      <span class="bar" />
      <span class="hidden">{what} …</span>
    </div>
  );
}

export function Empty({ children }: { children: ComponentChildren }) {
  return <p class="empty">{children}</p>;
}

export function ProblemNote({ problem }: { problem: Problem }) {
  return (
    <div class="problem" role="alert">
      <p>{problem.message}</p>
      {problem.near.length > 0 && (
        <ul aria-label="Who may be meant">
          {problem.near.map(({ id, name }) => (
            <li key={id}>
              <a href={actorPath(id)}>{name}</a>
            </li>
          ))}
        </ul>
      )}
      <code>{problem.code}</code>
    </div>
  );
}

/** A button for the next page, as long as there is one. */
export function More({ load }: { load: (() => void) | undefined }) {
  return load ? (
    <button type="button" onClick={load}>
      Show more
    </button>
  ) : null;
}

/** An answer, or what there is instead of it. */
export function Answered<Answer>({ asked, children }: { asked: Asked<Answer>; children: (data: Answer) => ComponentChildren }) {
  if (asked.problem) return <ProblemNote problem={asked.problem} />;
  if (asked.data === undefined) return asked.loading ? <Loading /> : null;
  return <div class={asked.loading ? "stale" : ""}>{children(asked.data)}</div>;
}
