"""Completes a claim whose sentence leaves out who took part: `The talks ended on Friday`, `The measures were extended`.

Such a sentence speaks of something named before; its parts are those of the last claim of its kind that fits.
"""

from dataclasses import replace

from graph.vocabulary import Claim, ClaimPart, FactKind
from nlp.arguments import is_passive
from nlp.grammar import NOUNS
from nlp.tokens import Token

REACH = 900
"""How many characters back the earlier claim may stand: about a paragraph and a half."""
NEXT = 3
"""Characters between a sentence and the next."""
DEFINITE = frozenset("the this that these those both its their his her".split())
NEW = frozenset("a an another no any some".split())
SERIAL = frozenset(
    "first second third fourth fifth sixth seventh eighth ninth tenth last final previous next further another new fresh earlier "
    "later latest initial follow-up renewed subsequent return".split()
)
"""Words that count an event among others of its kind: `a second round`, `previous session`."""


def is_complete(claim: Claim, kind: FactKind) -> bool:
    """Whether a claim has as many entities in each role as its kind asks for."""
    return all(len(set(claim.entities(field.role))) >= field.least for field in kind.parts)


def follows_at_once(claim: Claim, earlier: Claim) -> bool:
    """Whether a claim stands in the sentence of an earlier one, or in the next."""
    return claim.evidence.start - earlier.evidence.end <= NEXT


def refers_back(trigger: Token) -> bool:
    """Whether `trigger` may speak of what was named before: a definite noun, a bare plural or verb, or one more of a series."""
    if trigger.pos_ not in NOUNS:
        return is_passive(trigger)
    before = {child.lower_ for child in trigger.children if child.i < trigger.i}
    determiners = {child.lower_ for child in trigger.children if child.dep_ in {"det", "poss"}}
    if determiners & DEFINITE or before & SERIAL:
        return True
    return not determiners & NEW and trigger.tag_ == "NNS"


def complete(claim: Claim, kind: FactKind, earlier: list[Claim]) -> Claim | None:
    """`claim` with the missing parts of the last of `earlier` that it can speak of; None if there is none."""
    near = [other for other in reversed(earlier) if claim.evidence.start - other.evidence.end <= REACH]
    fitting = [other for other in near if _fits(claim, other)] or [other for other in near if _fills_a_role(claim, kind)]
    if not fitting:
        return None
    parts = claim.parts + _missing(claim, fitting[0], kind)
    return replace(claim, parts=parts, confidence=round(claim.confidence * fitting[0].confidence, 3))


def foretold(claim: Claim, kind: FactKind, later: list[Claim]) -> Claim | None:
    """`claim` with the missing parts of the first of `later` that names those it has: `Russia pulled out of the deal`, which
    the report then tells of in full."""
    if not any(claim.entities(field.role) for field in kind.parts if field.least):
        return None
    fitting = next((other for other in later if _fits(claim, other)), None)
    if fitting is None:
        return None
    return replace(claim, parts=claim.parts + _missing(claim, fitting, kind), confidence=round(claim.confidence * 0.8, 3))


def _fills_a_role(claim: Claim, kind: FactKind) -> bool:
    """Whether of several roles that a kind asks for one is filled (the target of a sanction), so that only another lacks."""
    asked = [field for field in kind.parts if field.least]
    return len(asked) > 1 and any(claim.entities(field.role) for field in asked)


def _fits(claim: Claim, candidate: Claim) -> bool:
    """Whether the entities that `claim` does name play the same roles in `candidate`."""
    roles = {(part.role, part.entity) for part in candidate.parts}
    return all((part.role, part.entity) in roles for part in claim.parts)


def _missing(claim: Claim, candidate: Claim, kind: FactKind) -> tuple[ClaimPart, ...]:
    present = {(part.role, part.entity) for part in claim.parts}
    lacking = {field.role for field in kind.parts if len(set(claim.entities(field.role))) < field.least}
    return tuple(part for part in candidate.parts if part.role in lacking and (part.role, part.entity) not in present)
