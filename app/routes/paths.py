"""Chains of contacts between two actors, the network around one, and who connects others."""

import dataclasses
from collections.abc import Collection, Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy.orm import Session

from app import answers, paging, schemas
from app.context import Parts, Reads, fresh
from app.guard.marks import heavy
from app.questions import BrokerQuestion, NetworkQuestion, PathQuestion, wanted
from graph.brokers import Broker, brokers
from graph.contacts import ContactFilter
from graph.network import everyone, surroundings
from graph.paths import Hop, PathQuery, find
from graph.queries import FactFilter
from graph.tallies import among
from graph.views import EntityRef, FactView, load_facts, references

MOST_CONTACTS = 5_000
"""Facts listed with a network at most: a drawing of more is a blot."""

router = APIRouter(prefix="/v1", tags=["contacts"], dependencies=[Depends(fresh)])


@router.get("/paths", summary="By which chains of contacts one reaches another", response_model=answers.Chains)
@heavy
def paths(question: Annotated[PathQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """By which chains of contacts one actor reaches another, shortest first, each hop with a fact and the words for it.

    Counts what took place unless `status` asks for more. Where there is no chain, `items` is empty and `reason` says why.
    """
    source = parts.finder.follow(session, question.source)
    target = parts.finder.follow(session, question.target)
    query = PathQuery(
        source=source.id,
        target=target.id,
        contacts=_contacts(question),
        k=question.k,
        max_hops=question.max_hops,
        order=question.order,
        avoid=frozenset(parts.finder.follow(session, name).id for name in question.avoid),
        max_degree=question.max_degree,
        deadline=question.deadline_ms / 1000,
    )
    found = find(parts.image.get(session), query)
    hops = [hop for chain in found.chains for hop in chain]
    facts = {view.id: view for view in load_facts(session, list({hop.fact_id for hop in hops}))}
    names = references(session, {source.id, target.id, *(hop.target for hop in hops)})
    return {
        "items": [_chain(chain, facts, names) for chain in found.chains],
        "source": source,
        "target": target,
        "complete": found.complete,
        "reason": None if found.chains else _reason(question, source.name, target.name, found.complete),
    }


@router.get("/network", summary="The neighbourhood of an entity", response_model=answers.Network)
@heavy
def network(question: Annotated[NetworkQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """Those around an entity, and how many facts each two of them share: to be drawn."""
    centre = parts.finder.follow(session, question.entity)
    image = parts.image.get(session)
    found = surroundings(image, centre.id, _contacts(question), question.hops, question.limit)
    names = references(session, found.nodes)
    return {
        "nodes": [{"entity": names[node], "facts": image.degree(image.actors.number(node))} for node in found.nodes],
        "edges": [{"source": a, "target": b, "facts": count} for (a, b), count in found.edges.items()],
        "contacts": _shared(session, found.nodes, question) if question.contacts else [],
        "complete": found.complete,
    }


@router.get("/network/brokers", summary="Who connects those who do not meet", response_model=answers.Brokers)
@heavy
def network_brokers(question: Annotated[BrokerQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """Through whom the shortest chains of contacts between others lead: betweenness, highest first.

    Counts what took place unless `status` asks for more. Each row links to the contacts that it rests on.
    """
    image = parts.image.get(session)
    if question.entity is None:
        pairs = everyone(image, _contacts(question))
    else:
        centre = parts.finder.follow(session, question.entity)
        pairs = surroundings(image, centre.id, _contacts(question), question.hops).edges
    found = brokers(pairs, question.deadline_ms / 1000)
    items, end = paging.after(found.rows, _rank, paging.decode(question.cursor, float, int, str), question.limit)
    names = references(session, (row.entity_id for row in items))
    return {
        "items": [_broker(row, names[row.entity_id]) for row in items],
        "next_cursor": paging.encode(end),
        "nodes": found.nodes,
        "edges": found.edges,
        "sampled": found.sampled,
    }


def _shared(session: Session, nodes: Collection[str], question: NetworkQuestion) -> list[dict[str, Any]]:
    kinds = wanted(question.kinds, question.status)
    facts = among(session, nodes, FactFilter(kinds=kinds, since=question.since, until=question.until), MOST_CONTACTS)
    return [
        {**dataclasses.asdict(fact), "parts": [{"entity": entity, "role": role} for role, entity in fact.parts]} for fact in facts
    ]


def _contacts(question: PathQuestion | NetworkQuestion | BrokerQuestion) -> ContactFilter:
    return ContactFilter(wanted(question.kinds, question.status), question.since, question.until)


def _rank(row: Broker) -> paging.Key:
    return row.rank


def _broker(row: Broker, entity: EntityRef) -> dict[str, Any]:
    return {
        "entity": entity,
        "betweenness": row.betweenness,
        "degree": row.degree,
        "links": {"met": f"/v1/met?who={row.entity_id}", "network": f"/v1/network?entity={row.entity_id}"},
    }


def _chain(chain: tuple[Hop, ...], facts: dict[str, FactView], names: dict[str, EntityRef]) -> dict[str, Any]:
    return {
        "length": len(chain),
        "entities": [names[chain[0].source], *(names[hop.target] for hop in chain)],
        "hops": [_hop(hop, facts[hop.fact_id], names) for hop in chain],
    }


def _hop(hop: Hop, fact: FactView, names: dict[str, EntityRef]) -> dict[str, Any]:
    """A hop; of the words for its fact those that state the status that it has."""
    quotes = sorted(fact.evidence, key=lambda evidence: evidence.status != fact.status)
    return {
        "source": names[hop.source],
        "target": names[hop.target],
        "quote": quotes[0].quote if quotes else None,
        "facts": hop.facts,
        "fact": schemas.fact(fact),
    }


def _reason(question: PathQuestion, source: str, target: str, complete: bool) -> str:
    if source == target:
        return "source and target are the same"
    if not complete:
        return "the deadline passed before a chain was found"
    kinds: Iterable[str] = question.kinds
    return (
        f"no chain of at most {question.max_hops} hops leads from {source} to {target} by {', '.join(kinds)} with these filters"
    )
