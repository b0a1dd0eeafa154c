"""Cypher statements, one a line, for Neo4j and its kin; run again, they change nothing.

Texts are data and stay data: no statement is made of anything else but names from our vocabulary and quoted strings.
"""

from collections.abc import Iterator, Mapping

from app.exports.form import Export, Format, days, in_words, quote
from app.exports.tables import VALUES
from app.exports.tabular import chunks
from graph.export import EntityRecord
from graph.views import FactView

ESCAPES = {"'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
BACKSLASH = "\\\\' + '"
"""A backslash ends its string, so that it and a letter behind it never look like an escape: Cypher reads `\\u0027` as a
quotation mark before anything else."""
SCHEMA = (
    "CREATE CONSTRAINT backchannel_entity IF NOT EXISTS FOR (n:Entity) REQUIRE n.id IS UNIQUE;\n"
    "CREATE CONSTRAINT backchannel_fact IF NOT EXISTS FOR (n:Fact) REQUIRE n.id IS UNIQUE;\n"
)


def _write(export: Export) -> Iterator[bytes]:
    return chunks(line.encode() for line in _statements(export))


def _statements(export: Export) -> Iterator[str]:
    yield SCHEMA
    for entity in export.entities():
        yield _node("Entity", entity.id, entity.type, _of_entity(entity))
    for fact in export.facts():
        yield _node("Fact", fact.id, fact.kind, _of_fact(fact))
        for role, actor in fact.parts:
            yield _edge(("Entity", actor.id), role.upper(), ("Fact", fact.id))
        if fact.place:
            yield _edge(("Fact", fact.id), "AT", ("Entity", fact.place.id))


def _node(label: str, id_: str, kind: str, values: Mapping[str, object]) -> str:
    return f"MERGE (n:{label} {{id: {literal(id_)}}}) SET n:{kind.capitalize()}, n += {properties(values)};\n"


def _edge(source: tuple[str, str], name: str, target: tuple[str, str]) -> str:
    ends = [f"({letter}:{label} {{id: {literal(id_)}}})" for letter, (label, id_) in zip("ab", (source, target), strict=True)]
    return f"MATCH {ends[0]}, {ends[1]} MERGE (a)-[:{name}]->(b);\n"


def _of_entity(entity: EntityRecord) -> Mapping[str, object]:
    return {"name": entity.name, "names": list(entity.names), "wikidata": entity.wikidata, "country": entity.country}


def _of_fact(fact: FactView) -> Mapping[str, object]:
    first, last = days(fact)
    return {
        **{"name": in_words(fact), "status": fact.status},
        **{"start": first and first.isoformat(), "end": last and last.isoformat()},
        **{name: fact.values.get(name) for name in VALUES if name != "name"},
        "agreement": fact.values.get("name"),
        **{"confidence": fact.confidence, "sources": fact.sources, "quote": quote(fact)},
        "documents": list(dict.fromkeys(evidence.document_id for evidence in fact.evidence)),
    }


def properties(values: Mapping[str, object]) -> str:
    """A map of properties; what is not known is left out."""
    return "{" + ", ".join(f"{name}: {literal(value)}" for name, value in values.items() if value is not None) + "}"


def literal(value: object) -> str:
    """A value as Cypher writes it: a number, a list, or a quoted string, whatever stands in it."""
    if isinstance(value, list):
        return "[" + ", ".join(map(literal, value)) + "]"
    if isinstance(value, int | float):
        return repr(value)
    text = "".join(BACKSLASH if character == "\\" else ESCAPES.get(character, character) for character in str(value))
    return f"'{text}'"


FORMAT = Format("cypher", "cypher", "text/x-cypher; charset=utf-8", "Cypher statements for Neo4j, Memgraph", _write)
