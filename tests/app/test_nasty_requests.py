"""Requests made to do harm: pages that take for ever, half characters, injected SQL and headers. All are told off or read."""

import contextlib
import json
import logging
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest

from app.guard.keys import make_key
from app.guard.marks import Scope
from app.reading import Reader
from app.settings import Settings
from graph.database import migrate, open_engine, sessions
from tests.app.conftest import serving

NEWS = "<p>French President Emmanuel Macron met German Chancellor Olaf Scholz in Berlin on Tuesday to talk about Ukraine.</p>"
BOMBS = {
    "nested": "<div>" * 50_000 + NEWS,
    "nested tables": "<table><tr><td>" * 3_000 + NEWS,
    "billion laughs": "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY a{i} '{f'&a{i - 1 if i > 1 else str()};' * 10}'>" for i in range(1, 9))
    + "]><p>&a8;</p>"
    + NEWS,
    "a file of the machine": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><p>&e;</p>" + NEWS,
    "attributes": "<p " + " ".join(f"a{i}=1" for i in range(50_000)) + ">" + NEWS,
    "unclosed": "<" * 40_000 + NEWS,
    "comments": "<!--" * 20_000 + NEWS,
    "list items": "<li>x" * 20_000 + NEWS,
    "lines": "<br>" * 10_000 + NEWS,
    "half characters": "<p>&#xD800;&#0;&#x110000;</p>" + NEWS,
    "scripts": "<script>" + "a" * 200_000 + "</script>" + NEWS,
}
QUICK = 20
"""Seconds, far more than any of these takes where nothing is quadratic."""
INJECTIONS = [
    "' OR '1'='1",
    "'; DROP TABLE documents; --",
    '" OR ""="',
    "%' UNION SELECT digest FROM api_keys --",
    "\\",
    "%",
    "_",
    "*",
]


@pytest.mark.parametrize("name", BOMBS)
def test_a_page_that_would_take_for_ever_is_read_or_refused_at_once(news: httpx.Client, name: str) -> None:
    started = time.process_time()
    answer = news.post("/v1/extract", json={"html": BOMBS[name]})
    assert answer.status_code in (200, 422), answer.text
    assert time.process_time() - started < QUICK
    assert "root:" not in answer.text
    assert "hahaha" not in answer.text


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"text": ' * 50_000,
        b'{"text": "' + b"\\ud800" + b'"}',
        b'{"text": "\xff"}',
        b'{"text": "a\\u0000b"}',
        b'{"text": 1e999999}',
        b'{"text": "x", "published_at": 99999999999999999999}',
        b'{"text": "x", "published_at": "-1000000-01-01"}',
        b'{"text": "x", "text": null}',
        b"null",
        b"",
        b'{"text": NaN}',
        b'{"__proto__": {"text": "x"}}',
        b"\xef\xbb\xbf{}",
    ],
    ids=lambda body: repr(body[:24]),
)
def test_a_nasty_body_is_a_problem(news: httpx.Client, body: bytes) -> None:
    for path in ("/v1/extract", "/v1/documents"):
        answer = news.post(path, content=body, headers={"Content-Type": "application/json"})
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.status_code in (400, 422), answer.text
        json.loads(answer.content)


@pytest.mark.parametrize("words", INJECTIONS)
def test_injected_sql_is_taken_for_the_words_that_it_is(news: httpx.Client, words: str) -> None:
    before = news.get("/v1/documents").json()
    quoted = words.replace("/", "")
    for path in (f"/v1/entities/{quoted}", f"/v1/facts/{quoted}", f"/v1/documents/{quoted}"):
        assert news.get(path).status_code == 404
    assert news.delete(f"/v1/documents/{quoted}").status_code == 404
    assert news.get("/v1/met", params={"who": words}).status_code == 404
    for name in ("topic",):
        assert news.get("/v1/positions", params={name: words}).json()["items"] == []
    for name in ("source", "external_id"):
        assert news.get("/v1/documents", params={name: words}).json()["items"] == []
    listed = news.get("/v1/entities", params={"q": words})
    assert listed.status_code == 200
    assert "digest" not in listed.text
    assert news.get("/v1/documents").json() == before


def raw(client: httpx.Client, request: bytes) -> bytes:
    """What the server answers to bytes as they are."""
    url = client.base_url
    address = (url.host, url.port or 80)
    with contextlib.suppress(OSError), socket.create_connection(address, timeout=10) as connection:
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        return b"".join(iter(lambda: connection.recv(65_536), b""))
    return b""  # it hangs up on what is too long


@pytest.mark.parametrize(
    "request_",
    [
        b"GET /v1/meetings HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        b"GET /v1/meetings HTTP/1.1\r\nHost : localhost\r\n\r\n",
        b"GET /v1/meetings HTTP/1.1\r\nHost: localhost\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /v1/meetings HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    ],
    ids=lambda request: repr(request[:60]),
)
def test_a_request_that_is_not_http_is_refused(news: httpx.Client, request_: bytes) -> None:
    answer = raw(news, request_)
    assert not answer or answer.startswith(b"HTTP/1.1 400")
    assert news.get("/healthz").status_code == 200


def test_a_request_hidden_in_another_is_not_answered(news: httpx.Client) -> None:
    hidden = b"GET /v1/audit HTTP/1.1\r\nHost: localhost\r\n\r\n"
    start = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    assert b"items" not in raw(news, start % len(hidden) + hidden)


def test_nothing_that_is_sent_becomes_a_header(news: httpx.Client) -> None:
    for path in ("/v1/met?who=a%0d%0aSet-Cookie:%20x=1", "/v1/entities/a%0d%0aX-Evil:%201", "/v1/%0d%0aX-Evil:%201"):
        answer = news.get(path)
        assert not {"set-cookie", "x-evil"} & set(answer.headers)
    for header in ("X-HTTP-Method-Override", "X-Original-URL", "X-Rewrite-URL"):
        assert news.get("/v1/meetings", headers={header: "/v1/audit"}).json() == news.get("/v1/meetings").json()
    assert news.get("//evil.example/v1/meetings").headers.get("location", "/").startswith("/")
    for path in ("/static/../app/settings.py", "/static/..%2f..%2fpyproject.toml", "/explorer/..%2f..%2fpyproject.toml"):
        assert news.get(path).status_code == 404


@pytest.fixture
def serve(sqlite_url: str, sentence_reader: Reader) -> Iterator[Callable[..., httpx.Client]]:
    with ExitStack() as stack:
        yield lambda **given: stack.enter_context(serving(Settings(database_url=sqlite_url, **given), sentence_reader))


def test_a_key_is_never_logged_nor_answered(
    serve: Callable[..., httpx.Client], sqlite_url: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    engine = open_engine(sqlite_url)
    migrate(engine)
    with sessions(engine).begin() as session:
        made = make_key(session, "logged", list(Scope))
    engine.dispose()
    said = []
    with caplog.at_level(logging.DEBUG):
        client = serve(access="keys")
        for headers in (
            {"Authorization": f"Bearer {made.secret}"},
            {"X-API-Key": made.secret},
            {"X-API-Key": made.secret[:-1] + "!"},
        ):
            for method, path in (
                ("GET", "/v1/meetings"),
                ("GET", "/v1/audit"),
                ("GET", "/v1/nothing"),
                ("POST", "/v1/documents"),
            ):
                said.append(
                    client.request(method, path, headers=headers, json={"text": "unreadable"} if method == "POST" else None).text
                )
    told = caplog.text + "".join(capfd.readouterr()) + "".join(said)
    assert made.secret[17:40] not in told
    assert made.stored.digest not in told


def test_the_password_of_the_database_is_not_shown() -> None:
    settings = Settings(database_url="postgresql://someone:hunter2@localhost/name")
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in str(settings)
