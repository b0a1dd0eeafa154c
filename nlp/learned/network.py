"""The two networks and what they say of a view: an encoder of word pieces, and heads that fill a sentence's tables."""

import functools
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from nlp.learned.frames import Frame, Stretch, stretches
from nlp.learned.tables import Floats, Tables
from nlp.learned.views import View

WEIGHTS = Path(__file__).parent.parent / "weights"
MANIFEST = "manifest.json"
LONGEST_SPAN = 31
"""Word pieces that a span may have."""

Inputs = dict[str, NDArray[np.int64] | Floats]


class WeightsError(RuntimeError):
    """A file of weights is missing or is not the one that the manifest names."""


class Network:
    """Loads the weights, once checked against their hashes, and runs them on one thread."""

    def __init__(self, folder: Path = WEIGHTS) -> None:
        check(folder)
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self.encoder, self.heads = (
            onnxruntime.InferenceSession(str(folder / name), options, providers=["CPUExecutionProvider"])
            for name in ("encoder.onnx", "heads.onnx")
        )

    def read(self, view: View) -> Iterator[Tables]:
        """The tables of each sentence that has a node in reach."""
        for stretch in stretches(view, self.tokenizer):
            if stretch.frames:
                yield from self._read(view, stretch)

    def _read(self, view: View, stretch: Stretch) -> Iterator[Tables]:
        ids = np.array([stretch.ids], np.int64)
        inputs = {"ids": ids, "tags": np.array([stretch.tags], np.int64), "mask": np.ones_like(ids)}
        (hidden,) = self.encoder.run(None, inputs)
        for frame in stretch.frames:
            tables = self.heads.run(None, _inputs(view, frame, hidden[0]))
            relations, choices, begins, ends = (table[0] for table in tables)
            yield Tables(frame, stretch.offsets[frame.begin : frame.end], relations, choices, begins, best_ends(ends))


def check(folder: Path) -> None:
    """Raise unless every file that the manifest names is there and is what it was.

    Raises:
        WeightsError: a file is missing or differs.
    """
    try:
        manifest: dict[str, str] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["sha256"]
        found = {name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in manifest}
    except OSError as error:
        raise WeightsError(f"weights of the learned reader: {error}") from error
    wrong = sorted(name for name in manifest if found[name] != manifest[name])
    if wrong:
        raise WeightsError(f"weights of the learned reader are not those that were published: {', '.join(wrong)}")


def _inputs(view: View, frame: Frame, hidden: Floats) -> Inputs:
    """One sentence as a batch of one."""
    size = frame.end - frame.begin
    inputs: Inputs = {
        "tok": hidden[None, frame.begin : frame.end],
        "cur": (np.arange(frame.begin, frame.end) >= frame.start).astype(np.int64)[None],
        "tmask": np.ones((1, size), np.float32),
        "node": np.stack([hidden[pieces].mean(0) for pieces in frame.pieces])[None],
        "typ": np.array([[view.types[node] for node in frame.nodes]], np.int64),
        "dist": np.array([frame.distance], np.int64),
    }
    for letter, ties in (("p", frame.pairs), ("t", frame.spans)):
        for name, table in (("lca", ties.head), ("dist", ties.distance), ("li", ties.row), ("lj", ties.column)):
            inputs[letter + name] = table[None].astype(np.int64)
    return inputs


def best_ends(ends: Floats) -> NDArray[np.int_]:
    """For each field and each piece where a span may begin, the best piece for its end."""
    best: NDArray[np.int_] = np.where(_allowed(ends.shape[1]), ends, -np.inf).argmax(-1)
    return best


@functools.cache
def _allowed(pieces: int) -> NDArray[np.bool_]:
    """Whether a span from each piece to each is one, and not too long; there are only so many lengths."""
    at = np.arange(pieces)
    reach = at[None, :] - at[:, None]
    allowed: NDArray[np.bool_] = ((reach >= 0) & (reach < LONGEST_SPAN))[None]
    return allowed
