"""Cross-validation over documents: what a network reads in documents it was not fitted to, as the gold scores it."""

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from app.evaluation import GoldDocument, Report, evaluate
from app.matching import Json
from graph.vocabulary import Claim
from nlp.learned.alike import alike
from nlp.learned.decode import LIMITS, SentenceReader
from nlp.learned.network import best_ends
from nlp.learned.tables import Tables
from training.batches import collate, items
from training.examples import Example
from training.fit import Plan, fit
from training.network import Network
from training.served import served

KIND_LIMITS = {"meeting": 0.5, "position": 0.3, "sanction": 0.4, "role": 0.6, "agreement": 0.5}
FOLDS = 5


def cross_validate(golds: Sequence[GoldDocument], examples: Sequence[Example], encoder: Path, plan: Plan) -> Report:
    """The report over all documents, each read by a network fitted to the other folds."""
    order = sorted(example.id for example in examples)
    random.Random(7).shuffle(order)
    fold = {document: number % FOLDS for number, document in enumerate(order)}
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    by_document: dict[str, list[Json]] = {}
    for number in range(FOLDS):
        network = fit([example for example in examples if fold[example.id] != number], encoder, plan)
        by_document |= {e.id: read(network, e, tokenizer) for e in examples if fold[e.id] == number}
    return evaluate(golds, lambda gold: by_document[gold.id])


def read(network: Network, example: Example, tokenizer: Tokenizer) -> list[Json]:
    """The facts that the network reads in an example."""
    view = example.view
    claims: list[Claim] = []
    for item in items(example, tokenizer):
        with torch.no_grad():
            relations, choices, begins, ends = (table.numpy() for table in network(collate([item])))
        for row, frame in enumerate(item.stretch.frames):
            count, size = len(frame.nodes), frame.end - frame.begin
            tables = Tables(
                frame,
                item.stretch.offsets[frame.begin : frame.end],
                relations[row, :count, :count],
                choices[row, :count, :count],
                begins[row, :count, :size],
                best_ends(ends[row, :, :size, :size]),
            )
            claims += SentenceReader(view, tables, {**LIMITS, **KIND_LIMITS}).claims()
    names = {actor.key: actor.name for actor in view.actors}
    return [served(claim, names, view.text) for claim in _once(claims)]


def _once(claims: Sequence[Claim]) -> list[Claim]:
    """Of claims that speak of one thing the surest, a stand-in for the graph's resolution."""
    kept: list[Claim] = []
    for claim in sorted(claims, key=lambda claim: -claim.confidence):
        if not any(alike(claim, other) for other in kept):
            kept.append(claim)
    return kept
