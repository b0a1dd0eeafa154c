"""Rows of coded events, one a pair of actor and recipient, as users of CAMEO, ICEWS and POLECAT know them."""

import itertools
from collections.abc import Iterator, Mapping

from app.exports.codes import Code, code_of
from app.exports.form import Export, Format, days, quote
from app.exports.tables import Row
from app.exports.tabular import as_csv, chunks
from graph.export import EntityRecord
from graph.views import EntityRef, FactView

SIDES = {"sanction": ("imposer", "target"), "position": ("actor", "toward")}
"""Kinds in which one side acts upon the other; in the rest all act together, and each pair stands both ways."""
TOGETHER = {"meeting": {"participant", "host"}, "agreement": {"party"}}
WHO = ("name", "type", "country", "wikidata", "id")
HEADER = [
    *("event_id", "start", "end", "event_type", "event_mode", "cameo_code", "cameo_root", "quad_class"),
    *(f"{side}_{column}" for side in ("actor", "recipient") for column in WHO),
    *("kind", "status", "topic", "place", "place_country", "confidence", "sources", "published_at", "document_id", "quote"),
]


def _write(export: Export) -> Iterator[bytes]:
    return chunks(as_csv(HEADER, _rows(export)))


def _rows(export: Export) -> Iterator[Row]:
    for batch in export.fact_batches():
        records = export.records(batch)
        for fact in batch:
            for actor, recipient in _pairs(fact):
                if code := code_of(fact, actor.id):
                    yield _row(fact, code, actor, recipient, records)


def _pairs(fact: FactView) -> Iterator[tuple[EntityRef, EntityRef | None]]:
    if fact.kind in SIDES:
        actors, recipients = ([entity for role, entity in fact.parts if role == side] for side in SIDES[fact.kind])
        yield from itertools.product(actors, recipients) if recipients else ((actor, None) for actor in actors)
    elif fact.kind in TOGETHER:
        actors = list({entity.id: entity for role, entity in fact.parts if role in TOGETHER[fact.kind]}.values())
        yield from itertools.permutations(actors, 2)


def _row(fact: FactView, code: Code, actor: EntityRef, recipient: EntityRef | None, records: Mapping[str, EntityRecord]) -> Row:
    first, last = days(fact)
    evidence = fact.evidence[0] if fact.evidence else None
    return {
        **{"event_id": fact.id, "start": first, "end": last, "event_type": code.event, "event_mode": code.mode},
        **{"cameo_code": code.cameo, "cameo_root": code.cameo[:2], "quad_class": code.quad},
        **_who("actor", records[actor.id]),
        **_who("recipient", records[recipient.id] if recipient else None),
        **{"kind": fact.kind, "status": fact.status, "topic": fact.values.get("topic")},
        "place": fact.place.name if fact.place else None,
        "place_country": records[fact.place.id].country if fact.place else None,
        **{"confidence": fact.confidence, "sources": fact.sources},
        "published_at": evidence and evidence.published_at,
        "document_id": evidence and evidence.document_id,
        "quote": quote(fact),
    }


def _who(side: str, record: EntityRecord | None) -> Row:
    return {f"{side}_{column}": record and getattr(record, column) for column in WHO}


FORMAT = Format(
    "plover", "plover.csv", "text/csv; charset=utf-8", "CAMEO and PLOVER codes, a row an actor and recipient, as CSV", _write
)
