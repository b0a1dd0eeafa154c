"""Entities across documents: which stored entity a document's actor is.

The gazetteer's key settles it where there is one. Else the full name does, and for persons the state they act for:
a different state means a different person. Ids are made of these, so that a rebuilt database has the same. A name that is
not stored is weighed against those that sound like it (`graph.recognition`). Whom people judged to be meant comes after
that, so that a judgement can be taken back.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from graph.acquaintance import WEIGHED, Acquaintance, is_stranger, norm_of
from graph.candidates import bodies_served, names_of
from graph.naming import Called, add_names_of_all
from graph.recognition import Recogniser, may_be
from graph.rulings import Rulings, rulings
from graph.standing import entity_id, settle_states
from graph.tables import Entity, Match
from graph.text_keys import fold
from graph.vocabulary import EntityRead, EntityType, Reading


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


def resolve_entities(session: Session, readings: Mapping[str, Reading], revision: int) -> dict[str, Resolved]:
    """Find or create the entities that the claims of readings speak of, by their documents' ids, and add their names."""
    needed = {document_id: _needed(reading) for document_id, reading in readings.items()}
    known = Acquaintance(session, [read for reads in needed.values() for read in reads])
    judged = rulings(session)
    found: dict[str, Resolved] = {}
    called: dict[str | None, Called] = {}
    matches: list[dict[str, Any]] = []
    for document_id, reading in readings.items():
        document = _Document(session, known, judged, document_id, reading)
        found[document_id] = document.resolve(needed[document_id])
        called[document_id] = document.called
        matches += document.recogniser.matches
    session.flush()
    if matches:
        session.execute(insert(Match), matches)
    add_names_of_all(session, called, revision)
    return found


class _Document:
    """One document of a batch, whose entities are found or made."""

    def __init__(self, session: Session, known: Acquaintance, judged: Rulings, document_id: str, reading: Reading) -> None:
        self._session, self._known, self._judged, self._id = session, known, judged, document_id
        self._serves = bodies_served(reading)
        self._reading = reading
        self._beside: dict[str, str] = {}
        self.called: list[tuple[str, Sequence[str]]] = []

    def resolve(self, reads: Sequence[EntityRead]) -> Resolved:
        """The entities of all that its claims speak of."""
        resolved = Resolved()
        norms = {norm for read in reads for norm in (norm_of(read), *map(fold, names_of(read)))}
        namesakes = {norm: self._known.namesakes(norm) for norm in norms}
        strangers = filter(is_stranger, reads)
        self.recogniser = Recogniser(self._session, self._known, self._id, self._reading, strangers)
        for read in sorted(reads, key=lambda read: (read.type is EntityType.PERSON, not _is_plain(read, namesakes))):
            self._resolve(read, namesakes, resolved)
        if resolved.moved:
            self._session.flush()
            settle_states(self._session, resolved.moved)
        for id_, names in self.called:
            self._known.call(id_, names)
        return resolved

    def _resolve(self, read: EntityRead, namesakes: Mapping[str, Sequence[Entity]], resolved: Resolved) -> None:
        state_id = self._state_id(read, resolved)
        found = self._known.of_key(read.key) if read.known else _namesake(read, state_id, namesakes)
        entity = found or self._recognise_or_create(read, state_id)
        if read.type in WEIGHED:
            self._beside[entity.id] = read.name
        resolved.linked += _links(read, entity, namesakes)
        spoken_of = self._of_id(self._judged.part(entity.id, self._id))
        leader = self._of_id(spoken_of.merged_into) if spoken_of.merged_into else spoken_of
        if _teaches(read, spoken_of, state_id):
            self._session.flush()  # stores the state before someone stored already is said to act for it
            resolved.moved.add(leader.id)
        _learn(spoken_of, read, state_id)
        entity.withdrawn = spoken_of.withdrawn = leader.withdrawn = False
        resolved.ids[read.key] = entity.id
        resolved.meant[entity.id] = leader.id
        self.called.append((spoken_of.id, (read.name, *read.names)))

    def _of_id(self, id_: str) -> Entity:
        return self._known.get(id_) or self._session.get_one(Entity, id_)

    def _state_id(self, read: EntityRead, resolved: Resolved) -> str | None:
        """The entity for which a person acts: as read, or of which the document says that a stranger holds an office."""
        state = read.state or (None if read.known else self._serves.get(read.key))
        if read.type is not EntityType.PERSON or state is None:
            return None
        stored = self._known.of_key(state)
        return resolved.ids.get(state) or (stored.id if stored else None)

    def _recognise_or_create(self, read: EntityRead, state_id: str | None) -> Entity:
        """The stored entity that is likely enough to be meant, or a new one."""
        if read.known:
            return self._recall_or_create(entity_id(read.type, read.key), read, state_id)
        recognised, weighed = self.recogniser.recognise(read, state_id, self._beside)
        entity = recognised or self._recall_or_create(entity_id(read.type, norm_of(read), state_id), read, state_id)
        self.recogniser.note(read, entity, weighed)
        return entity

    def _recall_or_create(self, id_: str, read: EntityRead, state_id: str | None) -> Entity:
        """The entity of an id. Of one withdrawn nothing else was kept: what it is, is learned anew."""
        entity = self._known.get(id_)
        if entity is None:
            entity = _new(id_, read, state_id)
            self._session.add(entity)
        entity.name = entity.name or read.name
        entity.known_key = entity.known_key or (read.key if read.known else None)
        self._known.add(entity)
        return entity


def _needed(reading: Reading) -> list[EntityRead]:
    """The entities that claims speak of and the states they act for; those first that others refer to."""
    by_key = {entity.key: entity for entity in reading.entities}
    keys = {part.entity for claim in reading.claims for part in claim.parts}
    keys |= {claim.place.entity for claim in reading.claims if claim.place}
    keys |= {claim.said_by for claim in reading.claims if claim.said_by}
    keys |= {state for key in keys if (state := by_key[key].state) and state in by_key}
    return sorted((by_key[key] for key in keys), key=lambda read: (read.state is not None, not read.known, read.key))


def _namesake(read: EntityRead, state_id: str | None, namesakes: Mapping[str, Sequence[Entity]]) -> Entity | None:
    """The stored entity of the very name; none where the name alone does not tell which of several."""
    alike = _of_type(read.type, namesakes.get(norm_of(read), ()))
    fitting = alike if state_id is None else _of_state(alike, state_id)
    if not fitting or (fitting[0].state_id != state_id and len({entity.state_id for entity in fitting}) > 1):
        return None
    return fitting[0]


def _is_plain(read: EntityRead, namesakes: Mapping[str, Sequence[Entity]]) -> bool:
    """Whether the name settles who it is, so that it can be company for others."""
    return read.known or len(namesakes.get(norm_of(read), ())) == 1


def _links(read: EntityRead, entity: Entity, namesakes: Mapping[str, Sequence[Entity]]) -> Iterator[Link]:
    """Other entities that are stored under a name that the document gives this one."""
    for name in names_of(read) if read.type in WEIGHED else ():
        for other in namesakes.get(fold(name), ()):
            told = " " in name or (name.isupper() and len(name) > 2)
            of_one_state = other.state_id in (None, entity.state_id)
            if told and other is not entity and not other.known_key and may_be(read.type, other) and of_one_state:
                yield Link(entity.id, other.id)


def _of_type(type_: EntityType, entities: Iterable[Entity]) -> list[Entity]:
    """Those that may be of the type; known ones first, then those of no state, then the oldest."""
    fitting = (entity for entity in entities if may_be(type_, entity))
    return sorted(fitting, key=lambda e: (e.known_key is None, e.state_id is not None, e.created_at, e.id))


def _of_state(namesakes: Iterable[Entity], state_id: str) -> list[Entity]:
    """Those who act for the state, then those of whom no state is known."""
    fitting = [entity for entity in namesakes if entity.state_id in (state_id, None)]
    return sorted(fitting, key=lambda entity: entity.state_id is None)


def _new(new_id: str, read: EntityRead, state_id: str | None) -> Entity:
    return Entity(
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


def _teaches(read: EntityRead, entity: Entity, state_id: str | None) -> bool:
    """Whether a document tells first to which state a stored entity belongs."""
    return bool((state_id and not entity.own_state_id) or (read.country and not entity.country))


def _learn(entity: Entity, read: EntityRead, state_id: str | None) -> None:
    """Take over what the stored entity lacks."""
    entity.name = entity.name or read.name
    entity.wikidata = entity.wikidata or read.wikidata
    entity.country = entity.country or read.country
    entity.own_state_id = entity.own_state_id or state_id
