"""Adds up what is said about one happening to a fact: its status, parts, values, dates, place and confidence.

A pure function: the same voices give the same fact, in whatever order they come.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence

from graph.resolved import ConsolidatedFact, ResolvedClaim, Support, Voice, fact_id_of
from graph.text_keys import fold
from graph.vocabulary import Date, FactKind

_CONTRADICTED = 0.5
"""How much of its confidence a fact keeps that is said to have happened, and that day or later not to have happened."""
_MILLION = 1_000_000
_LEAST_DOUBT = 1e-6


def combine(claims: Iterable[ResolvedClaim], kind: FactKind, belongs: Mapping[str, str]) -> ConsolidatedFact:
    """The fact that `claims`, all about one happening of one kind, add up to."""
    ledger = tuple(sorted(claims, key=lambda claim: claim.order))
    return unite(map(voice, ledger), kind, belongs, support(said_by_sources(ledger)), ledger)


def unite(
    voices: Iterable[Voice],
    kind: FactKind,
    belongs: Mapping[str, str],
    support: Support,
    ledger: tuple[ResolvedClaim, ...] = (),
) -> ConsolidatedFact:
    """The fact that voices about one happening of one kind add up to."""
    told = sorted(voices, key=lambda one: one.first)
    status = _status(told, kind)
    return ConsolidatedFact(
        id=fact_id_of(told[0].first[-1]),
        kind=kind.name,
        status=status,
        parts=_parts(told, kind, belongs),
        values=_values(told, kind),
        dates=_dates(told, kind, status),
        place=_place(told, belongs),
        reported=told[0].reported,
        confidence=_confidence(told, kind, support),
        sources=support.sources,
        claims=ledger,
    )


def voice(resolved: ResolvedClaim) -> Voice:
    """What one claim says."""
    claim = resolved.claim
    return Voice(
        kind=claim.kind,
        status=claim.status,
        parts=tuple(dict.fromkeys((part.entity, part.role) for part in claim.parts)),
        values=claim.values,
        dates=claim.dates,
        place=claim.place.entity if claim.place else None,
        reported=resolved.published_at,
        weight=thousandths(claim.confidence),
        first=resolved.order,
        last=resolved.published_at or dt.date.max,
    )


def said_by_sources(claims: Iterable[ResolvedClaim]) -> dict[str, float]:
    """The highest confidence of a claim by each independent text."""
    best: dict[str, float] = {}
    for claim in claims:
        best[claim.source] = max(best.get(claim.source, 0.0), claim.claim.confidence)
    return best


def support(best: Mapping[str, float]) -> Support:
    """What independent texts add up to, by the highest confidence of each."""
    return Support(len(best), sum(map(doubt, best.values())))


def doubt(confidence: float) -> int:
    """The doubt that a claim of a confidence takes away, in integers so that sums do not depend on their order."""
    return round(-_MILLION * math.log(max(1 - confidence, _LEAST_DOUBT)))


def thousandths(confidence: float) -> int:
    """A confidence as an integer, so that sums do not depend on their order."""
    return round(confidence * 1000)


def progresses(kind: FactKind) -> bool:
    """Whether its statuses are steps of one happening (proposed, planned, held) rather than views of it."""
    return "date" in kind.dates and set(kind.happened) != set(kind.statuses)


def days(date: Date) -> int:
    """How many days a date spans."""
    return (date.end - date.start).days + 1


def _status(voices: Sequence[Voice], kind: FactKind) -> str:
    """The last status said: what happened stays so, what was called off may be revived."""
    if len(voices) == 1:
        return voices[0].status
    if not progresses(kind):
        return _last_said(voices, kind)
    step = kind.statuses.index
    if happened := [one.status for one in voices if one.status in kind.happened]:
        return max(happened, key=step)
    off = [one for one in voices if is_called_off(one.status, kind)]
    called_off = max((one.last for one in off), default=dt.date.min)
    since = [one.status for one in voices if not is_called_off(one.status, kind) and (not off or one.last > called_off)]
    return max(since or (one.status for one in off if one.last == called_off), key=step)


def _last_said(voices: Sequence[Voice], kind: FactKind) -> str:
    """The status of the last day; of several the one with the most weight behind it."""
    last = max(one.last for one in voices)
    weight: Counter[str] = Counter()
    for one in voices:
        if one.last == last:
            weight[one.status] += one.weight
    return min(weight, key=lambda status: (-weight[status], kind.statuses.index(status)))


def is_called_off(status: str, kind: FactKind) -> bool:
    """Whether a status says that something did not come about."""
    return status not in kind.happened and kind.statuses.index(status) > max(map(kind.statuses.index, kind.happened))


def _parts(voices: Sequence[Voice], kind: FactKind, belongs: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """All parts that are stated; a role for one takes the entity named most, a state yields to its person."""
    weight: Counter[tuple[str, str]] = Counter()
    for one in voices:
        for pair in one.parts:
            weight[pair] += one.weight
    first = {pair: place for place, pair in enumerate(weight)}
    kept: list[tuple[str, str]] = []
    for field in kind.parts:
        pairs = [pair for pair in weight if pair[1] == field.role]
        if pairs and not field.many:
            pairs = [min(pairs, key=lambda pair: (-weight[pair], first[pair]))]
        kept += [pair for pair in pairs if not _spoken_for(pair, pairs, voices, belongs)]
    return tuple(kept)


def _spoken_for(
    pair: tuple[str, str], pairs: Sequence[tuple[str, str]], voices: Sequence[Voice], belongs: Mapping[str, str]
) -> bool:
    """Whether a state stands in one voice where its person stands in another, and in no voice beside that person."""
    state, role = pair
    persons = {entity for entity, _ in pairs if belongs.get(entity) == state}
    if not persons:
        return False
    if any(entity == state and part != role for one in voices for entity, part in one.parts):
        return False
    return not any(persons & (named := one.entities(role)) and state in named for one in voices)


def _values(voices: Sequence[Voice], kind: FactKind) -> dict[str, str]:
    values = {}
    for field in kind.values:
        said = [(one, one.values[field.name]) for one in voices if one.values.get(field.name)]
        if said:
            values[field.name] = _most_said(said, field.choices)
    return values


def _most_said(said: Sequence[tuple[Voice, str]], choices: Sequence[str]) -> str:
    """The wording with the most weight behind it; of equals the later choice, or the longer words."""
    if len(said) == 1:
        return said[0][1]
    weight: Counter[str] = Counter()
    for one, value in said:
        weight[fold(value)] += one.weight
    rank: Callable[[str], int] = choices.index if choices else len
    return min((value for _, value in said), key=lambda v: (-weight[fold(v)], -rank(v), v))


def _dates(voices: Sequence[Voice], kind: FactKind, status: str) -> dict[str, Date]:
    """The most precise date of each field; of equals that of the voices with the fact's status, then the first."""
    dates = {}
    for name in kind.dates:
        said = [(one, one.dates[name]) for one in voices if name in one.dates]
        if said:
            dates[name] = min(said, key=lambda pair: (days(pair[1]), pair[0].status != status, pair[0].first))[1]
    return dates


def _place(voices: Sequence[Voice], belongs: Mapping[str, str]) -> str | None:
    """The place named most; a place within a state before the state."""
    weight: Counter[str] = Counter()
    for one in voices:
        if one.place:
            weight[one.place] += one.weight
    return min(weight, key=lambda place: (place not in belongs, -weight[place], place), default=None)


def _confidence(voices: Sequence[Voice], kind: FactKind, support: Support) -> float:
    """That one at least of the independent texts is right; less where they contradict each other."""
    belief = 1 - math.exp(-support.doubt / _MILLION)
    return round(belief * (_CONTRADICTED if is_contradicted(voices, kind) else 1), 4)


def is_contradicted(voices: Sequence[Voice], kind: FactKind) -> bool:
    """Whether something is said to have happened, and on that day or later not to have happened."""
    if not progresses(kind):
        return False
    happened = min((one.first[0] for one in voices if one.status in kind.happened), default=None)
    return happened is not None and any(is_called_off(one.status, kind) and one.last >= happened for one in voices)
