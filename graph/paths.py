"""The k shortest chains of contacts between two actors, each hop a fact that both took part in.

A chain visits an actor once, and no hop uses a fact in which an earlier member of the chain took part: that member could
have gone directly. The shortest chain is searched from both ends. The others are found by dividing what is left, after
each chain, by where the next one departs from it (Yen's method as Lawler improved it); a part is searched only when
nothing shorter can be left elsewhere.
"""

import heapq
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np

from graph.contacts import LAST_DAY, ContactFilter
from graph.effort import Effort, SpentError
from graph.image import Image
from graph.search import Searcher

Order = Literal["any", "chronological", "earliest"]
EDGES = 5_000_000
"""Contacts that a question may look at unless it says otherwise."""


@dataclass(frozen=True, slots=True)
class PathQuery:
    """What is asked.

    `order` is `any`; `chronological`, where no hop may be earlier than the one before, fewest hops first; or `earliest`,
    the same with the earliest arrival first.
    """

    source: str
    target: str
    contacts: ContactFilter
    k: int = 1
    max_hops: int = 6
    order: Order = "any"
    avoid: frozenset[str] = frozenset()
    max_degree: int | None = None
    deadline: float = 5.0
    """Seconds after which what was found so far is the answer."""
    edges: int = EDGES
    """Contacts looked at after which it is too."""


class Hop(NamedTuple):
    """One step of a chain: the fact shown for it, and how many the two share that would do."""

    source: str
    target: str
    fact_id: str
    facts: int


@dataclass(frozen=True, slots=True)
class Found:
    """Chains, shortest first; not `complete` where the deadline cut the search short."""

    chains: list[tuple[Hop, ...]] = field(default_factory=list)
    complete: bool = True
    arrivals: list[int | None] = field(default_factory=list)
    """For each chain the ordinal of the day on which a message can have arrived, where order matters."""


def find(image: Image, query: PathQuery) -> Found:
    """The `query.k` shortest chains in `image`."""
    found = Found()
    source, target = image.actors.number(query.source), image.actors.number(query.target)
    if query.source == query.target or source < 0 or target < 0:
        return found
    with Searcher(image, query.contacts, query.order, query.avoid, query.max_degree) as searcher:
        search = _Chains(searcher, query, source, target)
        try:
            for way in itertools.islice(search.ways(), query.k):
                chain, arrival = _told(image, searcher, way)
                found.chains.append(chain)
                found.arrivals.append(arrival)
        except SpentError:
            return Found(found.chains, False, found.arrivals)
    return found


def _told(image: Image, searcher: Searcher, way: Sequence[int]) -> tuple[tuple[Hop, ...], int | None]:
    """A way with its facts, and when a message can have arrived."""
    facts, counts, days = searcher.tell(way)
    ids = [image.actors[actor] for actor in way]
    hops = zip(itertools.pairwise(ids), facts.tolist(), counts.tolist(), strict=True)
    chain = tuple(Hop(here, there, image.fact_id(fact), count) for (here, there), fact, count in hops)
    return chain, int(days[-1]) if searcher.ordered and 0 < days[-1] < LAST_DAY else None


class _Part(NamedTuple):
    """Ways that begin with `root` and do not go on to any of `banned`; `key` is the least that one of them can have."""

    key: tuple[int, ...]
    unsolved: bool
    """Whether its best way is yet to be found; `way` is then the one that it was divided from."""
    depth: int
    """Negative length of the root: of equals those that depart late are searched first, for they are quick."""
    number: int
    root: tuple[int, ...]
    banned: frozenset[int]
    way: tuple[int, ...]


class _Chains:
    def __init__(self, searcher: Searcher, query: PathQuery, source: int, target: int) -> None:
        self.searcher = searcher
        self.query = query
        self.source = source
        self.target = target
        self.effort = Effort(query.edges, query.deadline)
        self.numbers = itertools.count()
        self.lengths: list[int] = []
        """Lengths of ways that are found but not yet told, sorted."""
        self.told = 0

    def ways(self) -> Iterator[tuple[int, ...]]:
        """All ways, best first."""
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

    def _part(self, key: tuple[int, ...], root: tuple[int, ...], banned: frozenset[int]) -> _Part:
        return _Part(key, True, -len(root), next(self.numbers), root, banned, root)

    def _divided(self, part: _Part) -> Iterator[_Part]:
        """The ways of a part but its best, by where they depart from that."""
        way = part.way
        for length in range(len(part.root), min(len(way), self.query.max_hops + 1)):
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
        wanted = self.query.k - self.told
        enough = self.query.order != "earliest" and len(self.lengths) >= wanted
        return self.lengths[wanted - 1] if enough else self.query.max_hops

    def _key(self, way: tuple[int, ...]) -> tuple[int, ...]:
        if self.query.order != "earliest":
            return (len(way) - 1,)
        return self.searcher.arrival(way)[0], len(way) - 1
