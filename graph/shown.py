"""The statements that fetch what is shown, made once: to make one for each question costs more than to execute it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import BindParameter, bindparam, func, select
from sqlalchemy.orm import Session

from graph.database import batches
from graph.tables import Claim, Document, Entity, Fact, Part

_fact, _part, _entity = Fact.__table__, Part.__table__, Entity.__table__
_claim, _document = Claim.__table__, Document.__table__
_town, _speaker = _entity.alias(), _entity.alias()
_IDS: BindParameter[Any] = bindparam("ids", expanding=True)

ENTITIES = select(_entity.c.id, _entity.c.type, _entity.c.name).where(_entity.c.id.in_(_IDS))
"""Entities by id."""
FACTS = (
    select(*(_fact.c[name] for name in ("id", "kind", "status", "values", "dates", "confidence", "sources")))
    .add_columns(_town.c.id, _town.c.type, _town.c.name)
    .outerjoin(_town, _town.c.id == _fact.c.place_id)
    .where(_fact.c.id.in_(_IDS))
)
"""Facts by id, each with its place."""
PARTS = (
    select(_part.c.fact_id, _part.c.role, _entity.c.id, _entity.c.type, _entity.c.name)
    .join(_entity, _entity.c.id == _part.c.entity_id)
    .where(_part.c.fact_id.in_(_IDS))
    .order_by(_entity.c.name, _entity.c.id)
)
"""Who took part in some facts, by name."""
EVIDENCE = (
    select(_claim.c.fact_id, _claim.c.document_id, _claim.c.start, _claim.c.end)
    .add_columns(func.substr(_document.c.text, _claim.c.start + 1, _claim.c.end - _claim.c.start), _claim.c.status)
    .add_columns(_speaker.c.id, _speaker.c.type, _speaker.c.name, _document.c.published_at)
    .join(_document, _document.c.id == _claim.c.document_id)
    .outerjoin(_speaker, _speaker.c.id == _claim.c.said_by_id)
    .where(_claim.c.fact_id.in_(_IDS))
    .order_by(_document.c.published_at, _document.c.id, _claim.c.start, _claim.c.id)
)
"""The words that state some facts, earliest document first."""

TEXTS = (
    select(_claim.c.fact_id, _document.c.text_group)
    .join(_document, _document.c.id == _claim.c.document_id)
    .where(_claim.c.fact_id.in_(_IDS))
    .distinct()
)
"""The independent texts that tell of some facts."""
DATES = select(_fact.c.id, _fact.c.dates).where(_fact.c.id.in_(_IDS))
"""The dates of some facts, as stored."""


def in_batches(session: Session, statement: Any, ids: Iterable[str]) -> Iterator[Any]:
    """The rows that a statement finds for ids that may be more than one statement holds."""
    for some in batches(list(dict.fromkeys(ids))):
        yield from rows(session, statement, some)


def rows(session: Session, statement: Any, ids: Iterable[str]) -> Sequence[Any]:
    """What a statement finds for some ids, as plain rows; what the session has yet to write is written first."""
    session.flush()
    found: Sequence[Any] = session.connection().execute(statement, {"ids": list(set(ids))}).all()
    return found
