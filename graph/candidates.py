"""The keys under which an entity is found by other spellings of its name, and what is known of those who are found."""

import functools
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.database import batches
from graph.one_of import one_of
from graph.spelling import initials, name_keys
from graph.tables import Base, Fact, Name, Part
from graph.text_keys import number_of
from graph.vocabulary import EntityRead, EntityType, Reading

_HOLDS, _OF = "person", "of"
"""The roles of one who holds an office, and of the state or body whose office it is."""
_NAMES, _PARTS, _FACTS = (Base.metadata.tables[table.__tablename__] for table in (Name, Part, Fact))
_OTHERS = _PARTS.alias("others")
_NAMES_OF = select(_NAMES.c.entity_id, _NAMES.c.name).where(one_of(_NAMES.c.entity_id)).order_by(_NAMES.c.id)
_IN_COMPANY = (
    select(_PARTS.c.entity_id, _OTHERS.c.entity_id)
    .join(_OTHERS, _OTHERS.c.fact_id == _PARTS.c.fact_id)
    .where(one_of(_PARTS.c.entity_id), one_of(_OTHERS.c.entity_id, "beside"))
    .distinct()
)
_HELD = (
    select(_PARTS.c.entity_id, _FACTS.c["values"])
    .join(_FACTS, _FACTS.c.id == _PARTS.c.fact_id)
    .where(_PARTS.c.role == _HOLDS, one_of(_PARTS.c.entity_id))
)
_IN_OFFICE = ("current", "acting")


@functools.lru_cache(maxsize=10_000)
def keys_of(name: str) -> frozenset[int]:
    """The keys under which an entity of that name is found."""
    acronym = name if name.isupper() and " " not in name else initials(name)
    return name_keys(name) | ({number_of("acronym", acronym)} if len(acronym) > 2 else set())


def names_of(read: EntityRead) -> Sequence[str]:
    """The names of an entity in a document that are worth comparing: of a person those of several words."""
    names = dict.fromkeys((read.name, *read.names))
    return [name for name in names if " " in name or "-" in name or read.type is not EntityType.PERSON]


def names_by(session: Session, entity_ids: Collection[str]) -> dict[str, list[str]]:
    """What entities are called."""
    names: dict[str, list[str]] = defaultdict(list)
    for batch in batches(sorted(entity_ids)):
        for entity_id, name in session.connection().execute(_NAMES_OF, {"values": batch}):
            names[entity_id].append(name)
    return names


def company(session: Session, entity_ids: Collection[str], beside: Mapping[str, str]) -> dict[str, set[str]]:
    """For each of some entities the names of those of `beside`, by their ids, with whom it shares a fact."""
    found: dict[str, set[str]] = defaultdict(set)
    if entity_ids and beside:
        for entity_id, companion in session.connection().execute(_IN_COMPANY, {"values": entity_ids, "beside": beside}):
            if companion != entity_id:
                found[entity_id].add(beside[companion])
    return found


def offices(session: Session, entity_ids: Collection[str]) -> dict[str, set[str]]:
    """The titles by which persons are known."""
    titles: dict[str, set[str]] = defaultdict(set)
    for entity_id, values in session.connection().execute(_HELD, {"values": entity_ids}) if entity_ids else ():
        titles[entity_id] |= {values["title"].casefold()} if values.get("title") else set()
    return titles


def offices_read(reading: Reading) -> dict[str, set[str]]:
    """The titles that a document gives persons, by their keys."""
    titles: dict[str, set[str]] = defaultdict(set)
    for claim in reading.claims:
        for key in claim.entities(_HOLDS) if claim.values.get("title") else ():
            titles[key].add(claim.values["title"].casefold())
    return titles


def bodies_served(reading: Reading) -> dict[str, str]:
    """The one state or body of which a document says that a person holds an office, by their keys."""
    bodies: dict[str, set[str]] = defaultdict(set)
    for claim in reading.claims:
        for key in claim.entities(_HOLDS) if claim.status in _IN_OFFICE else ():
            bodies[key] |= set(claim.entities(_OF))
    return {key: of.pop() for key, of in bodies.items() if len(of) == 1}
