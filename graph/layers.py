"""Facts in flat arrays: sorted so that a kind, a status and a period are a range of numbers, and by actor.

Facts are numbered by how they are dated (on a day, between days, not at all), then by kind and status, then by their first
day. So each actor's facts, sorted by number, hold those of a kind and a period side by side, found by binary search.
"""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.columns import NOWHERE, UNDATED, FactColumns

Int32 = NDArray[np.int32]
ON_A_DAY, BETWEEN_DAYS, NOT_DATED = range(3)


class Layer(NamedTuple):
    """Some facts of which each has two actors or more; all arrays are read-only, and most are parts of three large ones."""

    starts: Int32
    """The entries of the actor in a slot `s` are those from `starts[s]` up to `starts[s + 1]`."""
    slots: Int32
    """The slot of each actor, -1 for none; empty where an actor's slot is its number."""
    gone: Int32
    """For each slot how many of the actor's facts in the layer below are dead."""
    dead: Int32
    """A bit for each fact of the layer below, set where it does not count any more; empty where all do."""
    fact: Int32
    """Of an entry the fact."""
    other: Int32
    """Of an entry the other actor of its fact; -1-m where it has more than two, which `many` tells from its place m on."""
    many: Int32
    """Of each fact of more than two actors how many these are, and then all of them."""
    start: Int32
    """First day of each dated fact."""
    end: Int32
    """Last day of each fact between days, these counted from the first of them."""
    bounds: Int32
    """How many facts are on a day, how many are dated, how many there are."""
    pair_starts: Int32
    pair: Int32
    """The actors with whom one shares facts, sorted, once each; from `pair_starts[a]` for actor `a`. Empty in thin layers.

    Each is shifted by `SETS` bits, which tell in which sets of groups the two share facts.
    """
    first: Int32
    """One actor of each fact, among whose entries the others are found."""
    confidence: Any
    place: Any
    """Of each fact the number of its place, the greatest of the type where it has none; as confidence of `place_type`."""
    sources: NDArray[np.uint8]
    group_starts: Int32
    """Where the facts of each way of dating and group begin."""
    aside: NDArray[np.int64]
    """The fact, shifted by 32 bits, and the actor of each part that makes nobody one of those who met; sorted, and few."""
    words: Int32
    """All arrays up to `first`, behind a table of where each begins."""
    halves: Any
    """Confidence, then place."""

    @property
    def packed(self) -> tuple[Int32, Any, NDArray[np.uint8]]:
        """The layer as few arrays: compiled functions count the references to each array that is handed to them."""
        return self.words, self.halves, self.sources


STARTS, SLOTS, GONE, DEAD, FACT, OTHER, MANY, START, END, BOUNDS, PAIR_STARTS, PAIR, FIRST, IN_WORDS = range(14)
"""Where `words` tells where the arrays begin, in the order of the fields; and how many these are."""
SETS = 5
"""How many sets of groups the view of pairs tells apart; the other bits hold 67 million actors."""


def pack(places: int, **arrays: Any) -> Layer:
    """A layer of these arrays, those not given being empty."""
    parts = [arrays.get(name, _NONE) for name in Layer._fields[:IN_WORDS]]
    begins = np.cumsum([IN_WORDS + 1, *map(len, parts)])
    words = np.concatenate((begins, *parts)).astype(np.int32, casting="unsafe")
    halves = np.concatenate((arrays["confidence"].astype(place_type(places)), placed_in(arrays["place"], places)))
    return unpacked(words, halves, arrays["sources"], arrays["group_starts"], arrays["aside"])


def unpacked(words: Int32, halves: Any, sources: NDArray[np.uint8], group_starts: Int32, aside: NDArray[np.int64]) -> Layer:
    """The layer that is packed into these arrays."""
    arrays = [np.ascontiguousarray(array) for array in (words, halves, sources, group_starts, aside)]
    for array in arrays:
        array.flags.writeable = False
    words, halves, sources, group_starts, aside = arrays
    parts = [words[words[i] : words[i + 1]] for i in range(IN_WORDS)]
    return Layer._make((*parts, *np.split(halves, 2), sources, group_starts, aside, words, halves))


def arrange(
    columns: FactColumns, groups: int, actors: int, places: int, group_sets: NDArray[np.uint8] | None = None
) -> tuple[Layer, NDArray[np.int64]]:
    """A layer of facts, and for each of its facts the row of `columns` that it comes from.

    `groups`, `actors` and `places` are the numbers of these. With `group_sets`, bits for each group, the layer is thick:
    it has a slot for every actor, and pairs. Without, it is thin.
    """
    row, part_fact, part_actor, aside, group_starts, bounds = _numbered(columns, groups)
    sizes = np.bincount(part_fact, minlength=len(row))
    first = np.zeros(len(row) + 1, np.int64)
    np.cumsum(sizes, out=first[1:])
    manifold = np.flatnonzero(sizes > 2)
    many_starts, many = _many(manifold, first, part_actor)
    other = _others(part_fact, part_actor, first, sizes, manifold, many_starts)
    order = np.argsort((part_actor.astype(np.int64) << 32) | part_fact)
    actor, fact, other = part_actor[order], part_fact[order], other[order]
    dated = row[: bounds[1]]
    starts, slots = _slots(actor, actors, thick=group_sets is not None)
    pairs = {} if group_sets is None else _pairs(actor, fact, other, many, group_sets[columns.group[row]], actors)
    layer = pack(
        places,
        starts=starts,
        slots=slots,
        fact=fact,
        other=other,
        many=many,
        start=columns.start[dated],
        end=columns.end[row[bounds[0] : bounds[1]]],
        bounds=bounds,
        first=part_actor[first[:-1]],
        confidence=columns.confidence[row],
        place=columns.place[row],
        sources=columns.sources[row],
        group_starts=group_starts,
        aside=aside,
        **pairs,
    )
    return layer, row


def place_type(places: int) -> type[np.uint16] | type[np.uint32]:
    """The type that holds the numbers of so many places, and one that means none of them."""
    return np.uint16 if places < np.iinfo(np.uint16).max else np.uint32


def placed_in(place: NDArray[Any], places: int) -> NDArray[Any]:
    """Numbers of places, `NOWHERE` or the greatest of their type for none, in the type that holds `places` of them."""
    wanted = place_type(places)
    nowhere = np.iinfo(place.dtype).max if place.dtype.kind == "u" else NOWHERE
    if place.dtype == wanted:
        return place
    return np.where(place == nowhere, np.array(np.iinfo(wanted).max, wanted), place.astype(wanted))


def lower_bounds(values: Int32, first: Any, last: Any, keys: Any) -> NDArray[np.int64]:
    """For each key the first place between `first` and `last` whose value is not smaller; values rise there."""
    low: NDArray[np.int64] = np.array(first, np.int64)
    high: NDArray[np.int64] = np.array(last, np.int64)
    while (open_ := low < high).any():
        middle = (low + high) >> 1
        smaller = open_.copy()
        smaller[open_] = values[middle[open_]] < (keys[open_] if np.ndim(keys) else keys)
        low = np.where(smaller, middle + 1, low)
        high = np.where(open_ & ~smaller, middle, high)
    return low


def actors_of(layer: Layer, facts: NDArray[np.int64]) -> Int32:
    """All actors of some facts of a thick layer, one fact after the other."""
    first = layer.first[facts]
    entry = lower_bounds(layer.fact, layer.starts[first], layer.starts[first + 1], facts)
    other = layer.other[entry]
    single = other >= 0
    many, _ = members(layer.many, other[~single])
    return np.concatenate((first[single], other[single], many)).astype(np.int32)


def members(many: Int32, other: Int32) -> tuple[Int32, NDArray[np.int64]]:
    """The actors of the facts of some entries, which have more than two, one fact after the other; and how many each has."""
    begin = -1 - other.astype(np.int64)
    sizes = many[begin].astype(np.int64)
    return many[runs(begin + 1, sizes)], sizes


def entry_actors(layer: Layer) -> Int32:
    """The actor of each entry."""
    actor = np.flatnonzero(layer.slots >= 0)
    owners = actor[np.argsort(layer.slots[actor])] if len(layer.slots) else np.arange(len(layer.starts) - 1)
    return np.repeat(owners, np.diff(layer.starts)).astype(np.int32)


def _numbered(columns: FactColumns, groups: int) -> tuple[Any, ...]:
    """Facts of two actors or more by number: their rows, their parts, and where each way of dating and group begins."""
    counts = np.bincount(columns.part_fact, minlength=len(columns.ids))
    kept = np.flatnonzero(counts > 1)
    start, end = columns.start[kept], columns.end[kept]
    dating = np.where(start == UNDATED, NOT_DATED, np.where(start == end, ON_A_DAY, BETWEEN_DAYS))
    shelf = dating * groups + columns.group[kept]
    order = np.argsort((shelf.astype(np.int64) << 32) | (start + 1), kind="stable")
    row = kept[order]
    group_starts = np.searchsorted(shelf[order], np.arange(3 * groups + 1)).astype(np.int32)
    bounds = group_starts[[groups, 2 * groups, 3 * groups]]
    number = np.full(len(columns.ids), -1, np.int32)
    number[row] = np.arange(len(row), dtype=np.int32)
    part_fact = number[columns.part_fact]
    there = part_fact >= 0
    aside = part_keys(*(column[there & columns.part_aside] for column in (part_fact, columns.part_actor)))
    part_fact, part_actor = part_fact[there], columns.part_actor[there]
    by_fact = np.argsort(part_fact, kind="stable")
    return row, part_fact[by_fact], part_actor[by_fact], np.sort(aside), group_starts, bounds


def part_keys(fact: NDArray[Any], actor: NDArray[Any]) -> NDArray[np.int64]:
    """Parts as numbers that sort by fact and actor."""
    keys: NDArray[np.int64] = (fact.astype(np.int64) << 32) | actor
    return keys


def among(keys: NDArray[np.int64], sorted_keys: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which keys are among some that are sorted."""
    if not len(sorted_keys):
        return np.zeros(len(keys), bool)
    place = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
    found: NDArray[np.bool_] = sorted_keys[place] == keys
    return found


def _others(part_fact: Int32, part_actor: Int32, first: Any, sizes: Any, manifold: Any, many_starts: Int32) -> Int32:
    """For each part, in the order of facts, the other actor of the fact, or where `many` tells of one of more than two."""
    place = np.arange(len(part_fact), dtype=np.int64)
    mirrored = 2 * first[part_fact] + 1 - place  # of two parts the one that this is not
    other = part_actor[np.minimum(mirrored, len(part_actor) - 1)] if len(part_actor) else part_actor
    which = np.zeros(len(sizes), np.int32)
    which[manifold] = -1 - many_starts
    return np.where(sizes[part_fact] > 2, which[part_fact], other).astype(np.int32)


def _many(manifold: Any, first: Any, part_actor: Int32) -> tuple[Int32, Int32]:
    """Where each fact of more than two actors begins in `many`, and that."""
    sizes = first[manifold + 1] - first[manifold]
    starts = np.cumsum(sizes + 1) - sizes - 1
    many = np.empty(int(sizes.sum()) + len(sizes), np.int32)
    many[starts] = sizes
    many[runs(starts + 1, sizes)] = part_actor[runs(first[manifold], sizes)]
    return starts.astype(np.int32), many


def runs(starts: Any, sizes: Any) -> NDArray[np.int64]:
    """The numbers from each start on, as many as each size says, one run after the other."""
    total = int(sizes.sum())
    jumps = np.repeat(starts - np.cumsum(sizes) + sizes, sizes)
    numbers: NDArray[np.int64] = np.arange(total, dtype=np.int64) + jumps
    return numbers


def _slots(actor: Int32, actors: int, *, thick: bool) -> tuple[Int32, Int32]:
    if thick:
        starts = np.zeros(actors + 1, np.int32)
        np.cumsum(np.bincount(actor, minlength=actors), out=starts[1:])
        return starts, np.empty(0, np.int32)
    there, first = np.unique(actor, return_index=True)
    slots = np.full(actors, -1, np.int32)
    slots[there] = np.arange(len(there), dtype=np.int32)
    return np.append(first, len(actor)).astype(np.int32), slots


def _pairs(actor: Int32, fact: Int32, other: Int32, many: Int32, sets: NDArray[np.uint8], actors: int) -> dict[str, Int32]:
    """The view of pairs of entries; `sets` are the bits of each fact."""
    single = other >= 0
    others, sizes = members(many, other[~single])
    left = np.concatenate((actor[single], np.repeat(actor[~single], sizes)))
    right = np.concatenate((other[single], others))
    bits = np.concatenate((sets[fact[single]], np.repeat(sets[fact[~single]], sizes)))
    key = np.sort((left.astype(np.int64) << 32) | (right.astype(np.int64) << SETS) | bits)
    two = key >> SETS
    first = np.flatnonzero(np.diff(two, prepend=-1))
    bits = np.bitwise_or.reduceat(key & (1 << SETS) - 1, first) if len(first) else key
    left, right = two[first] >> 32 - SETS, two[first] & (1 << 32 - SETS) - 1
    apart = left != right
    starts = np.zeros(actors + 1, np.int32)
    np.cumsum(np.bincount(left[apart], minlength=actors), out=starts[1:])
    return {"pair_starts": starts, "pair": (right[apart] << SETS | bits[apart]).astype(np.int32)}


_NONE = np.empty(0, np.int32)
