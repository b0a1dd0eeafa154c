"""The network around an actor, and who connects others."""

import dataclasses
from collections.abc import Collection
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy.orm import Session

from app import answers, paging
from app.chains import contacts_of
from app.context import Parts, Reads, fresh
from app.guard.marks import heavy
from app.questions import BrokerQuestion, NetworkQuestion, wanted
from graph.brokers import Broker, brokers, largest, too_large
from graph.contacts import ContactFilter
from graph.image import Image
from graph.network import Pairs, TooManyError, everyone, surroundings
from graph.queries import FactFilter
from graph.tallies import among
from graph.views import EntityRef, references

MOST_CONTACTS = 5_000
"""Facts listed with a network at most: a drawing of more is a blot."""

router = APIRouter(prefix="/v1", tags=["contacts"], dependencies=[Depends(fresh)])


@router.get("/network", summary="The neighbourhood of an entity", response_model=answers.Network)
@heavy
def network(question: Annotated[NetworkQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """Those around an entity, and how many facts each two of them share: to be drawn."""
    centre = parts.finder.follow(session, question.entity)
    image = parts.image.get(session)
    contacts = contacts_of(session, parts, question)
    found = surroundings(image, centre.id, contacts, question.hops, question.limit)
    names = references(session, found.nodes)
    return {
        "nodes": [{"entity": names[node], "facts": image.degree(image.actors.number(node))} for node in found.nodes],
        "edges": [{"source": a, "target": b, "facts": count} for (a, b), count in found.edges.items()],
        "contacts": _shared(session, found.nodes, question, contacts.place_id) if question.contacts else [],
        "complete": found.complete,
    }


@router.get("/network/brokers", summary="Who connects those who do not meet", response_model=answers.Brokers)
@heavy
def network_brokers(question: Annotated[BrokerQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """Through whom the shortest chains of contacts between others lead: betweenness, highest first.

    Each is told with the community that it belongs to and the core that it is in.
    Counts what took place unless `status` asks for more. Each row links to the contacts that it rests on.
    """
    image = parts.image.get(session)
    seconds, contacts = question.deadline_ms / 1000, contacts_of(session, parts, question)
    if question.entity is None:
        pairs = _everyone(image, contacts, largest(seconds))
    else:
        centre = parts.finder.follow(session, question.entity)
        pairs = surroundings(image, centre.id, contacts, question.hops).edges
    found = brokers(pairs, seconds)
    items, end = paging.after(found.rows, _rank, paging.decode(question.cursor, float, int, str), question.limit)
    names = references(session, (row.entity_id for row in items))
    return {
        "items": [_broker(row, names[row.entity_id]) for row in items],
        "next_cursor": paging.encode(end),
        "nodes": found.nodes,
        "edges": found.edges,
        "communities": found.communities,
        "sampled": found.sampled,
    }


def _everyone(image: Image, contacts: ContactFilter, most: int) -> Pairs:
    try:
        return everyone(image, contacts, most)
    except TooManyError as error:
        raise too_large(f"more than {most} contacts") from error


def _shared(session: Session, nodes: Collection[str], question: NetworkQuestion, place_id: str | None) -> list[dict[str, Any]]:
    kinds = wanted(question.kinds, question.status)
    facts = among(
        session, nodes, FactFilter(kinds=kinds, place_id=place_id, since=question.since, until=question.until), MOST_CONTACTS
    )
    return [
        {**dataclasses.asdict(fact), "parts": [{"entity": entity, "role": role} for role, entity in fact.parts]} for fact in facts
    ]


def _rank(row: Broker) -> paging.Key:
    return row.rank


def _broker(row: Broker, entity: EntityRef) -> dict[str, Any]:
    return {
        "entity": entity,
        "betweenness": row.betweenness,
        "degree": row.degree,
        "core": row.core,
        "community": row.community,
        "links": {"met": f"/v1/met?who={row.entity_id}", "network": f"/v1/network?entity={row.entity_id}"},
    }
