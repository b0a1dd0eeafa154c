"""The shape that all sets share: one document or sentence a line, with what people marked in it."""

import datetime as dt
import random
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from pydantic import BaseModel, field_validator

from graph.vocabulary import Claim, Reading
from nlp.pipeline import Reader
from nlp.tokens import Doc


class Stretch(Protocol):
    """Anything that covers some of a text."""

    @property
    def start(self) -> int:
        """The first character."""

    @property
    def end(self) -> int:
        """The first character after it."""


class Piece(BaseModel):
    """Words marked in the text; `cluster` numbers those that stand for one entity."""

    role: str = ""
    text: str
    start: int
    end: int
    cluster: int | None = None


class Time(Piece):
    """An expression of time with the value that TIMEX3 gives it."""

    type: str | None = None
    value: str
    mod: str | None = None


class Statement(BaseModel):
    """What people marked as stated: a class, and the words that play a part in it."""

    kind: str
    label: str
    status: str | None = None
    args: list[Piece]
    trigger_start: int | None = None

    def pieces(self, role: str) -> list[Piece]:
        """The words that play this part."""
        return [piece for piece in self.args if piece.role == role]


class Row(BaseModel):
    """A document or a sentence."""

    id: str
    text: str
    date: dt.date | None = None
    entities: list[Piece] = []
    facts: list[Statement] = []
    timex: list[Time] = []

    @field_validator("date", mode="before")
    @classmethod
    def _day(cls, date: Any) -> Any:
        """The day of a date that may tell the hour too."""
        return date.partition("T")[0] if isinstance(date, str) else date


@dataclass(frozen=True, slots=True)
class Measure:
    """How many of `n` were so."""

    what: str
    right: int
    n: int

    def __str__(self) -> str:
        return f"{self.what:<76} {self.n:>6} {f'{self.right / self.n:.3f}' if self.n else '-':>7}"


def share(what: str, judged: Iterable[bool]) -> Measure:
    """How many of the judged are true."""
    verdicts = list(judged)
    return Measure(what, sum(verdicts), len(verdicts))


def load(path: Path) -> list[Row]:
    """The rows of a file of JSON Lines."""
    lines = path.read_text(encoding="utf-8").split("\n")  # not splitlines: JSON strings may hold U+2028
    return [Row.model_validate_json(line) for line in lines if line.strip()]


def sample(rows: list[Row], size: int, seed: int) -> list[Row]:
    """That many of the rows, the same ones each time."""
    return random.Random(seed).sample(rows, size) if size < len(rows) else rows


def read(reader: Reader, row: Row) -> Reading:
    """What the row's text says."""
    return reader.read(row.text, row.date)


def parsed(reader: Reader, row: Row) -> Doc:
    """The row's text as it left the pipeline, for what no claim shows."""
    return reader.document(row.text, row.date)


def touches(one: Stretch, other: Stretch) -> bool:
    """Whether the two share a character."""
    return one.start < other.end and other.start < one.end


class Named:
    """Where a reading finds each of its entities."""

    def __init__(self, reading: Reading) -> None:
        self._mentions = {entity.key: entity.mentions for entity in reading.entities}

    def at(self, key: str, pieces: Iterable[Stretch]) -> bool:
        """Whether the entity is mentioned at one of the pieces."""
        mentions = self._mentions.get(key, ())
        return any(touches(mention, piece) for piece in pieces for mention in mentions)

    def takes_part(self, claim: Claim, pieces: list[Piece], roles: tuple[str, ...] = ()) -> bool:
        """Whether a part of the claim (in one of the roles, if any are given) is played by who is named at the pieces."""
        return any(self.at(part.entity, pieces) for part in claim.parts if not roles or part.role in roles)

    def addressed(self, claim: Claim, pieces: list[Piece]) -> bool:
        """Whether a position is towards who is named at the pieces, or on a topic that names it."""
        topic = claim.values.get("topic", "")
        return self.takes_part(claim, pieces, ("toward",)) or any(piece.text in topic for piece in pieces)
