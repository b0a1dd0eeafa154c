"""Whether two facts speak of one happening: their parts, words, place and time must all allow it.

Only pairs are judged here. `belongs` maps a person to the state it acts for and a place to the state it lies in.
"""

import datetime as dt
from collections.abc import Hashable, Mapping

from graph.combine import days, is_called_off, progresses
from graph.resolved import ConsolidatedFact, Told
from graph.text_keys import stems
from graph.vocabulary import Date, FactKind, Precision

NEAR = dt.timedelta(days=14)
"""An undated happening lies so near the day on which it is reported."""
PRECISE_DAYS = 35
"""A date wider than this, a little over a month, tells too little to tie two documents together."""


def same_happening(a: Told, b: Told, kind: FactKind, belongs: Mapping[str, str], *, within: bool = False) -> bool:
    """Whether two things told of one kind, within one document or of different ones, may be one; symmetric."""
    return (
        _statuses_meet(a, b, kind)
        and _times_agree(a, b, kind, within)
        and _places_agree(a, b, belongs)
        and _parts_agree(a, b, kind, belongs, within)
        and _values_resemble(a, b, kind)
    )


def _statuses_meet(a: Told, b: Told, kind: FactKind) -> bool:
    return not kind.status_groups or any(a.status in group and b.status in group for group in kind.status_groups)


def _places_agree(a: Told, b: Told, belongs: Mapping[str, str]) -> bool:
    return a.place is None or b.place is None or _akin(a.place, b.place, belongs)


def _akin(a: str, b: str, belongs: Mapping[str, str]) -> bool:
    return a == b or belongs.get(a) == b or belongs.get(b) == a


def outline(fact: ConsolidatedFact, kind: FactKind) -> Hashable:
    """All that agreement depends on but for the documents; of facts of one outline, one need be compared."""
    values = tuple(fact.values.get(name) for name in kind.same_values)
    dates = tuple((name, date.start, date.end) for name, date in sorted(fact.dates.items()))
    reported = fact.reported if "date" in kind.dates else None
    return (kind.name, fact.status, frozenset(fact.parts), values, dates, fact.place, reported)


def key_entities(fact: Told, kind: FactKind, belongs: Mapping[str, str]) -> frozenset[str]:
    """The entities of which another fact must share some to be the same happening; for a group, their states too."""
    entities = {entity for entity, role in fact.parts if role in kind.same_roles}
    return frozenset(entities | {belongs[entity] for entity in entities if kind.is_group and entity in belongs})


def _parts_agree(a: Told, b: Told, kind: FactKind, belongs: Mapping[str, str], within: bool) -> bool:
    for field in kind.parts:
        left, right = a.entities(field.role), b.entities(field.role)
        if field.role not in kind.same_roles:
            agree = not left or not right or _any_akin(left, right, belongs)
        elif field.least > 1:
            tied = _tied(a, b)
            agree = _groups_agree(left, right, tied) or (tied and not within and _lifted_agree(left, right, belongs))
        else:
            agree = not left.isdisjoint(right)
        if not agree:
            return False
    return True


def _any_akin(left: frozenset[str], right: frozenset[str], belongs: Mapping[str, str]) -> bool:
    return any(_akin(a, b, belongs) for a in left for b in right)


def _groups_agree(left: frozenset[str], right: frozenset[str], tied: bool) -> bool:
    """Two or more in common, and more than half of both together; or all of the smaller group, on one day in one place."""
    shared = len(left & right)
    return shared >= 2 and (2 * shared > len(left | right) or (tied and (left <= right or right <= left)))


def _lifted_agree(left: frozenset[str], right: frozenset[str], belongs: Mapping[str, str]) -> bool:
    """Of one day and place, one document may name a person where another names the state. (One that names both means two.)"""
    return _groups_agree(_lifted(left, right, belongs), _lifted(right, left, belongs), tied=True)


def _lifted(group: frozenset[str], other: frozenset[str], belongs: Mapping[str, str]) -> frozenset[str]:
    """The group with each person replaced by the state, where the other group names the state instead."""
    return frozenset(
        belongs[entity] if entity not in other and belongs.get(entity) in other - group else entity for entity in group
    )


def _tied(a: Told, b: Told) -> bool:
    """Whether both name the same place and a precise date."""
    left, right = a.dates.get("date"), b.dates.get("date")
    if left is None or right is None or a.place is None or a.place != b.place:
        return False
    return left.overlaps(right) and max(days(left), days(right)) <= PRECISE_DAYS


def _values_resemble(a: Told, b: Told, kind: FactKind) -> bool:
    """Half the words of the shorter in common. What says too little does not tell facts of one status apart."""
    telling = 2 if kind.is_group else 1  # "the deal" of the same parties may be any; "ceasefire" is a topic
    for name in kind.same_values:
        left, right = stems(a.values.get(name, "")), stems(b.values.get(name, ""))
        common, shorter = len(left & right), min(len(left), len(right))
        if not shorter and telling == 1:
            return left == right
        if (not shorter or 2 * common < shorter) and (shorter >= telling or a.status != b.status):
            return False
    return True


def _times_agree(a: Told, b: Told, kind: FactKind, within: bool) -> bool:
    if any(name in b.dates and not date.overlaps(b.dates[name]) for name, date in a.dates.items()):
        return False
    if "date" not in kind.dates:
        return True
    if within:
        return not progresses(kind) or _in_step(a, b, kind)
    return _near(a, b)


def _in_step(a: Told, b: Told, kind: FactKind) -> bool:
    """Within one document: what was called off is not what was held, and what is still to come is not behind it."""
    if (a.status in kind.happened) == (b.status in kind.happened):
        return True
    done, open_ = (a, b) if a.status in kind.happened else (b, a)
    return not is_called_off(open_.status, kind) and _in_tense(done, open_)


def _in_tense(done: Told, open_: Told) -> bool:
    """Whether the day of what was done may be that of what is planned; no day of a document is known to be both."""
    published = done.reported
    was, will = done.dates.get("date"), open_.dates.get("date")
    if published is None or (was is None) == (will is None):
        return True
    return was.end > published if was else will is None or will.start <= published


def _near(a: Told, b: Told) -> bool:
    """Whether two documents speak of the same time, so precisely that it cannot well be two happenings."""
    left, right = a.dates.get("date"), b.dates.get("date")
    if left and right:
        return (left.start, left.end) == (right.start, right.end) or max(days(left), days(right)) <= PRECISE_DAYS
    if left or right:
        left, right = window(a), window(b)
        return left is not None and right is not None and left.overlaps(right) and max(days(left), days(right)) <= PRECISE_DAYS
    return a.reported is not None and b.reported is not None and abs(a.reported - b.reported) <= NEAR


def window(fact: Told) -> Date | None:
    """The days in which a document has to see a happening to speak of the same as this one document does.

    None where there is no such limit, as with offices, or where neither date nor publication is known.
    """
    if "date" in fact.dates:
        return fact.dates["date"]
    return Date(fact.reported - NEAR, fact.reported + NEAR, Precision.INTERVAL) if fact.reported else None
