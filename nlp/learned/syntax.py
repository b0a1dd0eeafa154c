"""How two words of a sentence hang together: their lowest common head, how each hangs under it, how far apart they stand."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlp.learned.labels import DEPENDENCY, SELF, UNKNOWN_DEPENDENCY
from nlp.learned.views import View

Ints = NDArray[np.int16]
FARTHEST = 24
_BUCKET = np.array([1, 2, 3, 4, 5, 5, 6, 6, 6, *[7] * 6, *[8] * 10])
_SIGN = 9
"""Buckets of distances to the left are numbered from here on."""


def bucket(distance: NDArray[np.int_]) -> NDArray[np.int_]:
    """Signed distances as 1 to 17; 0 is kept for none."""
    size = _BUCKET[np.minimum(np.abs(distance), FARTHEST)]
    return np.where(distance < 0, size + _SIGN, size)


@dataclass(slots=True)
class Tree:
    """A sentence's words from number `first` on. `common[i, j]` is the lowest common head (-1 for none), `hangs[i, h]`
    the dependency by which word i, or the head of it that is next to h, hangs on its head h; 0 where h is no head of it.
    """

    first: int
    common: NDArray[np.int_]
    hangs: Ints

    def __len__(self) -> int:
        return len(self.hangs)


def tree(view: View, sentence: int, starts: list[int]) -> Tree:
    """The tree of one sentence; `starts` are where the words of the view start."""
    begin, end = view.sentences[sentence]
    first, last = bisect_left(starts, begin), bisect_left(starts, end)
    size = last - first
    above, hangs, depth = np.zeros((size, size), bool), np.zeros((size, size), np.int16), np.zeros(size, np.int16)
    for number in range(size):
        depth[number] = _climb(view, first, number, above[number], hangs[number])
    shared = np.where(above[:, None, :] & above[None, :, :], depth + 1, 0)
    common = shared.argmax(-1) if size else np.zeros((0, 0), int)
    if size:
        common[shared.max(-1) == 0] = -1
    return Tree(first, common, hangs)


def _climb(view: View, first: int, number: int, above: NDArray[np.bool_], hangs: Ints) -> int:
    """Mark the word and all its heads; how many heads it has."""
    above[number], hangs[number] = True, SELF
    at, depth = number, 0
    while True:
        word = view.words[first + at]
        head = word.head - first
        if head == at or not 0 <= head < len(above) or above[head]:
            return depth
        above[head], hangs[head] = True, DEPENDENCY.get(word.dependency, UNKNOWN_DEPENDENCY)
        at, depth = head, depth + 1


def head_of(view: View, starts: list[int], start: int, end: int) -> int:
    """The number of the word through which the stretch hangs in its sentence."""
    first = bisect_right(starts, start) - 1
    last = max(bisect_left(starts, end), first + 1)
    for number in range(first, last):
        if not first <= view.words[number].head < last or view.words[number].head == number:
            return number
    return last - 1


@dataclass(slots=True)
class Ties:
    """How each row (a node) is tied to each column (a node, or a word piece): the piece of their lowest common head,
    counted from 1; the bucket of their distance; the dependencies of row and column under that head. 0 is for none."""

    head: Ints
    distance: Ints
    row: Ints
    column: Ints

    @classmethod
    def none(cls, rows: int, columns: int) -> "Ties":
        """No ties at all."""
        return cls(*(np.zeros((rows, columns), np.int16) for _ in range(4)))


def tie_nodes(parsed: Tree, heads: list[list[int]], first_piece: Ints) -> Ties:
    """Ties between nodes, each given by the heads of its mentions in the sentence; the two nearest mentions count."""
    ties = Ties.none(len(heads), len(heads))
    for i, mine in enumerate(heads):
        for j, others in enumerate(heads):
            if i == j or not mine or not others:
                continue
            away = np.array(others)[None] - np.array(mine)[:, None]
            row, column = divmod(int(np.abs(away).argmin()), len(others))
            ties.distance[i, j] = bucket(away[row, column])
            head = parsed.common[mine[row], others[column]]
            if head >= 0:
                ties.head[i, j] = first_piece[head] + 1
                ties.row[i, j], ties.column[i, j] = parsed.hangs[mine[row], head], parsed.hangs[others[column], head]
    return ties


def tie_pieces(parsed: Tree, heads: list[list[int]], first_piece: Ints, word_of: NDArray[np.int_]) -> Ties:
    """Ties between nodes and word pieces; `word_of` is the word of each piece, -1 outside the sentence."""
    ties = Ties.none(len(heads), len(word_of))
    inside = word_of >= 0
    words = np.where(inside, word_of, 0)
    for i, mine in enumerate(heads):
        if not mine:
            continue
        away = words[None] - np.array(mine)[:, None]
        nearest = np.abs(away).argmin(0)
        own = np.array(mine)[nearest]
        head = parsed.common[own, words]
        tied = inside & (head >= 0)
        head = np.maximum(head, 0)
        ties.distance[i] = np.where(inside, bucket(away[nearest, np.arange(len(words))]), 0)
        ties.head[i] = np.where(tied, first_piece[head] + 1, 0)
        ties.row[i] = np.where(tied, parsed.hangs[own, head], 0)
        ties.column[i] = np.where(tied, parsed.hangs[words, head], 0)
    return ties
