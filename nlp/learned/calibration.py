"""How likely a claim of the network alone is right: Platt's scaling of its score, fitted on documents not trained on."""

import math
from typing import NamedTuple


class Scale(NamedTuple):
    """What the logit of a score is multiplied by, what is added, and what is added where the sentence does not mention all."""

    slope: float
    intercept: float
    elsewhere: float = 0.0


SCALES = {
    "meeting": Scale(0.618, -0.144, -0.283),
    "position": Scale(0.477, -0.713, -0.544),
    "sanction": Scale(0.486, 0.371, -0.006),
    "role": Scale(0.624, -2.36, -0.193),
    "agreement": Scale(0.484, -0.532, -0.202),
}
"""Fitted by `python -m training.weigh`."""
SURE = 1e-4
"""Scores nearer to 0 or 1 are taken for this near."""


def calibrated(kind: str, score: float, *, elsewhere: bool = False) -> float:
    """The probability that a claim of `kind` with this score is right where the rules do not read it too.

    `elsewhere`: its sentence does not mention everybody who takes part, by name, pronoun or description.
    """
    scale = SCALES[kind]
    score = min(max(score, SURE), 1 - SURE)
    logit = scale.slope * math.log(score / (1 - score)) + scale.intercept + (scale.elsewhere if elsewhere else 0.0)
    return round(1 / (1 + math.exp(-logit)), 3)
