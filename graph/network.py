"""Who shares facts with whom: all over the graph, or in the neighbourhood of an actor."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from graph.memory import Contact, Image

Pairs = Counter[tuple[str, str]]
"""How many facts each two actors share."""


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """Which facts make a contact: those of the statuses that count for their kind, in a period."""

    kinds: Mapping[str, frozenset[str]]
    since: dt.date | None = None
    until: dt.date | None = None

    def admits(self, contact: Contact) -> bool:
        """Whether it is one of these."""
        return contact.status in self.kinds.get(contact.kind, ()) and contact.lies_in(self.since, self.until)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Actors, nearest first, and how many facts each two of them share; not `complete` where the limit left some out."""

    nodes: list[str]
    edges: Pairs = field(default_factory=Counter)
    complete: bool = True


def everyone(image: Image, wanted: ContactFilter) -> Pairs:
    """All who share facts that are wanted."""
    return _pairs(contact for contact in image.contacts.values() if wanted.admits(contact))


def surroundings(image: Image, centre: str, wanted: ContactFilter, hops: int, limit: int | None = None) -> Surroundings:
    """Those within `hops` of `centre` by facts that are wanted, at most `limit`, ring by ring, most facts first."""

    def shared(actor: str) -> list[Contact]:
        return [contact for contact in image.contacts_of.get(actor, ()) if wanted.admits(contact)]

    nodes, ring, complete = {centre: None}, [centre], True
    for _ in range(hops):
        counts = Counter(other for actor in ring for contact in shared(actor) for other in contact.actors)
        reached = sorted((actor for actor in counts if actor not in nodes), key=lambda actor: (-counts[actor], actor))
        ring = reached if limit is None else reached[: limit - len(nodes)]
        complete = complete and len(ring) == len(reached)
        nodes.update(dict.fromkeys(ring))
    contacts = {contact.id: contact for actor in nodes for contact in shared(actor)}
    return Surroundings(list(nodes), _pairs(contacts.values(), nodes.keys()), complete)


def _pairs(contacts: Iterable[Contact], among: Collection[str] | None = None) -> Pairs:
    """Every two actors of one contact, in the order of their ids; `among` some actors alone, if these are given."""
    pairs: Pairs = Counter()
    for contact in contacts:
        actors = contact.actors if among is None else [actor for actor in contact.actors if actor in among]
        pairs.update(itertools.combinations(sorted(actors), 2))
    return pairs
