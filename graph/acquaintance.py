"""What the tables know of those whom a batch of documents speaks of: asked for once, and kept up while the batch is taken in."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph.candidates import keys_of, names_by, names_of
from graph.database import batches
from graph.one_of import one_of
from graph.standing import entity_id
from graph.tables import Entity, Name, NameKey
from graph.text_keys import fold
from graph.vocabulary import EntityRead, EntityType

WEIGHED = (EntityType.PERSON, EntityType.ORGANIZATION, EntityType.GROUP)
"""Types whose names are spelled in many ways."""
MOST = 50
"""Candidates that are weighed for one name; more share it only where it says nothing."""
_ENTITIES = select(Entity)
_CALLED = select(Name.norm, Name.imported, Name.entity_id).where(one_of(Name.norm))
_HOLDERS = select(NameKey.key, Name.entity_id).join(Name, Name.id == NameKey.name_id).where(one_of(NameKey.key))


def norm_of(read: EntityRead) -> str:
    """The name of an entity in a document as it is searched."""
    return fold(read.name) or read.name


def is_stranger(read: EntityRead) -> bool:
    """Whether it may be stored under another spelling."""
    return not read.known and read.type in WEIGHED


class Acquaintance:
    """Stored entities by their keys and names, as a batch of documents needs them; it is told of what the batch adds to them."""

    def __init__(self, session: Session, reads: Collection[EntityRead]) -> None:
        """`reads` are all entities that the documents of the batch speak of."""
        self._session = session
        self._by_id: dict[str, Entity] = {}
        self._absent: set[str] = set()
        self._by_key: dict[str, Entity] = {}
        self._called: dict[str, dict[str, bool]] = defaultdict(dict)
        """By folded name the ids of the entities called so, and whether a list does."""
        self._holders: dict[int, set[str]] = defaultdict(set)
        self._asked: set[int] = set()
        self._new_names: dict[str, dict[str, str]] = defaultdict(dict)
        self._meet(reads)

    def of_key(self, key: str) -> Entity | None:
        """The entity that the gazetteer knows by a key."""
        return self._by_key.get(key)

    def namesakes(self, norm: str) -> list[Entity]:
        """Entities by their own folded name, or any full name that a list gives."""
        called = ((self._by_id[id_], listed) for id_, listed in sorted(self._called.get(norm, {}).items()))
        return [entity for entity, listed in called if fold(entity.name) == norm or (listed and " " in norm)]

    def alike(self, read: EntityRead) -> list[Entity]:
        """The entities that it may be under another spelling, those who share most keys first."""
        keys = _keys_of(read)
        self._ask_holders(keys)
        few = _few(self._holders[key] for key in keys if key in self._holders)
        self._load(few)
        return [entity for id_ in few if not (entity := self._by_id[id_]).withdrawn]

    def names(self, ids: Collection[str]) -> Mapping[str, Sequence[str]]:
        """What entities are called."""
        found = names_by(self._session, ids)
        for id_ in ids:
            norms = set(map(fold, found[id_]))
            found[id_] += [name for norm, name in self._new_names.get(id_, {}).items() if norm not in norms]
        return found

    def get(self, id_: str) -> Entity | None:
        """The entity of an id."""
        if id_ not in self._by_id and id_ not in self._absent:
            self._load([id_])
        return self._by_id.get(id_)

    def add(self, entity: Entity) -> None:
        """Take in one that is new, or whose key has been learned."""
        self._by_id[entity.id] = entity
        if entity.known_key:
            self._by_key[entity.known_key] = entity

    def call(self, id_: str, names: Iterable[str]) -> None:
        """Take in what a document calls an entity."""
        for name in names:
            if norm := fold(name):
                self._called[norm].setdefault(id_, False)
                self._new_names[id_].setdefault(norm, name)
                for key in keys_of(name):
                    self._holders[key].add(id_)

    def _meet(self, reads: Collection[EntityRead]) -> None:
        """Ask for all of them at once."""
        keys = {key for read in reads for key in (read.key if read.known else None, read.state) if key}
        self._load_where(Entity.known_key, keys)
        for batch in batches(sorted({norm for read in reads for norm in (norm_of(read), *map(fold, names_of(read)))})):
            for norm, listed, id_ in self._session.connection().execute(_CALLED, {"values": batch}):
                self._called[norm][id_] = listed
        strangers = [read for read in reads if is_stranger(read)]
        asked = [_keys_of(read) for read in strangers]
        self._ask_holders({key for keys in asked for key in keys})
        likely = {id_ for keys in asked for id_ in _few(self._holders[key] for key in keys if key in self._holders)}
        called = {id_ for ids in self._called.values() for id_ in ids}
        self._load(likely | called | set(self._possible_ids(reads)))

    def _possible_ids(self, reads: Iterable[EntityRead]) -> Iterator[str]:
        """The ids that those not found will most likely be given: one withdrawn before may have it."""
        for read in reads:
            if read.known:
                if read.key not in self._by_key:
                    yield entity_id(read.type, read.key)
                continue
            yield entity_id(read.type, norm_of(read))
            if read.state and read.type is EntityType.PERSON:
                state = self._by_key.get(read.state)
                yield entity_id(read.type, norm_of(read), state.id if state else entity_id(EntityType.STATE, read.state))

    def _ask_holders(self, keys: Iterable[int]) -> None:
        new = set(keys) - self._asked
        self._asked |= new
        for batch in batches(sorted(new)):
            for key, id_ in self._session.connection().execute(_HOLDERS, {"values": batch}):
                self._holders[key].add(id_)

    def _load(self, ids: Iterable[str]) -> None:
        wanted = set(ids) - self._by_id.keys()
        self._load_where(Entity.id, wanted)
        self._absent |= wanted - self._by_id.keys()

    def _load_where(self, column: Any, values: Collection[str]) -> None:
        for batch in batches(sorted(values)):
            for entity in self._session.scalars(_ENTITIES.where(column.in_(batch))):
                self.add(entity)


def _keys_of(read: EntityRead) -> set[int]:
    return {key for name in names_of(read) for key in keys_of(name)}


def _few(holders: Iterable[set[str]]) -> list[str]:
    """Those who share most keys, no more than can be weighed."""
    shared = Counter(id_ for ids in holders for id_ in ids)
    return sorted(shared, key=lambda id_: (-shared[id_], id_))[:MOST]
