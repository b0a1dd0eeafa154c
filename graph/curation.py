"""Curation: what people judge is written down and applied, and can be taken back.

A judgement is a row that is never deleted. What it changes is computed anew from the judgements in force, for what they
touch alone. Each function works within the caller's transaction; one rolled back has shown what a judgement would do.
"""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.errors import InvalidJudgement, NotFound
from graph.judgements import Verdict
from graph.naming import move_uses
from graph.resolved import fact_id_of
from graph.revision import lock, raise_revision
from graph.rulings import ENTITY, FACT, Rulings, is_split, rulings
from graph.tables import Claim, Document, Entity, Fact, Judgement, Mention, WithdrawnFact
from graph.understanding import understand_anew
from graph.vocabulary import FactKind

Kinds = Mapping[str, FactKind]


@dataclass(frozen=True, slots=True)
class Opinion:
    """Who judges, and why."""

    author: str
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """A judgement, or that it was taken back, and what this changed."""

    judgement: Judgement
    changed: Sequence[str]
    """Ids of the facts that are new or other than before."""
    withdrawn: Mapping[str, str | None]
    """Ids of facts that are no more, with the facts to which their claims have moved."""


def judge_entities(session: Session, kinds: Kinds, left: str, right: str, verdict: Verdict, by: Opinion) -> Effect:
    """Rule whether two entities are the same; if so, `left` stands for both. Both are ids."""
    lock(session)
    if left == right:
        raise InvalidJudgement(f"{left!r} is itself")
    return _ruled(session, kinds, _new(session, ENTITY, left, right, verdict, by))


def split_entity(
    session: Session, kinds: Kinds, entity_id: str, documents: Collection[str], by: Opinion, name: str | None = None
) -> Effect:
    """Rule that some documents, where they speak of an entity, mean another of the same name, which is made for it."""
    lock(session)
    entity = session.get_one(Entity, entity_id)
    speaking = _documents_on(session, entity_id)
    if stray := sorted(set(documents) - speaking):
        raise InvalidJudgement(f"{entity.name} is not spoken of in {', '.join(stray)}")
    if not documents or speaking <= set(documents):
        raise InvalidJudgement(f"give some, but not all, of the {len(speaking)} documents that speak of {entity.name}")
    members = session.scalars(select(Entity.id).where((Entity.id == entity_id) | (Entity.merged_into == entity_id)))
    judgement = _new(session, ENTITY, entity_id, "", Verdict.DIFFERENT, by)
    judgement.left_items, judgement.right_items = sorted(members), sorted(documents)
    judgement.right_id = _split_off(session, entity, judgement, name)
    number = raise_revision(session)
    move_uses(session, judgement.right_items, judgement.left_items, judgement.right_id, number)
    return _ruled(session, kinds, judgement)


def judge_facts(session: Session, kinds: Kinds, left: str, right: str, verdict: Verdict, by: Opinion) -> Effect:
    """Rule whether two facts, by their ids, are of one happening."""
    lock(session)
    if left == right:
        raise InvalidJudgement(f"{left!r} is itself")
    first, second = (session.get_one(Fact, id_).kind for id_ in (left, right))
    if first != second:
        raise InvalidJudgement(f"one fact is a {first}, the other a {second}")
    judgement = _new(session, FACT, left, right, verdict, by)
    judgement.left_items, judgement.right_items = _claims_of(session, left), _claims_of(session, right)
    return _ruled(session, kinds, judgement)


def split_fact(session: Session, kinds: Kinds, fact_id: str, claims: Collection[str], by: Opinion) -> Effect:
    """Rule that some claims of a fact are of another happening than its other claims."""
    lock(session)
    held = _claims_of(session, fact_id)
    if stray := sorted(set(claims) - set(held)):
        raise InvalidJudgement(f"{', '.join(stray)} is no claim of {fact_id}")
    if not claims or set(held) <= set(claims):
        raise InvalidJudgement(f"give some, but not all, of the {len(held)} claims of {fact_id}")
    apart = [id_ for id_ in held if id_ in claims]
    judgement = _new(session, FACT, fact_id, fact_id_of(apart[0]), Verdict.DIFFERENT, by)
    judgement.left_items, judgement.right_items = [id_ for id_ in held if id_ not in claims], apart
    return _ruled(session, kinds, judgement)


def take_back(session: Session, kinds: Kinds, judgement_id: str, author: str) -> Effect:
    """Have a judgement no longer count; one taken back already stays as it is."""
    lock(session)
    judgement = get_judgement(session, judgement_id)
    if judgement.withdrawn_at is not None:
        return Effect(judgement, (), {})
    before = rulings(session)
    judgement.withdrawn_by, judgement.withdrawn_at = author, _now()
    return _apply(session, kinds, judgement, before)


def get_judgement(session: Session, judgement_id: str) -> Judgement:
    """The judgement of an id."""
    judgement = session.get(Judgement, judgement_id)
    if judgement is None:
        raise NotFound("judgement", judgement_id)
    return judgement


def _new(session: Session, subject: str, left: str, right: str, verdict: Verdict, by: Opinion) -> Judgement:
    return Judgement(
        id=f"judgement_{uuid.uuid4().hex[:20]}",
        number=(session.scalar(select(func.max(Judgement.number))) or 0) + 1,
        subject=subject,
        left_id=left,
        right_id=right,
        verdict=str(verdict),
        left_items=[],
        right_items=[],
        author=by.author,
        reason=by.reason,
        created_at=_now(),
    )


def _ruled(session: Session, kinds: Kinds, judgement: Judgement) -> Effect:
    before = rulings(session)
    session.add(judgement)
    return _apply(session, kinds, judgement, before)


def _apply(session: Session, kinds: Kinds, judgement: Judgement, before: Rulings) -> Effect:
    """Have the tables say what the judgements in force make of the claims."""
    session.flush()
    number = raise_revision(session)
    split = {*judgement.left_items, judgement.right_id} if is_split(judgement) else set()
    understand_anew(session, kinds, before, split, number)
    session.refresh(judgement)
    changed = session.scalars(select(Fact.id).where(Fact.changed == number).order_by(Fact.start, Fact.id)).all()
    gone = session.execute(select(WithdrawnFact.id, WithdrawnFact.successor_id).where(WithdrawnFact.changed == number))
    return Effect(judgement, changed, {id_: successor for id_, successor in gone})


def _split_off(session: Session, entity: Entity, judgement: Judgement, name: str | None) -> str:
    """A new entity of the same type."""
    part = Entity(
        id=f"ent_{judgement.id.removeprefix('judgement_')}",
        type=entity.type,
        name=name or entity.name,
        withdrawn=False,
        created_at=judgement.created_at,
    )
    session.add(part)
    session.flush()
    return part.id


def _documents_on(session: Session, entity_id: str) -> set[str]:
    """The documents whose claims speak of an entity."""
    mentioned = select(Claim.document_id).join(Mention).where(Mention.entity_id == entity_id)
    return {*session.scalars(mentioned), *session.scalars(select(Claim.document_id).where(Claim.said_by_id == entity_id))}


def _claims_of(session: Session, fact_id: str) -> list[str]:
    """The claims of a fact, in the order of their publication and text."""
    published = Document.published_at
    ordered = select(Claim.id).join(Document).where(Claim.fact_id == fact_id)
    return list(session.scalars(ordered.order_by(published.is_(None), published, Document.id, Claim.start, Claim.id)))


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
