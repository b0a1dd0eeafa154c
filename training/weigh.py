"""Fits the decision over rules and network to gold that the network was not trained on, and prints the weights to decide by.

python -m training.weigh GOLD…         the weights of `nlp/learned/calibration.py`
"""

import argparse
import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.evaluation import GoldDocument, load
from app.matching import MATCHERS, GoldEntities
from graph.vocabulary import Claim, Reading
from nlp.learned.alike import Index
from nlp.learned.calibration import Features
from nlp.learned.component import LearnedReader
from nlp.learned.decision import Beside, of_network, of_rules
from nlp.pipeline import Reader, build, reading
from training.served import served

Floats = NDArray[np.float64]
STEADY = 1.0
"""How strongly weights are held to nothing: what as many claims would say."""
STEPS = 50


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim read by the rules, by both or by the network alone; what is known of it, and whether the gold has it."""

    voice: str
    kind: str
    right: bool
    features: Features


def seen(gold: GoldDocument, reader: Reader, learned_reader: LearnedReader) -> Iterator[Seen]:
    """All claims of a document; `reader` reads by rules alone."""
    doc = reader.document(gold.text, dt.date.fromisoformat(gold.published_at))
    by_rules, learned = reading(doc), learned_reader.propose(doc)
    rules, network, beside = Index(by_rules.claims), Index(learned), Beside(by_rules.claims)
    judge = Judge(gold, by_rules)
    for claim in by_rules.claims:
        support = network.surest(claim)
        yield Seen("both" if support else "rules", claim.kind, judge.is_right(claim), of_rules(claim, support))
    for claim in learned:
        if rules.surest(claim) is None:
            yield Seen("network", claim.kind, judge.is_right(claim), of_network(claim, beside))


class Judge:
    """Holds claims against the gold of one document, each by itself."""

    def __init__(self, gold: GoldDocument, read: Reading) -> None:
        self.gold, self.entities = gold, GoldEntities(gold.entities)
        self.names = {entity.key: entity.name for entity in read.entities}

    def is_right(self, claim: Claim) -> bool:
        """Whether a fact of the gold is the one that the claim makes."""
        fact, matches = served(claim, self.names, self.gold.text), MATCHERS[claim.kind]
        return any(fact["kind"] == gold["kind"] and matches(gold, fact, self.entities) for gold in self.gold.facts)


def weights(claims: Sequence[Seen]) -> dict[str, float]:
    """The weights under which a claim is right as often as its likelihood says."""
    names = sorted({name for claim in claims for name in claim.features})
    rows = np.array([[claim.features.get(name, 0.0) for name in names] for claim in claims])
    found = logistic(rows, np.array([claim.right for claim in claims]))
    return {name: round(float(weight), 3) for name, weight in zip(names, found, strict=True)}


def logistic(rows: Floats, right: NDArray[np.bool_]) -> Floats:
    """The weights of a logistic regression with a ridge of `STEADY`; by Newton's method."""
    found: Floats = np.zeros(rows.shape[1])
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (likely - right) + STEADY * found
        bend = (rows.T * (likely * (1 - likely))) @ rows + STEADY * np.eye(len(found))
        found -= np.linalg.solve(bend, slope)
    return found


def main() -> None:
    """Read gold and print what to decide by."""
    parser = argparse.ArgumentParser(prog="python -m training.weigh", description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+", help="gold documents that the network was not trained on, JSON Lines")
    reader, learned_reader = Reader(build(learned=False)), LearnedReader()
    claims = [claim for gold in load(parser.parse_args().gold) for claim in seen(gold, reader, learned_reader)]
    for name, weight in weights(claims).items():
        print(f'    "{name}": {weight},')
    read = Counter((claim.kind, claim.voice) for claim in claims)
    right = Counter((claim.kind, claim.voice) for claim in claims if claim.right)
    for (kind, voice), number in sorted(read.items()):
        print(f"{kind} by {voice}: {right[kind, voice]} of {number} right")


if __name__ == "__main__":
    main()
