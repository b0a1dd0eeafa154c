"""The k shortest chains of contacts between two actors, each hop a fact that both took part in.

A chain visits an actor once, and no hop uses a fact in which an earlier member of the chain took part: that member could
have gone directly. Compiled code finds all of them in one call; without it, and where what arrives first comes first, they
are found one after the other.
"""

import dataclasses
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

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
    for way, facts, counts, days in () if numbers is None else _ways(numbers):
        found.add(_chain(image, way, facts, counts), _arrival(searcher, days[-1]))
    return found


def _ways(numbers: NDArray[np.int64]) -> Iterator[Sequence[NDArray[np.int64]]]:
    """The actors, facts, counts and days of each way; see `graph.search_compiled.chains`."""
    at = 4
    for _ in range(numbers[2]):
        hops = numbers[at - 1]
        yield [numbers[at + (i and i * hops + 1) : at + (i + 1) * hops + 1] for i in range(4)]
        at += 4 * hops + 2


def _one_by_one(image: Image, query: PathQuery, searcher: Searcher, effort: Effort, ends: tuple[int, int]) -> Found:
    found, ways = Found(), Ways(searcher, effort, ends, query.k, query.max_hops)
    try:
        for way in itertools.islice(ways.best_first(), query.k):
            facts, counts, days = searcher.tell(way)
            found.add(_chain(image, np.array(way), facts, counts), _arrival(searcher, days[-1]))
    except SpentError:
        return dataclasses.replace(found, complete=False)
    return found


def _chain(image: Image, way: NDArray[Any], facts: NDArray[Any], counts: NDArray[Any]) -> tuple[Hop, ...]:
    actors = image.actors.named(way)
    return tuple(map(Hop, actors, actors[1:], image.fact_ids(facts), counts.tolist()))


def _arrival(searcher: Searcher, day: int) -> int | None:
    """The day on which a message can have arrived, where that is known."""
    return int(day) if searcher.ordered and 0 < day < LAST_DAY else None
