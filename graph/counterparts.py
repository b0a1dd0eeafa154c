"""Who took part in facts together with whom: one row a counterpart, as `met` and `neighbours` show it."""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.queries import FactFilter, conditions
from graph.tables import Claim, Document, Entity, Fact, Part
from graph.vocabulary import EntityType


@dataclass(frozen=True, slots=True, eq=False)
class Occasion:
    """A fact as one who took part saw it."""

    fact_id: str
    kind: str
    start: dt.date | None
    end: dt.date | None
    dates: Mapping[str, Any]

    @property
    def date(self) -> Any:
        """Its date as stored, or since or until when it lasted."""
        return self.dates.get("date") or self.dates.get("since") or self.dates.get("until")


Lift = Callable[[str, Occasion], str]
"""Says for whom an entity took part."""


@dataclass(slots=True)
class Counterpart:
    """Someone, and the occasions they shared with the one asked about, newest first."""

    entity_id: str
    occasions: list[Occasion] = field(default_factory=list)

    @property
    def first(self) -> Any:
        """The date of the earliest occasion, of those whose date is known."""
        return next((o.date for o in reversed(self.occasions) if o.start), None)

    @property
    def last(self) -> Any:
        """The date of the latest."""
        return next((o.date for o in self.occasions if o.start), None)

    @property
    def kinds(self) -> dict[str, int]:
        """How many occasions there were of each kind."""
        return dict(Counter(occasion.kind for occasion in self.occasions))

    @property
    def rank(self) -> tuple[int, int, str]:
        """Most occasions first, then the latest."""
        latest = next((o.start.toordinal() for o in self.occasions if o.start), 0)
        return -len(self.occasions), -latest, self.entity_id


def _as_itself(entity_id: str, _: Occasion) -> str:
    return entity_id


def counterparts(
    session: Session, who: str, wanted: FactFilter, role: str | None = None, lift: Lift = _as_itself
) -> list[Counterpart]:
    """Everyone who took part with `who` in facts that are wanted, in order of rank.

    `role` is the part that both must have played, if it matters. With `lift`, parties are those for whom they took part.
    """
    rows: defaultdict[str, Counterpart] = defaultdict(lambda: Counterpart(""))
    for occasion, actors in _occasions(session, wanted, role):
        parties = {lift(actor, occasion) for actor in actors}
        if who in parties or who in actors:
            for party in parties - {who, lift(who, occasion)}:
                rows[party].entity_id = party
                rows[party].occasions.append(occasion)
    return sorted(rows.values(), key=lambda row: row.rank)


def _occasions(session: Session, wanted: FactFilter, role: str | None) -> Iterator[tuple[Occasion, set[str]]]:
    """The facts wanted, newest first, each with the actors that took part."""
    found = (
        select(Fact.id, Fact.kind, Fact.start, Fact.end, Fact.dates, Part.entity_id)
        .join(Part, Part.fact_id == Fact.id)
        .join(Entity, Entity.id == Part.entity_id)
        .where(Entity.type != EntityType.PLACE, *conditions(wanted))
        .order_by(Fact.start.is_(None), Fact.start.desc(), Fact.id)
    )
    if role is not None:
        found = found.where(Part.role == role)
    for _, rows in itertools.groupby(session.execute(found), key=lambda row: row.id):
        parts = list(rows)
        yield Occasion(*parts[0][:-1]), {part.entity_id for part in parts}


def sources(session: Session, fact_ids: Collection[str]) -> int:
    """The number of independent texts behind some facts."""
    texts = select(func.count(Document.text_group.distinct())).join(Claim, Claim.document_id == Document.id)
    return session.scalar(texts.where(Claim.fact_id.in_(fact_ids))) or 0


@dataclass(frozen=True, slots=True)
class Office:
    """That a person acted for a state or body, between two days where these are known."""

    of: str
    start: dt.date | None
    end: dt.date | None

    def covers(self, occasion: Occasion) -> bool:
        """Whether the person may have held it on the occasion."""
        starts_in_time = self.start is None or occasion.end is None or self.start <= occasion.end
        return starts_in_time and (self.end is None or occasion.start is None or self.end >= occasion.start)


class States:
    """For which state or body each person acted, by the offices they held at the time."""

    def __init__(self, session: Session, kind: str, holder: str, body: str) -> None:
        person, of = select(Part).where(Part.role == holder).subquery(), select(Part).where(Part.role == body).subquery()
        offices = (
            select(person.c.entity_id, of.c.entity_id, Fact.start, Fact.end)
            .join(Fact, Fact.id == person.c.fact_id)
            .join(of, of.c.fact_id == Fact.id)
            .where(Fact.kind == kind)
            .order_by(Fact.sources.desc(), Fact.id)
        )
        self.offices: defaultdict[str, list[Office]] = defaultdict(list)
        for person_id, of_id, start, end in session.execute(offices):
            self.offices[person_id].append(Office(of_id, start, end))
        belongs = select(Entity.id, Entity.state_id).where(Entity.state_id.is_not(None))
        self.homes = {person_id: state_id for person_id, state_id in session.execute(belongs) if state_id}

    def acted_for(self, entity_id: str, occasion: Occasion) -> str:
        """The state or body; the entity itself where it is none's, or is one."""
        held = [office for office in self.offices.get(entity_id, ()) if office.covers(occasion)]
        dated = [office for office in held if office.start or office.end]
        if dated:
            return dated[0].of
        return self.homes.get(entity_id) or (held[0].of if held else entity_id)
