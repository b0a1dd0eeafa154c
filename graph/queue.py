"""The queue of documents that wait to be read. A document's own row is its place in it: `pending`, and since when.

Whoever reads documents holds a lease on them and renews it; when it dies the lease ends, and others take them up.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from graph.database import batches
from graph.tables import Document

PENDING, READ, UNREAD, FAILED = "pending", "read", "unread", "failed"
LEASE = dt.timedelta(seconds=30)
"""How long documents in hand are left to their reader unless it renews its lease."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A document in hand: all that is needed to read it."""

    id: str
    text: str
    published_at: dt.date | None
    language: str | None
    attempts: int
    """How often reading has begun, this time included."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A document in the queue, with the length of its text in characters."""

    id: str
    length: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many documents wait, since when the longest, and when the last one was done with."""

    pending: int
    oldest: dt.datetime | None
    progress: dt.datetime | None


def now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def take_oldest(session: Session, documents: int, characters: int, lease: dt.timedelta = LEASE) -> list[Taken]:
    """Take the longest waiting documents in hand: `documents` at most, and no more `characters` than that unless it is one."""
    waiting = select(Document.id, func.length(Document.text)).where(_free()).order_by(*_OLDEST).limit(documents)
    found = [Waiting(*row) for row in session.execute(waiting.with_for_update(skip_locked=True))]
    return _take(session, [one.id for one in portion(found, documents, characters)], lease)


def take(session: Session, ids: Collection[str], lease: dt.timedelta = LEASE) -> list[Taken]:
    """Take those of `ids` in hand that wait and that nobody else has in hand."""
    free = select(Document.id).where(_free(), Document.id.in_(ids))
    return _take(session, session.scalars(free.with_for_update(skip_locked=True)).all(), lease)


def portion(waiting: Sequence[Waiting], documents: int, characters: int) -> Sequence[Waiting]:
    """As many from the front as make one batch; at least one, however long."""
    total = 0
    for number, one in enumerate(waiting[:documents]):
        total += one.length
        if number and total > characters:
            return waiting[:number]
    return waiting[:documents]


def renew(session: Session, ids: Collection[str], lease: dt.timedelta = LEASE) -> None:
    """Keep documents in hand for another `lease`."""
    for batch in batches(sorted(ids)):
        held = update(Document).where(Document.id.in_(batch), Document.state == PENDING)
        session.execute(held.values(claimed_until=now() + lease), execution_options=_PLAIN)


def release(session: Session, ids: Collection[str]) -> None:
    """Put documents back that were in hand and were not read, as if they had not been taken."""
    for batch in batches(sorted(ids)):
        held = update(Document).where(Document.id.in_(batch), Document.state == PENDING)
        session.execute(held.values(claimed_until=None, attempts=Document.attempts - 1), execution_options=_PLAIN)


def requeue(session: Session, condition: ColumnElement[bool]) -> list[Waiting]:
    """Have documents that failed read once more, of those that fulfil `condition`; they are at the queue's end."""
    again = update(Document).where(Document.state == FAILED, condition)
    values = {"state": PENDING, "reason": None, "read_at": None, "attempts": 0, "claimed_until": None, "pending_since": now()}
    rows = again.values(values).returning(Document.id, func.length(Document.text))
    return [Waiting(*row) for row in session.execute(rows, execution_options=_PLAIN)]


def states_of(session: Session, ids: Collection[str]) -> dict[str, str]:
    """The states of documents by their ids."""
    found: dict[str, str] = {}
    for batch in batches(sorted(ids)):
        rows = session.execute(select(Document.id, Document.state).where(Document.id.in_(batch)))
        found |= {id_: state for id_, state in rows}
    return found


def abandoned(session: Session, limit: int) -> list[Waiting]:
    """Documents that wait and are in nobody's hand."""
    found = select(Document.id, func.length(Document.text)).where(_free()).order_by(*_OLDEST).limit(limit)
    return [Waiting(*row) for row in session.execute(found)]


def backlog(session: Session) -> Backlog:
    """How reading gets on."""
    waiting = session.execute(select(func.count(), func.min(Document.pending_since)).where(Document.state == PENDING)).one()
    return Backlog(waiting[0], waiting[1], session.scalar(select(func.max(Document.read_at))))


_OLDEST = (Document.pending_since, Document.id)
_PLAIN = {"synchronize_session": False}


def _free() -> ColumnElement[bool]:
    """Documents that wait and are in nobody's hand."""
    return and_(Document.state == PENDING, or_(Document.claimed_until.is_(None), Document.claimed_until < now()))


def _take(session: Session, ids: Collection[str], lease: dt.timedelta) -> list[Taken]:
    """The caller has locked the rows."""
    if not ids:
        return []
    held = update(Document).where(Document.id.in_(ids))
    held = held.values(claimed_until=now() + lease, attempts=Document.attempts + 1)
    columns = (Document.id, Document.text, Document.published_at, Document.language, Document.attempts)
    taken = {row.id: Taken(*row) for row in session.execute(held.returning(*columns), execution_options=_PLAIN)}
    return [taken[id_] for id_ in ids]
