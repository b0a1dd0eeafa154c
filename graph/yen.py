"""All loopless ways between two actors, best first, a search after the other: Yen's method as Lawler improved it.

After each way what is left is divided by where the next one departs from it. A part is searched only when nothing better
can be left elsewhere. `graph.search_compiled.chains` does the same at once, except where the earliest arrival is asked for.
"""

import heapq
import itertools
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from graph.effort import Effort
from graph.search import Searcher, Way


class _Part(NamedTuple):
    """Ways that begin with `root` and do not go on to any of `banned`; `key` is the least that one of them can have."""

    key: tuple[int, ...]
    unsolved: bool
    """Whether its best way is yet to be found; `way` is then the one that it was divided from."""
    depth: int
    """Negative length of the root: of equals those that depart late are searched first, for they are quick."""
    number: int
    root: Way
    banned: frozenset[int]
    way: Way


class Ways:
    """The ways from one actor to another, of which the first `k` are of use, of at most `max_hops` hops."""

    def __init__(self, searcher: Searcher, effort: Effort, ends: tuple[int, int], k: int, max_hops: int) -> None:
        self.searcher = searcher
        self.effort = effort
        self.source, self.target = ends
        self.k = k
        self.max_hops = max_hops
        self.numbers = itertools.count()
        self.lengths: list[int] = []
        """Lengths of ways that are found but not yet told, sorted."""
        self.told = 0

    def best_first(self) -> Iterator[Way]:
        """All ways, best first; raises `SpentError` when the effort allowed is used up."""
        parts = [self._part((0,), (self.source,), frozenset())]
        while parts:
            part = heapq.heappop(parts)
            if part.unsolved:
                solved = self._solved(part)
                if solved is not None:
                    heapq.heappush(parts, solved)
                continue
            yield part.way
            self.told += 1
            self.lengths.remove(len(part.way) - 1)
            for divided in self._divided(part):
                heapq.heappush(parts, divided)

    def _part(self, key: tuple[int, ...], root: Way, banned: frozenset[int]) -> _Part:
        return _Part(key, True, -len(root), next(self.numbers), root, banned, root)

    def _divided(self, part: _Part) -> Iterator[_Part]:
        """The ways of a part but its best, by where they depart from that."""
        way = part.way
        for length in range(len(part.root), min(len(way), self.max_hops + 1)):
            also = part.banned if length == len(part.root) else frozenset[int]()
            yield self._part(part.key, way[:length], also | {way[length]})

    def _solved(self, part: _Part) -> _Part | None:
        """A part with its best way, if it has one."""
        hops, banned = self._limit() - (len(part.root) - 1), np.array(sorted(part.banned), np.int32)
        if hops < 1:
            return None
        way = self.effort.spend(lambda edges: self.searcher.shortest(part.root, self.target, hops, edges, banned))
        if not way:
            return None
        self.lengths = sorted([*self.lengths, len(way) - 1])
        return part._replace(key=self._key(way), unsolved=False, way=way)

    def _limit(self) -> int:
        """Hops above which a way is of no use, since enough shorter ones are known."""
        wanted = self.k - self.told
        enough = not self.searcher.earliest and len(self.lengths) >= wanted
        return self.lengths[wanted - 1] if enough else self.max_hops

    def _key(self, way: Way) -> tuple[int, ...]:
        if self.searcher.earliest:
            return self.searcher.arrival(way)[0], len(way) - 1
        return (len(way) - 1,)
