"""Days, months, seasons and the like as spans of days, and how to move along them."""

import datetime as dt

from graph.vocabulary import Date, Precision

DAY = dt.timedelta(days=1)
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The month in which each season begins."""
EARLY, MID, LATE = "early", "mid", "late"


def day(date: dt.date) -> Date:
    """One day."""
    return Date(date, date, Precision.DAY)


def day_of(year: int, month: int, number: int) -> Date | None:
    """The day of that number, None if the month has no such day."""
    try:
        return day(dt.date(year, month, number))
    except ValueError:
        return None


def month(year: int, number: int, count: int = 1) -> Date:
    """A month, or `count` months from its first day; numbers beyond 12 run into the next year."""
    first, last = _month_start(year, number), _month_start(year, number + count) - DAY
    return Date(first, last, Precision.MONTH if count == 1 else Precision.INTERVAL)


def year(number: int, count: int = 1) -> Date:
    """A year, or `count` years from its first day."""
    last = dt.date(number + count - 1, 12, 31)
    return Date(dt.date(number, 1, 1), last, Precision.YEAR if count == 1 else Precision.INTERVAL)


def week(date: dt.date) -> Date:
    """The week of a day, Monday to Sunday."""
    monday = date - DAY * date.weekday()
    return Date(monday, monday + 6 * DAY, Precision.WEEK)


def weekend(date: dt.date) -> Date:
    """Saturday and Sunday of a day's week."""
    sunday = week(date).end
    return interval(sunday - DAY, sunday)


def season(year: int, name: str) -> Date:
    """A season by its northern name; a winter is that which begins in the year."""
    return month(year, SEASONS[name], 3)


def interval(start: dt.date, end: dt.date) -> Date:
    """From one day to another, turned round where the second comes first."""
    start, end = min(start, end), max(start, end)
    return Date(start, end, Precision.DAY if start == end else Precision.INTERVAL)


def part(date: Date, which: str) -> Date:
    """The early, middle or late third of a span."""
    third = ((date.end - date.start).days + 1) // 3
    if third == 0:
        return date
    if which == EARLY:
        return interval(date.start, date.start + third * DAY)
    if which == LATE:
        return interval(date.end - third * DAY, date.end)
    return interval(date.start + third * DAY, date.end - third * DAY)


def shift(date: Date, count: int, unit: str) -> Date:
    """The span `count` units later, as exact as the unit allows: a week later is a day, a month later a month."""
    start = date.start
    if unit == "day":
        return day(start + count * DAY)
    if unit == "week":
        return day(start + 7 * count * DAY)
    if unit == "month":
        return month(start.year, start.month + count)
    return year(start.year + count)


def unit_around(date: dt.date, unit: str) -> Date:
    """The day, week, weekend, month, quarter, year or decade in which a day lies."""
    if unit == "week":
        return week(date)
    if unit == "weekend":
        return weekend(date)
    if unit == "month":
        return month(date.year, date.month)
    if unit == "quarter":
        return month(date.year, date.month - (date.month - 1) % 3, 3)
    if unit == "year":
        return year(date.year)
    if unit == "decade":
        return year(date.year - date.year % 10, 10)
    return day(date)


def neighbour(date: dt.date, unit: str, count: int) -> Date:
    """The unit `count` places after (or before) the one in which a day lies: 'last month', 'the following week'."""
    if unit == "weekend":
        return weekend(date + 7 * count * DAY)
    here = unit_around(date, unit)
    for _ in range(abs(count)):
        here = unit_around(here.end + DAY if count > 0 else here.start - DAY, unit)
    return here


def _month_start(year: int, number: int) -> dt.date:
    years, index = divmod(number - 1, 12)
    return dt.date(year + years, index + 1, 1)
