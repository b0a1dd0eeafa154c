"""Take many documents in: stored in committed batches, then read, so that stopping at any moment loses nothing.

What an earlier run stored and did not come to read is read first; what is stored already is not stored again.
"""

import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from app.errors import Problem
from app.incoming import Incoming
from app.reading import ReadingRoom
from app.sources import Source
from graph.errors import GraphError
from graph.store import PENDING, add_document
from graph.tables import Document

BATCH = 32
"""Documents stored in one transaction."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be taken in or read: where it stands, and why."""

    where: str
    reason: str


@dataclass(slots=True)
class Summary:
    """What became of the documents."""

    earlier: int = 0
    """Documents of an earlier run that were still to be read."""
    read: int = 0
    known: int = 0
    unread: list[Failure] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


class Ingest:
    """One run; `advance` is told each time that a document is done with."""

    def __init__(
        self, room: ReadingRoom, sessions: sessionmaker[Session], max_bytes: int, advance: Callable[[], None] = lambda: None
    ) -> None:
        self._room = room
        self._sessions = sessions
        self._max_bytes = max_bytes
        self._advance = advance
        self.summary = Summary()

    def run(self, sources: Iterable[Source]) -> Summary:
        """Take all `sources` in."""
        self.summary.earlier = self._room.read_pending()
        for batch in _batches(sources, BATCH):
            new = self._store(batch)
            for document_id in new:
                self._room.read_document(document_id)
                self._advance()
            self._count(new)
        return self.summary

    def _store(self, batch: Sequence[Source]) -> dict[str, str]:
        """Commit a batch; where each new document was found, by its id."""
        new: dict[str, str] = {}
        with self._sessions.begin() as session:
            for source in batch:
                try:
                    document, is_new = add_document(session, incoming(source).document(self._max_bytes))
                except (Problem, GraphError) as error:
                    self.summary.failed.append(Failure(source.where, str(error)))
                    self._advance()
                    continue
                if is_new or (document.state == PENDING and document.id not in new):
                    new[document.id] = source.where
                else:
                    self.summary.known += 1
                    self._advance()
        return new

    def _count(self, new: dict[str, str]) -> None:
        """Note the state in which reading left the documents of a batch."""
        columns = select(Document.id, Document.state, Document.reason)
        with self._sessions.begin() as session:
            rows = session.execute(columns.where(Document.id.in_(new))).all()
        for document_id, state, reason in rows:
            if state == "read":
                self.summary.read += 1
            else:
                found = self.summary.unread if state == "unread" else self.summary.failed
                found.append(Failure(new[document_id], reason or f"is {state}"))


def incoming(source: Source) -> Incoming:
    """The document that was found, checked as one that comes over HTTP is; a `Problem` where it is none."""
    if source.body is None:
        raise Problem(422, "invalid-document", source.problem or "there is no document")
    try:
        return Incoming.model_validate(source.body)
    except ValidationError as error:
        raise Problem(422, "invalid-document", _sentence(error)) from error


def _batches(sources: Iterable[Source], size: int) -> Iterator[list[Source]]:
    rest = iter(sources)
    while batch := list(itertools.islice(rest, size)):
        yield batch


def _sentence(error: ValidationError) -> str:
    """What is wrong with the fields of a document."""
    return "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg'].removeprefix('Value error, ')}" for e in error.errors())
