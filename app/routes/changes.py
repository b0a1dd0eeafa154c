"""What happened to facts since a revision: a page at a time, or as a stream of server-sent events that goes on."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import Field
from sqlalchemy.orm import Session
from sse_starlette import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from app import answers, paging, schemas
from app.context import Context, Parts, Reads, fresh
from app.guard.marks import patient
from app.questions import NAME, Kinds, Names, Paged
from graph.changes import Changed, Changes, Position, changes
from graph.queries import FactFilter

STREAM = "text/event-stream"
PING_S = 15
"""Seconds after which a silent stream says that it still lives."""
BATCH = 100
MOST = 2**31 - 2
"""The highest revision that can be asked for: what the databases hold, and one more."""

router = APIRouter(prefix="/v1", tags=["exports"])


class ChangesQuestion(Paged):
    """Which changes."""

    since: int = Field(0, ge=0, le=MOST, description="the `revision` of the answer that you had last; 0 for everything")
    kinds: Kinds = Field([], description="kinds of fact; all unless given")
    entity: Names = Field([], description=f"who takes part: {NAME}; repeated: all of them")


@router.get(
    "/changes",
    summary="What happened to facts since a revision",
    response_model=answers.ChangesPage,
    responses={200: {"content": {STREAM: {"schema": {"type": "string"}}}}},
)
@patient
def changed(
    question: Annotated[ChangesQuestion, Query()],
    request: Request,
    response: Response,
    parts: Parts,
    session: Reads,
    last_event_id: Annotated[str | None, Header(description="of a stream: the id of the last event that came")] = None,
) -> Any:
    """Facts added, changed and withdrawn since a revision, in the order of their revisions, each once.

    With `Accept: text/event-stream` they come as server-sent events, and the stream goes on with what is changed later;
    a client that reconnects with `Last-Event-ID` misses nothing. Withdrawn facts are told whatever is filtered: nothing is
    known of them but their ids.
    """
    wanted = filter_of(session, parts, question.kinds, question.entity)
    if STREAM in request.headers.get("accept", ""):
        begin = _position(last_event_id or question.cursor, question.since)
        return EventSourceResponse(_events(parts, begin, wanted), ping=PING_S)
    fresh(request, response, session)
    found = changes(session, _position(question.cursor, question.since), question.limit, wanted)
    return {
        "items": [served(item) for item in found.items],
        "next_cursor": _cursor(found.items[-1].position) if found.more else None,
        "revision": max(found.revision, question.since),
    }


def filter_of(session: Session, parts: Context, kinds: list[str], entities: list[str]) -> FactFilter:
    """The facts of which changes are told."""
    taking_part = [(None, parts.finder.follow(session, name).id) for name in entities]
    return FactFilter(kinds=dict.fromkeys(kinds, ()), parts=taking_part)


def served(item: Changed) -> dict[str, Any]:
    """A change as it is served."""
    fact = schemas.fact(item.fact) if item.fact else None
    return {"revision": item.revision, "change": item.change, "fact_id": item.fact_id, "fact": fact}


async def _events(parts: Context, begin: Position, wanted: FactFilter) -> AsyncIterator[ServerSentEvent]:
    """The changes behind a position, and those to come."""
    while True:
        found = await run_in_threadpool(_read, parts, begin, wanted)
        begin = found.end(begin)
        for item in found.items:
            at = begin if item is found.items[-1] else item.position
            data = answers.ChangedFact.model_validate(served(item)).model_dump_json()
            yield ServerSentEvent(data, event=item.change, id=_cursor(at))
        if not found.more:
            await parts.watch.wait(found.revision)


def _read(parts: Context, begin: Position, wanted: FactFilter) -> Changes:
    with parts.read.begin() as session:
        return changes(session, begin, BATCH, wanted)


def _position(cursor: str | None, since: int) -> Position:
    key = paging.decode(cursor, int, int, str)
    if key is None:
        return Position.after(since)
    if not all(0 <= number <= MOST for number in key[:2]):
        raise paging.unknown_cursor()
    return Position(*key)


def _cursor(position: Position) -> str | None:
    return paging.encode((position.base, position.revision, position.fact_id))
