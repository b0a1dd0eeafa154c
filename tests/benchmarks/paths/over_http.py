"""The same questions over HTTP, beside an endpoint that takes them and answers a constant."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from graph.contacts import ContactFilter
from graph.image import Image
from graph.paths import PathQuery, find
from tests.benchmarks.paths import database
from tests.benchmarks.paths.generator import EVERYTHING
from tests.benchmarks.paths.measure import measure

PORT = 8971
PARAMETERS = "?source={}&target={}&kinds=meeting,role,sanction,position&k=1&max_hops=6"
ROUNDS = 2


def run(url: str, path: Path, image: Image, questions: Sequence[tuple[str, str]], folder: Path) -> None:
    """Serve the database, and ask."""
    contacts = ContactFilter(EVERYTHING)
    found = [find(image, PathQuery(*pair, contacts)) for pair in questions]
    database.tell(path, (hop.fact_id for answer in found for chain in answer.chains for hop in chain))
    command = [sys.executable, "-m", "tests.benchmarks.paths.server", url, str(PORT), str(folder)]
    server = subprocess.Popen(command)
    try:
        connection = _connected(server)
        for _ in range(ROUNDS):  # the first warms up
            constant = _measure("HTTP, a constant", connection, "/v1/constant" + PARAMETERS, questions, server.pid)
            bare = _measure("HTTP, path", connection, "/v1/paths" + PARAMETERS + "&evidence=false", questions, server.pid)
            full = _measure("HTTP, path with evidence", connection, "/v1/paths" + PARAMETERS, questions, server.pid)
        print(
            f"over HTTP a path takes {bare / constant:.2f} times as long as a constant, with evidence {full / constant:.2f} times"
        )
    finally:
        server.terminate()
        server.wait()


def _connected(server: "subprocess.Popen[bytes]") -> HTTPConnection:
    """A connection to the server, once it answers."""
    while server.poll() is None:
        connection = HTTPConnection("127.0.0.1", PORT, timeout=60)
        try:
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return connection
    raise RuntimeError(f"the server ended with {server.returncode}")


def _measure(what: str, connection: HTTPConnection, address: str, questions: Sequence[tuple[str, str]], pid: int) -> float:
    """The milliseconds of a processor that the server takes for an answer; the time that passes is printed too."""

    def ask(source: str, target: str) -> Any:
        connection.request("GET", address.format(source, target))
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(body.decode())
        return body

    before = _used(pid)
    measure(what, ask, questions, clock=time.perf_counter)
    used = (_used(pid) - before) / len(questions) * 1000
    print(f"{what}: {used:.2f} ms of the server's processor for an answer", flush=True)
    return used


def _used(pid: int) -> float:
    """The seconds of a processor that a process has used, as Linux counts them."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
