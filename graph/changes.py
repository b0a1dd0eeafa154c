"""What happened to facts since a revision: added, changed, withdrawn, in the order in which it was committed.

A fact is listed once, under the revision that last changed it. Whoever has read up to a revision has all that was committed
until then, for the order of revisions is the order of commits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sqlalchemy import CompoundSelect, false, literal, select, tuple_, union_all
from sqlalchemy.orm import Session

from graph.queries import FactFilter, conditions
from graph.revision import revision
from graph.tables import Fact, WithdrawnFact
from graph.views import FactView, load_facts


class Change(StrEnum):
    """What happened to a fact."""

    ADDED = "added"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Position:
    """How far a reader has come: past the fact `fact_id` of a revision, having known all up to `base` when it set out."""

    base: int
    revision: int
    fact_id: str = ""
    """Empty before the first fact of the revision that follows."""

    @classmethod
    def after(cls, revision: int) -> "Position":
        """Past all of a revision."""
        return cls(revision, revision + 1)


@dataclass(frozen=True, slots=True)
class Changed:
    """One fact, what happened to it, and the fact as it is now unless it was withdrawn."""

    revision: int
    change: Change
    fact_id: str
    position: Position
    fact: FactView | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """A page of changes; where `more` is false, all up to `revision` have been told."""

    items: list[Changed] = field(default_factory=list)
    revision: int = 0
    more: bool = False

    def end(self, begin: Position) -> Position:
        """From where to read on."""
        return self.items[-1].position if self.more else Position.after(max(self.revision, begin.base))


def changes(session: Session, begin: Position, limit: int, wanted: FactFilter | None = None) -> Changes:
    """At most `limit` changes behind a position; of withdrawn facts only ids are known, so that no filter leaves them out."""
    now = revision(session)
    rows: Sequence[Any] = session.execute(_query(begin, wanted or FactFilter()).limit(limit + 1)).all()
    told = rows[:limit]
    facts = {fact.id: fact for fact in load_facts(session, [row.id for row in told if not row.withdrawn])}
    return Changes([_changed(row, begin, facts) for row in told], now, len(rows) > limit)


def _query(begin: Position, wanted: FactFilter) -> CompoundSelect[*tuple[Any, ...]]:
    behind = (begin.revision, begin.fact_id)
    facts = select(Fact.id.label("id"), Fact.changed.label("changed"), Fact.added.label("added"), false().label("withdrawn"))
    gone = select(WithdrawnFact.id, WithdrawnFact.changed, literal(0), ~false())
    found = union_all(
        facts.where(tuple_(Fact.changed, Fact.id) > behind, Fact.changed >= begin.revision, *conditions(wanted)),
        gone.where(tuple_(WithdrawnFact.changed, WithdrawnFact.id) > behind, WithdrawnFact.changed >= begin.revision),
    )
    return found.order_by("changed", "id")


def _changed(row: Any, begin: Position, facts: dict[str, FactView]) -> Changed:
    known = Change.CHANGED if row.added <= begin.base else Change.ADDED
    change = Change.WITHDRAWN if row.withdrawn else known
    return Changed(row.changed, change, row.id, Position(begin.base, row.changed, row.id), facts.get(row.id))
