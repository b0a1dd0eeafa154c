"""The same questions over HTTP, beside an endpoint that takes them and answers a constant."""

import subprocess
import sys
import time
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path

import numpy as np

from graph.contacts import ContactFilter
from graph.image import Image
from graph.paths import PathQuery, find
from tests.benchmarks.paths import database
from tests.benchmarks.paths.generator import EVERYTHING

PORT = 8971
PARAMETERS = "?source={}&target={}&kinds=meeting,role,sanction,position&k=1&max_hops=6"
ASKED = {
    "a constant": "/v1/constant" + PARAMETERS,
    "path": "/v1/paths" + PARAMETERS + "&evidence=false",
    "path with evidence": "/v1/paths" + PARAMETERS,
}
"""What is asked about each two actors, one after the other, so that all see the machine at the same times."""
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
            times = np.array([[_ask(connection, address, pair, server.pid) for address in ASKED.values()] for pair in questions])
        for what, column in zip(ASKED, times.T, strict=True):
            p50, p95, p99 = np.percentile(column, (50, 95, 99))
            print(f"| HTTP, {what} | {p50:.3f} | {p95:.3f} | {p99:.3f} | of the server's processor |")
        constant, bare, full = np.median(times, axis=0)
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


def _ask(connection: HTTPConnection, address: str, pair: Sequence[str], pid: int) -> float:
    """The milliseconds of a processor that the server takes for an answer, whatever else is at work on the machine."""
    before = _used(pid)
    connection.request("GET", address.format(*pair))
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != 200:
        raise RuntimeError(body.decode())
    return (_used(pid) - before) / 1e6


def _used(pid: int) -> int:
    """The nanoseconds of a processor that the threads of a process have used, as Linux counts them."""
    return sum(int(path.read_text().split()[0]) for path in Path(f"/proc/{pid}/task").glob("*/schedstat"))
