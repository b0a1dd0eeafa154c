"""Long texts are parsed a window at a time: the network of the parser takes some twenty kilobytes a word."""

from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

WINDOW = 8_000
"""Tokens parsed together at most; longer than any news but a few."""
SLACK = 500
"""Tokens before the end of a window among which the end of a sentence is looked for."""
ENDS = frozenset(".!?")


def parse(nlp: Language, doc: Doc, ours: Sequence[str]) -> Doc:
    """A long document, parsed window by window, then read as a whole by the components `ours`."""
    with nlp.select_pipes(disable=ours):
        parsed = list(nlp.pipe(windows(doc), batch_size=1))
    whole = Doc.from_docs(parsed, ensure_whitespace=False)
    whole._.published_at = doc._.published_at
    for name in ours:
        whole = nlp.get_pipe(name)(whole)
    return whole


def windows(doc: Doc) -> Iterator[Doc]:
    """A document in pieces that end with a line or a sentence, where there is such an end."""
    start = 0
    while len(doc) - start > WINDOW:
        end = _cut(doc, start + WINDOW)
        yield doc[start:end].as_doc()
        start = end
    yield doc[start:].as_doc()


def _cut(doc: Doc, limit: int) -> int:
    """The last place before `limit` where a line or a sentence ends."""
    near = range(limit, limit - min(SLACK, WINDOW // 2), -1)
    lines = (i for i in near if "\n" in doc[i - 1].text)
    sentences = (i for i in near if doc[i - 1].text in ENDS)
    return next(lines, None) or next(sentences, limit)
