"""How likely a claim of the network alone is right: Platt's scaling of its score, fitted on documents not trained on."""

import math
from typing import NamedTuple


class Scale(NamedTuple):
    """What the logit of a score is multiplied by, what is added, and what is added where the sentence does not mention all."""

    slope: float
    intercept: float
    elsewhere: float = 0.0


SCALES = {
    "meeting": Scale(0.308, -0.411, -0.681),
    "position": Scale(0.288, -1.452, -0.983),
    "sanction": Scale(0.395, 0.598, -0.885),
    "role": Scale(0.418, -2.486, -0.855),
    "agreement": Scale(0.307, -0.794, -0.815),
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
