"""What one request may ask for and how long it may take; and the headers that every answer carries."""

import datetime as dt
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import httpx
import pytest

from app.reading import Reader
from app.settings import Settings
from graph.database import migrate, open_engine
from graph.vocabulary import Reading
from tests.app.conftest import serving

TEXT = {"text": "Volodymyr Zelensky met Vladimir Putin."}
Serve = Callable[..., httpx.Client]


@pytest.fixture
def serve(sqlite_url: str, sentence_reader: Reader) -> Iterator[Serve]:
    """Starts the service with the settings given."""
    engine = open_engine(sqlite_url)
    migrate(engine)
    engine.dispose()
    with ExitStack() as stack:
        yield lambda reader=sentence_reader, **given: stack.enter_context(
            serving(Settings(database_url=sqlite_url, **given), reader)
        )


class HeldReader:
    """Reads nothing until it is let go."""

    def __init__(self) -> None:
        self.began, self.go = threading.Semaphore(0), threading.Event()

    def read(self, text: str, published_at: dt.date | None) -> Reading:
        self.began.release()
        assert self.go.wait(30)
        return Reading((), ())


def code(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_a_body_may_be_as_long_as_set(serve: Serve) -> None:
    client = serve(max_body_bytes=100)
    assert client.post("/v1/extract", json=TEXT).status_code == 200
    assert code(client.post("/v1/extract", json={"text": "x" * 200})) == (413, "body-too-large")
    assert client.post("/v1/extract", content=b"x" * 90 + b" " * 10).status_code == 422


@pytest.mark.parametrize("query", ["participant=" + "x" * 300, "&".join(["participant=x"] * 11)])
def test_a_query_may_be_as_long_as_set(serve: Serve, query: str) -> None:
    client = serve(max_query_bytes=300, max_query_values=10)
    assert code(client.get(f"/v1/meetings?{query}")) == (422, "query-too-long")


@pytest.mark.parametrize(
    ("setting", "path", "most"),
    [
        ("max_items", "/v1/meetings?limit=", 7),
        ("max_items", "/v1/network?entity=Macron&limit=", 7),
        ("max_paths", "/v1/paths?source=Macron&target=Putin&k=", 2),
        ("max_hops", "/v1/paths?source=Macron&target=Putin&max_hops=", 2),
        ("max_hops", "/v1/network?entity=Macron&hops=", 2),
        ("deadline_s", "/v1/paths?source=Macron&target=Putin&deadline_ms=", 2),
    ],
)
def test_what_a_query_may_ask_for_is_set(serve: Serve, setting: str, path: str, most: int) -> None:
    client = serve(**{setting: most})
    unit = 1000 if setting == "deadline_s" else 1
    answer = client.get(f"{path}{unit * (most + 1)}")
    assert code(answer) == (422, "limit-exceeded")
    assert answer.json()["limit"] == unit * most
    assert client.get(f"{path}{unit * most}").status_code in (200, 404)


@pytest.mark.parametrize("value", ["9" * 5000, "-1", "1e9", "٣", "0x10", "NaN", ""])
def test_a_strange_number_is_an_invalid_request(serve: Serve, value: str) -> None:
    assert serve().get("/v1/meetings", params={"limit": value}).status_code == 422


def test_heavy_requests_wait_for_their_turn_and_are_told_if_it_does_not_come(serve: Serve) -> None:
    reader = HeldReader()
    client = serve(reader, max_heavy=1, heavy_wait_s=0.05)
    with ThreadPoolExecutor() as threads:
        first = threads.submit(client.post, "/v1/extract", json=TEXT)
        assert reader.began.acquire(timeout=10)
        second = client.post("/v1/extract", json=TEXT)
        assert code(second) == (503, "busy")
        assert second.headers["retry-after"] == "1"
        assert client.get("/v1/meetings").status_code == 200, "light requests are not kept waiting"
        reader.go.set()
        assert first.result().status_code == 200
    assert client.post("/v1/extract", json=TEXT).status_code == 200


def test_no_caller_waits_longer_than_the_deadline_and_what_was_begun_keeps_its_slot(serve: Serve) -> None:
    reader = HeldReader()
    client = serve(reader, max_heavy=1, heavy_wait_s=0.05, deadline_s=0.3)
    late = client.post("/v1/extract", json=TEXT)
    assert code(late) == (503, "deadline-exceeded")
    assert "retry-after" in late.headers
    assert code(client.post("/v1/extract", json=TEXT)) == (503, "busy")
    reader.go.set()
    deadline = dt.datetime.now() + dt.timedelta(seconds=10)
    while client.post("/v1/extract", json=TEXT).status_code == 503:
        assert dt.datetime.now() < deadline


def test_a_document_whose_reading_is_late_is_kept(serve: Serve) -> None:
    reader = HeldReader()
    client = serve(reader, deadline_s=0.3)
    late = client.post("/v1/documents", json={**TEXT, "external_id": "late"})
    assert code(late) == (503, "deadline-exceeded")
    assert client.get("/v1/documents/late").json()["state"] == "pending"
    reader.go.set()


def test_every_answer_tells_the_browser_to_do_no_more_than_is_meant(serve: Serve) -> None:
    client = serve()
    for path in ("/", "/docs", "/healthz", "/v1/meetings", "/v1/nothing", "/openapi.json", "/static/swagger-ui.css"):
        headers = client.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "no-referrer"
        policy = headers["content-security-policy"]
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-eval" not in policy
        assert "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
    assert client.get("/v1/meetings").headers["content-security-policy"].startswith("default-src 'none'")
    assert client.get("/v1/meetings").headers["cache-control"] == "private, no-cache"


def test_other_sites_may_not_read_unless_set(serve: Serve) -> None:
    origin = {"Origin": "https://example.org"}
    asking = {**origin, "Access-Control-Request-Method": "GET"}
    assert "access-control-allow-origin" not in serve().get("/v1/meetings", headers=origin).headers
    client = serve(cors_origins="https://example.org, https://example.net")
    answer = client.get("/v1/meetings", headers=origin)
    assert answer.headers["access-control-allow-origin"] == "https://example.org"
    assert "RateLimit" in answer.headers["access-control-expose-headers"]
    assert client.options("/v1/meetings", headers=asking).status_code == 200
    other = client.options("/v1/meetings", headers={**asking, "Origin": "https://evil.example"})
    assert (other.status_code, other.headers.get("access-control-allow-origin")) == (400, None)
    assert client.post("/v1/documents", json=TEXT, headers=origin).status_code == 201


@pytest.mark.parametrize("host", ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "", "[::2]", "localhost.", "é"])
def test_on_this_machine_only_its_own_names_are_answered(serve: Serve, host: str) -> None:
    """A page of another site may have its own name lead here (DNS rebinding)."""
    answer = serve().get("/v1/meetings", headers={b"Host": host.encode()})
    assert code(answer) == (421, "host-not-allowed")


def test_names_that_are_answered_can_be_set(serve: Serve) -> None:
    client = serve(allowed_hosts="news.example.org, api.example.org")
    assert client.get("/v1/meetings", headers={"Host": "API.example.org:8443"}).status_code == 200
    assert code(client.get("/v1/meetings")) == (421, "host-not-allowed")
    assert serve(host="0.0.0.0", access="open").get("/v1/meetings", headers={"Host": "any.example"}).status_code == 200


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:1", "[::1]:8000", "LOCALHOST"])
def test_this_machine_has_several_names(serve: Serve, host: str) -> None:
    assert serve().get("/healthz", headers={"Host": host}).status_code == 200
