"""What happened to facts since a revision: by page, and as a stream that misses nothing across reconnections."""

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

MET = "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09."
MET_TOO = "Vladimir Putin met Volodymyr Zelensky in Paris on 2019-12-09."
CALLED = "Emmanuel Macron called Vladimir Putin on 2022-02-07."
SIGNED = "Ukraine signed the grain deal with Russia on 2022-07-22."


def post(client: httpx.Client, text: str, day: str = "2023-01-01") -> str:
    answer = client.post("/v1/documents", json={"text": text, "published_at": day})
    assert answer.status_code == 201
    return str(answer.json()["id"])


def changes(client: httpx.Client, **params: Any) -> dict[str, Any]:
    answer = client.get("/v1/changes", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def events(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The events of a stream; a comment is none."""
    event: dict[str, Any] = {}
    for line in lines:
        if line:
            name, _, value = line.partition(": ")
            event[name] = value
        elif "data" in event:
            yield {**event, "data": json.loads(event["data"])}
            event = {}


def stream(client: httpx.Client, since: int = 0, **headers: str) -> Any:
    return client.stream("GET", "/v1/changes", params={"since": since}, headers={"Accept": "text/event-stream", **headers})


def test_facts_are_added_changed_and_withdrawn(client: httpx.Client) -> None:
    assert changes(client)["items"] == []
    first = post(client, MET)
    added = changes(client)
    (item,) = added["items"]
    assert item["change"] == "added"
    assert item["fact"] == client.get(f"/v1/facts/{item['fact_id']}").json()
    assert changes(client, since=added["revision"])["items"] == []
    second = post(client, MET_TOO, "2023-01-02")
    (item,) = changes(client, since=added["revision"])["items"]
    assert (item["change"], item["fact"]["sources"]) == ("changed", 2)
    assert changes(client)["items"][0]["change"] == "added"
    for document in (first, second):
        before = changes(client)["revision"]
        assert client.delete(f"/v1/documents/{document}").status_code == 204
    (item,) = changes(client, since=before)["items"]
    assert (item["change"], item["fact"]) == ("withdrawn", None)


def test_pages_add_up_and_a_cursor_outlives_changes(client: httpx.Client) -> None:
    for text in (MET, CALLED, SIGNED):
        post(client, text)
    seen, cursor = [], None
    while True:
        page = changes(client, limit=1, **({"cursor": cursor} if cursor else {}))
        seen += [item["fact_id"] for item in page["items"]]
        if not seen[1:]:
            post(client, MET_TOO, "2023-02-02")  # moves the first fact behind the rest
        if not (cursor := page["next_cursor"]):
            break
    assert len(seen) == 4
    assert seen[0] == seen[-1]
    assert page["revision"] == changes(client)["revision"]


def test_changes_are_filtered_but_for_what_is_withdrawn(client: httpx.Client) -> None:
    gone = post(client, MET)
    for text in (CALLED, SIGNED):
        post(client, text)
    assert client.delete(f"/v1/documents/{gone}").status_code == 204
    agreements = changes(client, kinds="agreement")["items"]
    assert [(item["change"], item["fact"] and item["fact"]["kind"]) for item in agreements] == [
        ("added", "agreement"),
        ("withdrawn", None),
    ]
    assert len(changes(client, entity="Macron")["items"]) == 2
    assert client.get("/v1/changes", params={"entity": "Nobody"}).status_code == 404


@pytest.mark.parametrize("cursor", ["x", "WzEsMiwiYSJd" + "A", "Wy0xLDEsIiJd", "WzEsOTk5OTk5OTk5OTksIiJd"])
def test_a_bad_cursor_is_a_problem(client: httpx.Client, cursor: str) -> None:
    answer = client.get("/v1/changes", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-cursor")


def test_changes_carry_an_etag(client: httpx.Client) -> None:
    answer = client.get("/v1/changes")
    assert client.get("/v1/changes", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


def test_a_stream_goes_on_and_is_taken_up_where_it_broke_off(client: httpx.Client) -> None:
    post(client, MET)
    with stream(client) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        coming = events(answer.iter_lines())
        first = next(coming)
        assert (first["event"], first["data"]["fact"]["kind"]) == ("added", "meeting")
        post(client, SIGNED)
        second = next(coming)
        assert second["data"]["fact"]["kind"] == "agreement"
    post(client, CALLED)  # while nobody listens
    with stream(client, **{"Last-Event-ID": first["id"]}) as answer:
        coming = events(answer.iter_lines())
        assert next(coming)["data"] == second["data"]
        assert next(coming)["data"]["fact"]["format"] == "call"
    with stream(client, since=second["data"]["revision"]) as answer:
        assert next(events(answer.iter_lines()))["data"]["fact"]["format"] == "call"


def test_a_stream_that_makes_no_sense_is_a_problem(client: httpx.Client) -> None:
    answer = client.get("/v1/changes", headers={"Accept": "text/event-stream", "Last-Event-ID": "x"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-cursor")
