"""Killing the program in the middle of its work loses nothing and doubles nothing."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from graph.database import migrate, open_engine, read_sessions
from graph.tables import Claim, Document, Fact
from tests.app.programs import PATIENCE, free_port, states

pytestmark = pytest.mark.slow

NUMBER = 48
"""More than two processes read at once."""
SETTINGS = {"BACKCHANNEL_PROCESSES": "2", "BACKCHANNEL_LEASE_SECONDS": "2"}
"""Leases that end soon after a kill."""
PADDING = "The weather in the city was fine and the streets were quiet all day long. " * 8
"""Makes reading slow enough to be interrupted."""


def report(number: int) -> dict[str, str]:
    """A report of a meeting that no other report tells of."""
    day = f"March {number % 28 + 1}, {1990 + number}"
    text = f"French President Emmanuel Macron met German Chancellor Angela Merkel in Paris on {day}."
    return {"external_id": f"report-{number}", "published_at": "2040-01-01", "text": f"{text}\n\n{PADDING}"}


@pytest.fixture
def news(tmp_path: Path) -> Path:
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(report(number)) + "\n" for number in range(NUMBER)))
    return path


@contextlib.contextmanager
def backchannel(url: str, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    """The real program, killed at the end if it still runs."""
    command = [sys.executable, "-m", "app", *arguments]
    environment = {**os.environ, **SETTINGS, "BACKCHANNEL_DATABASE_URL": url}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def wait_until(happened: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    """Wait for something while `process` works."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        assert process.poll() is None, f"it ended too early: {process.communicate()}"
        assert time.monotonic() < deadline, "it took too long"
        time.sleep(0.1)


def is_under_way(url: str) -> bool:
    """Whether some document has been taken in hand."""
    engine = open_engine(url)
    try:
        with read_sessions(engine).begin() as session:
            return session.scalar(select(Document.id).where(Document.attempts > 0).limit(1)) is not None
    except SQLAlchemyError:
        return False
    finally:
        engine.dispose()


def assert_read_exactly_once(url: str, number: int) -> None:
    """Every report is there once, with the claims of one reading, and every meeting is one fact."""
    engine = open_engine(url)
    with read_sessions(engine).begin() as session:
        unread = session.execute(
            select(Document.external_id, Document.state, Document.reason).where(Document.state != "read")
        ).all()
        ids = session.scalars(select(Document.external_id)).all()
        claims = session.execute(select(Claim.document_id, func.count()).group_by(Claim.document_id)).all()
        meetings = session.scalar(select(func.count()).select_from(Fact).where(Fact.kind == "meeting"))
    engine.dispose()
    assert unread == []
    assert sorted(filter(None, ids)) == sorted(report(n)["external_id"] for n in range(number))
    assert len(claims) == number
    assert len({count for _, count in claims}) == 1, "some document was read more often than others"
    assert meetings == number


def kill(process: subprocess.Popen[str]) -> None:
    process.send_signal(signal.SIGKILL)
    assert process.wait(10) == -signal.SIGKILL


def test_ingest_killed_and_run_again_reads_every_document_once(database_url: str, news: Path) -> None:
    engine = open_engine(database_url)
    migrate(engine)
    engine.dispose()
    with backchannel(database_url, "ingest", str(news)) as first:
        wait_until(lambda: is_under_way(database_url), first)
        kill(first)
    assert states(database_url).get("read", 0) < NUMBER, "it was over before it was killed"
    with backchannel(database_url, "ingest", str(news)) as second:
        output, errors = second.communicate(timeout=PATIENCE)
        assert second.returncode == 0, errors
    assert "0 failed" in output
    assert_read_exactly_once(database_url, NUMBER)


def test_a_server_killed_and_started_again_has_all_that_it_acknowledged(sqlite_url: str) -> None:
    port = free_port()
    address = f"http://127.0.0.1:{port}"

    def ready() -> bool:
        try:
            return httpx.get(f"{address}/readyz").status_code == 200
        except httpx.TransportError:
            return False

    acknowledged = []
    with backchannel(sqlite_url, "serve", "--port", str(port)) as server:
        wait_until(ready, server)
        for number in range(5):
            acknowledged.append(httpx.post(f"{address}/v1/documents", json=report(number), timeout=PATIENCE).json()["id"])
        with pytest.raises(httpx.TimeoutException):
            httpx.post(f"{address}/v1/documents", json=report(5), timeout=0.001)
        kill(server)
    with backchannel(sqlite_url, "serve", "--port", str(port)) as server:
        wait_until(ready, server)
        listed = {row["id"] for row in httpx.get(f"{address}/v1/documents?limit=200").json()["items"]}
        assert set(acknowledged) <= listed
        answers = [httpx.post(f"{address}/v1/documents", json=report(number), timeout=PATIENCE) for number in range(8)]
        assert [answer.status_code for answer in answers[:5]] == [200] * 5
        kill(server)
    assert_read_exactly_once(sqlite_url, 8)
