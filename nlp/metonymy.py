"""Whether a capital is the place or the state that governs from it: read from its place in the sentence."""

from nlp.tokens import Span, Token

LOCATIVE = frozenset("in at near outside around across into inside through via throughout within beyond above via".split())
SOCIAL = frozenset("with between against by among on upon without than despite under".split())
MOTION = frozenset(
    "travel go fly come return arrive head drive move rush journey walk march visit trip tour flight stop stopover "
    "depart leave land sail invite summon send dispatch bring take fly withdraw escape flee deport relocate transfer "
    "call road train back arrival departure way convoy dash envoy ambassador report broadcast".split()
)
VISITED = frozenset(
    "visit leave reach enter capture bomb shell hit attack tour seize take control besiege surround storm liberate "
    "overrun quit flee choose bombard approach retake rock strike cross".split()
)
PLACE_NOUNS = frozenset(
    "airport street suburb mayor outskirts hotel university square resident downtown district embassy hospital "
    "neighborhood neighbourhood city capital town port centre center palace venue region area siege fall capture "
    "liberation battle bombing population north south east west home stadium metro skyline".split()
)
STRUCK = frozenset(
    "attack hit shell bomb capture take overrun besiege surround strike choose liberate seize rock locate destroy".split()
)


def is_place(span: Span) -> bool:
    """Whether the name of a capital is meant as a location."""
    root = span.root
    if span.start >= 1 and span.doc[span.start - 1].text == "(" and root.dep_ != "nsubj":
        return True
    return _token_is_place(root)


def is_visited(span: Span) -> bool:
    """Whether a seat of government is meant as the building: "in the Kremlin", "came to the White House"."""
    root = span.root
    if span[-1].lower_ in ("office", "department", "ministry", "treasury", "council", "ofac", "government"):
        return False
    if root.dep_ in ("compound", "nmod"):
        return True
    if root.dep_ == "dobj":
        return root.head.lemma_ in ("visit", "leave", "enter", "storm", "tour")
    if root.dep_ != "pobj":
        return False
    return root.head.lower_ in ("in", "at", "inside", "outside", "near") or (
        root.head.lower_ == "to" and _object_is_place(root.head)
    )


def _token_is_place(token: Token) -> bool:
    head = token.head
    if token.dep_ == "conj":
        return _token_is_place(head) if head.pos_ == "PROPN" else True
    if token.dep_ in ("nsubj", "csubj"):
        return head.lemma_ == "be" and any(child.lemma_ in PLACE_NOUNS | {"venue", "host"} for child in head.children)
    if token.dep_ == "nsubjpass":
        return head.lemma_ in STRUCK
    if token.dep_ == "poss":
        return head.lemma_.lower() in PLACE_NOUNS
    if token.dep_ in ("dobj", "dative"):
        return head.lemma_ in VISITED
    if token.dep_ == "attr":
        return all(child.lower_ != "it" for child in head.children)
    if token.dep_ == "pobj":
        return _object_is_place(head)
    return True


def _object_is_place(preposition: Token) -> bool:
    word, governor = preposition.lower_, preposition.head
    if word in LOCATIVE:
        return True
    if word in SOCIAL:
        return False
    if preposition.dep_ == "agent":
        return False
    lemma = governor.lemma_.lower()
    if word in ("to", "for", "from", "toward", "towards"):
        return lemma in MOTION or governor.dep_ == "prep" or (governor.pos_ == "ADP" and governor.head.lemma_ in MOTION)
    if word == "of":
        return lemma in PLACE_NOUNS
    return True
