"""Claims as rows: stored with their mentions, and read back as they were."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, select
from sqlalchemy.orm import Session

from graph import tables
from graph.dates import dates_from_json, dates_to_json
from graph.resolved import ResolvedClaim
from graph.vocabulary import Claim, ClaimPart, Span

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


def store_claims(session: Session, claims: Sequence[ResolvedClaim], placed: Mapping[str, Placed]) -> None:
    """Add the rows of claims and their mentions, all at once."""
    if not claims:
        return
    rows = [_row(resolved, placed[resolved.id]) for resolved in claims]
    claim, mention = (tables.Base.metadata.tables[table.__tablename__] for table in (tables.Claim, tables.Mention))
    session.connection().execute(claim.insert(), rows)
    session.connection().execute(mention.insert(), [row for resolved in claims for row in _mentions(resolved)])


def place_claims(session: Session, placed: Mapping[str, Placed]) -> None:
    """Put stored claims under their tellings and facts."""
    claims = tables.Base.metadata.tables[tables.Claim.__tablename__]
    where: dict[str, Any] = {"telling_id": bindparam("telling"), "fact_id": bindparam("fact")}
    place = claims.update().where(claims.c.id == bindparam("claim")).values(where)
    if placed:
        rows = [{"claim": id_, "telling": new.telling_id, "fact": new.fact_id} for id_, new in placed.items()]
        session.connection().execute(place, rows)


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


def _row(resolved: ResolvedClaim, placed: Placed) -> dict[str, Any]:
    claim = resolved.claim
    return {
        "id": resolved.id,
        "document_id": resolved.document_id,
        "fact_id": placed.fact_id,
        "telling_id": placed.telling_id,
        "kind": claim.kind,
        "status": claim.status,
        "start": claim.evidence.start,
        "end": claim.evidence.end,
        "values": dict(claim.values),
        "dates": dates_to_json(claim.dates),
        "said_by_id": claim.said_by,
        "confidence": claim.confidence,
        "rule": claim.rule,
    }


def _mentions(resolved: ResolvedClaim) -> Iterator[dict[str, Any]]:
    claim = resolved.claim
    for part in (*claim.parts, *((claim.place,) if claim.place else ())):
        span = part.mention
        yield {"claim_id": resolved.id, "entity_id": part.entity, "role": part.role, "start": span.start, "end": span.end}
