"""The keys by whose equality tellings find those that may be of the same happening: who, on what, and when.

Two tellings of which `graph.likeness` says that they may be one have a key of one among the keys asked for by the other. Times
are so fine that what comes in costs little more in a month full of meetings of the same two than in any other.
"""

import itertools
from collections.abc import Iterable, Iterator, Mapping

from graph.combine import days
from graph.likeness import NEAR, PRECISE_DAYS, window
from graph.resolved import Told
from graph.text_keys import stems
from graph.vocabulary import Date, FactKind

Key = tuple[str, ...]
Names = tuple[str, ...]
_MOST_TOGETHER = 60
"""Combinations of entities under which a telling is found; one with more of them is found under each entity instead."""
_FORTNIGHT = 14
"""Days of the spans under which what has no day of its own is found."""
_DAY, _DAYS, _DATED, _UNDATED, _MONTH, _WIDE = "day days dated undated month wide".split()
"""What a time in a key is of: of those dated to a day, to several, to one or several, of those not dated, of crowds, of those
dated so widely that only an equal date is the same."""


def keys(told: Told, kind: FactKind, belongs: Mapping[str, str]) -> frozenset[Key]:
    """Under which keys a telling is found."""
    who = _together(told, kind)
    if len(who) > _MOST_TOGETHER:
        return frozenset(_keys(kind, _months(told, kind), _one_by_one(told, kind, belongs)))
    return frozenset(_with_tied(told, kind, belongs, who, list(_times_told(told, kind))))


def asked_keys(told: Told, kind: FactKind, belongs: Mapping[str, str]) -> frozenset[Key]:
    """The keys under which to look for those that may be of the same happening as `told`."""
    crowds = _keys(kind, _months(told, kind), _one_by_one(told, kind, belongs))
    return frozenset((*crowds, *_with_tied(told, kind, belongs, _together(told, kind), list(_times_asked(told, kind)))))


def company(told: Told, kind: FactKind, belongs: Mapping[str, str]) -> set[Names]:
    """Whom and what two tellings have in common, whenever it was, if they may be of one happening."""
    return set(_lifted_pairs(told, kind, belongs)) if kind.is_group else _together(told, kind)


def _keys(kind: FactKind, times: Iterable[str], who: Iterable[Names]) -> Iterator[Key]:
    return ((kind.name, when, *names) for when, names in itertools.product(times, who))


def _with_tied(told: Told, kind: FactKind, belongs: Mapping[str, str], who: Iterable[Names], times: list[str]) -> Iterator[Key]:
    """Keys of who and when; of a group whose day and place are known also of the states in place of persons, and where."""
    yield from _keys(kind, times, who)
    if told.place is not None and "date" in told.dates and kind.is_group:
        dated = [when for when in times if not when.startswith(_UNDATED)]
        yield from _keys(kind, dated, ((told.place, *names) for names in set(_lifted_pairs(told, kind, belongs))))


def _together(told: Told, kind: FactKind) -> set[Names]:
    """What another must share: two of a group, one of each role, or one with a word of what it is about."""
    if kind.is_group:
        return set(itertools.combinations(sorted(entity for entity, role in told.parts if role in kind.same_roles), 2))
    sides = [sorted(told.entities(role)) for role in kind.same_roles]
    if len(sides) == 1:
        sides += [sorted(stems(told.values.get(name, ""))) or [""] for name in kind.same_values]
    return set(itertools.product(*sides))


def _lifted_pairs(told: Told, kind: FactKind, belongs: Mapping[str, str]) -> Iterator[Names]:
    """The pairs of a group, states in place of persons."""
    return itertools.combinations(
        sorted(belongs.get(entity, entity) for entity, role in told.parts if role in kind.same_roles), 2
    )


def _one_by_one(told: Told, kind: FactKind, belongs: Mapping[str, str]) -> set[Names]:
    """Those of the last role whose entities must agree, as crowds are found."""
    entities = told.entities(kind.same_roles[-1])
    return {(belongs.get(entity, entity),) for entity in entities} if kind.is_group else {(entity,) for entity in entities}


def _times_told(told: Told, kind: FactKind) -> Iterator[str]:
    """When it was."""
    if (span := _span(told, kind)) is None:
        yield from _timeless(told, kind)
    elif "date" not in told.dates:
        yield _time(_UNDATED, (span.start + NEAR).toordinal() // _FORTNIGHT)
    else:
        if days(span) == 1:
            yield _time(_DAY, span.start.toordinal())
        else:
            yield from _fortnights(_DAYS, span)
        yield from _fortnights(_DATED, span)


def _times_asked(told: Told, kind: FactKind) -> Iterator[str]:
    """When what is the same may have been: see `graph.likeness` on how near that has to be."""
    if (span := _span(told, kind)) is None:
        yield from _timeless(told, kind)
    elif "date" not in told.dates:
        yield from _fortnights(_UNDATED, span)
        yield from _fortnights(_DATED, span)
    else:
        if days(span) == 1:
            yield _time(_DAY, span.start.toordinal())
            yield from _fortnights(_DAYS, span)
        else:
            yield from _fortnights(_DATED, span)
        yield from _fortnights(_UNDATED, span, NEAR.days)


def _span(told: Told, kind: FactKind) -> Date | None:
    """The days in which it may have been, where these are known and few."""
    span = window(told) if "date" in kind.dates else None
    return span if span is not None and days(span) <= PRECISE_DAYS else None


def _timeless(told: Told, kind: FactKind) -> Iterator[str]:
    """When it was, of what is not bound to few days: of what lasts, always; a date too wide to be tied to another is met by its
    equal alone; what has neither date nor day of publication is met by nothing."""
    if "date" not in kind.dates:
        yield ""
    elif (span := window(told)) is not None:
        yield f"{_WIDE} {span.start}/{span.end}"


def _months(told: Told, kind: FactKind) -> Iterator[str]:
    if (span := _span(told, kind)) is None:
        yield from _timeless(told, kind)
    else:
        months = range(span.start.year * 12 + span.start.month, span.end.year * 12 + span.end.month + 1)
        yield from (_time(_MONTH, month) for month in months)


def _fortnights(of: str, span: Date, around: int = 0) -> Iterator[str]:
    """The fortnights of a span, and of some days before and after it."""
    first, last = span.start.toordinal() - around, span.end.toordinal() + around
    return (_time(of, number) for number in range(first // _FORTNIGHT, last // _FORTNIGHT + 1))


def _time(of: str, number: int) -> str:
    return f"{of} {number}"
