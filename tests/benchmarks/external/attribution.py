"""Who says so: the speaker read for a stretch of text, beside the annotated source."""

import re
from collections.abc import Iterable, Iterator

from nlp.actors import Mention, mentions
from nlp.attribution import speaker
from nlp.pipeline import Reader, reading
from nlp.tokens import Doc
from tests.benchmarks.external.rows import Measure, Named, Piece, Row, parsed, share, touches

PLAIN = re.compile(r"(?i)\b(?:say|says|said|saying|tell|tells|told|telling|according)\b")
"""Cues that only report. The set also marks as attribution that someone urges, questions or decides."""


def sources(rows: Iterable[Row], reader: Reader) -> Iterator[Measure]:
    """Whether the speaker of what is said is its source, and whether the one who says a claim is a source in its sentence."""
    right, found, of_claims = list[bool](), list[bool](), list[bool]()
    for row in rows:
        doc = parsed(reader, row)
        for content, source, is_plain in _attributions(row):
            said_by = _speaker(doc, content)
            same = said_by is not None and _is_at(said_by, source, doc)
            if said_by is not None:
                right.append(same)
            if is_plain and any(_touches(mention, source) for mention in mentions(doc)):
                found.append(same)
        of_claims += _of_claims(doc, row)
    yield share("speaker of what is said is its source, where one is given", right)
    yield share("speaker found, of all actors who say or tell something", found)
    yield share("the one who says a claim is a source in its sentence, where one is given", of_claims)


def _attributions(row: Row) -> Iterator[tuple[Piece, Piece, bool]]:
    """What is said, its source, and whether its cue is plain."""
    for fact in row.facts:
        is_plain = any(PLAIN.search(cue.text) for cue in fact.pieces("cue"))
        for content, source in zip(fact.pieces("content"), fact.pieces("source"), strict=False):
            yield content, source, is_plain


def _speaker(doc: Doc, content: Piece) -> Mention | None:
    """The speaker of what is said, asked for at its topmost word."""
    inside = [token for token in doc if content.start <= token.idx < content.end and not (token.is_space or token.is_punct)]
    return speaker(doc[inside[0].i : inside[-1].i + 1].root) if inside else None


def _is_at(said_by: Mention, source: Piece, doc: Doc) -> bool:
    same = (mention for mention in mentions(doc) if set(mention.actors) & set(said_by.actors))
    return any(_touches(mention, source) for mention in same)


def _touches(mention: Mention, piece: Piece) -> bool:
    return mention.span.start_char < piece.end and piece.start < mention.span.end_char


def _of_claims(doc: Doc, row: Row) -> Iterator[bool]:
    told = reading(doc)
    named = Named(told)
    for claim in told.claims:
        if claim.said_by is not None:
            near = [s for content, s, _ in _attributions(row) if any(touches(piece, claim.evidence) for piece in (content, s))]
            yield named.at(claim.said_by, near)
