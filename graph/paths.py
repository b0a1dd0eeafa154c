"""The k shortest chains of contacts between two actors, each hop a fact that both took part in.

A first pass walks back from the target and notes, for every actor and number of hops left, the latest day on which
it can still be reached. That tells exactly how far each actor is, so the second pass, best first from the source,
never enters a dead end for want of hops or time. A chain visits an actor once, and no hop uses a fact in which an
earlier member of the chain took part: that member could have gone directly.
"""

import datetime as dt
import heapq
import itertools
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.memory import Contact, Image

NEVER = -1
ALWAYS = dt.date.max.toordinal()


@dataclass(frozen=True, slots=True)
class PathQuery:
    """What is asked. `kinds` maps each kind that makes a contact to the statuses that count."""

    source: str
    target: str
    kinds: Mapping[str, frozenset[str]]
    k: int = 1
    max_hops: int = 6
    since: dt.date | None = None
    until: dt.date | None = None
    chronological: bool = False
    avoid: frozenset[str] = frozenset()
    max_degree: int | None = None
    deadline: float = 5.0
    """Seconds after which what was found so far is the answer."""


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a chain: the fact shown for it, and how many the two share that would do."""

    source: str
    target: str
    fact_id: str
    facts: int


@dataclass(frozen=True, slots=True)
class Found:
    """Chains, shortest first; not `complete` where the deadline cut the search short."""

    chains: list[tuple[Hop, ...]] = field(default_factory=list)
    complete: bool = True


@dataclass(frozen=True, slots=True)
class _Partial:
    """The beginning of a chain: its members, hops, and the earliest day it can have got so far."""

    members: tuple[str, ...]
    hops: tuple[Hop, ...] = ()
    day: int = NEVER + 1


class _OutOfTimeError(Exception):
    """The time allowed has passed."""


def find(image: Image, query: PathQuery) -> Found:
    """The `query.k` shortest chains in `image`."""
    found = Found()
    try:
        for chain in itertools.islice(_Search(image, query).chains(), query.k):
            found.chains.append(chain)
    except _OutOfTimeError:
        return Found(found.chains, complete=False)
    return found


class _Search:
    def __init__(self, image: Image, query: PathQuery) -> None:
        self.image = image
        self.query = query
        self.stop_at = time.monotonic() + query.deadline

    def chains(self) -> Iterator[tuple[Hop, ...]]:
        """All chains, shortest first; among equals, those nearest to their end are finished first."""
        if self.query.source == self.query.target:
            return
        latest = self.countdown()
        order = itertools.count()
        heap = [(0, 0, next(order), _Partial((self.query.source,)))]
        while heap:
            self.check()
            *_, partial = heapq.heappop(heap)
            if partial.members[-1] == self.query.target:
                yield partial.hops
                continue
            for longer in self.extend(partial):
                left = _hops_left(latest, longer)
                if left is not None and len(longer.hops) + left <= self.query.max_hops:
                    heapq.heappush(heap, (len(longer.hops) + left, left, next(order), longer))

    def countdown(self) -> list[dict[str, int]]:
        """For each number of hops, the latest day on which the target can still be reached from an actor."""
        levels = [{self.query.target: ALWAYS}]
        fresh = levels[0]
        while fresh and len(levels) <= self.query.max_hops:
            fresh = self.one_hop_back(levels[-1], fresh)
            levels.append({**levels[-1], **fresh})
        return levels

    def one_hop_back(self, known: Mapping[str, int], fresh: Mapping[str, int]) -> dict[str, int]:
        better: dict[str, int] = {}
        for actor, day in fresh.items():
            self.check()
            for contact in self.contacts(actor):
                first, last = self.days(contact)
                if first > day:
                    continue
                for other in contact.actors:
                    if min(last, day) > max(known.get(other, NEVER), better.get(other, NEVER)) and self.may_pass(other):
                        better[other] = min(last, day)
        return better

    def extend(self, partial: _Partial) -> Iterator[_Partial]:
        """Every chain that is one hop longer, by the contact that arrives first and is best attested."""
        here, earlier = partial.members[-1], frozenset(partial.members[:-1])
        best: dict[str, tuple[Contact, int]] = {}
        for contact in self.contacts(here):
            if self.days(contact)[1] < partial.day or not earlier.isdisjoint(contact.actors):
                continue
            for other in contact.actors:
                if other != here and (other == self.query.target or self.may_pass(other)):
                    chosen, number = best.get(other, (contact, 0))
                    best[other] = (min(chosen, contact, key=lambda c: self.rank(c, partial.day)), number + 1)
        for other, (contact, number) in best.items():
            hop = Hop(here, other, contact.id, number)
            yield _Partial((*partial.members, other), (*partial.hops, hop), max(partial.day, self.days(contact)[0]))

    def rank(self, contact: Contact, day: int) -> tuple[int, int, float, str]:
        return max(day, self.days(contact)[0]), -contact.sources, -contact.confidence, contact.id

    def contacts(self, actor: str) -> Iterator[Contact]:
        return (contact for contact in self.image.contacts_of.get(actor, ()) if self.counts(contact))

    def counts(self, contact: Contact) -> bool:
        """Whether a contact is of the kinds, statuses and time asked for; one without a date has no place in an order."""
        query = self.query
        if contact.status not in query.kinds.get(contact.kind, ()):
            return False
        if query.chronological and contact.start is None and contact.end is None:
            return False
        return contact.lies_in(query.since, query.until)

    def days(self, contact: Contact) -> tuple[int, int]:
        """The first and last day on which the contact can have been; any day, where order does not matter."""
        if not self.query.chronological:
            return NEVER + 1, ALWAYS
        return (contact.start or dt.date.min).toordinal(), (contact.end or dt.date.max).toordinal()

    def may_pass(self, actor: str) -> bool:
        """Whether a chain may lead through `actor`; its two ends are always allowed."""
        if actor == self.query.source:
            return True
        if actor in self.query.avoid:
            return False
        return self.query.max_degree is None or self.image.degree(actor) <= self.query.max_degree

    def check(self) -> None:
        if time.monotonic() > self.stop_at:
            raise _OutOfTimeError


def _hops_left(latest: list[dict[str, int]], partial: _Partial) -> int | None:
    """The fewest hops in which the target can still be reached, if it can."""
    actor = partial.members[-1]
    return next((hops for hops, days in enumerate(latest) if days.get(actor, NEVER) >= partial.day), None)
