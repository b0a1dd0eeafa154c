"""Whom a message could have reached: forward in time, hop by hop, each at the earliest day on which it can have come."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.contacts import LAST_DAY, ContactFilter
from graph.effort import Effort, SpentError
from graph.image import Image
from graph.paths import EDGES
from graph.search import Searcher

Key = tuple[int, int, str]
"""Where a page ended: day, hops and id of its last row."""


@dataclass(frozen=True, slots=True)
class ReachQuery:
    """What is asked; see `graph.paths.PathQuery`."""

    source: str
    contacts: ContactFilter
    max_hops: int = 6
    avoid: frozenset[str] = frozenset()
    max_degree: int | None = None
    deadline: float = 5.0
    edges: int = EDGES


@dataclass(frozen=True, slots=True)
class Reached:
    """Someone whom a message could have reached, from whom, by which fact, after how many hops."""

    entity_id: str
    day: int | None
    """The ordinal of the earliest day; none where no contact on the way tells its first."""
    hops: int
    via: str
    fact_id: str
    key: Key


@dataclass(frozen=True, slots=True)
class Reach:
    """A page of those reached, earliest first; how many are reached in all, and whether all were found."""

    rows: list[Reached]
    total: int = 0
    complete: bool = True
    more: bool = False


def reachable(image: Image, query: ReachQuery, limit: int, after: Key | None = None) -> Reach:
    """A page of those whom a message from `query.source` could have reached."""
    source = image.actors.number(query.source)
    if source < 0:
        return Reach([])
    with Searcher(image, query.contacts, "chronological", query.avoid, query.max_degree) as searcher:
        effort = Effort(query.edges, query.deadline)
        try:
            log = effort.spend(lambda edges: searcher.flood(source, query.max_hops, edges))
            complete = True
        except SpentError as spent:
            log, complete = spent.answer, False
        if log is None:
            return Reach([], complete=False)
        entries = _earliest(log)
        begin = _after(image, log, entries, after)
        page = entries[begin : begin + limit]
        rows = [_row(image, searcher, log, int(entry)) for entry in page]
    return Reach(rows, len(entries), complete, begin + limit < len(entries))


def _earliest(log: tuple[Any, ...]) -> NDArray[np.int64]:
    """The entries that tell the earliest arrival of each actor but the source, earliest first."""
    who, when, before, hops = log
    latest = np.full(int(who.max()) + 1, -1, np.int64)
    latest[who] = np.arange(len(who))
    entries = latest[latest >= 0]
    entries = entries[before[entries] >= 0]
    order = np.lexsort((who[entries], hops[entries], when[entries]))
    return np.asarray(entries[order], np.int64)


def _after(image: Image, log: tuple[Any, ...], entries: NDArray[np.int64], key: Key | None) -> int:
    """The position of the first entry behind a key."""
    if key is None:
        return 0
    who, when, _, hops = log
    day, hop, id_ = key
    place = (when[entries].astype(np.int64) << 8) | hops[entries]
    begin, end = np.searchsorted(place, (day << 8) | hop), np.searchsorted(place, (day << 8) | hop, "right")
    return int(begin + np.searchsorted(who[entries[begin:end]], image.actors.number(id_), "right"))


def _row(image: Image, searcher: Searcher, log: tuple[Any, ...], entry: int) -> Reached:
    who, when, before, hops = log
    earlier = int(before[entry])
    facts, _, _, _ = searcher.tell((int(who[earlier]), int(who[entry])), int(when[earlier]))
    entity, day = image.actors[int(who[entry])], int(when[entry])
    key = (day, int(hops[entry]), entity)
    known = day if 0 < day < LAST_DAY else None
    return Reached(entity, known, key[1], image.actors[int(who[earlier])], image.fact_id(int(facts[0])), key)
