"""Finding entities: by id, by Wikidata id, by any name; and searching names with typos."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import Session

from graph.database import batches
from graph.errors import Ambiguous, Merged, NotFound, Withdrawn
from graph.memory import Remembered
from graph.tables import Entity, Name, Part
from graph.text_keys import fold
from graph.vocabulary import EntityType

ACTORS = frozenset(EntityType) - {EntityType.PLACE}
PLACES = frozenset({EntityType.PLACE, EntityType.STATE})
PREFIX = "wd:"
SUGGESTIONS = 5
LIKENESS = 72.0
"""How alike, of 100, a name and a query must be to be shown for it."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An entity with the number of its facts."""

    id: str
    type: str
    name: str
    country: str | None
    facts: int


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a search found, and its place among them: likeness, facts, name, id."""

    entity: Listed
    rank: tuple[float, int, str, str]


@dataclass(frozen=True, slots=True)
class Names:
    """Every folded name and whom it names."""

    holders: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_last_word: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Folded names by their last word: the surname, mostly."""
    names_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    leaders: Mapping[str, str] = field(default_factory=dict)
    """Who stands for those that are merged into another."""

    def held_by(self, norm: str) -> set[str]:
        """The entities that bear a name, or for which those that bear it are meant."""
        return {self.leaders.get(key, key) for key in self.holders.get(norm, ())}


def take_in_names(session: Session, names: Names, since: int) -> Names:
    """The names as they are now, of those at the revision `since`."""
    rows = session.execute(select(Entity.id, Entity.merged_into).where(Entity.changed > since))
    changed = {key: leader for key, leader in rows}
    if not changed:
        return names
    norms: dict[str, list[str]] = {key: [] for key in changed}
    for batch in batches(sorted(changed)):
        for key, norm in session.execute(select(Name.entity_id, Name.norm).where(Name.entity_id.in_(batch)).order_by(Name.norm)):
            norms[key].append(norm)
    names_of = {**names.names_of, **{key: tuple(given) for key, given in norms.items()}}
    leaders = {key: leader for key, leader in {**names.leaders, **changed}.items() if leader is not None}
    holders, by_last_word = dict(names.holders), dict(names.by_last_word)
    for key in changed:
        before, after = set(names.names_of.get(key, ())), set(names_of[key])
        for norm in before ^ after:
            _place(norm, holders, {key} if norm in after else set(), {key})
            _place(norm.split()[-1], by_last_word, {norm} if norm in holders else set(), {norm})
    return Names(holders, by_last_word, {key: given for key, given in names_of.items() if given}, leaders)


def _place(key: str, index: dict[str, tuple[str, ...]], coming: set[str], leaving: set[str]) -> None:
    """Put values under a key of an index in place of others; a key without any is gone."""
    if values := sorted(set(index.get(key, ())) - leaving | coming):
        index[key] = tuple(values)
    else:
        index.pop(key, None)


class Finder:
    """Turns what a client calls an entity into the entity."""

    def __init__(self) -> None:
        self._names = Remembered(Names(), take_in_names)

    def names(self, session: Session) -> Names:
        """Every name and whom it names."""
        return self._names.get(session)

    def get(self, session: Session, reference: str, types: Collection[str] = frozenset(EntityType)) -> Entity:
        """The one entity that `reference` means; raises `NotFound`, `Ambiguous`, `Merged` or `Withdrawn`."""
        entity = session.get(Entity, reference)
        if entity is not None:
            return _live_one(session, entity)
        if reference.startswith(PREFIX):
            return self._only(session, reference, _by_wikidata(session, reference.removeprefix(PREFIX)))
        matches = [entity for entity in _by_name(session, reference) if entity.type in types]
        return self._only(session, reference, matches or self._by_last_words(session, reference, types))

    def follow(self, session: Session, reference: str, types: Collection[str] = ACTORS) -> Entity:
        """As `get`, but an id that was merged into another stands for that other."""
        try:
            return self.get(session, reference, types)
        except Merged as merged:
            return session.get_one(Entity, merged.target)

    def search(self, session: Session, query: str, types: Collection[str], country: str | None) -> list[Hit]:
        """Entities that a query may mean, best first; none where it has no letters. `listing` gives all."""
        wanted = fold(query)
        scores = _scores(self._names.get(session), wanted) if wanted else {}
        hits = (
            Hit(entity, (-scores[entity.id], -entity.facts, fold(entity.name), entity.id))
            for entity in _listed(session, scores)
            if (not types or entity.type in types) and country in (None, entity.country)
        )
        return sorted(hits, key=lambda hit: hit.rank)

    def _by_last_words(self, session: Session, reference: str, types: Collection[str]) -> list[Entity]:
        """Persons and bodies whose name ends with the words asked for: "Macron" finds Emmanuel Macron."""
        names, wanted = self._names.get(session), fold(reference)
        if not wanted:
            return []
        norms = names.by_last_word.get(wanted.split()[-1], ())
        ids = {key for norm in norms if norm.endswith(f" {wanted}") for key in names.held_by(norm)}
        return list(session.scalars(select(Entity).where(Entity.id.in_(ids), Entity.type.in_(types), *_live())))

    def _only(self, session: Session, reference: str, matches: Sequence[Entity]) -> Entity:
        if not matches:
            raise NotFound("entity", reference, self._suggestions(session, reference))
        best = _best(matches, fold(reference))
        if len(best) > 1:
            raise Ambiguous(reference, tuple(sorted((e.id, e.name) for e in best)))
        return best[0]

    def _suggestions(self, session: Session, reference: str) -> tuple[tuple[str, str], ...]:
        return tuple((hit.entity.id, hit.entity.name) for hit in self.search(session, reference, (), None)[:SUGGESTIONS])


def listing(
    session: Session, types: Collection[str], country: str | None, limit: int, last: tuple[str, str] | None = None
) -> tuple[list[Listed], tuple[str, str] | None]:
    """A page of all entities by name and id, those after `last`; and the name and id of its end if more follow.

    The index on both is followed, so that a page costs the same however many entities there are.
    """
    facts = select(func.count()).where(Part.entity_id == Entity.id).scalar_subquery()
    own = func.coalesce(Entity.merged_into, "") == ""  # a plain IS NULL would lure SQLite away from the index on names
    query = select(Entity.id, Entity.type, Entity.name, Entity.country, facts).where(own, Entity.withdrawn.is_(False))
    if types:
        query = query.where(func.coalesce(Entity.type, "").in_(types))  # nor to that on types
    if country is not None:
        query = query.where(Entity.country == country)
    if last is not None:
        query = query.where(tuple_(Entity.name, Entity.id) > tuple_(*map(literal, last)))
    rows = [Listed(*row) for row in session.execute(query.order_by(Entity.name, Entity.id).limit(limit + 1))]
    return rows[:limit], (rows[limit - 1].name, rows[limit - 1].id) if len(rows) > limit else None


def _listed(session: Session, ids: Collection[str]) -> Iterator[Listed]:
    """The entities of `ids` that are neither merged nor withdrawn."""
    facts = select(func.count()).where(Part.entity_id == Entity.id).scalar_subquery()
    live = select(Entity.id, Entity.type, Entity.name, Entity.country, facts).where(*_live())
    for batch in batches(list(ids)):
        yield from (Listed(*row) for row in session.execute(live.where(Entity.id.in_(batch))))


def _scores(names: Names, query: str) -> dict[str, float]:
    """How well each entity's best name fits the query: whole, as a beginning, as the beginning of a word, or nearly."""
    scores: dict[str, float] = {}
    likeness = process.extract(query, names.holders.keys(), scorer=fuzz.WRatio, score_cutoff=LIKENESS, limit=200)
    nearly = ((norm, score / 2) for norm, score, _ in likeness)
    exactly = ((norm, score) for norm in names.holders if (score := _fit(norm, query)))
    for norm, score in (*nearly, *exactly):
        for key in names.held_by(norm):
            scores[key] = max(scores.get(key, 0.0), score)
    return scores


def _fit(norm: str, query: str) -> float:
    if norm == query:
        return 100.0
    if norm.startswith(query):
        return 90.0
    return 80.0 if f" {query}" in norm else 0.0


def _best(matches: Sequence[Entity], norm: str) -> Sequence[Entity]:
    """Of entities that share a name those that the gazetteer knows, and of these those whose own name it is."""
    known = [entity for entity in matches if entity.known_key] or matches
    return [entity for entity in known if fold(entity.name) == norm] or known


def _by_name(session: Session, reference: str) -> list[Entity]:
    bearing = select(Entity.id, Entity.merged_into).join(Name).where(Name.norm == fold(reference))
    return _leading(session, bearing)


def _by_wikidata(session: Session, wikidata: str) -> list[Entity]:
    return _leading(session, select(Entity.id, Entity.merged_into).where(Entity.wikidata == wikidata))


def _leading(session: Session, found: Select[str, str | None]) -> list[Entity]:
    """Those whom the entities found mean, but for those of whom nothing speaks."""
    ids = {merged_into or id_ for id_, merged_into in session.execute(found)}
    return list(session.scalars(select(Entity).where(Entity.id.in_(ids), *_live())))


def _live() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return Entity.merged_into.is_(None), Entity.withdrawn.is_(False)


def _live_one(session: Session, entity: Entity) -> Entity:
    """The entity, unless it is gone or another stands for it."""
    reference = entity.id
    if entity.merged_into is not None:
        entity = session.get_one(Entity, entity.merged_into)
    if entity.withdrawn:
        raise Withdrawn("entity", reference)
    if entity.id != reference:
        raise Merged(reference, entity.id)
    return entity
