"""The reading room: what is stored gets read, in the background too, once each, whatever goes wrong on the way."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select
from sqlalchemy.exc import OperationalError

from app.readers import InProcess, Reader, readers
from app.reading import ReadingRoom, local_queue
from app.reading.local_queue import LocalQueue
from app.reading.room import BEGINNINGS, SUSPECT
from graph.database import read_sessions, sessions
from graph.store import NewDocument, add_document
from graph.tables import Claim, Document
from graph.vocabulary import Claim as ReadClaim
from graph.vocabulary import ClaimPart, EntityRead, EntityType, Reading, Span

A_READING = Reading(
    tuple(EntityRead(name, EntityType.PERSON, name) for name in ("Ada", "Cid")),
    (ReadClaim("meeting", "held", tuple(ClaimPart("participant", name, Span(0, 3)) for name in ("Ada", "Cid")), Span(0, 12)),),
)


class FakeReader:
    """Reads the same in every text, after failing a number of times; notes when two threads come at once."""

    def __init__(self, failures: int = 0) -> None:
        self.failures = failures
        self.calls = 0
        self.busy = threading.Lock()

    def read(self, text: str, published_at: dt.date | None) -> Reading:
        assert self.busy.acquire(blocking=False), "two threads read at once"
        try:
            time.sleep(0.01)
            self.calls += 1
            if self.calls <= self.failures:
                raise ValueError("out of ink")
            return A_READING
        finally:
            self.busy.release()


Rooms = Callable[..., ReadingRoom]
Queues = Callable[..., LocalQueue]


@pytest.fixture
def rooms(engine: Engine) -> Rooms:
    """Makes reading rooms over one database."""
    return lambda load: ReadingRoom(sessions(engine), read_sessions(engine), InProcess(load))


@pytest.fixture
def queues(rooms: Rooms) -> Iterator[Queues]:
    """Opens rooms whose queue is worked off, and closes them."""
    opened: list[tuple[ReadingRoom, LocalQueue]] = []

    def open_(load: Callable[[], Reader]) -> LocalQueue:
        room = rooms(load)
        queue = LocalQueue(room, 1)
        room.open()
        queue.open()
        opened.append((room, queue))
        return queue

    yield open_
    for room, queue in opened:
        queue.close()
        room.close()
        queue.join()
        assert not queue.is_working


def store(engine: Engine, *texts: str, **columns: object) -> None:
    with sessions(engine).begin() as session:
        for text in texts:
            document, _ = add_document(session, NewDocument(text, language="en"))
            for name, value in columns.items():
                setattr(document, name, value)


def claimed_until(engine: Engine) -> dt.datetime:
    with sessions(engine).begin() as session:
        moment = session.scalars(select(Document.claimed_until)).one()
        assert moment is not None
        return moment


def states(engine: Engine) -> list[tuple[str, str | None]]:
    with sessions(engine).begin() as session:
        rows = session.execute(select(Document.state, Document.reason).order_by(Document.text))
        return [(row.state, row.reason) for row in rows]


def until(condition: Callable[[], bool]) -> None:
    """Wait a while for something to become true."""
    for _ in range(500):
        if condition():
            return
        time.sleep(0.02)
    raise AssertionError("it did not happen")


def test_what_an_earlier_run_left_is_read_in_the_background(engine: Engine, queues: Queues) -> None:
    store(engine, "One.", "Two.", "Three.")
    queue = queues(FakeReader)
    until(lambda: states(engine) == [("read", None)] * 3)
    assert queue.is_working
    store(engine, "Four.")
    queue.wake()
    until(lambda: states(engine) == [("read", None)] * 4)


def test_a_reader_that_fails_now_and_then_is_tried_again(engine: Engine, rooms: Rooms) -> None:
    reader = FakeReader(failures=2)
    store(engine, "One.")
    rooms(lambda: reader).read_pending()
    assert states(engine) == [("read", None)]
    assert reader.calls == 3


def test_after_three_attempts_the_document_says_why_it_failed(
    engine: Engine, rooms: Rooms, caplog: pytest.LogCaptureFixture
) -> None:
    reader = FakeReader(failures=9)
    store(engine, "One.")
    assert rooms(lambda: reader).read_pending() == 1
    assert states(engine) == [("failed", "ValueError: out of ink")]
    assert reader.calls == 3
    assert len([record for record in caplog.records if record.levelno == logging.ERROR]) >= 3


def test_a_text_over_which_the_program_ended_too_often_is_given_up(engine: Engine, rooms: Rooms) -> None:
    store(engine, "One.", attempts=BEGINNINGS)
    store(engine, "Two.", attempts=BEGINNINGS - 1)
    rooms(FakeReader).read_pending()
    assert states(engine) == [("failed", "reading began 10 times and never ended"), ("read", None)]


def test_a_text_over_which_the_program_ended_before_is_read_and_saved_alone(engine: Engine, rooms: Rooms) -> None:
    class Suspicious(FakeReader):
        def read(self, text: str, published_at: dt.date | None) -> Reading:
            if text == "Bad.":
                raise KeyboardInterrupt
            return super().read(text, published_at)

    store(engine, "Bad.", attempts=SUSPECT)
    store(engine, "One.", "Two.")
    room = rooms(Suspicious)
    with pytest.raises(KeyboardInterrupt):
        room.read_pending()
    assert states(engine) == [("pending", None), ("read", None), ("read", None)]


def test_a_reader_that_cannot_be_loaded_leaves_documents_waiting(
    engine: Engine, queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_queue, "REST", 0.02)
    monkeypatch.setattr(readers, "REST", 0.02)
    loads: list[int] = []

    def load() -> FakeReader:
        loads.append(1)
        if len(loads) < 6:
            raise OSError("no model")
        return FakeReader()

    store(engine, "One.")
    queue = queues(load)
    until(lambda: states(engine) == [("read", None)])
    until(lambda: queue.problem is None)
    assert len(loads) == 6


def test_what_cannot_be_saved_fails_alone(engine: Engine, rooms: Rooms) -> None:
    class Broken(FakeReader):
        def read(self, text: str, published_at: dt.date | None) -> Reading:
            reading = super().read(text, published_at)
            return replace(reading, entities=()) if text == "Bad." else reading

    store(engine, "Bad.", "One.", "Two.")
    rooms(Broken).read_pending()
    (bad, reason), *others = states(engine)
    assert (bad, str(reason)[:10], others) == ("failed", "KeyError: ", [("read", None)] * 2)


def test_when_the_database_fails_documents_are_put_back_and_read_later(
    engine: Engine, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database or disk is full"))

    store(engine, "One.", "Two.")
    room = rooms(FakeReader)
    with monkeypatch.context() as broken:
        broken.setattr("app.reading.room.save_readings", full)
        with pytest.raises(OperationalError):
            room.read_pending()
    with sessions(engine).begin() as session:
        rows = session.execute(select(Document.state, Document.attempts, Document.claimed_until)).all()
        assert [tuple(row) for row in rows] == [("pending", 0, None)] * 2
    assert room.read_pending() == 2


def test_who_asks_for_a_document_that_another_has_in_hand_waits_for_it(engine: Engine, rooms: Rooms) -> None:
    slow, quick = threading.Event(), rooms(FakeReader)

    class Slow(FakeReader):
        def read(self, text: str, published_at: dt.date | None) -> Reading:
            begun.set()
            assert slow.wait(10)
            return super().read(text, published_at)

    begun = threading.Event()
    store(engine, "One.")
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(rooms(Slow).read_pending)
        assert begun.wait(10)
        second = threads.submit(quick.accept, NewDocument("One.", language="en"))
        slow.set()
        assert (first.result(10), second.result(10)[1]) == (1, False)
    assert states(engine) == [("read", None)]


def test_leases_are_renewed_while_a_text_is_read(engine: Engine) -> None:
    lease = dt.timedelta(seconds=0.3)
    slow, begun = threading.Event(), threading.Event()

    class Slow(FakeReader):
        def read(self, text: str, published_at: dt.date | None) -> Reading:
            begun.set()
            assert slow.wait(10)
            return super().read(text, published_at)

    store(engine, "One.")
    room = ReadingRoom(sessions(engine), read_sessions(engine), InProcess(Slow), lease)
    room.open()
    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(room.read_pending)
        assert begun.wait(10)
        first = claimed_until(engine)
        until(lambda: claimed_until(engine) > first + lease)
        slow.set()
        assert reading.result(10) == 1
    room.close()


def test_a_document_accepted_without_a_reader_waits_for_one(engine: Engine, rooms: Rooms) -> None:
    def load() -> FakeReader:
        raise OSError("no model")

    with pytest.raises(OSError, match="no model"):
        rooms(load).accept(NewDocument("One.", language="en"))
    assert states(engine) == [("pending", None)]
    rooms(FakeReader).read_pending()
    assert states(engine) == [("read", None)]


def test_many_clients_at_once_double_nothing(engine: Engine, rooms: Rooms) -> None:
    reader = FakeReader()
    room = rooms(lambda: reader)
    texts = [f"Ada met Cid {number % 4}." for number in range(16)]
    with ThreadPoolExecutor(8) as pool:
        accepted = list(pool.map(lambda text: room.accept(NewDocument(text, language="en")), texts))
    assert sum(is_new for _, is_new in accepted) == 4
    assert states(engine) == [("read", None)] * 4
    with sessions(engine).begin() as session:
        assert session.scalar(select(func.count()).select_from(Claim)) == 4
    assert reader.calls == 4
