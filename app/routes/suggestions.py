"""Who someone who types may mean: by any name, or by an office."""

import re
from collections.abc import Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from sqlalchemy.orm import Session

from app import answers
from app.context import Context, Parts, Reads, fresh
from app.questions import SuggestionQuestion
from graph.find import Hit, Listed
from graph.queries import FactFilter, fact_ids
from graph.views import EntityRef, load_facts
from nlp.kinds import KINDS

ROLE = KINDS["role"]
PERSON, BODY = (part.role for part in ROLE.parts)
SURE = 80.0
"""Likeness from which a name, or a word of it, begins as the query does; names that merely resemble it score less."""
BODIES, OFFICES = 3, 20
"""How many bodies "president of u" may mean, and how many holders of an office are looked at."""
OFFICE_OF = re.compile(r"(?P<title>.+?)\s+of\s+(?:the\s+)?(?P<body>.+)", re.IGNORECASE)

router = APIRouter(prefix="/v1", tags=["entities"], dependencies=[Depends(fresh)])


@router.get("/suggest", summary="Who may be meant", response_model=answers.Suggestions)
def suggest(question: Annotated[SuggestionQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """Entities to offer while someone types: by name or alias, then by office; by mere likeness if nothing else fits."""
    hits = parts.finder.search(session, question.q, (), None)
    found = {hit.entity.id: _suggestion(hit.entity, None) for hit in hits if _is_sure(hit)}
    for person, office in _holders(session, parts, question.q):
        found.setdefault(person.id, _suggestion(person, office))
    near = found or {hit.entity.id: _suggestion(hit.entity, None) for hit in hits}
    return {"items": list(near.values())[: question.limit]}


def _holders(session: Session, parts: Context, query: str) -> Iterator[tuple[EntityRef, str]]:
    """Persons by an office whose title contains the words, and the office: "president", "president of u"."""
    named = OFFICE_OF.fullmatch(query.strip())
    if named is None:
        yield from _with_title(session, query.strip(), None)
        return
    bodies = [hit for hit in parts.finder.search(session, named["body"], (), None) if _is_sure(hit)]
    for hit in bodies[:BODIES]:
        yield from _with_title(session, named["title"], hit.entity.id)


def _with_title(session: Session, title: str, body: str | None) -> Iterator[tuple[EntityRef, str]]:
    wanted = FactFilter(kinds={ROLE.name: ()}, words={"title": title}, parts=[(BODY, body)] if body else [])
    ids, _ = fact_ids(session, wanted, OFFICES)
    for view in load_facts(session, ids):
        holders = dict(view.parts)
        former = "former " if view.status == "former" else ""
        yield holders[PERSON], f"{former}{view.values['title']} of {holders[BODY].name}"


def _suggestion(entity: Listed | EntityRef, office: str | None) -> dict[str, Any]:
    return {"entity": entity, "office": office}


def _is_sure(hit: Hit) -> bool:
    return -hit.rank[0] >= SURE
