"""Who met whom: a row a counterpart; and, for facts of every kind, with whom an entity shares them."""

from collections.abc import Collection, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy.orm import Session

from app import answers, paging
from app.context import Context, Parts, Reads, fresh
from app.fields import EntityId
from app.questions import FactsOfEntityQuestion, MetQuestion, wanted
from app.routes.entities import facts_of
from graph.counterparts import Counterpart, States, counterparts, sources
from graph.queries import FactFilter
from graph.views import EntityRef, Evidence, evidence_of, references
from nlp.kinds import KINDS

MEETING, PARTICIPANT = KINDS["meeting"], "participant"

router = APIRouter(prefix="/v1", dependencies=[Depends(fresh)])


@router.get("/met", summary="Who met whom", response_model=answers.CounterpartPage, tags=["contacts"])
def met(question: Annotated[MetQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """Whom someone met, how often, when, and the words that say so; most meetings first.

    Counts meetings that took place (held, ongoing) unless `status` asks for others.
    """
    who = parts.finder.follow(session, question.who).id
    rows = _rows(session, parts, who, question)
    if question.with_:
        other = parts.finder.follow(session, question.with_).id
        rows = [row for row in rows if row.entity_id == other]
    items, end = paging.after(rows, _rank, paging.decode(question.cursor, int, int, str), question.limit)
    names = references(session, (row.entity_id for row in items))
    return {
        "items": [_met(session, row, names, question.quotes) for row in items],
        "next_cursor": paging.encode(end),
    }


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


def _rows(session: Session, parts: Context, who: str, question: MetQuestion) -> Sequence[Counterpart]:
    lifted = question.level == "state"
    meetings = FactFilter(
        kinds=wanted([MEETING.name], question.status),
        parts=[] if lifted else [(PARTICIPANT, who)],
        choices={"format": question.format},
        place_id=parts.place_id(session, question.place),
        since=question.since,
        until=question.until,
    )
    if lifted:
        return counterparts(session, who, meetings, PARTICIPANT, States(session, "role", "person", "of").acted_for)
    return counterparts(session, who, meetings, PARTICIPANT)


def _met(session: Session, row: Counterpart, names: dict[str, EntityRef], quotes: int) -> dict[str, Any]:
    ids = [occasion.fact_id for occasion in row.occasions]
    return {
        "entity": names[row.entity_id],
        "meetings": len(ids),
        "sources": sources(session, ids),
        "first": row.first,
        "last": row.last,
        "evidence": _quotes(session, ids[:quotes])[:quotes],
    }


def _quotes(session: Session, ids: Collection[str]) -> list[Evidence]:
    """The words that tell of each fact, in the order of `ids`."""
    evidence = evidence_of(session, ids)
    return [quote for fact_id in ids for quote in evidence.get(fact_id, ())]


def _rank(row: Counterpart) -> paging.Key:
    return row.rank
