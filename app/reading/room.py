"""Where documents are accepted and read: stored first, read after, saved in batches, so that a crash loses nothing."""

import contextlib
import datetime as dt
import logging
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sqlalchemy.exc import InterfaceError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from app import metrics, tracing
from app.readers.readers import Outcome, Readers, Text, Unreadable
from app.reading.leases import Leases
from app.texts import ENGLISH
from graph import queue
from graph.documents import NewDocument, add_documents
from graph.queue import PENDING, Taken, Waiting
from graph.store import mark_failed, mark_unread, save_readings
from graph.tables import Document
from graph.vocabulary import Reading
from nlp.kinds import KINDS

DOCUMENTS, CHARACTERS = 16, 24_000
"""How much is read together at most: about a second's work, after which whoever is in a hurry comes first."""
SUSPECT = 3
"""A text whose reading began so often and never ended is read alone, lest it drags its neighbours along."""
BEGINNINGS = 10
"""How often reading is begun at all."""
PATIENCE = 60.0
"""Seconds that a request waits for a document which someone else has in hand."""
GLANCE = 0.1
"""Seconds between looks at whether it is done."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Unread:
    """A text that is kept and not read, and why."""

    reason: str


Result = Reading | Unread | Unreadable


def why_unread(language: str | None) -> str | None:
    """Why a text of this language is not read; None if it is."""
    return None if language in (None, ENGLISH) else f"its language is {language}, and only English is read"


class Announce(Protocol):
    """Tells whoever works off the queue, once the transaction is committed, of documents that wait."""

    def __call__(self, session: Session, waiting: Sequence[Waiting], delay: dt.timedelta | None = None) -> None:
        """Tell of them; after a `delay` where they are in someone's hand until then."""


def nobody(session: Session, waiting: Sequence[Waiting], delay: dt.timedelta | None = None) -> None:
    """An `Announce` for where the documents' own rows are all there is to the queue."""


class ReadingRoom:
    """Accepts documents and has them read.

    `announce` is told, within the transaction, of documents that are stored to be read, where others than this process
    shall hear of them.
    """

    def __init__(
        self,
        write: sessionmaker[Session],
        read: sessionmaker[Session],
        readers: Readers,
        lease: dt.timedelta = queue.LEASE,
        announce: Announce = nobody,
    ) -> None:
        self._write_sessions = write
        self._read_sessions = read
        self._readers = readers
        self.lease = lease
        self.announce = announce
        self._turn = threading.Lock()
        self._leases = Leases(self.writing, lease)

    def open(self) -> None:
        """Begin to load the readers."""
        self._readers.open()
        self._leases.open()

    def close(self) -> None:
        """Stop reading; what is in hand is put back."""
        self._readers.close()
        self._leases.close()

    @property
    def is_ready(self) -> bool:
        """Whether texts can be read."""
        return self._readers.is_ready

    @contextlib.contextmanager
    def writing(self) -> Iterator[Session]:
        """A transaction that writes. Those of this process take turns here, which is fairer than the database's own queue."""
        with self._turn, self._write_sessions.begin() as session:
            yield session

    @contextlib.contextmanager
    def reading(self) -> Iterator[Session]:
        """A transaction that only looks."""
        with self._read_sessions.begin() as session:
            yield session

    def accept(self, new: NewDocument) -> tuple[str, bool]:
        """Store a document and read it before others; its id, and whether it is new."""
        with self.writing() as session:
            added = add_documents(session, [new], lease=self.lease)[0]
            if added.is_waiting:
                self.announce(session, [Waiting(added.id, len(new.text))], self.lease)
            document = session.get_one(Document, added.id)
            taken = Taken(document.id, document.text, document.published_at, document.language, document.attempts)
        if added.is_waiting:
            self.read_taken([taken], urgent=True)
        elif document.state == PENDING:
            self._await(added.id)
        return added.id, added.is_new

    def extract(self, text: str, published_at: dt.date | None) -> Outcome:
        """What a text says, nothing stored."""
        return self._readers.read([Text(text, published_at)], urgent=True)[0]

    def take_oldest(self) -> list[Taken]:
        """Take the next batch of the queue in hand."""
        with self.writing() as session:
            return queue.take_oldest(session, DOCUMENTS, CHARACTERS, self.lease)

    def read_pending(self) -> int:
        """Read all documents that wait and are in nobody's hand; how many there were."""
        count = 0
        while taken := self.take_oldest():
            self.read_taken(taken)
            count += len(taken)
        return count

    def read_these(self, ids: Sequence[str], *, urgent: bool = False) -> None:
        """Read those of `ids` that wait and are in nobody's hand."""
        with self.writing() as session:
            taken = queue.take(session, ids, self.lease)
        self.read_taken(taken, urgent=urgent)

    def read_taken(self, taken: Sequence[Taken], *, urgent: bool = False) -> None:
        """Read documents in hand and save what they say, all at once; on an error they are put back."""
        suspects = [one for one in taken if one.attempts > SUSPECT]
        others = [one for one in taken if one.attempts <= SUSPECT]
        with self._leases.held([one.id for one in taken]):
            for batch in (others, *([suspect] for suspect in suspects)):
                if batch:
                    self._save(self._read(batch, urgent))

    def _read(self, taken: Sequence[Taken], urgent: bool) -> dict[str, Result]:
        """What came of each document, by its id."""
        results: dict[str, Result] = {one.id: aside for one in taken if (aside := _set_aside(one))}
        wanted = [one for one in taken if one.id not in results]
        texts = [Text(one.text, one.published_at) for one in wanted]
        started = time.perf_counter()
        with tracing.span("read", documents=len(texts)):
            outcomes = self._readers.read(texts, urgent=urgent)
        for one in wanted:
            metrics.reading_seconds.observe((time.perf_counter() - started) / len(wanted))
            metrics.words.inc(len(one.text.split()))
        return results | dict(zip((one.id for one in wanted), outcomes, strict=True))

    def _save(self, results: Mapping[str, Result]) -> None:
        """Save a batch; if that fails each alone, so that one cannot spoil the others. What the database refuses fails."""
        try:
            with metrics.timed(metrics.resolution_seconds), tracing.span("save"), self.writing() as session:
                _write(session, results)
            _count(results)
        except (OperationalError, InterfaceError):
            raise  # the database is at fault, not a document
        except Exception as error:
            if len(results) > 1:
                log.warning("one of %d documents could not be saved; saving each alone", len(results), exc_info=True)
                for document_id, result in results.items():
                    self._save({document_id: result})
                return
            (document_id,) = results
            log.exception("document %s could not be saved", document_id)
            with self.writing() as session:
                mark_failed(session, document_id, f"{type(error).__name__}: {error}")
            _count({document_id: Unreadable("")})

    def _await(self, document_id: str) -> None:
        """Have a document read that another has in hand, or that waits: by this process if it is free, or wait for it."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            self.read_these([document_id], urgent=True)
            with self.reading() as session:
                if queue.states_of(session, [document_id]).get(document_id) != PENDING:
                    return
            time.sleep(GLANCE)


def _set_aside(document: Taken) -> Unread | Unreadable | None:
    """Why a document is not given to a reader; None if it is."""
    if reason := why_unread(document.language):
        return Unread(reason)
    if document.attempts > BEGINNINGS:
        return Unreadable(f"reading began {BEGINNINGS} times and never ended")
    return None


def _write(session: Session, results: Mapping[str, Result]) -> None:
    readings = {id_: result for id_, result in results.items() if isinstance(result, Reading)}
    save_readings(session, readings, KINDS)
    for document_id, result in results.items():
        if isinstance(result, Unread):
            mark_unread(session, document_id, result.reason)
        elif isinstance(result, Unreadable):
            mark_failed(session, document_id, result.reason)


def _count(results: Mapping[str, Result]) -> None:
    """Count what became of documents."""
    for result in results.values():
        outcome = "unread" if isinstance(result, Unread) else "failed" if isinstance(result, Unreadable) else "read"
        metrics.documents.labels(outcome).inc()
