"""How likely a claim is right: a logistic regression over what is known of it, fitted to documents not trained on."""

import math
from collections.abc import Mapping

Features = Mapping[str, float]
"""What is known of a claim, by name; what is not named is 0."""
WEIGHTS: dict[str, float] = {
    "agreement by network": -0.082,
    "agreement by rules": 1.542,
    "agreement of persons": -0.683,
    "agreement score": 0.642,
    "agreement seen": 0.501,
    "beside": -1.032,
    "meeting by network": 0.389,
    "meeting by rules": 0.819,
    "meeting of persons": 0.474,
    "meeting score": 0.863,
    "meeting seen": 0.364,
    "position by network": 0.371,
    "position by rules": 1.246,
    "position of persons": 0.521,
    "position score": 0.869,
    "position seen": 0.419,
    "role by network": -1.566,
    "role by rules": 1.93,
    "role of persons": 0.0,
    "role score": 0.65,
    "role seen": 0.259,
    "rule": 0.102,
    "sanction by network": 1.325,
    "sanction by rules": 1.769,
    "sanction of persons": 0.0,
    "sanction score": 0.554,
    "sanction seen": 0.246,
    "shared": 0.185,
}
"""Fitted by `python -m training.weigh`."""
SURE = 1e-3
"""Probabilities nearer to 0 or 1 are taken for this near."""


def logit(probability: float) -> float:
    """The logarithm of the odds; of 0 and 1 that of what is `SURE`."""
    near = min(max(probability, SURE), 1 - SURE)
    return math.log(near / (1 - near))


def likelihood(features: Features) -> float:
    """The probability that a claim is right of which this is known."""
    total = sum(WEIGHTS[name] * value for name, value in features.items())
    return round(1 / (1 + math.exp(-total)), 3)
