"""Claims as rows: stored with their mentions, and read back as they were."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select
from sqlalchemy.orm import Session

from graph import tables
from graph.resolved import ResolvedClaim
from graph.vocabulary import Claim, ClaimPart, Date, Precision, Span

_PLACE = "place"
"""The role of the mention that names a claim's place."""


def load_claims(session: Session, condition: ColumnElement[bool]) -> Iterable[tuple[ResolvedClaim, str | None]]:
    """The stored claims that fulfil `condition`, each with the id of its fact."""
    parts: dict[str, list[ClaimPart]] = defaultdict(list)
    mentioned = select(tables.Mention.__table__).join(tables.Claim).where(condition).order_by(tables.Mention.id)
    for row in session.execute(mentioned):
        parts[row.claim_id].append(ClaimPart(row.role, row.entity_id, Span(row.start, row.end)))
    document = tables.Document
    stored = select(tables.Claim.__table__, document.published_at, document.content_hash).join(document).where(condition)
    for row in session.execute(stored):
        claim = _spoken(row, parts[row.id])
        yield ResolvedClaim(row.id, claim, row.document_id, row.published_at, row.content_hash), row.fact_id


def store_claims(session: Session, claims: Sequence[ResolvedClaim]) -> None:
    """Add the rows of claims and their mentions, all at once."""
    if not claims:
        return
    session.execute(insert(tables.Claim), [_row(resolved) for resolved in claims], execution_options={"render_nulls": True})
    session.execute(insert(tables.Mention), [mention for resolved in claims for mention in _mentions(resolved)])


def dates_to_json(dates: Mapping[str, Date]) -> dict[str, Any]:
    """Dates as they are stored and served: ISO days, end included."""
    return {
        name: {
            "start": date.start.isoformat(),
            "end": date.end.isoformat(),
            "precision": str(date.precision),
            "text": date.text,
        }
        for name, date in dates.items()
    }


def dates_from_json(dates: Mapping[str, Any]) -> dict[str, Date]:
    """The inverse of `dates_to_json`."""
    return {
        name: Date(
            dt.date.fromisoformat(date["start"]), dt.date.fromisoformat(date["end"]), Precision(date["precision"]), date["text"]
        )
        for name, date in dates.items()
    }


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


def _row(resolved: ResolvedClaim) -> dict[str, Any]:
    claim = resolved.claim
    return {
        "id": resolved.id,
        "document_id": resolved.document_id,
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
