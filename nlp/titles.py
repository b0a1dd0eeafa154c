"""The offices that a text gives a person beside the name: before it, or in apposition."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from nlp.offices import HEADS, HONORIFICS, normal
from nlp.tokens import Doc, Span, Token

PREMODIFIERS = ("amod", "compound", "poss", "nmod", "det", "case", "punct", "nummod", "advmod")
STOPS = frozenset("who which that where after before but because since , ; ( ) — –".split())
PREFIXES = frozenset({"vice", "ex", "co", "under", "deputy"})
"""What a hyphen joins to an office, whatever the parser takes it for."""
ROW = frozenset({",", "and", "the", "&"})
"""What stands between the bodies of a row."""

ASIDE = frozenset({"DATE", "TIME", "GPE"})
"""What the model calls a time or a place is no word of a title: "on Friday President Biden", "in Washington President Biden"."""
LONGEST = 40
"""Words that a title may have on either side of its noun; what is longer is no text that people write."""
LONGEST_ROW = 200
"""Names of a row that are followed to the first."""


@dataclass(frozen=True, slots=True)
class Title:
    """Words that name an office: `span` without the body; `head` is its noun, `whole` with modifiers and complements."""

    span: Span
    head: Token
    whole: Span

    @property
    def office(self) -> str:
        """The office by its usual name."""
        return normal(self.span.text)


MERE_HONORIFICS = HONORIFICS - HEADS
"""Those that name no office."""


def titles(name: Span, bodies: Container[int]) -> list[Title]:
    """The titles of the person whose name this is; `bodies` tells which tokens belong to the name of a state or body."""
    heads = [_before(name), *_apposed(name)]
    return [title for head in heads if head is not None and (title := title_at(head, bodies, name)) is not None]


def _before(name: Span) -> Token | None:
    """The office right before a name: "Turkish President Erdogan"; through a comma if the name is its apposition."""
    i = name.start - 1
    while i >= 0 and name.doc[i].lower_ in MERE_HONORIFICS:
        i -= 1
    if i < 0:
        return None
    first = _first_coordinated(name.root)
    if first.dep_ == "appos":
        head = first.head.head.head if first.head.dep_ == "pobj" and not is_office(first.head) else first.head
        return head if is_office(head) and head.i < name.start else None
    token = name.doc[i]
    if is_office(token):
        return token
    return _office_with_complement(token, name)


def _first_coordinated(token: Token) -> Token:
    """The first of the names in a row: "the foreign secretaries, Menon and Bashir"."""
    for _ in range(LONGEST_ROW):
        if token.dep_ != "conj" or token.head.pos_ != "PROPN":
            break
        token = token.head
    return token


def _office_with_complement(token: Token, name: Span) -> Token | None:
    """The head of "secretary of state", "chief of staff" standing before a name."""
    doc = name.doc
    if token.i >= 2 and doc[token.i - 1].lower_ in ("of", "for") and is_office(doc[token.i - 2]):
        return doc[token.i - 2]
    return None


def _apposed(name: Span) -> list[Token]:
    """Offices in apposition or predicate: "Yermak, the chief of staff", "Yermak is chief of staff"."""
    found = [child for child in name.root.children if child.dep_ == "appos" and child.i >= name.end and is_office(child)]
    found += [conj for head in found for conj in head.conjuncts if is_office(conj)]
    verb = name.root.head
    if name.root.dep_ == "nsubj" and verb.lemma_ in ("be", "become", "remain"):
        found += [child for child in verb.children if child.dep_ == "attr" and is_office(child)]
    return found


def is_office(token: Token) -> bool:
    """Whether a word is the noun of an office."""
    return token.pos_ in ("NOUN", "PROPN") and (token.lower_ in HEADS or token.lemma_.lower() in HEADS)


def is_plural(token: Token) -> bool:
    """Whether a noun is a plural, whatever its tag says of one written as a name: "Foreign Ministers"."""
    return token.tag_ in ("NNS", "NNPS") or (token.lower_.endswith("s") and token.lemma_.lower() != token.lower_)


def title_at(head: Token, bodies: Container[int], name: Span | None = None) -> Title | None:
    """The title whose noun is `head`."""
    doc = head.doc
    start = head.i
    least = max(head.i - LONGEST, 0)
    while start > least and _modifies(doc[start - 1], head, bodies):
        start -= 1
    whole_start = start
    while whole_start > least and (whole_start - 1 in bodies or doc[whole_start - 1].lower_ in ("'s", "’s", "the", "'", "’")):
        whole_start -= 1
        if doc[whole_start].lower_ == "the" and whole_start not in bodies:
            break  # "in a report before the Council the Secretary-General"
    end = _complement_end(head, bodies, name)
    whole_end = _whole_end(head, end, bodies, name)
    return Title(doc[start:end], head, doc[whole_start : max(whole_end, end)])


def _modifies(token: Token, head: Token, bodies: Container[int]) -> bool:
    """Whether the word belongs to the title before its head: "foreign", "deputy prime"."""
    if token.i in bodies or token.sent != head.sent or token.ent_type_ in ASIDE:
        return False
    if token.text == "-":
        return token.i > 0 and not token.whitespace_ and not token.nbor(-1).whitespace_
    hyphened = token.lower_ in PREFIXES and token.nbor().text == "-"
    return hyphened or (token.pos_ in ("ADJ", "NOUN", "PROPN") and token.dep_ in PREMODIFIERS)


def _complement_end(head: Token, bodies: Container[int], name: Span | None) -> int:
    """Where the title ends: with "of state", "of staff", "for Syria", but not with the body it belongs to."""
    doc, i = head.doc[: head.i + LONGEST], head.i + 1
    if i < len(doc) and doc[i].lower_ == "general":
        i += 1  # "Secretary General", "Attorney General"
    elif i < len(doc) and doc[i].text == "-" and i + 1 < len(doc):
        i += 2
    while i + 1 < len(doc) and doc[i].lower_ in ("of", "for") and i + 1 not in bodies and (name is None or i + 1 != name.start):
        step = 2 if doc[i + 1].lower_ == "the" else 1
        if i + step >= len(doc) or doc[i + step].pos_ not in ("NOUN", "PROPN", "ADJ") or i + step in bodies:
            break
        if doc[i + step].lower_ in ("day", "time"):
            break  # "prime minister of the day"
        i += step + 1
        while i < len(doc) and doc[i - 1].dep_ != "pobj" and _goes_on(doc[i], name):
            i += 1
    return i


def _goes_on(token: Token, name: Span | None) -> bool:
    """Whether a word belongs to the complement of a title: to "foreign affairs", but not to a name behind it."""
    if token.text == "-":
        return not token.whitespace_ and token.nbor(-1).dep_ == "compound"
    if token.pos_ not in ("NOUN", "PROPN") or token.dep_ not in ("compound", "pobj"):
        return False
    return name is None or not name.start <= token.i < name.end


def _whole_end(head: Token, end: int, bodies: Container[int], name: Span | None) -> int:
    """Where the phrase ends with the body in it: "of the Republic of Ghana"."""
    last = end
    ends = (head, head.doc[end - 1])  # the parser hangs `of NATO` on `general` in `secretary-general of NATO`
    for child in (child for token in ends for child in token.rights):
        if child.dep_ == "prep" and child.lower_ in ("of", "for", "to", "at", "in"):
            last = max(last, min(child.right_edge.i + 1, end + LONGEST))
    for i in range(end, last):
        if name is not None and i == name.start:
            return i
        if head.doc[i].lower_ in STOPS:
            return _row_end(head.doc, i, bodies) if is_plural(head) else i
    return last


def _row_end(doc: Doc, stop: int, bodies: Container[int]) -> int:
    """Where the bodies of several offices end, the first before `stop`: "the ministers of Eritrea, Ethiopia and Somalia"."""
    i, end = stop, stop
    while stop - 1 in bodies and i < len(doc) and (i in bodies or doc[i].lower_ in ROW):
        i += 1
        end = i if i - 1 in bodies else end
    return end


def body_places(title: Title) -> Iterator[int]:
    """The tokens of a title that can name the body it belongs to: "to" and "for" lead to where an envoy is sent."""
    yield from range(title.whole.start, title.head.i)
    belongs = False
    for token in title.whole.doc[title.head.i + 1 : title.whole.end]:
        if token.dep_ == "prep":
            belongs = token.lower_ in ("of", "at", "in")
        elif belongs:
            yield token.i
