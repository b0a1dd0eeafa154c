"""Lemmas that the model leaves as they stand in the text: plurals that are written as names (`the Foreign Ministers`)."""

from spacy.language import Language

from nlp.offices import HEADS
from nlp.tokens import Doc, component


def lemmas(doc: Doc) -> None:
    """Give plurals that are tagged as names the lemma of the common noun."""
    for token in doc:
        if token.lemma_ == token.text and (token.tag_ == "NNPS" or (token.tag_ == "NNP" and _is_plural_office(token.lower_))):
            token.lemma_ = singular(token.lower_)


Language.component("lemmas", func=component(lemmas))


def _is_plural_office(word: str) -> bool:
    """`Ministers` before names is an office, though the model takes it for part of the name."""
    return word.endswith("s") and word not in HEADS and singular(word) in HEADS


def singular(plural: str) -> str:
    """The singular of a regular plural: `secretary` of `secretaries`."""
    if plural.endswith("ies"):
        return plural[:-3] + "y"
    return plural[:-1] if plural.endswith("s") and not plural.endswith("ss") else plural
