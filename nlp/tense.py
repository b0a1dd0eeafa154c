"""Whether a verb looks back or forward."""

from spacy.tokens import Token

from nlp.date_values import Tense

_MODALS = {"will", "shall", "may", "might", "must", "should", "can", "could", "would", "'ll", "’ll", "wo", "ca", "'d", "’d"}
_PERFECT = {"have", "has", "had", "'ve", "’ve", "having"}
_BACK = {"was", "were", "did"}
_AHEAD = {
    "schedule", "plan", "expect", "due", "set", "slate", "invite", "intend", "propose", "anticipate", "call", "pencil", "upcoming",
    "forthcoming", "postpone", "reschedule", "fix", "arrange", "convene", "summon", "ahead", "defer", "delay", "extend", "adjourn",
}  # fmt: skip
"""Words whose time lies ahead of them: 'scheduled for', 'expected on', 'due by'."""
_STATIVE = {"be", "have", "remain", "seem", "stay", "hold", "know", "believe", "think", "say", "show"}


def tense_of(token: Token) -> Tense:
    """Where the verb that governs a token looks."""
    for head in (token, *token.ancestors):
        if head.lower_ in ("due", "upcoming", "forthcoming", "ahead"):
            return Tense.FUTURE
        if head.pos_ in ("VERB", "AUX"):
            tense = _of_verb(head)
            if tense is not None:
                return tense
    return Tense.NONE


def _of_verb(verb: Token) -> Tense | None:
    """The verb's tense; None where it takes that of the verb above it."""
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if auxiliaries & _MODALS or "to" in auxiliaries:
        return Tense.PAST if "have" in auxiliaries else Tense.FUTURE
    if verb.tag_ == "VBN" or (auxiliaries & _PERFECT):
        return _of_participle(verb, auxiliaries)
    if verb.tag_ == "VBD" or auxiliaries & _BACK:
        return Tense.PAST
    if verb.tag_ == "VBG" and not auxiliaries:
        return None
    if verb.tag_ in ("VBZ", "VBP"):
        return Tense.PRESENT if verb.lemma_ in _STATIVE else Tense.FUTURE
    return Tense.FUTURE if verb.tag_ in ("VBG", "VB") else None


def _of_participle(verb: Token, auxiliaries: set[str]) -> Tense:
    """'is expected on Thursday', 'scheduled for Thursday' look forward; 'had been due', 'held on Thursday' back."""
    if auxiliaries & _PERFECT:
        return Tense.PAST
    if verb.lemma_ in _AHEAD or auxiliaries & {"be", "is", "are"}:
        return Tense.FUTURE
    return Tense.PAST
