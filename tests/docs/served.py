"""The commands of our documents, and a server of the sample news to run them against."""

import argparse
import doctest
import json
import os
import re
import shlex
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

BACKCHANNEL = Path(sys.executable).parent / "backchannel"
PRETTY = ["python3", "-m", "json.tool"]
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ ((?:.*\\\n)*.*)\n", re.MULTILINE)
ADDRESS = "http://127.0.0.1:8000"
"""Where documents have the service."""
PATIENCE = 180
"""Seconds within which the server must have read the sample news and be ready."""


@dataclass(frozen=True)
class Example:
    """A command of a document, and the output shown below it; `...` stands for what is left out."""

    command: str
    output: str


@dataclass(frozen=True)
class Served:
    """A running server, and the environment in which commands see the same database."""

    url: str
    environment: dict[str, str]


def examples(page: Path) -> Iterator[Example]:
    """The commands of a page."""
    for block in CONSOLE.findall(page.read_text(encoding="utf-8")):
        _, *pieces = COMMAND.split(block)
        for command, output in zip(pieces[::2], pieces[1::2], strict=True):
            yield Example(command.replace("\\\n", " "), output)


@contextmanager
def serving_sample_news(folder: Path) -> Iterator[Served]:
    """A server of the sample news, by the command that users start."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    database = f"sqlite:///{folder / 'documents.db'}"
    environment = os.environ | {"BACKCHANNEL_DATABASE_URL": database, "COLUMNS": "110", "OMP_NUM_THREADS": "1"}
    log = folder / "server.log"
    with log.open("w") as output:
        command = [str(BACKCHANNEL), "serve", "--sample-news", "--port", str(port)]
        server = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    try:
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(url, server, log)
        yield Served(url, environment)
    finally:
        server.terminate()
        server.wait(timeout=30)


def check(example: Example, served: Served) -> None:
    """Run a command, and compare what it prints with what is shown."""
    printed = run(example.command, served)
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    shown = doctest.Example(example.command, example.output)
    checker = doctest.OutputChecker()
    assert checker.check_output(shown.want, printed, flags), checker.output_difference(shown, printed, flags)


def run(command: str, served: Served) -> str:
    """What a command prints: `curl` is done by httpx, so that it need not be installed; an unknown option is an error."""
    program, *arguments = shlex.split(command)
    if program == "curl":
        piped = arguments[-len(PRETTY) :] == PRETTY
        answer = _curl(arguments[: -len(PRETTY) - 1] if piped else arguments, served)
        return json.dumps(json.loads(answer), indent=4, ensure_ascii=False) if piped else answer
    assert program in {"backchannel", ".venv/bin/backchannel"}, f"no such program is known here: {program}"
    done = subprocess.run([str(BACKCHANNEL), *arguments], env=served.environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def _curl(arguments: list[str], served: Served) -> str:
    options = argparse.ArgumentParser(prog="curl")
    options.add_argument("-s", action="store_true")
    options.add_argument("-H", action="append", default=[])
    options.add_argument("-d")
    options.add_argument("url")
    given = options.parse_args(arguments)
    headers = dict(header.split(": ", 1) for header in given.H)
    url = given.url.replace(ADDRESS, served.url)
    return httpx.request("POST" if given.d else "GET", url, headers=headers, content=given.d).text


def _wait_until_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass  # it does not listen yet
        time.sleep(0.2)
    pytest.fail(f"the server was not ready after {PATIENCE} seconds:\n{log.read_text()}")
