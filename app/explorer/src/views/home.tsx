/** The first view: what this is, where to begin. */

import { pathOf, useAnswer } from "../lib/api";
import { actorPath, documentPath, go, href } from "../lib/route";
import type { Broker, DocumentSummary, Page } from "../lib/types";
import { count, day } from "../lib/words";
import { EntityLink } from "../parts/links";
import { Answered, Empty } from "../parts/states";
import { Suggest } from "../parts/suggest";

export function HomeView() {
  const brokers = useAnswer<Page<Broker>>(pathOf("network/brokers", { limit: 8 }));
  const documents = useAnswer<Page<DocumentSummary>>(pathOf("documents", { limit: 6 }));
  return (
    <div class="home">
      <section class="hero">
        <h1>See who talks to whom.</h1>
        <p class="lead">
          Meetings, positions, sanctions, offices and agreements, read from diplomatic news. Each with the sentence that says so.
        </p>
        <Suggest
          label="Search actors"
          hideLabel
          shortcut
          placeholder="A name or an office: Zelensky, president of Ukraine …"
          onChoose={(entity) => go(entity.type === "place" ? href(["meetings"], { place: entity.id }) : actorPath(entity.id))}
        />
        <ul class="starts">
          <li>
            <a href={href(["try"], { example: "1" })}>
              <b>Try a text</b>
              <span>Paste a paragraph and see what is read in it.</span>
            </a>
          </li>
          <li>
            <a href={href(["paths"])}>
              <b>Find a path</b>
              <span>By which chain of contacts one reaches another.</span>
            </a>
          </li>
          <li>
            <a href={href(["meetings"])}>
              <b>Map and calendar</b>
              <span>Where and when they met.</span>
            </a>
          </li>
        </ul>
      </section>
      <div class="columns">
        <section>
          <h2>Who connects the others</h2>
          <Answered asked={brokers}>
            {({ items }) =>
              items.length ? (
                <ol class="plain-list">
                  {items.map((broker) => (
                    <li key={broker.entity.id}>
                      <EntityLink entity={broker.entity} />
                      <span class="soft">{count(broker.degree, "contact")}</span>
                    </li>
                  ))}
                </ol>
              ) : (
                <Empty>No contacts are known yet.</Empty>
              )
            }
          </Answered>
        </section>
        <section>
          <h2>Latest documents</h2>
          <Answered asked={documents}>
            {({ items }) =>
              items.length ? (
                <ol class="plain-list">
                  {items.map((document) => (
                    <li key={document.id}>
                      <a href={documentPath(document.id)}>{document.title ?? "Untitled"}</a>
                      <span class="soft">{document.published_at && day(document.published_at)}</span>
                    </li>
                  ))}
                </ol>
              ) : (
                <Empty>
                  Nothing is stored yet. <code>backchannel ingest PATH</code> reads files and folders; or{" "}
                  <a href={href(["try"])}>try a text</a>.
                </Empty>
              )
            }
          </Answered>
        </section>
      </div>
    </div>
  );
}
