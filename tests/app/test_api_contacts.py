"""Who met whom, chains of contacts and networks over HTTP."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from graph import brokers
from graph.image_keeper import ImageKeeper


def ask(client: httpx.Client, path: str, **params: Any) -> dict[str, Any]:
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def rows(client: httpx.Client, **params: Any) -> list[tuple[str, int]]:
    return [(row["entity"]["name"], row["meetings"]) for row in ask(client, "/v1/met", **params)["items"]]


def chains(client: httpx.Client, **params: Any) -> list[list[str]]:
    return [[entity["name"] for entity in chain["entities"]] for chain in ask(client, "/v1/paths", **params)["items"]]


def test_who_met_whom_with_the_words_that_say_so(news: httpx.Client) -> None:
    found = ask(news, "/v1/met", who="Zelensky")
    putin = next(row for row in found["items"] if row["entity"]["name"] == "Vladimir Putin")
    assert (putin["meetings"], putin["sources"]) == (1, 2)
    assert putin["first"] == putin["last"]
    assert putin["last"]["start"] == "2019-12-09"
    quotes = {evidence["quote"] for evidence in putin["evidence"]}
    assert quotes == {"Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09."}
    assert len(putin["evidence"]) == 2


def test_met_counts_what_took_place_unless_asked_for_more(news: httpx.Client) -> None:
    assert ("Boris Lind", 1) not in rows(news, who="Zelensky")
    assert rows(news, who="Zelensky", status="planned") == [("Boris Lind", 1)]
    assert len(rows(news, who="Zelensky", status="planned,held")) == 3


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [("Vladimir Putin", 2), ("Anna Kovač", 1), ("Volodymyr Zelensky", 1)]),
        ({"with": "Putin"}, [("Vladimir Putin", 2)]),
        ({"with": "Boris Lind"}, []),
        ({"format": "call"}, [("Vladimir Putin", 1)]),
        ({"place": "Paris"}, [("Vladimir Putin", 1)]),
        ({"from": "2022-02-08"}, [("Anna Kovač", 1), ("Volodymyr Zelensky", 1)]),
        ({"to": "2019-12-31"}, [("Vladimir Putin", 1)]),
        ({"level": "state"}, [("Russia", 2), ("Anna Kovač", 1), ("Ukraine", 1)]),
    ],
)
def test_met_is_filtered(news: httpx.Client, filters: dict[str, str], expected: list[tuple[str, int]]) -> None:
    assert rows(news, who="Macron", **filters) == expected


@pytest.mark.parametrize(
    "filters", [{}, {"with": "Putin"}, {"status": "planned,held"}, {"place": "Paris"}, {"from": "2022-02-08"}]
)
def test_met_is_the_same_from_memory_and_from_the_tables(
    news: httpx.Client, monkeypatch: pytest.MonkeyPatch, filters: dict[str, str]
) -> None:
    asked = {"who": "Macron", "limit": 1, "quotes": 1, **filters}
    remembered = list(pages(news, "/v1/met", asked))
    monkeypatch.setattr(ImageKeeper, "just_at", lambda *_: None)
    assert list(pages(news, "/v1/met", asked)) == remembered
    assert remembered[0]["items"]


def pages(client: httpx.Client, path: str, asked: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All pages of a list."""
    page = ask(client, path, **asked)
    yield page
    while page["next_cursor"]:
        page = ask(client, path, **asked, cursor=page["next_cursor"])
        yield page


def test_a_state_met_whom_its_people_met(news: httpx.Client) -> None:
    assert rows(news, who="Ukraine") == []
    assert rows(news, who="Ukraine", level="state") == [("France", 1), ("Russia", 1)]


def test_quotes_are_limited(news: httpx.Client) -> None:
    found = ask(news, "/v1/met", who="Zelensky", quotes=1)["items"]
    assert [len(row["evidence"]) for row in found] == [1, 1]


def test_a_chain_of_contacts_carries_its_evidence(news: httpx.Client) -> None:
    found = ask(news, "/v1/paths", source="Zelensky", target="Boris Lind", k=1)
    (chain,) = found["items"]
    assert [entity["name"] for entity in chain["entities"]] == [
        "Volodymyr Zelensky",
        "Emmanuel Macron",
        "Anna Kovač",
        "Boris Lind",
    ]
    assert [hop["quote"] for hop in chain["hops"]] == [
        "Emmanuel Macron met Volodymyr Zelensky on 2022-02-08.",
        "Emmanuel Macron met Anna Kovač on 2023-03-01.",
        "Anna Kovač met Boris Lind on 2023-02-01.",
    ]
    assert all(hop["fact"]["status"] == "held" for hop in chain["hops"])
    assert found["complete"] is True


def test_chains_are_chosen_by_status_avoidance_and_order(news: httpx.Client) -> None:
    ends = {"source": "Zelensky", "target": "Boris Lind"}
    assert chains(news, **ends, status=["planned"]) == [["Volodymyr Zelensky", "Boris Lind"]]
    assert chains(news, **ends, avoid="Macron") == []
    assert chains(news, **ends, order="chronological") == []
    assert chains(news, source="Boris Lind", target="Macron", order="chronological") == [
        ["Boris Lind", "Anna Kovač", "Emmanuel Macron"]
    ]
    assert chains(news, source="Ukraine", target="Russia", kinds="agreement") == [["Ukraine", "Russia"]]
    assert chains(news, source="Ukraine", target="Russia", kinds="meeting") == []
    assert len(chains(news, source="Zelensky", target="Putin", k=5)) == 2


def test_no_chain_is_an_answer_with_a_reason(news: httpx.Client) -> None:
    found = ask(news, "/v1/paths", source="Zelensky", target="Eve Stone", max_hops=3)
    assert found["items"] == []
    assert found["complete"] is True
    assert "at most 3 hops" in found["reason"]
    assert "same" in ask(news, "/v1/paths", source="Putin", target="wd:Q7747")["reason"]


def test_no_chain_leads_through_a_place(news: httpx.Client) -> None:
    answer = news.get("/v1/paths", params={"source": "Zelensky", "target": "Paris"})
    assert answer.json()["code"] == "entity-not-found"


def test_a_network_is_drawn_ring_by_ring(news: httpx.Client) -> None:
    found = ask(news, "/v1/network", entity="Putin", hops=2)
    names = {node["entity"]["id"]: node["entity"]["name"] for node in found["nodes"]}
    assert list(names.values()) == ["Vladimir Putin", "Emmanuel Macron", "Volodymyr Zelensky", "Anna Kovač"]
    edges = {frozenset((names[edge["source"]], names[edge["target"]])): edge["facts"] for edge in found["edges"]}
    assert edges == {
        frozenset(("Vladimir Putin", "Emmanuel Macron")): 2,
        frozenset(("Vladimir Putin", "Volodymyr Zelensky")): 1,
        frozenset(("Emmanuel Macron", "Volodymyr Zelensky")): 1,
        frozenset(("Emmanuel Macron", "Anna Kovač")): 1,
    }
    assert found["complete"] is True
    few = ask(news, "/v1/network", entity="Putin", hops=2, limit=2)
    assert (len(few["nodes"]), few["complete"]) == (2, False)


def test_brokers_connect_those_who_do_not_meet(news: httpx.Client) -> None:
    found = ask(news, "/v1/network/brokers")
    rows = [(row["entity"]["name"], row["betweenness"], row["degree"]) for row in found["items"]]
    pairs = 8 * 7 / 2  # of the nine actors with contacts those that are not the broker itself
    between = {"Anna Kovač": (3 * 3 + 2) / pairs, "Emmanuel Macron": 2 * 4 / pairs, "Boris Lind": 5 / pairs}
    degrees = (3, 3, 2)
    assert rows == [(name, round(share, 6), degree) for (name, share), degree in zip(between.items(), degrees, strict=True)]
    assert (found["nodes"], found["edges"], found["sampled"]) == (9, 8, False)
    assert [(row["core"], row["community"]) for row in found["items"]] == [(1, 0), (2, 1), (1, 0)]  # Macron, Putin, Zelensky met
    assert found["communities"] == 3


def test_a_broker_links_to_its_contacts(news: httpx.Client) -> None:
    links = ask(news, "/v1/network/brokers", limit=1)["items"][0]["links"]
    assert len(news.get(links["met"]).json()["items"]) == 3
    assert len(news.get(links["network"]).json()["nodes"]) == 4


def test_a_network_too_large_for_the_time_allowed_is_a_problem(news: httpx.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokers, "VISITS_A_SECOND", 1)
    answer = news.get("/v1/network/brokers")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-query")
    assert "allow more time" in answer.json()["detail"]


def test_brokers_are_looked_for_in_the_network_asked_for(news: httpx.Client) -> None:
    around = ask(news, "/v1/network/brokers", entity="Putin", hops=2)
    assert [row["entity"]["name"] for row in around["items"]] == ["Emmanuel Macron"]
    assert ask(news, "/v1/network/brokers", kinds="agreement")["items"] == []
    assert ask(news, "/v1/network/brokers", to="2019-12-31")["nodes"] == 3
    assert ask(news, "/v1/network/brokers", status="planned")["nodes"] == 2
