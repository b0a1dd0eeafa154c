"""Sentences end where lines end: headings, bylines and items of a list are none of the parser's business to join."""

from spacy.language import Language
from spacy.tokens import Doc


@Language.component("lines")
def lines(doc: Doc) -> Doc:
    """Mark the first token after a line break as the start of a sentence; the parser decides the rest."""
    for token in doc[1:]:
        if "\n" in token.nbor(-1).text_with_ws:
            token.is_sent_start = True
    return doc
