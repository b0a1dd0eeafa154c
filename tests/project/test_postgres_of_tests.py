"""The PostgreSQL server that the tests start does not outlive them, however they end."""

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

STARTED = """
import sys
from tests.conftest import postgres_binaries, running_postgres
with running_postgres(postgres_binaries()) as url:
    print(url, flush=True)
    sys.stdin.read()
"""
PATIENCE = 60
"""Seconds within which the server must be gone."""


def answers(url: str) -> bool:
    with contextlib.suppress(psycopg.OperationalError), psycopg.connect(f"{url}/postgres".replace("+psycopg", "")):
        return True
    return False


@pytest.mark.usefixtures("postgres_server")
def test_a_server_ends_when_the_tests_are_killed() -> None:
    command = [sys.executable, "-c", STARTED]
    root = Path(__file__).parents[2]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=root) as tests:
        assert tests.stdout
        url = tests.stdout.readline().strip()
        assert answers(url)
        tests.kill()
    end = time.monotonic() + PATIENCE
    while answers(url):
        assert time.monotonic() < end, f"{url} still runs"
        time.sleep(0.1)
