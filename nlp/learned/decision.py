"""One decision over what the rules read and what the learned reader proposes.

Measured by cross-validation over documents: a claim of the rules that the learned reader supports is right more often than one it
does not see; and what the learned reader alone proposes is right as often as its calibrated confidence says.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from graph.vocabulary import Claim, FactKind
from nlp.kinds import KINDS


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
SHORT = 3
"""Words of no more letters say nothing of what is spoken of."""
OVERLAP = 0.5
"""Of the entities of two claims that speak of one thing, at least this part is in both, where a role takes several."""


def decide(by_rules: Sequence[Claim], learned: Sequence[Claim]) -> list[Claim]:
    """The claims to make, each with the probability that it is right, in the order of the text."""
    decided = [_weighed(claim, [other for other in learned if alike(claim, other)]) for claim in by_rules]
    new = [claim for claim in learned if claim.confidence >= ODDS[claim.kind].added]
    decided += [claim for claim in new if not any(alike(claim, other) for other in by_rules)]
    return sorted((claim for claim in decided if claim.confidence >= LEAST), key=lambda claim: claim.evidence.start)


def _weighed(claim: Claim, supporting: Sequence[Claim]) -> Claim:
    odds = ODDS[claim.kind]
    if not supporting:
        return replace(claim, confidence=_alone(claim, odds))
    best = max(supporting, key=lambda other: other.confidence)
    dates = {**best.dates, **claim.dates}
    return replace(claim, confidence=odds.both, dates=dates, place=claim.place or best.place)


def _alone(claim: Claim, odds: Odds) -> float:
    between_persons = all(part.entity.startswith(PERSON) for part in claim.parts)
    return odds.persons if odds.persons is not None and between_persons else odds.alone


def alike(one: Claim, other: Claim) -> bool:
    """Whether two claims of a document may speak of one thing: enough entities in common, and words, status and date that fit."""
    if one.kind != other.kind:
        return False
    kind = KINDS[one.kind]
    if not all(_share(set(one.entities(role)), set(other.entities(role)), kind.field_of(role).least) for role in kind.same_roles):
        return False
    if kind.name == "agreement":  # "the truce" may be "the ceasefire", signed
        return one.status == other.status or _words_meet(kind, one, other)
    return _words_meet(kind, one, other) and _statuses_meet(kind, one.status, other.status) and _dates_meet(one, other)


def _share(one: set[str], other: set[str], least: int) -> bool:
    shared = len(one & other)
    return shared >= max(least, 1) and (least < 2 or shared >= OVERLAP * max(len(one), len(other)))


def _words_meet(kind: FactKind, one: Claim, other: Claim) -> bool:
    return all(bool(_words(one, name) & _words(other, name)) for name in kind.same_values)


def _words(claim: Claim, name: str) -> set[str]:
    return {word for word in re.findall(r"[^\W\d_]+", claim.values.get(name, "").lower()) if len(word) > SHORT}


def _statuses_meet(kind: FactKind, one: str, other: str) -> bool:
    return not kind.status_groups or any(one in group and other in group for group in kind.status_groups)


def _dates_meet(one: Claim, other: Claim) -> bool:
    dates = (one.dates.get("date"), other.dates.get("date"))
    return dates[0] is None or dates[1] is None or dates[0].overlaps(dates[1])
