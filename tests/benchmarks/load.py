"""A server under load: mixed reads at 32 connections while documents come in. `make load`.

Everything runs on this machine. Needs `wrk` (a package of Debian, Homebrew and others). Fails on any error, on memory
that grows while the load lasts, and where nothing came in meanwhile.
"""

import argparse
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

BACKCHANNEL = Path(sys.executable).parent / "backchannel"
SCRIPT = Path(__file__).with_suffix(".lua")
PATIENCE = 600
"""Seconds within which the server must have read the sample news."""
GROWTH = 1.15
"""How many times the memory of the first third of the load that of its end may be."""


@dataclass(frozen=True)
class Load:
    """What came of it; times in milliseconds, memory in MB."""

    requests: int
    lost: int
    refused: int
    median: float
    p99: float
    slowest: float
    told: str


@contextmanager
def server(folder: Path) -> Iterator[tuple[str, int]]:
    """A server of its own process with the sample news: its URL and process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {"BACKCHANNEL_DATABASE_URL": f"sqlite:///{folder / 'load.db'}", "OMP_NUM_THREADS": "1"}
    with (folder / "server.log").open("w") as log:
        command = [str(BACKCHANNEL), "serve", "--sample-news", "--port", str(port)]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    url, end = f"http://127.0.0.1:{port}", time.monotonic() + PATIENCE
    try:
        while not _is_ready(url):
            assert process.poll() is None, (folder / "server.log").read_text()
            assert time.monotonic() < end, "the server was not ready in time"
            time.sleep(0.2)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(30)


def run(seconds: int, connections: int) -> tuple[Load, int, list[float]]:
    """Load a server for so long: what came of it, the documents read meanwhile, and its memory second by second."""
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (url, pid):
        stop, added = threading.Event(), [0]
        memory: list[float] = []
        ingest = threading.Thread(target=_ingest, args=(url, stop, added))
        watch = threading.Thread(target=_watch, args=(pid, stop, memory))
        for thread in (ingest, watch):
            thread.start()
        try:
            command = ["wrk", "-t2", f"-c{connections}", f"-d{seconds}s", "--timeout", "30s", "-s", str(SCRIPT), url]
            told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        finally:
            stop.set()
            ingest.join()
            watch.join()
    return _load(told), added[0], memory


def _is_ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").status_code == 200
    except httpx.TransportError:
        return False


def _ingest(url: str, stop: threading.Event, added: list[int]) -> None:
    """Add documents, one after the other."""
    with httpx.Client(base_url=url, timeout=60) as client:
        while not stop.is_set():
            number = added[0]
            text = f"French President Emmanuel Macron met Envoy{number} Smith in Berlin. Germany sanctioned Company{number}."
            client.post("/v1/documents", json={"text": text, "published_at": "2024-05-30"}).raise_for_status()
            added[0] += 1
            stop.wait(0.2)


def _watch(pid: int, stop: threading.Event, memory: list[float]) -> None:
    """Note the memory of a process and of those that it started, every second (Linux)."""
    while not stop.wait(1):
        memory.append(sum(map(_megabytes, _family(pid))))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(one for child in children for one in _family(int(child)))]


def _megabytes(pid: int) -> float:
    found = re.search(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else 0.0


def _load(told: str) -> Load:
    found = re.search(r"^RESULT (\d+) (\d+) (\d+) ([\d.]+) ([\d.]+) ([\d.]+) ?(.*)$", told, re.MULTILINE)
    assert found, told
    requests, lost, refused = map(int, found.groups()[:3])
    return Load(requests, lost, refused, float(found[4]), float(found[5]), float(found[6]), found[7])


def main() -> int:
    """Run, tell, and judge."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=int, default=60)
    options.add_argument("--connections", type=int, default=32)
    given = options.parse_args()
    if shutil.which("wrk") is None:
        print("wrk is not installed; it is a package of Debian, Homebrew and others", file=sys.stderr)
        return 1
    load, added, memory = run(given.seconds, given.connections)
    third = max(memory[: max(len(memory) // 3, 1)])
    each = load.requests / given.seconds
    print(f"{load.requests} answers in {given.seconds} s at {given.connections} connections: {each:.0f} a second")
    print(f"median {load.median:.0f} ms, p99 {load.p99:.0f} ms, slowest {load.slowest:.0f} ms; {added} documents came in")
    print(f"{load.lost} lost, {load.refused} refused {load.told}")
    print(f"memory {memory[0]:.0f} MB, {third:.0f} MB after a third of the time, {memory[-1]:.0f} MB at the end")
    failed = load.lost or load.refused or not added or memory[-1] > GROWTH * third
    print("failed" if failed else "passed")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
