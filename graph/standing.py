"""For whom each entity stands by judgement, for whom it acts then, and whether anything speaks of it."""

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import ColumnElement, and_, exists, or_, select, update
from sqlalchemy.orm import Session, aliased

from graph.database import batches
from graph.naming import mark_changed
from graph.one_of import one_of
from graph.rulings import Rulings
from graph.tables import Base, Claim, Entity, Mention
from graph.text_keys import stable_id
from graph.vocabulary import EntityType

_ENTITIES = Base.metadata.tables[Entity.__tablename__]
_HOMES = _ENTITIES.alias("homes")
_IN_COUNTRY = and_(_ENTITIES.c.type == EntityType.PLACE, _HOMES.c.known_key == "state/" + _ENTITIES.c.country)
_BELONGING = (
    select(_ENTITIES.c.id, _ENTITIES.c.type, _ENTITIES.c.country, _ENTITIES.c.state_id, _HOMES.c.merged_into)
    .select_from(_ENTITIES.outerjoin(_HOMES, _IN_COUNTRY))
    .where(one_of(_ENTITIES.c.id, "ids"))
)


def entity_id(type_: str, key: str, state_id: str | None = None) -> str:
    """The id of an entity with the gazetteer's key or a folded name, and of a person the state."""
    return stable_id("ent", type_, key, state_id)


def belongings_of(session: Session, ids: Collection[str]) -> dict[str, str]:
    """Whom persons act for, and in which states places lie, after judgements."""
    session.flush()
    belongs: dict[str, str] = {}
    for batch in batches(sorted(ids)):
        for id_, type_, country, state_id, leader in session.connection().execute(_BELONGING, {"ids": batch}):
            if state_id:
                belongs[id_] = state_id
            elif type_ == EntityType.PLACE and country:
                belongs[id_] = leader or entity_id(EntityType.STATE, f"state/{country}")
    return belongs


def new_leaders(session: Session, rulings: Rulings) -> dict[str, str | None]:
    """The entities that by judgement stand for themselves or another as they did not before."""
    standing = or_(Entity.merged_into.is_not(None), Entity.id.in_(rulings.subjects))
    rows = session.execute(select(Entity.id, Entity.merged_into).where(standing))
    wanted = {id_: (rulings.entities.leader(id_), merged_into) for id_, merged_into in rows}
    new = {id_: (None if leader == id_ else leader, now) for id_, (leader, now) in wanted.items()}
    return {id_: leader for id_, (leader, now) in new.items() if leader != now}


def lead(session: Session, leaders: Mapping[str, str | None], revision: int) -> None:
    """Have entities stand for themselves (none), or another for them."""
    for id_, leader in leaders.items():
        session.execute(update(Entity).where(Entity.id == id_).values(merged_into=leader))
    mark_changed(session, leaders, revision)


def settle_states(session: Session, ids: Collection[str]) -> None:
    """Have entities, and all merged with them, act for whom they were read to act for, after judgements.

    Who stands for others and was read to act for nobody acts for whom one of the others does, the first by id.
    """
    leaders = _leaders_of(session, ids)
    entities = sorted(_clusters(session, leaders), key=lambda entity: (entity.merged_into is not None, entity.id))
    states = _meant_by(session, {entity.own_state_id for entity in entities if entity.own_state_id})
    said: dict[str, str] = {}
    for entity in entities:
        state = states.get(entity.own_state_id or "")
        if state:
            said.setdefault(entity.merged_into or entity.id, state)
        entity.state_id = state
    for entity in entities:
        if entity.merged_into is None:
            entity.state_id = said.get(entity.id)
    session.flush()


def dependants(session: Session, ids: Collection[str]) -> set[str]:
    """The entities that were read to act for, or lie in, one of `ids`, with all that hang together with them."""
    acting = set(session.scalars(select(Entity.id).where(Entity.own_state_id.in_(ids))))
    state = aliased(Entity)
    lying = select(Entity.id).join(state, state.known_key == "state/" + Entity.country)
    lying = lying.where(Entity.type == EntityType.PLACE, state.id.in_(ids))
    return _leaders_of(session, acting | set(session.scalars(lying)))


def withdraw_unspoken(session: Session, ids: Collection[str]) -> set[str]:
    """Withdraw those entities of which no claim speaks any more, and bring back those of which one does again.

    Gives those withdrawn now, with the states for which nobody acts any more.
    """
    for batch in batches(sorted(ids)):
        back = and_(Entity.id.in_(batch), Entity.withdrawn, _spoken_of())
        session.execute(update(Entity).where(back).values(withdrawn=False).execution_options(synchronize_session="fetch"))
    silent = and_(Entity.id.in_(ids), Entity.imported.is_(False), ~_spoken_of())
    withdrawn = dict(session.execute(select(Entity.id, Entity.own_state_id).where(silent)).all())
    session.execute(update(Entity).where(silent).values(withdrawn=True).execution_options(synchronize_session="fetch"))
    states = {state for state in withdrawn.values() if state} - set(ids)
    return {*withdrawn, *(withdraw_unspoken(session, states) if states else ())}


def _spoken_of() -> ColumnElement[bool]:
    """Whether a claim names the entity, as it was read or as it is meant, or an entity that is spoken of acts for it."""
    person = aliased(Entity)
    acts_for = or_(person.own_state_id == Entity.id, person.state_id == Entity.id)
    named = (Mention.entity_id, Mention.read_as, Claim.said_by_id, Claim.speaker_read_as)
    return or_(
        *(exists().where(column == Entity.id) for column in named),
        exists().where(and_(acts_for, person.withdrawn.is_(False))),
    )


def _leaders_of(session: Session, ids: Iterable[str]) -> set[str]:
    return set(_meant_by(session, ids).values())


def _meant_by(session: Session, ids: Iterable[str]) -> dict[str, str]:
    """Entities with those who stand for them."""
    found: dict[str, str] = {}
    for batch in batches(sorted(ids)):
        rows = session.execute(select(Entity.id, Entity.merged_into).where(Entity.id.in_(batch)))
        found |= {id_: merged_into or id_ for id_, merged_into in rows}
    return found


def _clusters(session: Session, leaders: Iterable[str]) -> list[Entity]:
    """The entities of `leaders`, and all for whom they stand."""
    found: list[Entity] = []
    for batch in batches(sorted(leaders)):
        found += session.scalars(select(Entity).where(or_(Entity.id.in_(batch), Entity.merged_into.in_(batch)))).all()
    return found
