"""Where sentences must begin: the parser is told what no tree shows it.

Headings, bylines and items of a list end where their line ends, and a report begins behind its dateline.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from spacy.language import Language
from spacy.tokens import Doc

LONGEST_DATELINE = 80
"""Characters that a dateline may have."""
SHORTEST = 6
"""Words that the first sentence of a report has at least."""
DATELINE = re.compile(
    r"([^\W\d_a-z][^\W\d_a-z.'’-]+(?=[\s,:(-])"  # MAR
    r"(?:[ -][^\W\d_a-z][^\W\d_a-z.'’-]*(?=[\s,:(-]))*)"  # DEL PLATA
    r"(?:[,:]? [^\n—–]{0,60}?)??"  # , Argentina, Nov. 6 (Wire)
    r" ?(?:[-–—]{1,2}|(?<=[A-Z]):|(?<=day):) ",
)
"""`MAR DEL PLATA, Argentina, Nov. 6 (Wire) - `, at the beginning of a line."""


@Language.component("lines")
def lines(doc: Doc) -> Doc:
    """Mark the first token of each line and behind each dateline as the start of a sentence; the parser decides the rest."""
    starts = {found.end() for found in _datelines(doc.text)}
    for before, token in pairwise(doc):
        if "\n" in before.text:
            token.is_sent_start = True
        elif token.idx in starts:
            token.is_sent_start = True
            for following in doc[token.i + 1 : token.i + SHORTEST]:  # the parser is quick to end a sentence where one was begun
                following.is_sent_start = False
    return doc


@lru_cache(maxsize=1)
def datelines(text: str) -> tuple[tuple[int, int], ...]:
    """Where in a text the places are named from which its reports are filed: start and end of each, as offsets."""
    return tuple(found.span(1) for found in _datelines(text))


def _datelines(text: str) -> Iterator[re.Match[str]]:
    start = 0
    while True:
        found = DATELINE.match(text, start, start + LONGEST_DATELINE)
        if found is not None:
            yield found
        start = text.find("\n", start) + 1
        if not start:
            return
