"""The search over an image, compiled by numba to machine code: once, then kept in its cache.

A search keeps a log for each side: whom it reached, on which day, from which earlier entry of the log. Entries are
never changed, so that a way can be told from its last entry; `reached` holds for each actor its latest entry.

Functions take layers and filters in parts, `b` of the thick layer and `d` of the thin one: words, halves and sources of each,
ranges of each, and terms. They would count the references to every array of a layer each time that it is handed on.
All that calls each other is in this file, for numba looks at the file of a function alone to see if its cache is stale.
"""

from typing import Any

import numpy as np

from graph.compiled import compiled, forget, grown, holds, lower_bound, way_to, wider
from graph.contacts import Wanted
from graph.layers import (
    BOUNDS,
    DEAD,
    END,
    FACT,
    GONE,
    MANY,
    MANY_STARTS,
    OTHER,
    PAIR,
    PAIR_STARTS,
    SETS,
    SLOTS,
    START,
    STARTS,
    Layer,
)

AVOIDED, ROOT = 1, 2
"""Marks of actors: not to be passed; a member of the chain so far, with whom no fact may be shared any more."""
EVER = 2**31 - 1
FEW = 4096
"""Pairs of actors up to which it is looked up whether they share a fact, before all contacts of either are looked at."""


def given(layers: tuple[Layer, Layer], wanted: Wanted) -> tuple[Any, ...]:
    """What the functions below are told first: layers and filter in parts."""
    return *layers[0].packed, *layers[1].packed, *wanted


@compiled
def degree(bw, dw, actor):  # type: ignore[no-untyped-def]
    """The number of shared facts that an actor took part in."""
    count = 0
    if actor + 1 < bw[SLOTS] - bw[STARTS]:
        count = bw[bw[STARTS] + actor + 1] - bw[bw[STARTS] + actor]
    slot = dw[dw[SLOTS] + actor]
    if slot >= 0:
        count += dw[dw[STARTS] + slot + 1] - dw[dw[STARTS] + slot] - dw[dw[GONE] + slot]
    return count


@compiled
def _by_day(words, low, high, day):  # type: ignore[no-untyped-def]
    """The first of some entries whose fact begins on a day or later."""
    fact, start = words[FACT], words[START]
    while low < high:
        middle = (low + high) >> 1
        if words[start + words[fact + middle]] < day:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def _counts(words, halves, sources, terms, fact):  # type: ignore[no-untyped-def]
    """Whether a fact in a range wanted is wanted itself."""
    bounds = words[BOUNDS]
    if words[bounds] <= fact < words[bounds + 1] and words[words[END] + fact - words[bounds]] < terms[0]:
        return False
    if halves[fact] < terms[1] or sources[fact] < terms[2]:
        return False
    return terms[3] == -1 or halves[len(sources) + fact] == terms[3]


@compiled
def _gather(words, halves, sources, ranges, terms, dw, place, actor, spur, backward, days, marks, others, facts, n, offset):  # type: ignore[no-untyped-def]
    """Put the contacts that an actor has in a layer behind the first `n`; see `neighbours`."""
    first, last = words[words[STARTS] + place], words[words[STARTS] + place + 1]
    at_fact, at_other, at_many, on_a_day = words[FACT], words[OTHER], words[MANY], words[words[BOUNDS]]
    dead = dw[DEAD] if offset == 0 and dw[DEAD + 1] > dw[DEAD] else 0
    checks = terms[4] != 0
    for r in range(len(ranges)):
        low = lower_bound(words, at_fact + first, at_fact + last, ranges[r, 0]) - at_fact
        high = lower_bound(words, at_fact + low, at_fact + last, ranges[r, 1]) - at_fact
        if days[0] > 0 and ranges[r, 1] <= on_a_day:
            low = _by_day(words, low, high, days[0])
        if days[1] < EVER:
            high = _by_day(words, low, high, days[1] + 1)
        for entry in range(low, high):
            fact = words[at_fact + entry]
            if dead and dw[dead + (fact >> 5)] >> (fact & 31) & 1:
                continue
            if checks and not _counts(words, halves, sources, terms, fact):
                continue
            other = words[at_other + entry]
            begin, end = 0, 1
            only_spur = False
            if other < 0:
                begin = words[words[MANY_STARTS] - 1 - other]
                end = words[words[MANY_STARTS] - other]
                if spur != -1:
                    barred = False
                    for i in range(begin, end):
                        member = words[at_many + i]
                        barred = barred or marks[member] & ROOT != 0 or (member == spur and actor != spur and not backward)
                        only_spur = only_spur or (member == spur and actor != spur)
                    if barred:
                        continue
            if n + end - begin > len(others):
                others, facts = grown(others), grown(facts)
                while n + end - begin > len(others):
                    others, facts = grown(others), grown(facts)
            for i in range(begin, end):
                member = other if other >= 0 else words[at_many + i]
                if member != actor and (not only_spur or member == spur):
                    others[n] = member
                    facts[n] = fact + offset
                    n += 1
    return others, facts, n


@compiled
def neighbours(bw, bh, bs, dw, dh, ds, br, dr, terms, actor, spur, backward, days, marks, others, facts):  # type: ignore[no-untyped-def]
    """Put all contacts of an actor into `others` and `facts`, which may grow; give these and how many there are.

    With a `spur` (not -1), no fact is used in which a member marked as ROOT took part, and of the spur's own facts only
    those by which it takes the next hop itself. `days` are between which facts must begin, where days matter.
    """
    n = 0
    slot = dw[dw[SLOTS] + actor]
    if actor + 1 < bw[SLOTS] - bw[STARTS]:
        if terms[5] != 0 and spur == -1 and (slot < 0 or dw[dw[GONE] + slot] == 0):
            at = bw[PAIR]
            first, last = bw[bw[PAIR_STARTS] + actor], bw[bw[PAIR_STARTS] + actor + 1]
            while last - first > len(others):
                others, facts = grown(others), grown(facts)
            for entry in range(first, last):
                if bw[at + entry] & terms[5]:
                    others[n] = bw[at + entry] >> SETS
                    n += 1
        else:
            others, facts, n = _gather(bw, bh, bs, br, terms, dw, actor, actor, spur, backward, days, marks, others, facts, n, 0)
    if slot >= 0:
        others, facts, n = _gather(dw, dh, ds, dr, terms, dw, slot, actor, spur, backward, days, marks, others, facts, n, len(bs))
    return others, facts, n


@compiled
def _span(bw, dw, facts_below, fact):  # type: ignore[no-untyped-def]
    """The first and last day of a dated fact."""
    words = bw
    if fact >= facts_below:
        fact -= facts_below
        words = dw
    start, on_a_day = words[words[START] + fact], words[words[BOUNDS]]
    return start, start if fact < on_a_day else words[words[END] + fact - on_a_day]


@compiled
def _share(bw, dw, terms, left, right):  # type: ignore[no-untyped-def]
    """Whether the view of pairs tells that two actors share a fact; it tells nothing of those with a slot above."""
    if max(left, right) + 1 >= bw[SLOTS] - bw[STARTS] or dw[dw[SLOTS] + left] >= 0 or dw[dw[SLOTS] + right] >= 0:
        return False
    starts, at = bw[PAIR_STARTS], bw[PAIR]
    if bw[starts + left + 1] - bw[starts + left] > bw[starts + right + 1] - bw[starts + right]:
        left, right = right, left
    end = at + bw[starts + left + 1]
    place = lower_bound(bw, at + bw[starts + left], end, right << SETS)
    return place < end and bw[place] >> SETS == right and bw[place] & terms[5] != 0


@compiled
def meet(bw, bh, bs, dw, dh, ds, br, dr, terms, order, limits, source, target, day, rooted, strict, marks, banned, reached):  # type: ignore[no-untyped-def]
    """The fewest hops from source to target, searched from both ends.

    `order` is 0 where days do not matter, 1 where no hop may be earlier than the one before. `limits` are hops, contacts
    looked at, and the highest degree of who is passed (-1: any). With `rooted` the source is the last member of a chain
    that goes on; its next hop is none of `banned`, and if it is `strict`, no fact is shared with those before.
    `reached` is a table of -1 for each side and actor, left so.
    Gives the actors of the way, none if there is none; how many contacts were looked at; and whether it looked at all.
    """
    who, when, before = np.empty((2, 256), np.int32), np.empty((2, 256), np.int32), np.empty((2, 256), np.int32)
    size, begin = np.ones(2, np.int64), np.zeros(2, np.int64)
    cost = np.array([degree(bw, dw, source), degree(bw, dw, target)])
    who[0, 0], who[1, 0] = source, target
    when[0, 0], when[1, 0] = day, EVER
    before[:, 0] = -1
    reached[0, source], reached[1, target] = 0, 0
    others, facts, days = np.empty(256, np.int32), np.empty(256, np.int32), np.array([0, EVER])
    spur = source if strict else -1
    looked, way, complete = 0, np.empty(0, np.int32), True
    for _ in range(limits[0]):
        side = 0 if cost[0] <= cost[1] else 1
        if begin[side] == size[side] or begin[1 - side] == size[1 - side]:
            break
        if terms[5] != 0 and not strict and (size[0] - begin[0]) * (size[1] - begin[1]) <= FEW:
            for i in range(begin[0], size[0]):
                for j in range(begin[1], size[1]):
                    barred = rooted and who[0, i] == source and holds(banned, who[1, j])
                    if not len(way) and not barred and _share(bw, dw, terms, who[0, i], who[1, j]):
                        way = np.concatenate((way_to(who[0], before[0], i), way_to(who[1], before[1], j)[::-1]))
            if len(way):
                break
        end = size[side]
        for entry in range(begin[side], end):
            actor, now = who[side, entry], when[side, entry]
            latest = reached[side, actor]
            if latest != entry and latest < end:
                continue  # a better entry of the same number of hops
            if order:
                days[side] = now
                days[1 - side] = 0 if side else EVER
            others, facts, n = neighbours(
                bw, bh, bs, dw, dh, ds, br, dr, terms, actor, spur, side == 1, days, marks, others, facts
            )
            looked += n
            for i in range(n):
                other = others[i]
                met = reached[1 - side, other]
                known = reached[side, other]
                if known >= 0 and not order:
                    continue
                if marks[other] != 0 and other != source and other != target:
                    continue
                if rooted:
                    if side == 0 and actor == source and holds(banned, other):
                        continue
                    if side == 1 and other == source and holds(banned, actor):
                        continue
                then = now
                if order:
                    first, last = _span(bw, dw, len(bs), facts[i])
                    if side == 0:
                        if last < now:
                            continue
                        then = max(now, first)
                        if known >= 0 and then >= when[0, known]:
                            continue
                    else:
                        if first > now:
                            continue
                        then = min(now, last)
                        if known >= 0 and then <= when[1, known]:
                            continue
                if limits[2] >= 0 and other != source and other != target and degree(bw, dw, other) > limits[2]:
                    continue
                if size[side] == who.shape[1]:
                    who, when, before = wider(who), wider(when), wider(before)
                new = size[side]
                who[side, new], when[side, new], before[side, new] = other, then, entry
                reached[side, other] = new
                size[side] += 1
                if met >= 0 and (not order or (then <= when[1, met] if side == 0 else when[0, met] <= then)):
                    ahead = way_to(who[0], before[0], new if side == 0 else met)
                    behind = way_to(who[1], before[1], met if side == 0 else new)
                    way = np.concatenate((ahead, behind[:-1][::-1]))
                    break
            if len(way) or looked > limits[1]:
                break
        if len(way):
            break
        if looked > limits[1]:
            complete = False
            break
        begin[side] = end
        cost[side] = 0
        for entry in range(end, size[side]):
            cost[side] += degree(bw, dw, who[side, entry])
    forget(reached, 0, who[0], size[0])
    forget(reached, 1, who[1], size[1])
    return way, looked, complete


@compiled
def flood(bw, bh, bs, dw, dh, ds, br, dr, terms, limits, source, day, marks, reached):  # type: ignore[no-untyped-def]
    """Whom a message could reach from the source, hop by hop and forward in time, and when at the earliest.

    Gives the log: who, on which day, from which entry, after how many hops; the latest entry of each actor alone is
    its earliest arrival. Then how many contacts were looked at, and whether it looked at all. See `meet`.
    """
    who, when, before, hops = np.empty(256, np.int32), np.empty(256, np.int32), np.empty(256, np.int32), np.empty(256, np.int32)
    who[0], when[0], before[0], hops[0] = source, day, -1, 0
    reached[0, source] = 0
    size, begin, looked, complete = 1, 0, 0, True
    others, facts, days = np.empty(256, np.int32), np.empty(256, np.int32), np.array([0, EVER])
    for hop in range(limits[0]):
        end = size
        for entry in range(begin, end):
            actor, now = who[entry], when[entry]
            latest = reached[0, actor]
            if latest != entry and latest < end:
                continue
            days[0] = now
            others, facts, n = neighbours(bw, bh, bs, dw, dh, ds, br, dr, terms, actor, -1, False, days, marks, others, facts)
            looked += n
            for i in range(n):
                other = others[i]
                if marks[other] != 0 and other != source:
                    continue
                first, last = _span(bw, dw, len(bs), facts[i])
                then = max(now, first)
                known = reached[0, other]
                if last < now or (known >= 0 and then >= when[known]):
                    continue
                if limits[2] >= 0 and degree(bw, dw, other) > limits[2]:
                    continue
                if size == len(who):
                    who, when, before, hops = grown(who), grown(when), grown(before), grown(hops)
                who[size], when[size], before[size], hops[size] = other, then, entry, hop + 1
                reached[0, other] = size
                size += 1
            if looked > limits[1]:
                break
        if looked > limits[1]:
            complete = False
            break
        begin = end
    forget(reached, 0, who, size)
    return who[:size], when[:size], before[:size], hops[:size], looked, complete


@compiled
def tell(bw, bh, bs, dw, dh, ds, br, dr, terms, order, way, day):  # type: ignore[no-untyped-def]
    """For each hop of a way the fact by which it arrives first and that is best attested, how many would do, and when.

    No earlier member of the way took part in it. The fact is -1 where there is none.
    """
    hops = len(way) - 1
    chosen, counts, arrivals = np.full(hops, -1, np.int64), np.zeros(hops, np.int64), np.zeros(hops, np.int64)
    others, facts, days = np.empty(256, np.int32), np.empty(256, np.int32), np.array([0, EVER])
    none = np.empty(0, np.uint8)
    now = day
    for hop in range(hops):
        here, there = way[hop], way[hop + 1]
        if degree(bw, dw, there) < degree(bw, dw, here):
            here, there = there, here
        if order:
            days[0] = now
        others, facts, n = neighbours(bw, bh, bs, dw, dh, ds, br, dr, terms, here, -1, False, days, none, others, facts)
        best, begin, arrival = -1, 0, now
        while begin < n:
            end, shared, barred = begin, False, False
            while end < n and facts[end] == facts[begin]:
                shared = shared or others[end] == there
                for i in range(hop):
                    barred = barred or others[end] == way[i]
                end += 1
            fact = facts[begin]
            begin = end
            if not shared or barred:
                continue
            then = now
            if order:
                first, last = _span(bw, dw, len(bs), fact)
                if last < now:
                    continue
                then = max(now, first)
            counts[hop] += 1
            if best < 0 or then < arrival or (then == arrival and _better(bh, bs, dh, ds, fact, best)):
                best, arrival = fact, then
        chosen[hop], arrivals[hop], now = best, arrival, arrival
    return chosen, counts, arrivals


@compiled
def _better(bh, bs, dh, ds, fact, other):  # type: ignore[no-untyped-def]
    """Whether more sources tell of a fact than of another, or as many of it with more confidence."""
    n = len(bs)
    a, b = bs[fact] if fact < n else ds[fact - n], bs[other] if other < n else ds[other - n]
    if a != b:
        return a > b
    return (bh[fact] if fact < n else dh[fact - n]) > (bh[other] if other < n else dh[other - n])
