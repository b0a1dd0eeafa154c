"""One decision over what the rules read and what the learned reader proposes.

Measured by cross-validation over documents: a claim of the rules that the learned reader supports is right more often than one it
does not see; and what the learned reader alone proposes is right as often as its calibrated confidence says.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.vocabulary import Claim
from nlp.learned.alike import Index


@dataclass(frozen=True, slots=True)
class Odds:
    """How often claims of a kind are right: read by the rules alone, or by both; and the least confidence to add one.

    `persons` is for claims of the rules alone in which all parts are persons, where that makes a difference: two who are
    named and met have met, but two states that met may have met conditions.
    """

    alone: float
    both: float
    added: float
    persons: float | None = None


ODDS = {
    "meeting": Odds(alone=0.35, both=0.77, added=0.6, persons=0.7),
    "position": Odds(alone=0.66, both=0.87, added=0.75),
    "sanction": Odds(alone=0.5, both=0.86, added=0.6),
    "role": Odds(alone=0.64, both=0.89, added=0.8),
    "agreement": Odds(alone=0.41, both=0.78, added=0.5),
}
"""Measured on folds that the network was not trained on; what is added must be surer still, for other news is less like them."""
PERSON = "person/"
"""How the keys of persons begin."""
LEAST = 0.4
"""A claim less likely than this is not made."""


def decide(by_rules: Sequence[Claim], learned: Sequence[Claim]) -> list[Claim]:
    """The claims to make, each with the probability that it is right, in the order of the text."""
    rules, network = Index(by_rules), Index(learned)
    decided = [_weighed(claim, network.surest(claim)) for claim in by_rules]
    new = [claim for claim in learned if claim.confidence >= ODDS[claim.kind].added]
    decided += [claim for claim in new if rules.surest(claim) is None]
    return sorted((claim for claim in decided if claim.confidence >= LEAST), key=lambda claim: claim.evidence.start)


def _weighed(claim: Claim, support: Claim | None) -> Claim:
    odds = ODDS[claim.kind]
    if support is None:
        return replace(claim, confidence=_alone(claim, odds))
    dates = {**support.dates, **claim.dates}
    return replace(claim, confidence=odds.both, dates=dates, place=claim.place or support.place)


def _alone(claim: Claim, odds: Odds) -> float:
    between_persons = all(part.entity.startswith(PERSON) for part in claim.parts)
    return odds.persons if odds.persons is not None and between_persons else odds.alone
