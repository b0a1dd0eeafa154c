/** The network around an actor: fetched, filtered by kind, status and time, and grown by a click. */

import { lazy, Suspense } from "preact/compat";
import { useMemo, useState } from "preact/hooks";
import { ask, type Problem, pathOf, useAnswer } from "../lib/api";
import { drawing, joined } from "../lib/graph";
import { actorPath, changed, replace, useRoute } from "../lib/route";
import type { Entity, Fact, Network } from "../lib/types";
import { count, KINDS, PLURALS, STANDING_WORDS, STANDINGS, statuses } from "../lib/words";
import { FactRow } from "./fact";
import { EntityLink } from "./links";
import { Answered, Empty, Loading, ProblemNote } from "./states";
import { TimeSlider } from "./time";

const NetworkDrawing = lazy(() => import("./drawing").then((module) => module.NetworkDrawing));
const FIRST = 30;
const MORE = 40;
/** Actors that the service gives at once. */
const MOST = 500;
const DEFAULT_KINDS = "meeting,agreement,sanction";
const DEFAULT_STANDINGS = "done,planned";

/** What is chosen in the address: kinds, standings and a period. */
function useChoice() {
  const { query } = useRoute();
  const list = <Word extends string>(name: string, all: readonly Word[], otherwise: string) => {
    const chosen = (query.get(name) ?? otherwise).split(",");
    return all.filter((word) => chosen.includes(word));
  };
  return {
    kinds: list("kinds", KINDS, DEFAULT_KINDS),
    standings: list("show", STANDINGS, DEFAULT_STANDINGS),
    from: query.get("from") ?? undefined,
    to: query.get("to") ?? undefined,
    limit: Math.min(Math.max(Number(query.get("top")) || FIRST, 2), MOST),
  };
}

interface Grown {
  path: string;
  networks: Network[];
  ids: string[];
}

/** `id` is an id or a name: the network can be asked for before it is known whose it is. */
export function NetworkOf({ id, name }: { id: string; name: string }) {
  const choice = useChoice();
  const network = (entity: string, limit: number) =>
    pathOf("network", { entity, limit, contacts: true, kinds: choice.kinds.join(","), status: statuses(choice.standings) });
  const path = choice.kinds.length && choice.standings.length ? network(id, choice.limit) : null;
  const asked = useAnswer<Network>(path);
  const [grown, setGrown] = useState<Grown>({ path: "", networks: [], ids: [] });
  const [chosen, setChosen] = useState<{ node?: Entity; facts?: string[] }>({});
  const [problem, setProblem] = useState<Problem>();
  const [listed, setListed] = useState(false);
  const expanded = grown.path === path ? grown.ids : [];
  const centre = asked.data?.nodes[0]?.entity.id ?? id;

  const expand = async (entity: Entity) => {
    setChosen({ node: entity });
    if (entity.id === centre || expanded.includes(entity.id) || !path) return;
    try {
      const more = await ask<Network>(network(entity.id, FIRST));
      setGrown((was) => {
        const known = was.path === path ? was : { networks: [], ids: [] };
        return { path, networks: [...known.networks, more], ids: [...known.ids, entity.id] };
      });
    } catch (error) {
      setProblem(error as Problem);
    }
  };
  const known = useMemo(() => {
    const first = asked.data ?? { nodes: [], contacts: [], complete: true };
    return (grown.path === path ? grown.networks : []).reduce(joined, first);
  }, [asked.data, grown, path]);
  const drawn = useMemo(
    () => drawing(known.nodes, known.contacts, { ...choice, kinds: new Set(choice.kinds), standings: new Set(choice.standings) }),
    [known, choice.kinds.join(), choice.standings.join(), choice.from, choice.to],
  );
  const dates = useMemo(() => known.contacts.flatMap((contact) => contact.start ?? contact.end ?? []), [known]);
  const flip = (parameter: string, list: string[], one: string, all: readonly string[]) =>
    replace(changed({ [parameter]: all.filter((other) => (other === one) !== list.includes(other)).join(",") || "none" }));

  return (
    <section class="network" aria-label={`Network of ${name}`}>
      <div class="filters">
        <Toggles
          legend="Kinds"
          all={KINDS}
          on={choice.kinds}
          words={PLURALS}
          flip={(one) => flip("kinds", choice.kinds, one, KINDS)}
        />
        <Toggles
          legend="Status"
          all={STANDINGS}
          on={choice.standings}
          words={STANDING_WORDS}
          flip={(one) => flip("show", choice.standings, one, STANDINGS)}
        />
      </div>
      {problem && <ProblemNote problem={problem} />}
      <Answered asked={asked}>
        {(first) =>
          first.nodes.length < 2 ? (
            <Empty>{name} shares no fact of these kinds with anyone. Choose other kinds above.</Empty>
          ) : (
            <Suspense fallback={<Loading what="Drawing" />}>
              <NetworkDrawing
                drawing={drawn}
                centre={centre}
                label={`Drawing of ${count(drawn.nodes.length, "actor")} around ${name} and ${count(drawn.lines.length, "line")} between them. The list of counterparts says the same in words.`}
                onNode={expand}
                onLine={(facts) => setChosen({ facts })}
              />
              <TimeSlider
                dates={dates}
                from={choice.from}
                to={choice.to}
                onChange={(from, to) => replace(changed({ from, to }))}
              />
              <p class="hint">
                {!first.complete && choice.limit < MOST && (
                  <>
                    The {first.nodes.length - 1} closest are drawn.{" "}
                    <a href={changed({ top: String(choice.limit + MORE) })}>Draw {MORE} more</a>{" "}
                  </>
                )}
                Click an actor to add whom it knows, a line to see its facts.
              </p>
            </Suspense>
          )
        }
      </Answered>
      <div aria-live="polite">
        {chosen.node && (
          <p class="chosen">
            <EntityLink entity={chosen.node} />
            {chosen.node.id !== centre && <a href={actorPath(chosen.node.id)}>Open its page</a>}
          </p>
        )}
        {chosen.facts && <FactsOfLine ids={chosen.facts} />}
      </div>
      <details class="drawn" onToggle={(event) => setListed(event.currentTarget.open)}>
        <summary>Actors drawn, as a list</summary>
        <ul>
          {(listed ? known.nodes : []).map(({ entity, facts }) => (
            <li key={entity.id}>
              <EntityLink entity={entity} /> <span class="soft">{count(facts, "shared fact")}</span>{" "}
              {entity.id !== centre && !expanded.includes(entity.id) && (
                <button type="button" class="small" onClick={() => expand(entity)}>
                  Add whom {entity.name} knows
                </button>
              )}
            </li>
          ))}
        </ul>
      </details>
    </section>
  );
}

interface TogglesProps<Word extends string> {
  legend: string;
  all: readonly Word[];
  on: readonly string[];
  words: Record<Word, string>;
  flip: (word: Word) => void;
}

export function Toggles<Word extends string>({ legend, all, on, words, flip }: TogglesProps<Word>) {
  return (
    <fieldset class="toggles">
      <legend class="hidden">{legend}</legend>
      {all.map((one) => (
        <label key={one} class={one}>
          <input type="checkbox" checked={on.includes(one)} onChange={() => flip(one)} />
          <i class="sample" aria-hidden="true" />
          {words[one]}
        </label>
      ))}
    </fieldset>
  );
}

const MOST_SHOWN = 8;

function FactsOfLine({ ids }: { ids: string[] }) {
  return (
    <div class="facts">
      {ids.slice(0, MOST_SHOWN).map((id) => (
        <OneFact key={id} id={id} />
      ))}
      {ids.length > MOST_SHOWN && <p class="soft">and {ids.length - MOST_SHOWN} more</p>}
    </div>
  );
}

function OneFact({ id }: { id: string }) {
  const asked = useAnswer<Fact>(pathOf(`facts/${encodeURIComponent(id)}`));
  return <Answered asked={asked}>{(fact) => <FactRow fact={fact} />}</Answered>;
}
