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
    """How often claims of a kind are right: read by the rules alone, or by both; and the least confidence to add one."""

    alone: float
    both: float
    added: float


ODDS = {
    "meeting": Odds(alone=0.36, both=0.77, added=0.57),
    "position": Odds(alone=0.61, both=0.87, added=0.69),
    "sanction": Odds(alone=0.34, both=0.86, added=0.47),
    "role": Odds(alone=0.64, both=0.89, added=0.73),
    "agreement": Odds(alone=0.31, both=0.78, added=0.4),
}
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
        return replace(claim, confidence=odds.alone)
    best = max(supporting, key=lambda other: other.confidence)
    dates = {**best.dates, **claim.dates}
    return replace(claim, confidence=odds.both, dates=dates, place=claim.place or best.place)


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
