"""The graph in memory: facts in arrays, of which a thin layer holds what changed since the thick one was made."""

import datetime as dt
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from graph.columns import (
    CERTAIN,
    EMPTY,
    NOWHERE,
    UNDATED,
    UNKNOWN_END,
    UNKNOWN_START,
    Codes,
    FactColumns,
    Group,
    read_all,
    read_changed,
)
from graph.id_columns import ABSENT, ActorIds, Bytes, IdColumn, as_bytes
from graph.layers import SETS, Layer, actors_of, among, arrange, entry_actors, pack, part_keys, place_type, unpacked
from graph.tables import WithdrawnFact


@dataclass(frozen=True, slots=True)
class Shape:
    """How facts are laid out: groups in this order come first, and pairs are known for each of these sets of groups."""

    order: tuple[Group, ...] = ()
    sets: tuple[frozenset[Group], ...] = ()
    aside: frozenset[str] = frozenset()
    """Roles of those who are not among the actors that met, such as a mediator's."""

    def bits(self, groups: Sequence[Group]) -> NDArray[np.uint8]:
        """For each group a bit a set that holds it."""
        return np.array([sum(1 << i for i, held in enumerate(self.sets[:SETS]) if group in held) for group in groups], np.uint8)


@dataclass(frozen=True, slots=True)
class Contact:
    """A fact as paths see it: who took part, and the days it lies between."""

    id: str
    kind: str
    status: str
    start: dt.date | None
    end: dt.date | None
    sources: int
    confidence: float
    actors: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Image:
    """Every fact that actors share. Images are not changed; a newer one shares with an older one what is the same."""

    shape: Shape
    groups: tuple[Group, ...]
    """The kinds with statuses, by their numbers."""
    places: tuple[str, ...]
    """The ids of places, by their numbers."""
    actors: ActorIds
    ids: IdColumn
    """The ids of the facts of the thick layer."""
    base: Layer
    recent: FactColumns
    """What changed since the thick layer was made."""
    recent_rows: NDArray[np.int64]
    """For each fact of the thin layer its row in `recent`."""
    delta: Layer
    dead: int = 0
    """How many facts of the thick layer do not count any more."""
    losers: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    """The actors of these, once a fact."""
    remembered: dict[Any, Any] = field(default_factory=dict, repr=False)
    """What was worked out about this image and may be asked for again."""

    @property
    def layers(self) -> tuple[Layer, Layer]:
        """The thick layer and the thin one."""
        return self.base, self.delta

    @property
    def facts(self) -> int:
        """The number of facts that actors share."""
        return len(self.ids) - self.dead + len(self.recent_rows)

    def degree(self, actor: int) -> int:
        """The number of shared facts that an actor took part in; none for `ABSENT`."""
        if actor == ABSENT:
            return 0
        below = self.base.starts[actor : actor + 2]
        count = int(below[1] - below[0]) if len(below) == 2 else 0
        slot = int(self.delta.slots[actor])
        if slot < 0:
            return count
        return count - int(self.delta.gone[slot]) + int(self.delta.starts[slot + 1] - self.delta.starts[slot])

    def fact_id(self, fact: int) -> str:
        """The id of a fact by its number; those of the thin layer are counted on."""
        if fact < len(self.ids):
            return self.ids[fact]
        return str(self.recent.ids[self.recent_rows[fact - len(self.ids)]].decode())

    def fact_ids(self, facts: NDArray[Any]) -> list[str]:
        """The ids of a few facts by their numbers."""
        if len(self.recent_rows) and facts.max() >= len(self.ids):
            return [self.fact_id(fact) for fact in facts.tolist()]
        return self.ids.named(facts)

    def group_of(self, fact: int) -> Group:
        """The kind and status of a fact."""
        layer, number = self.placed(fact)
        return self.groups[(int(np.searchsorted(layer.group_starts, number, "right")) - 1) % len(self.groups)]

    def placed(self, fact: int) -> tuple[Layer, int]:
        """The layer that holds a fact, and its number there."""
        return (self.base, fact) if fact < len(self.ids) else (self.delta, fact - len(self.ids))

    def days(self, fact: int) -> tuple[int, int] | None:
        """The days between which a fact lies, as ordinals; none if it has no date."""
        layer, number = self.placed(fact)
        if number >= layer.bounds[1]:
            return None
        start = int(layer.start[number])
        return start, start if number < layer.bounds[0] else int(layer.end[number - layer.bounds[0]])

    def first_days(self, facts: NDArray[np.int64]) -> NDArray[np.int64]:
        """The ordinal of the first day of each fact, `UNKNOWN_START`, or `UNDATED`."""
        days = np.full(len(facts), UNDATED, np.int64)
        for layer, offset in ((self.base, 0), (self.delta, len(self.ids))):
            dated = (facts >= offset) & (facts < offset + layer.bounds[1])
            days[dated] = layer.start[facts[dated] - offset]
        return days

    def contacts(self) -> list[Contact]:
        """All facts, in the order of their ids; for tests and for small graphs."""
        members: dict[int, set[str]] = {}
        for offset, layer in ((0, self.base), (len(self.ids), self.delta)):
            counting = ~self.is_dead(layer.fact) if layer is self.base else np.ones(len(layer.fact), bool)
            for actor, fact in zip(entry_actors(layer)[counting].tolist(), layer.fact[counting].tolist(), strict=True):
                members.setdefault(offset + fact, set()).add(self.actors[actor])
        found = [self._contact(fact, tuple(sorted(actors))) for fact, actors in members.items()]
        return sorted(found, key=lambda contact: contact.id)

    def _contact(self, fact: int, actors: tuple[str, ...]) -> Contact:
        layer, number = self.placed(fact)
        days = self.days(fact)
        start = dt.date.fromordinal(days[0]) if days and days[0] != UNKNOWN_START else None
        end = dt.date.fromordinal(days[1]) if days and days[1] != UNKNOWN_END else None
        confidence = int(layer.confidence[number]) / CERTAIN
        return Contact(self.fact_id(fact), *self.group_of(fact), start, end, int(layer.sources[number]), confidence, actors)

    def with_changes(self, gone: Sequence[str], columns: FactColumns, actor_ids: Sequence[str], **known: Any) -> "Image":
        """The image without the facts `gone`, and with `columns` in place of what it holds under their ids.

        `actor_ids` are the ids that `part_actor` of `columns` counts; `known` may hold newly met groups and places.
        """
        actors, numbers = self.actors.with_new(actor_ids)
        fresh = columns._replace(part_actor=numbers[columns.part_actor]) if len(numbers) else columns
        leaving = np.concatenate((fresh.ids, as_bytes(gone))) if gone else fresh.ids
        kept = np.flatnonzero(~np.isin(self.recent.ids, leaving)) if len(self.recent.ids) else np.empty(0, np.int64)
        recent = self.recent.taken(kept).joined(fresh)
        groups = known.get("groups", self.groups)
        places = known.get("places", self.places)
        delta, rows = arrange(recent, len(groups), len(actors), len(places))
        base = _with_room(self.base, len(self.groups), len(groups), len(places))
        dead, newly_dead = self._buried(self.ids.positions(leaving))
        losers = np.concatenate((self.losers, actors_of(base, newly_dead)))
        delta = _with_losses(delta, losers, dead, len(places))
        news = {**known, "actors": actors, "base": base, "recent": recent, "recent_rows": rows, "losers": losers}
        return replace(self, **news, delta=delta, dead=self.dead + len(newly_dead), remembered={})

    def is_dead(self, facts: NDArray[Any]) -> NDArray[np.bool_]:
        """Which facts of the thick layer do not count any more."""
        bits = self.delta.dead
        if not len(bits):
            return np.zeros(len(facts), bool)
        dead: NDArray[np.bool_] = bits[facts >> 5] >> (facts & 31) & 1 == 1
        return dead

    def _buried(self, positions: NDArray[np.int32]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """The bits of the dead with the facts at some positions among them, and those of these that counted until now."""
        there = np.unique(positions[positions != ABSENT]).astype(np.int64)
        alive = there[~self.is_dead(there)]
        if not len(alive):
            return self.delta.dead, alive
        bits = self.delta.dead.copy() if len(self.delta.dead) else np.zeros((len(self.ids) >> 5) + 1, np.int32)
        np.bitwise_or.at(bits.view(np.uint32), alive >> 5, (1 << (alive & 31)).astype(np.uint32))
        return bits, alive


def empty(shape: Shape) -> Image:
    """An image of no facts."""
    return build(shape, EMPTY, EMPTY.ids, Codes(), Codes())


def build(shape: Shape, columns: FactColumns, actor_ids: Bytes, groups: Codes, places: Codes) -> Image:
    """An image of columns whose groups are numbered by `groups`, its actors by their place in `actor_ids`, which is sorted."""
    order = [*shape.order, *sorted(set(groups) - set(shape.order))]
    place_of = {group: number for number, group in enumerate(order)}
    renumbered = np.array([place_of[group] for group in groups] or [0], np.int16)
    columns = columns._replace(group=renumbered[columns.group])
    base, rows = arrange(columns, len(order), len(actor_ids), len(places), shape.bits(order))
    delta, none = arrange(EMPTY, len(order), len(actor_ids), len(places))
    actors = ActorIds(IdColumn.of(actor_ids))
    return Image(shape, tuple(order), tuple(places), actors, IdColumn.of(columns.ids[rows]), base, EMPTY, none, delta)


def load(session: Session, shape: Shape) -> Image:
    """An image of all that the tables hold."""
    groups, places = Codes(), Codes()
    columns, actor_ids = read_all(session, groups, places, shape.aside)
    return build(shape, columns, as_bytes(actor_ids), groups, places)


def merged(image: Image) -> Image:
    """The same image with all its facts in the thick layer."""
    return rebuilt(image, columns_of(image), image.actors)


def columns_of(image: Image) -> FactColumns:
    """All facts of an image."""
    return _of_base(image).joined(image.recent)


def rebuilt(image: Image, columns: FactColumns, actors: ActorIds) -> Image:
    """An image like another, with these facts among these actors."""
    ids = np.concatenate((actors.base.taken(np.arange(len(actors.base))), as_bytes(actors.later)))
    order = np.argsort(ids, kind="stable")
    rank = np.empty(len(ids), np.int32)
    rank[order] = np.arange(len(ids), dtype=np.int32)
    columns = columns._replace(part_actor=rank[columns.part_actor])
    groups, places = (Codes({value: number for number, value in enumerate(known)}) for known in (image.groups, image.places))
    return build(image.shape, columns, ids[order], groups, places)


def _of_base(image: Image) -> FactColumns:
    """The facts of the thick layer that count, as columns."""
    base, facts = image.base, len(image.ids)
    on_a_day, dated, _ = base.bounds
    start = np.append(base.start, np.full(facts - dated, UNDATED, np.int32))
    end = np.concatenate((base.start[:on_a_day], base.end, start[dated:]))
    shelf = np.repeat(np.arange(len(base.group_starts) - 1), np.diff(base.group_starts))
    nowhere = np.iinfo(base.place.dtype).max
    columns = FactColumns(
        image.ids.taken(np.arange(facts)),
        (shelf % len(image.groups)).astype(np.int16) if facts else EMPTY.group,
        start,
        end,
        base.confidence,
        base.sources,
        np.where(base.place == nowhere, NOWHERE, base.place.astype(np.int64)).astype(np.int32),
        base.fact,
        actor := entry_actors(base),
        among(part_keys(base.fact, actor), base.aside),
    )
    return columns.taken(np.flatnonzero(~image.is_dead(np.arange(facts))))


GONE = select(WithdrawnFact.__table__.c.id).where(WithdrawnFact.__table__.c.changed > bindparam("since"))
"""The facts withdrawn after a revision; made once, for they are asked for after every change."""


def refreshed(session: Session, image: Image, since: int) -> Image:
    """The image of what the tables hold now, made of the image at the revision `since`."""
    gone = session.connection().execute(GONE, {"since": since}).scalars().all()
    groups, places = (Codes(zip(known, itertools.count())) for known in (image.groups, image.places))
    columns, actor_ids = read_changed(session, since, groups, places, image.shape.aside, image.actors)
    return image.with_changes(gone, columns, actor_ids, groups=tuple(groups), places=tuple(places))


def _with_room(layer: Layer, before: int, groups: int, places: int) -> Layer:
    """A layer with room for more groups, which have no facts in it, and for so many places."""
    if groups == before and layer.place.dtype == place_type(places):
        return layer
    starts = layer.group_starts
    shelves = [np.append(starts[i * before : (i + 1) * before], [starts[(i + 1) * before]] * (groups - before)) for i in range(3)]
    room = np.append(np.concatenate(shelves), starts[-1]).astype(np.int32)
    if layer.place.dtype == place_type(places):
        return unpacked(layer.words, layer.halves, layer.sources, room, layer.aside)
    return pack(places, **{**layer._asdict(), "group_starts": room})


def _with_losses(delta: Layer, losers: NDArray[np.int32], dead: NDArray[np.int32], places: int) -> Layer:
    """The thin layer with the dead of the layer below, and their number for each actor, who gets a slot for that."""
    slots, there = delta.slots.copy(), np.unique(losers)
    new = there[slots[there] < 0]
    slots[new] = len(delta.starts) - 1 + np.arange(len(new), dtype=np.int32)
    starts = np.append(delta.starts, np.full(len(new), delta.starts[-1], np.int32))
    gone = np.bincount(slots[losers], minlength=len(starts) - 1).astype(np.int32)
    return pack(places, **{**delta._asdict(), "starts": starts, "slots": slots, "gone": gone, "dead": dead})
