/** A text of one's own: what is read in it, marked where it stands; nothing is stored. */

import { lazy, Suspense } from "preact/compat";
import { useEffect, useMemo, useState } from "preact/hooks";
import { type Problem, pathOf, send } from "../lib/api";
import { drawing } from "../lib/graph";
import { changed, replace, useRoute } from "../lib/route";
import type { Contact, Entity, Extraction, Fact } from "../lib/types";
import { count, date, dateOf, KINDS, STANDINGS, statusOf, term } from "../lib/words";
import { Sentence } from "../parts/fact";
import { Status } from "../parts/links";
import { Legend, MarkedText } from "../parts/marked";
import { useShown } from "../parts/shown";
import { Empty, Loading, ProblemNote } from "../parts/states";

const NetworkDrawing = lazy(() => import("../parts/drawing").then((module) => module.NetworkDrawing));

/** Invented, of persons who are known. */
const EXAMPLE = {
  date: "2024-03-21",
  text: `U.S. Secretary of State Antony Blinken met Saudi Crown Prince Mohammed bin Salman in Jeddah on Monday and will meet Israeli Prime Minister Benjamin Netanyahu in Jerusalem on Friday. Netanyahu rejected a ceasefire in Gaza, while Egypt and Qatar demanded the release of all hostages.

The European Union imposed sanctions on Iran last week. Iranian Foreign Minister Hossein Amir-Abdollahian refused to meet Blinken. Armenia and Azerbaijan signed a peace agreement in Washington.`,
};
/** Characters of a text that still go into an address. */
const LONGEST_SHARED = 1500;

export function TryView() {
  document.title = "Try a text – Backchannel";
  const { query } = useRoute();
  const example = query.has("example");
  const [text, setText] = useState(example ? EXAMPLE.text : (query.get("text") ?? ""));
  const [published, setPublished] = useState(example ? EXAMPLE.date : (query.get("date") ?? ""));
  const [read, setRead] = useState<{ text: string; found: Extraction }>();
  const [problem, setProblem] = useState<Problem>();
  const [waiting, setWaiting] = useState(false);

  const extract = async (words: string, day: string) => {
    setWaiting(true);
    setProblem(undefined);
    try {
      const found = await send<Extraction>(pathOf("extract"), { text: words, ...(day ? { published_at: day } : {}) });
      setRead({ text: words, found });
    } catch (error) {
      setRead(undefined);
      setProblem(error as Problem);
    } finally {
      setWaiting(false);
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    if (!text.trim()) return;
    replace(
      changed({ example: undefined, text: text.length <= LONGEST_SHARED ? text : undefined, date: published || undefined }),
    );
    void extract(text, published);
  };
  const showExample = () => {
    setText(EXAMPLE.text);
    setPublished(EXAMPLE.date);
    replace(changed({ example: "1", text: undefined, date: undefined }));
    void extract(EXAMPLE.text, EXAMPLE.date);
  };
  useEffect(() => {
    if (text) void extract(text, published);
  }, []);

  return (
    <div class="try">
      <h1>Try a text</h1>
      <p class="lead">
        Paste a paragraph of news: what it says about who met whom, who wants what and who sanctioned whom is marked where it
        stands. Nothing is stored.
      </p>
      <form onSubmit={submit}>
        <label>
          Text, in English
          <textarea
            rows={7}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
            placeholder="President Emmanuel Macron met Olaf Scholz in Berlin on Tuesday …"
          />
        </label>
        <div class="row">
          <label>
            Published on
            <input type="date" value={published} onInput={(event) => setPublished(event.currentTarget.value)} />
          </label>
          <button type="submit" class="primary" disabled={!text.trim() || waiting}>
            Read it
          </button>
          <button type="button" onClick={showExample}>
            Use an example
          </button>
          {query.has("example") && <span class="soft">The example is invented.</span>}
        </div>
      </form>
      <div aria-live="polite">
        {waiting && <Loading what="Reading" />}
        {problem && <ProblemNote problem={problem} />}
        {read && <Found key={read.text} {...read} />}
      </div>
    </div>
  );
}

function Found({ text, found }: { text: string; found: Extraction }) {
  const [active, setActive] = useState<string | null>(null);
  const list = useShown(active);
  const names = useMemo(() => found.entities.flatMap((entity) => entity.spans.map((span) => ({ ...span, entity }))), [found]);
  const stated = useMemo(
    () => found.facts.flatMap((fact) => fact.evidence.map(({ start, end }) => ({ start, end, fact: fact.id, kind: fact.kind }))),
    [found],
  );
  const inOrder = useMemo(() => [...found.facts].sort((a, b) => place(a) - place(b)), [found]);
  if (found.reason) return <Empty>The text was not read: {found.reason}</Empty>;
  if (!found.facts.length && !names.length)
    return <Empty>Nothing was read in this text: it names no actor that meets, wants, sanctions or agrees.</Empty>;
  return (
    <section class="read" aria-label="What was read">
      <p class="summary">
        <b>{count(found.facts.length, "fact")}</b> with{" "}
        <b>{count(found.entities.length, "actor or place", "actors and places")}</b>
      </p>
      <Legend kinds={KINDS.filter((kind) => found.facts.some((fact) => fact.kind === kind))} />
      <div class="with-side">
        <div>
          <MarkedText text={text} names={names} facts={stated} active={active} onFact={setActive} />
          <Picture found={found} />
        </div>
        <ol ref={list} class="cards beside" aria-label="Facts">
          {inOrder.map((fact) => (
            <Card key={fact.id} fact={fact} lit={fact.id === active} onActive={setActive} />
          ))}
        </ol>
      </div>
    </section>
  );
}

const place = (fact: Fact) => fact.evidence[0]?.start ?? 0;

function Card({ fact, lit, onActive }: { fact: Fact; lit: boolean; onActive: (id: string | null) => void }) {
  const when = fact.kind === "role" ? term(fact.since, fact.until) : date(dateOf(fact));
  const speaker = fact.evidence.find((one) => one.said_by)?.said_by;
  return (
    <li
      class={`card ${fact.kind}${lit ? " lit" : ""}`}
      tabIndex={0}
      onMouseEnter={() => onActive(fact.id)}
      onMouseLeave={() => onActive(null)}
      onFocus={() => onActive(fact.id)}
      onBlur={() => onActive(null)}
    >
      <p class="kind">
        {fact.kind} <Status word={statusOf(fact)} />
      </p>
      <p class="sentence unlinked">
        <Sentence fact={fact} />
      </p>
      <p class="meta">
        {when && <time>{when}</time>}
        {speaker && <span>says {speaker.name}</span>}
        <span>{Math.round(fact.confidence * 100)} % sure</span>
      </p>
    </li>
  );
}

/** The facts of the text as a network. */
function Picture({ found }: { found: Extraction }) {
  const drawn = useMemo(() => {
    const contacts = found.facts.map(contactOf);
    const acting = new Set(
      contacts.filter((contact) => contact.parts.length > 1).flatMap((contact) => contact.parts.map((part) => part.entity)),
    );
    const nodes = found.entities
      .filter((entity) => acting.has(entity.id))
      .map((entity) => ({ entity, facts: contacts.filter((one) => one.parts.some((part) => part.entity === entity.id)).length }));
    return drawing(nodes, contacts, { kinds: new Set(KINDS), standings: new Set(STANDINGS) });
  }, [found]);
  if (!drawn.lines.length) return null;
  return (
    <Suspense fallback={<Loading what="Drawing" />}>
      <NetworkDrawing
        drawing={drawn}
        label={`Drawing of the ${count(drawn.nodes.length, "actor")} of the text and what joins them`}
      />
    </Suspense>
  );
}

function contactOf(fact: Fact): Contact {
  const parts = Object.entries(fact).flatMap(([role, value]) => {
    if (role === "place" || role === "evidence") return [];
    const entities = (Array.isArray(value) ? value : [value]) as (Entity | null)[];
    return entities.flatMap((entity) =>
      entity && typeof entity === "object" && "type" in entity ? [{ entity: entity.id, role }] : [],
    );
  });
  return { id: fact.id, kind: fact.kind, status: statusOf(fact), start: null, end: null, sources: fact.sources, parts };
}
