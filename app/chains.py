"""Answers about chains of contacts, as plain data: they are asked for often, and made without a model in between."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy.orm import Session

from app import metrics, paging, plain, tracing
from app.context import SEEN, Context
from app.questions import AttestedQuestion, ChainsQuestion, ContactsQuestion, PathQuestion, ReachableQuestion, wanted
from graph.contacts import ContactFilter
from graph.image import Image
from graph.paths import Found, Hop, PathQuery, find
from graph.reachable import Reached, ReachQuery, reachable
from graph.views import EntityRef, FactView, load_facts, references

Names = dict[str, EntityRef]
Facts = dict[str, FactView]
Shown = dict[str, dict[str, Any]]
"""Entities as answers show them, by id."""
SEARCHED = {search: metrics.path_seconds.labels(search) for search in ("paths", "reachable")}


def contacts_of(session: Session, parts: Context, question: ContactsQuestion) -> ContactFilter:
    """The contacts that a question asks for."""
    return ContactFilter(
        kinds=wanted(question.kinds, question.status),
        since=question.since,
        until=question.until,
        place_id=parts.place_id(session, question.place),
        min_confidence=question.min_confidence if isinstance(question, AttestedQuestion) else 0.0,
        min_sources=question.min_sources if isinstance(question, AttestedQuestion) else 0,
    )


def chains(question: PathQuestion, parts: Context, session: Session) -> dict[str, Any]:
    """The chains that a question asks for."""
    image = _image(parts, session)
    source, target = (_id_of(image, parts, session, name) for name in (question.source, question.target))
    query = PathQuery(
        source=source,
        target=target,
        contacts=contacts_of(session, parts, question),
        k=question.k,
        order=question.order,
        **_limits(image, question, parts, session),
    )
    with SEARCHED["paths"].time(), tracing.span("paths"):
        found = find(_seen(image, question, parts, session), query)
    hops = [hop for chain in found.chains for hop in chain]
    facts = _facts(session, (hop.fact_id for hop in hops)) if question.evidence else {}
    names = _names(parts, session, {source, target, *(hop.target for hop in hops)}, facts)
    shown = {id_: plain.entity(ref) for id_, ref in names.items()}
    return {
        "items": [_chain(chain, arrival, facts, shown) for chain, arrival in zip(found.chains, found.arrivals, strict=True)],
        "source": shown[source],
        "target": shown[target],
        "complete": found.complete,
        "reason": _reason(question, found, names[source], names[target]),
    }


def reached(question: ReachableQuestion, parts: Context, session: Session) -> dict[str, Any]:
    """Those whom a message can have reached, a page of them."""
    image = _image(parts, session)
    source = _id_of(image, parts, session, question.source)
    query = ReachQuery(source=source, contacts=contacts_of(session, parts, question), **_limits(image, question, parts, session))
    seen, key = _seen(image, question, parts, session), paging.decode(question.cursor, int, int, str)
    with SEARCHED["reachable"].time(), tracing.span("reachable"):
        reach = reachable(seen, query, question.limit, (key[0], key[1], key[2]) if key else None)
    facts = _facts(session, (row.fact_id for row in reach.rows))
    names = references(session, {source, *(id_ for row in reach.rows for id_ in (row.entity_id, row.via))})
    return {
        "items": [_reached(row, facts[row.fact_id], names) for row in reach.rows],
        "next_cursor": paging.encode(reach.rows[-1].key) if reach.more else None,
        "source": plain.entity(names[source]),
        "reached": reach.total,
        "complete": reach.complete,
    }


def _image(parts: Context, session: Session) -> Image:
    seen = session.info.get(SEEN)
    return parts.image.get(session) if seen is None else parts.image.at(session, seen)


def _limits(image: Image, question: ChainsQuestion, parts: Context, session: Session) -> dict[str, Any]:
    return {
        "max_hops": question.max_hops,
        "avoid": frozenset(_id_of(image, parts, session, name) for name in question.avoid),
        "max_degree": question.max_degree,
        "deadline": question.deadline_ms / 1000,
        "edges": question.max_contacts,
    }


def _id_of(image: Image, parts: Context, session: Session, name: str) -> str:
    """The id of an actor; one that has contacts is what it says and need not be looked up."""
    if image.degree(image.actors.number(name)):
        return name
    return parts.finder.follow(session, name).id


def _seen(image: Image, question: ChainsQuestion, parts: Context, session: Session) -> Image:
    """The image as the question looks at it."""
    if question.level == "actor" and not question.via_roles:
        return image
    return parts.lifter.get(session, image, beside=question.level == "actor")


def _names(parts: Context, session: Session, ids: set[str], facts: Facts) -> Names:
    """The entities of ids; those that the facts tell are not asked for again."""
    told = {ref.id: ref for fact in facts.values() for _, ref in fact.parts}
    missing, seen = ids - told.keys(), session.info.get(SEEN)
    if not missing:
        return told
    return told | (references(session, missing) if seen is None else parts.names.get(session, seen, missing))


def _facts(session: Session, ids: Iterable[str]) -> Facts:
    return {view.id: view for view in load_facts(session, list(dict.fromkeys(ids)))}


def _chain(chain: tuple[Hop, ...], arrival: int | None, facts: Facts, shown: Shown) -> dict[str, Any]:
    return {
        "length": len(chain),
        "entities": [shown[key] for key in (chain[0].source, *(hop.target for hop in chain))],
        "hops": [_hop(hop, facts.get(hop.fact_id), shown) for hop in chain],
        "arrives": _day(arrival),
    }


def _hop(hop: Hop, fact: FactView | None, shown: Shown) -> dict[str, Any]:
    return {
        "source": shown[hop.source],
        "target": shown[hop.target],
        "quote": _quote(fact) if fact else None,
        "facts": hop.facts,
        "fact_id": hop.fact_id,
        "fact": plain.fact(fact) if fact else None,
    }


def _reached(row: Reached, fact: FactView, names: Names) -> dict[str, Any]:
    return {
        "entity": plain.entity(names[row.entity_id]),
        "arrives": _day(row.day),
        "hops": row.hops,
        "via": plain.entity(names[row.via]),
        "quote": _quote(fact),
        "fact": plain.fact(fact),
    }


def _quote(fact: FactView) -> str | None:
    """Of the words for a fact the first that state the status that it has."""
    quotes = sorted(fact.evidence, key=lambda evidence: evidence.status != fact.status)
    return quotes[0].quote if quotes else None


def _day(ordinal: int | None) -> str | None:
    return dt.date.fromordinal(ordinal).isoformat() if ordinal else None


def _reason(question: PathQuestion, found: Found, source: EntityRef, target: EntityRef) -> str | None:
    """Why there is no chain, if there is none."""
    if found.chains:
        return None
    if source.id == target.id:
        return "source and target are the same"
    if not found.complete:
        return "the deadline passed, or `max_contacts` were looked at, before a chain was found"
    if question.level == "state" and "person" in (source.type, target.type):
        return "with `level=state` persons stand for their states; ask for these"
    kinds: Iterable[str] = question.kinds
    return (
        f"no chain of at most {question.max_hops} hops leads from {source.name} to {target.name}"
        f" by {', '.join(kinds)} with these filters"
    )
