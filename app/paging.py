"""Pages of a list: a cursor is the sort key of the last row seen, so that pages stay whole while rows come and go."""

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from app.errors import Problem
from app.fields import storable

Row = TypeVar("Row")
Key = tuple[Any, ...]
INTEGERS = range(-(2**31), 2**31)
"""What the databases' integer columns hold."""


def encode(key: Key | None) -> str | None:
    """A cursor for the page after `key`; none for the last page."""
    if key is None:
        return None
    text = json.dumps(key, default=dt.date.isoformat, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(cursor: str | None, *types: type) -> Key | None:
    """The key that a cursor holds, if it is one of a list whose rows are sorted by values of `types`."""
    if cursor is None:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        return tuple(_typed(value, wanted) for value, wanted in zip(values, types, strict=True))
    except (binascii.Error, ValueError, TypeError, RecursionError, OverflowError) as error:
        raise unknown_cursor() from error


def unknown_cursor() -> Problem:
    """That a cursor is none of those given out for a list."""
    return Problem(422, "invalid-cursor", "this cursor was not given out for this list; begin without one")


def date_key(cursor: str | None) -> tuple[dt.date, str] | None:
    """The key of a list sorted by date and id."""
    key = decode(cursor, dt.date, str)
    return None if key is None else (key[0], key[1])


def after(rows: Sequence[Row], key: Callable[[Row], Key], last: Key | None, limit: int) -> tuple[Sequence[Row], Key | None]:
    """The page of sorted `rows` that follows the row with key `last`, and the key of its end if more follow."""
    rest = rows if last is None else [row for row in rows if key(row) > last]
    return rest[:limit], key(rest[limit - 1]) if len(rest) > limit else None


def _moment(text: str) -> dt.datetime:
    """A moment in UTC; one that does not say its zone was not given out here."""
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no zone")
    return moment.astimezone(dt.UTC)


def _typed(value: object, wanted: type) -> object:
    if issubclass(wanted, dt.datetime) and isinstance(value, str):
        return _moment(value)
    if issubclass(wanted, dt.date) and isinstance(value, str):
        return wanted.fromisoformat(value)
    if wanted is float and type(value) in (int, float):
        return value
    if type(value) is not wanted:
        raise ValueError(f"{value!r} is no {wanted.__name__}")
    if wanted is int and value not in INTEGERS:
        raise ValueError(f"{value!r} is in no column")
    return storable(value) if isinstance(value, str) else value
