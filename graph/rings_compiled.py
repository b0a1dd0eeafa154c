"""The search from both ends, and from one end forward in time, by compiled code.

A search keeps a log for each side: whom it reached, on which day, from which earlier entry of the log. Entries are
never changed, so that a way can be told from its last entry; `reached` holds for each actor its latest entry. The entries
that a side adds in its n-th hop are its n-th ring. For `image` see `graph.contacts_compiled`.
"""

import numpy as np

from graph.compiled import EVER, NO, NOBODY, ONE, compiled, forget, grown, holds, way_to, wider
from graph.contacts_compiled import PROBE, breadth, degree, neighbours, share, shared, span

BUILT_IN = "8d2ceba1d17b"
"""A digest of the modules that are built into the functions here, for numba compiles anew what is in a file that has changed."""


@compiled
def _bridge(image, order, limit, source, rooted, banned, who, when, reached, ends, hubs):  # type: ignore[no-untyped-def]
    """A contact between the last rings of both sides: its entries, -1 if there is none, and how much was looked at.

    Those with most facts are tried first. `ends` tells where the ring of each side begins and ends, `hubs` who has most there.
    """
    looked = 0
    alone = min(ends[0, 1] - ends[0, 0], ends[1, 1] - ends[1, 0]) == 1
    for turn in range(2 if alone else 0, 3):
        left_from, left_to, right_from, right_to = ends[0, 0], ends[0, 1], ends[1, 0], ends[1, 1]
        if turn == 0:
            left_from, left_to = hubs[0], hubs[0] + 1
        elif turn == 1:
            right_from, right_to = hubs[1], hubs[1] + 1
        for i in range(left_from, left_to):
            left = who[0, i]
            if order and reached[left, 0] != i:
                continue  # it is reached earlier in as many hops
            for j in range(right_from, right_to):
                right = who[1, j]
                if order and (reached[right, 1] != j or when[0, i] > when[1, j]):
                    continue
                if rooted and left == source and holds(banned, right):
                    continue
                linked, more = share(image, order, left, right, np.int64(when[0, i]), np.int64(when[1, j]))
                looked += more
                if linked:
                    return i, j, looked
                if looked > limit:
                    return -1, -1, looked
    return -1, -1, looked


@compiled
def search(image, order, limits, source, target, day, rooted, strict, marks, banned, reached):  # type: ignore[no-untyped-def]
    """Search from both ends, ring by ring, until a contact leads from the one side to the other; see `meet`.

    Gives the log of each side: who, when, from which entry, and how many entries; where each ring begins, and which is the
    last whole one; the entries that the contact joins, -1 if there is none; how many contacts were looked at, and whether
    it looked at all.
    """
    bw, _, bs, dw, _, _, _, _, terms = image
    who, when, before = np.empty((2, 256), np.int32), np.empty((2, 256), np.int32), np.empty((2, 256), np.int32)
    size, rings, starts = np.ones(2, np.int64), np.zeros(2, np.int64), np.zeros((2, limits[0] + 2), np.int64)
    cost, hubs = np.array([breadth(bw, dw, terms, source), breadth(bw, dw, terms, target)]), np.zeros(2, np.int64)
    ends = np.zeros((2, 2), np.int64)
    who[0, 0], who[1, 0] = source, target
    when[0, 0], when[1, 0] = day, EVER
    before[:, 0] = -1
    starts[:, 1], ends[:, 1] = 1, 1
    reached[source, 0], reached[target, 1] = 0, 0
    others, facts = np.empty(256, np.int32), np.empty(256, np.int32)
    spur = source if strict else -1
    looked, left, right = 0, -1, -1
    for _ in range(limits[0]):
        side = 0 if cost[0] <= cost[1] else 1
        if ends[0, 0] == ends[0, 1] or ends[1, 0] == ends[1, 1]:
            break
        if terms[6] != 0 and not strict and PROBE * (ends[0, 1] - ends[0, 0]) * (ends[1, 1] - ends[1, 0]) <= cost[side]:
            left, right, more = _bridge(image, order, limits[1] - looked, source, rooted, banned, who, when, reached, ends, hubs)
            looked += more
            if left >= 0 or looked > limits[1]:
                break
        for entry in range(ends[side, 0], ends[side, 1]):
            actor, now = who[side, entry], when[side, entry]
            latest = reached[actor, side]
            if latest != entry and latest < ends[side, 1]:
                continue  # a better entry of the same number of hops
            since, until = 0, EVER
            if order and side == 0:
                since = now
            elif order:
                until = now
            others, facts, n = neighbours(image, actor, spur, side == 1, since, until, marks, others, facts)
            looked += n
            for i in range(n):
                other = others[i]
                met, known = reached[other, 1 - side], reached[other, side]
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
                    first, last = span(bw, dw, len(bs), facts[i])
                    if side == 0:
                        then = max(now, first)
                        if last < now or (known >= 0 and then >= when[0, known]):
                            continue
                    else:
                        then = min(now, last)
                        if first > now or (known >= 0 and then <= when[1, known]):
                            continue
                if limits[2] >= 0 and other != source and other != target and degree(bw, dw, other) > limits[2]:
                    continue
                if met >= 0 and (not order or (then <= when[1, met] if side == 0 else when[0, met] <= then)):
                    left, right = (entry, met) if side == 0 else (met, entry)
                    break
                if size[side] == who.shape[1]:
                    who, when, before = wider(who), wider(when), wider(before)
                new = size[side]
                who[side, new], when[side, new], before[side, new] = other, then, entry
                reached[other, side] = new
                size[side] += 1
            if left >= 0 or looked > limits[1]:
                break
        if left >= 0 or looked > limits[1]:
            break
        rings[side] += 1
        starts[side, rings[side] + 1] = size[side]
        ends[side, 0], ends[side, 1] = ends[side, 1], size[side]
        cost[side], most = 0, -1
        for entry in range(ends[side, 0], size[side]):
            contacts = breadth(bw, dw, terms, who[side, entry])
            cost[side] += contacts
            if contacts > most:
                most, hubs[side] = contacts, entry
    return who, when, before, size, starts, rings, left, right, looked, looked <= limits[1]


@compiled
def meet(image, order, limits, source, target, day, rooted, strict, marks, banned, reached):  # type: ignore[no-untyped-def]
    """The fewest hops from source to target, searched from both ends.

    `order` is 0 where days do not matter, 1 where no hop may be earlier than the one before. `limits` are hops, contacts
    looked at, and the highest degree of who is passed (-1: any). With `rooted` the source is the last member of a chain
    that goes on; its next hop is none of `banned`, and if it is `strict`, no fact is shared with those before.
    `reached` is a table of -1 for each actor and side, left so.
    Gives the actors of the way, none if there is none; how many contacts were looked at; and whether it looked at all.
    """
    who, _, before, size, _, _, left, right, looked, complete = search(
        image, order, limits, source, target, day, rooted, strict, marks, banned, reached
    )
    way = np.empty(0, np.int32)
    if left >= 0:
        way = np.concatenate((way_to(who[0], before[0], left), way_to(who[1], before[1], right)[::-1]))
    forget(reached, 0, who[0], size[0])
    forget(reached, 1, who[1], size[1])
    return way, looked, complete or left >= 0


@compiled
def flood(image, limits, source, day, marks, reached):  # type: ignore[no-untyped-def]
    """Whom a message could reach from the source, hop by hop and forward in time, and when at the earliest.

    Gives the log: who, on which day, from which entry, after how many hops; the latest entry of each actor alone is
    its earliest arrival. Then how many contacts were looked at, and whether it looked at all. See `meet`.
    """
    bw, _, bs, dw, _, _, _, _, _ = image
    who, when, before, hops = np.empty(256, np.int32), np.empty(256, np.int32), np.empty(256, np.int32), np.empty(256, np.int32)
    who[0], when[0], before[0], hops[0] = source, day, -1, 0
    reached[source, 0] = 0
    size, begin, looked, complete = ONE, 0, 0, True
    others, facts = np.empty(256, np.int32), np.empty(256, np.int32)
    for hop in range(limits[0]):
        end = size
        for entry in range(begin, end):
            actor, now = who[entry], when[entry]
            latest = reached[actor, 0]
            if latest != entry and latest < end:
                continue
            others, facts, n = neighbours(image, actor, NOBODY, NO, np.int64(now), EVER, marks, others, facts)
            looked += n
            for i in range(n):
                other = others[i]
                if marks[other] != 0 and other != source:
                    continue
                first, last = span(bw, dw, len(bs), facts[i])
                then = max(now, first)
                known = reached[other, 0]
                if last < now or (known >= 0 and then >= when[known]):
                    continue
                if limits[2] >= 0 and degree(bw, dw, other) > limits[2]:
                    continue
                if size == len(who):
                    who, when, before, hops = grown(who), grown(when), grown(before), grown(hops)
                who[size], when[size], before[size], hops[size] = other, then, entry, hop + 1
                reached[other, 0] = size
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
def tell(image, order, way, day):  # type: ignore[no-untyped-def]
    """For each hop of a way the fact by which it arrives first and that is best attested, how many would do, and when.

    No earlier member of the way took part in it. The fact is -1 where there is none. Also how many contacts were looked at.
    """
    hops = len(way) - 1
    chosen, counts, arrivals = np.full(hops, -1, np.int64), np.zeros(hops, np.int64), np.zeros(hops, np.int64)
    now, looked = day, 0
    for hop in range(hops):
        chosen[hop], counts[hop], now, more = shared(image, order, way[hop], way[hop + 1], way, hop, np.int64(now), EVER, EVER)
        arrivals[hop] = now
        looked += more
    return chosen, counts, arrivals, looked
