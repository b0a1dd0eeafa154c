"""The one place where documents are accepted and read: stored first, read after, so that a crash loses nothing."""

import datetime as dt
import logging
import threading
from collections.abc import Callable
from typing import Protocol

from sqlalchemy.orm import Session, sessionmaker

from app.texts import ENGLISH
from graph.queue import abandoned
from graph.store import PENDING, NewDocument, add_document, mark_failed, mark_unread, save_reading
from graph.tables import Document
from graph.vocabulary import Reading
from nlp.kinds import KINDS

ATTEMPTS = 3
BATCH = 50
REST = 5.0
"""Seconds after which the background thread looks for documents that someone left unread."""

log = logging.getLogger(__name__)


def why_unread(language: str | None) -> str | None:
    """Why a text of this language is not read; None if it is."""
    return None if language in (None, ENGLISH) else f"its language is {language}, and only English is read"


class Reader(Protocol):
    """What reads a text; `nlp.pipeline` has the real one."""

    def read(self, text: str, published_at: dt.date | None) -> Reading:
        """What the text says."""


class ReadingRoom:
    """Accepts documents and has them read, one at a time: the language pipeline is not made for several threads."""

    def __init__(self, sessions: sessionmaker[Session], load: Callable[[], Reader]) -> None:
        self._sessions = sessions
        self._load = load
        self._reader: Reader | None = None
        self._lock = threading.RLock()
        self._closing = threading.Event()
        self._background = threading.Thread(target=self._work, name="reading", daemon=True)

    def open(self) -> None:
        """Begin to read, in the background, what an earlier run left unread."""
        self._background.start()

    def close(self) -> None:
        """Stop after the document in hand."""
        self._closing.set()
        if self._background.is_alive():
            self._background.join()

    @property
    def is_ready(self) -> bool:
        """Whether the reader is loaded and reading has not stopped."""
        return self._reader is not None and self._background.is_alive()

    def accept(self, new: NewDocument) -> tuple[str, bool]:
        """Store a document, then read it; its id, and whether it is new."""
        with self._sessions.begin() as session:
            document, is_new = add_document(session, new)
            document_id = document.id
        self.read_document(document_id)
        return document_id, is_new

    def extract(self, text: str, published_at: dt.date | None) -> Reading:
        """What a text says, nothing stored."""
        with self._lock:
            return self._loaded().read(text, published_at)

    def read_pending(self) -> int:
        """Read all documents that wait for it; how many there were."""
        count = 0
        while not self._closing.is_set():
            with self._sessions.begin() as session:
                ids = [document.id for document in abandoned(session, BATCH)]
            if not ids:
                break
            for document_id in ids:
                if not self._closing.is_set():
                    self.read_document(document_id)
                    count += 1
        return count

    def read_document(self, document_id: str) -> None:
        """Read a document if it waits for that; one whose reading fails is tried again, a few times."""
        with self._lock:
            reader = self._loaded()
            while (document := self._take(document_id)) is not None:
                self._try(reader, document)

    def _take(self, document_id: str) -> Document | None:
        """A document to be read. Attempts are counted before they are made, so that none can stop reading for good."""
        with self._sessions.begin() as session:
            document = session.get(Document, document_id)
            if document is None or document.state != PENDING:
                return None
            if document.attempts >= ATTEMPTS:
                mark_failed(session, document_id, f"reading began {document.attempts} times and never ended")
                return None
            if reason := why_unread(document.language):
                mark_unread(session, document_id, reason)
                return None
            document.attempts += 1
            return document

    def _try(self, reader: Reader, document: Document) -> None:
        try:
            reading = reader.read(document.text, document.published_at)
            with self._sessions.begin() as session:
                save_reading(session, document.id, reading, KINDS)
        except Exception as error:
            log.exception("document %s could not be read", document.id)
            if document.attempts >= ATTEMPTS:
                with self._sessions.begin() as session:
                    mark_failed(session, document.id, f"{type(error).__name__}: {error}")

    def _work(self) -> None:
        """Load the reader, then read whatever waits; an error is logged and does not end the work."""
        while not self._closing.is_set():
            try:
                self._loaded()
                self.read_pending()
            except Exception:
                log.exception("reading failed; trying again in %s seconds", REST)
            self._closing.wait(REST)

    def _loaded(self) -> Reader:
        with self._lock:
            if self._reader is None:
                self._reader = self._load()
            return self._reader
