"""The means by which an image is searched: machine code as soon as there is some, numpy until then or without numba."""

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from types import ModuleType
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from graph import search_vectorised
from graph.columns import EMPTY, Codes
from graph.contacts import FIRST_DAY, ContactFilter, Wanted
from graph.id_columns import ABSENT
from graph.image import Image, Shape, build

Ints = NDArray[Any]
Way = tuple[int, ...]

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
    for order in ("any", "chronological"):
        with Searcher(image, ContactFilter({}), order, means=search_compiled) as searcher:
            searcher.shortest((0,), 1, 1, 1, np.empty(0, np.int32))
            searcher.chains(0, 1, 1, 1, 1)
            searcher.flood(0, 1, 1)
            searcher.tell((0, 1))
    return search_compiled


MEANS = _Means()


class _Tables:
    """Marks of 0 and entries of -1 for every actor; each search borrows a pair, so that there are as many as run at once."""

    def __init__(self) -> None:
        self._free: list[tuple[NDArray[np.uint8], NDArray[np.int32]]] = []

    def borrow(self, actors: int) -> tuple[NDArray[np.uint8], NDArray[np.int32]]:
        """A pair for at least so many actors."""
        while self._free:
            with suppress(IndexError):  # another thread may be faster
                marks, reached = self._free.pop()
                if len(marks) >= actors:
                    return marks, reached
        room = actors + actors // 8 + 64
        return np.zeros(room, np.uint8), np.full((room, 2), -1, np.int32)

    def give_back(self, marks: NDArray[np.uint8], reached: NDArray[np.int32]) -> None:
        """Take back a pair as it was borrowed."""
        self._free.append((marks, reached))


TABLES = _Tables()


class Searcher:
    """Searches one image for the contacts that a filter admits. A context manager, for it borrows tables."""

    def __init__(
        self,
        image: Image,
        contacts: ContactFilter,
        order: str = "any",
        avoid: Collection[str] = (),
        max_degree: int | None = None,
        means: Any = None,
    ) -> None:
        self.image = image
        self.contacts = contacts
        self.ordered = order != "any"
        self.earliest = order == "earliest"
        self.first_day = contacts.since.toordinal() if contacts.since else FIRST_DAY
        self.means = means or MEANS.module
        self.wanted = contacts.on(image, dated=self.ordered)
        self.given = self.means.given(image.layers, self.wanted)
        self.max_degree = -1 if max_degree is None else max_degree
        self.avoid = [number for number in map(image.actors.number, avoid) if number != ABSENT]

    def __enter__(self) -> Self:
        self.marks, self.reached = TABLES.borrow(len(self.image.actors))
        if self.avoid:
            self.marks[self.avoid] = AVOIDED
        return self

    def __exit__(self, error: object, *_: object) -> None:
        if self.avoid:
            self.marks[self.avoid] = 0
        if error is None:  # else a search may have been broken off, and left them as they were then
            TABLES.give_back(self.marks, self.reached)

    @property
    def at_once(self) -> bool:
        """Whether `chains` finds them all in one call; if not, they are to be found one after the other by `shortest`."""
        return self.means is not search_vectorised and not self.earliest

    def chains(self, source: int, target: int, k: int, hops: int, edges: int) -> tuple[Ints, int, bool]:
        """The k shortest chains with their facts, as numbers one after the other; see `graph.search_compiled.chains`.

        Also how many contacts were looked at, and if all that matter were.
        """
        limits = np.array([hops, edges, self.max_degree])
        rest = (limits, k, source, target, self.first_day, self.marks, self.reached)
        found: Ints = self.means.chains(*self.given, int(self.ordered), *rest)
        return found, int(found[1]), bool(found[0])

    @contextmanager
    def _marked(self, members: Way) -> Iterator[None]:
        """Within it, these are members of the chain so far."""
        self.marks[list(members)] |= ROOT
        yield
        self.marks[list(members)] &= AVOIDED

    def shortest(self, root: Way, target: int, hops: int, edges: int, banned: Ints) -> tuple[Way, int, bool]:
        """The best way on from a root of at most `hops` hops more, its next hop none of `banned`; none if there is none.

        Also how many contacts were looked at, and if all that matter were.
        """
        day, possible, told = self.arrival(root)
        if not possible:
            return (), told, True
        way, looked, complete = self._shortest(root, target, day, hops, max(1, edges - told), banned)
        return way, told + looked, complete

    def _shortest(self, root: Way, target: int, day: int, hops: int, edges: int, banned: Ints) -> tuple[Way, int, bool]:
        with self._marked(root[:-1]):
            if self.earliest:
                return self._earliest(root, target, day, hops, edges, banned)
            strict = self.ordered and len(root) > 1
            way, looked, complete = self._meet(self.wanted, root, target, day, hops, edges, banned, strict)
            if strict or not way or (len(root) == 1 and not len(banned)):
                return way, looked, complete
            facts, _, _, told = self.tell(way)
            looked += told
            if (facts >= 0).all():
                return way, looked, complete
            way, more, complete = self._meet(self.wanted, root, target, day, hops, max(1, edges - looked), banned, True)
            return way, looked + more, complete

    def _meet(
        self, wanted: Wanted, root: Way, target: int, day: int, hops: int, edges: int, banned: Ints, strict: bool
    ) -> tuple[Way, int, bool]:
        limits, rooted = np.array([hops, edges, self.max_degree]), len(root) > 1 or len(banned) > 0
        given = self.means.given(self.image.layers, wanted)
        rest = (root[-1], target, day, rooted, strict, self.marks, banned, self.reached)
        way, looked, complete = self.means.meet(*given, int(self.ordered), limits, *rest)
        return (*root[:-1], *way.tolist()) if len(way) else (), looked, complete

    def _earliest(self, root: Way, target: int, day: int, hops: int, edges: int, banned: Ints) -> tuple[Way, int, bool]:
        """The way that arrives first: whether one arrives by a day is asked from both ends, for one day after the other."""
        best, looked, complete = self._meet(self.wanted, root, target, day, hops, edges, banned, len(root) > 1)
        low = day
        while best and complete:
            high, _, told = self.arrival(best)
            looked += told
            if low >= high:
                break
            middle = (low + high) // 2
            wanted = self.contacts.on(self.image, dated=True, until=middle)
            way, more, complete = self._meet(wanted, root, target, day, hops, max(1, edges - looked), banned, len(root) > 1)
            looked += more
            if way:
                best = way
            else:
                low = middle + 1
        return best, looked, complete

    def flood(self, source: int, hops: int, edges: int) -> tuple[tuple[Ints, Ints, Ints, Ints], int, bool]:
        """Whom a message could reach: actors, days, positions of the entries before, and hops, as the search found them."""
        limits = np.array([hops, edges, self.max_degree])
        rest = (limits, source, self.first_day, self.marks, self.reached)
        who, when, before, hop, looked, complete = self.means.flood(*self.given, *rest)
        return (who, when, before, hop), looked, complete

    def tell(self, way: Sequence[int], day: int | None = None) -> tuple[Ints, Ints, Ints, int]:
        """For each hop of a way the fact that is shown for it, how many would do, and the day on which it can have come there.

        Also how many contacts were looked at.
        """
        day = self.first_day if day is None else day
        found: tuple[Ints, Ints, Ints, int] = self.means.tell(*self.given, int(self.ordered), np.array(way, np.int32), day)
        return found

    def arrival(self, way: Sequence[int]) -> tuple[int, bool, int]:
        """The day on which a message can have come along a way, and whether it can have come along it at all.

        Also how many contacts were looked at to tell.
        """
        if not self.ordered or len(way) < 2:
            return self.first_day, True, 0
        facts, _, days, looked = self.tell(way)
        return int(days[-1]), bool((facts >= 0).all()), looked
