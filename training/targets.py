"""What the tables of a sentence should say, from the located facts."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations, product

from app.matching import Days, gold_days
from nlp.learned.frames import Frame, Stretch
from nlp.learned.labels import CHOICE_SLICE, CHOICES, DATE, RELATION, SPAN, SPAN_END, STANCES
from nlp.learned.views import View
from training.examples import FIELDS, Example, Located

TOLD_AGAIN = 0.2
"""Weight of a pair whose fact another sentence states: this one may repeat it, though the gold marks a fact once."""
KINDS = ("meeting", "position", "sanction", "role", "agreement")
NEWS = [(kind, status) for kind in KINDS for status in CHOICES.get(kind, STANCES)]
"""What a word piece's evidence may tell of, learned beside the tables."""
BOTH_WAYS = frozenset({"meeting", "agreement", "format"})


@dataclass(slots=True)
class Targets:
    """Cells of the tables of one frame that are true, and weights of cells that are not quite false."""

    relations: set[tuple[int, int, int]] = field(default_factory=set)
    weights: dict[tuple[int, int, int], float] = field(default_factory=dict)
    choices: list[tuple[int, int, str, int]] = field(default_factory=list)
    begins: set[tuple[int, int, int]] = field(default_factory=set)
    ends: set[tuple[int, int, int]] = field(default_factory=set)
    news: list[tuple[int, int, int]] = field(default_factory=list)


def targets(example: Example, frame: Frame, stretch: Stretch) -> Targets:
    """The targets of one frame."""
    marker = _Marker(example, frame, stretch)
    for fact in example.facts:
        marker.mark(fact)
    for cell in marker.found.relations & marker.found.weights.keys():
        del marker.found.weights[cell]
    return marker.found


class _Marker:
    def __init__(self, example: Example, frame: Frame, stretch: Stretch) -> None:
        self.example, self.frame, self.stretch = example, frame, stretch
        self.place = {node: number for number, node in enumerate(frame.nodes)}
        self.found = Targets()

    def mark(self, fact: Located) -> None:
        roles = {role: [n for key in dict.fromkeys(keys) for n in self._nodes(key)] for role, keys in fact.roles.items()}
        here = fact.sentence == self.frame.sentence
        pairs = list(_pairs(fact.kind, roles))
        if not here:
            weight = 0.0 if fact.kind == "role" else TOLD_AGAIN
            for cell in (cell for pair in pairs for cell in self._cells(fact.kind, *pair)):
                self.found.weights[cell] = weight
            return
        self._news(fact)
        for pair in pairs:
            self.found.relations.update(self._cells(fact.kind, *pair))
            self._choose(fact, pair)
        for relation, left, right in self._links(fact, roles):
            self.found.relations.update((i, j, RELATION[relation]) for i, j in product(left, right) if i != j)
        self._span(fact, roles)

    def _nodes(self, key: str) -> list[int]:
        """The nodes of a gold entity: all in the sentence, else the nearest."""
        known = [self.place[node] for node in self.example.nodes.get(key, ()) if node in self.place]
        least = min((self.frame.distance[n] for n in known), default=0)
        nearest = [n for n in known if self.frame.distance[n] == least]
        return nearest if least == 0 else nearest[:1]

    def _cells(self, relation: str, i: int, j: int) -> Iterator[tuple[int, int, int]]:
        yield i, j, RELATION[relation]
        if relation in BOTH_WAYS:
            yield j, i, RELATION[relation]

    def _choose(self, fact: Located, pair: tuple[int, int]) -> None:
        wanted = {fact.kind: fact.status} | ({"format": fact.format} if fact.format else {})
        for head, choice in wanted.items():
            for i, j in (pair, pair[::-1]) if head in BOTH_WAYS else (pair,):
                self.found.choices.append((i, j, head, CHOICE_SLICE[head].start + CHOICES[head].index(choice)))

    def _links(self, fact: Located, roles: dict[str, list[int]]) -> Iterator[tuple[str, list[int], list[int]]]:
        """Further relations of a fact: hosts, mediators, places, dates."""
        who = _who(fact.kind, roles)
        letter = fact.kind[0]
        if fact.kind == "position":
            yield "toward", roles["actor"], roles["toward"]
        if fact.kind == "sanction":
            yield "advocate", roles["advocate"], roles["target"]
        for role in ("host", "mediator"):
            if roles.get(role):
                yield f"{letter}_{role}", roles[role], who
        if fact.place:
            yield f"{letter}_place", who, self._nodes(fact.place)
        for name, date in fact.dates.items():
            relation = name if fact.kind == "role" else f"{letter}_date"
            if relation in RELATION:
                yield relation, roles.get("person", who), self._date(date)

    def _date(self, date: str) -> list[int]:
        """The date of the frame that fits best, if any does."""
        wanted = gold_days(date)
        numbers = [n for n, node in enumerate(self.frame.nodes) if self.example.view.types[node] == DATE]
        worth = {n: _fit(self.example.view, self.frame.nodes[n], wanted) + (self.frame.distance[n] == 0) / 2 for n in numbers}
        fitting = [n for n in numbers if worth[n] >= 1]
        return [max(fitting, key=lambda n: worth[n])] if fitting else []

    def _pieces(self, start: int, end: int) -> tuple[int, int] | None:
        frame = self.frame
        offsets = self.stretch.offsets[frame.begin : frame.end]
        inside = [n for n, (first, last) in enumerate(offsets) if first < end and last > start]
        return (inside[0], inside[-1]) if inside else None

    def _news(self, fact: Located) -> None:
        pieces = self._pieces(*fact.evidence)
        if pieces:
            self.found.news.append((*pieces, NEWS.index((fact.kind, fact.status))))

    def _span(self, fact: Located, roles: dict[str, list[int]]) -> None:
        pieces = self._pieces(*fact.words) if fact.words else None
        if pieces:
            name = FIELDS[fact.kind]
            sort = SPAN[fact.status if name == "topic" else name]
            self.found.begins.update((node, pieces[0], sort) for node in _who(fact.kind, roles))
            self.found.ends.add((SPAN_END[name], *pieces))


def _who(kind: str, roles: dict[str, list[int]]) -> list[int]:
    """The nodes whose fact it is."""
    names = {"meeting": ("participants", "host"), "position": ("actor",), "sanction": ("imposer", "target"),
             "role": ("person", "of"), "agreement": ("parties",)}[kind]  # fmt: skip
    return list(dict.fromkeys(node for name in names for node in roles[name]))


def _pairs(kind: str, roles: dict[str, list[int]]) -> Iterator[tuple[int, int]]:
    """The pairs between which the kind's own relation holds."""
    if kind in BOTH_WAYS:
        yield from combinations(sorted(_who(kind, roles)), 2)
    elif kind in ("sanction", "role"):
        left, right = ("imposer", "target") if kind == "sanction" else ("person", "of")
        yield from ((i, j) for i, j in product(roles[left], roles[right]) if i != j)


def _fit(view: View, node: int, wanted: Days) -> int:
    """How well a date node fits gold days: 0 not at all, up to 3 for the very days."""
    value = view.date(node).value
    days = Days(value.start, value.end)
    if not days.overlap(wanted) or days.number > 2 * wanted.number + 1:
        return 0
    return 1 + (days.first == wanted.first) + (days.last == wanted.last)
