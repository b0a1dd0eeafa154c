"""Names in a row, `A of X, B (Y) and C`: three or more one after the other are coordinated, whatever the parser says."""

from collections.abc import Iterator

from nlp.actors import Mention, mentions
from nlp.offices import HONORIFICS
from nlp.tokens import Doc, Span, Token

LINKS = frozenset({",", "and", "&", "as", "well", "or"})
BEHIND = frozenset({"of", "from", "for", "(", "the"})


def row_of(token: Token) -> list[Token]:
    """The names that follow `token` in its row, the token itself not included."""
    doc = token.doc
    if not doc.mentions:
        return []  # names are still being told apart
    if doc.rows is None:
        doc.rows = dict(_rows(doc))
    following = doc.rows.get(token.i)
    return [doc.tokens[i] for i in following] if following else []


def _rows(doc: Doc) -> Iterator[tuple[int, list[int]]]:
    names = {m.span.start: m for m in mentions(doc) if m.kind == "name" and len(m.actors) == 1}
    seen: set[int] = set()
    for start in sorted(names):
        if start in seen:
            continue
        row, joined_by_and = _row(doc, names[start], names)
        if joined_by_and and len(row) > 1:
            seen.update(m.span.start for m in row)
            roots = [m.root.i for m in row]
            yield from ((root, roots[place + 1 :]) for place, root in enumerate(roots))


def _row(doc: Doc, first: Mention, names: dict[int, Mention]) -> tuple[list[Mention], bool]:
    """The names from `first` on, and whether `and` stands before the last of them."""
    row, last_link = [first], False
    words = doc.tokens
    while True:
        i = _behind_body(doc, row[-1].span.end, names)
        start = i
        while start < len(words) and words[start].lower_ in LINKS:
            start += 1
        links = {token.lower_ for token in words[i:start]}
        while links and start < len(words) and (words[start].lower_ in HONORIFICS or words[start].lower_ == "the"):
            start += 1
        following = names.get(start)
        if not links or following is None or doc[start].sent != first.root.sent or not _alike(first, following):
            return row, _is_closed(row, last_link, links, doc[start - 1 : start + 2])
        row.append(following)
        last_link = bool(links & {"and", "&"})
        if last_link:
            return row, len(row) > 2


def _is_closed(row: list[Mention], last_link: bool, links: set[str], rest: Span) -> bool:
    """Whether a row ends as rows do: with `and` before its last name, or before some that it does not name."""
    return (len(row) > 2 and last_link) or (len(row) > 1 and "and" in links and _is_counted(rest))


def _is_counted(words: Span) -> bool:
    """`… and eight other parties`: a row may end in some that it does not name."""
    return any(token.pos_ == "NUM" or token.lower_ in {"other", "several"} for token in words)


def _alike(first: Mention, other: Mention) -> bool:
    persons = [mention.actors[0].type == "person" for mention in (first, other)]
    return persons[0] == persons[1] and other.root.dep_ not in {"compound", "poss", "amod"}


def _behind_body(doc: Doc, i: int, names: dict[int, Mention]) -> int:
    start = i
    while i < len(doc) and doc[i].lower_ in BEHIND:
        i += 1
    body = names.get(i) or names.get(i - 1)
    if i == start or body is None or body.actors[0].type == "person":
        return start
    end = body.span.end
    return end + 1 if end < len(doc) and doc[end].text == ")" else end
