"""What an expression of time means: from its named parts and its setting to a span of days."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from graph.vocabulary import Date, Precision
from nlp import calendar

Parts = Mapping[str, str | None]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen"
NUMBERS = {word: n for n, word in enumerate(_ONES.split(), 1)}
NUMBERS |= {"a": 1, "an": 1, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
NUMBERS |= {"a couple of": 2, "a few": 3, "several": 3, "a hundred": 100, "the": 1}
ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4, "final": 4, "latter": 2}
BACK = {"last": -1, "past": -1, "previous": -1, "preceding": -1, "prior": -1}
ONWARD = {"next": 1, "coming": 1, "following": 1, "subsequent": 1, "upcoming": 1}
TOLD = {"previous", "preceding", "prior", "following", "subsequent", "same", "that", "very same", "that same"}
"""Words that count from the date told last, not from the document's."""
NEAR, FAR = 65, 290
"""Days: `regrets the collapse of talks in February`, said in March, does not look eleven months ahead."""
AT_HAND = 8
"""Days: who was to meet on 27 September, said on the 24th, was not to do so a year ago."""
LOOKS_BACK = 120
"""How many days a story may step back without its year going on."""


class Tense(StrEnum):
    """Where the governing verb looks."""

    PAST = "past"
    PRESENT = "present"
    FUTURE = "future"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Setting:
    """What an expression is read against: the document's day, the date told last, and the verb's tense.

    `story` is a date whose year goes on: in a story of 1990 told in 2021, "on 6 August" is of 1990. `beside` is the date told
    last if it stands near by.
    """

    today: dt.date | None = None
    told: Date | None = None
    story: Date | None = None
    tense: Tense = Tense.NONE
    beside: Date | None = None


Resolver = Callable[[Parts, Setting], Date | None]


def full_date(parts: Parts, setting: Setting) -> Date | None:
    """'12 May 2025', 'May 12th', '9-10 May': a day or several of a month, its year given or not."""
    first, last = _number(parts["day"]), _number(parts.get("day2") or parts["day"])

    def make(year: int) -> Date | None:
        start, end = (calendar.day_of(year, _month(parts["month"]), n) for n in (first, last))
        return start and end and calendar.interval(start.start, end.end)

    return _with_year(parts, setting, make)


def numeric(parts: Parts, _: Setting) -> Date | None:
    """'2025-05-12' and '12/05/2025', the day first unless it cannot be one."""
    year, month, day = (_number(parts[key]) for key in ("year", "mm", "day"))
    if month > 12 and day <= 12:
        month, day = day, month
    return calendar.day_of(year, month, day) if 1 <= month <= 12 else None


def month(parts: Parts, setting: Setting) -> Date | None:
    """'May 2025', 'late July', 'last December', 'March of that year'."""
    number = _month(parts["month"])

    def make(year: int) -> Date:
        return calendar.month(year, number)

    relative = (parts.get("rel") or "").lower()
    if relative and parts.get("of_year"):
        around = _relative(relative, "year", setting)
        found = around and make(around.start.year)
    elif relative:
        found = _relative_month(relative, make, setting)
    else:
        found = _with_year(parts, setting, make)
    return found and narrow(found, parts, setting)


def year(parts: Parts, setting: Setting) -> Date | None:
    """'1998', 'early 2014', 'the end of 2003'."""
    return narrow(calendar.year(int(parts["year"] or 0)), parts, setting)


def decade(parts: Parts, setting: Setting) -> Date | None:
    """'the 1990s', 'the late 1980s'."""
    return narrow(calendar.year(int(parts["decade"] or 0), 10), parts, setting)


def century(parts: Parts, setting: Setting) -> Date | None:
    """'the 19th century'."""
    return narrow(calendar.year(100 * (_number(parts["century"]) - 1) + 1, 100), parts, setting)


def weekday(parts: Parts, setting: Setting) -> Date | None:
    """'on Thursday', 'last Friday', 'Tuesday of next week', 'the following Monday'."""
    relative, base = (parts.get("rel") or "").lower(), setting.today
    index = WEEKDAYS.index((parts["weekday"] or "")[:3].lower())
    if relative in TOLD and setting.told:
        base = setting.told.end if relative in ONWARD else setting.told.start
    if base is None:
        return None
    if parts.get("of_week"):
        around = _relative((parts["week_rel"] or "").lower(), "week", setting)
        return around and calendar.day(around.start + index * calendar.DAY)
    return calendar.day(_near_weekday(base, index, relative, setting.tense))


def _near_weekday(base: dt.date, index: int, relative: str, tense: Tense) -> dt.date:
    ahead = (index - base.weekday()) % 7
    if relative in BACK:
        days = (base.weekday() - index) % 7 or 7
        return base - (days + 7 if days == 1 and relative == "last" else days) * calendar.DAY  # else it were yesterday
    if relative in ONWARD:
        return base + (ahead or 7) * calendar.DAY
    if tense in (Tense.FUTURE, Tense.PRESENT):
        return base + ahead * calendar.DAY
    return base - ((base.weekday() - index) % 7) * calendar.DAY


DEICTIC = {"today": 0, "tonight": 0, "overnight": 0, "yesterday": -1, "tomorrow": 1, "last night": -1}


def deictic(parts: Parts, setting: Setting) -> Date | None:
    """'today', 'yesterday', 'tonight', 'this morning', 'the day before yesterday'."""
    if setting.today is None:
        return None
    words = (parts["deictic"] or "").lower()
    offset = next((n for word, n in DEICTIC.items() if words.startswith(word)), 0)
    if words.startswith("the day before"):
        offset = -2
    elif words.startswith("the day after"):
        offset = 2
    return calendar.day(setting.today + offset * calendar.DAY)


def relative_unit(parts: Parts, setting: Setting) -> Date | None:
    """'last month', 'later this year', 'this weekend', 'the following day', 'that week'."""
    relative, unit = (parts.get("rel") or "the").lower(), _unit(parts["unit"])
    if relative == "next" and (unit == "day" or (parts.get("the") and setting.tense is Tense.PAST)):
        relative = "following"
    found = _relative(relative, unit, setting)
    return found and narrow(found, parts, setting)


def counted(parts: Parts, setting: Setting) -> Date | None:
    """'three weeks ago', 'two days later', 'a week earlier', 'in ten days'."""
    count, unit = _count(parts["num"]), _unit(parts["unit"])
    words = (parts["way"] or "").lower()
    if words == "in" and (setting.tense is not Tense.FUTURE or count == 1):
        return None  # "in a week" says how long it took
    forward = words.startswith(("in", "later", "after", "from", "hence"))
    base = setting.today
    if words.startswith(("later", "earlier", "before", "after", "previously")):
        told = setting.told
        base = (told.end if forward else told.start) if told else None
    base = base or setting.today
    if base is None:
        return None
    count, unit = {"decade": (10 * count, "year"), "fortnight": (2 * count, "week")}.get(unit, (count, unit))
    return calendar.shift(_base_of(base, unit), count if forward else -count, unit)


def window(parts: Parts, setting: Setting) -> Date | None:
    """'the past three months', 'the next two weeks', 'recent days'."""
    if setting.today is None:
        return None
    count, unit = _count(parts.get("num") or "several"), _unit(parts["unit"])
    if unit == "decade":
        count, unit = 10 * count, "year"
    forward = (parts["rel"] or "").lower() in ONWARD
    lengths = {"day": 1, "weekend": 7, "week": 7, "month": 30, "quarter": 91, "year": 365}
    edge = setting.today + (1 if forward else -1) * count * lengths[unit] * calendar.DAY
    return calendar.interval(edge, setting.today)


def fraction(parts: Parts, setting: Setting) -> Date | None:
    """'the third quarter of 2014', 'the first half of the year', 'Q3 2014'."""
    count = 3 if (parts["fraction"] or "").lower() in ("q", "quarter") else 6
    order = ORDINALS.get((parts["order"] or "").lower()) or _number(parts["order"])
    order = min(order, 12 // count)
    return _with_year(parts, setting, lambda year: calendar.month(year, count * (order - 1) + 1, count))


def half_of_month(parts: Parts, setting: Setting) -> Date | None:
    """'the second half of August'."""
    whole = month({"month": parts["month"], "year": parts.get("year")}, setting)
    if whole is None:
        return None
    middle = whole.start + (whole.end - whole.start) // 2
    is_first = ORDINALS.get((parts["order"] or "").lower()) == 1
    return calendar.interval(whole.start, middle) if is_first else calendar.interval(middle + calendar.DAY, whole.end)


def season(parts: Parts, setting: Setting) -> Date | None:
    """'the spring of 2013', 'last summer', 'early autumn'."""
    name = (parts["season"] or "").lower()

    def make(year: int) -> Date:
        return calendar.season(year, name)

    relative = (parts.get("rel") or "").lower()
    found = _relative_month(relative, make, setting) if relative else _with_year(parts, setting, make)
    return found and narrow(found, parts, setting)


HOLIDAYS = {"christmas day": (12, 25), "christmas eve": (12, 24), "christmas": (12, 25)}
HOLIDAYS |= {"new year's eve": (12, 31), "new year's day": (1, 1)}


def holiday(parts: Parts, setting: Setting) -> Date | None:
    """'Christmas Day', 'New Year's Eve 1999'."""
    number, day = HOLIDAYS[(parts["holiday"] or "").lower().replace("\u2019", "'")]
    return _with_year(parts, setting, lambda year: calendar.day_of(year, number, day))


def day_of_month(parts: Parts, setting: Setting) -> Date | None:
    """'on the 9th': of the month told near by, else the last such day or the next, as the tense says."""
    number = _number(parts["nth"])
    around = setting.beside or setting.story
    if around is not None:
        return calendar.day_of(around.start.year, around.start.month, number)
    if setting.today is None:
        return None
    months = (calendar.neighbour(setting.today, "month", n).start for n in (-1, 0, 1))
    return _by_tense(setting.today, setting.tense, _existing(calendar.day_of(m.year, m.month, number) for m in months))


def narrow(date: Date, parts: Parts, setting: Setting) -> Date:
    """The part of a span that 'early', 'the end of', 'later' and the like point at."""
    edge = (parts.get("edge") or "").lower()
    today = setting.today
    if today and edge.startswith("later") and date.start <= today <= date.end:
        return calendar.interval(today, date.end)
    if today and edge.startswith("earlier") and date.start <= today <= date.end:
        return calendar.interval(date.start, today)
    if any(word in edge for word in ("early", "beginning", "start", "first", "opening", "turn")):
        return calendar.part(date, calendar.EARLY)
    if any(word in edge for word in ("mid", "second", "third")):
        return calendar.part(date, calendar.MID)
    if any(word in edge for word in ("late ", "late-", "late in", "end", "close", "last", "final")):
        return calendar.part(date, calendar.LATE)
    return date


def _with_year(parts: Parts, setting: Setting, make: Callable[[int], Date | None]) -> Date | None:
    if parts.get("year"):
        return make(int(parts["year"] or 0))
    if parts.get("year_rel"):
        around = _relative((parts["year_rel"] or "").lower(), "year", setting)
        return around and make(around.start.year)
    if setting.story and (setting.today is None or setting.tense in (Tense.PAST, Tense.NONE)):
        return _going_on(setting.story, setting.today, make)
    if setting.today is None:
        return None
    return _nearest(setting.today, setting.tense, make)


def _going_on(story: Date, today: dt.date | None, make: Callable[[int], Date | None]) -> Date | None:
    """The year in which a story told in order has come to: after December, 'in February' is of the next year."""
    year = story.start.year
    date = make(year)
    if date and story.precision is not Precision.YEAR and (story.start - date.start).days > LOOKS_BACK:
        date = make(year := year + 1)
    return make(year - 1) if date and today and date.start > today else date


def _nearest(today: dt.date, tense: Tense, make: Callable[[int], Date | None]) -> Date | None:
    return _by_tense(today, tense, _existing(make(today.year + n) for n in (-1, 0, 1)))


def _by_tense(today: dt.date, tense: Tense, dates: list[Date]) -> Date | None:
    """Of several dates the one that the tense asks for, unless it is far and another near."""
    past = [date for date in dates if date.start <= today]
    future = [date for date in dates if date.end >= today]
    nearest = min(dates, key=lambda date: _days_from(today, date), default=None)
    by_tense = future[:1] if tense is Tense.FUTURE else past[-1:] if tense is Tense.PAST else []
    if not by_tense or nearest is None:
        return nearest
    near = NEAR if tense is Tense.FUTURE else AT_HAND if nearest.precision is Precision.DAY else 0
    slip = _days_from(today, by_tense[0]) > FAR and _days_from(today, nearest) < near
    return nearest if slip else by_tense[0]


def _days_from(today: dt.date, date: Date) -> int:
    return abs((date.start - today).days)


def _existing(dates: Iterable[Date | None]) -> list[Date]:
    return [date for date in dates if date]


def _relative_month(relative: str, make: Callable[[int], Date], setting: Setting) -> Date | None:
    """'last May' is the latest that is over or runs, 'next May' the first to come, 'that May' of the year told last."""
    base = setting.told.start if relative in TOLD and setting.told else setting.today
    if base is None:
        return None
    dates = [make(base.year + n) for n in (-2, -1, 0, 1, 2)]
    if relative in BACK:
        return [date for date in dates if date.end < base][-1]
    if relative in ONWARD:
        return next(date for date in dates if date.start > base)
    return make(base.year)


def _relative(relative: str, unit: str, setting: Setting) -> Date | None:
    told = relative in TOLD or relative == "the"
    base = setting.today
    if told and setting.told and relative != "the":
        base = setting.told.end if relative in ONWARD else setting.told.start
    if base is None:
        return None
    count = BACK.get(relative) or ONWARD.get(relative) or 0
    if unit == "weekend" and not count and relative in ("this", "the"):
        count = -1 if setting.tense is not Tense.FUTURE and base.weekday() < 5 else 0
    return calendar.neighbour(base, unit, count)


def _base_of(base: dt.date, unit: str) -> Date:
    return calendar.unit_around(base, unit) if unit in ("month", "year") else calendar.day(base)


def _month(name: str | None) -> int:
    return MONTHS.index((name or "")[:3].lower()) + 1


def _unit(name: str | None) -> str:
    name = (name or "").lower().removesuffix("s")
    return "day" if name in ("morning", "afternoon", "evening", "night") else name


def _number(digits: str | None) -> int:
    return int("".join(c for c in digits or "" if c.isdigit()))


def _count(words: str | None) -> int:
    words = (words or "").lower()
    return int(words) if words.isdigit() else NUMBERS[words]
