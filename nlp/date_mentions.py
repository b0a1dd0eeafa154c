"""A date as it stands in a text: its words, its value, and how it is tied to the words around it."""

from dataclasses import dataclass

from graph.vocabulary import Date
from nlp.tokens import Doc, Span, Token


@dataclass(eq=False, slots=True)
class DateMention:
    """An expression of time and the days that it means.

    `relation` is the word that makes it a bound: since, from, until, by, before, after; "" where it is the time itself.
    `modifies` is the noun that it belongs to ("the 2015 agreement", "Tuesday's meeting", "the accord of 1972"); such a
    date is that noun's and no other event's. `dateline` dates the document; `heading` the line or lines that it leads.
    """

    span: Span
    value: Date
    relation: str = ""
    modifies: Token | None = None
    dateline: bool = False
    heading: bool = False

    @property
    def modifier(self) -> bool:
        """Whether it says which thing is meant, not when something happens."""
        return self.modifies is not None


def dates(doc: Doc) -> list[DateMention]:
    """The dates of a document in the order of the text."""
    return doc.dates
