"""What holds for every view of the explorer: it can be shared, fits a telephone, keeps nobody out and reaches nowhere else."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from selenium.webdriver import Keys

from tests.browser.browsing import Explorer, weight

pytestmark = pytest.mark.slow
VIEWS = {
    "first": "",
    "actor": "#/actor/Putin",
    "timeline": "#/actor/Putin?tab=timeline",
    "positions": "#/actor/Putin?tab=positions",
    "sanctions": "#/actor/Putin?tab=sanctions",
    "counterparts": "#/actor/Putin?tab=counterparts",
    "paths": "#/paths?source=Kenyatta&target=Tamim",
    "no path": "#/paths?source=Kenyatta&target=Kenyatta",
    "meetings": "#/meetings?status=held",
    "try": "#/try?example=1",
    "documents": "#/documents",
    "document": "#/document/sample-2025-alaska?at=0-120",
    "nobody": "#/actor/Zelenski",
}
NARROW = (360, 740)
HEAVIEST = 400_000
"""Bytes that all of the page may weigh, compressed."""
ACTORS = 2_000
SYNTHETIC = Path(__file__).with_name("synthetic.js")
FRAME = 1000 / 60
"""Milliseconds between two pictures of a screen."""
CONTRAST = "color-contrast"
TRIES = 8
"""How often the clock is asked on a machine that does other things too."""
LOCKED = """
const real = window.fetch;
const refusal = JSON.stringify({ code: "key-required", detail: "this needs a key" });
const isKnown = (init) => new Headers(init?.headers).get("X-API-Key") === "open sesame";
window.fetch = async (path, init) => (isKnown(init) ? real(path) : new Response(refusal, { status: 401 }));
"""
"""Has the service answer none but those who show a key."""


@pytest.mark.parametrize("view", VIEWS)
def test_a_view_is_shared_by_its_address_keeps_nobody_out_and_fits_a_telephone(explorer: Explorer, view: str) -> None:
    explorer.requests()
    explorer.open(VIEWS[view])
    words, title = explorer.one("main").text, explorer.browser.title
    assert len(words) > 20
    assert explorer.barriers() == []
    explorer.use_theme("dark")
    assert explorer.barriers(CONTRAST) == []

    explorer.open(explorer.hash)
    assert (explorer.one("main").text, explorer.browser.title) == (words, title)
    explorer.resize(*NARROW)
    assert explorer.run("return document.documentElement.scrollWidth") <= NARROW[0]
    assert {urlsplit(url).netloc for url in explorer.requests()} == {urlsplit(explorer.url).netloc}
    if view == "nobody":
        explorer.one("[role=alert] a", "Volodymyr Zelensky")
        assert all("404" in complaint for complaint in explorer.complaints())


def test_evidence_keeps_nobody_out(explorer: Explorer) -> None:
    explorer.open("#/actor/Putin?tab=timeline")
    explorer.click(".fact .evidence-link")
    explorer.one("dialog .source blockquote")
    assert explorer.barriers() == []
    explorer.use_theme("dark")
    assert explorer.barriers(CONTRAST) == []


def test_colours_are_those_of_the_system_unless_chosen(explorer: Explorer) -> None:
    ground = "return getComputedStyle(document.body).backgroundColor"
    explorer.open("#/documents")
    light = explorer.run(ground)
    explorer.use_theme("dark")
    dark = explorer.until(lambda: next((colour for colour in [explorer.run(ground)] if colour != light), None), "dark colours")
    explorer.click("[aria-label='Switch to light colours']")
    assert explorer.run(ground) == light
    explorer.open("#/documents")
    assert explorer.run(ground) == light != dark


def test_all_is_reached_by_keyboard(explorer: Explorer) -> None:
    explorer.open("#/actor/Putin?tab=timeline")
    explorer.type(Keys.TAB)
    assert explorer.focused.text == "Skip to content"
    explorer.type(Keys.ENTER)
    assert explorer.focused.get_attribute("id") == "main"
    for _ in range(30):
        explorer.type(Keys.TAB)
        if "Evidence" in explorer.focused.text:
            break
    explorer.type(Keys.ENTER)
    explorer.one("dialog h2", "Evidence")
    assert explorer.run("return document.querySelector('dialog').contains(document.activeElement)")
    explorer.type(Keys.ESCAPE)
    explorer.until(lambda: not explorer.all("dialog"), "the panel to close")
    assert "evidence-link" in str(explorer.focused.get_attribute("class"))


def test_a_text_that_was_read_cannot_run_a_script(explorer: Explorer) -> None:
    explorer.open("#/try?text=Macron%20met%20%3Cimg%20src%3Dx%20onerror%3D%22window.ran%3D1%22%3E%20Scholz%20in%20Berlin.")
    assert "<img" in explorer.one("main").text + str(explorer.one("textarea").get_attribute("value"))
    assert explorer.run("return [window.ran ?? null, document.images.length]") == [None, 0]
    explorer.run("document.head.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))")
    assert explorer.run("return window.ran ?? null") is None
    assert any("Content Security Policy" in complaint for complaint in explorer.complaints())


def test_the_page_is_light(built: Path) -> None:
    assert 0 < weight(built) < HEAVIEST


def test_the_licences_of_what_is_built_in_travel_with_it(built: Path) -> None:
    told = next(built.rglob("licenses.md")).read_text(encoding="utf-8")
    packages = json.loads((built.parent / "package.json").read_text(encoding="utf-8"))["dependencies"]
    assert not [name for name in packages if f"## {name} " not in told]


def test_a_service_that_cannot_be_reached_is_told_plainly(explorer: Explorer) -> None:
    explorer.open("#/documents")
    offline = {"offline": True, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
    explorer.browser.execute_cdp_cmd("Network.emulateNetworkConditions", offline)
    try:
        explorer.click(".plain-list a")
        explorer.one("[role=alert]", "cannot be reached")
    finally:
        explorer.browser.execute_cdp_cmd("Network.emulateNetworkConditions", offline | {"offline": False})
    explorer.log("browser")


def test_a_key_is_asked_for_where_the_service_needs_one(scripted: Callable[[str], Explorer]) -> None:
    explorer = scripted(LOCKED)
    explorer.open("#/documents")
    assert "needs a key" in explorer.one("[role=alert]").text
    explorer.one(".key input").send_keys("open sesame", Keys.ENTER)
    explorer.one(".plain-list a")
    assert not explorer.all(".key")


def test_the_sample_network_is_drawn_within_a_second(explorer: Explorer) -> None:
    def drawn() -> float:
        explorer.open("#/actor/Putin")
        explorer.network("1")
        return float(explorer.run("return performance.getEntriesByName('network-drawn')[0].startTime"))

    assert any(drawn() < 1000 for _ in range(TRIES))


@pytest.fixture
def scripted(explorer: Explorer) -> Iterator[Callable[[str], Explorer]]:
    """The explorer with a script that runs before its own."""
    added: list[str] = []

    def add(script: str) -> Explorer:
        answer = explorer.browser.execute_cdp_cmd("Page.addScriptToEvaluateOnNewDocument", {"source": script})
        added.append(answer["identifier"])
        return explorer

    yield add
    for identifier in added:
        explorer.browser.execute_cdp_cmd("Page.removeScriptToEvaluateOnNewDocument", {"identifier": identifier})


def test_two_thousand_actors_pan_smoothly(scripted: Callable[[str], Explorer]) -> None:
    synthetic = scripted(f"{SYNTHETIC.read_text()}({ACTORS});")
    synthetic.open("#/actor/Putin")
    assert synthetic.network("cy.nodes().length") == ACTORS
    left, top, height = synthetic.run(
        "const c = document.querySelector('.canvas'); c.scrollIntoView({block: 'center'});"
        "const b = c.getBoundingClientRect(); return [b.left, b.top, b.height]"
    )
    synthetic.run(
        "window.frames_ = []; let last = performance.now();"
        "(function tick(now) { window.frames_.push(now - last); last = now; requestAnimationFrame(tick) })(last)"
    )
    before = synthetic.network("cy.pan().x")
    x, y = left + 8, top + height - 8
    synthetic.mouse("mousePressed", x, y)
    for step in range(60):
        synthetic.mouse("mouseMoved", x + 4 * step, y - 2 * step, held=True)
    synthetic.mouse("mouseReleased", x + 4 * 60, y - 2 * 60)
    assert synthetic.network("cy.pan().x") > before + 200
    frames = sorted(synthetic.run("return window.frames_.slice(1)"))
    assert len(frames) > 20
    assert frames[len(frames) // 2] < 2 * FRAME, json.dumps(frames)
