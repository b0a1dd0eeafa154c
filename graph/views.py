"""Facts as they are shown: with the names of their actors and the sentences that state them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased

from graph import shown
from graph.errors import Merged, NotFound, Withdrawn
from graph.resolved import ConsolidatedFact, ResolvedClaim
from graph.tables import Claim, Document, Entity, Fact, WithdrawnFact
from graph.text_keys import fold


@dataclass(frozen=True, slots=True)
class EntityRef:
    """An entity by id, type and preferred name; `mention` is what one text calls it."""

    id: str
    type: str
    name: str
    mention: str | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """The words of one document that state a fact: `text[start:end] == quote`."""

    fact_id: str
    document_id: str
    start: int
    end: int
    quote: str
    status: str
    said_by: EntityRef | None
    published_at: dt.date | None


@dataclass(frozen=True, slots=True)
class FactView:
    """A fact with all that is shown of it; `parts` are pairs of role and entity, in the order of their names."""

    id: str
    kind: str
    status: str
    parts: Sequence[tuple[str, EntityRef]]
    values: Mapping[str, Any]
    dates: Mapping[str, Any]
    place: EntityRef | None
    confidence: float
    sources: int
    evidence: Sequence[Evidence]


@dataclass(frozen=True, slots=True)
class ClaimView:
    """One claim of a fact's ledger."""

    id: str
    evidence: Evidence
    values: Mapping[str, Any]
    dates: Mapping[str, Any]
    confidence: float
    rule: str


def references(session: Session, ids: Iterable[str]) -> dict[str, EntityRef]:
    """The entities of `ids`, by id."""
    return {id_: EntityRef(id_, type_, name) for id_, type_, name in shown.rows(session, shown.ENTITIES, ids)}


def load_facts(session: Session, ids: Sequence[str]) -> list[FactView]:
    """The facts of `ids`, in that order; ids of nothing are left out."""
    facts = {row[0]: row for row in shown.rows(session, shown.FACTS, ids)}
    parts, evidence = _parts(session, ids), evidence_of(session, ids)
    return [_view(facts[i], parts[i], evidence[i]) for i in ids if i in facts]


def get_fact(session: Session, fact_id: str) -> FactView:
    """The fact of an id; `NotFound` if it was never given out.

    `Merged` if another fact took its claims, `Withdrawn` if no claim supports it any more.
    """
    for view in load_facts(session, [fact_id]):
        return view
    raise Merged(fact_id, current_fact(session, fact_id))


def current_fact(session: Session, fact_id: str) -> str:
    """The id of the fact where the claims of a fact are now: its own, or that of the one that took them, and so on."""
    seen: set[str] = set()
    id_: str | None = fact_id
    while id_ is not None and id_ not in seen:
        if session.get(Fact, id_) is not None:
            return id_
        seen.add(id_)
        gone = session.get(WithdrawnFact, id_)
        if gone is None:
            raise NotFound("fact", fact_id)
        id_ = gone.successor_id
    raise Withdrawn("fact", fact_id)


def evidence_of(session: Session, fact_ids: Iterable[str]) -> dict[str, list[Evidence]]:
    """Where each fact is stated, earliest document first."""
    found: defaultdict[str, list[Evidence]] = defaultdict(list)
    for fact_id, document_id, start, end, quote, status, *speaker, published_at in shown.rows(session, shown.EVIDENCE, fact_ids):
        said_by = EntityRef(*speaker) if speaker[0] else None
        found[fact_id].append(Evidence(fact_id, document_id, start, end, quote, status, said_by, published_at))
    return defaultdict(list, {fact_id: each_once(evidence) for fact_id, evidence in found.items()})


def each_once(evidence: Sequence[Evidence]) -> list[Evidence]:
    """Evidence without repetition: of quotes of one status that overlap, as two rules may read them, the longest.

    Of equals one that says who said so is kept.
    """
    kept: dict[tuple[str, str], list[Evidence]] = defaultdict(list)
    for quote in sorted(evidence, key=lambda e: (e.start - e.end, e.said_by is None)):
        same = kept[quote.document_id, quote.status]
        if not any(quote.start < other.end and other.start < quote.end for other in same):
            same.append(quote)
    chosen = {id(quote) for quotes in kept.values() for quote in quotes}
    return [quote for quote in evidence if id(quote) in chosen]


def ledger(session: Session, fact_id: str) -> list[ClaimView]:
    """All claims of a fact, earliest document first."""
    rows = session.execute(_claims().where(Claim.fact_id == fact_id))
    return [ClaimView(c.id, _evidence(row), c.values, c.dates, c.confidence, c.rule) for row in rows for c in (row.Claim,)]


def document_view(fact: ConsolidatedFact, names: Mapping[str, EntityRef], text: str) -> FactView:
    """A fact as one document states it, its actors with the words that name them there."""

    def named(entity_id: str, role: str) -> EntityRef:
        return replace(names[entity_id], mention=_mention(fact, entity_id, role, names[entity_id].name, text))

    return FactView(
        id=fact.id,
        kind=fact.kind,
        status=fact.status,
        parts=[(role, named(entity_id, role)) for entity_id, role in fact.parts],
        values=fact.values,
        dates=fact.dates,
        place=named(fact.place, "place") if fact.place else None,
        confidence=fact.confidence,
        sources=fact.sources,
        evidence=each_once([_stated(claim, fact.id, names, text) for claim in fact.claims]),
    )


def entities_of(fact: ConsolidatedFact) -> set[str]:
    """The ids of all that a fact speaks of, speakers included."""
    speakers = {claim.claim.said_by for claim in fact.claims}
    return {key for key in (*(entity_id for entity_id, _ in fact.parts), fact.place, *speakers) if key}


def _mention(fact: ConsolidatedFact, entity_id: str, role: str, name: str, text: str) -> str | None:
    """The words for an entity: those of a claim that share a word with its name before a pronoun or description."""
    claims = [resolved.claim for resolved in fact.claims]
    parts = (part for claim in claims for part in (*claim.parts, *((claim.place,) if claim.place else ())))
    spans = [part.mention for part in parts if part.entity == entity_id and part.role == role]
    said = [text[span.start : span.end] for span in spans]
    words = set(fold(name).split())
    return next((mention for mention in said if words & set(fold(mention).split())), said[0] if said else None)


def _stated(resolved: ResolvedClaim, fact_id: str, names: Mapping[str, EntityRef], text: str) -> Evidence:
    claim = resolved.claim
    start, end = claim.evidence.start, claim.evidence.end
    return Evidence(
        fact_id=fact_id,
        document_id=resolved.document_id,
        start=start,
        end=end,
        quote=text[start:end],
        status=claim.status,
        said_by=names.get(claim.said_by) if claim.said_by else None,
        published_at=resolved.published_at,
    )


def _claims() -> Select[Any]:
    quote = func.substr(Document.text, Claim.start + 1, Claim.end - Claim.start).label("quote")
    speaker = aliased(Entity)
    return (
        select(Claim, Document.published_at, quote, speaker.id, speaker.type, speaker.name)
        .join(Document, Document.id == Claim.document_id)
        .outerjoin(speaker, speaker.id == Claim.said_by_id)
        .order_by(Document.published_at, Document.id, Claim.start, Claim.id)
    )


def _evidence(row: Any) -> Evidence:
    claim, published_at, quote, *speaker = row
    said_by = EntityRef(*speaker) if speaker[0] else None
    return Evidence(claim.fact_id, claim.document_id, claim.start, claim.end, quote, claim.status, said_by, published_at)


def _parts(session: Session, fact_ids: Iterable[str]) -> dict[str, list[tuple[str, EntityRef]]]:
    found: defaultdict[str, list[tuple[str, EntityRef]]] = defaultdict(list)
    for fact_id, role, *entity in shown.rows(session, shown.PARTS, fact_ids):
        found[fact_id].append((role, EntityRef(*entity)))
    return found


def _view(fact: Sequence[Any], parts: Sequence[tuple[str, EntityRef]], evidence: Sequence[Evidence]) -> FactView:
    id_, kind, status, values, dates, confidence, sources, *place = fact
    return FactView(
        id=id_,
        kind=kind,
        status=status,
        parts=parts,
        values=values,
        dates=dates,
        place=EntityRef(*place) if place[0] else None,
        confidence=confidence,
        sources=sources,
        evidence=evidence,
    )
