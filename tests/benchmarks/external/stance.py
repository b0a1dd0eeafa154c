"""Stances of one entity towards another: the side of the positions read, beside the annotated side."""

from collections.abc import Iterable, Iterator

from app.matching import SIDES
from nlp.pipeline import Reader
from tests.benchmarks.external.rows import Measure, Named, Piece, Row, read, share


def sides(rows: Iterable[Row], reader: Reader) -> Iterator[Measure]:
    """Whether a position between the two is of the annotated side, and whether one is read where people saw none."""
    right, found, false = list[bool](), list[bool](), list[bool]()
    for row in rows:
        fact = row.facts[0] if row.facts else None
        source, target = (fact.pieces("source"), fact.pieces("target")) if fact else (row.entities[:1], row.entities[1:])
        read_sides = set(_sides(row, reader, source, target))
        if fact is None:
            false.append(bool(read_sides))
            continue
        same = read_sides == {SIDES[fact.status or ""]}
        found.append(same)
        if read_sides:
            right.append(same)
    yield share("side right, where a position of the one towards or on the other is read", right)
    yield share("side right, of all pairs with a side", found)
    yield share("side read between two without one (lower is better)", false)


def _sides(row: Row, reader: Reader, source: list[Piece], target: list[Piece]) -> Iterator[str]:
    reading = read(reader, row)
    named = Named(reading)
    for claim in reading.claims:
        side = SIDES.get(claim.status, "") if claim.kind == "position" else ""
        if side in ("for", "against") and named.takes_part(claim, source, ("actor",)) and named.addressed(claim, target):
            yield side
