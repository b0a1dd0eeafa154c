"""Fits the decision over rules and network to gold that the network was not trained on, and prints what to decide by.

python -m training.weigh GOLD…         the scales of `nlp/learned/calibration.py` and the odds of `nlp/learned/decision.py`
"""

import argparse
import datetime as dt
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.evaluation import GoldDocument, load
from app.matching import MATCHERS, GoldEntities
from graph.vocabulary import Claim, Reading
from nlp.kinds import KINDS
from nlp.learned.alike import Index
from nlp.learned.calibration import SCALES, Scale
from nlp.learned.component import LearnedReader
from nlp.learned.decision import are_persons
from nlp.pipeline import Reader, build, reading
from training.served import served

Floats = NDArray[np.float64]
STEADY = 2.0
"""How strongly the fit is held to the scales that there are: what as many claims would say."""
STEPS = 50
LIKE_OTHERS = 4.0
"""Claims of a kind are taken to be right as often as those of all kinds, as if so many more had been seen."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A claim read by the rules, by both or by the network alone; its confidence there, and whether the gold has it."""

    voice: str
    kind: str
    right: bool
    persons: bool = False
    elsewhere: bool = False
    confidence: float = 0.0


def seen(gold: GoldDocument, reader: Reader, learned_reader: LearnedReader) -> Iterator[Seen]:
    """All claims of a document by their voices; `reader` reads by rules alone."""
    doc = reader.document(gold.text, dt.date.fromisoformat(gold.published_at))
    by_rules, learned = reading(doc), learned_reader.propose(doc)
    rules, network = Index(by_rules.claims), Index(learned)
    judge = Judge(gold, by_rules)
    for claim in by_rules.claims:
        yield Seen("both" if network.surest(claim) else "rules", claim.kind, judge.is_right(claim), are_persons(claim))
    for claim in learned:
        if rules.surest(claim) is None:
            yield Seen("network", claim.kind, judge.is_right(claim), False, judge.is_elsewhere(claim), claim.confidence)


class Judge:
    """Holds claims against the gold of one document, each by itself."""

    def __init__(self, gold: GoldDocument, read: Reading) -> None:
        self.gold, self.entities = gold, GoldEntities(gold.entities)
        self.names = {entity.key: entity.name for entity in read.entities}
        self.mentions = {entity.key: entity.mentions for entity in read.entities}

    def is_right(self, claim: Claim) -> bool:
        """Whether a fact of the gold is the one that the claim makes."""
        fact, matches = served(claim, self.names, self.gold.text), MATCHERS[claim.kind]
        return any(fact["kind"] == gold["kind"] and matches(gold, fact, self.entities) for gold in self.gold.facts)

    def is_elsewhere(self, claim: Claim) -> bool:
        """Whether its sentence does not mention everybody who takes part."""
        start, end = claim.evidence.start, claim.evidence.end
        return not all(any(start <= place.start < end for place in self.mentions[part.entity]) for part in claim.parts)


def scales(claims: Sequence[Seen]) -> dict[str, Scale]:
    """The scales under which what the network alone claims is right as often as its confidence says."""
    alone = [claim for claim in claims if claim.voice == "network"]
    kinds = list(SCALES)
    logits = np.array([_logit(claim.confidence) for claim in alone])
    kind = np.array([[float(claim.kind == name) for name in kinds] for claim in alone])
    elsewhere = np.array([[float(claim.elsewhere)] for claim in alone])
    start = np.concatenate([np.ones(len(kinds)), np.zeros(len(kinds) + 1)])
    found = logistic(np.hstack([kind * logits[:, None], kind, elsewhere]), np.array([claim.right for claim in alone]), start)
    slopes, intercepts, beyond = found[: len(kinds)], found[len(kinds) : -1], found[-1]
    return {
        name: Scale(*(round(float(v), 3) for v in (a * old.slope, a * old.intercept + b, a * old.elsewhere + beyond)))
        for (name, old), a, b in zip(SCALES.items(), slopes, intercepts, strict=True)
    }


def logistic(rows: Floats, right: NDArray[np.bool_], start: Floats) -> Floats:
    """The weights of a logistic regression, held to `start` by a ridge of `STEADY`; by Newton's method."""
    weights = start.copy()
    for _ in range(STEPS):
        likely = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (likely - right) + STEADY * (weights - start)
        bend = (rows.T * (likely * (1 - likely))) @ rows + STEADY * np.eye(len(weights))
        weights -= np.linalg.solve(bend, slope)
    return weights


def odds(claims: Sequence[Seen], voice: str) -> dict[str, float]:
    """How often claims of a kind are right that the rules alone, or both, have read."""
    own = [claim for claim in claims if claim.voice == voice]
    return {kind: round(_rate([claim for claim in own if claim.kind == kind], own), 2) for kind in KINDS}


def _rate(some: Sequence[Seen], all_: Sequence[Seen]) -> float:
    overall = sum(claim.right for claim in all_) / max(len(all_), 1)
    return (sum(claim.right for claim in some) + LIKE_OTHERS * overall) / (len(some) + LIKE_OTHERS)


def _logit(probability: float) -> float:
    near = min(max(probability, 0.001), 0.999)
    return math.log(near / (1 - near))


def main() -> None:
    """Read gold and print what to decide by."""
    parser = argparse.ArgumentParser(prog="python -m training.weigh", description=__doc__)
    parser.add_argument("gold", type=Path, nargs="+", help="gold documents that the network was not trained on, JSON Lines")
    reader, learned_reader = Reader(build(learned=False)), LearnedReader()
    claims = [claim for gold in load(parser.parse_args().gold) for claim in seen(gold, reader, learned_reader)]
    for kind, scale in scales(claims).items():
        print(f"{kind:<10} {scale}")
    persons = [claim for claim in claims if claim.persons]
    others = [claim for claim in claims if not claim.persons]
    for name, rates in (
        ("both", odds(claims, "both")),
        ("rules alone", odds(claims, "rules")),
        ("rules alone, between persons", odds(persons, "rules")),
        ("rules alone, not between persons", odds(others, "rules")),
    ):
        print(f"{name:<33}", "  ".join(f"{kind} {rate:.2f}" for kind, rate in rates.items()))


if __name__ == "__main__":
    main()
