"""The graph in memory: who shares which fact with whom, built from the tables and rebuilt when their revision moves."""

import datetime as dt
import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.store import revision
from graph.tables import Entity, Fact, Part
from graph.vocabulary import EntityType

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """A value computed from the tables, kept until their revision moves. Safe to share between threads."""

    def __init__(self, build: Callable[[Session], Value]) -> None:
        self._build = build
        self._lock = threading.Lock()
        self._revision = -1
        self._value: Value | None = None

    def get(self, session: Session) -> Value:
        """The value at the revision that `session` sees, or a later one; only for sessions that have changed nothing."""
        seen = revision(session)
        with self._lock:
            if self._value is None or seen > self._revision:
                self._value, self._revision = self._build(session), seen
            return self._value


@dataclass(frozen=True, slots=True)
class Contact:
    """A fact as paths see it: who took part, and the days it lies between."""

    id: str
    kind: str
    status: str
    start: dt.date | None
    end: dt.date | None
    sources: int
    confidence: float
    actors: tuple[str, ...]

    def lies_in(self, since: dt.date | None, until: dt.date | None) -> bool:
        """Whether it may have been between two days; a contact without a date lies in no such period."""
        if since is None and until is None:
            return True
        if self.start is None and self.end is None:
            return False
        ends_late_enough = since is None or self.end is None or self.end >= since
        return ends_late_enough and (until is None or self.start is None or self.start <= until)


@dataclass(frozen=True, slots=True)
class Image:
    """Every fact that actors share, found by actor."""

    contacts_of: Mapping[str, tuple[Contact, ...]]

    def degree(self, entity_id: str) -> int:
        """The number of shared facts that `entity_id` took part in."""
        return len(self.contacts_of.get(entity_id, ()))


def arrange(contacts: Iterable[Contact]) -> Image:
    """An image of `contacts`; those with a single actor lead nowhere and are left out."""
    by_actor: defaultdict[str, list[Contact]] = defaultdict(list)
    for contact in contacts:
        if len(contact.actors) > 1:
            for actor in contact.actors:
                by_actor[actor].append(contact)
    return Image({actor: tuple(shared) for actor, shared in by_actor.items()})


def build(session: Session) -> Image:
    """The image of what the tables hold now. Places are never parts of a path, whatever the tables say."""
    actors: defaultdict[str, dict[str, None]] = defaultdict(dict)
    parts = select(Part.fact_id, Part.entity_id).join(Entity, Entity.id == Part.entity_id)
    for fact_id, entity_id in session.execute(parts.where(Entity.type != EntityType.PLACE).order_by(Part.entity_id)):
        actors[fact_id][entity_id] = None
    columns = (Fact.id, Fact.kind, Fact.status, Fact.start, Fact.end, Fact.sources, Fact.confidence)
    rows = session.execute(select(*columns).order_by(Fact.id))
    return arrange(Contact(*row, actors=tuple(actors[row.id])) for row in rows)
