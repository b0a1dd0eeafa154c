"""The k shortest chains of contacts between two actors, each hop a fact that both took part in.

One search walks back from the target, a hop at a time, and notes the latest day on which the target can still be
reached from each actor. The other goes best first from the source: where the first has been, it knows how far it still
is and never enters a dead end for want of hops or time; where it has not, the target is at least as far as the first
has come. The two take turns by what a step costs, and so meet in the middle. A chain visits an actor once, and no hop
uses a fact in which an earlier member of the chain took part: that member could have gone directly.
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
        self.latest = [{query.target: ALWAYS}]
        """For each number of hops, the latest day on which the target can still be reached from an actor."""
        self.fresh = self.latest[0]
        self.credit = 0
        """How much going forward in the dark may cost before it is the other search's turn."""

    def chains(self) -> Iterator[tuple[Hop, ...]]:
        """All chains, shortest first; among equals, those nearest to their end are finished first."""
        order = itertools.count()
        heap: list[tuple[int, int, int, _Partial]] = []

        def push(partial: _Partial) -> None:
            left = self.hops_left(partial)
            if left is not None and len(partial.hops) + left <= self.query.max_hops:
                heapq.heappush(heap, (len(partial.hops) + left, left, next(order), partial))

        if self.query.source != self.query.target:
            push(_Partial((self.query.source,)))
        while heap:
            self.check()
            _, left, _, partial = heapq.heappop(heap)
            if left == 0:
                yield partial.hops
            elif left >= len(self.latest) and not self.may_go_on(partial):
                self.step_back()
                push(partial)
            else:
                for longer in self.extend(partial):
                    push(longer)

    def hops_left(self, partial: _Partial) -> int | None:
        """The fewest hops in which the target may still be reached; None if it cannot be."""
        actor = partial.members[-1]
        for hops, days in enumerate(self.latest):
            if days.get(actor, NEVER) >= partial.day:
                return hops
        return len(self.latest) if self.fresh else None

    def may_go_on(self, partial: _Partial) -> bool:
        """Whether to extend a chain of which it is not known how far it still is, rather than step back once more."""
        if not self.fresh:
            return True
        self.credit -= self.image.degree(partial.members[-1])
        return self.credit >= 0

    def step_back(self) -> None:
        """Let the search from the target take one more hop."""
        self.fresh = self.one_hop_back(self.latest[-1], self.fresh)
        self.latest.append({**self.latest[-1], **self.fresh})
        self.credit = sum(self.image.degree(actor) for actor in self.fresh)

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
