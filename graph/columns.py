"""Facts and their parts read from SQL a column at a time, as numbers; no object is made of a row."""

import datetime as dt
import itertools
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Select, String, bindparam, select, type_coerce
from sqlalchemy.orm import Session

from graph.database import batches
from graph.id_columns import ActorIds, Bytes, IdColumn, as_bytes
from graph.tables import Entity, Fact, Part
from graph.vocabulary import EntityType

CHUNK = 50_000
"""Rows taken from the database at a time."""
UNKNOWN_START, UNKNOWN_END = 0, dt.date.max.toordinal() + 1
"""The days of a fact of which only the other end is known."""
UNDATED = -1
"""The first day of a fact without dates."""
CERTAIN = 10_000
"""Confidences are kept in ten-thousandths, as precisely as facts have them."""
MOST_SOURCES = 255
NOWHERE = -1
OF_FACTS = 7
"""How many columns of `FactColumns` have a row a fact."""
Group = tuple[str, str]
"""A kind and a status."""


class FactColumns(NamedTuple):
    """Facts, a row each, and the actors of each, once each."""

    ids: Bytes
    group: NDArray[np.int16]
    """Position of kind and status among the groups."""
    start: NDArray[np.int32]
    """First day as ordinal; `UNDATED`, or `UNKNOWN_START`."""
    end: NDArray[np.int32]
    confidence: NDArray[np.uint16]
    sources: NDArray[np.uint8]
    place: NDArray[np.int32]
    part_fact: NDArray[np.int32]
    """For each part the row of its fact."""
    part_actor: NDArray[np.int32]
    part_aside: NDArray[np.bool_]
    """Whether the actor has only such a part as makes nobody one of those who met."""

    def taken(self, rows: NDArray[Any]) -> "FactColumns":
        """Some rows, with their parts."""
        new_row = np.full(len(self.ids), -1, np.int32)
        new_row[rows] = np.arange(len(rows), dtype=np.int32)
        kept = new_row[self.part_fact] >= 0
        facts: list[Any] = [column[rows] for column in self[:OF_FACTS]]
        return FactColumns._make([*facts, new_row[self.part_fact[kept]], self.part_actor[kept], self.part_aside[kept]])

    def joined(self, other: "FactColumns") -> "FactColumns":
        """These rows and the others behind them."""
        moved = other._replace(part_fact=other.part_fact + np.int32(len(self.ids)))
        columns: Iterable[tuple[Any, Any]] = zip(self, moved, strict=True)
        return FactColumns._make(np.concatenate(pair) for pair in columns)


class Codes(dict[Any, int]):
    """Numbers for values, given in the order in which they are first seen."""

    def __missing__(self, value: Any) -> int:
        self[value] = len(self)
        return self[value]


class Days(dict[Any, int]):
    """Ordinals of days as the database gives them: dates, or their texts."""

    def __missing__(self, day: Any) -> int:
        date = dt.date.fromisoformat(day) if isinstance(day, str) else day
        self[day] = date.toordinal()
        return self[day]


DAYS = Days({None: UNDATED})
"""All days met so far; a few thousand as a rule."""
EMPTY = FactColumns(
    np.empty(0, "S1"),
    np.empty(0, np.int16),
    np.empty(0, np.int32),
    np.empty(0, np.int32),
    np.empty(0, np.uint16),
    np.empty(0, np.uint8),
    np.empty(0, np.int32),
    np.empty(0, np.int32),
    np.empty(0, np.int32),
    np.empty(0, bool),
)


def read_all(session: Session, groups: Codes, places: Codes, aside: Collection[str]) -> tuple[FactColumns, list[str]]:
    """All facts with their actors, and the ids of the actors by their numbers, sorted.

    `aside` are roles of those who are not among the actors that met.
    """
    facts = _facts(session, _fact_rows(), groups, places)
    ids = IdColumn.of(facts.ids)
    actors = Codes()
    parts: list[tuple[Any, Any, Any]] = []
    for keys, entities, roles in _columns(session, select(Part.fact_id, Part.entity_id, Part.role)):
        parts.append((ids.positions(as_bytes(keys)), *_parts(actors, entities, roles, aside)))
    not_actors = [actors[key] for key in session.scalars(_places()) if key in actors]
    part_fact, part_actor, part_aside = _distinct(parts, not_actors)
    names = list(actors)
    order = sorted(range(len(names)), key=names.__getitem__)
    rank = np.empty(len(names), np.int32)
    rank[order] = np.arange(len(names), dtype=np.int32)
    part_actor = rank[part_actor] if len(names) else part_actor
    return facts._replace(part_fact=part_fact, part_actor=part_actor, part_aside=part_aside), [names[i] for i in order]


def read_changed(
    session: Session, since: int, groups: Codes, places: Codes, aside: Collection[str], known: ActorIds
) -> tuple[FactColumns, list[str]]:
    """The facts changed after a revision; `part_actor` numbers the actors in the list of ids that comes with them.

    Those `known` are actors; whether others are is looked up, which takes longer than all else for every one of them.
    """
    facts = _facts(session, CHANGED, groups, places, {"since": since})
    row_of = dict(zip(facts.ids.astype(str).tolist(), itertools.count()))
    actors = Codes()
    rows = session.connection().execute(PARTS_OF_CHANGED, {"since": since}).all() if row_of else []
    strangers = known.unknown(list({row[1] for row in rows}))
    towns = {key for some in batches(strangers) for key in session.scalars(_places().where(Entity.id.in_(some)))}
    # a session that sees more than one moment may be shown parts of a fact committed since the facts were read
    rows = [row for row in rows if row[0] in row_of and row[1] not in towns]
    keys, entities, roles = zip(*rows, strict=True) if rows else ((), (), ())
    fact = np.fromiter(map(row_of.__getitem__, keys), np.int32, len(rows))
    part_fact, part_actor, part_aside = distinct(fact, *_parts(actors, entities, roles, aside))
    return facts._replace(part_fact=part_fact, part_actor=part_actor, part_aside=part_aside), list(actors)


def _parts(actors: Codes, entities: Sequence[str], roles: Sequence[str], aside: Collection[str]) -> tuple[Any, Any]:
    """The numbers of those who take part, and whether they do so aside."""
    numbers = np.fromiter(map(actors.__getitem__, entities), np.int32, len(entities))
    return numbers, np.fromiter(map(aside.__contains__, roles), bool, len(roles))


def _fact_rows() -> Select[*tuple[Any, ...]]:
    day = (type_coerce(column, String) for column in (Fact.start, Fact.end))  # leaves the day as the driver gives it
    return select(Fact.id, Fact.kind, Fact.status, *day, Fact.confidence, Fact.sources, Fact.place_id)


def _places() -> Select[str]:
    return select(Entity.id).where(Entity.type == EntityType.PLACE)


CHANGED = _fact_rows().where(Fact.changed > bindparam("since"))
_part, _changing = Part.__table__.c, Fact.__table__.c
PARTS_OF_CHANGED = select(_part.fact_id, _part.entity_id, _part.role).where(
    _part.fact_id.in_(select(_changing.id).where(_changing.changed > bindparam("since")))
)
"""The facts changed after a revision, and who took part in them; made once, for they are asked for after every change."""


def _facts(
    session: Session, query: Select[*tuple[Any, ...]], groups: Codes, places: Codes, values: Mapping[str, Any] | None = None
) -> FactColumns:
    chunks = [EMPTY]
    for ids, kinds, statuses, starts, ends, confidences, sources, place_ids in _columns(session, query, values):
        start = np.fromiter(map(DAYS.__getitem__, starts), np.int32, len(ids))
        end = np.fromiter(map(DAYS.__getitem__, ends), np.int32, len(ids))
        group = np.fromiter(map(groups.__getitem__, zip(kinds, statuses, strict=True)), np.int16, len(ids))
        place = [NOWHERE if key is None else places[key] for key in place_ids]
        confidence = np.round(np.array(confidences) * CERTAIN).astype(np.uint16)
        count = np.minimum(sources, MOST_SOURCES).astype(np.uint8)
        known_end = np.where((end == UNDATED) & (start != UNDATED), UNKNOWN_END, end)
        known_start = np.where((start == UNDATED) & (end != UNDATED), UNKNOWN_START, start)
        facts = (as_bytes(ids), group, known_start, known_end, confidence, count, np.array(place, np.int32))
        chunks.append(FactColumns(*facts, EMPTY.part_fact, EMPTY.part_actor, EMPTY.part_aside))
    return FactColumns._make(np.concatenate(parts) for parts in zip(*chunks, strict=True))


def _columns(
    session: Session, query: Select[*tuple[Any, ...]], values: Mapping[str, Any] | None = None
) -> Iterator[Sequence[Any]]:
    """The columns of what a query finds, some rows at a time."""
    options = {"stream_results": True, "max_row_buffer": CHUNK}
    result = session.connection().execute(query, values, execution_options=options)
    for rows in result.partitions(CHUNK):
        yield list(zip(*rows, strict=True))


def _distinct(parts: Sequence[tuple[Any, Any, Any]], not_actors: Sequence[int]) -> tuple[Any, Any, Any]:
    """The parts in the order of their facts, each actor of a fact once, places left out."""
    if not parts:
        return EMPTY.part_fact, EMPTY.part_actor, EMPTY.part_aside
    fact, actor, aside = (np.concatenate(column) for column in zip(*parts, strict=True))
    known = (fact >= 0) & ~np.isin(actor, not_actors) if not_actors else fact >= 0
    return distinct(fact[known], actor[known], aside[known])


def distinct(fact: Any, actor: Any, aside: Any) -> tuple[Any, Any, Any]:
    """Parts in the order of their facts, each actor of a fact once, and aside if it is so in all of them."""
    key = (fact.astype(np.int64) << 32) | actor
    keys = np.unique(key)
    apart = ~np.isin(keys, key[~aside]) if aside.any() else np.zeros(len(keys), bool)
    return (keys >> 32).astype(np.int32), (keys & 0xFFFFFFFF).astype(np.int32), apart
