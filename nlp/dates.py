"""The pipeline component that finds the dates of a document and works out the days they mean."""

import datetime as dt
import re
from dataclasses import replace
from itertools import zip_longest

from spacy.language import Language

from graph.vocabulary import Date, Precision
from nlp import calendar, date_grammar, date_values
from nlp.date_grammar import Expression
from nlp.date_mentions import DateMention, dates
from nlp.date_scope import PART_OF_DAY, date_of, period_of
from nlp.date_values import TOLD, Setting, Tense
from nlp.tense import tense_of
from nlp.tokens import Doc, Span, Token, component

__all__ = ["DateMention", "date_of", "dates", "period_of"]

_RELATIONS = {
    "till": "until",
    "through": "until",
    "prior to": "before",
    "ahead of": "before",
    "as of": "since",
    "between": "from",
}
_RELATIONS |= {word: word for word in ("since", "from", "until", "by", "before", "after")}
_RELATION = re.compile(rf"(?i)\b({'|'.join(_RELATIONS)})(?: the| as early as| at least)?\s$")
_OF_DOCUMENT = (date_values.weekday, date_values.deictic, date_values.window, date_values.relative_unit)
"""Readings that lead from a story back to the days of the document."""
BESIDE = 200
"""Characters: how far from a day's number the date may stand that tells its month."""
_JOIN = re.compile(r" ?[-–—] ?| (?:to|until|till|through|and|up to) ")
_DATELINE = re.compile(r"(?:[A-Z][\w.'’-]*|[ ,/]|\(.{2,30}?\))+,? ?$")
_AFTER_DATELINE = re.compile(r"\s?(?:\([^)]{2,40}\)\s?)?(?:[-–—:]|\n|$)")
_AFTER_HEADING = re.compile(r"\s*(?:[:|]|[-–—] |\.?[*_]{1,3}(?=[:.\s]|$)|\.\s|\n|$)")


def read_dates(doc: Doc) -> None:
    """Fill `doc.dates`, read against `doc.published_at` (a day or None)."""
    doc.dates = _Reader(doc).read()


Language.component("dates", func=component(read_dates))


class _Reader:
    """Reads one document from its first date to its last, remembering the date told last."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.text = doc.text
        self.today: dt.date | None = doc.published_at
        self.told: Date | None = None
        self.story: Date | None = None
        self.heading: DateMention | None = None
        self.found: list[DateMention] = []

    def read(self) -> list[DateMention]:
        expressions = list(date_grammar.find(self.text))
        for expression, following in zip_longest(expressions, expressions[1:]):
            span = self.doc.char_span(expression.start, expression.end, alignment_mode="expand")
            if span is not None and not _false_friend(span, expression):
                self._add(span, expression, self._borrowed(expression, following))
        return self.found

    def _add(self, span: Span, expression: Expression, borrowed: str | None) -> None:
        if self.today and self._opens_line(span):
            self.story = None  # a new paragraph of news is about the days of the document again
        value = self._value(span, expression, borrowed)
        if value is None:
            return
        mention = DateMention(span, replace(value, text=span.text), _relation(span), _modified(span))
        mention.dateline = not self.found and _is_dateline(span)
        mention.heading = not mention.dateline and _is_heading(span)
        if not self._joined(mention):
            self.found.append(mention)
        self._remember(self.found[-1], expression)

    def _opens_line(self, span: Span) -> bool:
        return bool(self.found) and "\n" in self.text[self.found[-1].span.end_char : span.start_char]

    def _borrowed(self, expression: Expression, following: Expression | None) -> str | None:
        """The year of the date that follows, where one stands for both: 'in April and May 2024'."""
        if following is None or not expression.parts.get("month") or not following.parts.get("month"):
            return None
        return following.parts.get("year") if _JOIN.fullmatch(self.text, expression.end, following.start) else None

    def _value(self, span: Span, expression: Expression, borrowed: str | None) -> Date | None:
        parts = {**expression.parts, "year": expression.parts.get("year") or borrowed}
        try:
            return expression.rule.read(parts, self._setting(span))
        except (ValueError, OverflowError):  # a day outside the calendar, such as "9000 years ago"
            return None

    def _setting(self, span: Span) -> Setting:
        tense, heading, beside = tense_of(span.root), self.heading, self._beside(span)
        if heading is None:
            return Setting(self.today, self.told, self.story, tense, beside)
        if _is_heading(span):
            return Setting(self.today, self.told, heading.value, Tense.NONE)
        if heading.value.precision is Precision.DAY and "\n" not in self.text[heading.span.end_char : span.start_char]:
            return Setting(heading.value.start, self.told, None, tense, beside)
        return Setting(self.today, self.told, self.story or heading.value, tense, beside)

    def _beside(self, span: Span) -> Date | None:
        """The date told last, if it stands on the same line and not far off."""
        last = self.found[-1] if self.found else None
        if last is None or self.told is None or span.start_char - last.span.end_char > BESIDE:
            return None
        return None if "\n" in self.text[last.span.end_char : span.start_char] else self.told

    def _remember(self, mention: DateMention, expression: Expression) -> None:
        """Keep the date as the one told last, and as the point that a story with years of its own has come to."""
        if mention.heading:
            self.heading = mention
        if mention.modifies is not None or mention.dateline:
            return
        if self.told is None or not (_is_aside(mention) or expression.parts.get("way") in ("earlier", "before", "previously")):
            self.told = mention.value
        if self.today and expression.rule.read in _OF_DOCUMENT and expression.parts.get("rel") not in TOLD:
            self.story = None
        elif self.story or (expression.parts.get("year") and _moves_story(mention)):
            self.story = mention.value

    def _joined(self, mention: DateMention) -> bool:
        """Whether the mention ends a range that the one before began: 'from Monday to Wednesday'."""
        if not self.found:
            return False
        first = self.found[-1]
        gap = self.text[first.span.end_char : mention.span.start_char]
        if not _JOIN.fullmatch(gap) or not _may_join(first, mention, gap):
            return False
        value = calendar.interval(first.value.start, mention.value.end)
        span = self.doc[first.span.start : mention.span.end]
        first.span, first.value = span, replace(value, text=span.text)
        return True


def _is_aside(mention: DateMention) -> bool:
    """Whether a date is told by the way: 'the embargo that was decreed in 1996'."""
    return any(token.dep_ in ("relcl", "acl") for token in mention.span.root.ancestors)


def _moves_story(mention: DateMention) -> bool:
    """Whether a date is what the text goes on from."""
    return not _is_aside(mention) and mention.relation not in ("since", "until")


def _may_join(first: DateMention, last: DateMention, gap: str) -> bool:
    if first.value.precision != last.value.precision:
        return False
    if last.value.start <= first.value.start or last.value.end <= first.value.end:
        return False
    if gap == " and " and first.relation != "from":
        return (last.value.start - first.value.end).days <= 1
    return True


def _relation(span: Span) -> str:
    match = _RELATION.search(span.doc.text, max(0, span.start_char - 24), span.start_char)
    word = match[1].lower() if match else ""
    return _RELATIONS.get(word, "")


def _modified(span: Span) -> Token | None:
    """The noun that the date says which one it is of."""
    root, head = span.root, span.root.head
    if _after_preposition(span):
        return None
    if root.dep_ == "pobj" and head.lower_ == "of" and head.head.lemma_ in PART_OF_DAY:  # "in the small hours of Tuesday"
        return None
    if root.dep_ in ("compound", "nummod", "amod", "poss", "nmod") and head.pos_ in ("NOUN", "PROPN") and head.i >= span.end:
        return head
    if root.dep_ == "pobj" and head.lower_ == "of" and head.head.pos_ in ("NOUN", "PROPN") and head.head.i < span.start:
        return head.head
    return None


def _after_preposition(span: Span) -> bool:
    """'On 17 May 1995 Mr Nuri met …' may be parsed as if the date were part of the name."""
    return span.start > 0 and span.doc[span.start - 1].lower_ in ("on", "in", "since", "until", "by")


def _false_friend(span: Span, expression: Expression) -> bool:
    """Words that look like a date: a name, a verb, a number of something else."""
    if expression.rule.name in ("month", "weekday") and span.root.ent_type_ in ("PERSON", "ORG", "WORK_OF_ART"):
        return True
    if span[0].lower_ == "that" and span[0].dep_ == "mark":
        return True
    if expression.rule.name == "weekday" and span.start and span.doc[span.start - 1].text in ("Good", "Bloody", "Black"):
        return True
    if expression.rule.name != "year":
        return False
    before = span.doc[max(0, span.start - 3) : span.start].text.lower()
    if re.search(r"\b(?:resolutions?|agenda|vision|horizon|article|no\.?|number|flight|decree)\b", before):
        return True
    return span.root.ent_type_ in ("CARDINAL", "QUANTITY", "MONEY", "PERCENT") and span.root.dep_ == "nummod"


def _line_before(span: Span) -> str:
    text = span.doc.text
    return text[text.rfind("\n", 0, span.start_char) + 1 : span.start_char]


def _is_dateline(span: Span) -> bool:
    """'GENEVA, 12 March (Agency) - …' at the head of a text."""
    if span.start_char >= 200:
        return False
    before = _line_before(span).strip()
    after = span.doc.text[span.end_char : span.end_char + 50]
    return bool(before and _DATELINE.fullmatch(before) and _AFTER_DATELINE.match(after))


def _is_heading(span: Span) -> bool:
    """A date that leads its line: '15 March 2014: …', or 'March 2014' alone."""
    before = _line_before(span)
    return not any(c.isalnum() for c in before) and bool(_AFTER_HEADING.match(span.doc.text, span.end_char))
