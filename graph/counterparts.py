"""Who took part in facts together with whom: one row a counterpart, as `met` and `neighbours` show it."""

import datetime as dt
import itertools
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph import shown
from graph.queries import FactFilter, conditions
from graph.tables import Entity, Fact, Part
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
        return _date(self.dates)


def _date(dates: Mapping[str, Any]) -> Any:
    return dates.get("date") or dates.get("since") or dates.get("until")


Lift = Callable[[str, Occasion], str]
"""Says for whom an entity took part."""


Rank = tuple[int, int, str]
"""Most facts first, then the latest, then by id: the numbers are negative."""


@dataclass(frozen=True, slots=True)
class Shared:
    """Someone, and the facts shared with the one asked about, newest first."""

    entity_id: str
    rank: Rank
    facts: list[str]
    earliest: str | None
    """The first of the facts whose day is known."""
    latest: str | None


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
    def rank(self) -> Rank:
        """Its place among others."""
        latest = next((o.start.toordinal() for o in self.occasions if o.start), 0)
        return -len(self.occasions), -latest, self.entity_id

    @property
    def shared(self) -> Shared:
        """The same, told by ids alone."""
        dated = [o.fact_id for o in self.occasions if o.start]
        ids = [o.fact_id for o in self.occasions]
        return Shared(self.entity_id, self.rank, ids, dated[-1] if dated else None, dated[0] if dated else None)


def as_itself(entity_id: str, _: Occasion) -> str:
    """Everyone took part for themselves."""
    return entity_id


def counterparts(
    session: Session, who: str, wanted: FactFilter, role: str | None = None, lift: Lift = as_itself
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


def sources(session: Session, shared: Collection[Shared]) -> dict[str, int]:
    """For each counterpart the number of independent texts behind the facts that are shared."""
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for fact_id, group in shown.in_batches(session, shown.TEXTS, (fact for one in shared for fact in one.facts)):
        groups[fact_id].add(group)
    return {one.entity_id: len(set[str]().union(*(groups[fact] for fact in one.facts))) for one in shared}


def dates(session: Session, shared: Collection[Shared]) -> dict[str, Any]:
    """The dates, as stored, of the earliest and the latest fact of each counterpart, by their ids."""
    ids = {fact for one in shared for fact in (one.earliest, one.latest) if fact}
    return {fact_id: _date(told) for fact_id, told in shown.in_batches(session, shown.DATES, ids)}


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
