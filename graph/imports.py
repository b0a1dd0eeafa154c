"""Entities brought from lists: found among those known or made, with their names, ids, states and offices."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session, aliased

from graph.naming import add_names, mark_changed
from graph.revision import raise_revision
from graph.standing import entity_id, settle_states
from graph.tables import Entity, ImportedId, Name, Term
from graph.text_keys import fold, stable_id
from graph.vocabulary import EntityType

BODIES = (EntityType.ORGANIZATION, EntityType.GROUP)
KNOWN_PREFIX = "import/"
"""Begins the keys of imported entities that the gazetteer lacks."""


@dataclass(frozen=True, slots=True)
class Known:
    """The gazetteer's entry of an entity."""

    key: str
    type: EntityType
    name: str
    wikidata: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """An entity as a list tells of it; `known` is the gazetteer's entry where that is the same one."""

    id: str
    type: EntityType
    name: str
    names: tuple[str, ...] = ()
    wikidata: str | None = None
    country: str | None = None
    state: Known | None = None
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class ListedTerm:
    """An office as a list tells of it: who held it is an id of a list; of what, such an id or the gazetteer's entry."""

    holder: str
    office: str
    of: str | Known
    since: str | None = None
    until: str | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of an entity of a list."""

    entity_id: str
    is_new: bool


def import_entities(session: Session, listed: Sequence[Listed]) -> list[Imported]:
    """Store entities of a list, or add what it tells to those that they are; doing it again changes nothing."""
    number = raise_revision(session)
    ids = session.scalars(select(ImportedId).where(ImportedId.id.in_([one.id for one in listed])))
    earlier = {row.id: row.entity_id for row in ids}
    found: list[tuple[Entity, Imported]] = []
    for one in listed:
        entity = _found(session, one, earlier.get(one.id))
        is_new = entity is None
        entity = entity or _made(session, one)
        _learn(session, entity, one)
        if one.id not in earlier:
            session.flush()
            session.add(ImportedId(id=one.id, entity_id=entity.id))
            earlier[one.id] = entity.id
        found.append((entity, Imported(entity.id, is_new)))
    session.flush()
    settle_states(session, {entity.id for entity, _ in found})
    names = [(entity.id, (one.name, *one.names)) for one, (entity, _) in zip(listed, found, strict=True)]
    add_names(session, names, number)
    mark_changed(session, {entity.id for entity, _ in found}, number)
    return [imported for _, imported in found]


def _learn(session: Session, entity: Entity, listed: Listed) -> None:
    """Take over what the stored entity lacks."""
    entity.imported, entity.withdrawn = True, False
    entity.known_key = entity.known_key or KNOWN_PREFIX + listed.id
    entity.wikidata = entity.wikidata or listed.wikidata
    entity.country = entity.country or listed.country
    if listed.state is not None and entity.own_state_id is None:
        entity.own_state_id = known_entity(session, listed.state).id


def import_term(session: Session, term: ListedTerm) -> str | None:
    """Store an office of a person; the problem, in words, if it speaks of someone that no list has told of."""
    holder = session.get(ImportedId, term.holder)
    if holder is None:
        return f"no entity {term.holder!r}"
    of_id = _of(session, term.of)
    if of_id is None:
        return f"no state or body {term.of!r}"
    same = (Term.entity_id == holder.entity_id, Term.office == term.office, Term.of_id == of_id)
    stored = session.scalar(select(Term).where(*same, Term.since.is_not_distinct_from(term.since)))
    if stored is None:
        row = Term(entity_id=holder.entity_id, office=term.office, of_id=of_id, since=term.since, until=term.until)
        session.add(row)
    elif term.until is not None:
        stored.until = term.until
    raise_revision(session)
    session.flush()
    return None


def known_entity(session: Session, known: Known) -> Entity:
    """The entity of an entry of the gazetteer, made if no document has spoken of it yet."""
    entity = session.scalar(select(Entity).where(Entity.known_key == known.key))
    if entity is None:
        entity = _new(entity_id(known.type, known.key), known.type, known.name, known.key)
        entity.wikidata, entity.country, entity.imported = known.wikidata, known.country, True
        session.add(entity)
        session.flush()
        add_names(session, [(entity.id, (known.name,))], raise_revision(session))
    return entity


def _of(session: Session, of: str | Known) -> str | None:
    if isinstance(of, Known):
        return known_entity(session, of).id
    listed = session.get(ImportedId, of)
    return listed.entity_id if listed else None


def _found(session: Session, listed: Listed, earlier: str | None) -> Entity | None:
    """The entity that a list speaks of: by the list's id, the gazetteer, Wikidata, or the one of its name, type and state."""
    if earlier is not None:
        return session.get_one(Entity, earlier)
    if listed.known is not None:
        return known_entity(session, listed.known)
    if listed.wikidata and (same := session.scalars(_by_wikidata(listed.wikidata)).first()):
        return same
    alike = [entity for entity in session.scalars(_by_name(listed)) if fold(entity.name) == fold(listed.name)]
    return alike[0] if len(alike) == 1 and not _differ(alike[0], listed) else None


def _by_wikidata(wikidata: str) -> Select[Entity]:
    return select(Entity).where(Entity.wikidata == wikidata).order_by(Entity.merged_into.is_not(None), Entity.id)


def _by_name(listed: Listed) -> Select[Entity]:
    """Unlisted entities of the name and type, and of the state if both tell one."""
    types = BODIES if listed.type in BODIES else (listed.type,)
    state = aliased(Entity)
    named = select(Entity).join(Name).outerjoin(state, state.id == Entity.own_state_id)
    fits: ColumnElement[bool] = Entity.own_state_id.is_(None)
    if listed.state is not None:
        fits = or_(fits, state.known_key == listed.state.key)
    same = and_(Name.norm == fold(listed.name), Entity.type.in_(types), Entity.imported.is_(False), fits)
    return named.where(same).distinct()


def _differ(entity: Entity, listed: Listed) -> bool:
    return bool(entity.wikidata and listed.wikidata and entity.wikidata != listed.wikidata)


def _made(session: Session, listed: Listed) -> Entity:
    entity = _new(stable_id("ent", "import", listed.id), listed.type, listed.name, KNOWN_PREFIX + listed.id)
    session.add(entity)
    return entity


def _new(id_: str, type_: EntityType, name: str, known_key: str) -> Entity:
    return Entity(id=id_, type=str(type_), name=name, known_key=known_key, created_at=dt.datetime.now(dt.UTC))


@dataclass(frozen=True, slots=True)
class ForReader:
    """An imported entity as the reader is to know it."""

    key: str
    type: str
    name: str
    names: tuple[str, ...]
    wikidata: str | None
    country: str | None
    state: str | None
    terms: tuple[tuple[str, str, str | None, str | None], ...]
    """Office, key of the state or body, since and until."""


def for_reader(session: Session) -> list[ForReader]:
    """All imported entities, for the reader to know their names."""
    state, body = aliased(Entity), aliased(Entity)
    names: dict[str, list[str]] = {}
    for entity_id_, name in session.execute(select(Name.entity_id, Name.name).where(Name.imported).order_by(Name.id)):
        names.setdefault(entity_id_, []).append(name)
    terms: dict[str, list[tuple[str, str, str | None, str | None]]] = {}
    held = select(Term.entity_id, Term.office, body.known_key, Term.since, Term.until).join(body, body.id == Term.of_id)
    for entity_id_, office, of, since, until in session.execute(held.order_by(Term.since, Term.id)):
        if of is not None:
            terms.setdefault(entity_id_, []).append((office, of, since, until))
    rows: Sequence[tuple[Entity, str | None]] = [
        (entity, key)
        for entity, key in session.execute(
            select(Entity, state.known_key).outerjoin(state, state.id == Entity.state_id).where(Entity.imported)
        )
    ]
    return [
        ForReader(
            entity.known_key or "",
            entity.type,
            entity.name,
            tuple(names.get(entity.id, ())),
            entity.wikidata,
            entity.country,
            key,
            tuple(terms.get(entity.id, ())),
        )
        for entity, key in rows
    ]
