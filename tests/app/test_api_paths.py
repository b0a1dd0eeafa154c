"""Every filter of chains over HTTP; whom a message could have reached; and that plain answers have the shape they declare."""

import json
from typing import Any

import httpx
import pytest

from app import answers, schemas

ENDS = {"source": "Zelensky", "target": "Boris Lind"}


def ask(client: httpx.Client, path: str = "/v1/paths", **params: Any) -> dict[str, Any]:
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def chains(client: httpx.Client, **params: Any) -> list[list[str]]:
    return [[entity["name"] for entity in chain["entities"]] for chain in ask(client, **params)["items"]]


def reached(client: httpx.Client, **params: Any) -> list[tuple[str, str | None, int, str]]:
    rows = ask(client, "/v1/reachable", **params)["items"]
    return [(row["entity"]["name"], row["arrives"], row["hops"], row["via"]["name"]) for row in rows]


@pytest.mark.parametrize(
    "params",
    [
        {**ENDS, "k": 5},
        {**ENDS, "status": "planned"},
        {"source": "Boris Lind", "target": "Macron", "order": "chronological"},
        {"source": "Ukraine", "target": "Russia", "kinds": "agreement,sanction,role", "k": 5},
        {"source": "European Union", "target": "Zelensky", "kinds": "sanction,agreement,role"},
    ],
)
def test_plain_answers_are_what_their_schema_writes(news: httpx.Client, params: dict[str, Any]) -> None:
    found = ask(news, "/v1/paths", **params)
    assert found["items"]
    assert json.loads(answers.Chains.model_validate(found).model_dump_json()) == found
    for hop in (hop for chain in found["items"] for hop in chain["hops"]):
        assert news.get(f"/v1/facts/{hop['fact_id']}").json() == hop["fact"]
        assert list(hop["fact"]) == list(schemas.MODELS[hop["fact"]["kind"]].model_fields)


def test_reached_is_what_its_schema_writes(news: httpx.Client) -> None:
    found = ask(news, "/v1/reachable", source="Putin")
    assert json.loads(answers.Reachable.model_validate(found).model_dump_json()) == found


def test_contacts_are_filtered_by_place_confidence_and_sources(news: httpx.Client) -> None:
    putin = {"source": "Zelensky", "target": "Putin", "k": 5}
    assert len(chains(news, **putin)) == 2
    assert chains(news, **putin, place="Paris") == [["Volodymyr Zelensky", "Vladimir Putin"]]
    assert chains(news, **putin, min_sources=2) == [["Volodymyr Zelensky", "Vladimir Putin"]]
    assert chains(news, **putin, min_confidence=0.95) == [["Volodymyr Zelensky", "Vladimir Putin"]]
    assert chains(news, **putin, min_confidence=0.995) == []
    assert chains(news, **putin, place="France") == []
    assert [len(way) for way in chains(news, **putin, place="Paris", min_sources=1)] == [2]


def test_hubs_are_passed_by_if_asked(news: httpx.Client) -> None:
    assert chains(news, **ENDS, max_degree=3) == []
    assert chains(news, **ENDS, max_degree=4) == chains(news, **ENDS)


def test_a_chain_in_order_tells_when_it_arrives(news: httpx.Client) -> None:
    ends = {"source": "Boris Lind", "target": "Macron"}
    for order in ("chronological", "earliest"):
        (chain,) = ask(news, **ends, order=order)["items"]
        assert (chain["arrives"], chain["length"]) == ("2023-03-01", 2)
    assert ask(news, **ends)["items"][0]["arrives"] is None
    assert ask(news, **ends, order="earliest", **{"from": "2023-02-02"})["items"] == []


def test_hops_are_shown_without_evidence_if_asked(news: httpx.Client) -> None:
    with_, without = ask(news, **ENDS), ask(news, **ENDS, evidence="false")
    for full, short in zip(with_["items"][0]["hops"], without["items"][0]["hops"], strict=True):
        assert short == {**full, "fact": None, "quote": None}
        assert full["fact"]["id"] == full["fact_id"]


def test_states_are_connected_by_those_who_acted_for_them(news: httpx.Client) -> None:
    states = {"source": "Ukraine", "target": "France", "kinds": "meeting"}
    assert chains(news, **states) == []
    assert chains(news, **states, level="state") == [["Ukraine", "France"], ["Ukraine", "Russia", "France"]]
    assert chains(news, **states, via_roles=True)[0] == ["Ukraine", "France"]
    persons = chains(news, source="Ukraine", target="Anna Kovač", kinds="meeting", via_roles=True)
    assert [len(way) for way in persons[:1]] == [3]
    assert "persons stand for their states" in ask(news, **ENDS, level="state")["reason"]


def test_whom_a_message_could_have_reached_and_when(news: httpx.Client) -> None:
    assert reached(news, source="Boris Lind") == [
        ("Anna Kovač", "2023-02-01", 1, "Boris Lind"),
        ("Emmanuel Macron", "2023-03-01", 2, "Anna Kovač"),
        ("Adam Stone", "2024-01-02", 2, "Anna Kovač"),
        ("Eve Stone", "2024-01-03", 1, "Boris Lind"),
    ]
    assert reached(news, source="Boris Lind", to="2023-02-28") == [("Anna Kovač", "2023-02-01", 1, "Boris Lind")]
    assert reached(news, source="Boris Lind", max_hops=1, **{"from": "2024-01-01"}) == [
        ("Eve Stone", "2024-01-03", 1, "Boris Lind")
    ]
    assert reached(news, source="Eve Stone", to="2023-12-31") == []
    assert reached(news, source="Boris Lind", avoid="Anna Kovač") == [("Eve Stone", "2024-01-03", 1, "Boris Lind")]


def test_those_reached_come_with_the_words_and_their_number(news: httpx.Client) -> None:
    found = ask(news, "/v1/reachable", source="Boris Lind", limit=1)
    assert (found["reached"], found["complete"], len(found["items"])) == (4, True, 1)
    assert found["items"][0]["quote"] == "Anna Kovač met Boris Lind on 2023-02-01."
    assert found["next_cursor"]


def test_states_are_reached_by_their_persons(news: httpx.Client) -> None:
    assert reached(news, source="France", level="state", max_hops=1)[0][:2] == ("Russia", "2019-12-08")


@pytest.mark.parametrize("path", ["/v1/paths", "/v1/reachable"])
def test_a_search_cut_short_says_so(news: httpx.Client, path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.effort.CAUTION", 0.0)
    params = ENDS if path == "/v1/paths" else {"source": "Zelensky"}
    found = ask(news, path, **params)
    assert found["complete"] is False
    assert found["items"] == []
