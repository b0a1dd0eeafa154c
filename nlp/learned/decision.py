"""One decision over what the rules read and what the learned reader proposes.

Measured on documents that neither had seen: a claim of the rules that the learned reader supports is right more often than one
it does not see; and what the learned reader alone proposes is right as often as its calibrated confidence says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.vocabulary import Claim
from nlp.learned.alike import Index


@dataclass(frozen=True, slots=True)
class Odds:
    """How often claims of a kind are right: read by the rules alone, or by both.

    `persons` is for claims of the rules alone in which all parts are persons, where that makes a difference: two who are
    named and met have met, but two states that met may have met conditions.
    """

    alone: float
    both: float
    persons: float | None = None


ODDS = {
    "meeting": Odds(alone=0.39, both=0.81, persons=0.65),
    "position": Odds(alone=0.5, both=0.84),
    "sanction": Odds(alone=0.68, both=0.87),
    "role": Odds(alone=0.76, both=0.92),
    "agreement": Odds(alone=0.33, both=0.88),
}
"""Measured by `python -m training.weigh`."""
PERSON = "person/"
"""How the keys of persons begin."""
LEAST = 0.4
"""A claim of the rules that is less likely than this is not made."""
ADDED = 0.55
"""A claim of the network alone that is less likely than this is not made: precision shall not fall for the recall it brings."""


def decide(by_rules: Sequence[Claim], learned: Sequence[Claim]) -> list[Claim]:
    """The claims to make, each with the probability that it is right, in the order of the text."""
    rules, network = Index(by_rules), Index(learned)
    weighed = (_weighed(claim, network.surest(claim)) for claim in by_rules)
    kept = [claim for claim in weighed if claim.confidence >= LEAST]
    added = [claim for claim in learned if claim.confidence >= ADDED and rules.surest(claim) is None]
    return sorted(kept + added, key=lambda claim: claim.evidence.start)


def are_persons(claim: Claim) -> bool:
    """Whether all who take part are persons."""
    return all(part.entity.startswith(PERSON) for part in claim.parts)


def _weighed(claim: Claim, support: Claim | None) -> Claim:
    odds = ODDS[claim.kind]
    if support is None:
        return replace(claim, confidence=odds.persons if odds.persons is not None and are_persons(claim) else odds.alone)
    dates = {**support.dates, **claim.dates}
    return replace(claim, confidence=odds.both, dates=dates, place=claim.place or support.place)
