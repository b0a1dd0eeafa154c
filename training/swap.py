"""Copies of an example in which names are swapped for others of their type, so that syntax is learned rather than names."""

import random
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from graph.vocabulary import EntityType
from nlp.actors import Actor
from nlp.learned.views import View
from training.examples import Example, Located, Stretch

SHORT = 9
"""A body's name in capitals with fewer letters is an abbreviation."""


def form(actor: Actor, words: str) -> str:
    """Which form of the actor's name the words are; a swap puts the same form of another name."""
    if actor.type == EntityType.PERSON:
        return "full" if " " in words else "last"
    if actor.type == EntityType.STATE and words != actor.name:
        return "other"
    return "short" if words.isupper() and len(words) < SHORT else "full"


@dataclass(slots=True)
class Names:
    """The names to swap in: for each type, sets of forms that belong to one actor."""

    forms: dict[EntityType, list[dict[str, str]]] = field(default_factory=dict)

    def learn(self, example: Example) -> None:
        """Take in the names of an example."""
        for number, actor in enumerate(example.view.actors):
            words = {example.view.text[p.start : p.end] for p in example.view.places if p.named and p.nodes == (number,)}
            found = {form(actor, each): each for each in words}
            if "full" in found:
                self.forms.setdefault(actor.type, []).append(found)


def swapped(example: Example, names: Names, chance: random.Random, share: float) -> Example:
    """The example with about `share` of its actors under other names, each consistently."""
    view = example.view
    known = {n: names.forms[actor.type] for n, actor in enumerate(view.actors) if actor.type in names.forms}
    given = {number: chance.choice(forms) for number, forms in known.items() if chance.random() < share}
    edits: list[tuple[int, int, str]] = []
    for place in view.places:
        if place.named and len(place.nodes) == 1 and place.nodes[0] in given and (not edits or place.start >= edits[-1][1]):
            new = given[place.nodes[0]].get(form(view.actors[place.nodes[0]], view.text[place.start : place.end]))
            if new is not None:
                edits.append((place.start, place.end, new))
    text, moved = _edited(view.text, edits)
    return Example(example.id, _moved_view(view, text, moved), example.nodes, [_moved_fact(f, moved) for f in example.facts])


def _edited(text: str, edits: list[tuple[int, int, str]]) -> tuple[str, Callable[[int, int], Stretch]]:
    """The text with the edits made, and where a stretch of the old text stands in the new one."""
    pieces: list[str] = []
    starts, ends, new_starts, new_ends = [], [], [], []
    at = length = 0
    for start, end, new in edits:
        pieces += [text[at:start], new]
        length += start - at
        starts.append(start)
        ends.append(end)
        new_starts.append(length)
        length += len(new)
        new_ends.append(length)
        at = end
    pieces.append(text[at:])

    def move(offset: int, is_end: bool) -> int:
        number = bisect_right(starts, offset - is_end) - 1
        if number < 0:
            return offset
        if offset - is_end < ends[number]:
            return new_ends[number] if is_end else new_starts[number]
        return offset - ends[number] + new_ends[number]

    return "".join(pieces), lambda start, end: (move(start, False), move(end, True))


def _moved_view(view: View, text: str, moved: Callable[[int, int], Stretch]) -> View:
    return replace(
        view,
        text=text,
        sentences=[moved(*sentence) for sentence in view.sentences],
        words=[word._replace(start=s, end=e) for word in view.words for s, e in [moved(word.start, word.end)]],
        places=[place._replace(start=s, end=e) for place in view.places for s, e in [moved(place.start, place.end)]],
    )


def _moved_fact(fact: Located, moved: Callable[[int, int], Stretch]) -> Located:
    return replace(fact, evidence=moved(*fact.evidence), words=moved(*fact.words) if fact.words else None)
