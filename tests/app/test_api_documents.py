"""Documents over HTTP: taken in once, read, listed, shown with their facts, deleted; bad ones refused."""

from typing import Any
from urllib.parse import quote

import httpx
import pytest

TEXT = "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09."
PAGE = f"""<html><head><title>Talks in Paris</title><meta property="article:published_time" content="2019-12-09T10:00:00Z">
</head><body><nav>Home</nav><article><h1>Talks in Paris</h1><p>{TEXT} It was their first meeting, and it took place at the
palace of the president, who had invited them a month before.</p></article></body></html>"""


def post(client: httpx.Client, **body: Any) -> httpx.Response:
    return client.post("/v1/documents", json=body)


def test_a_document_is_answered_with_its_facts(client: httpx.Client) -> None:
    answer = post(client, text=TEXT, published_at="2019-12-10T08:00:00Z", title="Talks", external_id="x1")
    assert answer.status_code == 201
    document = answer.json()
    assert document["state"] == "read"
    assert document["published_at"] == "2019-12-10"
    assert document["counts"] == {"claims": 1, "facts": 1}
    (fact,) = document["facts"]
    assert fact["kind"] == "meeting"
    assert [who["mention"] for who in fact["participants"]] == ["Volodymyr Zelensky", "Vladimir Putin"]
    assert fact["place"]["name"] == "Paris"
    assert fact["date"] == {"start": "2019-12-09", "end": "2019-12-09", "precision": "day", "text": "2019-12-09"}


@pytest.mark.parametrize("again", [{"text": TEXT}, {"text": "Another text.", "external_id": "x1"}])
def test_the_same_document_again_changes_nothing(client: httpx.Client, again: dict[str, str]) -> None:
    first = post(client, text=TEXT, external_id="x1")
    second = post(client, **again)
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json() == first.json()
    assert len(client.get("/v1/documents").json()["items"]) == 1


def test_quotes_are_the_words_of_the_text(news: httpx.Client) -> None:
    for document in news.get("/v1/documents").json()["items"]:
        text = news.get(f"/v1/documents/{document['id']}").json()["text"]
        for fact in news.get(f"/v1/documents/{document['id']}/facts").json()["items"]:
            for evidence in fact["evidence"]:
                assert text[evidence["start"] : evidence["end"]] == evidence["quote"]


def test_offsets_count_code_points(client: httpx.Client) -> None:
    post(client, text=f"🕊️ Čapek—said. {TEXT}", external_id="x1")
    (row,) = client.get("/v1/met", params={"who": "Putin"}).json()["items"]
    assert row["evidence"][0]["quote"] == TEXT


@pytest.mark.parametrize("safe", ["", ":/"])
def test_an_external_id_may_be_an_address(client: httpx.Client, safe: str) -> None:
    address = "https://news.example/2019/12?page=1&facts"
    posted = post(client, text=TEXT, external_id=address).json()
    path = f"/v1/documents/{quote(address, safe=safe)}"
    assert client.get(path).json()["text"] == TEXT
    assert client.get(f"{path}/facts").json()["items"] == posted["facts"]
    assert client.delete(f"{path}/facts").json()["code"] == "method-not-allowed"
    assert client.delete(path).status_code == 204
    assert client.get(path).json()["code"] == "document-not-found"
    assert client.get("/v1/audit").json()["items"][0]["action"] == "DELETE /v1/documents/{document_id}"
    assert 'route="/v1/documents/{document_id}/facts"' in client.get("/metrics").text


def test_no_document_is_without_an_id(client: httpx.Client) -> None:
    answers = {path: client.get(path, follow_redirects=True).status_code for path in ("/v1/documents/", "/v1/documents//facts")}
    assert answers == {"/v1/documents/": 404, "/v1/documents//facts": 404}


def test_documents_are_filtered_and_found_by_external_id(news: httpx.Client) -> None:
    listed = news.get("/v1/documents", params={"from": "2022-01-01", "to": "2023-12-31"}).json()["items"]
    assert [document["external_id"] for document in listed] == ["envoys", "macron-2022"]
    assert news.get("/v1/documents", params={"state": "failed"}).json()["items"] == []
    assert news.get("/v1/documents/envoys").json()["id"] == listed[0]["id"]


def test_a_deleted_document_takes_its_facts_along(client: httpx.Client) -> None:
    question = {"participant": ["Zelensky", "Putin"]}
    post(client, text=TEXT, external_id="first")
    post(client, text=f"{TEXT} More is not known.", external_id="second")
    assert [fact["sources"] for fact in client.get("/v1/meetings", params=question).json()["items"]] == [2]
    assert client.delete("/v1/documents/second").status_code == 204
    assert [fact["sources"] for fact in client.get("/v1/meetings", params=question).json()["items"]] == [1]
    assert client.delete("/v1/documents/first").status_code == 204
    assert client.get("/v1/meetings").json()["items"] == []
    assert client.get("/v1/documents/first").json()["code"] == "document-not-found"


def test_a_web_page_gives_its_article_title_and_date(client: httpx.Client) -> None:
    document = post(client, html=PAGE).json()
    assert (document["title"], document["published_at"]) == ("Talks in Paris", "2019-12-09")
    assert "Home" not in client.get(f"/v1/documents/{document['id']}").json()["text"]


def test_another_language_is_stored_and_left_unread(client: httpx.Client) -> None:
    document = post(client, text="Les présidents se sont rencontrés jeudi à Paris pour discuter de la paix.").json()
    assert (document["state"], document["language"], document["facts"]) == ("unread", "fr", [])
    assert "fr" in document["reason"]
    found = client.post("/v1/extract", json={"text": "Президенты двух стран встретились в Париже."}).json()
    assert (found["language"], found["facts"]) == ("ru", [])
    assert "ru" in found["reason"]


def test_a_text_that_cannot_be_read_is_kept_and_says_why(client: httpx.Client) -> None:
    answer = post(client, text="This text is unreadable.")
    assert answer.status_code == 201
    assert answer.json()["state"] == "failed"
    assert answer.json()["reason"] == "RuntimeError: this text cannot be read"


def test_extract_stores_nothing(client: httpx.Client) -> None:
    found = client.post("/v1/extract", json={"text": TEXT}).json()
    assert {entity["name"] for entity in found["entities"]} >= {"Volodymyr Zelensky", "Vladimir Putin", "Paris"}
    assert [fact["kind"] for fact in found["facts"]] == ["meeting"]
    assert found["facts"][0]["evidence"][0]["quote"] == TEXT
    assert client.get("/v1/documents").json()["items"] == []


@pytest.mark.parametrize(
    ("body", "status", "code", "word"),
    [
        ({}, 422, "invalid-document", "either"),
        ({"text": "a", "html": "b"}, 422, "invalid-document", "either"),
        ({"text": ""}, 422, "no-text", "no text"),
        ({"text": " \n\t"}, 422, "no-text", "no text"),
        ({"html": "<html><body></body></html>"}, 422, "no-text", "this page"),
        ({"text": 5}, 422, "invalid-request", "text"),
        ({"text": "a\0b"}, 422, "invalid-request", "NUL"),
        ({"text": "a", "title": "b\0"}, 422, "invalid-request", "title"),
        ({"text": "a", "published_at": "2019-13-45"}, 422, "invalid-request", "published_at"),
        ({"text": "a", "published_at": "last Tuesday"}, 422, "invalid-request", "published_at"),
        ({"text": "a", "published_at": 20191210}, 422, "invalid-request", "published_at"),
        ({"text": "a", "colour": "red"}, 422, "invalid-request", "unknown field"),
        ({"text": "x" * 1_000_001}, 413, "text-too-large", "1000000"),
        ({"text": "x" * 20_000_000}, 413, "body-too-large", "bytes"),
    ],
)
def test_a_bad_document_is_refused(news: httpx.Client, body: dict[str, Any], status: int, code: str, word: str) -> None:
    for path in ("/v1/documents", "/v1/extract"):
        answer = news.post(path, json=body)
        assert answer.status_code == status
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == code
        assert word in answer.json()["detail"]


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b'"text"', b"[]", b'{"text": "\\ud800"}'])
def test_a_body_that_is_no_document_is_refused(news: httpx.Client, content: bytes) -> None:
    before = news.get("/v1/documents").json()
    answer = news.post("/v1/documents", content=content, headers={"Content-Type": "application/json"})
    assert answer.json()["status"] == answer.status_code
    assert answer.status_code in (400, 422)
    assert news.get("/v1/documents").json() == before


def test_a_body_without_a_length_is_limited_too(news: httpx.Client) -> None:
    pieces = (b"x" * 1_000_000 for _ in range(6))
    answer = news.post("/v1/documents", content=pieces)
    assert answer.json()["code"] == "body-too-large"


def test_a_document_that_failed_is_read_again_when_it_is_posted_again(
    client: httpx.Client, sentence_reader: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("out of ink")

    with monkeypatch.context() as patched:
        patched.setattr(type(sentence_reader), "read", broken)
        first = post(client, text=TEXT, external_id="x1")
    assert (first.status_code, first.json()["state"], first.json()["reason"]) == (201, "failed", "RuntimeError: out of ink")
    again = post(client, text=TEXT, external_id="x1")
    assert (again.status_code, again.json()["state"], again.json()["reason"]) == (200, "read", None)
    assert len(again.json()["facts"]) == 1


def test_a_document_tells_of_its_copies(client: httpx.Client) -> None:
    text = "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09."
    days = ("2019-12-10", "2019-12-11")
    first, second = (client.post("/v1/documents", json={"text": text, "published_at": day}).json()["id"] for day in days)
    other = client.post("/v1/documents", json={"text": "Emmanuel Macron met Anna Kovač on 2023-03-01."}).json()["id"]
    copies = {key: client.get(f"/v1/documents/{key}").json()["copies"] for key in (first, second, other)}
    assert copies == {first: [second], second: [first], other: []}
