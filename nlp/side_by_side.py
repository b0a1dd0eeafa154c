"""Verbs that stand side by side and say, one after the other, what became of one thing."""

from collections.abc import Iterator

from nlp.arguments import children, is_passive
from nlp.grammar import VERBS
from nlp.tokens import Token

PRONOUNS = frozenset({"it", "them", "both"})


def in_turn(verb: Token) -> Iterator[Token]:
    """The verb, then those beside it that have the same object: `was suspended in May and repealed a year later`."""
    yield verb
    if verb.pos_ not in VERBS and not verb.tag_.startswith("VB"):
        return
    for other in _beside(verb):
        if _is_of_the_same(verb, other):
            yield from in_turn(other)


def _beside(verb: Token) -> Iterator[Token]:
    """The verbs coordinated with one, though the parser may hang a participle as a clause or as what something was."""
    for other in children(verb, "conj", "advcl"):
        yield from [token for token in children(other, "acomp") if token.tag_ == "VBN"] if other.lemma_ == "be" else [other]


def _is_of_the_same(verb: Token, other: Token) -> bool:
    """Whether a coordinated verb has the object of the first: by sharing a passive's subject, or by a pronoun."""
    if is_passive(verb):
        return other.tag_ == "VBN" and other.i > verb.i and not any(children(other, "nsubj", "nsubjpass", "dobj", "mark"))
    return other.dep_ == "conj" and any(child.lower_ in PRONOUNS for child in children(other, "dobj"))
