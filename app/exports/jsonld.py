"""JSON-LD: Wikidata's properties for what they can say, Web Annotation selectors for the quotes, and our words beside them.

Ids are our own, with `owl:sameAs` to Wikidata where the entity is known there.
"""

from collections.abc import Iterator
from typing import Any

import orjson

from app.exports.form import Export, Format, days, in_words
from app.exports.tabular import chunks
from graph.export import DocumentRecord, EntityRecord
from graph.text_keys import stable_id
from graph.views import EntityRef, Evidence, FactView
from graph.vocabulary import EntityType, Precision

Node = dict[str, Any]
CONTEXT: Node = {
    "id": "@id",
    "type": "@type",
    "b": "urn:backchannel:",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "p": "http://www.wikidata.org/prop/",
    "ps": "http://www.wikidata.org/prop/statement/",
    "pq": "http://www.wikidata.org/prop/qualifier/",
    "oa": "http://www.w3.org/ns/oa#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "evidence": {"@id": "oa:hasTarget"},
}
INSTANCE_OF, PARTICIPANT, ORGANIZER, SIGNATORY = "wdt:P31", "wdt:P710", "wdt:P664", "wdt:P1891"
POINT_IN_TIME, START, END, LOCATION, OFFICE_HELD = "wdt:P585", "P580", "P582", "wdt:P276", "P39"
COUNTRY_CODE, JURISDICTION, PART_OF = "wdt:P298", "wdt:P1001", "wdt:P361"
CLASSES = {
    EntityType.PERSON: "wd:Q5",
    EntityType.STATE: "wd:Q3624078",
    EntityType.ORGANIZATION: "wd:Q43229",
    EntityType.GROUP: "wd:Q43229",
    EntityType.PLACE: "wd:Q2221906",
}
"""What Wikidata calls an instance of: human, sovereign state, organization, geographic location."""
PROPERTIES = {("meeting", "participant"): PARTICIPANT, ("meeting", "host"): ORGANIZER, ("agreement", "party"): SIGNATORY}
"""Properties for parts; the rest are our own words."""
DATE_TYPES = {Precision.DAY: ("xsd:date", 10), Precision.MONTH: ("xsd:gYearMonth", 7), Precision.YEAR: ("xsd:gYear", 4)}
"""The type of a date as exact as it is known, and how much of the day is written."""


def _write(export: Export) -> Iterator[bytes]:
    return chunks(_pieces(export))


def _pieces(export: Export) -> Iterator[bytes]:
    yield b'{"@context":' + orjson.dumps(CONTEXT) + b',"@graph":[\n'
    first = True
    for node in _nodes(export):
        yield (b"" if first else b",\n") + orjson.dumps(node)
        first = False
    yield b"\n]}\n"


def _nodes(export: Export) -> Iterator[Node]:
    yield from map(_entity, export.entities())
    yield from map(_document, export.documents())
    for fact in export.facts():
        yield _fact(fact)
        if fact.kind == "role":
            yield from _office(fact)


def _entity(entity: EntityRecord) -> Node:
    node: Node = {
        "id": _iri(entity.id),
        "type": f"b:{entity.type}",
        INSTANCE_OF: {"id": CLASSES[EntityType(entity.type)]},
        "rdfs:label": entity.name,
        "skos:altLabel": [name for name in entity.names if name != entity.name],
    }
    if entity.wikidata:
        node["owl:sameAs"] = {"id": f"wd:{entity.wikidata}"}
    if entity.country:
        node[COUNTRY_CODE if entity.type == EntityType.STATE else "b:country"] = entity.country
    if entity.acts_for:
        node["b:acts_for"] = {"id": _iri(entity.acts_for)}
    return node


def _document(document: DocumentRecord) -> Node:
    told = {"schema:headline": document.title, "schema:url": document.url, "schema:publisher": document.source}
    node: Node = {"id": _iri(document.id), "type": "schema:NewsArticle", **{key: value for key, value in told.items() if value}}
    if document.published_at:
        node["schema:datePublished"] = {"@value": str(document.published_at), "@type": "xsd:date"}
    return node


def _fact(fact: FactView) -> Node:
    node: Node = {"id": _iri(fact.id), "type": f"b:{fact.kind}", "rdfs:label": in_words(fact), "b:status": fact.status}
    for role, entity in fact.parts:
        name = PROPERTIES.get((fact.kind, role), f"b:{role}")
        node.setdefault(name, []).append({"id": _iri(entity.id)})
    node |= {f"b:{name}": value for name, value in fact.values.items() if value}
    node |= _when(fact)
    if fact.place:
        node[LOCATION] = {"id": _iri(fact.place.id)}
    evidence = [_evidence(quote) for quote in fact.evidence]
    return {**node, "b:confidence": fact.confidence, "b:sources": fact.sources, "evidence": evidence}


def _when(fact: FactView) -> Node:
    """When it was: by Wikidata's properties where it is as exact as these are, and the days it lies between in any case."""
    found: Node = {}
    for name, property_ in (("date", POINT_IN_TIME), ("since", f"wdt:{START}"), ("until", f"wdt:{END}")):
        if (date := fact.dates.get(name)) and (typed := DATE_TYPES.get(date["precision"])):
            found[property_] = {"@value": date["start"][: typed[1]], "@type": typed[0]}
    for name, day in zip(("b:earliest", "b:latest"), days(fact), strict=True):
        if day:
            found[name] = {"@value": day.isoformat(), "@type": "xsd:date"}
    return found


def _office(fact: FactView) -> Iterator[Node]:
    """An office as Wikidata has it: a statement of the person, qualified by when it began and ended."""
    person, body = (next((entity for role, entity in fact.parts if role == wanted), None) for wanted in ("person", "of"))
    if not person or not body:
        return
    office = {"id": _iri(stable_id("office", body.id, fact.values.get("title")))}
    qualifiers = {f"pq:{key[4:]}": value for key, value in _when(fact).items() if key in (f"wdt:{START}", f"wdt:{END}")}
    yield {"id": _iri(person.id), f"p:{OFFICE_HELD}": {"id": _iri(fact.id), f"ps:{OFFICE_HELD}": office, **qualifiers}}
    if fact.status != "incoming":
        yield {"id": _iri(person.id), f"wdt:{OFFICE_HELD}": office}
    belongs = JURISDICTION if body.type == EntityType.STATE else PART_OF
    yield {**office, "rdfs:label": fact.values.get("title") or "office", belongs: {"id": _iri(body.id)}}


def _evidence(evidence: Evidence) -> Node:
    quoted = {"type": "oa:TextQuoteSelector", "oa:exact": evidence.quote}
    placed = {"type": "oa:TextPositionSelector", "oa:start": evidence.start, "oa:end": evidence.end}
    node: Node = {"oa:hasSource": {"id": _iri(evidence.document_id)}, "oa:hasSelector": [quoted, placed]}
    speaker: EntityRef | None = evidence.said_by
    return {**node, "b:status": evidence.status, **({"b:said_by": {"id": _iri(speaker.id)}} if speaker else {})}


def _iri(id_: str) -> str:
    return f"urn:backchannel:{id_}"


FORMAT = Format("jsonld", "jsonld", "application/ld+json", "JSON-LD with Wikidata's properties, for RDF stores", _write)
