/** An actor: who it is, with which offices; its network, facts by date, positions, sanctions and counterparts. */

import { useEffect } from "preact/hooks";
import { pathOf, useAnswer } from "../lib/api";
import { actorPath, changed, href, replace, useRoute } from "../lib/route";
import type { Actor, Fact, Kind } from "../lib/types";
import { dateOf, KINDS, PLURALS, plain, TYPES, term } from "../lib/words";
import { FactList } from "../parts/facts";
import { EntityLink, EvidenceLink } from "../parts/links";
import { NetworkOf, Toggles } from "../parts/network";
import { Empty, Loading, ProblemNote } from "../parts/states";
import { Counterparts } from "./counterparts";
import { Positions } from "./positions";

const TABS: [string, string][] = [
  ["", "Network"],
  ["timeline", "Timeline"],
  ["positions", "Positions"],
  ["sanctions", "Sanctions"],
  ["offices", "Offices"],
  ["counterparts", "Counterparts"],
];

export function ActorView({ id }: { id: string }) {
  const { query } = useRoute();
  const tab = query.get("tab") ?? "";
  useEffect(() => void import("../parts/drawing"), []); // fetched while the service answers: most come for the network
  const asked = useAnswer<Actor>(pathOf(`entities/${encodeURIComponent(id)}`));
  const actor = asked.data;
  const name = actor?.name ?? id;
  useEffect(() => {
    document.title = `${name} – Backchannel`;
  }, [name]);
  if (asked.problem) return <ProblemNote problem={asked.problem} />;
  return (
    <div class="actor">
      {actor ? <Portrait actor={actor} /> : <header class="portrait" />}
      <nav class="tabs" aria-label={`About ${name}`}>
        {TABS.map(([address, words]) => (
          <a key={address} href={actorPath(id, { tab: address })} aria-current={tab === address ? "page" : undefined}>
            {words}
          </a>
        ))}
        <a href={href(["meetings"], { who: id })}>Map &amp; calendar</a>
        <a href={href(["paths"], { source: id })}>Paths</a>
      </nav>
      {tab === "" && (
        <div class="with-side">
          <NetworkOf id={id} name={name} />
          <aside aria-label="Counterparts">
            <h2>Counterparts</h2>
            <Counterparts id={id} name={name} brief />
          </aside>
        </div>
      )}
      {tab !== "" && (actor ? <Tab tab={tab} actor={actor} /> : <Loading />)}
    </div>
  );
}

function Tab({ tab, actor }: { tab: string; actor: Actor }) {
  const path = `entities/${encodeURIComponent(actor.id)}`;
  switch (tab) {
    case "timeline":
      return <Timeline path={path} name={actor.name} />;
    case "positions":
      return <Positions actor={actor} />;
    case "sanctions":
      return (
        <FactList
          path={pathOf(`${path}/sanctions`)}
          empty={`No sanction by or against ${actor.name} is known.`}
          group={(fact) => side(fact, actor.id)}
        />
      );
    case "offices":
      return <FactList path={pathOf(`${path}/roles`)} empty={`No office of ${actor.name} is known.`} group={officeOf} />;
    case "counterparts":
      return <Counterparts id={actor.id} name={actor.name} />;
    default:
      return <Empty>There is no such page of {actor.name}.</Empty>;
  }
}

function Portrait({ actor }: { actor: Actor }) {
  const aliases = actor.names.filter((name) => name !== actor.name);
  const kinds = KINDS.filter((kind) => actor.facts[kind]);
  return (
    <header class="portrait">
      <p class="soft">
        <span class={`dot ${actor.type}`} aria-hidden="true" /> {TYPES[actor.type]}
        {actor.acts_for && (
          <>
            , acts for <EntityLink entity={actor.acts_for} />
          </>
        )}
        {actor.ids.wikidata && <span> · Wikidata {actor.ids.wikidata}</span>}
      </p>
      <h1>{actor.name}</h1>
      {aliases.length > 0 && <p class="soft">also {aliases.join(", ")}</p>}
      {actor.offices.length > 0 && (
        <ul class="offices" aria-label="Offices">
          {actor.offices.map((office) => (
            <li key={office.fact_id}>
              <EvidenceLink fact={office.fact_id}>{office.title ?? "office"}</EvidenceLink> of <EntityLink entity={office.of} />{" "}
              <span class="soft">{term(office.since, office.until) || plain(office.status)}</span>
            </li>
          ))}
        </ul>
      )}
      <p class="counts">
        {kinds.map((kind) => (
          <Count key={kind} kind={kind} number={actor.facts[kind] ?? 0} />
        ))}
      </p>
    </header>
  );
}

function Count({ kind, number }: { kind: Kind; number: number }) {
  return (
    <span class={kind}>
      <b>{number}</b> {number === 1 ? (kind === "role" ? "office" : kind) : PLURALS[kind].toLowerCase()}
    </span>
  );
}

function Timeline({ path, name }: { path: string; name: string }) {
  const { query } = useRoute();
  const kinds = query.get("of")?.split(",") ?? KINDS;
  const flip = (one: Kind) => {
    const left = KINDS.filter((kind) => kinds.includes(kind) !== (kind === one));
    replace(changed({ of: left.length && left.length < KINDS.length ? left.join(",") : undefined }));
  };
  return (
    <>
      <Toggles legend="Kinds" all={KINDS} on={kinds} words={PLURALS} flip={flip} />
      <FactList
        path={pathOf(`${path}/timeline`, { limit: 50, kinds: kinds.join(",") })}
        empty={`No such fact with ${name} is known.`}
        group={(fact) => dateOf(fact)?.start.slice(0, 4) ?? "Without a date"}
      />
    </>
  );
}

/** Of a state or body its holders are listed by office; a person's offices stand in one list. */
function officeOf(fact: Fact): string {
  return fact.kind === "role" ? (fact.title ?? "Office").replace(/^./, (letter) => letter.toUpperCase()) : "";
}

function side(fact: Fact, id: string): string {
  if (fact.kind !== "sanction") return "";
  if (fact.target.some((entity) => entity.id === id)) return "Against it";
  return fact.imposer.some((entity) => entity.id === id) ? "By it" : "Called for by it";
}
