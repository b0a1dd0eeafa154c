"""Lemmas that the model leaves as they stand in the text: plurals that are written as names (`the Foreign Ministers`)."""

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("lemmas")
def lemmas(doc: Doc) -> Doc:
    """Give plurals that are tagged as names the lemma of the common noun."""
    for token in doc:
        if token.tag_ == "NNPS" and token.lemma_ == token.text:
            token.lemma_ = singular(token.lower_)
    return doc


def singular(plural: str) -> str:
    """The singular of a regular plural: `secretary` of `secretaries`."""
    if plural.endswith("ies"):
        return plural[:-3] + "y"
    return plural[:-1] if plural.endswith("s") and not plural.endswith("ss") else plural
