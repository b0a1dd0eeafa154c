"""The search over an image, compiled by numba to machine code: once, then kept in its cache.

The chains are found all at once. Other modules hold what it is made of: `graph.rings_compiled` searches from both ends, and
`graph.contacts_compiled` reads the layers.
"""

from typing import Any

import numpy as np

from graph.compiled import EVER, NO, NOBODY, NONE, YES, compiled, forget, grown, way_to
from graph.contacts import Wanted
from graph.contacts_compiled import PROBE, ROOT, breadth, neighbours, share
from graph.layers import Layer
from graph.rings_compiled import flood, meet, search, tell

BUILT_IN = "0232cccd7f02"
"""A digest of the modules that are built into the functions here, for numba compiles anew what is in a file that has changed."""
AVOIDED = 1
"""Mark of an actor who is not to be passed."""
UNSOLVED, SOLVED, DONE = 0, 1, 2
"""Of a part of the ways: its best is not known yet; is known; was told, or there is none."""

__all__ = ["chains", "flood", "given", "meet", "tell"]


def given(layers: tuple[Layer, Layer], wanted: Wanted) -> tuple[Any, ...]:
    """What the functions are told first: layers and filter in parts."""
    return ((*layers[0].packed, *layers[1].packed, *wanted),)


@compiled
def chains(image, order, limits, wanted, source, target, day, marks, reached):  # type: ignore[no-untyped-def]
    """The `wanted` shortest loopless ways from source to target, with their facts; see `meet`.

    What is left of the ways after each that is told is divided by where the next departs from it (Yen's method as Lawler
    improved it), and a part is searched only when nothing shorter can be left elsewhere. Where days do not matter all of
    the shortest are told before the first division, so that all that is left is longer.
    Gives numbers one after the other: 1 if it looked at all there is, how many it looked at, how many ways there are; the hops
    of each way; the actors of all ways; and of all their hops the facts, how many would do, and on which days they arrive.
    """
    ways, lengths, bounds = np.empty((wanted, limits[0] + 1), np.int32), np.zeros(wanted, np.int64), limits.copy()
    if order:
        way, looked, complete = meet(image, order, limits, source, target, day, NO, NO, marks, ways[0, :0], reached)
        told = 1 if len(way) else 0
        ways[0, : len(way)], lengths[0] = way, len(way) - 1
    else:
        told, looked, complete = _shortest(image, limits, source, target, marks, reached, ways, lengths)
    room = wanted * limits[0] if 0 < told < wanted and complete else 0
    roots, parts, size = np.empty((room, limits[0] + 1), np.int32), np.empty((room, 3), np.int64), NONE
    if room:
        for i in range(told):
            size = _divide(ways, lengths, i, NONE, lengths[i] + (0 if order else 1), roots, parts, size)
    while told < wanted and complete:
        part = _next(parts, size)
        if part < 0:
            break
        root = roots[part, : parts[part, 2]]
        if parts[part, 0] == SOLVED:
            parts[part, 0] = DONE
            ways[told], lengths[told] = roots[part], parts[part, 1]
            size = _divide(ways, lengths, told, len(root), parts[part, 1], roots, parts, size)
            told += 1
            continue
        bounds[0] = _most(parts, size, wanted - told, limits[0]) - (len(root) - 1)
        bounds[1] = limits[1] - looked
        way, more, complete = _departed(
            image, order, bounds, root, target, day, _banned(ways, lengths, told, root), marks, reached
        )
        looked += more
        parts[part, 0], parts[part, 1] = SOLVED if len(way) else DONE, len(way) - 1
        roots[part, : len(way)] = way
    return _written(image, order, day, ways, lengths, told, looked, complete or told == wanted)


@compiled
def _shortest(image, limits, source, target, marks, reached, ways, lengths):  # type: ignore[no-untyped-def]
    """Put the shortest ways, all as long as each other, into `ways` and their hops into `lengths`, as far as there is room.

    The contacts between the last rings of both sides are told first; from each a way leads back, ring by ring, to its end.
    Gives how many there are, how many contacts were looked at, and whether it looked at all. Days do not matter.
    """
    nobody = np.empty(0, np.int32)
    who, _, before, size, starts, rings, left, right, looked, _ = search(
        image, NONE, limits, source, target, NONE, NO, NO, marks, nobody, reached
    )
    told, hops = 0, rings[0] + rings[1] + 1
    if left >= 0:  # what is found is told, though the limit leave no time to look for more
        way = np.concatenate((way_to(who[0], before[0], left), way_to(who[1], before[1], right)[::-1]))
        ways[0, : hops + 1], lengths[0], told = way, hops, 1
    if left >= 0 and len(ways) > 1:
        all_told, more = _between(image, who, starts, rings[0], hops, left, limits[1] - looked, marks, reached, ways, lengths)
        told, looked = max(told, all_told), looked + more
    forget(reached, 0, who[0], size[0])
    forget(reached, 1, who[1], size[1])
    return told, looked, looked <= limits[1] or told == len(ways)


@compiled
def _between(image, who, starts, middle, hops, left, limit, marks, reached, ways, lengths):  # type: ignore[no-untyped-def]
    """Put the ways of so many hops through the rings into `ways`; how many there are, and how much was looked at.

    Of a way its members at `middle`, the last ring of the source's side, and behind it are chosen first, then those
    before, then those after them, so that what is chosen always leads on. That at `middle` is the entry `left` first of all.
    """
    actors, told, looked, depth = np.empty(hops + 1, np.int32), 0, 0, NONE
    choices = np.arange(starts[0, middle], starts[0, middle + 1])
    choices[left - starts[0, middle]], choices[0] = choices[0], left
    at, end = np.zeros(hops + 1, np.int64), np.zeros(hops + 1, np.int64)
    end[0] = len(choices)
    while depth >= 0 and told < len(ways) and looked <= limit:
        if at[depth] == end[depth]:
            depth -= 1
            continue
        place = _place(depth, middle)
        actors[place] = who[0 if place <= middle else 1, choices[at[depth]]]
        at[depth] += 1
        if depth == hops:
            ways[told, : hops + 1], lengths[told] = actors, hops
            told += 1
            continue
        depth += 1
        place = _place(depth, middle)
        side, ring, beside = (0, place, place + 1) if place <= middle else (1, hops - place, place - 1)
        found, more = _beside(image, actors[beside], side, starts[side, ring], starts[side, ring + 1], who, reached, marks)
        looked += more
        begin = end[depth - 1]
        while begin + len(found) > len(choices):
            choices = grown(choices)
        choices[begin : begin + len(found)] = found
        at[depth], end[depth] = begin, begin + len(found)
    return told, looked


@compiled
def _place(depth, middle):  # type: ignore[no-untyped-def]
    """Which member of a way is chosen after `depth` others."""
    if depth < 2:
        return middle + depth
    return middle + 1 - depth if depth < middle + 2 else depth


@compiled
def _beside(image, actor, side, low, high, who, reached, marks):  # type: ignore[no-untyped-def]
    """Of some entries of a side those of actors who share a fact with one, in their order; and how much was looked at."""
    bw, _, _, dw, _, _, _, _, terms = image
    if terms[6] != 0 and PROBE * (high - low) <= breadth(bw, dw, terms, actor):
        found, n, looked = np.empty(high - low, np.int64), 0, 0
        for entry in range(low, high):
            linked, more = share(image, NONE, actor, who[side, entry], NONE, EVER)
            looked += more
            if linked:
                found[n] = entry
                n += 1
        return found[:n], looked
    others, _, n = neighbours(image, actor, NOBODY, NO, NONE, EVER, marks, np.empty(256, np.int32), np.empty(256, np.int32))
    entries, count = np.empty(n, np.int64), 0
    for i in range(n):
        entry = reached[others[i], side]
        if low <= entry < high:
            entries[count] = entry
            count += 1
    return np.unique(entries[:count]), n


@compiled
def _divide(ways, lengths, which, root, least, roots, parts, size):  # type: ignore[no-untyped-def]
    """Add the parts of what is left that begin with more actors of a way than earlier ways do, and then depart from it.

    A part that began with `root` of its actors is divided, too; 0 if there was none. A part is its state, the hops that its
    best way has at `least`, and how many actors in `roots` its ways begin with.
    """
    for length in range(max(1, root), lengths[which] + 1):
        new = True
        for i in range(which):
            new = new and (length > lengths[i] or not np.array_equal(ways[i, :length], ways[which, :length]))
        if new or length == root:
            parts[size, 0], parts[size, 1], parts[size, 2] = UNSOLVED, least, length
            roots[size, :length] = ways[which, :length]
            size += 1
    return size


@compiled
def _next(parts, size):  # type: ignore[no-untyped-def]
    """The part to look at next, -1 if there is none: with the fewest hops; solved; departing late, for it is searched fast."""
    best = NOBODY
    for i in range(size):
        if parts[i, 0] == DONE:
            continue
        if best < 0 or _rank(parts, i) < _rank(parts, best):
            best = i
    return best


@compiled
def _rank(parts, part):  # type: ignore[no-untyped-def]
    return parts[part, 1], -parts[part, 0], -parts[part, 2]


@compiled
def _most(parts, size, wanted, hops):  # type: ignore[no-untyped-def]
    """Hops above which another way is of no use, since as many as are wanted are known that have no more."""
    known = np.sort(parts[:size, 1][parts[:size, 0] == SOLVED])
    return min(hops, known[wanted - 1] - 1) if len(known) >= wanted else hops


@compiled
def _banned(ways, lengths, told, root):  # type: ignore[no-untyped-def]
    """Whom ways that are told go on to after a root, sorted."""
    found, n = np.empty(told, np.int32), 0
    for i in range(told):
        if lengths[i] >= len(root) and np.array_equal(ways[i, : len(root)], root):
            found[n] = ways[i, len(root)]
            n += 1
    return np.sort(found[:n])


@compiled
def _departed(image, order, limits, root, target, day, banned, marks, reached):  # type: ignore[no-untyped-def]
    """The best way that goes on from a root to none of `banned`; none if there is none. See `meet`."""
    none = root[:0].copy()
    strict, last, told = order != 0 and len(root) > 1, len(root) - 1, 0
    if limits[0] < 1:
        return none, 0, True
    if strict:
        facts, _, days, told = tell(image, order, root, day)
        day = days[-1]
        if facts.min() < 0:
            return none, told, True
        limits = limits.copy()
        limits[1] -= told
    for i in range(last):
        marks[root[i]] |= ROOT
    way, looked, complete = meet(image, order, limits, np.int64(root[last]), target, day, YES, strict, marks, banned, reached)
    looked += told
    if len(way):
        way = np.concatenate((root[:last], way))
        facts, _, _, told = tell(image, order, way, day)
        looked += told
        if not strict and facts.min() < 0:
            limits = limits.copy()
            limits[1] -= looked
            way, more, complete = meet(image, order, limits, np.int64(root[last]), target, day, YES, YES, marks, banned, reached)
            looked += more
            if len(way):
                way = np.concatenate((root[:last], way))
    for i in range(last):
        marks[root[i]] &= AVOIDED
    return way, looked, complete


@compiled
def _written(image, order, day, ways, lengths, told, looked, complete):  # type: ignore[no-untyped-def]
    """What `chains` gives."""
    hops = int(np.sum(lengths[:told]))
    numbers = np.empty(3 + 2 * told + 4 * hops, np.int64)
    numbers[3 : 3 + told] = lengths[:told]
    actors, at = 3 + told, 3 + 2 * told + hops
    for i in range(told):
        size = lengths[i]
        numbers[actors : actors + size + 1] = ways[i, : size + 1]
        numbers[at : at + size], numbers[at + hops : at + hops + size], numbers[at + 2 * hops : at + 2 * hops + size], more = (
            tell(image, order, ways[i, : size + 1], day)
        )
        actors, at, looked = actors + size + 1, at + size, looked + more
    numbers[0], numbers[1], numbers[2] = 1 if complete else 0, looked, told
    return numbers
