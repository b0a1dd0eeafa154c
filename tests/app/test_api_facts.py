"""Facts over HTTP: a list for each kind with every filter, single facts and their history."""

from typing import Any

import httpx
import pytest

from nlp.kinds import KINDS


def facts(client: httpx.Client, path: str, **params: Any) -> list[dict[str, Any]]:
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def test_every_kind_has_a_list_of_its_own(news: httpx.Client) -> None:
    for kind in KINDS.values():
        found = facts(news, f"/v1/{kind.plural}")
        assert found
        assert {fact["kind"] for fact in found} == {kind.name}
        for part in kind.parts:
            assert all(isinstance(fact[part.name], list) is part.many for fact in found if fact[part.name] is not None)


@pytest.mark.parametrize(
    ("path", "filters", "count"),
    [
        ("/v1/meetings", {}, 9),
        ("/v1/meetings", {"participant": "Macron"}, 4),
        ("/v1/meetings", {"participant": ["Macron", "Putin"]}, 2),
        ("/v1/meetings", {"participant": ["Macron", "Eve Stone"]}, 0),
        ("/v1/meetings", {"host": "Macron"}, 0),
        ("/v1/meetings", {"status": "planned"}, 1),
        ("/v1/meetings", {"status": ["planned", "held"]}, 9),
        ("/v1/meetings", {"status": "planned,declined"}, 1),
        ("/v1/meetings", {"format": "call"}, 1),
        ("/v1/meetings", {"place": "Paris"}, 2),
        ("/v1/meetings", {"from": "2022-02-08", "to": "2023-02-01"}, 2),
        ("/v1/positions", {"actor": "Macron", "stance": "supports", "topic": "TALKS"}, 1),
        ("/v1/positions", {"topic": "%"}, 0),
        ("/v1/positions", {"stance": "rejects"}, 0),
        ("/v1/sanctions", {"imposer": "European Union", "target": "Russia", "measure": "freeze"}, 1),
        ("/v1/sanctions", {"target": "European Union"}, 0),
        ("/v1/roles", {"person": "Zelensky", "of": "Ukraine", "title": "president"}, 1),
        ("/v1/roles", {"as_of": "2019-05-19"}, 0),
        ("/v1/roles", {"as_of": "2021-01-01"}, 1),
        ("/v1/agreements", {"party": ["Ukraine", "Russia"], "name": "grain"}, 1),
        ("/v1/agreements", {"place": "Paris"}, 0),
    ],
)
def test_lists_are_filtered_by_every_field(news: httpx.Client, path: str, filters: dict[str, Any], count: int) -> None:
    assert len(facts(news, path, **filters)) == count


def test_a_fact_and_its_history(news: httpx.Client) -> None:
    (fact,) = facts(news, "/v1/meetings", participant=["Zelensky", "Putin"])
    assert news.get(f"/v1/facts/{fact['id']}").json() == fact
    history = news.get(f"/v1/facts/{fact['id']}/history").json()
    assert history["fact"] == fact
    published = [entry["evidence"]["published_at"] for entry in history["items"]]
    assert published == ["2019-12-10", "2019-12-11"]
    assert {entry["rule"] for entry in history["items"]} == {"test"}
    assert history["items"][0]["dates"]["date"]["start"] == "2019-12-09"


def test_an_unknown_fact_is_a_problem(news: httpx.Client) -> None:
    for path in ("/v1/facts/fact_0", "/v1/facts/fact_0/history"):
        answer = news.get(path)
        assert (answer.status_code, answer.json()["code"]) == (404, "fact-not-found")


def test_who_said_so_and_who_denied_it_stand_side_by_side(client: httpx.Client) -> None:
    stated = "Volodymyr Zelensky met Vladimir Putin on 2019-12-09."
    denied = "Emmanuel Macron denied that Volodymyr Zelensky met Vladimir Putin on 2019-12-09."
    client.post("/v1/documents", json={"text": stated, "published_at": "2019-12-10"})
    client.post("/v1/documents", json={"text": denied, "published_at": "2019-12-11"})
    (fact,) = facts(client, "/v1/meetings")
    assert fact["status"] == "held"
    said = [(evidence["status"], (evidence["said_by"] or {}).get("name")) for evidence in fact["evidence"]]
    assert said == [("held", None), ("declined", "Emmanuel Macron")]


def test_a_fact_that_no_document_states_any_more_is_gone(client: httpx.Client) -> None:
    client.post("/v1/documents", json={"text": "Volodymyr Zelensky met Vladimir Putin on 2019-12-09.", "external_id": "x"})
    (fact,) = facts(client, "/v1/meetings")
    client.delete("/v1/documents/x")
    for path in (f"/v1/facts/{fact['id']}", f"/v1/facts/{fact['id']}/history"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()["code"]) == (410, "withdrawn")
