"""The contacts of an actor, and those that two actors share, read from the two layers of an image by compiled code.

Functions take layers and filter in nine parts, `image`: words, halves and sources of the thick layer, `b`, and of the thin one,
`d`; ranges of each, and terms. Those that are called for each contact take the parts that they need, for numba counts the
references to every array of a tuple that is handed on.
"""

import numpy as np

from graph.compiled import EVER, NOBODY, NONE, ONE, compiled, grown, lower_bound, lower_bound_near
from graph.layers import BOUNDS, DEAD, END, FACT, GONE, MANY, OTHER, PAIR, PAIR_STARTS, SETS, SLOTS, START, STARTS

BUILT_IN = "f73e4dd61706"
"""A digest of the modules that are built into the functions here, for numba compiles anew what is in a file that has changed."""
ROOT = 2
"""Mark of an actor who is a member of the chain so far, with whom no fact may be shared any more."""
PROBE = 8
"""As many contacts can be looked at in the time in which two actors are looked up in the view of pairs."""


@compiled
def _slot(dw, actor):  # type: ignore[no-untyped-def]
    """The slot of an actor in the thin layer, -1 for none; where nobody has one the table is not read."""
    return dw[dw[SLOTS] + actor] if dw[SLOTS] - dw[STARTS] > 1 else np.int32(-1)


@compiled
def degree(bw, dw, actor):  # type: ignore[no-untyped-def]
    """The number of shared facts that an actor took part in."""
    count = 0
    if actor + 1 < bw[SLOTS] - bw[STARTS]:
        count = bw[bw[STARTS] + actor + 1] - bw[bw[STARTS] + actor]
    slot = _slot(dw, actor)
    if slot >= 0:
        count += dw[dw[STARTS] + slot + 1] - dw[dw[STARTS] + slot] - dw[dw[GONE] + slot]
    return count


@compiled
def breadth(bw, dw, terms, actor):  # type: ignore[no-untyped-def]
    """How many contacts are looked at to find those of an actor: others as far as the view of pairs tells them, else facts."""
    slot = _slot(dw, actor)
    if terms[5] == 0 or actor + 1 >= bw[SLOTS] - bw[STARTS] or (slot >= 0 and dw[dw[GONE] + slot] > 0):
        return degree(bw, dw, actor)
    count = bw[bw[PAIR_STARTS] + actor + 1] - bw[bw[PAIR_STARTS] + actor]
    if slot >= 0:
        count += dw[dw[STARTS] + slot + 1] - dw[dw[STARTS] + slot]
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
def _cut(words, first, last, low_fact, high_fact, since, until):  # type: ignore[no-untyped-def]
    """Of some entries those with facts in a range; where days matter, without those that end before or begin after them."""
    at = words[FACT]
    if first == last or (words[at + first] >= low_fact and words[at + last - 1] < high_fact):
        low, high = first, last  # as a rule where all facts are wanted: nothing is searched for
    else:
        low = lower_bound(words, at + first, at + last, low_fact) - at
        high = lower_bound(words, at + low, at + last, high_fact) - at
    if since > 0 and high_fact <= words[words[BOUNDS]]:
        low = _by_day(words, low, high, since)
    if until < EVER:
        high = _by_day(words, low, high, until + 1)
    return low, high


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
def _days(words, fact):  # type: ignore[no-untyped-def]
    """The first and last day of a dated fact of a layer."""
    start, on_a_day = words[words[START] + fact], words[words[BOUNDS]]
    return start, start if fact < on_a_day else words[words[END] + fact - on_a_day]


@compiled
def span(bw, dw, facts_below, fact):  # type: ignore[no-untyped-def]
    """The first and last day of a dated fact of either layer."""
    if fact < facts_below:
        return _days(bw, np.int64(fact))
    return _days(dw, np.int64(fact - facts_below))


@compiled
def _part(image, thin):  # type: ignore[no-untyped-def]
    """One of the layers: its arrays and ranges, what is added to the numbers of its facts, where it is told which are dead."""
    bw, bh, bs, dw, dh, ds, br, dr, terms = image
    if thin:
        return dw, dh, ds, dr, len(bs), np.int64(0), dw, terms
    return bw, bh, bs, br, 0, np.int64(dw[DEAD] if dw[DEAD + 1] > dw[DEAD] else 0), dw, terms


@compiled
def _gather(part, place, actor, spur, backward, since, until, marks, others, facts, n):  # type: ignore[no-untyped-def]
    """Put the contacts of an actor, whose slot in a layer is `place`, behind the first `n`; see `neighbours` and `_part`."""
    words, halves, sources, ranges, offset, dead, dw, terms = part
    first, last = words[words[STARTS] + place], words[words[STARTS] + place + 1]
    at_fact, at_other, at_many = words[FACT], words[OTHER], words[MANY]
    checks = terms[4] != 0
    for r in range(len(ranges)):
        low, high = _cut(words, first, last, ranges[r, 0], ranges[r, 1], since, until)
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
                begin = at_many - other
                end = begin + words[begin - 1]
                if spur != -1:
                    barred = False
                    for i in range(begin, end):
                        member = words[i]
                        barred = barred or marks[member] & ROOT != 0 or (member == spur and actor != spur and not backward)
                        only_spur = only_spur or (member == spur and actor != spur)
                    if barred:
                        continue
            while n + end - begin > len(others):
                others, facts = grown(others), grown(facts)
            for i in range(begin, end):
                member = other if other >= 0 else words[i]
                if member != actor and (not only_spur or member == spur):
                    others[n] = member
                    facts[n] = fact + offset
                    n += 1
    return others, facts, n


@compiled
def neighbours(image, actor, spur, backward, since, until, marks, others, facts):  # type: ignore[no-untyped-def]
    """Put all contacts of an actor into `others` and `facts`, which may grow; give these and how many there are.

    With a `spur` (not -1), no fact is used in which a member marked as ROOT took part, and of the spur's own facts only
    those by which it takes the next hop itself. Where days matter, facts are of the days from `since` to `until`.
    """
    bw, _, _, dw, _, _, _, _, terms = image
    n, slot, there = np.int64(0), _slot(dw, actor), actor + 1 < bw[SLOTS] - bw[STARTS]
    paired = there and terms[5] != 0 and spur == -1 and (slot < 0 or dw[dw[GONE] + slot] == 0)
    if paired:
        at = bw[PAIR]
        first, last = bw[bw[PAIR_STARTS] + actor], bw[bw[PAIR_STARTS] + actor + 1]
        while last - first > len(others):
            others, facts = grown(others), grown(facts)
        for entry in range(first, last):
            if bw[at + entry] & terms[5]:
                others[n] = bw[at + entry] >> SETS
                n += 1
    for thin in range(2):
        if slot >= 0 if thin else there and not paired:
            place, part = slot if thin else actor, _part(image, thin)
            others, facts, n = _gather(part, place, actor, spur, backward, since, until, marks, others, facts, n)
    return others, facts, n


@compiled
def _attended(words, other, there, way, passed):  # type: ignore[no-untyped-def]
    """Whether someone took part in the fact of many of an entry, and none of the first `passed` members of a way."""
    found = False
    begin = words[MANY] - other
    for i in range(begin, begin + words[begin - 1]):
        member = words[i]
        found = found or member == there
        for j in range(passed):
            if way[j] == member:
                return False
    return found


@compiled
def shared(image, order, left, right, way, passed, since, until, enough):  # type: ignore[no-untyped-def]
    """The fact two actors share that arrives first, and of these the best attested; none of the first `passed` of a way is in it.

    Gives it, -1 if there is none; how many would do, counted up to `enough`; on which day it arrives; how many were looked at.
    """
    bw, bh, bs, dw, dh, ds, _, _, terms = image
    best, count, arrival, looked = NOBODY, 0, since, 0
    here, there = left, right
    if degree(bw, dw, there) < degree(bw, dw, here):
        here, there = there, here
    slot, checks = _slot(dw, here), terms[4] != 0
    for thin in range(2):
        if slot < 0 or _slot(dw, there) < 0 if thin else max(here, there) + 1 >= bw[SLOTS] - bw[STARTS]:
            continue
        words, halves, sources, ranges, offset, dead, _, _ = _part(image, thin)
        place = slot if thin else here
        first, last = words[words[STARTS] + place], words[words[STARTS] + place + 1]
        at_fact, at_other = words[FACT], words[OTHER]
        for r in range(len(ranges)):
            low, high = _cut(words, first, last, ranges[r, 0], ranges[r, 1], np.int64(since if order else 0), until)
            looked += high - low
            for entry in range(low, high):
                other = words[at_other + entry]
                if other != there and (other >= 0 or not _attended(words, other, there, way, passed)):
                    continue
                fact = words[at_fact + entry]
                if dead and dw[dead + (fact >> 5)] >> (fact & 31) & 1:
                    continue
                if checks and not _counts(words, halves, sources, terms, fact):
                    continue
                then = since
                if order:
                    begins, ends = _days(words, np.int64(fact))
                    if ends < since:
                        continue
                    then = max(since, begins)
                count += 1
                if best < 0 or then < arrival or (then == arrival and _better(bh, bs, dh, ds, fact + offset, best)):
                    best, arrival = fact + offset, then
                if count >= enough:
                    return best, count, arrival, looked
    return best, count, arrival, looked


@compiled
def _better(bh, bs, dh, ds, fact, other):  # type: ignore[no-untyped-def]
    """Whether more sources tell of a fact than of another, or as many of it with more confidence."""
    n = len(bs)
    a, b = bs[fact] if fact < n else ds[fact - n], bs[other] if other < n else ds[other - n]
    if a != b:
        return a > b
    return (bh[fact] if fact < n else dh[fact - n]) > (bh[other] if other < n else dh[other - n])


@compiled
def _paired(bw, sets, left, right):  # type: ignore[no-untyped-def]
    """Whether two actors share a fact of some sets in the thick layer, dead or alive."""
    starts, at = bw[PAIR_STARTS], bw[PAIR]
    if max(left, right) + 1 >= bw[SLOTS] - bw[STARTS]:
        return False
    if bw[starts + left + 1] - bw[starts + left] > bw[starts + right + 1] - bw[starts + right]:
        left, right = right, left
    begin, end = at + bw[starts + left], at + bw[starts + left + 1]
    likely = begin + (end - begin) * right // (bw[SLOTS] - bw[STARTS])
    place = lower_bound_near(bw, begin, end, right << SETS, likely)
    return place < end and bw[place] >> SETS == right and bw[place] & sets != 0


@compiled
def share(image, order, left, right, since, until):  # type: ignore[no-untyped-def]
    """Whether two actors share a fact, and how many contacts could have been looked at in the time that it took to tell."""
    bw, _, _, dw, _, _, _, _, terms = image
    a, b, gone = _slot(dw, left), _slot(dw, right), dw[GONE]
    paired = _paired(bw, terms[6], left, right)
    if paired and terms[5] != 0 and (a < 0 or b < 0 or dw[gone + a] == 0 or dw[gone + b] == 0):
        return True, PROBE
    if not paired and (a < 0 or b < 0):
        return False, PROBE
    nobody = np.empty(0, np.int32)
    _, count, _, looked = shared(
        image, order, left, right, nobody, NONE, np.int64(since if order else 0), np.int64(until if order else EVER), ONE
    )
    return count > 0, PROBE + looked
