"""The neighbourhood of an actor, to be drawn."""

import datetime as dt
import itertools
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.memory import Contact, Image


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Actors, nearest first, and how many facts each two of them share; not `complete` where the limit left some out."""

    nodes: list[str]
    edges: Mapping[tuple[str, str], int] = field(default_factory=dict)
    complete: bool = True


def surroundings(
    image: Image,
    centre: str,
    kinds: Mapping[str, frozenset[str]],
    hops: int,
    limit: int,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Surroundings:
    """Those within `hops` of `centre` by facts of `kinds`, at most `limit`, ring by ring, most facts first."""

    def shared(actor: str) -> list[Contact]:
        return [c for c in image.contacts_of.get(actor, ()) if c.status in kinds.get(c.kind, ()) and c.lies_in(since, until)]

    nodes, ring, complete = {centre: None}, [centre], True
    for _ in range(hops):
        counts = Counter(other for actor in ring for contact in shared(actor) for other in contact.actors)
        reached = sorted((actor for actor in counts if actor not in nodes), key=lambda actor: (-counts[actor], actor))
        ring = reached[: limit - len(nodes)]
        complete = complete and len(ring) == len(reached)
        nodes.update(dict.fromkeys(ring))
    contacts = {contact.id: contact for actor in nodes for contact in shared(actor)}
    edges: Counter[tuple[str, str]] = Counter()
    for contact in contacts.values():
        edges.update(itertools.combinations(sorted(nodes.keys() & set(contact.actors)), 2))
    return Surroundings(list(nodes), edges, complete)
