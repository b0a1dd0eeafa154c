"""One decision over what the rules read and what the learned reader proposes.

How likely a claim is right is fitted to documents that the network had not seen. Of a claim of the rules counts the score of the
claim of the network that is like it, and how sure the rule is; of a claim that the network alone proposes its score, and whether
the rules read such a thing in the same sentence, of others or partly of the same.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from graph.vocabulary import Claim, Span
from nlp.learned.alike import Index
from nlp.learned.calibration import Features, likelihood, logit

UNSEEN = 0.01
"""The score of a claim that the network does not propose at all."""
PERSON = "person/"
"""How the keys of persons begin."""
LEAST = 0.35
"""A claim of the rules that is less likely than this is not made."""
ADDED = 0.6
"""A claim of the network alone that is less likely than this is not made: precision shall not fall for the recall it brings."""


def decide(by_rules: Sequence[Claim], learned: Sequence[Claim]) -> list[Claim]:
    """The claims to make, each with the probability that it is right, in the order of the text.

    The confidence of a claim of `learned` is the network's score.
    """
    rules, network = Index(by_rules), Index(learned)
    weighed = (_weighed(claim, network.surest(claim)) for claim in by_rules)
    kept = [claim for claim in weighed if claim.confidence >= LEAST]
    beside = Beside(by_rules)
    alone = (replace(claim, confidence=likelihood(of_network(claim, beside))) for claim in learned if rules.surest(claim) is None)
    added = [claim for claim in alone if claim.confidence >= ADDED]
    return sorted(kept + added, key=lambda claim: claim.evidence.start)


class Beside:
    """The claims of the rules by sentence and kind."""

    def __init__(self, by_rules: Sequence[Claim]) -> None:
        self._found: dict[tuple[str, Span], list[Claim]] = defaultdict(list)
        for claim in by_rules:
            self._found[claim.kind, claim.evidence].append(claim)

    def of(self, claim: Claim) -> list[Claim]:
        """Those of its kind that stand in its sentence."""
        return self._found.get((claim.kind, claim.evidence), [])


def of_rules(claim: Claim, support: Claim | None) -> Features:
    """What is known of a claim of the rules: two persons who met are surer than two states that met conditions."""
    return {
        f"{claim.kind} by rules": 1.0,
        f"{claim.kind} of persons": float(all(part.entity.startswith(PERSON) for part in claim.parts)),
        f"{claim.kind} seen": logit(support.confidence if support is not None else UNSEEN),
        "rule": logit(claim.confidence),
    }


def of_network(claim: Claim, beside: Beside) -> Features:
    """What is known of a claim of the network alone."""
    others, who = beside.of(claim), {part.entity for part in claim.parts}
    return {
        f"{claim.kind} by network": 1.0,
        f"{claim.kind} score": logit(claim.confidence),
        "beside": float(bool(others)),
        "shared": float(any(who & {part.entity for part in other.parts} for other in others)),
    }


def _weighed(claim: Claim, support: Claim | None) -> Claim:
    """A claim of the rules with its likelihood, and with what it lacks of day and place."""
    likely = replace(claim, confidence=likelihood(of_rules(claim, support)))
    if support is None:
        return likely
    return replace(likely, dates={**support.dates, **claim.dates}, place=claim.place or support.place)
