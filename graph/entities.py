"""Entities across documents: which stored entity a document's actor is.

The gazetteer's key settles it where there is one. Else the full name does, and for persons the state they act for:
a different state means a different person. Ids are made of these, so that a rebuilt database has the same. A name that is
not stored is weighed against those that sound like it (`graph.recognition`). Whom people judged to be meant comes after
that, so that a judgement can be taken back.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.candidates import bodies_served, names_of
from graph.naming import add_names
from graph.recognition import Recogniser, may_be
from graph.rulings import rulings
from graph.standing import entity_id, settle_states
from graph.tables import Entity, Name
from graph.text_keys import fold
from graph.vocabulary import EntityRead, EntityType, Reading

_WEIGHED = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP)
"""Types whose names are spelled in many ways."""


@dataclass(frozen=True, slots=True)
class Link:
    """That a document calls one entity by its name and by that of another, as "the Northern Front (NF)" does."""

    entity_id: str
    other_id: str


@dataclass(slots=True)
class Resolved:
    """The entities of a document."""

    ids: dict[str, str] = field(default_factory=dict)
    """Their ids by their keys, as they were read."""
    meant: dict[str, str] = field(default_factory=dict)
    """Whom each of these ids means, by judgement; mostly itself."""
    moved: set[str] = field(default_factory=set)
    """Those stored before whose state became known only now."""
    linked: list[Link] = field(default_factory=list)
    """Those stored as two that the document names as one."""


def resolve_entities(session: Session, reading: Reading, document_id: str, revision: int) -> Resolved:
    """Find or create the entities that the claims of a reading speak of, and add their names."""
    resolved = Resolved()
    judged = rulings(session)
    reads = _needed(reading)
    known = _known_by_key(session, reads)
    namesakes = _namesakes(session, reads)
    strangers = [read for read in reads if not read.known and read.type in _WEIGHED]
    serves = bodies_served(reading)
    recogniser = Recogniser(session, document_id, reading, strangers)
    called: list[tuple[str, Sequence[str]]] = []
    beside: dict[str, str] = {}
    for read in sorted(reads, key=lambda read: (read.type is EntityType.PERSON, not _is_plain(read, namesakes))):
        state_id = _state_id(read, resolved, known, serves)
        found = known.get(read.key) if read.known else _namesake(read, state_id, namesakes)
        entity = found or _recognise_or_create(session, read, state_id, recogniser, beside)
        if read.type in _WEIGHED:
            beside[entity.id] = read.name
        resolved.linked += _links(read, entity, namesakes)
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
    recogniser.store()
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


def _state_id(read: EntityRead, resolved: Resolved, known: Mapping[str, Entity], serves: Mapping[str, str]) -> str | None:
    """The entity for which a person acts: as read, or of which the document says that a stranger holds an office."""
    state = read.state or (None if read.known else serves.get(read.key))
    if read.type is not EntityType.PERSON or state is None:
        return None
    stored = known.get(state)
    return resolved.ids.get(state) or (stored.id if stored else None)


def _known_by_key(session: Session, reads: Iterable[EntityRead]) -> dict[str, Entity]:
    """The stored entities that the gazetteer knows, of those read and of the states they act for."""
    keys = {key for read in reads for key in (read.key if read.known else None, read.state) if key}
    stored = session.scalars(select(Entity).where(Entity.known_key.in_(keys)))
    return {entity.known_key: entity for entity in stored if entity.known_key}


def _recognise_or_create(
    session: Session, read: EntityRead, state_id: str | None, recogniser: Recogniser, beside: Mapping[str, str]
) -> Entity:
    """The stored entity that is likely enough to be meant, or a new one."""
    if read.known:
        return _recall_or_create(session, entity_id(read.type, read.key), read, state_id)
    recognised, weighed = recogniser.recognise(read, state_id, beside)
    entity = recognised or _recall_or_create(session, entity_id(read.type, _norm(read), state_id), read, state_id)
    recogniser.note(read, entity, weighed)
    return entity


def _namesake(read: EntityRead, state_id: str | None, namesakes: Mapping[str, Sequence[Entity]]) -> Entity | None:
    """The stored entity of the very name; none where the name alone does not tell which of several."""
    alike = _of_type(read.type, namesakes.get(_norm(read), ()))
    fitting = alike if state_id is None else _of_state(alike, state_id)
    if not fitting or (fitting[0].state_id != state_id and len({entity.state_id for entity in fitting}) > 1):
        return None
    return fitting[0]


def _is_plain(read: EntityRead, namesakes: Mapping[str, Sequence[Entity]]) -> bool:
    """Whether the name settles who it is, so that it can be company for others."""
    return read.known or len(namesakes.get(_norm(read), ())) == 1


def _links(read: EntityRead, entity: Entity, namesakes: Mapping[str, Sequence[Entity]]) -> Iterator[Link]:
    """Other entities that are stored under a name that the document gives this one."""
    for name in names_of(read) if read.type in _WEIGHED else ():
        for other in namesakes.get(fold(name), ()):
            told = " " in name or (name.isupper() and len(name) > 2)
            of_one_state = other.state_id in (None, entity.state_id)
            if told and other is not entity and not other.known_key and may_be(read.type, other) and of_one_state:
                yield Link(entity.id, other.id)


def _norm(read: EntityRead) -> str:
    return fold(read.name) or read.name


def _namesakes(session: Session, reads: Iterable[EntityRead]) -> dict[str, list[Entity]]:
    """Entities by their own folded name, or any full name that a list gives, of all names that are read."""
    norms = {norm for read in reads for norm in (_norm(read), *map(fold, names_of(read)))}
    found: defaultdict[str, list[Entity]] = defaultdict(list)
    for norm, listed, entity in session.execute(
        select(Name.norm, Name.imported, Entity).join(Entity).where(Name.norm.in_(norms))
    ):
        if fold(entity.name) == norm or (listed and " " in norm):
            found[norm].append(entity)
    return found


def _of_type(type_: EntityType, entities: Iterable[Entity]) -> list[Entity]:
    """Those that may be of the type; known ones first, then those of no state, then the oldest."""
    fitting = (entity for entity in entities if may_be(type_, entity))
    return sorted(fitting, key=lambda e: (e.known_key is None, e.state_id is not None, e.created_at, e.id))


def _of_state(namesakes: Iterable[Entity], state_id: str) -> list[Entity]:
    """Those who act for the state, then those of whom no state is known."""
    fitting = [entity for entity in namesakes if entity.state_id in (state_id, None)]
    return sorted(fitting, key=lambda entity: entity.state_id is None)


def _recall_or_create(session: Session, id_: str, read: EntityRead, state_id: str | None) -> Entity:
    """The entity of an id. Of one withdrawn nothing else was kept: what it is, is learned anew."""
    entity = session.get(Entity, id_)
    if entity is None:
        return _create(session, id_, read, state_id)
    entity.name = entity.name or read.name
    entity.known_key = entity.known_key or (read.key if read.known else None)
    return entity


def _create(session: Session, new_id: str, read: EntityRead, state_id: str | None) -> Entity:
    entity = Entity(
        id=new_id,
        type=str(read.type),
        name=read.name,
        known_key=read.key if read.known else None,
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
    entity.name = entity.name or read.name
    entity.wikidata = entity.wikidata or read.wikidata
    entity.country = entity.country or read.country
    entity.own_state_id = entity.own_state_id or state_id
