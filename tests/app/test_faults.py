"""Real processes killed, a database stopped, a full disk, documents that crash or hang their reader: no document is lost,
none is read twice, none waits for ever, and `readyz` tells the truth meanwhile. `--full` kills fifty times in 2,000 documents.
"""

import json
import os
import random
import resource
import shlex
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from graph.database import migrate, open_engine
from tests.app.programs import (
    SCRIPTED,
    Program,
    Server,
    assert_each_read_once,
    ndjson,
    report,
    running,
    states,
    until,
)
from tests.conftest import postgres_binaries

pytestmark = pytest.mark.slow


@pytest.fixture
def migrated(database_url: str) -> str:
    _migrate(database_url)
    return database_url


def _migrate(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()


def send(server: Server, number: int) -> Any:
    """Send all reports, again and again until they are accepted; a server that is gone is waited for."""

    def accepted() -> Any:
        answer = server.ask("POST", "/v1/documents:bulk", content=ndjson([report(n) for n in range(number)]))
        return answer.json() if answer is not None and answer.status_code == 202 else None

    return until(accepted)


def test_killed_at_any_moment_each_document_is_read_once(migrated: str, request: pytest.FixtureRequest) -> None:
    number, kills = (2000, 50) if request.config.getoption("--full", default=False) else (150, 4)
    server, worker = Server(migrated), Program(migrated, ("worker",))
    chance = random.Random(number)
    with running(server, worker):
        until(server.is_ready)
        send(server, number)
        for kill in range(kills):
            time.sleep(chance.uniform(0.05, 0.6))
            victim = ("reader", "worker", "server")[kill % 3]
            if victim == "reader":
                for pid in chance.sample(readers := [*server.readers(), *worker.readers()], min(1, len(readers))):
                    os.kill(pid, signal.SIGKILL)
            else:
                program = server if victim == "server" else worker
                program.kill()
                assert victim != "server" or server.readiness() is None
                program.start()
        until(lambda: states(migrated) == {"read": number}, lambda: (states(migrated), server.readiness()))
        until(server.is_ready, server.readiness)
        assert (server.readiness() or {})["pending"] == 0
    assert_each_read_once(migrated, number)


def test_a_server_killed_while_lines_come_in_has_them_all_once_they_are_sent_again(sqlite_url: str) -> None:
    _migrate(sqlite_url)
    server = Server(sqlite_url)
    number = 600
    with running(server):
        until(server.is_ready)

        def halves() -> Any:
            yield ndjson([report(n) for n in range(number // 2)]).encode()
            until(lambda: states(sqlite_url))
            server.kill()
            yield b""

        assert server.ask("POST", "/v1/documents:bulk", content=halves()) is None
        server.start()
        job = send(server, number)
        assert job["counts"]["known"] > 0
        until(lambda: states(sqlite_url) == {"read": number}, lambda: states(sqlite_url))
    assert_each_read_once(sqlite_url, number)


def test_postgresql_stopped_and_started_under_load(postgres_url: str) -> None:
    _migrate(postgres_url)
    server = Server(postgres_url)
    number = 150
    stop, start = _switches(postgres_url)
    with running(server):
        until(server.is_ready)
        send(server, number)
        until(lambda: states(postgres_url).get("read"))
        stop()
        try:
            down = until(lambda: (found := server.readiness()) and found["code"] == 503 and found)
            assert down["database"] is False
            refused = server.ask("POST", "/v1/documents", json=report(number))
            assert refused is not None
            assert (refused.status_code, refused.json()["code"]) == (503, "database-unavailable")
        finally:
            start()
        until(lambda: states(postgres_url) == {"read": number}, lambda: (states(postgres_url), server.readiness()))
        until(server.is_ready, server.readiness)
    assert_each_read_once(postgres_url, number)


def _switches(url: str) -> tuple[Callable[[], None], Callable[[], None]]:
    """What stops the server of a database at once, and what starts it again as it was."""
    engine = open_engine(url)
    with engine.connect() as connection:
        data = Path(connection.scalar(text("SHOW data_directory")) or "")
    engine.dispose()
    binaries = postgres_binaries()
    assert binaries is not None
    options = shlex.join(shlex.split((data / "postmaster.opts").read_text())[1:])
    owner = data.stat().st_uid

    def call(*arguments: str) -> None:
        command = [str(binaries / "pg_ctl"), "-D", str(data), "-w", *arguments]
        quiet = subprocess.DEVNULL
        subprocess.run(command, user=owner, cwd=data, stdout=quiet, stderr=quiet, timeout=120, check=True)

    return lambda: call("-m", "immediate", "stop"), lambda: call("-o", options, "start")


def test_a_full_disk_is_told_of_and_what_did_not_fit_is_taken_once_it_does(sqlite_url: str) -> None:
    _migrate(sqlite_url)
    server = Server(sqlite_url, BACKCHANNEL_IMAGE_FOLDER=str(Path(sqlite_url.removeprefix("sqlite:///")).parent))
    number = 400
    size = Path(sqlite_url.removeprefix("sqlite:///")).stat().st_size
    with running(server):
        until(server.is_ready)
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (size // 4, resource.RLIM_INFINITY))  # the log is a file of its own
        full = until(lambda: server.ask("POST", "/v1/documents:bulk", content=ndjson([report(n) for n in range(number)])))
        assert (full.status_code, full.json()["code"]) == (503, "database-unavailable")
        resource.prlimit(server.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        send(server, number)
        until(lambda: states(sqlite_url) == {"read": number}, lambda: (states(sqlite_url), server.readiness()))
        until(server.is_ready, server.readiness)
    assert_each_read_once(sqlite_url, number)


def test_documents_that_crash_or_hang_the_reader_are_set_aside_and_the_rest_is_read(sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "news.jsonl"
    poison = [{"text": "Crash.", "language": "en"}, {"text": "Hang.", "language": "en"}]
    number = 20
    file.write_text(ndjson([*poison, *(report(n) for n in range(number))]))
    ingest = Program(sqlite_url, ("ingest", "--json", str(file)), {**SCRIPTED, "BACKCHANNEL_SECONDS_PER_DOCUMENT": "1"})
    with running(ingest):
        output, errors = ingest.end()
    summary = json.loads(output)
    assert (summary["read"], len(summary["failed"])) == (number, 2), errors
    assert summary["failed"] == [
        {"where": f"{file}:1", "reason": "the reader process ended (signal 11)"},
        {"where": f"{file}:2", "reason": "reading took longer than 1 s"},
    ]


def test_two_who_ingest_the_same_file_at_once_read_each_document_once(migrated: str, tmp_path: Path) -> None:
    number = 250
    file = tmp_path / "news.jsonl"
    file.write_text(ndjson([report(n) for n in range(number)]))
    both = [Program(migrated, ("ingest", "--json", str(file))) for _ in range(2)]
    with running(*both):
        summaries = [json.loads(ingest.end()[0]) for ingest in both]
    assert [summary["read"] + summary["known"] for summary in summaries] == [number, number]
    assert sum(summary["read"] for summary in summaries) == number
    assert [summary["failed"] for summary in summaries] == [[], []]
    assert_each_read_once(migrated, number)
