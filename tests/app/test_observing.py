"""Requests under their ids: in answers, in logs, in metrics; and nothing of what was asked in any of them."""

import datetime as dt
import io
import json
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from app import logs, metrics
from graph.database import open_engine, read_sessions, sessions
from graph.find import Finder
from graph.store import NewDocument, add_document

Lines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def lines() -> Iterator[Lines]:
    """The logs of this process, as JSON, for the time of a test."""
    stream = io.StringIO()
    root, before = logging.getLogger(), list(logging.getLogger().handlers)
    level = root.level
    logs.configure("json", "debug", stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    root.handlers, root.level = before, level


def sample(client: httpx.Client, name: str, **labels: str) -> float:
    """The value of a metric; 0 where it was never counted."""
    answer = client.get("/metrics")
    assert answer.headers["content-type"] == metrics.MEDIA_TYPE
    families = text_string_to_metric_families(answer.text)
    found = (s for family in families for s in family.samples if s.name == name and labels.items() <= s.labels.items())
    return sum(s.value for s in found)


def test_a_request_has_an_id_its_own_or_the_clients(news: httpx.Client) -> None:
    first, second = (news.get("/healthz").headers["x-request-id"] for _ in range(2))
    assert first != second
    assert news.get("/healthz", headers={"X-Request-ID": "desk-42"}).headers["x-request-id"] == "desk-42"
    assert news.get("/v1/nothing", headers={"X-Request-ID": "desk-43"}).headers["x-request-id"] == "desk-43"


def test_an_id_that_could_forge_a_line_of_the_logs_is_not_taken(news: httpx.Client) -> None:
    for given in ("x" * 129, "a b", "a\tb", "", '{"forged": 1}', "é"):
        answer = news.get("/healthz", headers={b"X-Request-ID": given.encode()})
        assert len(answer.headers["x-request-id"]) == 32


def test_a_request_is_logged_by_its_route_without_what_was_asked(news: httpx.Client, lines: Lines) -> None:
    news.get("/v1/entities/Zelensky/timeline", params={"kinds": "meeting"}, headers={"X-Request-ID": "desk-44"})
    (line,) = [line for line in lines() if line.get("request_id") == "desk-44"]
    assert line["event"] == "request"
    assert (line["route"], line["status"], line["level"]) == ("/v1/entities/{entity_id}/timeline", 200, "info")
    assert "Zelensky" not in json.dumps(lines())


def test_an_error_of_ours_is_logged_by_its_place_and_without_its_words(
    news: httpx.Client, lines: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("it quotes Volodymyr Zelensky") from KeyError("Kyiv")

    monkeypatch.setattr(Finder, "follow", broken)
    answer = news.get("/v1/met?who=Nobody", headers={"X-Request-ID": "desk-45"})
    assert (answer.status_code, answer.json()["code"]) == (500, "internal-error")
    assert answer.headers["x-request-id"] == "desk-45"
    failed, request = (line for line in lines() if line.get("request_id") == "desk-45")
    assert failed["level"] == "error"
    assert failed["exception"].startswith("RuntimeError\n  ")
    assert f"{__file__}:" in failed["exception"]
    assert "caused by KeyError" in failed["exception"]
    assert (request["route"], request["status"]) == ("/v1/met", 500)
    assert "Zelensky" not in json.dumps(lines())
    assert "Kyiv" not in json.dumps(lines())


def test_an_error_with_nothing_in_hand_is_told_in_full(lines: Lines) -> None:
    try:
        raise OSError("no model is installed")
    except OSError:
        logging.getLogger("app.reading").exception("reading failed; trying again in %s seconds", 5)
    (line,) = lines()
    assert line["event"] == "reading failed; trying again in 5 seconds"
    assert line["exception"].startswith("OSError: no model is installed\n  ")


def test_logs_of_a_document_carry_its_id(lines: Lines) -> None:
    with logs.document("doc_1"):
        logging.getLogger("app.reading").warning("it is strange")
    assert [(line["document_id"], line["level"], line["logger"]) for line in lines()] == [("doc_1", "warning", "app.reading")]


def test_logs_for_people_are_text(lines: Lines) -> None:
    stream = io.StringIO()
    logs.configure("text", "info", stream)
    logging.getLogger("app").info("request", extra={"status": 200})
    logging.getLogger("app").debug("too small to tell")
    assert "request" in stream.getvalue()
    assert "status=200" in stream.getvalue()
    assert "too small" not in stream.getvalue()


def test_an_error_of_sql_does_not_show_the_values(engine: Engine) -> None:
    with pytest.raises(DBAPIError) as raised, engine.begin() as connection:
        connection.execute(text("SELECT * FROM nowhere WHERE x = :name"), {"name": "Zelensky"})
    assert "nowhere" in str(raised.value)
    assert "Zelensky" not in str(raised.value)


def test_requests_are_counted_and_timed_by_route(news: httpx.Client) -> None:
    labels = {"method": "GET", "route": "/v1/entities/{entity_id}", "status": "404"}
    before = sample(news, "backchannel_http_request_seconds_count", **labels)
    news.get("/v1/entities/Nobody")
    news.get("/v1/entities/Nobody-else")
    assert sample(news, "backchannel_http_request_seconds_count", **labels) == before + 2
    news.request("BREW", "/coffee")
    assert sample(news, "backchannel_http_request_seconds_count", method="OTHER", route="unknown") >= 1
    assert sample(news, "backchannel_http_requests_in_progress") == 1


def test_reading_and_searches_are_counted_and_timed(client: httpx.Client) -> None:
    names = ("backchannel_words_total", "backchannel_resolution_seconds_count", "backchannel_reading_seconds_count")
    before = [sample(client, name) for name in names] + [sample(client, "backchannel_documents_total", outcome="read")]
    searches = sample(client, "backchannel_path_seconds_count", search="paths")
    client.post("/v1/documents", json={"text": "Volodymyr Zelensky met Vladimir Putin in Paris."})
    client.get("/v1/paths", params={"source": "Zelensky", "target": "Putin"})
    after = [sample(client, name) for name in names] + [sample(client, "backchannel_documents_total", outcome="read")]
    assert [b - a for a, b in zip(before, after, strict=True)] == [7, 1, 1, 1]
    assert sample(client, "backchannel_path_seconds_count", search="paths") == searches + 1


def test_the_queue_is_measured_as_the_database_has_it(engine: Engine) -> None:
    def queue() -> dict[str, float]:
        families = text_string_to_metric_families(metrics.exposition(read_sessions(engine)).decode())
        return {s.name: s.value for family in families for s in family.samples if not s.labels}

    assert (queue()["backchannel_queue_documents"], queue()["backchannel_queue_age_seconds"]) == (0, 0)
    with sessions(engine).begin() as session:
        document, _ = add_document(session, NewDocument("A text."))
        document.created_at = dt.datetime.now(dt.UTC) - dt.timedelta(hours=1)
    found = queue()
    assert (found["backchannel_queue_documents"], found["backchannel_database_up"]) == (1, 1)
    assert found["backchannel_queue_age_seconds"] == pytest.approx(3600, abs=60)
    assert found["backchannel_revision"] == 1


def test_a_worker_tells_its_metrics_at_a_port_of_their_own() -> None:
    with metrics.served("127.0.0.1", 0) as port:
        assert "backchannel_words_total" in httpx.get(f"http://127.0.0.1:{port}/metrics").text
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/metrics")


def test_a_database_that_does_not_answer_is_a_metric_and_no_error(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'without-tables.db'}")
    assert b"backchannel_database_up 0.0" in metrics.exposition(read_sessions(engine))
    engine.dispose()
