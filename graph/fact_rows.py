"""Facts as rows: written where they are new or have changed, and withdrawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from graph.bulk import insert_rows, update_rows
from graph.database import batches
from graph.dates import dates_to_json
from graph.one_of import one_of
from graph.resolve import span_of
from graph.resolved import ConsolidatedFact, Support
from graph.tables import Base, Fact, Part, WithdrawnFact
from graph.vocabulary import FactKind

_FACTS = Base.metadata.tables[Fact.__tablename__]
_PARTS = Base.metadata.tables[Part.__tablename__]
_STORED = select(_FACTS).where(one_of(_FACTS.c.id, "ids"))
_STORED_PARTS = select(_PARTS).where(one_of(_PARTS.c.fact_id, "ids"))
_SUPPORTS = select(_FACTS.c.id, _FACTS.c.sources, _FACTS.c.doubt).where(one_of(_FACTS.c.id, "ids"))
_WITHDRAWN = Base.metadata.tables[WithdrawnFact.__tablename__]
_BACK = _WITHDRAWN.delete().where(one_of(_WITHDRAWN.c.id, "ids"))


@dataclass(frozen=True, slots=True)
class Written:
    """A fact to be stored; one that has `grown` by a claim has changed, even if it reads as before."""

    fact: ConsolidatedFact
    kind: FactKind
    doubt: int
    grown: bool


def supports(session: Session, ids: Sequence[str]) -> dict[str, Support]:
    """What independent texts say of stored facts, as counted before."""
    rows = (row for batch in batches(ids) for row in session.connection().execute(_SUPPORTS, {"ids": batch}))
    return {row.id: Support(row.sources, row.doubt) for row in rows}


def write(session: Session, facts: Sequence[Written], perhaps_stored: Sequence[str], revision: int) -> None:
    """Store facts, touching only what is new or has changed; those stored already are `perhaps_stored`."""
    stored, parts = _stored(session, perhaps_stored)
    changed, new = [], []
    for written in facts:
        row = {"id": written.fact.id, **_columns(written)}
        if (before := stored.get(written.fact.id)) is None:
            new.append((written.fact, {**row, "changed": revision, "added": revision}))
            continue
        moved = parts[written.fact.id] != set(written.fact.parts)
        if moved:
            session.connection().execute(_PARTS.delete().where(_PARTS.c.fact_id == written.fact.id))
            insert_rows(session, _PARTS, _part_rows(written.fact))
        if moved or written.grown or any(before[name] != value for name, value in row.items()):
            changed.append({**row, "changed": revision})
    update_rows(session, _FACTS, "id", changed)
    if new:
        _insert(session, new)


def withdraw(session: Session, successors: Mapping[str, str | None], revision: int) -> None:
    """Take out facts that no claim supports any more; keep their ids, and which facts took their claims."""
    for batch in batches(sorted(successors)):
        gone = delete(Fact).where(Fact.id.in_(batch)).returning(Fact.id).execution_options(synchronize_session=False)
        rows = [{"id": id_, "changed": revision, "successor_id": successors[id_]} for id_ in session.scalars(gone)]
        if rows:
            session.execute(insert(WithdrawnFact), rows, execution_options={"render_nulls": True})


def _stored(session: Session, ids: Sequence[str]) -> tuple[dict[str, dict[str, Any]], dict[str, set[tuple[str, str]]]]:
    connection = session.connection()
    rows = [row for batch in batches(ids) for row in connection.execute(_STORED, {"ids": batch})]
    parts: dict[str, set[tuple[str, str]]] = {row.id: set() for row in rows}
    for batch in batches(ids):
        for fact_id, entity_id, role in connection.execute(_STORED_PARTS, {"ids": batch}):
            parts[fact_id].add((entity_id, role))
    return {row.id: dict(row._mapping) for row in rows}, parts


def _insert(session: Session, new: Sequence[tuple[ConsolidatedFact, dict[str, Any]]]) -> None:
    """Store new facts, all at once; one that was withdrawn before is so no longer."""
    for batch in batches(new):
        session.connection().execute(_BACK, {"ids": [fact.id for fact, _ in batch]})
        insert_rows(session, _FACTS, [row for _, row in batch])
        insert_rows(session, _PARTS, [part for fact, _ in batch for part in _part_rows(fact)])


def _part_rows(fact: ConsolidatedFact) -> list[dict[str, str]]:
    return [{"fact_id": fact.id, "entity_id": entity_id, "role": role} for entity_id, role in fact.parts]


def _columns(written: Written) -> dict[str, Any]:
    fact = written.fact
    start, end = span_of(fact.dates)
    return {
        "kind": fact.kind,
        "status": fact.status,
        "start": start,
        "end": end,
        "dates": dates_to_json(fact.dates),
        "values": dict(fact.values),
        "place_id": fact.place,
        "confidence": fact.confidence,
        "sources": fact.sources,
        "doubt": written.doubt,
    }
