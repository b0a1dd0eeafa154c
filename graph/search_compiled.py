"""The search over an image, compiled by numba to machine code: once, then kept in its cache.

A search keeps a log for each side: whom it reached, on which day, from which earlier entry of the log. Entries are
never changed, so that a way can be told from its last entry; `reached` holds for each actor its latest entry.
"""

import numpy as np

from graph.compiled import compiled, forget, grown, holds, lower_bound, way_to, wider

AVOIDED, ROOT = 1, 2
"""Marks of actors: not to be passed; a member of the chain so far, with whom no fact may be shared any more."""


@compiled
def degree(layers, actor):  # type: ignore[no-untyped-def]
    """The number of shared facts that an actor took part in."""
    base, delta = layers
    count = 0
    if actor + 1 < len(base.starts):
        count = base.starts[actor + 1] - base.starts[actor]
    slot = delta.slots[actor]
    if slot >= 0:
        count += delta.starts[slot + 1] - delta.starts[slot] - delta.gone[slot]
    return count


@compiled
def _counts(layer, wanted, fact):  # type: ignore[no-untyped-def]
    """Whether a fact in a range wanted is wanted itself."""
    if len(layer.dead) and layer.dead[fact >> 3] >> (fact & 7) & 1:
        return False
    if not wanted.checks:
        return True
    if layer.bounds[0] <= fact < layer.bounds[1] and layer.end[fact - layer.bounds[0]] < wanted.since:
        return False
    if layer.confidence[fact] < wanted.confidence or layer.sources[fact] < wanted.sources:
        return False
    return wanted.place == -1 or layer.place[fact] == wanted.place


@compiled
def neighbours(layers, wanted, actor, spur, backward, marks, others, facts):  # type: ignore[no-untyped-def]
    """Put all contacts of an actor into `others` and `facts`, which may grow; give these and how many there are.

    With a `spur` (not -1), no fact is used in which a member marked as ROOT took part, and of the spur's own facts only
    those by which it takes the next hop itself.
    """
    n = 0
    slot = layers[1].slots[actor]
    by_pairs = wanted.pairs != 0 and spur == -1 and (slot < 0 or layers[1].gone[slot] == 0)
    if by_pairs and actor + 1 < len(layers[0].starts):
        base = layers[0]
        for entry in range(base.pair_starts[actor], base.pair_starts[actor + 1]):
            if base.pair_groups[entry] & wanted.pairs:
                if n == len(others):
                    others, facts = grown(others), grown(facts)
                others[n] = base.pair[entry]
                facts[n] = -1
                n += 1
    for number in range(2):
        if number == 0:
            layer, ranges, place, offset = layers[0], wanted.base, actor, 0
            if by_pairs or actor + 1 >= len(layer.starts):
                continue
        else:
            layer, ranges, place, offset = layers[1], wanted.delta, slot, len(layers[0].confidence)
            if slot < 0:
                continue
        first, last = layer.starts[place], layer.starts[place + 1]
        for r in range(len(ranges)):
            low = lower_bound(layer.fact, first, last, ranges[r, 0])
            high = lower_bound(layer.fact, low, last, ranges[r, 1])
            looks = wanted.checks or len(layer.dead) > 0
            for entry in range(low, high):
                if looks and not _counts(layer, wanted, layer.fact[entry]):
                    continue
                other = layer.other[entry]
                if other >= 0:
                    if n == len(others):
                        others, facts = grown(others), grown(facts)
                    others[n] = other
                    facts[n] = layer.fact[entry] + offset
                    n += 1
                    continue
                begin, end = layer.many_starts[-1 - other], layer.many_starts[-other]
                only_spur = False
                if spur != -1:
                    barred = False
                    for i in range(begin, end):
                        member = layer.many[i]
                        barred = barred or marks[member] & ROOT != 0 or (member == spur and actor != spur and not backward)
                        only_spur = only_spur or (member == spur and actor != spur)
                    if barred:
                        continue
                for i in range(begin, end):
                    member = layer.many[i]
                    if member != actor and (not only_spur or member == spur):
                        if n == len(others):
                            others, facts = grown(others), grown(facts)
                        others[n] = member
                        facts[n] = layer.fact[entry] + offset
                        n += 1
    return others, facts, n


@compiled
def _days(layers, fact):  # type: ignore[no-untyped-def]
    """The first and last day of a dated fact."""
    layer = layers[0]
    if fact >= len(layer.confidence):
        fact -= len(layer.confidence)
        layer = layers[1]
    start = layer.start[fact]
    if fact < layer.bounds[0]:
        return start, start
    return start, layer.end[fact - layer.bounds[0]]


@compiled
def meet(layers, wanted, order, limits, source, target, day, rooted, marks, banned, reached):  # type: ignore[no-untyped-def]
    """The fewest hops from source to target, searched from both ends.

    `order` is 0 where days do not matter, 1 where no hop may be earlier than the one before. `limits` are hops, contacts
    looked at, and the highest degree of who is passed (-1: any). With `rooted` the source is the last member of a chain
    that goes on; its next hop is none of `banned`. `reached` is a table of -1 for each side and actor, left so.
    Gives the actors of the way, none if there is none; how many contacts were looked at; and whether it looked at all.
    """
    who, when, before = np.empty((2, 256), np.int32), np.empty((2, 256), np.int32), np.empty((2, 256), np.int32)
    size, begin = np.ones(2, np.int64), np.zeros(2, np.int64)
    cost = np.array([degree(layers, source), degree(layers, target)])
    who[0, 0], who[1, 0] = source, target
    when[0, 0], when[1, 0] = day, 2**31 - 1
    before[:, 0] = -1
    reached[0, source], reached[1, target] = 0, 0
    others, facts = np.empty(256, np.int32), np.empty(256, np.int32)
    spur = source if rooted else -1
    looked, way, complete = 0, np.empty(0, np.int32), True
    for _ in range(limits[0]):
        side = 0 if cost[0] <= cost[1] else 1
        end = size[side]
        if begin[side] == end or begin[1 - side] == size[1 - side]:
            break
        cost[side] = 0
        for entry in range(begin[side], end):
            actor, now = who[side, entry], when[side, entry]
            latest = reached[side, actor]
            if latest != entry and latest < end:
                continue  # a better entry of the same number of hops
            others, facts, n = neighbours(layers, wanted, actor, spur, side == 1, marks, others, facts)
            looked += n
            for i in range(n):
                other = others[i]
                if marks[other] != 0 and other != source and other != target:
                    continue
                if rooted and len(banned):
                    if side == 0 and actor == source and holds(banned, other):
                        continue
                    if side == 1 and other == source and holds(banned, actor):
                        continue
                then = now
                if order:
                    first, last = _days(layers, facts[i])
                    if side == 0:
                        if last < now:
                            continue
                        then = max(now, first)
                    else:
                        if first > now:
                            continue
                        then = min(now, last)
                known = reached[side, other]
                if known >= 0 and (not order or (then >= when[0, known] if side == 0 else then <= when[1, known])):
                    continue
                met = reached[1 - side, other]
                if limits[2] >= 0 and other != source and other != target and degree(layers, other) > limits[2]:
                    continue
                if size[side] == who.shape[1]:
                    who, when, before = wider(who), wider(when), wider(before)
                new = size[side]
                who[side, new], when[side, new], before[side, new] = other, then, entry
                reached[side, other] = new
                size[side] += 1
                cost[side] += degree(layers, other)
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
    forget(reached, 0, who[0], size[0])
    forget(reached, 1, who[1], size[1])
    return way, looked, complete


@compiled
def flood(layers, wanted, limits, source, target, day, rooted, marks, banned, reached):  # type: ignore[no-untyped-def]
    """Whom a message could reach from the source, hop by hop and forward in time, and when at the earliest.

    With a target (not -1) it goes on only where it may still come there earlier. For the other parameters see `meet`.
    Gives the log: who, on which day, from which entry, after how many hops; and the latest entry of each actor alone is
    its earliest arrival. Then how many contacts were looked at, and whether it looked at all.
    """
    who, when, before, hops = np.empty(256, np.int32), np.empty(256, np.int32), np.empty(256, np.int32), np.empty(256, np.int32)
    who[0], when[0], before[0], hops[0] = source, day, -1, 0
    reached[0, source] = 0
    size, begin, looked, complete, arrival = 1, 0, 0, True, 2**31 - 1
    others, facts = np.empty(256, np.int32), np.empty(256, np.int32)
    spur = source if rooted else -1
    for hop in range(limits[0]):
        end = size
        for entry in range(begin, end):
            actor, now = who[entry], when[entry]
            latest = reached[0, actor]
            if (latest != entry and latest < end) or actor == target or now >= arrival:
                continue
            others, facts, n = neighbours(layers, wanted, actor, spur, False, marks, others, facts)
            looked += n
            for i in range(n):
                other = others[i]
                if marks[other] != 0 and other != source and other != target:
                    continue
                if rooted and actor == source and len(banned) and holds(banned, other):
                    continue
                first, last = _days(layers, facts[i])
                then = max(now, first)
                known = reached[0, other]
                if last < now or then >= arrival or (known >= 0 and then >= when[known]):
                    continue
                if limits[2] >= 0 and other != source and other != target and degree(layers, other) > limits[2]:
                    continue
                if size == len(who):
                    who, when, before, hops = grown(who), grown(when), grown(before), grown(hops)
                who[size], when[size], before[size], hops[size] = other, then, entry, hop + 1
                reached[0, other] = size
                size += 1
                if other == target:
                    arrival = then
            if looked > limits[1]:
                break
        if looked > limits[1]:
            complete = False
            break
        if size == end:
            break
        begin = end
    forget(reached, 0, who, size)
    return who[:size], when[:size], before[:size], hops[:size], looked, complete


@compiled
def tell(layers, wanted, order, way, day):  # type: ignore[no-untyped-def]
    """For each hop of a way the fact by which it arrives first and that is best attested, how many would do, and when.

    No earlier member of the way took part in it. The fact is -1 where there is none.
    """
    hops = len(way) - 1
    chosen, counts, days = np.full(hops, -1, np.int64), np.zeros(hops, np.int64), np.zeros(hops, np.int64)
    others, facts = np.empty(256, np.int32), np.empty(256, np.int32)
    none = np.empty(0, np.uint8)
    now = day
    for hop in range(hops):
        here, there = way[hop], way[hop + 1]
        if degree(layers, there) < degree(layers, here):
            here, there = there, here
        others, facts, n = neighbours(layers, wanted, here, -1, False, none, others, facts)
        best, begin = -1, 0
        arrival = now
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
                first, last = _days(layers, fact)
                if last < now:
                    continue
                then = max(now, first)
            counts[hop] += 1
            if best < 0 or then < arrival or (then == arrival and _attested_better(layers, fact, best)):
                best, arrival = fact, then
        chosen[hop], days[hop], now = best, arrival, arrival
    return chosen, counts, days


@compiled
def _attested_better(layers, fact, other):  # type: ignore[no-untyped-def]
    """Whether more sources tell of a fact than of another, or as many of it with more confidence."""
    base = len(layers[0].confidence)
    a, b = layers[0 if fact < base else 1], layers[0 if other < base else 1]
    i, j = fact if fact < base else fact - base, other if other < base else other - base
    return (a.sources[i], a.confidence[i]) > (b.sources[j], b.confidence[j])
