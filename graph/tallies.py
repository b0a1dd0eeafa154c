"""What a drawing needs: facts counted by where and when they were, those among some actors, and mentions in a text."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.queries import FactFilter, conditions
from graph.tables import Claim, Entity, Fact, Mention, Part
from graph.views import EntityRef


@dataclass(frozen=True, slots=True)
class PlaceTally:
    """How many facts were at a place, and the days between which they lie; `country` is an ISO 3166-1 alpha-3 code."""

    place: EntityRef
    country: str | None
    facts: int
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class PeriodTally:
    """How many facts lie between the same two days, both included."""

    start: dt.date
    end: dt.date
    facts: int


@dataclass(frozen=True, slots=True)
class DrawnFact:
    """A fact as a line of a drawing: its parts are pairs of role and actor, those among the actors drawn alone."""

    id: str
    kind: str
    status: str
    start: dt.date | None
    end: dt.date | None
    sources: int
    parts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class MentionView:
    """Words of a document that name an entity in a fact, and its part there."""

    start: int
    end: int
    entity: EntityRef
    role: str
    fact_id: str


def mentions_in(session: Session, document_id: str) -> list[MentionView]:
    """The words of a document that name who took part in its facts and where these were, in the order of the text."""
    rows = session.execute(
        select(Mention.start, Mention.end, Mention.role, Fact.id.label("fact_id"), Entity.id, Entity.type, Entity.name)
        .join(Claim, Claim.id == Mention.claim_id)
        .join(Fact, Fact.id == Claim.fact_id)
        .join(Entity, Entity.id == Mention.entity_id)
        .where(Claim.document_id == document_id)
        .distinct()
        .order_by(Mention.start, Mention.end, Mention.role, Fact.id)
    )
    return [MentionView(row.start, row.end, EntityRef(row.id, row.type, row.name), row.role, row.fact_id) for row in rows]


def by_place(session: Session, wanted: FactFilter) -> list[PlaceTally]:
    """The facts wanted by their place, most first; facts that tell no place are left out."""
    count = func.count()
    rows = session.execute(
        select(Entity.id, Entity.type, Entity.name, Entity.country, count, func.min(Fact.start), func.max(Fact.end))
        .join(Entity, Entity.id == Fact.place_id)
        .where(*conditions(wanted))
        .group_by(Entity.id)
        .order_by(count.desc(), Entity.name, Entity.id)
    )
    return [
        PlaceTally(EntityRef(key, kind, name), country, facts, first, last)
        for key, kind, name, country, facts, first, last in rows
    ]


def by_period(session: Session, wanted: FactFilter) -> list[PeriodTally]:
    """The facts wanted by their days, earliest first; facts whose begin or end is not known are left out."""
    rows = session.execute(
        select(Fact.start, Fact.end, func.count())
        .where(Fact.start.is_not(None), Fact.end.is_not(None), *conditions(wanted))
        .group_by(Fact.start, Fact.end)
        .order_by(Fact.start, Fact.end)
    )
    return [PeriodTally(start, end, count) for start, end, count in rows if start and end]


def among(session: Session, actors: Collection[str], wanted: FactFilter, limit: int) -> list[DrawnFact]:
    """The facts wanted that at least two of `actors` share, the latest first, at most `limit`."""
    shared = (
        select(Part.fact_id)
        .join(Fact, Fact.id == Part.fact_id)
        .where(Part.entity_id.in_(actors), *conditions(wanted))
        .group_by(Part.fact_id, Fact.start)
        .having(func.count(Part.entity_id.distinct()) > 1)
        .order_by(Fact.start.is_(None), Fact.start.desc(), Part.fact_id)
        .limit(limit)
    )
    ids = session.scalars(shared).all()
    parts: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    chosen = select(Part.fact_id, Part.role, Part.entity_id).where(Part.fact_id.in_(ids), Part.entity_id.in_(actors))
    for fact_id, role, entity_id in session.execute(chosen.order_by(Part.fact_id, Part.role, Part.entity_id)):
        parts[fact_id].append((role, entity_id))
    columns = select(Fact.id, Fact.kind, Fact.status, Fact.start, Fact.end, Fact.sources).where(Fact.id.in_(ids))
    facts = {row.id: row for row in session.execute(columns)}
    return [DrawnFact(*facts[fact_id], parts=parts[fact_id]) for fact_id in ids]
