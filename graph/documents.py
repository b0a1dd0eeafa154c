"""Documents handed in: each stored once, to be read, however often and by whomever it comes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from graph.database import batches
from graph.errors import InvalidDocument
from graph.queue import FAILED, PENDING, now, requeue
from graph.revision import lock, raise_revision
from graph.tables import Document
from graph.text_keys import text_digest


@dataclass(frozen=True, slots=True)
class NewDocument:
    """A text to be stored, with what is known about it."""

    text: str
    title: str | None = None
    published_at: dt.date | None = None
    url: str | None = None
    source: str | None = None
    external_id: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class JobPlace:
    """The job and its line that brought a document, and where the sender finds it; empty where no job did."""

    job_id: str | None = None
    line: int | None = None
    place: str | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of a document that tell so."""
        return {} if self.job_id is None else {"job_id": self.job_id, "job_line": self.line, "place": self.place}


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document that was handed in: its id, and whether it is new or waits to be read once more."""

    id: str
    is_new: bool
    is_waiting: bool


def add_document(session: Session, new: NewDocument) -> tuple[Document, bool]:
    """Store a document to be read, or give the one of the same text and day or the same external id; True if new.

    One whose reading failed waits to be read again.
    """
    added = add_documents(session, [new])[0]
    return session.get_one(Document, added.id, populate_existing=True), added.is_new


def add_documents(
    session: Session, news: Sequence[NewDocument], job: Sequence[JobPlace] | None = None, lease: dt.timedelta | None = None
) -> list[Added]:
    """Store documents to be read, as `add_document` does for one, in a few statements; `job` says which line brought each.

    With a `lease` those that wait are in the caller's hand at once.
    """
    places = job or [JobPlace() for _ in news]
    for new in news:
        check_document(new)
    lock(session)
    hashes = [_text_hash(new) for new in news]
    stored = _Stored(session, news, hashes)
    added: list[Added] = []
    fresh: list[dict[str, Any]] = []
    for new, text_hash, place in zip(news, hashes, places, strict=True):
        if (known := stored.find(new, text_hash)) is not None:
            added.append(Added(known, False, stored.retry(known, place, lease)))
            continue
        fresh.append(_row(new, text_hash, place, lease))
        added.append(Added(fresh[-1]["id"], True, True))
        stored.add(new, text_hash, fresh[-1]["id"])
    if fresh:
        session.execute(insert(Document), fresh, execution_options={"render_nulls": True})
    if fresh or stored.retried:
        raise_revision(session)
    return added


def are_stored(session: Session, news: Sequence[NewDocument]) -> list[bool]:
    """Whether each document is there already."""
    hashes = [_text_hash(new) for new in news]
    stored = _Stored(session, news, hashes)
    return [stored.find(new, text_hash) is not None for new, text_hash in zip(news, hashes, strict=True)]


def check_document(new: NewDocument) -> None:
    """Refuse with `InvalidDocument` what a database cannot hold, rather than change the text under its offsets."""
    for name in ("text", "title", "url", "source", "external_id", "language"):
        value = getattr(new, name) or ""
        if "\0" in value:
            raise InvalidDocument(f"the {name} holds a NUL character at {value.index(chr(0))}")
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise InvalidDocument(f"the {name} holds half a character at {error.start}") from error


def _text_hash(new: NewDocument) -> str:
    """The same text of the same day is the same document."""
    return text_digest(f"{new.published_at or ''}\n{new.text}")


class _Stored:
    """The documents stored already, of those that are handed in."""

    def __init__(self, session: Session, news: Sequence[NewDocument], hashes: Sequence[str]) -> None:
        self._session = session
        self.retried = False
        self._by_hash: dict[str, str] = {}
        self._by_external_id: dict[str, str] = {}
        self._failed: set[str] = set()
        externals = [new.external_id for new in news if new.external_id is not None]
        columns = select(Document.id, Document.text_hash, Document.external_id, Document.state)
        for column, values in ((Document.text_hash, hashes), (Document.external_id, externals)):
            for batch in batches(values):
                for id_, text_hash, external_id, state in session.execute(columns.where(column.in_(batch))):
                    self._by_hash[text_hash] = id_
                    if external_id is not None:
                        self._by_external_id[external_id] = id_
                    if state == FAILED:
                        self._failed.add(id_)

    def find(self, new: NewDocument, text_hash: str) -> str | None:
        """The document of the same external id, or else of the same text and day."""
        by_external_id = self._by_external_id.get(new.external_id) if new.external_id is not None else None
        return by_external_id or self._by_hash.get(text_hash)

    def add(self, new: NewDocument, text_hash: str, document_id: str) -> None:
        """Remember one that is stored now."""
        self._by_hash[text_hash] = document_id
        if new.external_id is not None:
            self._by_external_id[new.external_id] = document_id

    def retry(self, document_id: str, place: JobPlace, lease: dt.timedelta | None) -> bool:
        """Have a document read once more, for whoever hands it in now, if its reading failed; whether it did."""
        if document_id not in self._failed:
            return False
        self._failed.remove(document_id)
        self.retried = True
        requeue(self._session, Document.id == document_id)
        values = {**place.columns(), **_lease(lease)}
        if values:
            again = update(Document).where(Document.id == document_id).values(values)
            self._session.execute(again, execution_options={"synchronize_session": False})
        return True


def _row(new: NewDocument, text_hash: str, place: JobPlace, lease: dt.timedelta | None) -> dict[str, Any]:
    moment = now()
    return {
        "id": (id_ := f"doc_{text_hash[:20]}"),
        "external_id": new.external_id,
        "text": new.text,
        "text_hash": text_hash,
        "text_group": id_,
        "title": new.title,
        "url": new.url,
        "source": new.source,
        "published_at": new.published_at,
        "language": new.language,
        "state": PENDING,
        "attempts": 0,
        "created_at": moment,
        "pending_since": moment,
        **place.columns(),
        **_lease(lease),
    }


def _lease(lease: dt.timedelta | None) -> dict[str, Any]:
    """A document in the caller's hand, whose reading begins."""
    return {} if lease is None else {"claimed_until": now() + lease, "attempts": 1}
