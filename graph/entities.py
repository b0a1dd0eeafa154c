"""Entities across documents: which stored entity a document's actor is.

The gazetteer's key settles it where there is one. Else the full name does, and for persons the state they act for:
a different state means a different person. Ids are made of these, so that a rebuilt database has the same. Whom people
judged to be meant comes after that, so that a judgement can be taken back.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.naming import add_names
from graph.rulings import rulings
from graph.standing import entity_id, settle_states
from graph.tables import Entity, Name
from graph.text_keys import fold
from graph.vocabulary import EntityRead, EntityType, Reading

_BODIES = (EntityType.ORGANIZATION, EntityType.GROUP)
"""Readers are not of one mind about which of these a body is, so that a name stands for either."""


@dataclass(slots=True)
class Resolved:
    """The entities of a document."""

    ids: dict[str, str] = field(default_factory=dict)
    """Their ids by their keys, as they were read."""
    meant: dict[str, str] = field(default_factory=dict)
    """Whom each of these ids means, by judgement; mostly itself."""
    moved: set[str] = field(default_factory=set)
    """Those stored before whose state became known only now."""


def resolve_entities(session: Session, reading: Reading, document_id: str, revision: int) -> Resolved:
    """Find or create the entities that the claims of a reading speak of, and add their names."""
    resolved = Resolved()
    judged = rulings(session)
    reads = _needed(reading)
    known = _known_by_key(session, reads)
    namesakes = _namesakes(session, reads)
    called: list[tuple[str, Sequence[str]]] = []
    for read in reads:
        state_id = _state_id(read, resolved, known)
        entity = (known.get(read.key) if read.known else None) or _find_or_create(session, read, state_id, namesakes)
        part = judged.part(entity.id, document_id)
        spoken_of = entity if part == entity.id else session.get_one(Entity, part)
        leader = session.get_one(Entity, spoken_of.merged_into) if spoken_of.merged_into else spoken_of
        if _teaches(read, spoken_of, state_id):
            session.flush()  # stores the state before someone stored already is said to act for it
            resolved.moved.add(leader.id)
        _learn(spoken_of, read, state_id)
        entity.withdrawn = spoken_of.withdrawn = leader.withdrawn = False
        resolved.ids[read.key] = entity.id
        resolved.meant[entity.id] = leader.id
        called.append((spoken_of.id, (read.name, *read.names)))
    session.flush()
    if resolved.moved:
        settle_states(session, resolved.moved)
    add_names(session, called, revision, document_id)
    return resolved


def _needed(reading: Reading) -> list[EntityRead]:
    """The entities that claims speak of and the states they act for; those first that others refer to."""
    by_key = {entity.key: entity for entity in reading.entities}
    keys = {part.entity for claim in reading.claims for part in claim.parts}
    keys |= {claim.place.entity for claim in reading.claims if claim.place}
    keys |= {claim.said_by for claim in reading.claims if claim.said_by}
    keys |= {state for key in keys if (state := by_key[key].state) and state in by_key}
    return sorted((by_key[key] for key in keys), key=lambda read: (read.state is not None, not read.known, read.key))


def _state_id(read: EntityRead, resolved: Resolved, known: Mapping[str, Entity]) -> str | None:
    """The entity for which a person acts."""
    if read.type is not EntityType.PERSON or read.state is None:
        return None
    stored = known.get(read.state)
    return resolved.ids.get(read.state) or (stored.id if stored else None)


def _known_by_key(session: Session, reads: Iterable[EntityRead]) -> dict[str, Entity]:
    """The stored entities that the gazetteer knows, of those read and of the states they act for."""
    keys = {key for read in reads for key in (read.key if read.known else None, read.state) if key}
    stored = session.scalars(select(Entity).where(Entity.known_key.in_(keys)))
    return {entity.known_key: entity for entity in stored if entity.known_key}


def _find_or_create(
    session: Session, read: EntityRead, state_id: str | None, namesakes: Mapping[str, Sequence[Entity]]
) -> Entity:
    if read.known:
        return _create(session, entity_id(read.type, read.key), read, state_id, known_key=read.key)
    norm = _norm(read)
    alike = _of_type(read.type, namesakes.get(norm, ()))
    fitting = alike if state_id is None else _of_state(alike, state_id)
    if fitting:
        return fitting[0]
    new_id = entity_id(read.type, norm, state_id)
    return session.get(Entity, new_id) or _create(session, new_id, read, state_id)


def _norm(read: EntityRead) -> str:
    return fold(read.name) or read.name


def _namesakes(session: Session, reads: Iterable[EntityRead]) -> dict[str, list[Entity]]:
    """Entities by their own folded name, or any full name that a list gives, for reads that the gazetteer does not know."""
    norms = {_norm(read) for read in reads if not read.known}
    found: defaultdict[str, list[Entity]] = defaultdict(list)
    for norm, listed, entity in session.execute(
        select(Name.norm, Name.imported, Entity).join(Entity).where(Name.norm.in_(norms))
    ):
        if fold(entity.name) == norm or (listed and " " in norm):
            found[norm].append(entity)
    return found


def _of_type(type_: EntityType, entities: Iterable[Entity]) -> list[Entity]:
    """Those that may be of the type; known ones first, then those of no state, then the oldest."""
    types = _BODIES if type_ in _BODIES else (type_,)
    fitting = (entity for entity in entities if entity.type in types)
    return sorted(fitting, key=lambda e: (e.known_key is None, e.state_id is not None, e.created_at, e.id))


def _of_state(namesakes: Iterable[Entity], state_id: str) -> list[Entity]:
    """Those who act for the state, then those of whom no state is known."""
    fitting = [entity for entity in namesakes if entity.state_id in (state_id, None)]
    return sorted(fitting, key=lambda entity: entity.state_id is None)


def _create(session: Session, new_id: str, read: EntityRead, state_id: str | None, known_key: str | None = None) -> Entity:
    entity = Entity(
        id=new_id,
        type=str(read.type),
        name=read.name,
        known_key=known_key,
        wikidata=read.wikidata,
        country=read.country,
        state_id=state_id,
        own_state_id=state_id,
        withdrawn=False,
        created_at=dt.datetime.now(dt.UTC),
    )
    session.add(entity)
    return entity


def _teaches(read: EntityRead, entity: Entity, state_id: str | None) -> bool:
    """Whether a document tells first to which state a stored entity belongs."""
    return bool((state_id and not entity.own_state_id) or (read.country and not entity.country))


def _learn(entity: Entity, read: EntityRead, state_id: str | None) -> None:
    """Take over what the stored entity lacks."""
    entity.wikidata = entity.wikidata or read.wikidata
    entity.country = entity.country or read.country
    entity.own_state_id = entity.own_state_id or state_id
