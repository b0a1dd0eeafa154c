"""Which facts make a contact: those of some kinds and statuses, in a period, at a place, well enough attested."""

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.columns import CERTAIN, Group
from graph.image import Image
from graph.layers import BETWEEN_DAYS, NOT_DATED, ON_A_DAY, Layer

ANYWHERE, UNHEARD_OF = -1, -2
"""In place of the number of a place: no place is asked for, or one where nothing happened."""
REMEMBERED = 1_000
"""Filters that an image remembers."""
FIRST_DAY, LAST_DAY = 0, dt.date.max.toordinal() + 1


class Wanted(NamedTuple):
    """A filter in numbers, as the search reads it."""

    base: NDArray[np.int32]
    """Ranges of the facts of the thick layer that are of the kinds, statuses and days wanted, a row a range."""
    delta: NDArray[np.int32]
    terms: NDArray[np.int64]
    """What the properties below give, in their order."""

    @property
    def since(self) -> int:
        """The day before which a fact must not have ended."""
        return int(self.terms[0])

    @property
    def confidence(self) -> int:
        """The least confidence."""
        return int(self.terms[1])

    @property
    def sources(self) -> int:
        """The fewest sources."""
        return int(self.terms[2])

    @property
    def place(self) -> int:
        """The number of the place, or `ANYWHERE`."""
        return int(self.terms[3])

    @property
    def checks(self) -> bool:
        """Whether a fact in a range needs to be looked at to know if it is wanted."""
        return bool(self.terms[4])

    @property
    def pairs(self) -> int:
        """The bits of the pairs that share a fact wanted; 0 where pairs do not tell."""
        return int(self.terms[5])

    @property
    def perhaps(self) -> int:
        """The bits of the pairs that may share a fact wanted; 0 where any pair may."""
        return int(self.terms[6])


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """`kinds` maps each kind that makes a contact to the statuses that count; the other filters ask for nothing unless given."""

    kinds: Mapping[str, frozenset[str]]
    since: dt.date | None = None
    until: dt.date | None = None
    place_id: str | None = None
    min_confidence: float = 0.0
    min_sources: int = 0

    def on(self, image: Image, *, dated: bool = False, until: int | None = None) -> Wanted:
        """The filter for an image; with `dated` only facts with a date count, with `until` none later than that day."""
        key = (tuple(self.kinds.items()), self.since, self.until, *self._attested, dated, until)
        if key not in image.remembered:
            if len(image.remembered) >= REMEMBERED:
                image.remembered.clear()
            image.remembered[key] = self._on(image, dated, until)
        wanted: Wanted = image.remembered[key]
        return wanted

    @property
    def _attested(self) -> tuple[str | None, float, int]:
        return self.place_id, self.min_confidence, self.min_sources

    def _on(self, image: Image, dated: bool, until: int | None) -> Wanted:
        last = LAST_DAY if self.until is None else self.until.toordinal()
        first = FIRST_DAY if self.since is None else self.since.toordinal()
        last = last if until is None else min(last, until)
        in_period = self.since is not None or self.until is not None or until is not None
        groups = [n for n, (kind, status) in enumerate(image.groups) if status in self.kinds.get(kind, ())]
        base, delta = (
            _ranges(layer, groups, len(image.groups), first, last, in_period=in_period, dated=dated) for layer in image.layers
        )
        place = ANYWHERE if self.place_id is None else _place(image, self.place_id)
        confidence = math.ceil(round(self.min_confidence * CERTAIN, 6))
        attested = confidence > 0 or self.min_sources > 0 or place != ANYWHERE
        checks = attested or self.since is not None
        chosen = {image.groups[n] for n in groups}
        pairs = 0 if in_period or dated or attested else _pairs(image, chosen)
        perhaps = pairs or _perhaps(image, chosen)
        return Wanted(base, delta, np.array([first, confidence, self.min_sources, place, checks, pairs, perhaps]))


def _place(image: Image, place_id: str) -> int:
    return image.places.index(place_id) if place_id in image.places else UNHEARD_OF


def _ranges(
    layer: Layer, wanted: list[int], groups: int, first: int, last: int, *, in_period: bool, dated: bool
) -> NDArray[np.int32]:
    """The numbers of the facts of some groups that may lie between two days.

    Ranges that touch each other are joined, but not if the order of days matters, for then a range is sorted by day.
    """
    ranges: list[tuple[int, int]] = []
    for dating in (ON_A_DAY, BETWEEN_DAYS, *([] if in_period or dated else [NOT_DATED])):
        for group in wanted:
            low, high = (int(layer.group_starts[dating * groups + group + i]) for i in (0, 1))
            if in_period and low < high:
                days = layer.start[low:high]
                high = low + int(np.searchsorted(days, last, "right"))
                low += int(np.searchsorted(days, first)) if dating == ON_A_DAY else 0
            if low < high:
                if ranges and ranges[-1][1] == low and not dated:
                    low = ranges.pop()[0]
                ranges.append((low, high))
    return np.array(ranges, np.int32).reshape(-1, 2)


def _pairs(image: Image, wanted: set[Group]) -> int:
    """The bits that stand for exactly the groups wanted, or 0 if none do."""
    known = set(image.groups)
    bits, told = 0, set[Group]()
    for i, held in enumerate(image.shape.sets):
        if held & known and held & known <= wanted:
            bits |= 1 << i
            told |= held & known
    return bits if told == wanted else 0


def _perhaps(image: Image, wanted: set[Group]) -> int:
    """The bits of all that hold any of the groups wanted, or 0 if one of these is in none."""
    told = set[Group]().union(*image.shape.sets)
    return sum(1 << i for i, held in enumerate(image.shape.sets) if held & wanted) if wanted <= told else 0
