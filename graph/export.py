"""All that fulfils a filter, in one pass of flat memory and as of one moment: for exports.

Each function runs its query once and reads the rows as they come, a batch in memory at a time.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, Text, literal, or_, select
from sqlalchemy.orm import Session

from graph.queries import FactFilter, conditions
from graph.tables import Claim, Document, Entity, Fact, Name, Part
from graph.views import FactView, load_facts

BATCH = 500
"""Rows in memory at a time."""


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """An entity with all that names it; `acts_for` is the id of the state or body of a person."""

    id: str
    type: str
    name: str
    names: tuple[str, ...]
    wikidata: str | None
    country: str | None
    acts_for: str | None


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A document; `text` is absent where it was not asked for."""

    id: str
    external_id: str | None
    title: str | None
    url: str | None
    source: str | None
    published_at: dt.date | None
    language: str | None
    text: str | None


def facts(session: Session, wanted: FactFilter) -> Iterator[Sequence[FactView]]:
    """The facts wanted, in the order of their ids, a batch at a time."""
    for ids in _streamed(session, select(Fact.id).where(*conditions(wanted)).order_by(Fact.id)):
        yield load_facts(session, [row[0] for row in ids])
        session.expunge_all()


def entities(session: Session, wanted: FactFilter) -> Iterator[Sequence[EntityRecord]]:
    """The entities that the facts wanted speak of, and those for whom these act, in the order of their ids."""
    spoken_of = or_(*(Entity.id.in_(ids) for ids in _mentioned(wanted)))
    persons = select(Entity.state_id).where(spoken_of, Entity.state_id.is_not(None))
    columns = _ENTITY.where(or_(spoken_of, Entity.id.in_(persons))).order_by(Entity.id)
    for rows in _streamed(session, columns):
        yield _records(session, rows)


def records(session: Session, ids: Collection[str]) -> dict[str, EntityRecord]:
    """The entities of a few ids."""
    return {record.id: record for record in _records(session, session.execute(_ENTITY.where(Entity.id.in_(ids))).all())}


def documents(session: Session, wanted: FactFilter, *, texts: bool = False) -> Iterator[Sequence[DocumentRecord]]:
    """The documents that state the facts wanted, all documents where nothing is asked, in the order of their ids."""
    told = select(Claim.document_id).where(Claim.fact_id.in_(select(Fact.id).where(*conditions(wanted))))
    columns = (Document.external_id, Document.title, Document.url, Document.source, Document.published_at, Document.language)
    text = Document.text if texts else literal(None, Text)
    found: Select[*tuple[Any, ...]] = select(Document.id, *columns, text).where(
        *([Document.id.in_(told)] if conditions(wanted) else ())
    )
    for rows in _streamed(session, found.order_by(Document.id)):
        yield [DocumentRecord(*row) for row in rows]


_ENTITY: Select[*tuple[Any, ...]] = select(Entity.id, Entity.type, Entity.name, Entity.wikidata, Entity.country, Entity.state_id)


def _streamed(session: Session, query: Select[*tuple[Any, ...]]) -> Iterator[Sequence[Row[*tuple[Any, ...]]]]:
    """The rows of a query as they come, in batches."""
    yield from session.execute(query.execution_options(yield_per=BATCH)).partitions()


def _mentioned(wanted: FactFilter) -> list[Select[*tuple[Any, ...]]]:
    ids = select(Fact.id).where(*conditions(wanted))
    return [
        select(Part.entity_id).where(Part.fact_id.in_(ids)),
        select(Fact.place_id).where(Fact.place_id.is_not(None), *conditions(wanted)),
        select(Claim.said_by_id).where(Claim.said_by_id.is_not(None), Claim.fact_id.in_(ids)),
    ]


def _records(session: Session, rows: Sequence[Row[*tuple[Any, ...]]]) -> list[EntityRecord]:
    names: defaultdict[str, list[str]] = defaultdict(list)
    found = select(Name.entity_id, Name.name).where(Name.entity_id.in_([row.id for row in rows])).order_by(Name.id)
    for entity_id, name in session.execute(found):
        names[entity_id].append(name)
    return [
        EntityRecord(row.id, row.type, row.name, tuple(names[row.id]), row.wikidata, row.country, row.state_id) for row in rows
    ]
