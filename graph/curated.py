"""What is known of judgements, and why names and mentions are an entity: for those who curate."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from graph.rulings import rulings
from graph.tables import Document, Entity, Judgement, Match, Name, NameUse

IN_FORCE, OVERRULED, WITHDRAWN = "in_force", "overruled", "withdrawn"
"""How a judgement stands: it counts, a later one contradicts it, or it was taken back."""


@dataclass(frozen=True, slots=True)
class JudgementFilter:
    """Which judgements are wanted; a field left empty asks for nothing."""

    subject: str | None = None
    verdict: str | None = None
    author: str | None = None
    about: Collection[str] = ()
    """Ids of entities or facts, of which one must be judged."""


@dataclass(frozen=True, slots=True)
class NameUsed:
    """A name of an entity: how many documents use it, and the first of these."""

    name: str
    of: str
    """The entity that bears it: the one asked about, or one merged into it."""
    imported: bool
    documents: int
    first: str | None


def judgements(session: Session, wanted: JudgementFilter, limit: int, before: int | None = None) -> list[Judgement]:
    """The judgements wanted, newest first: those of a lower number than `before`."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.subject:
        conditions.append(Judgement.subject == wanted.subject)
    if wanted.verdict:
        conditions.append(Judgement.verdict == wanted.verdict)
    if wanted.author:
        conditions.append(Judgement.author == wanted.author)
    if wanted.about:
        conditions.append(or_(Judgement.left_id.in_(wanted.about), Judgement.right_id.in_(wanted.about)))
    if before is not None:
        conditions.append(Judgement.number < before)
    return list(session.scalars(select(Judgement).where(*conditions).order_by(Judgement.number.desc()).limit(limit)))


def standings(session: Session, found: Sequence[Judgement]) -> dict[str, str]:
    """How each of some judgements stands."""
    judged = rulings(session)
    overruled = judged.entities.overruled | judged.facts.overruled
    return {
        judgement.id: WITHDRAWN if judgement.withdrawn_at else OVERRULED if judgement.id in overruled else IN_FORCE
        for judgement in found
    }


def members(session: Session, entity_id: str) -> list[Entity]:
    """The entities that are merged into one."""
    return list(session.scalars(select(Entity).where(Entity.merged_into == entity_id).order_by(Entity.name, Entity.id)))


def names_used(session: Session, entity_ids: Collection[str]) -> list[NameUsed]:
    """What entities are called, and by how many documents: the most used name first."""
    uses = func.count(NameUse.document_id)
    first = (
        select(NameUse.document_id)
        .join(Document)
        .where(NameUse.name_id == Name.id)
        .order_by(Document.published_at.is_(None), Document.published_at, Document.id)
        .limit(1)
        .scalar_subquery()
    )
    named = select(Name.name, Name.entity_id, Name.imported, uses, first).outerjoin(NameUse).where(Name.entity_id.in_(entity_ids))
    ordered = named.group_by(Name.id).order_by(uses.desc(), Name.name, Name.id)
    return [NameUsed(*row) for row in session.execute(ordered)]


def matches(session: Session, entity_ids: Collection[str]) -> list[Match]:
    """The decisions whether names of documents are entities, or are another, the surest first."""
    concerned = or_(Match.entity_id.in_(entity_ids), Match.candidate_id.in_(entity_ids))
    return list(session.scalars(select(Match).where(concerned).order_by(Match.score.desc(), Match.id)))


def reasons_of(match: Match) -> list[dict[str, Any]]:
    """Why it was decided so, the weightiest reason first."""
    return [dict(reason) for reason in match.reasons]
