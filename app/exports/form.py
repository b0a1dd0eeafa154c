"""What a format is given and what it makes of it; and what formats have in common."""

import datetime as dt
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from graph import export
from graph.export import DocumentRecord, EntityRecord
from graph.queries import FactFilter
from graph.views import EntityRef, FactView
from nlp.kinds import KINDS

NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
UNTOLD = {"title": "office", "topic": "something"}
"""What stands for a value that no text tells, if not the name of the kind."""


@dataclass(frozen=True, slots=True)
class Export:
    """What is exported: the facts that a filter wants, read by one session, and the table wanted of tabular formats."""

    session: Session
    wanted: FactFilter
    table: str = "facts"

    def facts(self) -> Iterator[FactView]:
        """The facts, in the order of their ids."""
        for batch in self.fact_batches():
            yield from batch

    def fact_batches(self) -> Iterator[Collection[FactView]]:
        """The facts, as many at a time as are held in memory."""
        return iter(export.facts(self.session, self.wanted))

    def entities(self) -> Iterator[EntityRecord]:
        """The entities that the facts speak of, in the order of their ids."""
        for batch in export.entities(self.session, self.wanted):
            yield from batch

    def documents(self, *, texts: bool = False) -> Iterator[DocumentRecord]:
        """The documents that state the facts."""
        for batch in export.documents(self.session, self.wanted, texts=texts):
            yield from batch

    def records(self, facts: Collection[FactView]) -> dict[str, EntityRecord]:
        """The entities that a batch of facts speaks of, by id."""
        return export.records(self.session, {entity.id for fact in facts for entity in entities_of(fact)})


@dataclass(frozen=True, slots=True)
class Format:
    """A form of export. `needs` is the package without which it cannot be written, if it is not always there."""

    name: str
    suffix: str
    media_type: str
    summary: str
    write: Callable[[Export], Iterator[bytes]]
    has_tables: bool = False
    needs: str | None = None


def entities_of(fact: FactView) -> list[EntityRef]:
    """The actors of a fact, and its place."""
    return [*(entity for _, entity in fact.parts), *((fact.place,) if fact.place else ())]


def days(fact: FactView) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of a fact, as far as they are known."""
    date, since, until = (fact.dates.get(name) for name in ("date", "since", "until"))
    first, last = date or since, date or until
    return (
        dt.date.fromisoformat(first["start"]) if first else None,
        dt.date.fromisoformat(last["end"]) if last else None,
    )


def in_words(fact: FactView) -> str:
    """The fact as its kind says it: "Volodymyr Zelensky, Vladimir Putin – talks, held"."""
    kind = KINDS[fact.kind]
    parts = {part.name: ", ".join(entity.name for role, entity in fact.parts if role == part.role) for part in kind.parts}
    values = {value.name: fact.values.get(value.name) or UNTOLD.get(value.name, kind.name) for value in kind.values}
    fields: dict[str, Any] = {**parts, **values, kind.status_field: fact.status}
    return kind.in_words.format_map(fields).replace("_", " ")


def quote(fact: FactView) -> str:
    """The first words that state it, of those that give the status it has."""
    quotes = sorted(fact.evidence, key=lambda evidence: evidence.status != fact.status)
    return quotes[0].quote if quotes else ""


def xml_text(value: object) -> str:
    """A value in characters that XML can hold; others become U+FFFD."""
    return NOT_IN_XML.sub("\ufffd", value.isoformat() if isinstance(value, dt.date) else str(value))
