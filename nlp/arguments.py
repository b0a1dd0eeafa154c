"""Who does what to whom: the logical subjects and objects of a verb or noun, through passives, relative clauses,
participles, control verbs and coordination. Works on spaCy's dependency tree (ClearNLP labels)."""

from collections.abc import Iterable

from graph.vocabulary import EntityType
from nlp.actors import mention_at
from nlp.rows import row_of
from nlp.tokens import Token

SUBJECT = frozenset({"nsubj", "csubj"})
PASSIVE = frozenset({"nsubjpass", "csubjpass"})
PEERS = frozenset({"counterpart", "colleague"})
MEANS = frozenset("telephone phone video videoconference letter mail train car road air sea consensus acclamation force".split())
"""By what a thing is done, not by whom: `spoke by telephone` is no passive."""
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
PERSONAL = frozenset({"who", "whom", "whose"})
OBJECT_CONTROL = frozenset(
    "ask urge invite tell order press persuade allow authorise authorize call help expect force compel require request "
    "encourage beg implore instruct pressure convince send push want let get bring".split()
)
"""Verbs whose object is the subject of the infinitive: `urged Iran to return to the talks`."""


def children(token: Token, *labels: str) -> list[Token]:
    """The children of `token` that hang by one of `labels`, in the order of the text."""
    return [child for child in token.children if child.dep_ in labels]


def coordinated(token: Token) -> list[Token]:
    """`token` and all that is coordinated with it: `A, B and C` from A."""
    found = [token]
    for child in token.children:
        if child.dep_ == "conj" and child.pos_ not in {"VERB", "AUX"}:
            found += coordinated(child)
        elif child.dep_ == "appos":  # `Pashinyan, the prime minister, and Aliyev`: the parser hangs the second on the apposition
            names = [name for name in child.children if name.dep_ == "conj" and (name.pos_ == "PROPN" or name.lemma_ in PEERS)]
            found += [other for name in names for other in coordinated(name)]
    found += row_of(token)
    return list(dict.fromkeys(found)) if len(found) > 1 else found


def spread(tokens: Iterable[Token]) -> list[Token]:
    """Each token with its coordinated ones, without doubles."""
    return list(dict.fromkeys(other for token in tokens for other in coordinated(token)))


def is_passive(verb: Token) -> bool:
    """Whether `verb` is a passive: has an auxiliary of it, or is a bare participle after a noun (`the text signed by X`)."""
    if any(children(verb, "auxpass", "nsubjpass")):
        return True
    if any(obj.lower_ not in MEANS for by in children(verb, "agent") for obj in children(by, "pobj")):
        return not any(children(verb, "nsubj"))
    return verb.tag_ == "VBN" and (verb.dep_ == "acl" or _shares_auxiliary(verb))


def _shares_auxiliary(verb: Token) -> bool:
    """Whether a participle is coordinated with a passive and has no auxiliary and no object: `was drafted and ratified`."""
    return verb.dep_ == "conj" and not any(children(verb, "aux", "dobj", *SUBJECT)) and is_passive(verb.head)


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for; any other token is its own."""
    if token.lower_ not in RELATIVE or token.tag_ not in {"WP", "WDT", "IN", "DT", "WP$"}:
        return token
    clause = next((t for t in [token, *token.ancestors] if t.dep_ == "relcl"), None)
    if clause is None:
        return token
    return _person_above(clause.head) if token.lower_ in PERSONAL else clause.head


def _person_above(noun: Token) -> Token:
    """`Kirchner of Argentina, who had seen Bush`: `who` is the person, though the parser hangs the clause on the state."""
    token = noun
    for _ in range(3):
        mention = mention_at(token)
        if mention is not None and all(actor.type == EntityType.PERSON for actor in mention.actors):
            return token
        if token.dep_ == "appos":
            token = token.head
        elif token.dep_ == "pobj" and token.head.lower_ in {"of", "from", "for"}:
            token = token.head.head
        else:
            break
    return noun


def has_relative_object(clause: Token) -> bool:
    """Whether what a clause follows is its object: `the text that they signed`, `the ban which was lifted`."""
    return any(child.lower_ in RELATIVE for child in children(clause, "dobj", "nsubjpass"))


def _surface_subjects(verb: Token, labels: frozenset[str]) -> list[Token]:
    return [antecedent(child) for child in verb.children if child.dep_ in labels]


def _agents(verb: Token) -> list[Token]:
    """Who a passive is done by, which of coordinated ones the last alone may say: `signed and ratified by Kenya`."""
    own = [
        obj
        for by in verb.children
        if by.dep_ == "agent" or (by.dep_ == "prep" and by.lower_ == "by" and is_passive(verb))
        for obj in children(by, "pobj")
    ]
    return own or [agent for other in children(verb, "conj") if _shares_auxiliary(other) for agent in _agents(other)]


def subjects(verb: Token) -> list[Token]:
    """The logical subjects of `verb` (heads of noun phrases), coordinated ones included.

    The agent of a passive; else its own subject; else that of the verb it is coordinated with, controlled by, or
    which it modifies; else the noun it modifies.
    """
    return spread(_subjects(verb, 0))


def _subjects(verb: Token, depth: int) -> list[Token]:
    if depth > 6:
        return []
    if is_passive(verb):
        return _agents(verb)
    own = [token for token in _surface_subjects(verb, SUBJECT) if token.lower_ != "there"]
    if own:
        return own
    return _inherited(verb, depth)


def _inherited(verb: Token, depth: int) -> list[Token]:
    head = verb.head
    if verb.dep_ == "acl" and head.pos_ in {"NOUN", "PROPN", "PRON"}:
        return [head] if verb.tag_ == "VBG" else _possessors(head, depth)
    if verb.dep_ == "relcl":
        return [head]
    if verb.dep_ == "pcomp" and head.dep_ == "prep":
        return _of_governor(head.head, depth)
    if verb.dep_ in {"conj", "xcomp", "ccomp", "advcl", "acomp", "dep", "parataxis"} and head.i != verb.i:
        return _of_governor(head, depth, verb)
    return []


def _possessors(noun: Token, depth: int) -> list[Token]:
    """Whose offer it is in `Putin's offer to meet`; else the subject of the light verb in `made an offer to meet`."""
    owners = list(children(noun, "poss"))
    if owners:
        return owners
    if noun.dep_ in {"dobj", "attr", "pobj"}:
        head = noun.head if noun.dep_ != "pobj" else noun.head.head
        return _of_governor(head, depth)
    return []


def _of_governor(head: Token, depth: int, verb: Token | None = None) -> list[Token]:
    if head.pos_ in {"NOUN", "PROPN"}:
        return _possessors(head, depth + 1)
    if verb is not None and verb.dep_ in {"xcomp", "ccomp"} and head.lemma_ in OBJECT_CONTROL:
        controlled = objects(head) or prepositional(head, "on", "upon", "for", "to")
        if controlled:
            return controlled
    if is_passive(head):
        return _surface_subjects(head, PASSIVE) or _inherited(head, depth + 1)
    return _subjects(head, depth + 1)


def objects(verb: Token) -> list[Token]:
    """The logical objects of `verb`: its direct objects, or the subject of a passive, coordinated ones included."""
    if is_passive(verb):
        own = _surface_subjects(verb, PASSIVE)
        if not own and verb.dep_ == "acl":
            own = [verb.head]
        if not own and verb.dep_ == "conj" and is_passive(verb.head):
            own = objects(verb.head)
        return spread(own)
    found = [antecedent(child) for child in children(verb, "dobj", "dative", "oprd") if child.pos_ != "ADP"]
    found += [obj for child in children(verb, "dative") if child.pos_ == "ADP" for obj in children(child, "pobj")]
    return spread(found)


def prepositional(token: Token, *prepositions: str) -> list[Token]:
    """Objects of the prepositions that hang from `token`, coordinated ones included; any preposition if none is named."""
    return spread(
        antecedent(obj)
        for prep in preposition_tokens(token, "prep", "agent", "dative")
        if not prepositions or prep.lower_ in prepositions
        for obj in children(prep, "pobj")
    )


def preposition_tokens(token: Token, *labels: str) -> list[Token]:
    """The prepositions that hang from `token` by one of `labels` (`prep` if none is named), those coordinated with one of them
    included: `of Maduro and of Guaido`."""
    wanted = labels or ("prep",)
    found: list[Token] = []
    for prep in token.children:
        if prep.dep_ in wanted:
            found.append(prep)
            found += [other for other in prep.children if other.dep_ == "conj" and other.lower_ == prep.lower_]
    return found


def governor(token: Token) -> Token | None:
    """The verb or noun that governs `token` as its object, subject or complement; None at the root."""
    head = token.head
    if head.i == token.i:
        return None
    if head.dep_ in {"prep", "agent"} or head.pos_ == "ADP":
        return head.head if head.head.i != head.i else None
    return head
