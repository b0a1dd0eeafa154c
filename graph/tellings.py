"""Tellings: what documents that say the same in all that counts say of one happening, told once for all of them.

However many documents report a happening, there are only so many ways to tell of it. Facts are grown from tellings, so that
another report costs as much as the first.
"""

import datetime as dt
import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from graph.combine import days, thousandths
from graph.dates import dates_from_json, dates_to_json
from graph.judgements import NO_JUDGEMENTS, Judgements
from graph.likeness import same_happening, window
from graph.resolved import ConsolidatedFact, Telling
from graph.telling_keys import company
from graph.text_keys import stable_id
from graph.vocabulary import FactKind

Rank = tuple[int, int, dt.date, str]
_UNDATED_DAYS = 10**6


def tellings_of(
    views: Sequence[ConsolidatedFact],
    kinds: Mapping[str, FactKind],
    belongs: Mapping[str, str],
    judged: Judgements = NO_JUDGEMENTS,
) -> list[tuple[ConsolidatedFact, Telling]]:
    """What documents say of each happening, with the telling that says the same.

    Where a document keeps two happenings apart that are alike, their tellings are its own; so is one that is judged, and
    one of which no day is known, not even that of its publication.
    """
    told = [(view, telling(view, kinds[view.kind], judged=_judged(view, judged))) for view in views]
    in_company: dict[tuple[str, ...], list[int]] = {}
    for i, (view, one) in enumerate(told):
        for names in company(one, kinds[one.kind], belongs):
            in_company.setdefault((view.claims[0].document_id, one.kind, *names), []).append(i)
    apart = {i for i, (_, one) in enumerate(told) if "date" in kinds[one.kind].dates and window(one) is None}
    for places in in_company.values():
        for i, j in itertools.combinations(places, 2):
            if told[i][1].id != told[j][1].id and agree(told[i][1], told[j][1], kinds[told[i][1].kind], belongs):
                apart |= {i, j}
    return [(view, _alone(view, one, kinds[view.kind]) if i in apart else one) for i, (view, one) in enumerate(told)]


def _alone(view: ConsolidatedFact, told: Telling, kind: FactKind) -> Telling:
    return telling(view, kind, view.claims[0].document_id, told.judged)


def _judged(view: ConsolidatedFact, judged: Judgements) -> tuple[str, ...]:
    """The claims of a view, if people ruled on one of them."""
    if not judged:
        return ()
    ids = tuple(claim.id for claim in view.claims)
    return ids if judged.apart(ids) or any(len(judged.together(id_)) > 1 for id_ in ids) else ()


def telling(view: ConsolidatedFact, kind: FactKind, alone: str | None = None, judged: tuple[str, ...] = ()) -> Telling:
    """The telling of what one document says of one happening."""
    first = view.claims[0]
    reported = view.reported if "date" in kind.dates and "date" not in view.dates else None
    parts = tuple(sorted(view.parts))
    dates = [(name, date.start, date.end, date.text) for name, date in sorted(view.dates.items())]
    outline = (view.kind, view.status, parts, sorted(view.values.items()), dates, view.place, reported, alone, judged)
    return Telling(
        id=stable_id("tell", *outline),
        kind=view.kind,
        status=view.status,
        parts=parts,
        values=view.values,
        dates=view.dates,
        place=view.place,
        reported=reported,
        alone=alone,
        judged=judged,
        weight=thousandths(view.confidence),
        first=first.order,
        last=first.published_at or dt.date.max,
    )


def agree(a: Telling, b: Telling, kind: FactKind, belongs: Mapping[str, str]) -> bool:
    """Whether two tellings of one kind may be of one happening; those who agree have a key in common."""
    if a.alone is not None and a.alone == b.alone:
        return False
    return same_happening(a, b, kind, belongs)


def rank(told: Telling) -> Rank:
    """Dated before undated, precise before vague, many parts before few, early before late. No two are equal in it."""
    width = min(map(days, told.dates.values()), default=_UNDATED_DAYS)
    return (width, -len(told.parts), told.reported or dt.date.min, told.id)


def likeness(a: Telling, b: Telling) -> tuple[int, bool, bool, int]:
    """How like two tellings are: same parts, place and status, then near in time."""
    left, right = set(a.parts), set(b.parts)
    place = a.place is not None and a.place == b.place
    return (len(left & right) - len(left ^ right), place, a.status == b.status, -_days_between(_when(a), _when(b)))


def _when(told: Telling) -> dt.date | None:
    return told.dates["date"].start if "date" in told.dates else told.reported


def _days_between(a: dt.date | None, b: dt.date | None) -> int:
    return _UNDATED_DAYS if a is None or b is None else abs((a - b).days)


def to_json(told: Telling) -> dict[str, Any]:
    """What makes a telling what it is, as it is stored."""
    return {
        "status": told.status,
        "parts": [list(part) for part in told.parts],
        "values": dict(told.values),
        "dates": dates_to_json(told.dates),
        "place": told.place,
        "reported": told.reported.isoformat() if told.reported else None,
        "alone": told.alone,
        "judged": list(told.judged),
    }


def from_json(
    id_: str, kind: str, told: Mapping[str, Any], *, documents: int, weight: int, first: Sequence[Any], last: dt.date
) -> Telling:
    """The telling of a stored row."""
    published, document_id, start, claim = first
    return Telling(
        id=id_,
        kind=kind,
        status=told["status"],
        parts=tuple((entity, role) for entity, role in told["parts"]),
        values=told["values"],
        dates=dates_from_json(told["dates"]),
        place=told["place"],
        reported=dt.date.fromisoformat(told["reported"]) if told["reported"] else None,
        alone=told["alone"],
        judged=tuple(told["judged"]),
        documents=documents,
        weight=weight,
        first=(dt.date.fromisoformat(published), document_id, start, claim),
        last=last,
    )


def together(tellings: Iterable[Telling]) -> Telling:
    """One telling, told by all documents of several that are the same."""
    same = list(tellings)
    return replace(
        same[0],
        documents=sum(one.documents for one in same),
        weight=sum(one.weight for one in same),
        first=min(one.first for one in same),
        last=max(one.last for one in same),
    )
