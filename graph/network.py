"""Who shares facts with whom: all over the graph, or in the neighbourhood of an actor."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.contacts import ContactFilter, Wanted
from graph.image import Image
from graph.search_vectorised import expand

Pairs = Counter[tuple[str, str]]
"""How many facts each two actors share."""
AT_A_TIME = 4096
"""Actors whose contacts are looked at together."""
UNMARKED = np.empty(0, np.uint8)
Ints = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Actors, nearest first, and how many facts each two of them share; not `complete` where the limit left some out."""

    nodes: list[str]
    edges: Pairs = field(default_factory=Counter)
    complete: bool = True


class TooManyError(Exception):
    """More pairs than are of use share facts."""


def everyone(image: Image, wanted: ContactFilter, most: int | None = None) -> Pairs:
    """All who share facts that are wanted; raises `TooManyError` as soon as these are more than `most` pairs."""
    return _pairs(image, wanted.on(image), np.arange(len(image.actors)), most)


def surroundings(image: Image, centre: str, wanted: ContactFilter, hops: int, limit: int | None = None) -> Surroundings:
    """Those within `hops` of `centre` by facts that are wanted, at most `limit`, ring by ring, most facts first."""
    filter_ = wanted.on(image)
    number = image.actors.number(centre)
    if number < 0:
        return Surroundings([centre])
    ring, nodes, complete = np.array([number]), [number], True
    for _ in range(hops):
        reached = _ring(image, filter_, ring, np.array(nodes))
        kept = reached if limit is None else reached[: limit - len(nodes)]
        complete = complete and len(kept) == len(reached)
        nodes += kept
        ring = np.array(kept, np.int64)
    return Surroundings([image.actors[node] for node in nodes], _pairs(image, filter_, np.array(nodes)), complete)


def _ring(image: Image, wanted: Wanted, ring: Ints, known: Ints) -> list[int]:
    """Who is new among the contacts of a ring, those with most facts first; a fact counts for each of the ring in it."""
    counts: Counter[int] = Counter()
    for start in range(0, len(ring), AT_A_TIME):
        _, other, _ = expand(image.layers, wanted, ring[start : start + AT_A_TIME], -1, False, UNMARKED)
        there, number = np.unique(other, return_counts=True)
        counts.update(dict(zip(there.tolist(), number.tolist(), strict=True)))
    for actor in known.tolist():
        counts.pop(actor, None)
    return sorted(counts, key=lambda actor: (-counts[actor], image.actors[actor]))


def _pairs(image: Image, wanted: Wanted, actors: Ints, most: int | None = None) -> Pairs:
    """Every two of some actors who share facts, in the order of their ids."""
    among = np.zeros(len(image.actors), bool)
    among[actors] = True
    found: list[tuple[Ints, Ints]] = []
    total = 0
    for start in range(0, len(actors), AT_A_TIME):
        some = actors[start : start + AT_A_TIME]
        origin, other, _ = expand(image.layers, wanted, some, -1, False, UNMARKED)
        here = some[origin]
        keep = among[other] & (here < other)
        found.append(_counted(here[keep], other[keep]))
        total += len(found[-1][0])
        if most is not None and total > most:
            raise TooManyError
    keys, numbers = (np.concatenate(column) for column in zip(*found, strict=True)) if found else ((), ())
    return Counter(dict(zip(_named(image, keys), map(int, numbers), strict=True)))


def _counted(left: Ints, right: Ints) -> tuple[Ints, Ints]:
    return np.unique((left.astype(np.int64) << 32) | right, return_counts=True)


def _named(image: Image, keys: Sequence[int] | Ints) -> list[tuple[str, str]]:
    pairs = [(image.actors[int(key) >> 32], image.actors[int(key) & 0xFFFFFFFF]) for key in keys]
    return [(min(pair), max(pair)) for pair in pairs]
