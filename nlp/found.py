"""A name found in a text before it is known whose it is."""

from typing import NamedTuple

from graph.vocabulary import EntityType
from nlp.gazetteer import Sense
from nlp.tokens import Doc, Span

TYPE_OF_LABEL = {
    "PERSON": EntityType.PERSON, "ORG": EntityType.ORGANIZATION, "NORP": EntityType.GROUP,
    "GPE": EntityType.PLACE, "LOC": EntityType.PLACE, "FAC": EntityType.PLACE,
}  # fmt: skip


class Found(NamedTuple):
    """Tokens `start` to `end` that name something: of `type`, or what `senses` of the gazetteer say.

    `label` is the model's label, where the model found it. `whole` marks a phrase that speaks of a body by an
    institution of it ("the Turkish foreign ministry").
    """

    start: int
    end: int
    type: EntityType
    senses: tuple[Sense, ...] = ()
    label: str = ""
    metonym: bool = False
    whole: bool = False

    @property
    def how_named(self) -> str:
        """How the likeliest sense names its entry; empty where there is none."""
        return self.senses[0].how if self.senses else ""

    def span(self, doc: Doc) -> Span:
        """The words as a span."""
        return doc[self.start : self.end]

    def text(self, doc: Doc) -> str:
        """The words as written."""
        return doc[self.start : self.end].text

    def overlaps(self, other: "Found") -> bool:
        """Whether both share a token."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: "Found") -> bool:
        """Whether the other lies within this one."""
        return self.start <= other.start and other.end <= self.end

    def moved(self, start: int, end: int) -> "Found":
        """The same over other tokens."""
        return self._replace(start=start, end=end)


def longest(found: list[Found]) -> list[Found]:
    """Those that remain where of two that overlap the longer, else the earlier wins, in the order of the text."""
    kept: list[Found] = []
    taken: set[int] = set()
    for name in sorted(found, key=lambda f: (f.start - f.end, f.start)):
        if taken.isdisjoint(range(name.start, name.end)):
            kept.append(name)
            taken.update(range(name.start, name.end))
    return sorted(kept, key=lambda f: f.start)


def covered(found: list[Found]) -> set[int]:
    """The indexes of the tokens that some name covers."""
    return {i for name in found for i in range(name.start, name.end)}
