"""Reader processes: a text that crashes or hangs its reader is given up after three tries, and nothing else is."""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.readers import Pool, ReaderSpec, ReaderUnavailable, Text, Unreadable
from graph.vocabulary import Reading

SPEC = ReaderSpec(loader="tests.app.scripted:load")
Pools = Callable[..., Pool]


@pytest.fixture
def pools() -> Iterator[Pools]:
    """Makes pools, and closes them."""
    made: list[Pool] = []

    def make(processes: int = 1, seconds: float = 30.0, spec: ReaderSpec = SPEC) -> Pool:
        made.append(Pool(spec, processes, seconds))
        return made[-1]

    yield make
    for pool in made:
        pool.close()


def tries(log: Path) -> int:
    return len(log.read_text().splitlines()) if log.exists() else 0


def test_texts_are_read_in_their_order(pools: Pools) -> None:
    texts = [Text(f"Ada met Cid{number}.") for number in range(5)]
    readings = pools().read(texts)
    assert [reading.entities[1].name for reading in readings if isinstance(reading, Reading)] == [f"Cid{n}" for n in range(5)]


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("Raise.", "ValueError: out of ink"),
        ("Crash.", f"the reader process ended (signal {signal.SIGSEGV.value})"),
        ("Hang.", "reading took longer than 1 s"),
    ],
)
def test_a_text_that_no_reader_survives_is_given_up_after_three_tries_and_its_neighbours_are_read(
    pools: Pools, tmp_path: Path, does: str, reason: str
) -> None:
    log = tmp_path / "log"
    before, bad, after = pools(seconds=0.5).read([Text("Ada met Cid."), Text(f"{does} Log {log}."), Text("Eve met Bob.")])
    assert isinstance(before, Reading)
    assert isinstance(after, Reading)
    assert bad == Unreadable(reason)
    alone = tries(log) - 1  # the first time it was read with its neighbours
    assert alone == (2 if does == "Raise." else 3)


def test_several_processes_read_at_once_and_no_more_than_asked_for(pools: Pools, tmp_path: Path) -> None:
    pool = pools(2)
    log = tmp_path / "log"
    with ThreadPoolExecutor(6) as threads:
        list(threads.map(lambda _: pool.read([Text(f"Slow. Log {log}.")] * 10), range(12)))
    assert len(set(log.read_text().split())) == 2
    assert len(pool.pids) == 2


def test_one_that_is_killed_while_idle_is_replaced(pools: Pools) -> None:
    pool = pools()
    pool.read([Text("Ada met Cid.")])
    (pid,) = pool.pids
    os.kill(pid, signal.SIGKILL)
    assert isinstance(pool.read([Text("Ada met Cid.")])[0], Reading)
    assert pool.pids != [pid]


def test_one_that_has_read_much_is_replaced(pools: Pools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.readers.pool.LIFE", 20)
    pool = pools()
    pool.read([Text("Ada met Cid.")])
    (first,) = pool.pids
    pool.read([Text("Ada met Cid.")])
    assert pool.pids == []
    pool.read([Text("Ada met Cid.")])
    assert pool.pids not in ([], [first])


def test_who_is_in_a_hurry_comes_before_those_who_wait(pools: Pools) -> None:
    pool = pools()
    pool.load()
    done: list[str] = []

    def read(name: str, urgent: bool) -> threading.Thread:
        def work() -> None:
            pool.read([Text("Slow.")] * 15, urgent=urgent)
            done.append(name)

        thread = threading.Thread(target=work)
        thread.start()
        time.sleep(0.02)  # so that they ask in this order
        return thread

    for thread in [read("first", False), read("patient", False), read("hurried", True)]:
        thread.join()
    assert done == ["first", "hurried", "patient"]


def test_a_reader_that_cannot_be_loaded_is_told_of_and_leaves_no_process(pools: Pools) -> None:
    pool = pools(spec=ReaderSpec(loader="tests.app.scripted:load_nothing"))
    for _ in range(2):
        with pytest.raises(ReaderUnavailable, match="OSError: no model"):
            pool.read([Text("Ada met Cid.")])
    assert not pool.is_ready
    assert pool.pids == []


def test_closing_ends_what_is_being_read_and_tells_who_waits(pools: Pools, tmp_path: Path) -> None:
    pool = pools()
    log = tmp_path / "log"
    with ThreadPoolExecutor(2) as threads:
        asked = [threads.submit(pool.read, [Text(f"Hang. Log {log}.")]) for _ in range(2)]
        while not tries(log):
            time.sleep(0.01)
        pool.close()
        for one in asked:
            with pytest.raises(ReaderUnavailable, match="closed"):
                one.result(10)
    assert not pool.is_ready
