"""Entities across documents: which stored entity a document's actor is, and what becomes of one nobody speaks of.

The gazetteer's key settles it where there is one. Else the full name does, and for persons the state they act for:
a different state means a different person. Ids are made of these, so that a rebuilt database has the same.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, and_, exists, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from graph.tables import Claim, Entity, Mention, Name
from graph.text_keys import fold, stable_id
from graph.vocabulary import EntityRead, EntityType, Reading

_BODIES = (EntityType.ORGANIZATION, EntityType.GROUP)
"""Readers are not of one mind about which of these a body is, so that a name stands for either."""


@dataclass(slots=True)
class Resolved:
    """The ids of a document's entities by their keys, and those stored before whose state became known only now."""

    ids: dict[str, str] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)


def resolve_entities(session: Session, reading: Reading) -> Resolved:
    """Find or create the entities that the claims of a reading speak of, and add their names."""
    resolved = Resolved()
    spoken_as: list[tuple[Entity, EntityRead]] = []
    reads = _needed(reading)
    known = _known_by_key(session, reads)
    namesakes = _namesakes(session, reads)
    for read in reads:
        state_id = _state_id(read, resolved, known)
        entity = (known.get(read.key) if read.known else None) or _find_or_create(session, read, state_id, namesakes)
        if state_id and not entity.state_id:
            session.flush()  # stores the state before someone stored already is said to act for it
        if _learn(entity, read, state_id):
            resolved.moved.add(entity.id)
        spoken_as.append((entity, read))
        resolved.ids[read.key] = entity.id
    session.flush()
    _add_names(session, spoken_as)
    return resolved


def belongings_of(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Whom persons act for, and in which states places lie."""
    belongs = {}
    columns = select(Entity.id, Entity.type, Entity.country, Entity.state_id)
    for entity in session.execute(columns.where(Entity.id.in_(ids))):
        if entity.state_id:
            belongs[entity.id] = entity.state_id
        elif entity.type == EntityType.PLACE and entity.country:
            belongs[entity.id] = entity_id(EntityType.STATE, f"state/{entity.country}")
    return belongs


def entity_id(type_: str, key: str, state_id: str | None = None) -> str:
    """The id of an entity with the gazetteer's key or a folded name, and of a person the state."""
    return stable_id("ent", type_, key, state_id)


def withdraw_unspoken(session: Session, ids: Collection[str]) -> None:
    """Withdraw those entities of which no claim speaks any more."""
    silent = Entity.id.in_(ids) & ~_spoken_of()
    states = set(session.scalars(select(Entity.state_id).where(silent, Entity.state_id.is_not(None))))
    session.execute(update(Entity).where(silent).values(withdrawn=True).execution_options(synchronize_session="fetch"))
    if states - set(ids):
        withdraw_unspoken(session, {state for state in states if state})


def _spoken_of() -> ColumnElement[bool]:
    """Whether a claim names the entity, or an entity that is spoken of acts for it."""
    person = aliased(Entity)
    return or_(
        exists().where(Mention.entity_id == Entity.id),
        exists().where(Claim.said_by_id == Entity.id),
        exists().where(and_(person.state_id == Entity.id, person.withdrawn.is_(False))),
    )


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
    return {entity.known_key: _final(session, entity) for entity in stored if entity.known_key}


def _find_or_create(
    session: Session, read: EntityRead, state_id: str | None, namesakes: Mapping[str, Sequence[Entity]]
) -> Entity:
    if read.known:
        return _create(session, entity_id(read.type, read.key), read, state_id, known_key=read.key)
    norm = _norm(read)
    alike = _of_type(read.type, namesakes.get(norm, ()))
    fitting = alike if state_id is None else _of_state(alike, state_id)
    if fitting:
        return _final(session, fitting[0])
    new_id = entity_id(read.type, norm, state_id)
    return session.get(Entity, new_id) or _create(session, new_id, read, state_id)


def _norm(read: EntityRead) -> str:
    return fold(read.name) or read.name


def _namesakes(session: Session, reads: Iterable[EntityRead]) -> dict[str, list[Entity]]:
    """Entities by their own folded name, for reads that the gazetteer does not know."""
    norms = {_norm(read) for read in reads if not read.known}
    found: defaultdict[str, list[Entity]] = defaultdict(list)
    for norm, entity in session.execute(select(Name.norm, Entity).join(Entity).where(Name.norm.in_(norms))):
        if fold(entity.name) == norm:
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


def _final(session: Session, entity: Entity) -> Entity:
    """Where a chain of merges ends."""
    while entity.merged_into is not None:
        entity = session.get_one(Entity, entity.merged_into)
    return entity


def _learn(entity: Entity, read: EntityRead, state_id: str | None) -> bool:
    """Take over what the stored entity lacks; whether that says to which state it belongs."""
    before = (entity.state_id, entity.country)
    entity.withdrawn = False
    entity.wikidata = entity.wikidata or read.wikidata
    entity.country = entity.country or read.country
    entity.own_state_id = entity.own_state_id or state_id
    entity.state_id = entity.state_id or state_id
    return before != (entity.state_id, entity.country)


def _add_names(session: Session, spoken_as: Sequence[tuple[Entity, EntityRead]]) -> None:
    """Remember what entities are called; of names that differ in case or accents alone, the first."""
    ids = {entity.id for entity, _ in spoken_as}
    known = {tuple(row) for row in session.execute(select(Name.entity_id, Name.norm).where(Name.entity_id.in_(ids)))}
    new: list[dict[str, str]] = []
    for entity, read in spoken_as:
        for name in (read.name, *read.names):
            key = (entity.id, fold(name))
            if key[1] and key not in known:
                known.add(key)
                new.append({"entity_id": entity.id, "name": name, "norm": key[1]})
    if new:
        session.execute(insert(Name), new)
