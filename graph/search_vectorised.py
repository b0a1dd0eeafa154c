"""The search over an image by numpy, a whole ring of actors at a time: where numba is not installed, or not yet compiled.

The functions and their parameters are those of `graph.search_compiled`, which explains them.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.contacts import Wanted
from graph.layers import Layer, lower_bounds, members, runs

AVOIDED, ROOT = 1, 2
FAR = 2**31 - 1
Ints = NDArray[Any]


def given(layers: tuple[Layer, Layer], wanted: Wanted) -> tuple[Any, ...]:
    """What the functions below are told first."""
    return layers, wanted


def degrees(layers: tuple[Layer, Layer], actors: Ints) -> Ints:
    """The number of shared facts that each actor took part in."""
    base, delta = layers
    below = np.minimum(actors, len(base.starts) - 2)
    counts = np.where(actors + 1 < len(base.starts), base.starts[below + 1] - base.starts[below], 0)
    slots = delta.slots[actors]
    there = slots >= 0
    slot = slots[there]
    counts[there] += delta.starts[slot + 1] - delta.starts[slot] - delta.gone[slot]
    return counts


def expand(
    layers: tuple[Layer, Layer], wanted: Wanted, actors: Ints, spur: int, backward: bool, marks: Ints
) -> tuple[Ints, Ints, Ints]:
    """All contacts of some actors: for each contact the position of the actor, the other, and the fact."""
    base, delta = layers
    positions = np.arange(len(actors))
    found = []
    for layer, ranges, offset in ((base, wanted.base, 0), (delta, wanted.delta, len(base.confidence))):
        places = delta.slots[actors] if layer is delta else np.where(actors + 1 < len(base.starts), actors, -1)
        there = places >= 0
        first, last, whose = layer.starts[places[there]], layer.starts[places[there] + 1], positions[there]
        for low, high in ranges:
            begin = lower_bounds(layer.fact, first, last, low)
            end = lower_bounds(layer.fact, begin, last, high)
            entry = runs(begin, end - begin)
            origin = np.repeat(whose, end - begin)
            counting = _count(layer, wanted, layer.fact[entry])
            if layer is base and len(delta.dead):
                counting &= delta.dead[layer.fact[entry] >> 5] >> (layer.fact[entry] & 31) & 1 == 0
            found += _contacts(layer, entry[counting], origin[counting], actors, offset, spur, backward, marks)
    if not found:
        none = np.empty(0, np.int64)
        return none, none, none
    origin, other, fact = (np.concatenate(column) for column in zip(*found, strict=True))
    return origin, other, fact


def meet(
    layers: tuple[Layer, Layer],
    wanted: Wanted,
    order: int,
    limits: Ints,
    source: int,
    target: int,
    day: int,
    rooted: bool,
    strict: bool,
    marks: Ints,
    banned: Ints,
    reached: Ints,
) -> tuple[Ints, int, bool]:
    """The fewest hops from source to target, searched from both ends."""
    logs = (_Log(source, day), _Log(target, FAR))
    reached[source, 0] = reached[target, 1] = 0
    looked, way, complete = 0, np.empty(0, np.int32), True
    for _ in range(int(limits[0])):
        costs = [int(degrees(layers, log.who[log.begin :]).sum()) for log in logs]
        side = int(costs[0] > costs[1])
        log, far = logs[side], logs[1 - side]
        if len(log.who) == log.begin or len(far.who) == far.begin:
            break
        origin, other, fact = expand(layers, wanted, log.who[log.begin :], source if strict else -1, side == 1, marks)
        looked += len(other)
        entry = origin + log.begin
        keep = _passable(layers, limits, other, (source, target), marks)
        if rooted and len(banned):
            keep &= ~(
                (log.who[entry] == source) & np.isin(other, banned)
                if side == 0
                else (other == source) & np.isin(log.who[entry], banned)
            )
        then = log.when[entry]
        if order:
            first, last = _days(layers, fact)
            keep &= last >= then if side == 0 else first <= then
            then = np.maximum(then, first) if side == 0 else np.minimum(then, last)
        entry, other, then = _best(log, reached[:, side], entry[keep], other[keep], then[keep], -1 if side else 1, bool(order))
        log.extend(other, then, entry)
        reached[other, side] = np.arange(log.begin, len(log.who))
        met = reached[other, 1 - side]
        meets = met >= 0
        if order:
            meets &= then <= far.when[met] if side == 0 else far.when[met] <= then
        if meets.any():
            at = int(np.argmax(meets))
            ends = (log.begin + at, int(met[at])) if side == 0 else (int(met[at]), log.begin + at)
            way = np.concatenate((logs[0].way(ends[0]), logs[1].way(ends[1])[:-1][::-1])).astype(np.int32)
            break
        if looked > limits[1]:
            complete = False
            break
    for side, log in enumerate(logs):
        reached[log.who, side] = -1
    return way, looked, complete


def flood(
    layers: tuple[Layer, Layer], wanted: Wanted, limits: Ints, source: int, day: int, marks: Ints, reached: Ints
) -> tuple[Ints, Ints, Ints, Ints, int, bool]:
    """Whom a message could reach from the source, hop by hop and forward in time, and when at the earliest."""
    log, hops = _Log(source, day), [np.zeros(1, np.int32)]
    reached[source, 0] = 0
    looked, complete = 0, True
    for hop in range(1, int(limits[0]) + 1):
        origin, other, fact = expand(layers, wanted, log.who[log.begin :], -1, False, marks)
        looked += len(other)
        entry = origin + log.begin
        first, last = _days(layers, fact)
        then = np.maximum(log.when[entry], first)
        keep = _passable(layers, limits, other, (source, -1), marks) & (last >= log.when[entry])
        entry, other, then = _best(log, reached[:, 0], entry[keep], other[keep], then[keep], 1, True)
        log.extend(other, then, entry)
        hops.append(np.full(len(other), hop, np.int32))
        reached[other, 0] = np.arange(log.begin, len(log.who))
        if looked > limits[1]:
            complete = False
            break
        if not len(other):
            break
    reached[log.who, 0] = -1
    return log.who, log.when, log.before, np.concatenate(hops), looked, complete


def tell(layers: tuple[Layer, Layer], wanted: Wanted, order: int, way: Ints, day: int) -> tuple[Ints, Ints, Ints, int]:
    """For each hop of a way the fact by which it arrives first and that is best attested, how many would do, and when."""
    found = []
    now, looked = day, 0
    for hop, (here, there) in enumerate(zip(way[:-1].tolist(), way[1:].tolist(), strict=True)):
        degree_here, degree_there = degrees(layers, np.array([here, there])).tolist()
        if degree_there < degree_here:
            here, there = there, here
        _, other, fact = expand(layers, wanted, np.array([here]), -1, False, np.empty(0, np.uint8))
        looked += len(other)
        sharing = np.setdiff1d(fact[other == there], fact[np.isin(other, way[:hop])])
        first, last = _days(layers, sharing) if order else (np.full(len(sharing), now), np.full(len(sharing), now))
        sharing, first = sharing[last >= now], np.maximum(first[last >= now], now)
        sources, confidence = (_attribute(layers, name, sharing) for name in ("sources", "confidence"))
        best = np.lexsort((sharing, -confidence, -sources, first))[:1].tolist()
        now = int(first[best[0]]) if best else now
        found.append((int(sharing[best[0]]) if best else -1, len(sharing), now))
    chosen, counts, days = np.array(found, np.int64).reshape(-1, 3).T
    return chosen, counts, days, looked


def _attribute(layers: tuple[Layer, Layer], name: str, facts: Ints) -> Ints:
    base = len(layers[0].confidence)
    values = np.empty(len(facts), np.int64)
    values[facts < base] = getattr(layers[0], name)[facts[facts < base]]
    values[facts >= base] = getattr(layers[1], name)[facts[facts >= base] - base]
    return values


class _Log:
    """Whom a side reached, on which day, from which earlier entry; those from `begin` on in its last hop."""

    def __init__(self, actor: int, day: int) -> None:
        self.who, self.when, self.before = (np.array([value], np.int64) for value in (actor, day, -1))
        self.begin = 0

    def extend(self, who: Ints, when: Ints, before: Ints) -> None:
        self.begin = len(self.who)
        self.who, self.when = np.concatenate((self.who, who)), np.concatenate((self.when, when))
        self.before = np.concatenate((self.before, before))

    def way(self, entry: int) -> Ints:
        way = []
        while entry >= 0:
            way.append(int(self.who[entry]))
            entry = int(self.before[entry])
        return np.array(way[::-1], np.int32)


def _best(log: _Log, reached: Ints, entry: Ints, other: Ints, then: Ints, sign: int, ordered: bool) -> tuple[Ints, Ints, Ints]:
    """For each other the contact by which it is reached best, if that is better than how it was reached before."""
    known = reached[other]
    better = known < 0
    if ordered:
        better |= then * sign < log.when[known] * sign
    entry, other, then = entry[better], other[better], then[better]
    order = np.lexsort((then * sign, other))
    first = order[np.flatnonzero(np.diff(other[order], prepend=-1))]
    return entry[first], other[first], then[first]


def _passable(layers: tuple[Layer, Layer], limits: Ints, other: Ints, ends: tuple[int, int], marks: Ints) -> NDArray[np.bool_]:
    allowed: NDArray[np.bool_] = marks[other] == 0
    if limits[2] >= 0:
        allowed &= degrees(layers, other) <= limits[2]
    allowed |= (other == ends[0]) | (other == ends[1])
    return allowed


def _days(layers: tuple[Layer, Layer], fact: Ints) -> tuple[Ints, Ints]:
    """The first and last day of dated facts."""
    base = len(layers[0].confidence)
    first, last = np.empty(len(fact), np.int64), np.empty(len(fact), np.int64)
    for layer, chosen, offset in ((layers[0], fact < base, 0), (layers[1], fact >= base, base)):
        number = fact[chosen] - offset
        start = layer.start[number]
        long = number >= layer.bounds[0]
        end = start.copy()
        end[long] = layer.end[number[long] - layer.bounds[0]]
        first[chosen], last[chosen] = start, end
    return first, last


def _count(layer: Layer, wanted: Wanted, fact: Ints) -> NDArray[np.bool_]:
    """Which facts in a range wanted are wanted themselves."""
    counting = np.ones(len(fact), bool)
    if wanted.checks:
        long = (fact >= layer.bounds[0]) & (fact < layer.bounds[1])
        counting[long] &= layer.end[fact[long] - layer.bounds[0]] >= wanted.since
        counting &= (layer.confidence[fact] >= wanted.confidence) & (layer.sources[fact] >= wanted.sources)
        if wanted.place != -1:
            counting &= layer.place[fact] == wanted.place
    return counting


def _contacts(
    layer: Layer, entry: Ints, origin: Ints, actors: Ints, offset: int, spur: int, backward: bool, marks: Ints
) -> list[tuple[Ints, Ints, Ints]]:
    """Who else took part in the facts of some entries; those of two apart from those of many."""
    other, fact = layer.other[entry], layer.fact[entry].astype(np.int64) + offset
    single = other >= 0
    pairs = (origin[single], other[single].astype(np.int64), fact[single])
    if single.all():
        return [pairs]
    found, sizes = members(layer.many, other[~single])
    member = found.astype(np.int64)
    whose, shared = np.repeat(origin[~single], sizes), np.repeat(fact[~single], sizes)
    keep = member != actors[whose]
    if spur != -1:
        number = np.repeat(np.arange(len(sizes)), sizes)
        here = actors[whose] == spur
        rooted = np.bincount(number, (marks[member] & ROOT != 0), len(sizes)) > 0
        with_spur = np.bincount(number, (member == spur) & ~here, len(sizes)) > 0
        keep &= ~rooted[number] & (~with_spur[number] | ((member == spur) & backward))
    return [pairs, (whose[keep], member[keep], shared[keep])]
