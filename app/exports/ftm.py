"""FollowTheMoney entities, a line each, as Aleph and OpenSanctions read them.

Meetings and agreements are Events, sanctions that took effect Sanctions, roles Positions with an Occupancy; what is only
said or threatened is a Note, since others would take a Sanction for one in force.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import orjson
from babel.core import get_global

from app.exports.form import Export, Format, days, in_words, quote
from app.exports.tabular import chunks
from graph.export import DocumentRecord, EntityRecord
from graph.text_keys import stable_id
from graph.views import EntityRef, FactView
from graph.vocabulary import EntityType

Node = dict[str, Any]
SCHEMATA = {
    EntityType.PERSON: "Person",
    EntityType.STATE: "PublicBody",
    EntityType.ORGANIZATION: "Organization",
    EntityType.GROUP: "Organization",
    EntityType.PLACE: "Address",
}
IN_FORCE = ("imposed", "extended", "eased", "lifted")
"""Statuses of a sanction that was or is in force."""
REFERENCES = {"involved", "organizer", "entity", "organization", "holder", "post", "proof"}
"""Properties that hold ids of entities."""
UNASSIGNED = {"XKX": "XK"}
"""Kosovo, of which ISO 3166 knows nothing."""


def _write(export: Export) -> Iterator[bytes]:
    return chunks(orjson.dumps(node) + b"\n" for node in _nodes(export))


def _nodes(export: Export) -> Iterator[Node]:
    yield from map(_entity, export.entities())
    yield from map(_article, export.documents())
    for batch in export.fact_batches():
        countries = {id_: record.country for id_, record in export.records(batch).items()}
        for fact in batch:
            yield from WRITERS[fact.kind](fact, countries)


def _entity(entity: EntityRecord) -> Node:
    schema = SCHEMATA[EntityType(entity.type)]
    full = {"full": [entity.name]} if schema == "Address" else {}
    aliases = [name for name in entity.names if name != entity.name]
    return _node(
        entity.id,
        schema,
        **full,
        name=[entity.name],
        alias=aliases,
        country=_country(entity.country),
        wikidataId=[entity.wikidata],
    )


def _article(document: DocumentRecord) -> Node:
    return _node(
        document.id,
        "Article",
        title=[document.title],
        publishedAt=[document.published_at],
        publisher=[document.source],
        sourceUrl=[document.url] if _is_web(document.url) else [],
    )


def _event(fact: FactView, countries: dict[str, str | None]) -> Iterator[Node]:
    parties = ("participant", "party", "mediator")
    place = fact.place
    yield _node(
        fact.id,
        "Event",
        name=[fact.values.get("name") or in_words(fact)],
        involved=[entity.id for role, entity in fact.parts if role in parties],
        organizer=[entity.id for role, entity in fact.parts if role == "host"],
        location=[place.name] if place else [],
        country=_country(countries.get(place.id)) if place else [],
        keywords=[fact.kind, fact.status, fact.values.get("format")],
        **_told(fact),
        **_span(fact),
    )


def _sanction(fact: FactView, countries: dict[str, str | None]) -> Iterator[Node]:
    if fact.status not in IN_FORCE:
        yield _note(fact)
        return
    imposers = _playing(fact, "imposer")
    first, last = days(fact)
    when = {"endDate": [last]} if fact.status == "lifted" else {"startDate": [first]}
    for target in _playing(fact, "target"):
        yield _node(
            f"{fact.id}-{target.id}",
            "Sanction",
            entity=[target.id],
            authority=[imposer.name for imposer in imposers],
            country=[code for imposer in imposers for code in _country(countries.get(imposer.id))],
            provisions=[fact.values.get("measure")],
            status=[fact.status],
            **_told(fact),
            **when,
        )


def _role(fact: FactView, countries: dict[str, str | None]) -> Iterator[Node]:
    persons, bodies = _playing(fact, "person"), _playing(fact, "of")
    title = fact.values.get("title") or "office"
    for body in bodies:
        post = stable_id("office", body.id, title)
        yield _node(
            post,
            "Position",
            name=[f"{title} of {body.name}"],
            organization=[body.id],
            country=_country(countries.get(body.id)),
        )
        first, last = days(fact)
        for person in persons:
            yield _node(
                fact.id,
                "Occupancy",
                holder=[person.id],
                post=[post],
                startDate=[first] if fact.dates.get("since") else [],
                endDate=[last] if fact.dates.get("until") else [],
                status=["ended" if fact.status == "former" else "current" if fact.status == "current" else "unknown"],
                **_told(fact),
            )


def _position(fact: FactView, _: dict[str, str | None]) -> Iterator[Node]:
    yield _note(fact)


def _note(fact: FactView) -> Node:
    first, _ = days(fact)
    concerned = [entity.id for _, entity in fact.parts]
    dated = f"{in_words(fact)}, {first}" if first else in_words(fact)
    told = _told(fact)
    told["description"] = told.pop("summary")
    return _node(fact.id, "Note", name=[dated], entity=concerned, keywords=[fact.kind, fact.status], **told)


WRITERS = {"meeting": _event, "agreement": _event, "sanction": _sanction, "role": _role, "position": _position}


def _playing(fact: FactView, wanted: str) -> list[EntityRef]:
    return [entity for role, entity in fact.parts if role == wanted]


def _told(fact: FactView) -> dict[str, list[Any]]:
    """The words that say so, and the documents they stand in."""
    return {"summary": [quote(fact)], "proof": list(dict.fromkeys(evidence.document_id for evidence in fact.evidence))}


def _span(fact: FactView) -> dict[str, list[Any]]:
    first, last = days(fact)
    return {"date": [first]} if first and first == last else {"startDate": [first], "endDate": [last]}


def _country(alpha3: str | None) -> list[str]:
    """The code of two letters that FollowTheMoney has for a state."""
    if alpha3 is None:
        return []
    found = get_global("territory_aliases").get(alpha3) or [UNASSIGNED.get(alpha3, "")]
    return [found[0].lower()] if found[0] else []


def _is_web(url: str | None) -> bool:
    parts = urlsplit(url or "")
    return parts.scheme in ("http", "https") and "." in (parts.hostname or "")


def _node(id_: str, schema: str, **properties: Iterable[Any]) -> Node:
    told = {name: list(dict.fromkeys(str(v) for v in values if v)) for name, values in properties.items()}
    told |= {name: list(map(_id, told[name])) for name in REFERENCES & told.keys()}
    return {"id": _id(id_), "schema": schema, "properties": {name: values for name, values in told.items() if values}}


def _id(ours: str) -> str:
    """Our id in the letters that FollowTheMoney allows."""
    return ours.replace("_", "-")


FORMAT = Format("ftm", "ftm.json", "application/json+ftm", "FollowTheMoney entities, for Aleph and OpenSanctions", _write)
