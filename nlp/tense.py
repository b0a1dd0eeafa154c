"""Whether a verb looks back or forward."""

from nlp.date_values import Tense
from nlp.tokens import Token

_MODALS = {"will", "shall", "may", "might", "must", "should", "can", "could", "would", "'ll", "’ll", "wo", "ca", "'d", "’d"}
_PERFECT = {"have", "has", "had", "'ve", "’ve", "having"}
_BACK = {"was", "were", "did"}
_AHEAD = {
    "schedule", "plan", "expect", "set", "slate", "anticipate", "pencil", "postpone", "reschedule", "defer", "delay", "adjourn",
    "foresee", "earmark", "put", "due",
}  # fmt: skip
"""Words whose time lies ahead of them: 'scheduled for', 'expected on', 'due by'."""
_OFF = {"cancel", "postpone", "scrap", "shelve", "abandon", "boycott", "delay"}
_OFFERS = {"invite", "propose", "offer", "suggest"}
"""Verbs of what is to come: 'has invited him for a visit in December'."""
_MOVES = {
    "come",
    "go",
    "fly",
    "travel",
    "arrive",
    "gather",
    "meet",
    "sit",
    "visit",
    "return",
    "assemble",
    "convene",
    "manage",
    "use",
    "begin",
}
"""Verbs whose purpose is done in the same time: 'came to sign'."""
_STATIVE = {"be", "have", "remain", "seem", "stay", "hold", "know", "believe", "think", "say", "show"}


def tense_of(token: Token) -> Tense:
    """Where the verb that governs a token looks."""
    below = token
    for head in (token, *token.ancestors):
        if head.lower_ in ("due", "upcoming", "forthcoming", "ahead"):
            return Tense.FUTURE
        if head.lemma_ in _OFFERS and below.pos_ == "NOUN" and head.i < token.i:
            return Tense.FUTURE
        below = head if head.pos_ != "ADP" else below
        if head.pos_ in ("VERB", "AUX"):
            tense = _of_verb(head)
            if tense is not None:
                return tense
    return Tense.NONE


def _of_verb(verb: Token) -> Tense | None:
    """The verb's tense; None where it takes that of the verb above it."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if auxiliaries & _MODALS or "to" in auxiliaries:
        if "have" in auxiliaries:  # "should have begun", "were to have met": before the report's day or after it
            return Tense.NONE
        return _of_infinitive(verb) if "to" in auxiliaries else Tense.FUTURE
    if verb.tag_ == "VBN" or (auxiliaries & _PERFECT):
        return _of_participle(verb, auxiliaries)
    if verb.tag_ == "VBD" or auxiliaries & _BACK:
        return Tense.PAST
    if verb.tag_ == "VBG" and not auxiliaries:
        return None
    if verb.tag_ in ("VBZ", "VBP"):
        return Tense.PRESENT if verb.lemma_ in _STATIVE else Tense.FUTURE
    return Tense.FUTURE if verb.tag_ in ("VBG", "VB") else None


def _of_infinitive(verb: Token) -> Tense | None:
    """'agreed to meet on Thursday' looks forward; 'flew in to meet him on Thursday' as 'flew' does."""
    moved = verb.dep_ in ("xcomp", "advcl") and verb.head.tag_ in ("VBD", "VBN") and verb.head.lemma_ in _MOVES
    return None if moved else Tense.FUTURE


def _of_participle(verb: Token, auxiliaries: set[str]) -> Tense | None:
    """'is expected on Thursday' looks forward, 'had been due', 'held on Thursday' back; 'planned for May' may do either."""
    if auxiliaries & _PERFECT:  # "for which 1 October had been set", "had planned for April"
        ahead = verb.lemma_ in _AHEAD and ("been" in auxiliaries or any(child.lower_ == "for" for child in verb.children))
        return Tense.PRESENT if ahead else Tense.PAST
    if verb.dep_ == "acomp":  # "is prepared for talks on Thursday"
        return None
    if auxiliaries & {"be", "is", "are"}:
        return Tense.FUTURE
    if verb.lemma_ not in _AHEAD:
        return Tense.PAST
    if verb.dep_ != "acl" or tense_of(verb.head) is not Tense.PAST:
        return Tense.FUTURE
    return Tense.PRESENT if _calls_off(verb.head.head) else Tense.PAST


def _calls_off(verb: Token) -> bool:
    """What was called off may have been for a day past or to come."""
    return verb.lemma_ in _OFF or any(child.lower_ in ("off", "up") for child in verb.children if child.dep_ == "prt")
