"""Chains of contacts between two actors."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app import answers, chains, plain
from app.context import context, fresh
from app.guard.marks import heavy
from app.questions import PathQuestion

router = APIRouter(prefix="/v1", tags=["contacts"])


@router.get("/paths", summary="By which chains of contacts one reaches another", response_model=answers.Chains)
@heavy
def paths(question: Annotated[PathQuestion, Query()], request: Request, response: Response) -> Any:
    """By which chains of contacts one actor reaches another, shortest first, each hop with a fact and the words for it.

    Counts what took place unless `status` asks for more. Where there is no chain, `items` is empty and `reason` says why.
    An answer that `deadline_ms` or `max_contacts` cut short holds what was found, and `complete` is false.
    """
    parts = context(request)
    with parts.read.begin() as session:  # as a dependency it would take longer than the search: it changes threads twice
        fresh(request, response, session)
        return plain.answer(chains.chains(question, parts, session))
