"""Phrases in which an institution speaks for its state or body, and those that name a body of the state's own.

"The Turkish foreign ministry", "EU officials" and "the authorities in Kabul" are the state or body itself; "Croatia's parliament"
and "the Syrian opposition" are actors of their own.
"""

from graph.vocabulary import EntityType
from nlp.found import Found, longest
from nlp.offices import INSTITUTIONS
from nlp.tokens import Doc, Token

ACTOR_TYPES = (EntityType.STATE, EntityType.ORGANIZATION, EntityType.GROUP)
OWN_ORGANIZATIONS = frozenset("parliament court senate assembly congress legislature".split())
OWN_GROUPS = frozenset(
    "opposition rebel separatist settler insurgent militia guerrilla militant dissident loyalist associate follower supporter "
    "opponent ally relative lieutenant company firm business tourist politician vessel "
    "commander businessman oligarch majority".split()
)
OWN_BODIES = dict.fromkeys(OWN_ORGANIZATIONS, EntityType.ORGANIZATION) | dict.fromkeys(OWN_GROUPS, EntityType.GROUP)
ARMED = frozenset("rebel militant fighter militia guerrilla gunman insurgent group movement".split())
MODIFIERS = ("amod", "compound", "poss", "nmod")


def with_institutions(doc: Doc, found: list[Found]) -> list[Found]:
    """Join states and bodies to the institutions that stand for them; "Greek and Turkish diplomats" are two in one phrase."""
    persons = {f.start for f in found if f.type is EntityType.PERSON}
    phrases = longest([phrase for name in found if (phrase := _phrase(doc, name, persons))])
    joined = [_with_actors(phrase, found) for phrase in phrases]
    inside = [f for f in found if not any(p.covers(f) for p in joined if p.whole)]
    own = [p for p in joined if not p.whole]
    return sorted(
        [f for f in inside if all(not f.covers(p) or f == p for p in own)] + joined, key=lambda f: (f.start, f.start - f.end)
    )


def _with_actors(phrase: Found, found: list[Found]) -> Found:
    """The phrase with the senses of all names in it."""
    if not phrase.whole:
        return phrase
    senses = {s.entry.key: s for f in found if phrase.covers(f) and f.type in ACTOR_TYPES for s in f.senses[:1]}
    return phrase._replace(senses=tuple(senses.values()) or phrase.senses)


def _phrase(doc: Doc, name: Found, persons: set[int]) -> Found | None:
    """The phrase that a name is part of, if it is one."""
    root = name.span(doc).root
    if (name.type in ACTOR_TYPES and root.dep_ in MODIFIERS) or (name.type is EntityType.PERSON and root.dep_ == "poss"):
        return _modified(doc, name, root.head, persons)
    if root.dep_ == "pobj" and root.head.dep_ == "prep" and _is_institution(root.head.head):
        return _complemented(doc, name, root.head)
    return None


def _modified(doc: Doc, name: Found, head: Token, persons: set[int]) -> Found | None:
    """ "Turkish foreign ministry", "Croatia's parliament"."""
    if (
        not name.end <= head.i < name.end + 6
        or head.i + 1 in persons
        or any(doc[i].text in ",();" for i in range(name.end, head.i))
    ):
        return None
    if _is_institution(head) and name.type is not EntityType.PERSON:
        return name._replace(end=head.i + 1, metonym=True, whole=True)
    if name.type is EntityType.GROUP and head.lemma_ in ARMED:
        return name._replace(end=head.i + 1)
    kind = OWN_BODIES.get(head.lemma_.lower())
    if kind is None or (
        kind is EntityType.GROUP and head.lemma_ not in ("opposition", "majority") and head.tag_ not in ("NNS", "NNPS")
    ):
        return None
    if head.i + 1 < len(doc) and doc[head.i + 1].pos_ in ("NOUN", "PROPN"):
        return None
    return Found(name.start, head.i + 1, kind, label="OWN")


def _complemented(doc: Doc, name: Found, preposition: Token) -> Found | None:
    """ "The government of Turkey", "the authorities in Kabul"."""
    start = preposition.head.i
    if not 0 < name.start - start <= 4 or _are_holders(doc, preposition.head, name):
        return None
    if preposition.lower_ == "of" and name.type in ACTOR_TYPES and name.senses:
        return name._replace(start=start, metonym=True, whole=True)
    capital = next((sense for sense in name.senses if sense.how == "capital"), None)
    if (
        preposition.lower_ == "in"
        and capital is not None
        and preposition.head.lemma_.lower() in ("government", "authority", "regime", "junta")
    ):
        return name._replace(start=start, type=capital.entry.type, senses=(capital,), metonym=True, whole=True)
    return None


def _are_holders(doc: Doc, noun: Token, name: Found) -> bool:
    """ "The leaders of Russia, Ukraine and France" are persons, one of each, and not what stands for a state."""
    several = any(child.dep_ == "conj" for child in name.span(doc).root.children)
    return several and noun.lower_ in ("leaders", "presidents", "ministers", "premiers")


def _is_institution(token: Token) -> bool:
    return (token.lemma_.lower() in INSTITUTIONS or token.lower_ in INSTITUTIONS) and token.pos_ in ("NOUN", "PROPN")
