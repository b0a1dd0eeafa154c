"""Curation: judgements made, previewed, listed and taken back; doubts to be judged; and why an entity is one."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from sqlalchemy.orm import Session

from app import curating, curation, paging
from app.context import Parts, Reads, fresh, no_parameters
from app.fields import EntityId, FactId, Words
from app.guard.callers import Caller
from app.guard.marks import Scope, needs
from app.openapi import TAKES_NAMES
from app.routes.entities import offices
from graph import curated
from graph.curation import get_judgement
from graph.tables import Entity, Match
from graph.views import EntityRef, references

JudgementId = Annotated[Words, Path(description="the id of a judgement")]

writes = APIRouter(prefix="/v1", tags=["curation"], dependencies=[Depends(no_parameters)])
reads = APIRouter(prefix="/v1", tags=["curation"], dependencies=[Depends(fresh)])


def author(request: Request) -> str:
    """Whose judgement it is, unless the body says otherwise: the name of the key."""
    caller = request.state.caller
    assert isinstance(caller, Caller)
    return caller.name


Author = Annotated[str, Depends(author)]


@writes.post(
    "/judgements",
    summary="Judge two entities or facts",
    status_code=201,
    response_model=curating.Ruled,
    openapi_extra={TAKES_NAMES: True},
)
@needs(Scope.CURATE)
def judge(body: curating.NewJudgement, parts: Parts, by: Author) -> Any:
    """Judge whether two entities, or two facts, are the same; what rests on them is computed anew. Of two that contradict
    each other the later counts."""
    return curation.judge(parts, body, by)


@writes.post("/entities/{entity_id}:merge", summary="Merge entities", status_code=201, response_model=curating.Ruled)
@needs(Scope.CURATE)
def merge_entities(entity_id: EntityId, body: curating.EntityMerge, parts: Parts, by: Author) -> Any:
    """Have others stand for the same as this one. Their ids lead to it, and facts that become one happening are one."""
    return curation.merge_entities(parts, entity_id, body, by)


@writes.post("/entities/{entity_id}:split", summary="Split an entity", status_code=201, response_model=curating.Ruled)
@needs(Scope.CURATE)
def split_entities(entity_id: EntityId, body: curating.EntitySplit, parts: Parts, by: Author) -> Any:
    """Take out one that was merged into it; or make another of what some documents say, who may bear the same name."""
    return curation.split_entities(parts, entity_id, body, by)


@writes.post("/facts/{fact_id}:merge", summary="Merge facts", status_code=201, response_model=curating.Ruled)
@needs(Scope.CURATE)
def merge_facts(fact_id: FactId, body: curating.FactMerge, parts: Parts, by: Author) -> Any:
    """Have other facts be of the same happening as this one, whatever their dates and places say."""
    return curation.merge_facts(parts, fact_id, body, by)


@writes.post("/facts/{fact_id}:split", summary="Split a fact", status_code=201, response_model=curating.Ruled)
@needs(Scope.CURATE)
def split_facts(fact_id: FactId, body: curating.FactSplit, parts: Parts, by: Author) -> Any:
    """Have some of its claims be of another happening."""
    return curation.split_facts(parts, fact_id, body, by)


@writes.post("/judgements/{judgement_id}:undo", summary="Take a judgement back", response_model=curating.Ruled)
@needs(Scope.CURATE)
def undo(judgement_id: JudgementId, body: curating.Opinion, parts: Parts, by: Author) -> Any:
    """Have a judgement no longer count: everything is as if it had not been made. It stays in the list."""
    return curation.undo(parts, judgement_id, body, by)


@reads.get("/judgements", summary="The judgements", response_model=curating.JudgementPage)
def judgements(question: Annotated[curating.JudgementsQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """All judgements ever made, newest first, with who made them and when."""
    about = [parts.finder.follow(session, question.entity).id] if question.entity else []
    about += [question.fact] if question.fact else []
    wanted = curated.JudgementFilter(question.subject, question.verdict, question.author, about)
    last = paging.decode(question.cursor, int)
    found = curated.judgements(session, wanted, question.limit + 1, last[0] if last else None)
    end = (found[question.limit - 1].number,) if len(found) > question.limit else None
    return {"items": curation.shown(session, found[: question.limit]), "next_cursor": paging.encode(end)}


@reads.get("/judgements/{judgement_id}", summary="A judgement", response_model=curating.Judgement)
def judgement(judgement_id: JudgementId, session: Reads, _: Annotated[None, Depends(no_parameters)]) -> Any:
    """A judgement, and how it stands."""
    return curation.shown(session, [get_judgement(session, judgement_id)])[0]


@reads.get("/review", summary="What is to be judged", response_model=curating.Doubts)
def review(question: Annotated[curating.ReviewQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """Pairs that may be the same and that nobody has settled, the likeliest first."""
    return {"items": curation.doubts(session, parts.finder, question)}


@reads.get("/entities/{entity_id}/why", summary="Why it is one", response_model=curating.Why)
def why(entity_id: EntityId, parts: Parts, session: Reads, _: Annotated[None, Depends(no_parameters)]) -> Any:
    """Why these names and mentions are one entity: names and who uses them, ids, offices, judgements, decisions with reasons."""
    found = parts.finder.get(session, entity_id)
    merged = curated.members(session, found.id)
    ids = [found.id, *(member.id for member in merged)]
    return {
        "entity": found,
        "type": found.type,
        "ids": found,
        "imported": found.imported,
        "acts_for": session.get(Entity, found.state_id) if found.state_id else None,
        "offices": offices(session, found),
        "names": curated.names_used(session, ids),
        "merged": merged,
        "judgements": curation.shown(session, curated.judgements(session, curated.JudgementFilter(about=ids), limit=200)),
        "decisions": _decisions(session, curated.matches(session, ids)),
    }


router = APIRouter()
router.include_router(writes)
router.include_router(reads)


def _decisions(session: Session, found: Sequence[Match]) -> list[dict[str, Any]]:
    ids = {id_ for match in found for id_ in (match.entity_id, match.candidate_id) if id_}
    named: dict[str, EntityRef] = references(session, ids)
    return [
        {
            "name": match.name,
            "document_id": match.document_id,
            "entity": named[match.entity_id],
            "candidate": named.get(match.candidate_id or ""),
            "verdict": match.verdict,
            "score": match.score,
            "reasons": curated.reasons_of(match),
        }
        for match in found
    ]
