"""Who met whom, read from the image: an actor's slice of it holds all its facts, each with the others who took part."""

from bisect import bisect_right
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.contacts import ContactFilter
from graph.counterparts import Rank, Shared
from graph.id_columns import ABSENT
from graph.image import Image
from graph.layers import among, part_keys
from graph.search_vectorised import expand

Ints = NDArray[Any]
UNMARKED = np.empty(0, np.uint8)
MOST = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Page:
    """Some of those met, in order of rank, and where the next page begins, if there is one."""

    rows: list[Shared]
    end: Rank | None = None


def page(image: Image, who: str, wanted: ContactFilter, limit: int, after: Rank | None = None, other: str | None = None) -> Page:
    """A page of those who met `who` in facts that are wanted, or of them `other` alone; see `graph.counterparts`."""
    others, facts = _contacts(image, who, wanted, other)
    if not len(others):
        return Page([])
    days = np.maximum(image.first_days(facts), 0)
    order = np.lexsort((-days, others))
    others, facts, days = others[order], facts[order], days[order]
    begin = np.flatnonzero(np.diff(others, prepend=-1))
    counts = np.diff(begin, append=len(others))
    standing = (counts << 32) | days[begin]
    ranked = _ranked(image, others[begin], standing)
    first = 0 if after is None else _behind(image, others[begin[ranked]], standing[ranked], after)
    rows = [
        _shared(image, int(others[i]), facts[i : i + n], days[i : i + n])
        for i, n in zip(
            begin[ranked[first : first + limit]].tolist(), counts[ranked[first : first + limit]].tolist(), strict=True
        )
    ]
    return Page(rows, rows[-1].rank if first + limit < len(ranked) else None)


def _contacts(image: Image, who: str, wanted: ContactFilter, other: str | None) -> tuple[Ints, Ints]:
    """Everyone who shares a fact with an actor, with the fact; without those who did not meet in it."""
    number = image.actors.number(who)
    if number == ABSENT:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    _, others, facts = expand(image.layers, wanted.on(image), np.array([number]), -1, False, UNMARKED)
    if other is not None:
        alone = others == image.actors.number(other)
        others, facts = others[alone], facts[alone]
    kept = np.ones(len(facts), bool)
    for layer, offset in zip(image.layers, (0, len(image.ids)), strict=True):
        for actor in (others, np.full(len(facts), number)) if len(layer.aside) else ():
            kept &= (facts < offset) | ~among(part_keys(facts - offset, actor), layer.aside)
    return others[kept], facts[kept]


def _ranked(image: Image, others: Ints, standing: Ints) -> Ints:
    """The order of those who have most facts, then the latest; of equals by id."""
    by_id = np.array(image.actors.named(others)) if image.actors.later else others
    return np.lexsort((by_id, -standing))


def _behind(image: Image, others: Ints, standing: Ints, after: Rank) -> int:
    """How many of those who are ranked stand before a rank, or at it."""
    key = (min(-after[0], MOST) << 32) - after[1]
    low, high = (len(standing) - np.searchsorted(standing[::-1], key, side) for side in ("right", "left"))
    return int(low) + bisect_right(others[low:high].tolist(), after[2], key=image.actors.__getitem__)


def _shared(image: Image, other: int, facts: Ints, days: Ints) -> Shared:
    newest_first = sorted(zip((-days).tolist(), image.fact_ids(facts), strict=True))
    ids = [fact for _, fact in newest_first]
    dated = [fact for day, fact in newest_first if day]
    entity = image.actors[other]
    rank = (-len(ids), newest_first[0][0], entity)
    return Shared(entity, rank, ids, dated[-1] if dated else None, dated[0] if dated else None)
