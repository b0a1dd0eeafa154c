"""Lists of addresses: one a line, or rows of GDELT (events, mentions, knowledge graph), in which the address is a field."""

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from app.compressed import plain
from app.fetching.feeds import Wanted

LONGEST_LINE = 2**20
_MOMENT = "%Y%m%d%H%M%S"


def pages(stream: BinaryIO) -> Iterator[Wanted]:
    """The pages of a list, compressed or not. Lines that begin with # or hold no address are passed over."""
    uncompressed = plain(stream)
    for line in iter(lambda: uncompressed.readline(LONGEST_LINE), b""):
        fields = line.decode("utf-8", "replace").strip().split("\t")
        if not fields[0].startswith("#") and (page := _page(fields)):
            yield page


def _page(fields: Iterable[str]) -> Wanted | None:
    """The first address of a row, with the last moment before it: in GDELT the one at which the page was found."""
    moment = None
    for field in fields:
        if field.startswith(("http://", "https://")):
            return Wanted(field, found_at=moment)
        moment = _day(field) or moment
    return None


def _day(field: str) -> dt.date | None:
    """The day of a moment as GDELT writes it, 20250213124500."""
    if len(field) != len("20250213124500") or not field.isdecimal():
        return None
    try:
        return dt.datetime.strptime(field, _MOMENT).date()
    except ValueError:
        return None
