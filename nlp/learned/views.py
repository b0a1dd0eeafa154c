"""A document as the learned reader sees it: text, sentences, words with their heads, and nodes with their mentions."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from nlp.actors import Actor, mentions
from nlp.date_mentions import DateMention, dates
from nlp.learned.labels import DATE, NODE_TYPES
from nlp.tokens import Doc


class Word(NamedTuple):
    """A token: where it stands, the number of its head, its dependency."""

    start: int
    end: int
    head: int
    dependency: str


class Place(NamedTuple):
    """Where nodes are mentioned: by name, or by a pronoun or description."""

    start: int
    end: int
    nodes: tuple[int, ...]
    named: bool


@dataclass
class View:
    """Nodes are numbered: first the actors and places, then the dates. `types` holds the type of each."""

    text: str
    sentences: list[tuple[int, int]]
    words: list[Word]
    types: list[int]
    places: list[Place]
    actors: list[Actor] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)

    @cached_property
    def places_of(self) -> dict[int, list[Place]]:
        """The places of each node: those that name it alone, or else all."""
        named, all_ = defaultdict(list), defaultdict(list)
        for place in self.places:
            for node in set(place.nodes):
                all_[node].append(place)
                if place.named and len(place.nodes) == 1:
                    named[node].append(place)
        return {**all_, **named}

    def date(self, node: int) -> DateMention:
        """The date that `node` is."""
        return self.dates[node - len(self.actors)]


def view(doc: Doc) -> View:
    """How the learned reader sees a document that has been through names, dates and coreference."""
    numbers: dict[int, int] = {}
    actors: list[Actor] = []
    places = []
    for mention in mentions(doc):
        for actor in mention.actors:
            if id(actor) not in numbers:
                numbers[id(actor)] = len(actors)
                actors.append(actor)
        nodes = tuple(numbers[id(actor)] for actor in mention.actors)
        places.append(Place(mention.span.start_char, mention.span.end_char, nodes, mention.kind == "name"))
    found = dates(doc)
    places += [Place(d.span.start_char, d.span.end_char, (len(actors) + n,), True) for n, d in enumerate(found)]
    return View(
        text=doc.text,
        sentences=[(sent.start_char, sent.end_char) for sent in doc.sents],
        words=[Word(t.idx, t.idx + len(t), t.head.i, t.dep_) for t in doc],
        types=[NODE_TYPES.index(actor.type.value) for actor in actors] + [DATE] * len(found),
        places=sorted(places, key=lambda place: (place.start, -place.end)),
        actors=actors,
        dates=found,
    )
