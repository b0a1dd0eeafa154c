"""The explorer, clicked through on the sample news: one test for each thing that it promises."""

from collections.abc import Callable

import httpx
import pytest
from selenium.webdriver import Keys

from tests.browser.browsing import Explorer

pytestmark = pytest.mark.slow
Picture = Callable[[str], None]
DISPUTED = {
    "2031-03-05": "Russian President Vladimir Putin met Finnish President Alexander Stubb in Vienna on March 4.",
    "2031-03-06": "Russian President Vladimir Putin has denied meeting Finnish President Alexander Stubb in Vienna on March 4.",
}
"""Texts by their day."""


def tell(explorer: Explorer, day: str, text: str) -> str:
    """Store a text; its id."""
    answer = httpx.post(f"{explorer.url}v1/documents", json={"text": text, "published_at": day}).raise_for_status()
    return str(answer.json()["id"])


def test_search_suggests_while_one_types_and_works_by_keyboard(explorer: Explorer) -> None:
    explorer.open()
    explorer.type("/")
    field = explorer.focused
    assert field.get_attribute("role") == "combobox"
    explorer.type("zel")
    explorer.until(lambda: field.get_attribute("aria-expanded") == "true", "suggestions")
    chosen = explorer.one("[role=option][aria-selected=true]")
    assert "Volodymyr Zelensky" in chosen.text
    assert field.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    explorer.type(Keys.ESCAPE)
    explorer.until(lambda: field.get_attribute("aria-expanded") == "false", "the suggestions to close")
    explorer.write(field, "president of ukr")
    assert "President of Ukraine" in explorer.one("[role=option]", "Volodymyr Zelensky").text
    explorer.write(field, "qqqxx")
    assert "known" in explorer.one(".nobody").text
    explorer.write(field, "merk")
    explorer.one("[role=option][aria-selected=true]", "Angela Merkel")
    explorer.type(Keys.ARROW_DOWN, Keys.ARROW_UP, Keys.ENTER)
    explorer.one("h1", "Angela Merkel")
    explorer.one(".top [role=combobox]").send_keys("moscow")
    explorer.click("[role=option]", "place")
    explorer.one("h2", "in Moscow")


def test_an_actor_has_offices_and_a_network_that_is_filtered_and_grows(explorer: Explorer, picture: Picture) -> None:
    explorer.open("#/actor/Putin")
    assert "President" in explorer.one(".offices").text
    counts = httpx.get(f"{explorer.url}v1/entities/Putin").json()["facts"]
    assert f"{counts['meeting']} meetings" in explorer.one(".counts").text
    drawn = int(explorer.network("cy.nodes('.actor').length"))
    assert drawn > 10
    picture("actor")
    sizes = "cy.nodes('.actor').map(n => [n.data('label'), n.width()])"
    widths = dict(explorer.network(sizes))
    assert widths["Donald Trump"] > widths["Imran Khan"]
    colours = "[...new Set(cy.nodes('.actor').map(n => n.style('background-color')))].length"
    assert explorer.network(colours) >= 3
    assert explorer.network(
        "cy.edges('.planned').every(e => e.style('line-style') === 'dashed') && cy.edges('.planned').length > 0"
    )
    red = explorer.network("cy.edges('.sanction').style('line-color')")
    assert red.startswith("rgb(198,50,47")
    assert explorer.network("cy.edges('.sanction').every(e => e.style('target-arrow-shape') === 'triangle')")

    explorer.click(".toggles label", "Sanctions")
    explorer.until(lambda: explorer.network("cy.edges('.sanction').length") == 0, "sanctions to be left out")
    assert "kinds=meeting%2Cagreement" in explorer.hash
    explorer.click(".toggles label", "Planned")
    explorer.until(lambda: explorer.network("cy.edges('.planned').length") == 0, "plans to be left out")
    explorer.click(".toggles label", "Planned")
    explorer.click(".toggles label", "Sanctions")
    explorer.until(lambda: explorer.network("cy.edges('.sanction').length") > 0, "sanctions to be back")
    for kind in ("Meetings", "Agreements", "Sanctions"):
        explorer.click(".toggles label", kind)
    explorer.until(lambda: not explorer.all(".canvas"), "nothing to be drawn")
    assert not explorer.all("[role=alert]")
    explorer.open("#/actor/Putin")

    explorer.settle()
    explorer.click_node("Kim Jong-un")
    explorer.until(lambda: explorer.network("cy.nodes('.actor').length") > drawn, "the network to grow")
    explorer.one(".chosen", "Kim Jong-un")


def test_time_and_lines_of_a_network(explorer: Explorer) -> None:
    explorer.open("#/actor/Putin")
    lines = int(explorer.network("cy.edges().length"))
    slider = explorer.one(".ends input[aria-label=From]")
    slider.send_keys(Keys.END)
    explorer.until(lambda: explorer.network("cy.edges().length") < lines, "earlier facts to be left out")
    year = str(slider.get_attribute("aria-valuetext")).split()[-1]
    assert f"from={year}" in explorer.hash
    explorer.click(".time button", "All dates")
    explorer.until(lambda: explorer.network("cy.edges().length") == lines, "all facts to be back")
    explorer.network("!!cy.edges('.meeting').first().emit('tap')")
    explorer.one(".network .fact blockquote")


def test_a_supernode_shows_its_closest_and_the_rest_on_demand(explorer: Explorer) -> None:
    explorer.open("#/actor/Putin?top=6")
    assert explorer.network("cy.nodes('.actor').length") == 6
    explorer.click(".hint a", "Draw")
    explorer.until(lambda: explorer.network("cy.nodes('.actor').length") > 6, "more to be drawn")
    explorer.click("summary", "Actors drawn")
    before = len(explorer.all(".drawn li"))
    explorer.click(".drawn button", "Donald Trump")
    explorer.until(lambda: len(explorer.all(".drawn li")) > before, "those whom Trump knows")


def test_the_pages_of_an_actor_list_its_facts(explorer: Explorer) -> None:
    explorer.open("#/actor/Putin")
    explorer.click(".tabs a", "Timeline")
    explorer.one(".facts h3", "2025")
    years = [text for text in explorer.texts(".facts h3") if text.isdigit()]
    assert years == sorted(years)
    explorer.click(".toggles label", "Meetings")
    explorer.until(lambda: not explorer.all(".fact.meeting") and bool(explorer.all(".fact.position")), "meetings to be left out")
    assert "of=agreement" in explorer.hash
    explorer.click(".tabs a", "Positions")
    row = explorer.one(".positions tbody tr", "order of steps")
    assert [cell.text for cell in row.find_elements("css selector", "td")] == ["", "", "rejects"]
    explorer.click(".tabs a", "Sanctions")
    explorer.one(".facts h3", "Against it")
    assert "European Union" in explorer.one(".fact.sanction").text
    explorer.click(".tabs a", "Offices")
    explorer.one(".fact.role", "President of Russia")
    explorer.click(".tabs a", "Counterparts")
    explorer.one("tbody tr", "Donald Trump")
    meetings = [int(text) for text in explorer.texts("tbody td:nth-child(2)")]
    assert meetings == sorted(meetings, reverse=True)
    explorer.click(".choice a", "states")
    explorer.one("tbody tr", "Ukraine")


def test_paths_are_drawn_and_listed_and_each_hop_opens_its_quotes(explorer: Explorer, picture: Picture) -> None:
    explorer.open("#/paths")
    explorer.choose("From", "kenyatta", "Uhuru Kenyatta")
    explorer.choose("To", "tamim", "Tamim bin Hamad Al Thani")
    explorer.one(".chain h2", "3 hops")
    picture("paths")
    assert len(explorer.all(".chain")) == 3
    assert {"Uhuru Kenyatta", "Joe Biden"} <= set(explorer.texts(".chain-drawing text"))
    explorer.one(".chain blockquote", "met Kenyatta at the White House")
    second = explorer.all(".chain")[1].find_element("css selector", "details")
    second.find_element("css selector", "summary").click()
    assert second.find_element("css selector", "blockquote").is_displayed()
    explorer.click(".chain .evidence-link")
    explorer.one("dialog .ledger li")
    explorer.type(Keys.ESCAPE)
    explorer.until(lambda: not explorer.all("dialog"), "the panel to close")
    explorer.run(
        "const s = document.querySelectorAll('select')[1]; s.value = 'chronological'; s.dispatchEvent(new Event('change'))"
    )
    explorer.until(lambda: "order=chronological" in explorer.hash, "the address to tell the order")
    explorer.settle()
    asked = httpx.get(f"{explorer.url}v1/paths?source=Kenyatta&target=Tamim&order=chronological").json()
    assert len(explorer.all(".chain")) == len(asked["items"])


def test_a_fact_opens_its_ledger_and_a_quote_its_document(explorer: Explorer, picture: Picture) -> None:
    explorer.open("#/actor/Putin?tab=timeline")
    opener = explorer.one(".fact", "to prepare the summit").find_element("css selector", ".evidence-link")
    explorer.run("arguments[0].scrollIntoView({block: 'center'})", opener)
    opener.click()
    explorer.one("dialog h3", "How it came to its status")
    assert explorer.all("dialog .ledger .status")
    assert "Backchannel sample news" in explorer.one("dialog .source").text
    assert "fact=fact_" in explorer.hash
    explorer.click("dialog .source blockquote a")
    explorer.one(".document h1", "Trump and Putin meet in Alaska")
    explorer.one(".found .fact")
    assert "Witkoff met Putin in Moscow" in " ".join(explorer.texts("mark.here"))
    named = {element.get_attribute("title") for element in explorer.all(".marked-text .named")}
    assert {"Donald Trump (person)", "Ukraine (state)", "Anchorage (place)"} <= named
    facts = set(" ".join(str(mark.get_attribute("data-facts")) for mark in explorer.all("mark[data-facts]")).split())
    assert len(facts) == len(explorer.all(".found .fact"))
    picture("document")
    explorer.run("document.querySelector('.marked-text mark.meeting:not(.here)').click()")
    explorer.one("dialog .ledger li")


def test_claims_that_contradict_each_other_stand_side_by_side(explorer: Explorer) -> None:
    stored = [tell(explorer, day, text) for day, text in DISPUTED.items()]
    try:
        explorer.open("#/actor/Alexander Stubb?tab=timeline")
        explorer.click(".fact.meeting .evidence-link")
        explorer.one("dialog .contradiction h3", "Claims disagree")
        assert len(explorer.all("dialog .contradiction blockquote")) == 2
    finally:
        for document in stored:
            httpx.delete(f"{explorer.url}v1/documents/{document}").raise_for_status()


def test_a_text_is_tried_and_marked(explorer: Explorer, picture: Picture) -> None:
    explorer.open()
    explorer.click(".starts a", "Try a text")
    explorer.one(".cards .card")
    explorer.network("cy.edges().length")
    assert "Antony Blinken" in explorer.one(".read .marked-text").text
    assert {"meeting", "sanction", "position", "agreement"} <= {text.split()[0] for text in explorer.texts(".cards .card")}
    explorer.run("document.querySelector('.read').scrollIntoView()")
    picture("try")
    card = explorer.one(".card.sanction")
    explorer.run("arguments[0].focus()", card)
    lit = explorer.until(lambda: explorer.all(".read mark.lit"), "the words of the fact to light up")
    assert "imposed sanctions on" in "".join(mark.text for mark in lit)

    explorer.write(explorer.one("textarea"), "Turkish President Recep Tayyip Erdogan met Viktor Orban in Budapest on Monday.")
    explorer.click("button", "Read it")
    explorer.one(".card.meeting", "Budapest")
    assert "text=Turkish" in explorer.hash
    explorer.open("#/try?text=%F0%9F%99%82%20%F0%9F%99%82%20Erdogan%20met%20Viktor%20Orban%20in%20Budapest.")
    explorer.one(".card.meeting", "Budapest")
    assert explorer.texts(".marked-text .named.place") == ["Budapest"]
    area = explorer.one("textarea")
    explorer.write(area, "The weather was fine.")
    explorer.click("button", "Read it")
    explorer.one(".empty", "Nothing was read")


def test_the_map_and_the_calendar_are_drawn_from_the_same_filters(explorer: Explorer, picture: Picture) -> None:
    explorer.open("#/meetings")
    circles = len(explorer.all(".map circle"))
    known = httpx.get(f"{explorer.url}v1/meetings/places").json()["items"]
    assert circles == sum(place["latitude"] is not None for place in known) >= 0.95 * len(known)
    days = len(explorer.all(".year a"))
    picture("meetings")
    explorer.choose("Who", "putin", "Vladimir Putin")
    explorer.until(lambda: 0 < len(explorer.all(".map circle")) < circles, "the map to be filtered")
    explorer.settle()
    assert 0 < len(explorer.all(".year a")) != days
    assert all("Putin" in text for text in explorer.texts(".fact .sentence"))
    explorer.click("aside a", "Moscow")
    explorer.one("h2", "The meetings in Moscow")
    explorer.until(lambda: all("Moscow" in text for text in explorer.texts(".fact .sentence")), "meetings in Moscow alone")
    explorer.click("form a", "Clear all")
    explorer.until(lambda: len(explorer.all(".map circle")) == circles, "the filters to be gone")
    explorer.click(".year a[aria-label]")
    explorer.until(lambda: "from=" in explorer.hash and "to=" in explorer.hash, "the day to be chosen")
