/** By which chains of contacts one actor reaches another, drawn and listed. */

import { pathOf, useAnswer } from "../lib/api";
import { changed, go, replace, useRoute } from "../lib/route";
import type { Actor, Chain, Chains } from "../lib/types";
import { count, date, dateOf, plain } from "../lib/words";
import { ChainDrawing } from "../parts/chains";
import { Quote, Sentence } from "../parts/fact";
import { EvidenceLink, Names, Status } from "../parts/links";
import { Answered, Empty } from "../parts/states";
import { Suggest } from "../parts/suggest";

const KINDS_OF_CONTACT: [string, string][] = [
  ["", "meetings and agreements"],
  ["meeting", "meetings only"],
  ["meeting,agreement,sanction,position,role", "facts of any kind"],
];
const HOW_MANY = [1, 3, 5, 10];

export function PathsView() {
  document.title = "Paths – Backchannel";
  const { query } = useRoute();
  const [source, target] = [query.get("source") ?? "", query.get("target") ?? ""];
  const k = Number(query.get("k")) || 3;
  const order = query.get("order") ?? "any";
  const kinds = query.get("kinds") ?? "";
  const asked = useAnswer<Chains>(
    source && target ? pathOf("paths", { source, target, k, order, kinds: kinds || undefined }) : null,
  );
  const sourceName = useAnswer<Actor>(source ? pathOf(`entities/${encodeURIComponent(source)}`) : null).data?.name;
  const targetName = useAnswer<Actor>(target ? pathOf(`entities/${encodeURIComponent(target)}`) : null).data?.name;
  return (
    <>
      <h1>Paths</h1>
      <p class="lead">By which chain of contacts does one actor reach another?</p>
      <form class="row filters" onSubmit={(event) => event.preventDefault()}>
        <Suggest
          label="From"
          value={sourceName ?? ""}
          placeholder="Kenyatta"
          onChoose={(entity) => go(changed({ source: entity.id }))}
        />
        <Suggest
          label="To"
          value={targetName ?? ""}
          placeholder="Tamim"
          onChoose={(entity) => go(changed({ target: entity.id }))}
        />
        <label>
          By
          <select value={kinds} onChange={(event) => replace(changed({ kinds: event.currentTarget.value }))}>
            {KINDS_OF_CONTACT.map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
        </label>
        <label>
          Order
          <select value={order} onChange={(event) => replace(changed({ order: event.currentTarget.value }))}>
            <option value="any">any</option>
            <option value="chronological">chronological, as a message would travel</option>
          </select>
        </label>
        <label>
          Chains
          <select value={k} onChange={(event) => replace(changed({ k: event.currentTarget.value }))}>
            {HOW_MANY.map((number) => (
              <option key={number} value={number}>
                {number}
              </option>
            ))}
          </select>
        </label>
      </form>
      {!(source && target) && (
        <Empty>
          Choose two actors. For a start:{" "}
          <a href={changed({ source: "Kenyatta", target: "Tamim" })}>from the former president of Kenya to the emir of Qatar</a>.
        </Empty>
      )}
      <Answered asked={asked}>
        {(found) =>
          found.items.length ? (
            <>
              {!found.complete && <p class="soft">The time allowed passed before all chains were found.</p>}
              <ChainDrawing chains={found.items} />
              <ol class="chains">
                {found.items.map((chain, i) => (
                  <li key={chain.entities.map((entity) => entity.id).join()}>
                    <OneChain chain={chain} open={i === 0} />
                  </li>
                ))}
              </ol>
            </>
          ) : (
            <Empty>{found.reason}</Empty>
          )
        }
      </Answered>
    </>
  );
}

function OneChain({ chain, open }: { chain: Chain; open: boolean }) {
  return (
    <section class="chain">
      <h2>
        {count(chain.length, "hop")}: <Names of={chain.entities} most={99} />
      </h2>
      {chain.hops.map((hop) => (
        <details key={`${hop.source.id} ${hop.target.id}`} open={open}>
          <summary>
            <b>{hop.source.name}</b> → <b>{hop.target.name}</b>
            <span class="soft">
              {plain(hop.fact.kind)}
              {dateOf(hop.fact) && `, ${date(dateOf(hop.fact))}`}
              {hop.facts > 1 && `, one of ${hop.facts} facts`}
            </span>
          </summary>
          <p class="sentence">
            <Sentence fact={hop.fact} /> {"status" in hop.fact && <Status word={hop.fact.status} />}
          </p>
          {hop.fact.evidence.map((evidence) => (
            <Quote key={`${evidence.document_id} ${evidence.start}`} evidence={evidence} />
          ))}
          <EvidenceLink fact={hop.fact.id}>All evidence</EvidenceLink>
        </details>
      ))}
    </section>
  );
}
