"""The graph in memory: who shares which fact with whom, kept in step with the tables by what changed since a revision."""

import datetime as dt
import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.database import batches
from graph.store import revision
from graph.tables import Entity, Fact, Part, WithdrawnFact
from graph.vocabulary import EntityType

Value = TypeVar("Value")
BEFORE_ALL = -1
"""A revision before the first."""


class Remembered(Generic[Value]):
    """A function of the tables, kept and brought up to date when their revision has moved. Safe to share between threads."""

    def __init__(self, empty: Value, update: Callable[[Session, Value, int], Value]) -> None:
        """`update` makes of the value at a revision the value of now, and leaves the old one as it is for those who use it."""
        self._update = update
        self._lock = threading.Lock()
        self._revision = BEFORE_ALL
        self._value = empty

    def get(self, session: Session) -> Value:
        """The value at the revision that `session` sees, or a later one; only for sessions that have changed nothing."""
        seen = revision(session)
        with self._lock:
            if seen > self._revision:
                self._value = self._update(session, self._value, self._revision)
                self._revision = seen
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
    """Every fact that actors share, by id and by actor."""

    contacts: Mapping[str, Contact] = field(default_factory=dict)
    contacts_of: Mapping[str, tuple[Contact, ...]] = field(default_factory=dict)

    def degree(self, entity_id: str) -> int:
        """The number of shared facts that `entity_id` took part in."""
        return len(self.contacts_of.get(entity_id, ()))

    def replaced(self, gone: Collection[str], fresh: Iterable[Contact]) -> "Image":
        """An image without the contacts `gone` and with `fresh` ones; those with a single actor lead nowhere."""
        given = {contact.id: contact for contact in fresh}
        leaving = [self.contacts[key] for key in {*gone, *given} if key in self.contacts]
        coming = {key: contact for key, contact in given.items() if len(contact.actors) > 1}
        contacts = {**self.contacts}
        for contact in leaving:
            del contacts[contact.id]
        by_actor = {**self.contacts_of}
        for actor, ids in _by_actor([*leaving, *coming.values()]).items():
            kept = (contact for contact in by_actor.pop(actor, ()) if contact.id not in ids)
            new = (coming[key] for key in ids if key in coming and actor in coming[key].actors)
            if shared := sorted((*kept, *new), key=lambda contact: contact.id):
                by_actor[actor] = tuple(shared)
        return Image({**contacts, **coming}, by_actor)


def _by_actor(contacts: Iterable[Contact]) -> dict[str, set[str]]:
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for contact in contacts:
        for actor in contact.actors:
            ids[actor].add(contact.id)
    return ids


def refresh(session: Session, image: Image, since: int) -> Image:
    """The image of what the tables hold now, made of the image at the revision `since`."""
    gone = session.scalars(select(WithdrawnFact.id).where(WithdrawnFact.changed > since)).all()
    return image.replaced(gone, _changed_after(session, since))


def _changed_after(session: Session, since: int) -> list[Contact]:
    """The facts changed after a revision. Places are never parts of a path, whatever the tables say."""
    columns = (Fact.id, Fact.kind, Fact.status, Fact.start, Fact.end, Fact.sources, Fact.confidence)
    rows = session.execute(select(*columns).where(Fact.changed > since)).all()
    actors: defaultdict[str, set[str]] = defaultdict(set)
    parts = select(Part.fact_id, Part.entity_id).join(Entity, Entity.id == Part.entity_id).where(Entity.type != EntityType.PLACE)
    for batch in batches(rows):
        for fact_id, entity_id in session.execute(parts.where(Part.fact_id.in_([row.id for row in batch]))):
            actors[fact_id].add(entity_id)
    return [Contact(*row, actors=tuple(sorted(actors[row.id]))) for row in rows]
