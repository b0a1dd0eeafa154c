"""The judgements in the tables, put together: which entities stand for which, and which claims are of one happening."""

import weakref
from dataclasses import dataclass

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from graph.judgements import NO_JUDGEMENTS, Judgements, Ruling, Verdict
from graph.tables import Judgement

ENTITY, FACT = "entity", "fact"
"""What a judgement may be about."""


@dataclass(frozen=True, slots=True)
class Split:
    """That some documents, when they speak of one of `entities`, mean another: `into`."""

    entities: frozenset[str]
    documents: frozenset[str]
    into: str


@dataclass(frozen=True, slots=True)
class Rulings:
    """All judgements that are in force."""

    entities: Judgements = NO_JUDGEMENTS
    facts: Judgements = NO_JUDGEMENTS
    splits: tuple[Split, ...] = ()
    subjects: frozenset[str] = frozenset()
    """The entities that are, or once were, judged."""

    def part(self, entity_id: str, document_id: str) -> str:
        """Of whom a document speaks that reading took to speak of an entity, before anyone is merged."""
        for split in self.splits:
            if document_id in split.documents and entity_id in split.entities:
                entity_id = split.into
        return entity_id

    def meant(self, entity_id: str, document_id: str) -> str:
        """Who is meant where reading took a document to speak of an entity."""
        return self.entities.leader(self.part(entity_id, document_id))


_Version = tuple[object, ...]
_known: "weakref.WeakKeyDictionary[Engine, tuple[_Version, Rulings]]" = weakref.WeakKeyDictionary()


def rulings(session: Session) -> Rulings:
    """The judgements as `session` sees them; they are put together anew only when there is another one."""
    engine = session.get_bind().engine
    version = _version(session)
    known = _known.get(engine)
    if known is None or known[0] != version:
        known = _known[engine] = (version, _read(session))
    return known[1]


def _version(session: Session) -> _Version:
    last = select(Judgement.id).order_by(Judgement.number.desc()).limit(1).scalar_subquery()
    withdrawn = (func.count(Judgement.withdrawn_at), func.max(Judgement.withdrawn_at))
    return tuple(session.execute(select(last, *withdrawn).select_from(Judgement)).one())


def _read(session: Session) -> Rulings:
    rows = session.scalars(select(Judgement).order_by(Judgement.number)).all()
    about = {subject: [row for row in rows if row.subject == subject] for subject in (ENTITY, FACT)}
    standing = [row for row in about[ENTITY] if row.withdrawn_at is None]
    undone = [_joined_again(row) for row in about[ENTITY] if row.withdrawn_at is not None and is_split(row)]
    return Rulings(
        entities=Judgements.of([*undone, *(Ruling(r.id, Verdict(r.verdict), (r.left_id,), (r.right_id,)) for r in standing)]),
        facts=Judgements.of([ruling_of_claims(row) for row in about[FACT] if row.withdrawn_at is None]),
        splits=tuple(_split(row) for row in standing if is_split(row)),
        subjects=frozenset(key for row in about[ENTITY] for key in (row.left_id, row.right_id)),
    )


def was_judged(session: Session, left: str, right: str) -> bool:
    """Whether there was ever a judgement about two entities, even one that was taken back."""
    pairs = ((Judgement.left_id == left) & (Judgement.right_id == right)) | (
        (Judgement.left_id == right) & (Judgement.right_id == left)
    )
    return session.scalar(select(Judgement.id).where(Judgement.subject == ENTITY, pairs).limit(1)) is not None


def ruling_of_claims(row: Judgement) -> Ruling:
    """A judgement about facts as one about the claims that they had."""
    return Ruling(row.id, Verdict(row.verdict), tuple(row.left_items), tuple(row.right_items))


def is_split(row: Judgement) -> bool:
    """Whether a judgement made an entity of what some documents say of another."""
    return row.subject == ENTITY and bool(row.right_items)


def _split(row: Judgement) -> Split:
    return Split(frozenset(row.left_items), frozenset(row.right_items), row.right_id)


def _joined_again(row: Judgement) -> Ruling:
    """Of a split taken back: who was split off is who it was split from, unless any other judgement says otherwise."""
    return Ruling(row.id, Verdict.SAME, (row.left_id,), (row.right_id,))
