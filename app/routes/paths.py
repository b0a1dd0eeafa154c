"""Chains of contacts between two actors."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.orm import Session

from app import answers, chains, plain
from app.context import context, tagged
from app.guard.marks import heavy
from app.questions import PathQuestion
from graph.revision import number

router = APIRouter(prefix="/v1", tags=["contacts"])


@router.get("/paths", summary="By which chains of contacts one reaches another", response_model=answers.Chains)
@heavy
def paths(question: Annotated[PathQuestion, Query()], request: Request, response: Response) -> Any:
    """By which chains of contacts one actor reaches another, shortest first, each hop with a fact and the words for it.

    Counts what took place unless `status` asks for more. Where there is no chain, `items` is empty and `reason` says why.
    An answer that `deadline_ms` or `max_contacts` cut short holds what was found, and `complete` is false.
    """
    parts = context(request)
    # A session as a dependency would take longer than the search: it changes threads twice. So would one of its own connection.
    with parts.reads.connect() as connection, connection.begin(), Session(connection) as session:
        tagged(request, response, session, number(connection))
        return plain.answer(chains.chains(question, parts, session))
