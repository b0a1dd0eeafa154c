"""Whether a verb looks back or forward."""

from spacy.tokens import Token

from nlp.date_values import Tense

_FORWARD_AUXILIARIES = {"will", "shall", "may", "might", "must", "should", "can", "could", "would", "'ll", "wo", "ca"}
_FORWARD_WORDS = {
    "schedule", "plan", "expect", "due", "set", "slate", "invite", "agree", "hope", "intend", "propose", "want", "aim",
    "promise", "vow", "prepare", "anticipate", "call", "pencil", "upcoming", "forthcoming", "postpone", "reschedule",
    "announce", "fix", "arrange", "seek", "ask", "offer", "urge", "demand", "order", "convene", "summon", "ahead",
}  # fmt: skip
"""Words whose complement or participle lies ahead: 'expected to', 'scheduled for', 'due on'."""


def tense_of(token: Token) -> Tense:
    """Where the verb that governs a token looks."""
    child = token
    for head in (token, *token.ancestors):
        if head.pos_ in ("VERB", "AUX") or head.dep_ == "ROOT":
            return _of_verb(head)
        if head.lower_ in ("due", "upcoming", "forthcoming", "ahead", "scheduled"):
            return Tense.FUTURE
        child = head
    return _of_verb(child)


def _of_verb(verb: Token) -> Tense:
    auxiliaries = {child.lower_ for child in verb.children if child.dep_ in ("aux", "auxpass")}
    if auxiliaries & _FORWARD_AUXILIARIES:
        return Tense.PAST if "have" in auxiliaries else Tense.FUTURE
    if "to" in auxiliaries:
        return Tense.PAST if "have" in auxiliaries else _of_infinitive(verb)
    if auxiliaries & {"had", "has", "have", "was", "were", "did", "'ve", "'d"}:
        return _of_passive(verb)
    if verb.tag_ == "VBN":
        return _of_participle(verb, auxiliaries)
    if verb.tag_ == "VBD":
        return Tense.FUTURE if verb.lemma_ in ("be",) and _forward_complement(verb) else Tense.PAST
    if verb.tag_ == "VBG" and not auxiliaries:
        return Tense.NONE if verb.head is verb else tense_of(verb.head)
    if verb.tag_ in ("VBZ", "VBP", "VBG"):
        return Tense.FUTURE
    if verb.tag_ == "VB":
        return Tense.FUTURE
    return Tense.NONE


def _of_infinitive(verb: Token) -> Tense:
    """'is to meet on Thursday' looks forward; 'flew in to meet on Thursday' back."""
    return Tense.FUTURE


def _of_passive(verb: Token) -> Tense:
    """'was held on Thursday' looks back; 'was scheduled for Thursday' forward."""
    if verb.lemma_ in _FORWARD_WORDS and verb.tag_ == "VBN":
        return Tense.NONE
    return Tense.PAST


def _of_participle(verb: Token, auxiliaries: set[str]) -> Tense:
    """'is expected on Thursday', 'a meeting scheduled for Thursday' look forward; 'held on Thursday' back."""
    if verb.lemma_ in _FORWARD_WORDS or auxiliaries & {"be", "is", "are"}:
        return Tense.FUTURE
    return Tense.PAST


def _forward_complement(verb: Token) -> bool:
    return any(child.lower_ == "due" or (child.dep_ == "xcomp" and child.tag_ == "VB") for child in verb.children)
