"""A graph of diplomatic events made from a seed: a few whom everybody meets, and many who meet few."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph.columns import CERTAIN, NOWHERE, UNDATED, Codes, FactColumns
from graph.id_columns import Bytes
from graph.image import Image, Shape, build

FIRST, LAST = dt.date(1990, 1, 1).toordinal(), dt.date(2025, 12, 31).toordinal()
SHARES = {("meeting", "held"): 0.66, ("meeting", "planned"): 0.04, ("role", "current"): 0.10, ("sanction", "imposed"): 0.10}
SHARES |= {("position", "supports"): 0.06, ("position", "opposes"): 0.04}
GROUPS = tuple(SHARES)
EVERYTHING = {kind: frozenset(status for other, status in GROUPS if other == kind) for kind, _ in GROUPS}
MET = {"meeting": frozenset({"held"})}
SHAPE = Shape((("meeting", "held"),), tuple(frozenset(group for group in GROUPS if group[0] == kind) for kind in EVERYTHING))
CROWDED = 0.01
"""The share of events in which more than two take part: three to eight."""
PLACES = 2_000
STEEPNESS = 0.75
"""How fast the share of events falls from one actor to the next."""


@dataclass(frozen=True, slots=True)
class World:
    """The events as columns, and the ids of all actors in their order."""

    columns: FactColumns
    actors: Bytes

    def image(self) -> Image:
        """The events in memory."""
        groups = Codes({group: number for number, group in enumerate(GROUPS)})
        places = Codes({f"place_{number:04}": number for number in range(PLACES)})
        return build(SHAPE, self.columns, self.actors, groups, places)


def generate(actors: int, events: int, seed: int = 1) -> World:
    """So many events among so many actors."""
    random = np.random.default_rng(seed)
    sizes = np.where(random.random(events) < CROWDED, random.integers(3, 9, events), 2)
    weights = np.cumsum((np.arange(actors) + 10.0) ** -STEEPNESS)
    fame = random.permutation(actors).astype(np.int32)
    who = fame[np.searchsorted(weights, random.random(int(sizes.sum())) * weights[-1])]
    fact = np.repeat(np.arange(events, dtype=np.int32), sizes)
    pairs = np.unique((fact.astype(np.int64) << 32) | who)
    start = random.integers(FIRST, LAST + 1, events).astype(np.int32)
    long = random.random(events)
    end = np.where(long < 0.04, start + random.integers(1, 60, events), start).astype(np.int32)
    undated = long > 0.99
    columns = FactColumns(
        _ids(b"fact_", random.permutation(events)),
        random.choice(len(GROUPS), events, p=list(SHARES.values())).astype(np.int16),
        np.where(undated, UNDATED, start).astype(np.int32),
        np.where(undated, UNDATED, end).astype(np.int32),
        random.integers(CERTAIN // 2, CERTAIN, events).astype(np.uint16),
        np.minimum(random.geometric(0.5, events), 255).astype(np.uint8),
        np.where(random.random(events) < 0.5, random.integers(0, PLACES, events), NOWHERE).astype(np.int32),
        (pairs >> 32).astype(np.int32),
        (pairs & 0xFFFFFFFF).astype(np.int32),
        np.zeros(len(pairs), bool),
    )
    return World(columns, _ids(b"ent_", np.arange(actors)))


def questions(image: Image, number: int, seed: int = 2) -> list[tuple[str, str]]:
    """Pairs of actors that have contacts, drawn evenly."""
    random = np.random.default_rng(seed)
    known = np.flatnonzero(np.diff(image.base.starts))
    drawn = random.choice(known, (number, 2))
    return [(image.actors[int(a)], image.actors[int(b)]) for a, b in drawn if a != b]


def pairs(columns: FactColumns) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Every two actors of an event, those of events of two first, as two columns."""
    sizes = np.bincount(columns.part_fact, minlength=len(columns.ids)).astype(np.int64)
    first = np.cumsum(sizes) - sizes
    two = first[sizes == 2]
    yield columns.part_actor[two], columns.part_actor[two + 1]
    for size in range(3, int(sizes.max(initial=2)) + 1):
        begin = first[sizes == size]
        for i in range(size):
            for j in range(i + 1, size):
                yield columns.part_actor[begin + i], columns.part_actor[begin + j]


def _ids(prefix: bytes, numbers: np.ndarray) -> Bytes:
    """Twenty hexadecimal digits behind a prefix, as ids have them."""
    digits = np.zeros((len(numbers), 20), np.uint8)
    for place in range(20):
        digits[:, 19 - place] = (numbers >> (4 * place)) & 15 if place < 12 else 0
    letters = np.empty((len(numbers), len(prefix) + 20), np.uint8)
    letters[:, : len(prefix)] = np.frombuffer(prefix, np.uint8)
    letters[:, len(prefix) :] = np.frombuffer(b"0123456789abcdef", np.uint8)[digits]
    return letters.view(f"S{letters.shape[1]}").ravel()


__all__ = ["EVERYTHING", "GROUPS", "MET", "World", "generate", "pairs", "questions"]
