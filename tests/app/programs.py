"""The real program in processes of its own, for tests that kill it, and what must be true of its database afterwards."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any

import httpx
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from graph.database import open_engine, read_sessions
from graph.tables import Claim, Document, Fact

PATIENCE = 300.0
"""Seconds; a machine may have much to do besides."""
SCRIPTED = {"BACKCHANNEL_READER": "tests.app.scripted:load", "BACKCHANNEL_PROCESSES": "2", "BACKCHANNEL_LEASE_SECONDS": "1"}
"""A reader that loads at once, and leases that end soon."""


def until(happened: Callable[[], Any], told: Callable[[], object] = str) -> Any:
    """Wait until something is true; what it is. `told` says how things stand if it never is."""
    deadline = time.monotonic() + PATIENCE
    while not (found := happened()):
        assert time.monotonic() < deadline, f"it took too long: {told()}"
        time.sleep(0.05)
    return found


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class Program:
    """One command of the program, which can be killed and started again."""

    url: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=lambda: SCRIPTED)
    process: subprocess.Popen[bytes] | None = None
    printed: tuple[IO[bytes], IO[bytes]] = field(default_factory=lambda: (TemporaryFile(), TemporaryFile()))  # noqa: SIM115
    """Standard output and error: files, since a pipe that nobody reads stops who writes into it."""

    def start(self, **options: Any) -> "Program":
        environment = {**os.environ, "OMP_NUM_THREADS": "1", **self.environment, "BACKCHANNEL_DATABASE_URL": self.url}
        command = [sys.executable, "-m", "app", *self.arguments]
        self.process = subprocess.Popen(command, env=environment, stdout=self.printed[0], stderr=self.printed[1], **options)
        return self

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    def kill(self) -> None:
        """SIGKILL: it can do nothing about it."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(30)

    def end(self) -> tuple[str, str]:
        """Wait for it; what it printed."""
        assert self.process is not None
        self.process.wait(PATIENCE)
        for file in self.printed:
            file.seek(0)
        return self.printed[0].read().decode(), self.printed[1].read().decode()

    def readers(self) -> list[int]:
        """The processes that read for it."""
        found = []
        for entry in Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                parent = entry.read_text().rpartition(")")[2].split()[1]
                if int(parent) == self.pid and b"spawn_main" in entry.with_name("cmdline").read_bytes():
                    found.append(int(entry.parent.name))
        return found


class Server(Program):
    """`backchannel serve` at a port of its own."""

    def __init__(self, url: str, **environment: str) -> None:
        self.port = free_port()
        quiet = {"BACKCHANNEL_RATE_LIMIT": "100000/second", "BACKCHANNEL_ANONYMOUS_RATE_LIMIT": "100000/second"}
        super().__init__(url, ("serve", "--port", str(self.port)), {**SCRIPTED, **quiet, **environment})

    def ask(self, method: str, path: str, **options: Any) -> httpx.Response | None:
        """The answer; none if nobody answers."""
        try:
            return httpx.request(method, f"http://127.0.0.1:{self.port}{path}", timeout=30, **options)
        except httpx.TransportError:
            return None

    def readiness(self) -> dict[str, Any] | None:
        """What `/readyz` says, with the status of the answer; none if nobody answers."""
        answer = self.ask("GET", "/readyz")
        return None if answer is None else {**answer.json(), "code": answer.status_code}

    def is_ready(self) -> bool:
        return (self.readiness() or {}).get("code") == 200


@contextlib.contextmanager
def running(*programs: Program) -> Iterator[None]:
    """The programs, started, and killed at the end."""
    try:
        for program in programs:
            program.start()
        yield
    finally:
        for program in programs:
            if program.process is not None and program.process.poll() is None:
                program.kill()
            for file in program.printed:
                file.close()


def report(number: int) -> dict[str, str]:
    """A document that the scripted reader takes a while to read, and that no other is like."""
    return {"external_id": f"report-{number}", "text": f"Ada{number} met Cid{number}. Slow.", "language": "en"}


def ndjson(documents: Iterator[dict[str, str]] | list[dict[str, str]]) -> str:
    return "".join(json.dumps(document) + "\n" for document in documents)


def states(url: str) -> dict[str, int]:
    """How many documents are in each state; none while the database does not answer or has no tables."""
    engine = open_engine(url)
    try:
        with read_sessions(engine).begin() as session:
            return {state: n for state, n in session.execute(select(Document.state, func.count()).group_by(Document.state))}
    except SQLAlchemyError:
        return {}
    finally:
        engine.dispose()


def assert_each_read_once(url: str, number: int) -> None:
    """Every report is there once, with the claims of one reading, and every meeting is one fact."""
    engine = open_engine(url)
    with read_sessions(engine).begin() as session:
        unread = session.execute(select(Document.external_id, Document.state, Document.reason).where(Document.state != "read"))
        ids = session.scalars(select(Document.external_id)).all()
        claims = session.execute(select(Claim.document_id, func.count()).group_by(Claim.document_id)).all()
        facts = session.scalar(select(func.count()).select_from(Fact))
        assert unread.all() == []
    engine.dispose()
    assert sorted(filter(None, ids)) == sorted(report(n)["external_id"] for n in range(number))
    assert [count for _, count in claims] == [1] * number
    assert facts == number
