"""Whom and what documents mean, computed anew for what a change of judgements touches."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import Session

from graph.claims import in_place
from graph.database import batches
from graph.facts import recompute_all, retell
from graph.revision import raise_revision
from graph.rulings import Rulings, rulings
from graph.standing import belongings_of, dependants, lead, new_leaders, settle_states, withdraw_unspoken
from graph.tables import Base, Claim, Entity, Fact, Mention, WithdrawnFact
from graph.vocabulary import FactKind


@dataclass(frozen=True, slots=True)
class Correction:
    """That the words of a claim, or its speaker, mean another than is stored."""

    table: str
    row: int | str
    claim_id: str
    read: str
    meant: str
    """Who is meant now, and who was."""
    was: str


def understand_anew(
    session: Session, kinds: Mapping[str, FactKind], before: Rulings, split: Collection[str], revision: int
) -> None:
    """Apply the judgements in force, where these were `before`; `split` are entities whose documents mean others than then."""
    judged = rulings(session)
    changed = Standing.changed(session, judged, revision)
    corrections = list(_corrections(session, judged, {*changed.leaders, *split}, {*changed.former, *split}))
    claims = {correction.claim_id for correction in corrections} | before.facts.differing(judged.facts)
    documents = _documents(session, claims, changed.moved)
    _correct(session, corrections)
    retell(session, kinds, documents, revision, judged.facts)
    _show_anew(session, claims, revision)
    withdraw_unspoken(session, {*changed.leaders, *split, *(c.meant for c in corrections), *(c.was for c in corrections)})


def rebuild(session: Session, kinds: Mapping[str, FactKind]) -> int:
    """Compute anew from claims and judgements who is meant everywhere, and all facts; how many were not so already."""
    revision, judged = raise_revision(session), rulings(session)
    lead(session, new_leaders(session, judged), revision)
    settle_states(session, session.scalars(select(Entity.id)).all())
    _correct(session, list(_corrections(session, judged, None)))
    recompute_all(session, kinds, revision, judged.facts)
    changed = session.scalar(select(func.count()).where(Fact.changed == revision)) or 0
    return changed + (session.scalar(select(func.count()).where(WithdrawnFact.changed == revision)) or 0)


@dataclass(frozen=True, slots=True)
class Standing:
    """What judgements changed about entities."""

    leaders: Mapping[str, str | None] = field(default_factory=dict)
    """Who stands for entities now, where that is new; none where they stand for themselves."""
    former: Collection[str] = ()
    """Who stood for them before."""
    moved: Collection[str] = ()
    """Those who belong to another state than before."""

    @staticmethod
    def changed(session: Session, judged: Rulings, revision: int) -> "Standing":
        """Have entities stand for whom they are judged to, and belong to whom they then do."""
        leaders = new_leaders(session, judged)
        if not leaders:
            return Standing()
        stood = session.execute(select(Entity.id, Entity.merged_into).where(Entity.id.in_(leaders)))
        former = {merged_into or id_ for id_, merged_into in stood}
        concerned = {id_ for id_ in (*leaders, *former, *leaders.values()) if id_}
        concerned |= dependants(session, concerned)
        before = belongings_of(session, concerned)
        lead(session, leaders, revision)
        settle_states(session, concerned)
        after = belongings_of(session, concerned)
        moved = {id_ for id_ in concerned if before.get(id_) != after.get(id_)}
        return Standing(leaders, former, moved)


def _corrections(
    session: Session, judged: Rulings, entities: Collection[str] | None, meant: Collection[str] = ()
) -> Iterator[Correction]:
    """Where documents mean another than is stored: those that were read to speak of some entities, or of any.

    Of those that were read otherwise and yet `meant` some, too.
    """
    spoken = (
        (Mention, Mention.id, Mention.read_as, Mention.entity_id, select(Claim.id, Claim.document_id).join(Mention)),
        (Claim, Claim.id, Claim.speaker_read_as, Claim.said_by_id, select(Claim.id, Claim.document_id)),
    )
    for table, key, read_as, stored, query in spoken:
        columns = query.add_columns(key, func.coalesce(read_as, stored), stored).where(stored.is_not(None)).order_by(key)
        for condition in [None] if entities is None else _reading(read_as, stored, entities, meant):
            rows = session.execute(columns if condition is None else columns.where(condition))
            for claim_id, document_id, row, read, was in rows:
                if (now := judged.meant(read, document_id)) != was:
                    yield Correction(table.__tablename__, row, claim_id, read, now, was)


def _reading(read_as: Any, stored: Any, entities: Collection[str], meant: Collection[str]) -> Iterator[ColumnElement[bool]]:
    """That reading took words to name one of some entities, or that they mean one of others by judgement alone."""
    for batch in batches(sorted(entities)):
        yield or_(read_as.in_(batch), and_(read_as.is_(None), stored.in_(batch)))
    for batch in batches(sorted(meant)):
        yield and_(read_as.is_not(None), stored.in_(batch))


def _correct(session: Session, corrections: Iterable[Correction]) -> None:
    columns = {Mention.__tablename__: ("entity_id", "read_as"), Claim.__tablename__: ("said_by_id", "speaker_read_as")}
    for name, (meant, read_as) in columns.items():
        table = Base.metadata.tables[name]
        rows = [(c.row, *in_place(c.read, c.meant)) for c in corrections if c.table == name]
        if rows:
            values: dict[str, Any] = {meant: bindparam("meant"), read_as: bindparam("read")}
            correct = table.update().where(table.c.id == bindparam("row")).values(values)
            session.connection().execute(correct, [{"row": row, "meant": who, "read": read} for row, who, read in rows])
    session.expire_all()


def _show_anew(session: Session, claims: Collection[str], revision: int) -> None:
    """Note that facts have changed whose claims mean another than before, even where they read the same."""
    for batch in batches(sorted(claims)):
        stated = select(Claim.fact_id).where(Claim.id.in_(batch))
        session.execute(update(Fact).where(Fact.id.in_(stated)).values(changed=revision))


def _documents(session: Session, claims: Collection[str], moved: Collection[str]) -> list[str]:
    """The documents of claims, and those that speak of entities that moved."""
    found: set[str] = set()
    for batch in batches(sorted(claims)):
        found |= set(session.scalars(select(Claim.document_id).where(Claim.id.in_(batch))))
    for batch in batches(sorted(moved)):
        found |= set(session.scalars(select(Claim.document_id).join(Mention).where(Mention.entity_id.in_(batch))))
    return sorted(found)
