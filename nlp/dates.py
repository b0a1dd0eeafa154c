"""The pipeline component that finds the dates of a document and works out the days they mean."""

import datetime as dt
import re
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from graph.vocabulary import Date
from nlp import calendar, date_grammar
from nlp.date_grammar import Expression
from nlp.date_mentions import DateMention, dates, register
from nlp.date_scope import date_of, period_of
from nlp.date_values import Setting
from nlp.tense import tense_of

__all__ = ["DateMention", "DatesComponent", "date_of", "dates", "period_of"]

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
_JOIN = re.compile(r" ?[-–—] ?| (?:to|until|till|through|and|up to) ")
_DATELINE = re.compile(r"(?:[A-Z][\w.'’-]*|[ ,/]|\(.{2,30}?\))+,? ?$")
_AFTER_DATELINE = re.compile(r"\s?(?:\([^)]{2,40}\)\s?)?(?:[-–—]|\n|$)")
_AFTER_HEADING = re.compile(r"\s*(?::|[-–—] |\.\s|\n|$)")


class DatesComponent:
    """Fills `doc._.dates`, read against `doc._.published_at` (a day or None)."""

    def __init__(self) -> None:
        register()

    def __call__(self, doc: Doc) -> Doc:
        """Find and read the dates of a document."""
        doc._.dates = _Reader(doc).read()
        return doc


@Language.factory("dates")
def create_dates(nlp: Language, name: str) -> DatesComponent:
    """Make the component."""
    return DatesComponent()


class _Reader:
    """Reads one document from its first date to its last, remembering the date told last."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.today: dt.date | None = doc._.published_at
        self.told: Date | None = None
        self.story: Date | None = None
        self.section: Date | None = None
        self.found: list[DateMention] = []

    def read(self) -> list[DateMention]:
        for expression in date_grammar.find(self.doc.text):
            span = self.doc.char_span(expression.start, expression.end, alignment_mode="expand")
            if span is not None and not _false_friend(span, expression):
                self._add(span, expression)
        return self.found

    def _add(self, span: Span, expression: Expression) -> None:
        value = self._value(span, expression)
        if value is None:
            return
        mention = DateMention(span, replace(value, text=span.text), _relation(span), _modified(span))
        mention.dateline = not self.found and _is_dateline(span)
        mention.heading = not mention.dateline and _is_heading(span)
        if not self._joined(mention):
            self.found.append(mention)
        if mention.modifies is None or self.told is None:
            self._remember(mention, expression)

    def _value(self, span: Span, expression: Expression) -> Date | None:
        setting = Setting(self.today, self.told, self._story(), tense_of(span.root))
        try:
            return expression.rule.read(expression.parts, setting)
        except (ValueError, OverflowError):  # a day outside the calendar, such as "9000 years ago"
            return None

    def _story(self) -> Date | None:
        return self.section or self.story

    def _remember(self, mention: DateMention, expression: Expression) -> None:
        if (expression.parts.get("way") or "") not in ("earlier", "before", "previously"):
            self.told = mention.value
        if expression.parts.get("year"):
            self.story = mention.value if self.today is None else self.story
            if mention.heading:
                self.section = mention.value

    def _joined(self, mention: DateMention) -> bool:
        """Whether the mention ends a range that the one before began: 'from Monday to Wednesday'."""
        if not self.found:
            return False
        first = self.found[-1]
        gap = self.doc.text[first.span.end_char : mention.span.start_char]
        if not _JOIN.fullmatch(gap) or not _may_join(first, mention, gap):
            return False
        value = calendar.interval(first.value.start, mention.value.end)
        span = self.doc[first.span.start : mention.span.end]
        first.span, first.value = span, replace(value, text=span.text)
        return True


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
    root = span.root
    head = root.head
    if root.dep_ in ("compound", "nummod", "amod", "poss", "nmod") and head.pos_ in ("NOUN", "PROPN") and head.i >= span.end:
        return head
    if root.dep_ == "pobj" and head.lower_ == "of" and head.head.pos_ in ("NOUN", "PROPN") and head.head.i < span.start:
        return head.head
    return None


def _false_friend(span: Span, expression: Expression) -> bool:
    """Words that look like a date: a name, a verb, a number of something else."""
    if expression.rule.name in ("month", "weekday") and span.root.ent_type_ in ("PERSON", "ORG", "WORK_OF_ART"):
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
    before = _line_before(span).strip()
    after = span.doc.text[span.end_char : span.end_char + 50]
    return bool(before and span.start_char < 200 and _DATELINE.fullmatch(before) and _AFTER_DATELINE.match(after))


def _is_heading(span: Span) -> bool:
    """A date that leads its line: '15 March 2014: …', or 'March 2014' alone."""
    before = _line_before(span)
    return not any(c.isalnum() for c in before) and bool(_AFTER_HEADING.match(span.doc.text, span.end_char))
