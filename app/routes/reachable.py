"""Whom a message could have reached."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app import answers, chains, plain
from app.context import context, fresh
from app.guard.marks import heavy
from app.questions import ReachableQuestion

router = APIRouter(prefix="/v1", tags=["contacts"])


@router.get("/reachable", summary="Whom a message could have reached", response_model=answers.Reachable)
@heavy
def reachable(question: Annotated[ReachableQuestion, Query()], request: Request, response: Response) -> Any:
    """Whom a message from the source could have reached by contacts, none earlier than the one before, and when at the earliest.

    Counts what took place unless `status` asks for more; contacts without a date carry no message.
    """
    parts = context(request)
    with parts.read.begin() as session:  # as a dependency it would take longer than the search: it changes threads twice
        fresh(request, response, session)
        return plain.answer(chains.reached(question, parts, session))
