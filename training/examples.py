"""Gold facts located in a view: which nodes take part, and in which words the text says so."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.evaluation import GoldDocument
from app.matching import GoldEntities, Json
from nlp.learned.views import View

Stretch = tuple[int, int]
ROLES = {
    "meeting": ("participants", "host", "mediator"),
    "position": ("actor", "toward"),
    "sanction": ("imposer", "target", "advocate"),
    "role": ("person", "of"),
    "agreement": ("parties", "mediator"),
}
FIELDS = {"position": "topic", "role": "title", "sanction": "measure", "agreement": "name"}
MANY_PIECES_AWAY = 40
"""A title farther than this from the evidence is looked for in the plural too."""
LATER = 20
"""Words after the evidence count as this much farther away than words before it."""


@dataclass(slots=True)
class Located:
    """A gold fact with the sentence that states it, its evidence, and the words of its text field."""

    kind: str
    status: str
    sentence: int
    evidence: Stretch
    roles: dict[str, list[str]]
    words: Stretch | None = None
    format: str | None = None
    place: str | None = None
    dates: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Example:
    """A document to learn from; `nodes` are those of each gold entity."""

    id: str
    view: View
    nodes: dict[str, list[int]]
    facts: list[Located]


def example(gold: GoldDocument, view: View) -> Example:
    """The facts of a gold document located in its view."""
    entities = GoldEntities(gold.entities)
    nodes: dict[str, list[int]] = defaultdict(list)
    for number, actor in enumerate(view.actors):
        keys = (entities.key({"name": name}) for name in (actor.name, *actor.names))
        key = next((key for key in keys if key in gold.entities), None)
        if key is not None:
            nodes[key].append(number)
    return Example(gold.id, view, dict(nodes), list(_located(gold, view, nodes)))


def _located(gold: GoldDocument, view: View, nodes: dict[str, list[int]]) -> Iterator[Located]:
    for fact in gold.facts:
        start = gold.text.index(fact["evidence"])
        evidence = (start, start + len(fact["evidence"]))
        roles = {role: keys_of(fact.get(role)) for role in ROLES[fact["kind"]]}
        sentence = _sentence(view, evidence, {n for keys in roles.values() for key in keys for n in nodes.get(key, ())})
        if sentence is not None:
            yield Located(
                fact["kind"],
                fact.get("status") or fact["stance"],
                sentence,
                evidence,
                roles,
                _words(view, fact, evidence, sentence),
                fact.get("format"),
                fact.get("place"),
                {name: fact[name] for name in ("date", "since", "until") if fact.get(name)},
            )


def keys_of(value: str | list[str] | None) -> list[str]:
    """The entities that a role of a gold fact names: one, several or none."""
    return [value] if isinstance(value, str) else value or []


def _sentence(view: View, evidence: Stretch, nodes: set[int]) -> int | None:
    """Of the sentences that the evidence touches, the one that mentions most of the fact's nodes."""

    def worth(number: int) -> tuple[int, int]:
        start, end = view.sentences[number]
        named = {node for place in view.places if start <= place.start < end for node in place.nodes}
        return len(named & nodes), min(end, evidence[1]) - max(start, evidence[0])

    touched = [n for n, (start, end) in enumerate(view.sentences) if start < evidence[1] and end > evidence[0]]
    return max(touched, key=worth, default=None)


def _words(view: View, fact: Json, evidence: Stretch, sentence: int) -> Stretch | None:
    name = FIELDS.get(fact["kind"])
    if name is None or not fact.get(name):
        return None
    start, end = view.sentences[sentence]
    around = (max(start, evidence[0]), min(end, evidence[1]))
    found = nearest(view.text, fact[name], around)
    if name == "title" and (found is None or _away(found, around) > MANY_PIECES_AWAY):
        found = nearest(view.text, plural(fact[name]), around) or found
    if name == "topic" and found is None:
        found = _keyword(view.text, fact["keywords"], around)
    return found


def nearest(text: str, phrase: str, around: Stretch) -> Stretch | None:
    """Where `phrase` stands nearest to the stretch `around`."""
    found = [match.span() for match in re.finditer(rf"(?<!\w){re.escape(phrase)}(?!\w)", text, re.IGNORECASE)]
    return min(found, key=lambda span: _away(span, around), default=None)


def _away(span: Stretch, around: Stretch) -> int:
    if around[0] <= span[0] and span[1] <= around[1]:
        return 0
    return min(abs(span[0] - around[0]), abs(span[0] - around[1])) + (LATER if span[0] > around[1] else 0)


def _keyword(text: str, keywords: list[str], around: Stretch) -> Stretch | None:
    for keyword in keywords:
        match = re.compile(rf"\b{re.escape(keyword)}\w*", re.IGNORECASE).search(text, *around)
        if match:
            return match.span()
    return None


def plural(title: str) -> str:
    """`foreign minister` as `foreign ministers`, `chief of staff` as `chiefs of staff`."""
    head, preposition, rest = re.fullmatch(r"(.+?)( (?:of|for|to) |$)(.*)", title).groups()  # type: ignore[union-attr]
    return (head[:-1] + "ies" if head.endswith("y") else head + "s") + preposition + rest
