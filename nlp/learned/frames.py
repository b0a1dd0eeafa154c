"""From a view to what the network reads: stretches of word pieces, and in each the sentences with their nodes."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from nlp.learned import syntax
from nlp.learned.labels import PLACE
from nlp.learned.syntax import Ties
from nlp.learned.views import View

if TYPE_CHECKING:
    from tokenizers import Tokenizer

LONGEST = 384
"""Word pieces read together, the two special ones included."""
OVERLAP = 96
"""Word pieces of the sentences before that are read again as context where a text is longer."""
WINDOW = 96
"""The sentence before is searched for spans too where both together are no longer than this."""
LONGEST_SENTENCE = 160
MOST_WORDS = 200
"""What has more words is no sentence but a list or a table, and its tree would not fit into memory."""
MOST_NODES = 18
MOST_PIECES = 10
"""Word pieces of mentions that stand for a node."""
SHORTEST = 3
FIRST_PIECE, LAST_PIECE = 101, 102
NEAR, FAR = 100, 90
"""Distances in word pieces: below the first a node is near; beyond the second a place or date is out of reach."""

Pieces = tuple[int, int]


@dataclass(slots=True)
class Frame:
    """A sentence that mentions an actor, and the nodes in reach: pieces `begin` to `end` of its stretch, itself from `start` on.

    `distance` of a node: 0 in the sentence, 1 in the one before, 2 near, 3 farther back, 4 later.
    """

    sentence: int
    begin: int
    start: int
    end: int
    nodes: list[int]
    pieces: list[list[int]]
    distance: list[int]
    pairs: Ties
    spans: Ties


@dataclass(slots=True)
class Stretch:
    """Word pieces that are read together, with the type of mention each belongs to (0 for none) and its place in the text."""

    ids: list[int]
    tags: list[int]
    offsets: list[Pieces]
    frames: list[Frame] = field(default_factory=list)


def stretches(view: View, tokenizer: "Tokenizer") -> list[Stretch]:
    """The whole view in stretches, each sentence of it in one."""
    return list(_Cutter(view, tokenizer).cut())


class _Cutter:
    """Cuts one view."""

    def __init__(self, view: View, tokenizer: "Tokenizer") -> None:
        self.view = view
        encoding = tokenizer.encode(view.text, add_special_tokens=False)
        self.ids: list[int] = encoding.ids
        self.offsets: list[Pieces] = encoding.offsets
        self.starts = [start for start, _ in self.offsets]
        self.word_starts = [word.start for word in view.words]
        self.sentences = [self._pieces(start, end) for start, end in view.sentences]
        self.mentions = [self._mention(place.start, place.end) for place in view.places]
        self.mention_starts = [pieces[0] if pieces is not None else len(self.ids) for pieces in self.mentions]
        self.tags = self._tags()
        self.heads = self._heads()

    def _pieces(self, start: int, end: int) -> Pieces:
        first = bisect_left(self.starts, start)
        return first, max(first, bisect_left(self.starts, end))

    def _mention(self, start: int, end: int) -> Pieces | None:
        first, last = self._pieces(start, end)
        if first < len(self.ids) and self.starts[first] > start and first > 0 and self.offsets[first - 1][1] > start:
            first -= 1  # the mention starts within a piece
        return (first, min(max(last, first + 1), len(self.ids))) if first < len(self.ids) else None

    def _tags(self) -> list[int]:
        tags = [0] * len(self.ids)
        for place, pieces in zip(self.view.places, self.mentions, strict=True):
            if pieces is None:
                continue
            tag = 1 + self.view.types[place.nodes[0]] * 4 + (0 if place.named else 2)
            for piece in range(*pieces):
                tags[piece] = tags[piece] or tag + (piece > pieces[0])
        return tags

    def _heads(self) -> dict[int, list[int]]:
        heads: dict[int, list[int]] = defaultdict(list)
        for place in self.view.places:
            head = syntax.head_of(self.view, self.word_starts, place.start, place.end)
            for node in place.nodes:
                heads[node].append(head)
        return heads

    def cut(self) -> Iterator[Stretch]:
        first, budget = 0, LONGEST - 2
        while first < len(self.sentences):
            back = first
            while back > 0 and self.sentences[first][0] - self.sentences[back - 1][0] <= OVERLAP:
                back -= 1
            begin = self.sentences[back][0]
            after = first
            while after < len(self.sentences) and self.sentences[after][1] - begin <= budget:
                after += 1
            after = max(after, first + 1)
            yield self._stretch(range(first, after), begin, min(self.sentences[after - 1][1], begin + budget))
            first = after

    def _stretch(self, sentences: range, begin: int, end: int) -> Stretch:
        stretch = Stretch(
            [FIRST_PIECE, *self.ids[begin:end], LAST_PIECE],
            [0, *self.tags[begin:end], 0],
            [(0, 0), *self.offsets[begin:end], (0, 0)],
        )
        for sentence in sentences:
            frame = self._frame(sentence, begin, end)
            if frame is not None:
                stretch.frames.append(frame)
        return stretch

    def _frame(self, sentence: int, low: int, high: int) -> Frame | None:
        start, end = self.sentences[sentence]
        end = min(end, high)
        if end - start < SHORTEST or self._words(sentence) > MOST_WORDS:
            return None
        begin = max(self.sentences[sentence - 1][0] if sentence else start, low)
        if end - begin > WINDOW:
            begin = start
        end = min(end, begin + LONGEST_SENTENCE)
        reached = self._reached(begin, start, end, low, high)[:MOST_NODES]
        if not any(far == 0 and self.view.types[node] < PLACE for node, far, _ in reached):
            return None
        shift = 1 - low
        nodes, distance = [node for node, _, _ in reached], [far for _, far, _ in reached]
        pieces = [[p + shift for span in spans for p in range(*span)][:MOST_PIECES] for _, _, spans in reached]
        pairs, spans = self._ties(sentence, (begin, start, end), nodes, distance)
        return Frame(sentence, begin + shift, start + shift, end + shift, nodes, pieces, distance, pairs, spans)

    def _words(self, sentence: int) -> int:
        start, end = self.view.sentences[sentence]
        return bisect_left(self.word_starts, end) - bisect_left(self.word_starts, start)

    def _reached(self, begin: int, start: int, end: int, low: int, high: int) -> list[tuple[int, int, list[Pieces]]]:
        """The nodes in reach of a sentence, those in it first: number, distance, and the mentions that stand for them."""
        here: dict[int, list[Pieces]] = {}
        before: dict[int, list[Pieces]] = {}
        after: dict[int, list[Pieces]] = {}
        near = slice(bisect_left(self.mention_starts, low), bisect_left(self.mention_starts, high))
        for place, pieces in zip(self.view.places[near], self.mentions[near], strict=True):
            if pieces is None or pieces[1] > high:
                continue
            side = here if start <= pieces[0] < end else before if pieces[0] < start else after
            for node in place.nodes:
                side.setdefault(node, []).append(pieces)
        reached = [(node, 0, spans) for node, spans in here.items()]
        back = sorted((start - spans[-1][0], node) for node, spans in before.items() if node not in here)
        for gap, node in back:
            if self.view.types[node] < PLACE or gap <= FAR:
                far = 1 if before[node][-1][0] >= begin else 2 if gap < NEAR else 3
                reached.append((node, far, before[node][-2:]))
        known = here.keys() | before.keys()
        later = ((spans[0][0], node) for node, spans in after.items() if node not in known and self.view.types[node] < PLACE)
        return reached + [(node, 4, after[node][:1]) for _, node in sorted(later)]

    def _ties(self, sentence: int, piece: tuple[int, int, int], nodes: list[int], distance: list[int]) -> tuple[Ties, Ties]:
        begin, start, end = piece
        parsed = syntax.tree(self.view, sentence, self.word_starts)
        size = len(parsed)
        if not size:
            return Ties.none(len(nodes), len(nodes)), Ties.none(len(nodes), end - begin)
        places = np.array(self.starts[begin:end])
        word_of = np.searchsorted(np.array(self.word_starts), places, "right") - 1 - parsed.first
        word_of[(np.arange(begin, end) < start) | (word_of >= size)] = -1
        word_of = np.maximum(word_of, -1)
        first_piece = np.full(size, -1, np.int16)
        for number in range(len(word_of) - 1, -1, -1):
            if word_of[number] >= 0:
                first_piece[word_of[number]] = number
        heads = [
            [h - parsed.first for h in self.heads[node] if 0 <= h - parsed.first < size] if far == 0 else []
            for node, far in zip(nodes, distance, strict=True)
        ]
        return syntax.tie_nodes(parsed, heads, first_piece), syntax.tie_pieces(parsed, heads, first_piece, word_of)
