"""Tellings as rows: found by their keys, with all others of their facts, and stored."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, delete, func, select
from sqlalchemy.orm import Session

from graph.arrangement import Stored
from graph.bulk import insert_rows, update_rows
from graph.combine import thousandths
from graph.database import batches
from graph.one_of import one_of
from graph.resolved import Telling
from graph.tables import Base, Claim, Document, TellingKey
from graph.tables import Telling as TellingRow
from graph.telling_keys import Key
from graph.tellings import from_json, to_json
from graph.text_keys import number_of

_TELLINGS = Base.metadata.tables[TellingRow.__tablename__]
_KEYS = Base.metadata.tables[TellingKey.__tablename__]
_CLAIMS = Base.metadata.tables[Claim.__tablename__]
_DOCUMENTS = Base.metadata.tables[Document.__tablename__]
_UNDER = select(_TELLINGS.c.fact_id).join(_KEYS, _KEYS.c.telling_id == _TELLINGS.c.id).where(one_of(_KEYS.c.key))
_WITH = select(_TELLINGS.c.fact_id).where(one_of(_TELLINGS.c.id))
_FACTS_UNDER, _FACTS_WITH = (select(_TELLINGS).where(_TELLINGS.c.fact_id.in_(facts)) for facts in (_UNDER, _WITH))
_SOURCES = (
    select(_CLAIMS.c.telling_id, _DOCUMENTS.c.text_group, func.max(_CLAIMS.c.confidence).label("confidence"))
    .join(_DOCUMENTS, _DOCUMENTS.c.id == _CLAIMS.c.document_id)
    .group_by(_CLAIMS.c.telling_id, _DOCUMENTS.c.text_group)
)
_TELL_THESE = _SOURCES.where(one_of(_CLAIMS.c.telling_id))
_THESE_TELL = _SOURCES.where(one_of(_DOCUMENTS.c.text_group), _CLAIMS.c.telling_id.is_not(None))


@dataclass(frozen=True, slots=True)
class New:
    """A telling to be stored under a fact."""

    telling: Telling
    fact_id: str
    keys: frozenset[Key]


def facts_under(session: Session, keys: Iterable[Key]) -> Stored:
    """The facts that have a telling under one of the keys, each with all its tellings."""
    numbers = sorted(number_of(*key) for key in keys)
    return _facts(row for batch in batches(numbers) for row in session.connection().execute(_FACTS_UNDER, {"values": batch}))


def facts_with(session: Session, telling_ids: Sequence[str]) -> Stored:
    """The facts that have one of the tellings, each with all its tellings."""
    return _facts(row for batch in batches(telling_ids) for row in session.connection().execute(_FACTS_WITH, {"values": batch}))


def facts_that_hold(session: Session, claim_ids: Sequence[str]) -> Stored:
    """The facts that have a telling of one of the claims, each with all its tellings."""
    told = select(Claim.telling_id).where(Claim.id.in_(claim_ids), Claim.telling_id.is_not(None))
    return facts_with(session, [key for key in session.scalars(told.distinct()) if key])


def told_by(session: Session, document_ids: Sequence[str]) -> list[str]:
    """The tellings of some documents."""
    told = select(Claim.telling_id).where(Claim.document_id.in_(document_ids), Claim.telling_id.is_not(None))
    return [key for key in session.scalars(told.distinct()) if key]


def tallies(session: Session, telling_ids: Sequence[str]) -> dict[str, dict[str, Any]]:
    """How many documents tell each telling, with what weight, from when to when, as the claims under it are now."""
    columns = (Claim.telling_id, Claim.document_id, Claim.start, Claim.id, Claim.confidence, Document.published_at)
    said: dict[str, list[Any]] = defaultdict(list)
    for batch in batches(telling_ids):
        for row in session.execute(select(*columns).join(Document).where(Claim.telling_id.in_(batch))):
            said[row.telling_id].append(row)
    return {key: _tally(rows) for key, rows in said.items()}


def sources(session: Session, telling_ids: Sequence[str]) -> dict[str, dict[str, float]]:
    """For each telling the highest confidence of each independent text that tells it."""
    return _best(row for batch in batches(telling_ids) for row in session.connection().execute(_TELL_THESE, {"values": batch}))


def told_by_sources(session: Session, sources: Sequence[str]) -> dict[str, dict[str, float]]:
    """The same for all tellings that some texts tell, and those texts alone."""
    return _best(row for batch in batches(sources) for row in session.connection().execute(_THESE_TELL, {"values": batch}))


def store(session: Session, new: Iterable[New]) -> None:
    """Add tellings that are new, with their keys."""
    rows = [(one, {"id": one.telling.id, "kind": one.telling.kind, "told": to_json(one.telling)}) for one in new]
    insert_rows(session, _TELLINGS, [row | _tallied(one.telling, one.fact_id) for one, row in rows])
    numbered = ({"key": key, "telling_id": one.telling.id} for one, _ in rows for key in {number_of(*key) for key in one.keys})
    insert_rows(session, _KEYS, list(numbered))


def update(session: Session, changed: Iterable[tuple[Telling, str]]) -> None:
    """Take over how often tellings are told now, and under which fact they stand."""
    update_rows(session, _TELLINGS, "id", [{"id": telling.id} | _tallied(telling, fact_id) for telling, fact_id in changed])


def move_claims(session: Session, moved: Mapping[str, str]) -> None:
    """Put the claims of tellings under the facts where these stand now."""
    update_rows(session, _CLAIMS, "telling_id", [{"telling_id": key, "fact_id": fact_id} for key, fact_id in moved.items()])


def drop(session: Session, telling_ids: Collection[str]) -> None:
    """Delete tellings that nobody tells any more."""
    for batch in batches(sorted(telling_ids)):
        session.execute(delete(TellingRow).where(TellingRow.id.in_(batch)).execution_options(synchronize_session=False))


def _facts(rows: Iterable[Row[Any]]) -> Iterator[tuple[str | None, list[Telling]]]:
    by_fact: dict[str, list[Telling]] = defaultdict(list)
    for row in rows:
        tally = {"documents": row.documents, "weight": row.weight, "first": row.first, "last": row.last}
        by_fact[row.fact_id].append(from_json(row.id, row.kind, row.told, **tally))
    yield from by_fact.items()


def _best(rows: Iterable[Any]) -> dict[str, dict[str, float]]:
    best: dict[str, dict[str, float]] = defaultdict(dict)
    for row in rows:
        best[row.telling_id][row.text_group] = row.confidence
    return best


def _tallied(telling: Telling, fact_id: str) -> dict[str, Any]:
    published, *rest = telling.first
    return {
        "fact_id": fact_id,
        "documents": telling.documents,
        "weight": telling.weight,
        "first": [published.isoformat(), *rest],
        "last": telling.last,
    }


def _tally(rows: Sequence[Row[Any]]) -> dict[str, Any]:
    best: dict[str, float] = {}
    for row in rows:
        best[row.document_id] = max(best.get(row.document_id, 0.0), row.confidence)
    days = [row.published_at or dt.date.max for row in rows]
    return {
        "documents": len(best),
        "weight": sum(map(thousandths, best.values())),
        "first": min((day, row.document_id, row.start, row.id) for day, row in zip(days, rows, strict=True)),
        "last": max(days),
    }
