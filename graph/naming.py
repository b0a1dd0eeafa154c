"""What entities are called, and by which documents: a name that no document uses and no list gives is forgotten."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from graph.bulk import insert_rows
from graph.candidates import keys_of
from graph.database import batches
from graph.one_of import one_of
from graph.tables import Base, Entity, Name, NameKey, NameUse
from graph.text_keys import fold

_NAMES, _NAME_KEYS, _NAME_USES = (Base.metadata.tables[table.__tablename__] for table in (Name, NameKey, NameUse))
_NAMES_OF = select(_NAMES.c.entity_id, _NAMES.c.norm, _NAMES.c.id).where(one_of(_NAMES.c.entity_id))
_USES_OF = select(_NAME_USES.c.document_id, _NAME_USES.c.name_id).where(one_of(_NAME_USES.c.document_id))
Called = Iterable[tuple[str, Sequence[str]]]
"""Ids of entities with what they are called."""


def add_names(session: Session, called: Called, revision: int, document_id: str | None = None) -> None:
    """Remember what entities are called by a document, or by a list."""
    add_names_of_all(session, {document_id: called}, revision)


def add_names_of_all(session: Session, by_document: Mapping[str | None, Called], revision: int) -> None:
    """Remember what entities are called by each document, or by a list (none); of names that differ in case or accents
    alone, the first."""
    wanted: dict[tuple[str, str], str] = {}
    uses: list[tuple[str | None, tuple[str, str]]] = []
    for document_id, called in by_document.items():
        names = [((id_, norm), name) for id_, many in called for name in many if (norm := fold(name))]
        for key, name in names:
            wanted.setdefault(key, name)
        uses += [(document_id, key) for key in dict.fromkeys(key for key, _ in names)]
    known = _stored(session, wanted, revision, imported=None in by_document)
    _use(session, [(document_id, known[key]) for document_id, key in uses if document_id is not None])
    for batch in batches(sorted(known[key] for document_id, key in uses if document_id is None)):
        session.execute(update(Name).where(Name.id.in_(batch)).values(imported=True))


def _stored(
    session: Session, wanted: Mapping[tuple[str, str], str], revision: int, *, imported: bool
) -> dict[tuple[str, str], int]:
    """The ids of names by entity and folded name; those that are new are stored."""
    known = _known(session, {id_ for id_, _ in wanted})
    new = [key for key in wanted if key not in known]
    if not new:
        return known
    insert_rows(
        session, _NAMES, [{"entity_id": key[0], "name": wanted[key], "norm": key[1], "imported": imported} for key in new]
    )
    owners = {id_ for id_, _ in new}
    known |= _known(session, owners)
    keys = ((key, known[own]) for own in new for key in sorted(keys_of(wanted[own])))
    insert_rows(session, _NAME_KEYS, [{"key": key, "name_id": id_} for key, id_ in keys])
    mark_changed(session, owners, revision)
    return known


def _use(session: Session, uses: Sequence[tuple[str, int]]) -> None:
    """Note which documents use which names."""
    noted: set[tuple[str, int]] = set()
    for batch in batches(sorted({document_id for document_id, _ in uses})):
        rows = session.connection().execute(_USES_OF, {"values": batch})
        noted |= {(document_id, id_) for document_id, id_ in rows}
    new = sorted(set(uses) - noted, key=lambda use: use[1])
    insert_rows(session, _NAME_USES, [{"name_id": id_, "document_id": document_id} for document_id, id_ in new])


def used_names(session: Session, document_id: str) -> list[int]:
    """The names that a document uses."""
    return list(session.scalars(select(NameUse.name_id).where(NameUse.document_id == document_id)))


def move_uses(session: Session, document_ids: Collection[str], from_ids: Collection[str], to_id: str, revision: int) -> None:
    """Have documents use the names of some entities as names of another."""
    used = (
        select(NameUse.document_id, Name.name, Name.id)
        .join(Name)
        .where(Name.entity_id.in_(from_ids), NameUse.document_id.in_(document_ids))
        .order_by(NameUse.document_id, Name.id)
    )
    rows = session.execute(used).all()
    for document_id in dict.fromkeys(row.document_id for row in rows):
        names = [row.name for row in rows if row.document_id == document_id]
        ids = [row.id for row in rows if row.document_id == document_id]
        session.execute(delete(NameUse).where(NameUse.document_id == document_id, NameUse.name_id.in_(ids)))
        add_names(session, [(to_id, names)], revision, document_id)
    forget_unused(session, {row.id for row in rows}, revision)


def forget_unused(session: Session, name_ids: Collection[int], revision: int) -> None:
    """Forget those of some names that nobody uses any more."""
    owners: set[str] = set()
    for batch in batches(sorted(name_ids)):
        unused = Name.id.in_(batch) & Name.imported.is_(False) & Name.id.not_in(select(NameUse.name_id))
        owners |= set(session.scalars(delete(Name).where(unused).returning(Name.entity_id)))
    mark_changed(session, owners, revision)
    _rename(session, owners)


def forget_silent(session: Session, entity_ids: Collection[str]) -> None:
    """Of withdrawn entities that have no name any more, keep the ids alone: they tell that something was there, and not what."""
    nothing = {"name": "", "known_key": None, "wikidata": None, "country": None}
    for batch in batches(sorted(entity_ids)):
        nameless = Entity.id.in_(batch) & Entity.id.not_in(select(Name.entity_id))
        session.execute(update(Entity).where(nameless).values(nothing).execution_options(synchronize_session="fetch"))
        alone = nameless & Entity.merged_into.is_(None)  # of one merged the state is that of whom it is merged into
        states = {"state_id": None, "own_state_id": None}
        session.execute(update(Entity).where(alone).values(states).execution_options(synchronize_session="fetch"))


def mark_changed(session: Session, entity_ids: Collection[str], revision: int) -> None:
    """Note that the names of entities, or for whom they stand, have changed, so that readers take them in anew."""
    for batch in batches(sorted(entity_ids)):
        session.execute(update(Entity).where(Entity.id.in_(batch)).values(changed=revision))


def _known(session: Session, entity_ids: Collection[str]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for batch in batches(sorted(entity_ids)):
        rows = session.connection().execute(_NAMES_OF, {"values": batch})
        found |= {(entity_id, norm): id_ for entity_id, norm, id_ in rows}
    return found


def _rename(session: Session, entity_ids: Collection[str]) -> None:
    """Call those whose own name was forgotten by the name that most documents use; the first learned of equals."""
    for entity in session.scalars(select(Entity).where(Entity.id.in_(entity_ids), Entity.known_key.is_(None))):
        uses = func.count(NameUse.document_id)
        named = select(Name.name, Name.norm).outerjoin(NameUse).where(Name.entity_id == entity.id).group_by(Name.id)
        left = session.execute(named.order_by(Name.imported.desc(), uses.desc(), Name.id)).all()
        if left and fold(entity.name) not in {row.norm for row in left}:
            entity.name = left[0].name
