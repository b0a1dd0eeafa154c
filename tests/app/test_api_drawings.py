"""What drawings are made of, over HTTP: meetings by place and day, contacts of a network, mentions of a document, suggestions."""

from typing import Any

import httpx
import pytest


def ask(client: httpx.Client, path: str, **params: Any) -> dict[str, Any]:
    answer = client.get(path, params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def test_meetings_are_counted_by_place_with_its_coordinates(news: httpx.Client) -> None:
    (paris,) = ask(news, "/v1/meetings/places")["items"]
    assert (paris["place"]["name"], paris["country"], paris["meetings"]) == ("Paris", "FRA", 2)
    assert (paris["latitude"], paris["longitude"]) == (48.85, 2.35)
    assert (paris["first"], paris["last"]) == ("2019-12-08", "2019-12-09")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [({"participant": "Macron"}, 1), ({"status": "planned"}, 0), ({"from": "2019-12-09"}, 1), ({"place": "Paris"}, 2)],
)
def test_places_are_filtered_as_the_list_of_meetings(news: httpx.Client, filters: dict[str, str], expected: int) -> None:
    assert sum(item["meetings"] for item in ask(news, "/v1/meetings/places", **filters)["items"]) == expected


def test_meetings_are_counted_by_day(news: httpx.Client) -> None:
    days = ask(news, "/v1/meetings/days", participant="Macron")["items"]
    assert [(item["start"], item["end"], item["meetings"]) for item in days] == [
        (day, day, 1) for day in ("2019-12-08", "2022-02-07", "2022-02-08", "2023-03-01")
    ]


def test_counts_do_not_page(news: httpx.Client) -> None:
    assert news.get("/v1/meetings/days", params={"limit": 1}).json()["code"] == "invalid-request"


def test_a_network_lists_its_contacts_if_asked(news: httpx.Client) -> None:
    question = {"entity": "Macron", "kinds": "meeting,sanction", "status": "held,imposed"}
    assert ask(news, "/v1/network", **question)["contacts"] == []
    found = ask(news, "/v1/network", **question, contacts=True)
    names = {node["entity"]["id"]: node["entity"]["name"] for node in found["nodes"]}
    contacts = [
        (contact["kind"], contact["start"], {names[part["entity"]] for part in contact["parts"]}) for contact in found["contacts"]
    ]
    assert contacts[0] == ("meeting", "2023-03-01", {"Emmanuel Macron", "Anna Kovač"})
    assert ("meeting", "2019-12-09", {"Volodymyr Zelensky", "Vladimir Putin"}) in contacts
    assert len(contacts) == sum(edge["facts"] for edge in found["edges"])


def test_a_sanction_in_a_network_tells_who_imposed_it(news: httpx.Client) -> None:
    found = ask(news, "/v1/network", entity="Russia", kinds="sanction", contacts=True)
    names = {node["entity"]["id"]: node["entity"]["name"] for node in found["nodes"]}
    (contact,) = found["contacts"]
    assert {(part["role"], names[part["entity"]]) for part in contact["parts"]} == {
        ("imposer", "European Union"),
        ("target", "Russia"),
    }


def test_a_document_tells_where_it_names_whom(news: httpx.Client) -> None:
    document = ask(news, "/v1/documents/sample-2019-paris")
    named = [(document["text"][one["start"] : one["end"]], one["role"], one["entity"]["name"]) for one in document["mentions"]]
    assert named[:3] == [
        ("Volodymyr Zelensky", "participant", "Volodymyr Zelensky"),
        ("Vladimir Putin", "participant", "Vladimir Putin"),
        ("Paris", "place", "Paris"),
    ]
    facts = {fact["id"] for fact in ask(news, "/v1/documents/sample-2019-paris/facts")["items"]}
    assert {one["fact_id"] for one in document["mentions"]} == facts


@pytest.mark.parametrize(
    ("query", "name", "office"),
    [
        ("zel", "Volodymyr Zelensky", None),
        ("putin", "Vladimir Putin", None),
        ("president", "Volodymyr Zelensky", "president of Ukraine"),
        ("president of ukr", "Volodymyr Zelensky", "president of Ukraine"),
        ("President of the Ukraine", "Volodymyr Zelensky", "president of Ukraine"),
        ("zelenskyy", "Volodymyr Zelensky", None),
    ],
)
def test_who_is_meant_is_suggested_by_name_and_by_office(news: httpx.Client, query: str, name: str, office: str | None) -> None:
    first = ask(news, "/v1/suggest", q=query)["items"][0]
    assert (first["entity"]["name"], first["office"]) == (name, office)


def test_what_merely_resembles_is_suggested_only_if_nothing_else_fits(news: httpx.Client) -> None:
    assert [item["entity"]["name"] for item in ask(news, "/v1/suggest", q="stone")["items"]] == ["Adam Stone", "Eve Stone"]
    assert ask(news, "/v1/suggest", q="president of atlantis")["items"] == []
