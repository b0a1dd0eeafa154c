"""Claims as rows: stored with their mentions, and read back as they were."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import Session

from graph import tables
from graph.bulk import insert_rows, update_rows
from graph.dates import dates_from_json, dates_to_json
from graph.resolved import ResolvedClaim
from graph.vocabulary import Claim, ClaimPart, Span

_CLAIMS, _MENTIONS = (tables.Base.metadata.tables[table.__tablename__] for table in (tables.Claim, tables.Mention))
_PLACE = "place"
"""The role of the mention that names a claim's place."""


def load_claims(session: Session, condition: ColumnElement[bool]) -> Iterable[tuple[ResolvedClaim, str | None]]:
    """The stored claims that fulfil `condition`, each with the id of its fact."""
    parts: dict[str, list[ClaimPart]] = defaultdict(list)
    mentioned = select(tables.Mention.__table__).join(tables.Claim).where(condition).order_by(tables.Mention.id)
    for row in session.execute(mentioned):
        parts[row.claim_id].append(ClaimPart(row.role, row.entity_id, Span(row.start, row.end)))
    document = tables.Document
    stored = select(tables.Claim.__table__, document.published_at, document.text_group).join(document).where(condition)
    for row in session.execute(stored):
        claim = _spoken(row, parts[row.id])
        yield ResolvedClaim(row.id, claim, row.document_id, row.published_at, row.text_group), row.fact_id


@dataclass(frozen=True, slots=True)
class Placed:
    """Under which telling and fact a claim stands."""

    telling_id: str
    fact_id: str


@dataclass(frozen=True, slots=True)
class Understood:
    """A claim with the entities that were read, and with those that are meant by judgement."""

    read: ResolvedClaim
    meant: ResolvedClaim


def understood(resolved: ResolvedClaim, meant: Mapping[str, str]) -> Understood:
    """A claim as it was read, and as it is meant where entities mean others."""

    def settled(part: ClaimPart) -> ClaimPart:
        return replace(part, entity=meant[part.entity])

    claim = resolved.claim
    if all(meant[part.entity] == part.entity for part in _named(claim)) and claim.said_by in (
        None,
        meant.get(claim.said_by or ""),
    ):
        return Understood(resolved, resolved)
    place = settled(claim.place) if claim.place else None
    said_by = meant[claim.said_by] if claim.said_by else None
    settled_claim = replace(claim, parts=tuple(map(settled, claim.parts)), place=place, said_by=said_by)
    return Understood(resolved, replace(resolved, claim=settled_claim))


def store_claims(session: Session, claims: Sequence[Understood], placed: Mapping[str, Placed]) -> None:
    """Add the rows of claims and their mentions, all at once."""
    insert_rows(session, _CLAIMS, [_row(claim, placed[claim.read.id]) for claim in claims])
    insert_rows(session, _MENTIONS, [row for one in claims for row in _mentions(one)])


def in_place(read: str, meant: str) -> tuple[str, str | None]:
    """An entity that is meant, and whom reading took it for, if that was another."""
    return meant, None if read == meant else read


def place_claims(session: Session, placed: Mapping[str, Placed]) -> None:
    """Put stored claims under their tellings and facts."""
    rows = [{"id": id_, "telling_id": new.telling_id, "fact_id": new.fact_id} for id_, new in placed.items()]
    update_rows(session, _CLAIMS, "id", rows)


def _spoken(row: Row[Any], parts: Sequence[ClaimPart]) -> Claim:
    return Claim(
        kind=row.kind,
        status=row.status,
        parts=tuple(part for part in parts if part.role != _PLACE),
        evidence=Span(row.start, row.end),
        values=row._mapping["values"],  # a row has a method of that name
        dates=dates_from_json(row.dates),
        place=next((part for part in parts if part.role == _PLACE), None),
        said_by=row.said_by_id,
        confidence=row.confidence,
        rule=row.rule,
    )


def _row(one: Understood, placed: Placed) -> dict[str, Any]:
    claim, said_by = one.read.claim, one.meant.claim.said_by
    return {
        "id": one.read.id,
        "document_id": one.read.document_id,
        "fact_id": placed.fact_id,
        "telling_id": placed.telling_id,
        "kind": claim.kind,
        "status": claim.status,
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "values": dict(claim.values),
        "dates": dates_to_json(claim.dates),
        "said_by_id": said_by,
        "speaker_read_as": None if claim.said_by == said_by else claim.said_by,
        "confidence": claim.confidence,
        "rule": claim.rule,
    }


def _mentions(one: Understood) -> Iterator[dict[str, Any]]:
    for read, meant in zip(_named(one.read.claim), _named(one.meant.claim), strict=True):
        entity_id, read_as = in_place(read.entity, meant.entity)
        where = {"role": read.role, "start": read.mention.start, "end": read.mention.end}
        yield {"claim_id": one.read.id, "entity_id": entity_id, "read_as": read_as, **where}


def _named(claim: Claim) -> tuple[ClaimPart, ...]:
    """The parts of a claim, its place included."""
    return (*claim.parts, claim.place) if claim.place else claim.parts
