"""What the tables of one sentence say, in the words of the vocabulary."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.vocabulary import Claim, ClaimPart, Date, Span
from nlp.learned.groups import blocks, both_ways, groups, probability, shares
from nlp.learned.labels import CHOICE_SLICE, CHOICES, DATE, PERSON, PLACE, RELATION, SPAN, SPAN_END, STANCES
from nlp.learned.tables import Floats, Tables
from nlp.learned.views import View
from nlp.learned.words import singular

RULE = "learned"
ALSO = 0.4
"""A sanction takes every status with more than this share, for one sentence may tell of several."""
Limits = Mapping[str, float]
LIMITS: Limits = {
    **dict.fromkeys(("meeting", "position", "sanction", "role", "agreement"), 0.1),
    **dict.fromkeys(("m_place", "m_date", "a_place", "a_date", "s_date"), 0.4),
    **dict.fromkeys(("m_host", "m_mediator", "a_mediator", "toward", "since", "until", "advocate"), 0.5),
}
"""The least score of a claim, and of a field, to be proposed. Low for claims: what the rules find too gains by it."""


@dataclass(slots=True)
class SentenceReader:
    """Turns one sentence's tables into claims; `limits` are the least probabilities of kinds and of their fields."""

    view: View
    tables: Tables
    limits: Limits

    def claims(self) -> Iterator[Claim]:
        """All that is likely enough."""
        yield from self._roles()
        yield from self._sanctions()
        yield from self._meetings()
        yield from self._agreements()
        yield from self._positions()

    # What the tables hold

    def _nodes(self, *types: int) -> list[int]:
        return [i for i, node in enumerate(self.tables.frame.nodes) if self.view.types[node] in types]

    @property
    def _actors(self) -> list[int]:
        return [i for i, node in enumerate(self.tables.frame.nodes) if self.view.types[node] < PLACE]

    def _scores(self, relation: str) -> Floats:
        return self.tables.relations[:, :, RELATION[relation]]

    def _shares(self, head: str, rows: Sequence[int], columns: Sequence[int]) -> Floats:
        return shares(self.tables.choices[rows, columns][:, CHOICE_SLICE[head]].mean(0))

    def _choice(self, head: str, rows: Sequence[int], columns: Sequence[int]) -> str:
        return CHOICES[head][int(self._shares(head, rows, columns).argmax())]

    def _words(self, field: str, begin: int) -> str:
        end = int(self.tables.ends[SPAN_END[field], begin])
        return self.view.text[self.tables.offsets[begin][0] : self.tables.offsets[end][1]]

    def _field(self, field: str, nodes: Sequence[int], least: float = 0.0) -> dict[str, str]:
        scores = self.tables.begins[list(nodes)][:, :, SPAN[field]].mean(0)
        begin = int(scores.argmax())
        return {field: self._words(field, begin)} if probability(scores[begin]) > least else {}

    def _linked(self, relation: str, nodes: Sequence[int], type_: int) -> int | None:
        """The node of that type, a place or a date, that the nodes are linked with best, if well enough."""
        candidates = self._nodes(type_)
        if not candidates:
            return None
        scores = self._scores(relation)[np.ix_(list(nodes), candidates)].mean(0)
        best = int(scores.argmax())
        return candidates[best] if probability(scores[best]) > self.limits[relation] else None

    def _likely(self, likely: Floats, kind: str, rows: Sequence[int], columns: Sequence[int]) -> list[tuple[int, int]]:
        """Pairs of two nodes, of a row and a column, that are likely enough to be of a kind."""
        if not rows or not columns:
            return []
        places = np.argwhere(likely[np.ix_(rows, columns)] > self.limits[kind]).tolist()
        return [(rows[i], columns[j]) for i, j in places if rows[i] != columns[j]]

    def _helpers(self, relation: str, among: Iterable[int], group: Sequence[int]) -> list[int]:
        """Those of `among` that stand in the relation to the others of the group."""
        scores = self._scores(relation)
        others = {i: [j for j in group if j != i] for i in among}
        return [i for i, rest in others.items() if rest and probability(scores[i, rest].mean()) > self.limits[relation]]

    # What a claim is made of

    def _part(self, role: str, node: int) -> ClaimPart:
        number = self.tables.frame.nodes[node]
        return ClaimPart(role, self.view.actors[number].key, self._mention(number))

    def _mention(self, number: int) -> Span:
        """The words that name a node best: in the sentence, else the nearest before it, else the first of all."""
        start, end = self.view.sentences[self.tables.frame.sentence]
        places = self.view.places_of[number]  # in the order of the text
        first = bisect_left(places, start, key=lambda place: place.start)
        inside = first < len(places) and places[first].start < end
        best = places[first] if inside else places[max(first - 1, 0)]
        return Span(best.start, best.end)

    def _parts(self, **roles: Sequence[int]) -> tuple[ClaimPart, ...]:
        """Each actor once a role, also where the document gives it two nodes."""
        parts = {(p.role, p.entity): p for role, nodes in roles.items() for p in (self._part(role, n) for n in nodes)}
        return tuple(parts.values())

    def _dates(self, **relations: tuple[str, Sequence[int]]) -> dict[str, Date]:
        found = {name: self._linked(relation, nodes, DATE) for name, (relation, nodes) in relations.items()}
        return {name: self._date(node) for name, node in found.items() if node is not None}

    def _date(self, node: int) -> Date:
        return self.view.date(self.tables.frame.nodes[node]).value

    def _place(self, relation: str, nodes: Sequence[int]) -> ClaimPart | None:
        node = self._linked(relation, nodes, PLACE)
        return self._part("place", node) if node is not None else None

    def _claim(
        self,
        kind: str,
        status: str,
        parts: tuple[ClaimPart, ...],
        probability_: float,
        *,
        values: Mapping[str, str] | None = None,
        dates: Mapping[str, Date] | None = None,
        place: ClaimPart | None = None,
    ) -> Claim:
        return Claim(
            kind=kind,
            status=status,
            parts=parts,
            evidence=self._evidence(),
            values=values or {},
            dates=dates or {},
            place=place,
            confidence=round(float(probability_), 4),
            rule=RULE,
        )

    def _evidence(self) -> Span:
        start, end = self.view.sentences[self.tables.frame.sentence]
        text = self.view.text[start:end]
        return Span(start + len(text) - len(text.lstrip()), start + len(text.rstrip()))

    # The kinds

    def _roles(self) -> Iterator[Claim]:
        likely = probability(self._scores("role"))
        persons = self._nodes(PERSON)
        bodies = [node for node in self._actors if node not in persons]
        for person, body in self._likely(likely, "role", persons, bodies):
            title = self._field("title", (person, body))
            yield self._claim(
                "role",
                self._choice("role", [person], [body]),
                self._parts(person=[person], of=[body]),
                likely[person, body],
                values={name: singular(words) for name, words in title.items()},
                dates=self._dates(since=("since", [person]), until=("until", [person])),
            )

    def _sanctions(self) -> Iterator[Claim]:
        likely = probability(self._scores("sanction"))
        by_status: dict[str, list[tuple[int, int]]] = {}
        for i, j in self._likely(likely, "sanction", self._actors, self._actors):
            share = self._shares("sanction", [i], [j])
            for number, status in enumerate(CHOICES["sanction"]):
                if share[number] > ALSO or number == share.argmax():
                    by_status.setdefault(status, []).append((i, j))
        for status, pairs in by_status.items():
            for imposers, targets in blocks(pairs):
                yield self._sanction(status, imposers, targets, likely)

    def _sanction(self, status: str, imposers: list[int], targets: list[int], likely: Floats) -> Claim:
        both = [*imposers, *targets]
        advocates = self._helpers("advocate", self._actors, targets) if status == "called_for" else []
        parts = self._parts(imposer=imposers, target=[t for t in targets if t not in imposers], advocate=advocates)
        return self._claim(
            "sanction",
            status,
            parts,
            likely[np.ix_(imposers, targets)].mean(),
            values=self._field("measure", both, 0.1),
            dates=self._dates(date=("s_date", both)),
        )

    def _grouped(self, kind: str) -> Iterator[tuple[list[int], float, list[int], list[int]]]:
        scores = self._scores(kind)
        likely = probability((scores + scores.T) / 2)
        for group in groups(likely, self.limits[kind], self._actors):
            rows, columns = both_ways(group)
            yield group, float(likely[rows, columns].mean()), rows, columns

    def _meetings(self) -> Iterator[Claim]:
        for group, likely, rows, columns in self._grouped("meeting"):
            yield self._claim(
                "meeting",
                self._choice("meeting", rows, columns),
                self._parts(
                    participant=group,
                    host=self._helpers("m_host", group, group),
                    mediator=[i for i in self._helpers("m_mediator", self._actors, group) if i not in group],
                ),
                likely,
                values={"format": self._choice("format", rows, columns)},
                dates=self._dates(date=("m_date", group)),
                place=self._place("m_place", group),
            )

    def _agreements(self) -> Iterator[Claim]:
        for group, likely, rows, columns in self._grouped("agreement"):
            yield self._claim(
                "agreement",
                self._choice("agreement", rows, columns),
                self._parts(
                    party=group, mediator=[i for i in self._helpers("a_mediator", self._actors, group) if i not in group]
                ),
                likely,
                values=self._field("name", group, 0.05),
                dates=self._dates(date=("a_date", group)),
                place=self._place("a_place", group),
            )

    def _positions(self) -> Iterator[Claim]:
        for actor in self._actors:
            likely = probability(self.tables.begins[actor, :, : len(STANCES)])
            found = [(likely[t, s], t, s) for t, s in zip(*np.where(likely > self.limits["position"]), strict=True)]
            taken: list[tuple[int, int]] = []
            for chance, begin, stance in sorted(found, reverse=True):
                end = int(self.tables.ends[SPAN_END["topic"], begin])
                if all(end < first or begin > last for first, last in taken):
                    taken.append((begin, end))
                    yield self._position(actor, STANCES[stance], int(begin), float(chance))

    def _position(self, actor: int, stance: str, begin: int, chance: float) -> Claim:
        scores = self._scores("toward")[actor]
        others = [i for i in self._actors if i != actor]
        toward = [i for i in others if scores[i] == scores[others].max() and probability(scores[i]) > self.limits["toward"]]
        parts = self._parts(actor=[actor], toward=toward[:1])
        return self._claim("position", stance, parts, chance, values={"topic": self._words("topic", begin)})
