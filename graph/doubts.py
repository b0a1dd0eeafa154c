"""Doubts: entities and facts that may be the same and were kept apart, for people to judge, the likeliest first."""

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from rapidfuzz import fuzz, process
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.database import batches
from graph.errors import NotFound, Withdrawn
from graph.find import Names
from graph.judgements import Verdict
from graph.rulings import ENTITY, FACT, rulings
from graph.tables import Entity, Fact, Judgement, Match, Part
from graph.views import current_fact
from graph.vocabulary import EntityType

Key = frozenset[str]
"""Two ids."""
ALIKE = 85.0
"""How alike, of 100, two names must be for a doubt."""
CROWD = 2_000
"""Names of the same initials that are compared with each other; of a larger crowd the first so many."""
LIKEST = 500
"""Pairs of such a crowd that are looked at, the likest first."""
RECENT = 20_000
"""How many facts are looked at, the latest first."""
UNSURE = 0.5
_KINDRED = {EntityType.GROUP: EntityType.ORGANIZATION}
"""Types that readers are not of one mind about."""
_ONE_STATE, _OTHER_STATE = 0.1, -0.3


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that may be the same, how likely that is, and what speaks for and against it."""

    left: str
    right: str
    score: float
    reasons: tuple[str, ...] = ()
    judgement_id: str | None = None
    """The judgement of someone who was unsure."""

    @property
    def key(self) -> Key:
        """Both ids, in no order."""
        return frozenset((self.left, self.right))


def doubtful_entities(session: Session, names: Names, limit: int) -> list[Pair]:
    """Entities whose names are the same or much alike, and those of which resolution or a person was unsure."""
    judged = rulings(session).entities
    unsure = {frozenset((row.left_id, row.right_id)): row.id for row in _in_force(session, ENTITY, Verdict.UNSURE)}
    found = {pair.key: pair for pair in (*_namesakes(session, names), *_undecided(session))}
    found |= {key: replace(found.get(key) or Pair(min(key), max(key), UNSURE), judgement_id=id_) for key, id_ in unsure.items()}
    live = _live(session, {id_ for key in found for id_ in key})
    open_ = [pair for key, pair in found.items() if key <= live.keys() and not judged.apart(key) & key]
    ordered = sorted(open_, key=lambda pair: (-pair.score, -min(live[pair.left], live[pair.right]), sorted(pair.key)))
    return [_better_known_first(pair, live) for pair in ordered[:limit]]


def doubtful_facts(session: Session, limit: int) -> list[Pair]:
    """Facts of which a person was unsure; then the latest of one kind and day that share two actors."""
    unsure = [Pair(row.left_id, row.right_id, UNSURE, judgement_id=row.id) for row in _in_force(session, FACT, Verdict.UNSURE)]
    ruled = {pair.key for row in _in_force(session, FACT) if (pair := _now(session, Pair(row.left_id, row.right_id, 0)))}
    different = {frozenset((row.left_id, row.right_id)) for row in _in_force(session, FACT, Verdict.DIFFERENT)}
    pairs = [now for pair in unsure if (now := _now(session, pair)) and now.key not in different]
    alike = (pair for pair in _same_day(session) if pair.key not in ruled)
    return list(itertools.islice(itertools.chain(pairs, alike), limit))


def _namesakes(session: Session, names: Names) -> Iterator[Pair]:
    """Entities that share a name, or have names of the same initials that are alike."""
    likeness: dict[Key, tuple[float, str]] = {}
    by_initials: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for norm in sorted(names.holders):
        if " " in norm:
            _note(likeness, names.held_by(norm), names.held_by(norm), 1.0, f"both are called {norm!r}")
            by_initials[norm[0], norm.rsplit(" ", 1)[1][0]].append(norm)
    for norms in by_initials.values():
        for left, right, score in _alike(norms[:CROWD]):
            _note(likeness, names.held_by(left), names.held_by(right), score / 100, f"{left!r} is like {right!r}")
    about = _described(session, {id_ for key in likeness for id_ in key})
    for key, (score, reason) in likeness.items():
        left, right = sorted(key)
        if left in about and right in about and about[left].kin == about[right].kin:
            yield _weighed(about[left], about[right], score, reason)


def _alike(norms: list[str]) -> Iterator[tuple[str, str, float]]:
    if len(norms) < 2:
        return
    scores = np.triu(process.cdist(norms, norms, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE), k=1)
    likest = np.argsort(-scores, axis=None, kind="stable")[:LIKEST]
    for i, j in zip(*np.unravel_index(likest, scores.shape), strict=True):
        if scores[i, j] > 0:
            yield norms[i], norms[j], float(scores[i, j])


def _note(likeness: dict[Key, tuple[float, str]], left: Collection[str], right: Collection[str], score: float, why: str) -> None:
    for key in (frozenset((a, b)) for a in left for b in right if a != b):
        if score > likeness.get(key, (0.0, ""))[0]:
            likeness[key] = (score, why)


@dataclass(frozen=True, slots=True)
class _Described:
    id: str
    kin: str
    state: str | None


def _described(session: Session, ids: Collection[str]) -> dict[str, _Described]:
    found: dict[str, _Described] = {}
    for batch in batches(sorted(ids)):
        for id_, type_, state in session.execute(select(Entity.id, Entity.type, Entity.state_id).where(Entity.id.in_(batch))):
            found[id_] = _Described(id_, _KINDRED.get(EntityType(type_), type_), state)
    return found


def _weighed(left: _Described, right: _Described, score: float, reason: str) -> Pair:
    if left.state is None or right.state is None:
        return Pair(left.id, right.id, round(0.8 * score, 3), (reason,))
    same = left.state == right.state
    told = "both act for one state" if same else "they act for different states"
    return Pair(left.id, right.id, round(0.8 * score + (_ONE_STATE if same else _OTHER_STATE), 3), (reason, told))


def _undecided(session: Session) -> Iterator[Pair]:
    """What resolution could not settle."""
    unsure = select(Match).where(Match.verdict == Verdict.UNSURE, Match.candidate_id.is_not(None)).order_by(Match.score)
    for match in session.scalars(unsure):
        reasons = tuple(": ".join(str(r[k]) for k in ("reason", "detail") if r.get(k)) for r in match.reasons)
        yield Pair(match.entity_id, match.candidate_id or "", match.score, reasons)


def _live(session: Session, ids: Collection[str]) -> dict[str, int]:
    """Those of some entities that stand for themselves and are spoken of or known, with the number of their facts."""
    facts = select(func.count()).where(Part.entity_id == Entity.id).scalar_subquery()
    live = select(Entity.id, facts).where(Entity.merged_into.is_(None), Entity.withdrawn.is_(False))
    rows = (row for batch in batches(sorted(ids)) for row in session.execute(live.where(Entity.id.in_(batch))))
    return {id_: number for id_, number in rows}


def _better_known_first(pair: Pair, facts: dict[str, int]) -> Pair:
    first, second = sorted((pair.left, pair.right), key=lambda id_: (-facts[id_], id_ != pair.left))
    counted = f"the one has {facts[first]} facts, the other {facts[second]}"
    return replace(pair, left=first, right=second, reasons=(*pair.reasons, counted))


def _in_force(session: Session, subject: str, verdict: Verdict | None = None) -> Iterable[Judgement]:
    query = select(Judgement).where(Judgement.subject == subject, Judgement.withdrawn_at.is_(None))
    return session.scalars((query if verdict is None else query.where(Judgement.verdict == verdict)).order_by(Judgement.number))


def _now(session: Session, pair: Pair) -> Pair | None:
    """The facts where the claims of two facts are now; none where they are one, or no more."""
    try:
        left, right = current_fact(session, pair.left), current_fact(session, pair.right)
    except (NotFound, Withdrawn):
        return None
    return None if left == right else replace(pair, left=left, right=right)


def _same_day(session: Session) -> Iterator[Pair]:
    """Facts of one kind and day that share two actors or more, the latest first."""
    latest = (
        select(Fact.id, Fact.kind, Fact.start).where(Fact.start.is_not(None)).order_by(Fact.start.desc(), Fact.id).limit(RECENT)
    )
    for (kind, start), rows in itertools.groupby(session.execute(latest), key=lambda row: (row.kind, row.start)):
        ids = [row.id for row in rows]
        actors: defaultdict[str, set[str]] = defaultdict(set)
        for batch in batches(ids):
            for fact_id, entity_id in session.execute(select(Part.fact_id, Part.entity_id).where(Part.fact_id.in_(batch))):
                actors[fact_id].add(entity_id)
        for left, right in itertools.combinations(ids, 2):
            shared, either = len(actors[left] & actors[right]), len(actors[left] | actors[right])
            if shared > 1:
                reasons = (f"both are a {kind} of {start}", f"they share {shared} of {either} actors")
                yield Pair(left, right, round(shared / either, 3), reasons)
