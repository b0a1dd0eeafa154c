/** The explorer: one page, a view an address. */

import { render } from "preact";
import { lazy, Suspense } from "preact/compat";
import { useEffect, useRef, useState } from "preact/hooks";
import { actorPath, go, href, useRoute } from "./lib/route";
import { show, theme, toggle } from "./lib/theme";
import { KeyForm } from "./parts/key";
import { EvidencePanel } from "./parts/panel";
import { Empty, Loading } from "./parts/states";
import { Suggest } from "./parts/suggest";
import "./styles/index.css";
import { ActorView } from "./views/actor";
import { DocumentsView, DocumentView } from "./views/documents";
import { HomeView } from "./views/home";
import { PathsView } from "./views/paths";
import { TryView } from "./views/try";

const MeetingsView = lazy(() => import("./views/meetings").then((module) => module.MeetingsView));

const SECTIONS: [string, string][] = [
  ["paths", "Paths"],
  ["meetings", "Meetings"],
  ["try", "Try a text"],
  ["documents", "Documents"],
];

function View({ path }: { path: string[] }) {
  const [name, id] = path;
  if (!name) return <HomeView />;
  if (name === "actor" && id) return <ActorView key={id} id={id} />;
  if (name === "document" && id) return <DocumentView id={id} />;
  if (name === "documents") return <DocumentsView />;
  if (name === "paths") return <PathsView />;
  if (name === "meetings") return <MeetingsView />;
  if (name === "try") return <TryView />;
  return <Empty>There is no such view.</Empty>;
}

function App() {
  const { path, query } = useRoute();
  const main = useRef<HTMLElement>(null);
  const place = path.join("/");
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) {
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    isFirst.current = false;
  }, [place]);
  const fact = query.get("fact");
  return (
    <>
      <button type="button" class="skip" onClick={() => main.current?.focus()}>
        Skip to content
      </button>
      <header class="top">
        <a class="brand" href="#/">
          Backchannel
        </a>
        {path.length > 0 && (
          <Suggest
            label="Search actors"
            hideLabel
            shortcut
            placeholder="Search a name or an office"
            onChoose={(entity) => go(entity.type === "place" ? href(["meetings"], { place: entity.id }) : actorPath(entity.id))}
          />
        )}
        <nav aria-label="Views">
          {SECTIONS.map(([section, words]) => (
            <a key={section} href={href([section])} aria-current={path[0] === section ? "page" : undefined}>
              {words}
            </a>
          ))}
          <a href="docs">API</a>
        </nav>
        <ThemeButton />
      </header>
      <KeyForm />
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense fallback={<Loading />}>
          <View path={path} />
        </Suspense>
      </main>
      {fact && <EvidencePanel key={fact} fact={fact} />}
    </>
  );
}

function ThemeButton() {
  const [now, setNow] = useState(theme);
  useEffect(() => {
    const update = () => setNow(theme());
    addEventListener("themechange", update);
    return () => removeEventListener("themechange", update);
  }, []);
  const other = now === "dark" ? "light" : "dark";
  return (
    <button type="button" class="plain" aria-label={`Switch to ${other} colours`} onClick={toggle}>
      {now === "dark" ? "☀" : "☾"}
    </button>
  );
}

show();
const root = document.getElementById("app");
if (root) render(<App />, root);
