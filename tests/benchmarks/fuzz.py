"""Asks the API everything that its description allows, and much that it does not: `make fuzz`.

Schemathesis sends cases made from the OpenAPI document to a service with news in it that asks for keys, follows the links
between operations, and holds each answer against all its checks: no server error, no status, header or body that is not
described, nothing invalid taken and nothing valid refused, no way around the keys. On SQLite and on PostgreSQL.
"""

import argparse
import contextlib
import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from app.guard.keys import make_key
from app.guard.marks import Scope
from app.settings import Settings
from graph.database import migrate, open_engine, sessions
from tests.app.conftest import SentenceReader, serving, tell
from tests.conftest import postgres_binaries, running_postgres

CASES = 10_000
"""Cases that a full run has to reach, on each database."""
EXAMPLES = 200
"""Cases made for each operation at most, in each way of making them."""
HERE = Path(__file__).parent
OFTEN = "1000000/second"


@dataclass(frozen=True)
class Outcome:
    """How a run ended, how many cases it sent, and what it printed."""

    passed: bool
    cases: int
    output: str


@contextlib.contextmanager
def closed_service(database_url: str) -> Iterator[tuple[str, str]]:
    """A service with news that asks for keys: its URL, and a key that may do everything."""
    engine = open_engine(database_url)
    migrate(engine)
    with sessions(engine).begin() as session:
        key = make_key(session, "fuzz", list(Scope), rate=OFTEN).secret
    engine.dispose()
    settings = Settings(database_url=database_url, access="keys", anonymous_rate_limit=OFTEN)
    with serving(settings, SentenceReader()) as client:
        client.headers["X-API-Key"] = key
        tell(client)
        yield str(client.base_url).rstrip("/"), key


def fuzz(database_url: str, *options: str) -> Outcome:
    """Send cases to a service on a fresh database."""
    with tempfile.TemporaryDirectory() as folder, closed_service(database_url) as (url, key):
        report = Path(folder) / "report.json"
        program = str(Path(sys.executable).parent / "schemathesis")
        command = [program, "--config-file", str(HERE / "schemathesis.toml"), "run", f"{url}/openapi.json"]
        command += ["--report-json-path", str(report), "--no-color", "--no-shrink", "--warnings", "off", *options]
        environment = os.environ | {"FUZZ_KEY": key, "FUZZ_HOOKS": str(HERE / "fuzz_hooks.py")}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        counts = json.loads(report.read_text())["test_cases"] if report.exists() else {}
    return Outcome(done.returncode == 0, int(counts.get("generated", 0)), done.stdout + done.stderr)


@contextlib.contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        with tempfile.TemporaryDirectory() as folder:
            yield f"sqlite:///{folder}/fuzz.db"
    else:
        binaries = postgres_binaries()
        assert binaries is not None, "there is no PostgreSQL on this machine"
        with running_postgres(binaries) as server:
            yield f"{server}/postgres"


def main() -> int:
    """Run on each database, tell, and judge."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--database", choices=["sqlite", "postgres"], action="append")
    options.add_argument("--examples", type=int, default=EXAMPLES)
    options.add_argument("--cases", type=int, default=CASES, help="cases that a run has to reach")
    given = options.parse_args()
    logging.disable(logging.INFO)  # the server is in this process, and would tell of every case
    failed = False
    for kind in given.database or ["sqlite", "postgres"]:
        with _database(kind) as url:
            found = fuzz(url, "--max-examples", str(given.examples))
        good = found.passed and found.cases >= given.cases
        failed |= not good
        print(found.output if not good else "", f"{kind}: {found.cases} cases, {'passed' if good else 'failed'}", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
