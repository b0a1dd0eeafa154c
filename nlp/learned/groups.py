"""Who belongs together: from scores of pairs to groups of nodes."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
ALIKE = 0.6
"""Groups that share this part of the smaller one, and two nodes at least, are one."""


def probability(logits: Floats) -> Floats:
    """The logistic function."""
    result: Floats = 1 / (1 + np.exp(-np.clip(logits, -30, 30)))
    return result


def shares(logits: Floats) -> Floats:
    """Scores as shares of one."""
    grown = np.exp(logits - logits.max(-1, keepdims=True))
    result: Floats = grown / grown.sum(-1, keepdims=True)
    return result


def groups(pairs: Floats, least: float, nodes: Sequence[int]) -> list[list[int]]:
    """Groups of `nodes` each two of which score more than `least`; groups that differ little are united."""
    near = {i: {j for j in nodes if j != i and pairs[i, j] > least} for i in nodes}
    found: list[set[int]] = []
    for clique in sorted(_cliques(near), key=len, reverse=True):
        for group in found:
            shared = len(clique & group)
            if shared >= 2 and shared / min(len(clique), len(group)) > ALIKE:
                group |= clique
                break
        else:
            found.append(set(clique))
    return [sorted(group) for group in found]


def _cliques(near: dict[int, set[int]]) -> Iterator[set[int]]:
    """The largest sets of nodes that are all near each other (Bron and Kerbosch, with a pivot)."""

    def grow(chosen: set[int], open_: set[int], done: set[int]) -> Iterator[set[int]]:
        if not open_ and not done:
            if len(chosen) > 1:
                yield chosen
            return
        pivot = max(open_ | done, key=lambda node: len(near[node] & open_))
        for node in sorted(open_ - near[pivot]):
            yield from grow(chosen | {node}, open_ & near[node], done & near[node])
            open_ = open_ - {node}
            done = done | {node}

    yield from grow(set(), {node for node in near if near[node]}, set())


def blocks(pairs: Iterable[tuple[int, int]]) -> Iterator[tuple[list[int], list[int]]]:
    """Ordered pairs as blocks: who does it, to whom; pairs that share a side are one block."""
    rest = list(pairs)
    while rest:
        left, right = {rest[0][0]}, {rest[0][1]}
        size = 0
        while size != len(left) + len(right):
            size = len(left) + len(right)
            for i, j in rest:
                if i in left or j in right:
                    left.add(i)
                    right.add(j)
        rest = [(i, j) for i, j in rest if i not in left or j not in right]
        yield sorted(left), sorted(right)


def both_ways(group: Sequence[int]) -> tuple[list[int], list[int]]:
    """Rows and columns of every pair of a group, in both orders."""
    pairs = list(combinations(group, 2))
    return [i for i, _ in pairs] + [j for _, j in pairs], [j for _, j in pairs] + [i for i, _ in pairs]
