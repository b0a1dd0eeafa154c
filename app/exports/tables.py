"""The tables that tabular formats can hold: facts a row each, entities, parts, evidence, documents."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from typing import Any

from app.exports.form import Export, days
from graph.export import DocumentRecord, EntityRecord
from graph.views import FactView
from nlp.kinds import KINDS

Row = dict[str, Any]
Column = type | None
"""The type of a column's values; `list` is a list of texts."""
DATES = tuple(dict.fromkeys(date for kind in KINDS.values() for date in kind.dates))
PARTS = {part.role: part.name for kind in KINDS.values() for part in kind.parts}
VALUES = tuple(dict.fromkeys(value.name for kind in KINDS.values() for value in kind.values))


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with their types, and the rows."""

    summary: str
    columns: Mapping[str, type]
    rows: Callable[[Export], Iterator[Row]]


def _fact_rows(export: Export) -> Iterator[Row]:
    return map(fact_row, export.facts())


def fact_row(fact: FactView) -> Row:
    """A fact in one row; the stance of a position stands under `status`."""
    first, last = days(fact)
    row: Row = {"id": fact.id, "kind": fact.kind, "status": fact.status, "start": first, "end": last}
    for role, name in PARTS.items():
        entities = [entity for played, entity in fact.parts if played == role]
        row[name] = [entity.name for entity in entities]
        row[f"{name}_ids"] = [entity.id for entity in entities]
    row |= {name: fact.values.get(name) for name in VALUES}
    row |= {"place": fact.place and fact.place.name, "place_id": fact.place and fact.place.id}
    row |= {f"{name}_precision": (fact.dates.get(name) or {}).get("precision") for name in DATES}
    return {
        **row,
        "confidence": fact.confidence,
        "sources": fact.sources,
        "quotes": [evidence.quote for evidence in fact.evidence],
        "documents": list(dict.fromkeys(evidence.document_id for evidence in fact.evidence)),
    }


def _entity_rows(export: Export) -> Iterator[Row]:
    return ({**asdict(entity), "names": list(entity.names)} for entity in export.entities())


def _part_rows(export: Export) -> Iterator[Row]:
    for fact in export.facts():
        for role, entity in fact.parts:
            yield {"fact_id": fact.id, "entity_id": entity.id, "role": role, "kind": fact.kind, "status": fact.status}


def _evidence_rows(export: Export) -> Iterator[Row]:
    for fact in export.facts():
        for evidence in fact.evidence:
            yield {
                **{name: getattr(evidence, name) for name in ("fact_id", "document_id", "start", "end", "quote", "status")},
                "said_by": evidence.said_by and evidence.said_by.name,
                "said_by_id": evidence.said_by and evidence.said_by.id,
                "published_at": evidence.published_at,
            }


def _document_rows(export: Export) -> Iterator[Row]:
    return map(asdict, export.documents(texts=True))


FACTS: dict[str, type] = {
    **{"id": str, "kind": str, "status": str, "start": date, "end": date},
    **{column: list for name in PARTS.values() for column in (name, f"{name}_ids")},
    **dict.fromkeys(VALUES, str),
    **{"place": str, "place_id": str},
    **{f"{name}_precision": str for name in DATES},
    **{"confidence": float, "sources": int, "quotes": list, "documents": list},
}
ENTITIES: dict[str, type] = {field.name: list if field.name == "names" else str for field in fields(EntityRecord)}
TABLES: dict[str, Table] = {
    "facts": Table("a row a fact", FACTS, _fact_rows),
    "entities": Table("the entities that the facts speak of", ENTITIES, _entity_rows),
    "parts": Table(
        "who plays which role in which fact: the edges of the graph",
        dict.fromkeys(("fact_id", "entity_id", "role", "kind", "status"), str),
        _part_rows,
    ),
    "evidence": Table(
        "the quotes, with the document and the place in it",
        {
            **{"fact_id": str, "document_id": str, "start": int, "end": int, "quote": str, "status": str},
            **{"said_by": str, "said_by_id": str, "published_at": date},
        },
        _evidence_rows,
    ),
    "documents": Table(
        "the documents with their texts, as `backchannel ingest` takes them",
        {field.name: date if field.name == "published_at" else str for field in fields(DocumentRecord)},
        _document_rows,
    ),
}
"""The tables by name."""
