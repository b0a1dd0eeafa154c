"""The k shortest chains of contacts between two actors, each hop a fact that both took part in.

A chain visits an actor once, and no hop uses a fact in which an earlier member of the chain took part: that member could
have gone directly. Compiled code finds all of them in one call; without it, and where what arrives first comes first, they
are found one after the other.
"""

import dataclasses
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.contacts import LAST_DAY, ContactFilter
from graph.effort import Effort, SpentError
from graph.image import Image
from graph.search import Searcher
from graph.yen import Ways

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

    def add(self, chain: tuple[Hop, ...], arrival: int | None) -> None:
        """Put a chain behind the others."""
        self.chains.append(chain)
        self.arrivals.append(arrival)


def find(image: Image, query: PathQuery) -> Found:
    """The `query.k` shortest chains in `image`."""
    source, target = image.actors.number(query.source), image.actors.number(query.target)
    if source == target or source < 0 or target < 0:
        return Found()
    effort = Effort(query.edges, query.deadline)
    with Searcher(image, query.contacts, query.order, query.avoid, query.max_degree) as searcher:
        search = _at_once if searcher.at_once else _one_by_one
        return search(image, query, searcher, effort, (source, target))


def _at_once(image: Image, query: PathQuery, searcher: Searcher, effort: Effort, ends: tuple[int, int]) -> Found:
    numbers: NDArray[np.int64] | None
    try:
        numbers, complete = effort.spend(lambda edges: searcher.chains(*ends, query.k, query.max_hops, edges)), True
    except SpentError as spent:
        numbers, complete = spent.answer, False
    found = Found(complete=complete)
    if numbers is not None and numbers[2]:
        for chain, day in _told(image, numbers):
            found.add(chain, _arrival(searcher, day))
    return found


def _told(image: Image, numbers: NDArray[np.int64]) -> Iterator[tuple[tuple[Hop, ...], int]]:
    """Each chain and the day on which it arrives; see `graph.search_compiled.chains`."""
    ways = int(numbers[2])
    lengths = numbers[3 : 3 + ways].tolist()
    hops, begin, actor = sum(lengths), 0, 0
    at = 3 + 2 * ways + hops
    actors, facts = image.actors.named(numbers[3 + ways : at]), image.fact_ids(numbers[at : at + hops])
    counts, days = numbers[at + hops : at + 2 * hops].tolist(), numbers[at + 2 * hops :].tolist()
    for length in lengths:
        end = begin + length
        way = actors[actor : actor + length + 1]
        yield tuple(map(Hop, way, way[1:], facts[begin:end], counts[begin:end])), days[end - 1]
        begin, actor = end, actor + length + 1


def _one_by_one(image: Image, query: PathQuery, searcher: Searcher, effort: Effort, ends: tuple[int, int]) -> Found:
    found, ways = Found(), Ways(searcher, effort, ends, query.k, query.max_hops)
    try:
        for way in itertools.islice(ways.best_first(), query.k):
            facts, counts, days, _ = searcher.tell(way)
            actors = image.actors.named(np.array(way))
            chain = tuple(map(Hop, actors, actors[1:], image.fact_ids(facts), counts.tolist()))
            found.add(chain, _arrival(searcher, int(days[-1])))
    except SpentError:
        return dataclasses.replace(found, complete=False)
    return found


def _arrival(searcher: Searcher, day: int) -> int | None:
    """The day on which a message can have arrived, where that is known."""
    return day if searcher.ordered and 0 < day < LAST_DAY else None
