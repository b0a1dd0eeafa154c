"""Where places lie: towns, capitals and the venues at which actors meet, from a table of some 5,000."""

import csv
from functools import cache
from importlib import resources
from typing import NamedTuple

from nlp.gazetteer import fold


class Point(NamedTuple):
    """A place on the globe in degrees, to two decimals: about a kilometre."""

    latitude: float
    longitude: float


def locate(name: str, country: str | None = None) -> Point | None:
    """Where a place of this name lies, in the state of an ISO 3166-1 alpha-3 code if it is given; None if it is not known.

    Of namesakes in several states the most likely is meant: a venue or capital before the larger town.
    """
    by_name = _table().get(fold(name), {})
    return by_name.get(country) if country else next(iter(by_name.values()), None)


def countries(name: str) -> tuple[str, ...]:
    """The states (ISO 3166-1 alpha-3) in which a known place of this name lies, the most likely first; empty if none is known."""
    return tuple(_table().get(fold(name), ()))


@cache
def _table() -> dict[str, dict[str, Point]]:
    """Points by folded name, then by state, the most likely first."""
    table: dict[str, dict[str, Point]] = {}
    rows = resources.files("nlp.data").joinpath("coordinates.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(rows):
        point = Point(float(row["latitude"]), float(row["longitude"]))
        table.setdefault(fold(row["name"]), {}).setdefault(row["country"], point)
    return table
