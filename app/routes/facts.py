"""Facts: a list for each kind, its filters made from the kind's fields, and each fact with its history."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy.orm import Session

from app import answers, paging, schemas
from app.context import Context, Parts, Reads, fresh, no_parameters
from app.fields import FactId
from app.questions import QUESTIONS
from graph.find import ACTORS
from graph.queries import FactFilter, Key, fact_ids
from graph.views import get_fact, ledger, load_facts
from graph.vocabulary import FactKind
from nlp.kinds import KINDS

router = APIRouter(prefix="/v1", tags=["facts"], dependencies=[Depends(fresh)])


def _add_list(kind: FactKind) -> None:
    model = QUESTIONS[kind.name]

    @router.get(
        f"/{kind.plural}",
        summary=kind.summary,
        description="Newest first; those without a date come last.",
        operation_id=kind.plural,
        response_model=schemas.PAGES[kind.name],
    )
    def facts(question: Annotated[model, Query()], parts: Parts, session: Reads) -> Any:  # type: ignore[valid-type]
        return fact_page(session, fact_filter(session, parts, kind, question), question)


for _kind in KINDS.values():
    _add_list(_kind)


@router.get("/facts/{fact_id}", summary="A fact", response_model=schemas.Fact, dependencies=[Depends(no_parameters)])
def fact(fact_id: FactId, session: Reads) -> Any:
    """A fact with its evidence."""
    return schemas.fact(get_fact(session, fact_id))


@router.get(
    "/facts/{fact_id}/history",
    summary="How a fact came to its status",
    response_model=answers.History,
    dependencies=[Depends(no_parameters)],
)
def history(fact_id: FactId, session: Reads) -> Any:
    """A fact's claims in the order of their publication: how it came to its status, who said so and who denied it."""
    found = get_fact(session, fact_id)
    return {"fact": schemas.fact(found), "items": ledger(session, found.id)}


def fact_page(session: Session, wanted: FactFilter, question: Any, oldest_first: bool = False) -> dict[str, Any]:
    """A page of the facts wanted."""
    last: Key | None = paging.date_key(question.cursor)
    ids, end = fact_ids(session, wanted, question.limit, last, oldest_first)
    return {"items": [schemas.fact(view) for view in load_facts(session, ids)], "next_cursor": paging.encode(end)}


def fact_filter(session: Session, parts: Context, kind: FactKind, question: Any) -> FactFilter:
    """The filter that a question for facts of `kind` means."""
    return FactFilter(
        kinds={kind.name: getattr(question, kind.status_field)},
        parts=[
            (part.role, parts.finder.follow(session, name, ACTORS).id)
            for part in kind.parts
            for name in getattr(question, part.role)
        ],
        choices={value.name: getattr(question, value.name) for value in kind.values if value.choices},
        words={v.name: text for v in kind.values if not v.choices and (text := getattr(question, v.name))},
        place_id=parts.place_id(session, getattr(question, "place", None)),
        since=question.since,
        until=question.until,
        as_of=getattr(question, "as_of", None),
    )
