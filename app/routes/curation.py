"""Curation: judgements made, previewed, listed and taken back; doubts to be judged; and why an entity is one."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from sqlalchemy.orm import Session

from app import curating, paging, schemas
from app.context import Context, Parts, Reads, fresh, no_parameters
from app.fields import EntityId, FactId, Words
from app.guard.callers import Caller
from app.guard.marks import Scope, needs
from app.routes.entities import offices
from graph import curated
from graph.curation import (
    Effect,
    Opinion,
    get_judgement,
    judge_entities,
    judge_facts,
    split_entity,
    split_fact,
    take_back,
)
from graph.doubts import doubtful_entities, doubtful_facts
from graph.find import Finder
from graph.judgements import Verdict
from graph.revision import lock
from graph.rulings import ENTITY
from graph.tables import Entity, Judgement, Match
from graph.views import EntityRef, current_fact, load_facts, references
from nlp.kinds import KINDS

SHOWN = 20
"""Changed facts that are shown with a judgement."""
JudgementId = Annotated[Words, Path(description="the id of a judgement")]

writes = APIRouter(prefix="/v1", tags=["curation"], dependencies=[Depends(no_parameters)])
reads = APIRouter(prefix="/v1", tags=["curation"], dependencies=[Depends(fresh)])


@writes.post("/judgements", summary="Judge two entities or facts", status_code=201, response_model=curating.Ruled)
@needs(Scope.CURATE)
def judge(body: curating.NewJudgement, parts: Parts, request: Request) -> Any:
    """Judge whether two entities, or two facts, are the same; what rests on them is computed anew. Of two that contradict
    each other the later counts."""
    with curation(parts, body) as session:
        effect = judged(session, parts.finder, body, opinion(body, request))
        return ruled(session, [effect], body)


@writes.post("/entities/{entity_id}:merge", summary="Merge entities", status_code=201, response_model=curating.Ruled)
@needs(Scope.CURATE)
def merge_entities(entity_id: EntityId, body: curating.EntityMerge, parts: Parts, request: Request) -> Any:
    """Have others stand for the same as this one. Their ids lead to it, and facts that become one happening are one."""
    with curation(parts, body) as session:
        kept, by = _entity(session, parts.finder, entity_id), opinion(body, request)
        others = [_entity(session, parts.finder, other) for other in body.others]
        return ruled(session, [judge_entities(session, KINDS, kept, other, Verdict.SAME, by) for other in others], body)


@writes.post("/entities/{entity_id}:split", summary="Split an entity", status_code=201, response_model=curating.Ruled)
@needs(Scope.CURATE)
def split_entities(entity_id: EntityId, body: curating.EntitySplit, parts: Parts, request: Request) -> Any:
    """Take out one that was merged into it; or make another of what some documents say, who may bear the same name."""
    with curation(parts, body) as session:
        found, by = _entity(session, parts.finder, entity_id), opinion(body, request)
        if body.merged is not None:
            effect = judge_entities(session, KINDS, found, _entity(session, parts.finder, body.merged), Verdict.DIFFERENT, by)
        else:
            effect = split_entity(session, KINDS, found, body.documents, by, body.name)
        return ruled(session, [effect], body)


@writes.post("/facts/{fact_id}:merge", summary="Merge facts", status_code=201, response_model=curating.Ruled)
@needs(Scope.CURATE)
def merge_facts(fact_id: FactId, body: curating.FactMerge, parts: Parts, request: Request) -> Any:
    """Have other facts be of the same happening as this one, whatever their dates and places say."""
    with curation(parts, body) as session:
        by, effects = opinion(body, request), []
        for other in body.others:
            kept, merged = current_fact(session, fact_id), current_fact(session, other)
            effects.append(judge_facts(session, KINDS, kept, merged, Verdict.SAME, by))
        return ruled(session, effects, body)


@writes.post("/facts/{fact_id}:split", summary="Split a fact", status_code=201, response_model=curating.Ruled)
@needs(Scope.CURATE)
def split_facts(fact_id: FactId, body: curating.FactSplit, parts: Parts, request: Request) -> Any:
    """Have some of its claims be of another happening."""
    with curation(parts, body) as session:
        found = current_fact(session, fact_id)
        return ruled(session, [split_fact(session, KINDS, found, body.claims, opinion(body, request))], body)


@writes.post("/judgements/{judgement_id}:undo", summary="Take a judgement back", response_model=curating.Ruled)
@needs(Scope.CURATE)
def undo(judgement_id: JudgementId, body: curating.Opinion, parts: Parts, request: Request) -> Any:
    """Have a judgement no longer count: everything is as if it had not been made. It stays in the list."""
    with curation(parts, body) as session:
        return ruled(session, [take_back(session, KINDS, judgement_id, opinion(body, request).author)], body)


@reads.get("/judgements", summary="The judgements", response_model=curating.JudgementPage)
def judgements(question: Annotated[curating.JudgementsQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """All judgements ever made, newest first, with who made them and when."""
    about = [parts.finder.follow(session, question.entity).id] if question.entity else []
    about += [question.fact] if question.fact else []
    wanted = curated.JudgementFilter(question.subject, question.verdict, question.author, about)
    last = paging.decode(question.cursor, int)
    found = curated.judgements(session, wanted, question.limit + 1, last[0] if last else None)
    end = (found[question.limit - 1].number,) if len(found) > question.limit else None
    return {"items": shown(session, found[: question.limit]), "next_cursor": paging.encode(end)}


@reads.get("/judgements/{judgement_id}", summary="A judgement", response_model=curating.Judgement)
def judgement(judgement_id: JudgementId, session: Reads, _: Annotated[None, Depends(no_parameters)]) -> Any:
    """A judgement, and how it stands."""
    return shown(session, [get_judgement(session, judgement_id)])[0]


@reads.get("/review", summary="What is to be judged", response_model=curating.Doubts)
def review(question: Annotated[curating.ReviewQuestion, Query()], parts: Parts, session: Reads) -> Any:
    """Pairs that may be the same and that nobody has settled, the likeliest first."""
    return {"items": doubts(session, parts.finder, question)}


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
        "judgements": shown(session, curated.judgements(session, curated.JudgementFilter(about=ids), limit=200)),
        "decisions": _decisions(session, curated.matches(session, ids)),
    }


router = APIRouter()
router.include_router(writes)
router.include_router(reads)


@contextmanager
def curation(parts: Context, body: curating.Opinion) -> Iterator[Session]:
    """A session in which nothing else is judged; what is done is committed before the answer, or undone after a preview."""
    with parts.write() as session:
        lock(session)
        yield session
        if body.preview:
            session.rollback()
        else:
            session.commit()


def opinion(body: curating.Opinion, request: Request) -> Opinion:
    """Whose judgement it is."""
    caller = request.state.caller
    assert isinstance(caller, Caller)
    return Opinion(body.author or caller.name, body.reason)


def judged(session: Session, finder: Finder, body: curating.NewJudgement, by: Opinion) -> Effect:
    """Make a judgement."""
    if body.subject == ENTITY:
        left, right = (_entity(session, finder, reference) for reference in (body.left, body.right))
        return judge_entities(session, KINDS, left, right, body.verdict, by)
    left, right = (current_fact(session, id_) for id_ in (body.left, body.right))
    return judge_facts(session, KINDS, left, right, body.verdict, by)


def ruled(session: Session, effects: Sequence[Effect], body: curating.Opinion) -> curating.Ruled:
    """What judgements changed; those made together have changed it together."""
    last = effects[-1]
    facts = [schemas.fact(view) for view in load_facts(session, last.changed[:SHOWN])]
    return curating.Ruled(
        applied=not body.preview,
        judgements=shown(session, [effect.judgement for effect in effects]),
        changed=len(last.changed),
        facts=facts,
        withdrawn=[curating.MovedFact(id=id_, moved_to=to) for id_, to in sorted(last.withdrawn.items())],
    )


def shown(session: Session, found: Sequence[Judgement]) -> list[curating.Judgement]:
    """Judgements as they are shown."""
    names = references(session, {id_ for one in found if one.subject == ENTITY for id_ in (one.left_id, one.right_id)})
    standing = curated.standings(session, found)

    def side(one: Judgement, id_: str) -> curating.Judged:
        return curating.Judged(id=id_, name=names[id_].name if id_ in names else None)

    plain = ("id", "subject", "verdict", "author", "reason", "created_at", "withdrawn_by", "withdrawn_at")
    return [
        curating.Judgement.model_validate(
            {
                **{name: getattr(one, name) for name in plain},
                "left": side(one, one.left_id),
                "right": side(one, one.right_id),
                "documents": one.right_items if one.subject == ENTITY else [],
                "state": standing[one.id],
            }
        )
        for one in found
    ]


def doubts(session: Session, finder: Finder, question: curating.ReviewQuestion) -> list[dict[str, Any]]:
    """Pairs to be judged."""
    show: Callable[[str], Any]
    if question.subject == ENTITY:
        pairs = doubtful_entities(session, finder.names(session), question.limit)
        show = references(session, {id_ for pair in pairs for id_ in (pair.left, pair.right)}).__getitem__
    else:
        pairs = doubtful_facts(session, question.limit)
        views = load_facts(session, sorted({id_ for pair in pairs for id_ in (pair.left, pair.right)}))
        show = {view.id: schemas.fact(view) for view in views}.__getitem__
    unsure = {pair.judgement_id: None for pair in pairs if pair.judgement_id}
    noted = {one.id: one for one in shown(session, [get_judgement(session, id_) for id_ in unsure])}
    return [
        {
            "subject": question.subject,
            "left": show(pair.left),
            "right": show(pair.right),
            "score": pair.score,
            "reasons": pair.reasons,
            "judgement": noted.get(pair.judgement_id or ""),
        }
        for pair in pairs
    ]


def _entity(session: Session, finder: Finder, reference: str) -> str:
    """The id of an entity: one that is merged is itself here, since judgements may be about it."""
    found = session.get(Entity, reference)
    return found.id if found is not None else finder.follow(session, reference).id


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
