"""Entities over HTTP: found by id, by any name and with typos; none, several and what to do then."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest

from graph.database import open_engine, sessions
from graph.tables import Entity


def items(client: httpx.Client, path: str, **params: Any) -> list[dict[str, Any]]:
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["items"]
    return found


def names(client: httpx.Client, path: str, **params: Any) -> list[str]:
    return [item["name"] for item in items(client, path, **params)]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Zelensky", "Volodymyr Zelensky"),
        ("volodymyr ZELENSKY", "Volodymyr Zelensky"),
        ("wd:Q7747", "Vladimir Putin"),
        ("the European Union", "European Union"),
        ("Kovac", "Anna Kovač"),
        ("Anna Kovač", "Anna Kovač"),
    ],
)
def test_a_name_is_as_good_as_an_id(news: httpx.Client, name: str, found: str) -> None:
    by_name = news.get(f"/v1/entities/{quote(name)}").json()
    assert by_name["name"] == found
    assert news.get(f"/v1/entities/{by_name['id']}").json() == by_name


def test_an_entity_is_shown_with_ids_offices_and_counts(news: httpx.Client) -> None:
    entity = news.get("/v1/entities/Zelensky").json()
    assert entity["ids"] == {"wikidata": "Q3874799", "country": "UKR", "known_key": "person/zelensky"}
    assert entity["acts_for"]["name"] == "Ukraine"
    (office,) = entity["offices"]
    assert (office["title"], office["of"]["name"], office["since"]["start"]) == ("president", "Ukraine", "2019-05-20")
    assert entity["facts"] == {"meeting": 3, "role": 1}


def test_no_such_name_gets_suggestions(news: httpx.Client) -> None:
    answer = news.get("/v1/entities/Zelenski")
    assert (answer.status_code, answer.json()["code"]) == (404, "entity-not-found")
    assert "Volodymyr Zelensky" in answer.json()["detail"]
    assert [suggestion["name"] for suggestion in answer.json()["suggestions"]] == ["Volodymyr Zelensky"]


def test_an_ambiguous_name_gets_candidates(news: httpx.Client) -> None:
    for path, params in (("/v1/entities/Stone", {}), ("/v1/met", {"who": "Stone"}), ("/v1/meetings", {"participant": "stone"})):
        answer = news.get(path, params=params)
        assert (answer.status_code, answer.json()["code"]) == (409, "ambiguous-name")
        assert {candidate["name"] for candidate in answer.json()["candidates"]} == {"Adam Stone", "Eve Stone"}


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("zel", "Volodymyr Zelensky"),
        ("volod", "Volodymyr Zelensky"),
        ("zelenskiy", "Volodymyr Zelensky"),
        ("europan union", "European Union"),
        ("Kovac", "Anna Kovač"),
        ("Russia", "Russia"),
    ],
)
def test_search_finds_beginnings_and_typos_best_first(news: httpx.Client, query: str, first: str) -> None:
    assert names(news, "/v1/entities", q=query)[0] == first


def test_search_by_type_and_country(news: httpx.Client) -> None:
    assert names(news, "/v1/entities", type="place") == ["Paris"]
    assert names(news, "/v1/entities", country="ukr") == ["Ukraine", "Volodymyr Zelensky"]
    assert names(news, "/v1/entities", q="u", type=["state", "organization"], country="UKR") == ["Ukraine"]
    assert names(news, "/v1/entities", q="zzzzzz") == []


def test_a_timeline_goes_by_date(news: httpx.Client) -> None:
    facts = items(news, "/v1/entities/Macron/timeline")
    dates = [fact["date"]["start"] for fact in facts if fact["date"]]
    assert dates == sorted(dates)
    assert len(dates) == 4
    assert facts[-1]["kind"] == "position"
    assert [fact["kind"] for fact in items(news, "/v1/entities/Macron/timeline", kinds="position")] == ["position"]
    assert len(items(news, "/v1/entities/Macron/timeline", **{"from": "2022-02-08", "to": "2022-02-08"})) == 1


def test_facts_of_an_entity_by_kind(news: httpx.Client) -> None:
    assert [fact["title"] for fact in items(news, "/v1/entities/Ukraine/roles")] == ["president"]
    assert [fact["topic"] for fact in items(news, "/v1/entities/Macron/positions")] == ["direct talks"]
    assert [fact["measure"] for fact in items(news, "/v1/entities/Russia/sanctions")] == ["asset freeze"]
    assert [fact["name"] for fact in items(news, "/v1/entities/Russia/agreements")] == ["grain deal"]
    assert items(news, "/v1/entities/Macron/meetings", status="planned") == []


def test_neighbours_are_those_with_most_shared_facts(news: httpx.Client) -> None:
    rows = items(news, "/v1/entities/Macron/neighbours")
    assert [(row["entity"]["name"], row["facts"]) for row in rows] == [
        ("Vladimir Putin", 2),
        ("Anna Kovač", 1),
        ("Volodymyr Zelensky", 1),
    ]
    assert rows[0]["kinds"] == {"meeting": 2}
    assert (rows[0]["first"]["start"], rows[0]["last"]["start"]) == ("2019-12-08", "2022-02-07")
    rows = items(news, "/v1/entities/Russia/neighbours", kinds="sanction")
    assert [row["entity"]["name"] for row in rows] == ["European Union"]


def test_a_merged_entity_redirects_and_a_withdrawn_one_is_gone(client: httpx.Client, database_url: str) -> None:
    text = "Anna Lind met Adam Stone on 2024-01-02. Anne Lind met Eve Stone on 2024-01-03."
    client.post("/v1/documents", json={"text": text})
    anna, anne, eve = (client.get(f"/v1/entities/{name}").json()["id"] for name in ("Anna Lind", "Anne Lind", "Eve Stone"))
    engine = open_engine(database_url)
    with sessions(engine).begin() as session:
        session.get_one(Entity, anne).merged_into = anna
        session.get_one(Entity, eve).withdrawn = True
    engine.dispose()
    answer = client.get(f"/v1/entities/{anne}/timeline?limit=1")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/v1/entities/{anna}/timeline?limit=1")
    assert client.get(f"/v1/met?who={anne}").json() == client.get(f"/v1/met?who={anna}").json()
    gone = client.get(f"/v1/entities/{eve}")
    assert (gone.status_code, gone.json()["code"]) == (410, "withdrawn")
