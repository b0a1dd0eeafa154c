"""Entities: found by any name, shown with their names, offices and facts."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy.orm import Session

from app import answers, paging, schemas
from app.context import Parts, Reads, fresh, no_parameters
from app.fields import EntityId
from app.questions import EntityQuestion, FactsOfEntityQuestion, StatusQuestion
from app.routes.facts import fact_page
from graph.curated import members, names_used
from graph.find import Hit, listing
from graph.queries import FactFilter, all_fact_ids, counts_by_kind
from graph.tables import Entity
from graph.views import load_facts
from graph.vocabulary import FactKind
from nlp.kinds import KINDS

router = APIRouter(prefix="/v1/entities", tags=["entities"], dependencies=[Depends(fresh)])


@router.get("", summary="Search by any name", response_model=answers.EntityPage)
def entities(question: Annotated[EntityQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """Entities that a name may mean, best first; by name where nothing is asked."""
    country = question.country.upper() if question.country else None
    if not question.q:
        key = paging.decode(question.cursor, str, str)
        listed, last = listing(session, question.type, country, question.limit, (key[0], key[1]) if key else None)
        return {"items": listed, "next_cursor": paging.encode(last)}
    hits = parts.finder.search(session, question.q, question.type, country)
    items, end = paging.after(hits, _rank, paging.decode(question.cursor, float, int, str, str), question.limit)
    return {"items": [hit.entity for hit in items], "next_cursor": paging.encode(end)}


@router.get("/{entity_id}", summary="An entity", response_model=answers.EntityDetail, dependencies=[Depends(no_parameters)])
def entity(entity_id: EntityId, parts: Parts, session: Reads) -> Any:
    """An entity with its names, ids, offices, and the number of its facts."""
    found = parts.finder.get(session, entity_id)
    return {
        "id": found.id,
        "type": found.type,
        "name": found.name,
        "names": sorted({used.name for used in names_used(session, [found.id, *(one.id for one in members(session, found.id))])}),
        "ids": found,
        "acts_for": session.get(Entity, found.state_id) if found.state_id else None,
        "offices": offices(session, found),
        "facts": counts_by_kind(session, found.id),
    }


@router.get("/{entity_id}/timeline", summary="Its facts by date", response_model=answers.FactPage)
def timeline(entity_id: EntityId, question: Annotated[FactsOfEntityQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """Its facts by date, the oldest first."""
    wanted = facts_of(parts.finder.get(session, entity_id), question, question.kinds or KINDS)
    return fact_page(session, wanted, question, oldest_first=True)


def _add_list(kind: FactKind) -> None:
    @router.get(
        f"/{{entity_id}}/{kind.plural}",
        summary=f"Its {kind.plural}",
        description=f"Its {kind.plural}, in whatever part it has, newest first.",
        operation_id=f"{kind.plural}_of_entity",
        response_model=schemas.PAGES[kind.name],
    )
    def facts(entity_id: EntityId, question: Annotated[StatusQuestion, Query()], parts: Parts, session: Reads) -> Any:
        return fact_page(session, facts_of(parts.finder.get(session, entity_id), question, [kind.name]), question)


for _kind in KINDS.values():
    _add_list(_kind)


def facts_of(entity: Entity, question: StatusQuestion, kinds: Iterable[str]) -> FactFilter:
    """The facts of `kinds` in which an entity has any part."""
    return FactFilter(
        kinds=dict.fromkeys(kinds, question.status), parts=[(None, entity.id)], since=question.since, until=question.until
    )


def _rank(hit: Hit) -> paging.Key:
    return hit.rank


def offices(session: Session, person: Entity) -> list[dict[str, Any]]:
    """The offices that an entity holds or held, the latest first."""
    role = KINDS["role"]
    ids = all_fact_ids(session, FactFilter(kinds={role.name: ()}, parts=[(role.parts[0].role, person.id)]))
    facts: list[Any] = [schemas.fact(view) for view in load_facts(session, ids)]
    return [{"fact_id": fact.id, **fact.model_dump(include=answers.Office.model_fields.keys() - {"fact_id"})} for fact in facts]
