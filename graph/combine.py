"""Adds claims about one happening up to a fact: its status, parts, values, dates, place and confidence.

A pure function: the same claims give the same fact, in whatever order they come.
"""

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from graph.resolved import ConsolidatedFact, ResolvedClaim
from graph.text_keys import fold, stable_id
from graph.vocabulary import Date, FactKind

_CONTRADICTED = 0.5
"""How much of its confidence a fact keeps that is said to have happened and not to have happened on one day."""


def combine(claims: Iterable[ResolvedClaim], kind: FactKind, belongs: Mapping[str, str]) -> ConsolidatedFact:
    """The fact that `claims`, all about one happening of one kind, add up to."""
    ledger = tuple(sorted(claims, key=lambda claim: claim.order))
    status = _status(ledger, kind)
    return ConsolidatedFact(
        id=stable_id("fact", ledger[0].id),
        kind=kind.name,
        status=status,
        parts=_parts(ledger, kind, belongs),
        values=_values(ledger, kind),
        dates=_dates(ledger, kind, status),
        place=_place(ledger, belongs),
        confidence=_confidence(ledger, kind),
        sources=len({claim.source for claim in ledger}),
        claims=ledger,
    )


def progresses(kind: FactKind) -> bool:
    """Whether its statuses are steps of one happening (proposed, planned, held) rather than views of it."""
    return "date" in kind.dates and set(kind.happened) != set(kind.statuses)


def _status(ledger: Sequence[ResolvedClaim], kind: FactKind) -> str:
    """The last status that the documents support, read in the order of their publication."""
    by_document: dict[str, list[ResolvedClaim]] = defaultdict(list)
    for claim in ledger:
        by_document[claim.document_id].append(claim)
    status: str | None = None
    for claims in by_document.values():
        said = _status_in_document(claims, kind)
        status = said if status is None or not progresses(kind) else _advance(status, said, kind)
    assert status is not None
    return status


def _status_in_document(claims: Sequence[ResolvedClaim], kind: FactKind) -> str:
    if progresses(kind):
        return max((c.claim.status for c in claims), key=lambda s: (s in kind.happened, kind.statuses.index(s)))
    weight: Counter[str] = Counter()
    for claim in claims:
        weight[claim.claim.status] += _thousandths(claim)
    return min(weight, key=lambda s: (-weight[s], kind.statuses.index(s)))


def _advance(status: str, said: str, kind: FactKind) -> str:
    """The status after a later document says `said`: what happened stays so, what was called off may be revived."""
    step = kind.statuses.index
    if (status in kind.happened) != (said in kind.happened):
        return status if status in kind.happened else said
    called_off = status not in kind.happened and step(status) > max(map(step, kind.happened))
    return said if called_off or step(said) > step(status) else status


def _parts(ledger: Sequence[ResolvedClaim], kind: FactKind, belongs: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """All parts that a claim states; a role for one takes the entity named most, a state yields to its person."""
    weight: Counter[tuple[str, str]] = Counter()
    for claim in ledger:
        for pair in dict.fromkeys((part.entity, part.role) for part in claim.claim.parts):
            weight[pair] += _thousandths(claim)
    first = {pair: place for place, pair in enumerate(weight)}
    kept: list[tuple[str, str]] = []
    for field in kind.parts:
        pairs = [pair for pair in weight if pair[1] == field.role]
        if pairs and not field.many:
            pairs = [min(pairs, key=lambda pair: (-weight[pair], first[pair]))]
        kept += [pair for pair in pairs if not _spoken_for(pair, pairs, ledger, belongs)]
    return tuple(kept)


def _spoken_for(
    pair: tuple[str, str], pairs: Sequence[tuple[str, str]], ledger: Sequence[ResolvedClaim], belongs: Mapping[str, str]
) -> bool:
    """Whether a state stands in one claim where its person stands in another, and in no claim beside that person."""
    state, role = pair
    persons = {entity for entity, _ in pairs if belongs.get(entity) == state}
    if not persons:
        return False
    if any(part.entity == state and part.role != role for claim in ledger for part in claim.claim.parts):
        return False
    return not any(persons & (named := set(claim.claim.entities(role))) and state in named for claim in ledger)


def _values(ledger: Sequence[ResolvedClaim], kind: FactKind) -> dict[str, str]:
    values = {}
    for field in kind.values:
        said = [(claim, claim.claim.values[field.name]) for claim in ledger if claim.claim.values.get(field.name)]
        if said:
            values[field.name] = _most_said(said, field.choices)
    return values


def _most_said(said: Sequence[tuple[ResolvedClaim, str]], choices: Sequence[str]) -> str:
    """The wording with the most weight behind it; of equals the later choice, or the longer words."""
    if len(said) == 1:
        return said[0][1]
    weight: Counter[str] = Counter()
    for claim, value in said:
        weight[fold(value)] += _thousandths(claim)
    rank: Callable[[str], int] = choices.index if choices else len
    return min((value for _, value in said), key=lambda v: (-weight[fold(v)], -rank(v), v))


def _dates(ledger: Sequence[ResolvedClaim], kind: FactKind, status: str) -> dict[str, Date]:
    """The most precise date of each field; of equals that of the claims with the fact's status, then the first."""
    dates = {}
    for name in kind.dates:
        said = [(claim, claim.claim.dates[name]) for claim in ledger if name in claim.claim.dates]
        if said:
            dates[name] = min(said, key=lambda pair: (days(pair[1]), pair[0].claim.status != status, pair[0].order))[1]
    return dates


def days(date: Date) -> int:
    """How many days a date spans."""
    return (date.end - date.start).days + 1


def _place(ledger: Sequence[ResolvedClaim], belongs: Mapping[str, str]) -> str | None:
    """The place named most; a place within a state before the state."""
    weight: Counter[str] = Counter()
    for claim in ledger:
        if claim.claim.place:
            weight[claim.claim.place.entity] += _thousandths(claim)
    return min(weight, key=lambda place: (place not in belongs, -weight[place], place), default=None)


def _confidence(ledger: Sequence[ResolvedClaim], kind: FactKind) -> float:
    """That one at least of the independent texts is right; less where texts of one day contradict each other."""
    best: dict[str, float] = {}
    for claim in ledger:
        best[claim.source] = max(best.get(claim.source, 0.0), claim.claim.confidence)
    belief = 1 - math.prod(1 - confidence for _, confidence in sorted(best.items()))
    return round(belief * (_CONTRADICTED if _contradicted(ledger, kind) else 1), 4)


def _contradicted(ledger: Sequence[ResolvedClaim], kind: FactKind) -> bool:
    if not progresses(kind):
        return False
    last_step = max(map(kind.statuses.index, kind.happened))
    said: dict[dt.date | None, set[bool]] = defaultdict(set)
    for claim in ledger:
        status = claim.claim.status
        if status in kind.happened or kind.statuses.index(status) > last_step:
            said[claim.published_at].add(status in kind.happened)
    return any(len(answers) > 1 for answers in said.values())


def _thousandths(claim: ResolvedClaim) -> int:
    """Its confidence as an integer, so that sums do not depend on their order."""
    return round(claim.claim.confidence * 1000)
