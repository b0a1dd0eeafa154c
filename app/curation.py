"""What curators do, over HTTP and on the command line: judge, preview, undo, and see what is in doubt."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy.orm import Session

from app import curating, schemas
from app.context import Context
from graph import curated
from graph.curation import Effect, Opinion, get_judgement, judge_entities, judge_facts, split_entity, split_fact, take_back
from graph.doubts import doubtful_entities, doubtful_facts
from graph.find import Finder
from graph.judgements import Verdict
from graph.revision import lock
from graph.rulings import ENTITY
from graph.tables import Entity, Judgement
from graph.views import current_fact, load_facts, references
from nlp.kinds import KINDS

SHOWN = 20
"""Changed facts that are shown with a judgement."""


def judge(parts: Context, body: curating.NewJudgement, author: str) -> curating.Ruled:
    """Rule whether two entities or facts are the same."""
    with _session(parts, body) as session:
        return _ruled(session, [_judged(session, parts.finder, body, _by(body, author))], body)


def merge_entities(parts: Context, reference: str, body: curating.EntityMerge, author: str) -> curating.Ruled:
    """Have others stand for the same as an entity."""
    with _session(parts, body) as session:
        kept, by = _entity(session, parts.finder, reference), _by(body, author)
        others = [_entity(session, parts.finder, other) for other in body.others]
        return _ruled(session, [judge_entities(session, KINDS, kept, other, Verdict.SAME, by) for other in others], body)


def split_entities(parts: Context, reference: str, body: curating.EntitySplit, author: str) -> curating.Ruled:
    """Take out one that was merged into an entity, or make another of what some documents say."""
    with _session(parts, body) as session:
        found, by = _entity(session, parts.finder, reference), _by(body, author)
        if body.merged is not None:
            effect = judge_entities(session, KINDS, found, _entity(session, parts.finder, body.merged), Verdict.DIFFERENT, by)
        else:
            effect = split_entity(session, KINDS, found, body.documents, by, body.name)
        return _ruled(session, [effect], body)


def merge_facts(parts: Context, fact_id: str, body: curating.FactMerge, author: str) -> curating.Ruled:
    """Have other facts be of the same happening as one."""
    with _session(parts, body) as session:
        by, effects = _by(body, author), []
        for other in body.others:
            kept, merged = current_fact(session, fact_id), current_fact(session, other)
            effects.append(judge_facts(session, KINDS, kept, merged, Verdict.SAME, by))
        return _ruled(session, effects, body)


def split_facts(parts: Context, fact_id: str, body: curating.FactSplit, author: str) -> curating.Ruled:
    """Have some claims of a fact be of another happening."""
    with _session(parts, body) as session:
        found = current_fact(session, fact_id)
        return _ruled(session, [split_fact(session, KINDS, found, body.claims, _by(body, author))], body)


def undo(parts: Context, judgement_id: str, body: curating.Opinion, author: str) -> curating.Ruled:
    """Have a judgement no longer count."""
    with _session(parts, body) as session:
        return _ruled(session, [take_back(session, KINDS, judgement_id, _by(body, author).author)], body)


def _by(body: curating.Opinion, author: str) -> Opinion:
    return Opinion(body.author or author, body.reason)


@contextmanager
def _session(parts: Context, body: curating.Opinion) -> Iterator[Session]:
    """A session in which nothing else is judged; what is done is committed before the answer, or undone after a preview."""
    with parts.write() as session:
        lock(session)
        yield session
        if body.preview:
            session.rollback()
        else:
            session.commit()


def _judged(session: Session, finder: Finder, body: curating.NewJudgement, by: Opinion) -> Effect:
    """Make a judgement."""
    if body.subject == ENTITY:
        left, right = (_entity(session, finder, reference) for reference in (body.left, body.right))
        return judge_entities(session, KINDS, left, right, body.verdict, by)
    left, right = (current_fact(session, id_) for id_ in (body.left, body.right))
    return judge_facts(session, KINDS, left, right, body.verdict, by)


def _ruled(session: Session, effects: Sequence[Effect], body: curating.Opinion) -> curating.Ruled:
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
