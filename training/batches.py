"""Frames and their targets as tensors."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer

from nlp.learned.frames import Frame, Stretch, stretches
from nlp.learned.labels import CHOICE_SLICE, NODE_TYPES, RELATIONS, SPANS
from nlp.learned.syntax import Ties
from training.examples import Example
from training.targets import NEWS, Targets, targets

Batch = dict[str, torch.Tensor]
TIES = (("p", "pairs"), ("t", "spans"))
ALIKE = 8
"""Sentences whose tables are filled together."""
BY_STRETCH = ("ids", "tags", "mask")
BY_PIECE = ("piece", "cur", "tmask", "news")
BY_PAIR = ("relations", "weights", "plca", "pdist", "pli", "plj")
BY_SPAN = ("begins", "tlca", "tdist", "tli", "tlj")
CELLS = ("choices", "ends")
"""Lists of cells, each beginning with the number of its sentence."""


@dataclass(slots=True)
class Item:
    """A stretch with the types of its nodes and, for each of its frames, the targets."""

    stretch: Stretch
    types: list[int]
    targets: list[Targets]


def items(example: Example, tokenizer: Tokenizer) -> list[Item]:
    """The stretches of an example that have a frame."""
    found = [stretch for stretch in stretches(example.view, tokenizer) if stretch.frames]
    return [Item(s, example.view.types, [targets(example, frame, s) for frame in s.frames]) for s in found]


def collate(batch: list[Item]) -> Batch:
    """Items as one batch, filled up with zeros."""
    longest = max(len(item.stretch.ids) for item in batch)
    rows = [
        (n, item, frame, goal)
        for n, item in enumerate(batch)
        for frame, goal in zip(item.stretch.frames, item.targets, strict=True)
    ]
    pieces = max(frame.end - frame.begin for _, _, frame, _ in rows)
    nodes = max(len(frame.nodes) for _, _, frame, _ in rows)
    arrays = _empty(len(batch), longest, len(rows), pieces, nodes)
    for number, item in enumerate(batch):
        size = len(item.stretch.ids)
        arrays["ids"][number, :size], arrays["tags"][number, :size], arrays["mask"][number, :size] = (
            item.stretch.ids,
            item.stretch.tags,
            1,
        )
    choices: list[tuple[int, ...]] = []
    ends: list[tuple[int, ...]] = []
    for row, (number, item, frame, goal) in enumerate(rows):
        _inputs(arrays, row, number * longest, item.types, frame)
        _goals(arrays, row, goal)
        choices += [(row, i, j, CHOICE_SLICE[head].start, CHOICE_SLICE[head].stop, choice) for i, j, head, choice in goal.choices]
        ends += [(row, *end) for end in goal.ends]
    arrays["choices"] = np.array(choices, np.int64).reshape(-1, 6)
    arrays["ends"] = np.array(ends, np.int64).reshape(-1, 4)
    return {name: torch.from_numpy(array) for name, array in arrays.items()}


def of_like_size(batch: Batch) -> Iterator[Batch]:
    """The sentences of a batch, `ALIKE` at a time and cut to the size that they need: most are far smaller than the largest."""
    nodes, pieces = batch["nmask"].sum(1).long(), batch["tmask"].sum(1).long()
    for rows in torch.argsort(nodes * (int(pieces.max()) + 1) + pieces).split(ALIKE):
        yield _cut(batch, rows, int(nodes[rows].max()), int(pieces[rows].max()))


def _cut(batch: Batch, rows: torch.Tensor, nodes: int, pieces: int) -> Batch:
    part: Batch = {}
    for name, tensor in batch.items():
        if name in CELLS:
            same = tensor[:, :1] == rows[None]
            cells = tensor[same.any(1)].clone()
            cells[:, 0] = same[same.any(1)].long().argmax(1)
            part[name] = cells
        elif name in BY_PAIR:
            part[name] = tensor[rows, :nodes, :nodes]
        elif name in BY_SPAN:
            part[name] = tensor[rows, :nodes, :pieces]
        elif name not in BY_STRETCH:
            part[name] = tensor[rows, : pieces if name in BY_PIECE else nodes]
    return part


def _empty(stretches_: int, longest: int, rows: int, pieces: int, nodes: int) -> dict[str, np.ndarray[Any, Any]]:
    whole = {name: np.zeros((stretches_, longest), np.int64) for name in ("ids", "tags", "mask")}
    ties = {
        letter + name: np.zeros((rows, nodes, nodes if letter == "p" else pieces), np.int64)
        for letter, _ in TIES
        for name in ("lca", "dist", "li", "lj")
    }
    return whole | ties | {
        "piece": np.zeros((rows, pieces), np.int64),
        "cur": np.zeros((rows, pieces), np.int64),
        "tmask": np.zeros((rows, pieces), np.float32),
        "member": np.zeros((rows, nodes, 10), np.int64),
        "share": np.zeros((rows, nodes, 10), np.float32),
        "typ": np.full((rows, nodes), len(NODE_TYPES), np.int64),
        "dist": np.zeros((rows, nodes), np.int64),
        "nmask": np.zeros((rows, nodes), np.float32),
        "relations": np.zeros((rows, nodes, nodes, len(RELATIONS)), np.float32),
        "weights": np.ones((rows, nodes, nodes, len(RELATIONS)), np.float32),
        "begins": np.zeros((rows, nodes, pieces, len(SPANS)), np.float32),
        "news": np.zeros((rows, pieces, len(NEWS)), np.float32),
    }  # fmt: skip


def _inputs(arrays: dict[str, np.ndarray[Any, Any]], row: int, shift: int, types: list[int], frame: Frame) -> None:
    size, count = frame.end - frame.begin, len(frame.nodes)
    arrays["piece"][row, :size] = shift + np.arange(frame.begin, frame.end)
    arrays["cur"][row, :size] = np.arange(frame.begin, frame.end) >= frame.start
    arrays["tmask"][row, :size] = 1
    arrays["nmask"][row, :count] = 1
    arrays["typ"][row, :count] = [types[node] for node in frame.nodes]
    arrays["dist"][row, :count] = frame.distance
    for node, pieces in enumerate(frame.pieces):
        arrays["member"][row, node, : len(pieces)] = shift + np.array(pieces)
        arrays["share"][row, node, : len(pieces)] = 1 / len(pieces)
    for letter, name in TIES:
        ties: Ties = getattr(frame, name)
        columns = count if letter == "p" else size
        for part, table in (("lca", ties.head), ("dist", ties.distance), ("li", ties.row), ("lj", ties.column)):
            arrays[letter + part][row, :count, :columns] = table


def _goals(arrays: dict[str, np.ndarray[Any, Any]], row: int, goal: Targets) -> None:
    for cell in goal.relations:
        arrays["relations"][row, *cell] = 1
    for cell, weight in goal.weights.items():
        arrays["weights"][row, *cell] = weight
    for cell in goal.begins:
        arrays["begins"][row, *cell] = 1
    for first, last, news in goal.news:
        arrays["news"][row, first : last + 1, news] = 1
