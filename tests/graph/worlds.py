"""Small worlds in memory, made of contacts."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from graph.columns import CERTAIN, EMPTY, NOWHERE, UNDATED, UNKNOWN_END, UNKNOWN_START, Codes, FactColumns
from graph.contacts import ContactFilter
from graph.id_columns import as_bytes
from graph.image import Contact, Image, Shape, build
from graph.paths import Found, PathQuery, find

MET = {"meeting": frozenset({"held"})}
SHAPE = Shape((("meeting", "held"),), (frozenset({("meeting", "held")}), frozenset({("agreement", "signed")})))


def contact(number: int, actors: Iterable[str], day: str | None = None, last: str | None = None, **fields: object) -> Contact:
    """A meeting of the actors whose letters are given."""
    start = dt.date.fromisoformat(day) if day else None
    end = dt.date.fromisoformat(last) if last else start
    values = {"kind": "meeting", "status": "held", "sources": 1, "confidence": 0.9} | fields
    return Contact(id=f"f{number}", start=start, end=end, actors=tuple(actors), **values)  # type: ignore[arg-type]


def columns(
    contacts: Sequence[Contact], groups: Codes, actors: Sequence[str], places: Codes, place_of: Mapping[str, str]
) -> FactColumns:
    """Contacts as columns; `place_of` names the places of some facts."""
    if not contacts:
        return EMPTY
    starts = [c.start.toordinal() if c.start else UNKNOWN_START if c.end else UNDATED for c in contacts]
    ends = [c.end.toordinal() if c.end else UNKNOWN_END if c.start else UNDATED for c in contacts]
    parts = [(row, actors.index(actor)) for row, c in enumerate(contacts) for actor in sorted(set(c.actors))]
    part_fact, part_actor = np.array(parts, np.int32).reshape(-1, 2).T
    return FactColumns(
        as_bytes([c.id for c in contacts]),
        np.array([groups[c.kind, c.status] for c in contacts], np.int16),
        np.array(starts, np.int32),
        np.array(ends, np.int32),
        np.array([round(c.confidence * CERTAIN) for c in contacts], np.uint16),
        np.array([c.sources for c in contacts], np.uint8),
        np.array([places[place_of[c.id]] if c.id in place_of else NOWHERE for c in contacts], np.int32),
        part_fact,
        part_actor,
        np.zeros(len(part_fact), bool),
    )


def arrange(contacts: Iterable[Contact], place_of: Mapping[str, str] | None = None) -> Image:
    """An image of contacts, all in the thick layer."""
    groups, places, given = Codes(), Codes(), list(contacts)
    actors = sorted({actor for c in given for actor in c.actors})
    return build(SHAPE, columns(given, groups, actors, places, place_of or {}), as_bytes(actors), groups, places)


def changed(image: Image, contacts: Sequence[Contact] = (), gone: Sequence[str] = ()) -> Image:
    """The image with some contacts new or replaced, and without those gone."""
    groups = Codes({group: number for number, group in enumerate(image.groups)})
    actors = sorted({actor for c in contacts for actor in c.actors})
    fresh = columns(contacts, groups, actors, Codes(), {})
    return image.with_changes(gone, fresh, actors, groups=tuple(groups))


def world(*meetings: Iterable[str]) -> Image:
    """Undated meetings, each given by the letters of its actors."""
    return arrange(contact(number, actors) for number, actors in enumerate(meetings))


def ask(
    image: Image, source: str, target: str, kinds: Mapping[str, frozenset[str]] = MET, chronological: bool = False, **more: object
) -> Found:
    """Find chains; what a filter of contacts knows goes there."""
    filters = {name: more.pop(name) for name in ContactFilter.__dataclass_fields__ if name in more}
    order = "chronological" if chronological else "any"
    query = {"order": order, **more, "contacts": ContactFilter(kinds, **filters)}  # type: ignore[arg-type]
    return find(image, PathQuery(source, target, **query))  # type: ignore[arg-type]


def members(found: Found) -> list[str]:
    """The chains as words of letters."""
    return ["".join([chain[0].source, *(hop.target for hop in chain)]) for chain in found.chains]
