"""The reading room: what is stored gets read, in the background too, once each, whatever goes wrong on the way."""

import datetime as dt
import logging
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, func, select

from app import reading
from app.reading import ReadingRoom
from graph.database import sessions
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


@pytest.fixture
def rooms(engine: Engine) -> Iterator[Rooms]:
    """Makes reading rooms over one database, and closes them."""
    made: list[ReadingRoom] = []

    def make(load: Callable[[], reading.Reader]) -> ReadingRoom:
        made.append(ReadingRoom(sessions(engine), load))
        return made[-1]

    yield make
    for room in made:
        room.close()


def store(engine: Engine, *texts: str, **columns: object) -> None:
    with sessions(engine).begin() as session:
        for text in texts:
            document, _ = add_document(session, NewDocument(text, language="en"))
            for name, value in columns.items():
                setattr(document, name, value)


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


def test_what_an_earlier_run_left_is_read_in_the_background(engine: Engine, rooms: Rooms) -> None:
    store(engine, "One.", "Two.", "Three.")
    room = rooms(FakeReader)
    assert not room.is_ready
    room.open()
    until(lambda: states(engine) == [("read", None)] * 3)
    assert room.is_ready
    room.close()
    assert not room.is_ready


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
    assert [record.levelno for record in caplog.records] == [logging.ERROR] * 3


def test_a_text_that_ends_the_program_does_so_three_times_at_most(engine: Engine, rooms: Rooms) -> None:
    store(engine, "One.", attempts=3)
    store(engine, "Two.")
    rooms(FakeReader).read_pending()
    assert states(engine) == [("failed", "reading began 3 times and never ended"), ("read", None)]


def test_a_reader_that_cannot_be_loaded_leaves_documents_waiting(
    engine: Engine, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "REST", 0.02)
    loads: list[int] = []

    def load() -> FakeReader:
        loads.append(1)
        if len(loads) < 3:
            raise OSError("no model")
        return FakeReader()

    store(engine, "One.")
    room = rooms(load)
    room.open()
    until(lambda: states(engine) == [("read", None)])
    assert len(loads) == 3


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
