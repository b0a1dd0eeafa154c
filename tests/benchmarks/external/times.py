"""Dates: the days that an expression means, beside its annotated TIMEX3 value, and beside what dateparser makes of it."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from dateparser.date import DateDataParser

from app.matching import Days, gold_days
from nlp.dates import dates
from nlp.pipeline import Reader
from nlp.tokens import Doc
from tests.benchmarks.external.rows import Measure, Row, Time, parsed, share

VALUE = re.compile(r"(\d{4}(?:-\d\d){0,2})(?:T\w.*)?")
"""Values that are a day, a month or a year; the time of day is left out."""


def days_of(time: Time) -> Days | None:
    """The days of an annotated value, where it is a day, a month or a year of our calendar."""
    value = VALUE.fullmatch(time.value)
    if value is None or time.type not in (None, "DATE", "TIME"):
        return None
    try:
        return gold_days(value[1])
    except ValueError:  # annotators slip too: 1998-02-30
        return None


def values(rows: Iterable[Row], reader: Reader) -> Iterator[Measure]:
    """How many expressions of a day, a month or a year are found with the right days."""
    ours, found, theirs = list[bool](), list[bool](), list[bool]()
    for row in rows:
        doc = parsed(reader, row)
        for time in row.timex:
            if (wanted := days_of(time)) is None:
                continue
            read = _read(doc, time)
            ours.append(_same(time, wanted, read))
            if read is not None:
                found.append(ours[-1])
            theirs.append(_same(time, wanted, _by_dateparser(time.text, row.date)))
    yield share("days right, of all expressions of a day, a month or a year", ours)
    yield share("days right, of those found", found)
    yield share("days right by dateparser, given the expression alone", theirs)


def _same(time: Time, wanted: Days, read: Days | None) -> bool:
    """Whether the days agree; `early 1914` must lie within the year that is its value."""
    if read is None or time.mod is None:
        return read == wanted
    return wanted.first <= read.first and read.last <= wanted.last


def _read(doc: Doc, time: Time) -> Days | None:
    for mention in dates(doc):
        if mention.span.start_char < time.end and time.start < mention.span.end_char:
            return Days(mention.value.start, mention.value.end)
    return None


def _by_dateparser(words: str, today: dt.date | None) -> Days | None:
    settings: dict[str, object] = {"PREFER_DATES_FROM": "past"}
    if today is not None:
        settings["RELATIVE_BASE"] = dt.datetime.combine(today, dt.time())
    data = DateDataParser(languages=["en"], settings=settings).get_date_data(words)
    if data is None or data.date_obj is None:
        return None
    length = {"year": 4, "month": 7}.get(data.period, 10)
    return gold_days(data.date_obj.date().isoformat()[:length])
