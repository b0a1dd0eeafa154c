"""How likely a claim is right, from what the network scores it: Platt's scaling, fitted on documents not trained on."""

import math

SCALES = {
    "meeting": (0.386, -0.261),
    "position": (0.457, -0.204),
    "sanction": (0.466, 0.025),
    "role": (0.692, -1.047),
    "agreement": (0.268, -0.472),
}
"""Slope and intercept of a kind, for the logit of the score."""
SURE = 1e-4
"""Scores nearer to 0 or 1 are taken for this near."""


def calibrated(kind: str, score: float) -> float:
    """The probability that a claim of `kind` with this score is right."""
    slope, intercept = SCALES[kind]
    score = min(max(score, SURE), 1 - SURE)
    logit = slope * math.log(score / (1 - score)) + intercept
    return round(1 / (1 + math.exp(-logit)), 3)
