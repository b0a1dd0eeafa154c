"""Who met whom: a row a counterpart; and, for facts of every kind, with whom an entity shares them."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy.orm import Session

from app import answers, paging
from app.context import MEETING, MET, Context, Parts, Reads, fresh
from app.fields import EntityId
from app.questions import FactsOfEntityQuestion, MetQuestion, wanted
from app.routes.entities import facts_of
from graph import met_table
from graph.contacts import ContactFilter
from graph.counterparts import Counterpart, Rank, Shared, States, as_itself, counterparts, dates, sources
from graph.queries import FactFilter
from graph.views import evidence_of, references
from nlp.kinds import KINDS

router = APIRouter(prefix="/v1", dependencies=[Depends(fresh)])


@router.get("/met", summary="Who met whom", response_model=answers.CounterpartPage, tags=["contacts"])
def met(question: Annotated[MetQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """Whom someone met, how often, when, and the words that say so; most meetings first.

    Counts meetings that took place (held, ongoing) unless `status` asks for others.
    """
    who = parts.finder.follow(session, question.who).id
    other = parts.finder.follow(session, question.with_).id if question.with_ else None
    after = paging.decode(question.cursor, int, int, str)
    rows, end = _page(session, parts, question, who, other, (after[0], after[1], after[2]) if after else None)
    return {"items": _shown(session, rows, question.quotes), "next_cursor": paging.encode(end)}


@router.get(
    "/entities/{entity_id}/neighbours",
    summary="Those with whom it shares facts",
    response_model=answers.NeighbourPage,
    tags=["entities"],
)
def neighbours(entity_id: EntityId, question: Annotated[FactsOfEntityQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """Those with whom it shares facts, most facts first."""
    entity = parts.finder.get(session, entity_id)
    rows = counterparts(session, entity.id, facts_of(entity, question, question.kinds or KINDS))
    items, end = paging.after(rows, _rank, paging.decode(question.cursor, int, int, str), question.limit)
    names = references(session, (row.entity_id for row in items))
    return {
        "items": [
            {
                "entity": names[row.entity_id],
                "facts": len(row.occasions),
                "kinds": row.kinds,
                "first": row.first,
                "last": row.last,
            }
            for row in items
        ],
        "next_cursor": paging.encode(end),
    }


def _page(
    session: Session, parts: Context, question: MetQuestion, who: str, other: str | None, after: Rank | None
) -> tuple[Sequence[Shared], paging.Key | None]:
    """A page of counterparts from memory, which knows neither formats nor for whom persons acted; else from the tables."""
    known = question.level == "actor" and not question.format
    image = parts.image.just_at(session) if known else None
    if image is None:
        return paging.after(_rows(session, parts, question, who, other), lambda row: row.rank, after, question.limit)
    meetings = ContactFilter(
        kinds=wanted([MEETING.name], question.status),
        since=question.since,
        until=question.until,
        place_id=parts.place_id(session, question.place),
    )
    found = met_table.page(image, who, meetings, question.limit, after, other)
    return found.rows, found.end


def _rows(session: Session, parts: Context, question: MetQuestion, who: str, other: str | None) -> Sequence[Shared]:
    """All counterparts, from the tables."""
    lifted = question.level == "state"
    meetings = FactFilter(
        kinds=wanted([MEETING.name], question.status),
        parts=[] if lifted else [(MET, who)],
        choices={"format": question.format},
        place_id=parts.place_id(session, question.place),
        since=question.since,
        until=question.until,
    )
    lift = States(session, "role", "person", "of").acted_for if lifted else as_itself
    return [row.shared for row in counterparts(session, who, meetings, MET, lift) if other in (None, row.entity_id)]


def _shown(session: Session, rows: Sequence[Shared], quotes: int) -> list[dict[str, Any]]:
    """Counterparts with names, dates and words: a statement each for all of them."""
    names = references(session, (row.entity_id for row in rows))
    told, texts = dates(session, rows), sources(session, rows)
    evidence = evidence_of(session, [fact_id for row in rows for fact_id in row.facts[:quotes]])
    return [
        {
            "entity": names[row.entity_id],
            "meetings": len(row.facts),
            "sources": texts[row.entity_id],
            "first": told[row.earliest] if row.earliest else None,
            "last": told[row.latest] if row.latest else None,
            "evidence": [quote for fact_id in row.facts[:quotes] for quote in evidence[fact_id]][:quotes],
        }
        for row in rows
    ]


def _rank(row: Counterpart) -> paging.Key:
    return row.rank
