"""The means by which an image is searched: machine code as soon as there is some, numpy until then or without numba."""

import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import ModuleType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from graph import search_vectorised
from graph.columns import EMPTY, Codes
from graph.contacts import FIRST_DAY, ContactFilter
from graph.id_columns import ABSENT
from graph.image import Image, Shape, build

Ints = NDArray[Any]

AVOIDED, ROOT = search_vectorised.AVOIDED, search_vectorised.ROOT


class _Means:
    """What searches now; compiled code takes over once it is there."""

    def __init__(self) -> None:
        self.module: Any = search_vectorised
        self._lock = threading.Lock()

    def compile(self) -> bool:
        """Load the compiled search, compiling it if it is not in numba's cache; False where numba is not installed."""
        with self._lock:
            if self.module is search_vectorised:
                compiled = _compiled()
                if compiled is None:
                    return False
                self.module = compiled
            return True


def _compiled() -> ModuleType | None:
    try:
        from graph import search_compiled
    except ImportError:
        return None
    image = build(Shape(), EMPTY, EMPTY.ids, Codes(), Codes()).with_changes((), EMPTY, ["a", "b"])
    table, marks, banned = np.full((2, 2), -1, np.int32), np.zeros(2, np.uint8), np.empty(0, np.int32)
    wanted, limits = ContactFilter({}).on(image), np.array([1, 1, -1])
    search_compiled.meet(image.layers, wanted, 0, limits, 0, 1, 0, False, marks, banned, table)
    search_compiled.flood(image.layers, wanted, limits, 0, -1, 0, False, marks, banned, table)
    search_compiled.tell(image.layers, wanted, 0, np.array([0, 1], np.int32), 0)
    return search_compiled


MEANS = _Means()


class _Tables(threading.local):
    """A row for every actor, one set a thread, left clean by each search."""

    def __init__(self) -> None:
        self.marks = np.zeros(0, np.uint8)
        self.reached = np.full((2, 0), -1, np.int32)

    def borrow(self, actors: int) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
        """Marks of 0 and reached entries of -1, for at least so many actors."""
        if len(self.marks) < actors:
            self.marks = np.zeros(actors + actors // 8 + 64, np.uint8)
            self.reached = np.full((2, len(self.marks)), -1, np.int32)
        return self.marks, self.reached


TABLES = _Tables()


class Searcher:
    """Searches one image for the contacts that a filter admits. A context manager: it borrows tables from its thread."""

    def __init__(
        self,
        image: Image,
        contacts: ContactFilter,
        order: str = "any",
        avoid: Collection[str] = (),
        max_degree: int | None = None,
    ) -> None:
        self.image = image
        self.contacts = contacts
        self.ordered = order != "any"
        self.earliest = order == "earliest"
        self.first_day = contacts.since.toordinal() if contacts.since else FIRST_DAY
        self.wanted = contacts.on(image, dated=self.ordered)
        self.means = MEANS.module
        self.max_degree = -1 if max_degree is None else max_degree
        self.avoid = [number for number in map(image.actors.number, avoid) if number != ABSENT]

    def __enter__(self) -> Self:
        self.marks, self.reached = TABLES.borrow(len(self.image.actors))
        self.marks[self.avoid] = AVOIDED
        return self

    def __exit__(self, *_: object) -> None:
        self.marks[self.avoid] = 0

    @contextmanager
    def marked(self, marks: Mapping[int, int]) -> Iterator[None]:
        """Within it, actors have these marks too."""
        for actor, mark in marks.items():
            self.marks[actor] |= mark
        yield
        for actor, mark in marks.items():
            self.marks[actor] &= ~np.uint8(mark)

    def shortest(
        self, source: int, target: int, day: int, hops: int, edges: int, rooted: bool, banned: Ints
    ) -> tuple[tuple[int, ...], int, bool]:
        """The best way of at most `hops` hops, none if there is none; how many contacts were looked at; if all that matter."""
        limits = np.array([hops, edges, self.max_degree])
        rest = (source, target, day, rooted, self.marks, banned, self.reached)
        way, looked, complete = self.means.meet(self.image.layers, self.wanted, int(self.ordered), limits, *rest)
        if not self.earliest or not len(way):
            return tuple(way.tolist()), looked, complete
        latest = int(self.means.tell(self.image.layers, self.wanted, 1, way, day)[2][-1])
        wanted = self.contacts.on(self.image, dated=True, until=latest)
        limits[1] = max(1, edges - looked)
        who, _, before, _, more, complete = self.means.flood(self.image.layers, wanted, limits, *rest)
        ends = np.flatnonzero(who == target)
        return _way(who, before, int(ends[-1])) if len(ends) else (), looked + more, complete

    def flood(self, source: int, hops: int, edges: int) -> tuple[tuple[Ints, Ints, Ints, Ints], int, bool]:
        """Whom a message could reach: actors, days, positions of the entries before, and hops, as the search found them."""
        limits, banned = np.array([hops, edges, self.max_degree]), np.empty(0, np.int32)
        rest = (source, -1, self.first_day, False, self.marks, banned, self.reached)
        *log, looked, complete = self.means.flood(self.image.layers, self.wanted, limits, *rest)
        return tuple(log), looked, complete

    def tell(self, way: Sequence[int], day: int | None = None) -> tuple[Ints, Ints, Ints]:
        """For each hop of a way the fact that is shown for it, how many would do, and the day on which it can have come there."""
        day = self.first_day if day is None else day
        wanted = self.wanted._replace(pairs=0)
        found: tuple[Ints, Ints, Ints] = self.means.tell(
            self.image.layers, wanted, int(self.ordered), np.array(way, np.int32), day
        )
        return found

    def arrival(self, way: Sequence[int]) -> tuple[int, bool]:
        """The day on which a message can have come along a way, and whether it can have come along it at all."""
        if not self.ordered or len(way) < 2:
            return self.first_day, True
        facts, _, days = self.tell(way)
        return int(days[-1]), bool((facts >= 0).all())


def _way(who: Ints, before: Ints, entry: int) -> tuple[int, ...]:
    way = []
    while entry >= 0:
        way.append(int(who[entry]))
        entry = int(before[entry])
    return tuple(reversed(way))
