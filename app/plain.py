"""Facts and entities as plain data, in the shape that `app.schemas` declares; orjson writes what has no JSON of its own."""

from typing import Any

import orjson
from fastapi import Response

from graph.views import EntityRef, Evidence, FactView
from nlp.kinds import KINDS


def answer(data: Any) -> Response:
    """Plain data as an answer."""
    return Response(orjson.dumps(data), media_type="application/json")


def entity(ref: EntityRef) -> dict[str, Any]:
    """An entity; its mention only where there is one."""
    shown = {"id": ref.id, "type": ref.type, "name": ref.name}
    return shown if ref.mention is None else {**shown, "mention": ref.mention}


def evidence(quote: Evidence) -> dict[str, Any]:
    """The words that state a fact."""
    return {
        "document_id": quote.document_id,
        "start": quote.start,
        "end": quote.end,
        "quote": quote.quote,
        "status": quote.status,
        "said_by": entity(quote.said_by) if quote.said_by else None,
        "published_at": quote.published_at,
    }


def fact(view: FactView) -> dict[str, Any]:
    """A fact with the fields of its kind."""
    kind = KINDS[view.kind]
    shown: dict[str, Any] = {"id": view.id, "kind": view.kind, kind.status_field: view.status}
    for part in kind.parts:
        entities = [entity(ref) for role, ref in view.parts if role == part.role]
        shown[part.name] = entities if part.many else next(iter(entities), None)
    shown |= {value.name: view.values.get(value.name) for value in kind.values}
    if kind.has_place:
        shown["place"] = entity(view.place) if view.place else None
    shown |= {name: view.dates.get(name) for name in kind.dates}
    shown |= {"confidence": view.confidence, "sources": view.sources}
    shown["evidence"] = [evidence(quote) for quote in view.evidence]
    return shown
