"""What a map and a calendar need to be drawn: meetings counted by place and by day."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from app import answers
from app.context import Parts, Reads, fresh
from app.questions import TALLIED
from app.routes.facts import fact_filter
from graph.tallies import PlaceTally, by_period, by_place
from nlp.coordinates import locate
from nlp.kinds import KINDS

MEETING = KINDS["meeting"]
Meetings = Annotated[TALLIED, Query()]

router = APIRouter(prefix="/v1/meetings", tags=["contacts"], dependencies=[Depends(fresh)])


@router.get("/places", summary="Where they met", response_model=answers.MeetingPlaces)
def places(question: Meetings, parts: Parts, session: Reads) -> Any:
    """Places of meetings with their coordinates, most meetings first; filtered as the list of meetings is."""
    return {"items": [_place(tally) for tally in by_place(session, fact_filter(session, parts, MEETING, question))]}


@router.get("/days", summary="When they met", response_model=answers.MeetingPeriods)
def days(question: Meetings, parts: Parts, session: Reads) -> Any:
    """Meetings counted by day, or by the month or year where that is all that is known; filtered as the list is."""
    tallies = by_period(session, fact_filter(session, parts, MEETING, question))
    return {"items": [{"start": tally.start, "end": tally.end, "meetings": tally.facts} for tally in tallies]}


def _place(tally: PlaceTally) -> dict[str, Any]:
    point = locate(tally.place.name, tally.country)
    return {
        "place": tally.place,
        "country": tally.country,
        "latitude": point.latitude if point else None,
        "longitude": point.longitude if point else None,
        "meetings": tally.facts,
        "first": tally.first,
        "last": tally.last,
    }
