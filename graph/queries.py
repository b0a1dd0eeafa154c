"""Questions to the tables: facts and documents, filtered, and a page at a time by the key of the last row seen."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from graph.tables import Claim, Document, Fact, Part

FORMER, INCOMING = "former", "incoming"
"""Statuses of an office that has ended, and of one that has not begun."""
Key = tuple[dt.date, str]
"""Where a page ended: the date and id of its last row."""


@dataclass(frozen=True, slots=True)
class FactFilter:
    """Which facts are wanted; a field left empty asks for nothing.

    `kinds` maps the kinds wanted to the statuses wanted, none meaning all. `parts` are pairs of a role (none: any) and
    an entity, all of which a fact must have. `choices` are values of which a fact must have one, `words` are words that
    a value must contain.
    """

    kinds: Mapping[str, Collection[str]] = field(default_factory=dict)
    parts: Sequence[tuple[str | None, str]] = ()
    choices: Mapping[str, Collection[str]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    place_id: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    as_of: dt.date | None = None


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents are wanted."""

    state: str | None = None
    source: str | None = None
    external_id: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None


def fact_ids(
    session: Session, wanted: FactFilter, limit: int, after: Key | None = None, oldest_first: bool = False
) -> tuple[list[str], Key | None]:
    """A page of ids of facts, newest first unless told otherwise, and the key of the next page if there is one."""
    day = func.coalesce(Fact.start, literal(dt.date.max if oldest_first else dt.date.min)).label("day")
    found = select(Fact.id, day).where(*conditions(wanted))
    return _page(session, found, limit, after, oldest_first)


def all_fact_ids(session: Session, wanted: FactFilter) -> list[str]:
    """The ids of all facts wanted, oldest first; facts without a date come last."""
    return list(session.scalars(select(Fact.id).where(*conditions(wanted)).order_by(Fact.start.is_(None), Fact.start, Fact.id)))


def document_ids(session: Session, wanted: DocumentFilter, limit: int, after: Key | None = None) -> tuple[list[str], Key | None]:
    """A page of ids of documents, newest first."""
    day = func.coalesce(Document.published_at, literal(dt.date.min)).label("day")
    tests = {Document.state: wanted.state, Document.source: wanted.source, Document.external_id: wanted.external_id}
    found = select(Document.id, day).where(*(column == value for column, value in tests.items() if value))
    if wanted.since:
        found = found.where(Document.published_at >= wanted.since)
    if wanted.until:
        found = found.where(Document.published_at <= wanted.until)
    return _page(session, found, limit, after, oldest_first=False)


def copies_of(session: Session, document: Document, limit: int = 100) -> list[str]:
    """The ids of other documents with nearly the same text, the oldest first."""
    alike = select(Document.id).where(Document.text_group == document.text_group, Document.id != document.id)
    return list(session.scalars(alike.order_by(Document.created_at, Document.id).limit(limit)))


def counts_by_document(session: Session, ids: Collection[str]) -> dict[str, dict[str, int]]:
    """How many claims each document makes, and how many facts these support; documents without claims are left out."""
    rows = session.execute(
        select(Claim.document_id, func.count(), func.count(Claim.fact_id.distinct()))
        .where(Claim.document_id.in_(ids))
        .group_by(Claim.document_id)
    )
    return {document_id: {"claims": claims, "facts": facts} for document_id, claims, facts in rows}


def counts_by_kind(session: Session, entity_id: str) -> dict[str, int]:
    """How many facts of each kind an entity takes part in."""
    taking_part = select(Part.fact_id).where(Part.entity_id == entity_id)
    rows = session.execute(select(Fact.kind, func.count()).where(Fact.id.in_(taking_part)).group_by(Fact.kind))
    return {kind: number for kind, number in rows}


def conditions(wanted: FactFilter) -> list[ColumnElement[bool]]:
    """The filter as conditions on `Fact`."""
    tests = [_has_part(role, entity_id) for role, entity_id in wanted.parts]
    if wanted.kinds:
        kind, status = (_searched(column, by_index=not wanted.parts) for column in (Fact.kind, Fact.status))
        tests.append(or_(*(and_(kind == of, *_one_of(status, statuses)) for of, statuses in wanted.kinds.items())))
    tests += [Fact.values[name].as_string().in_(choices) for name, choices in wanted.choices.items() if choices]
    tests += [Fact.values[name].as_string().icontains(text, autoescape=True) for name, text in wanted.words.items()]
    if wanted.place_id:
        tests.append(Fact.place_id == wanted.place_id)
    if wanted.since or wanted.until:
        tests.append(_lies_in(wanted.since or dt.date.min, wanted.until or dt.date.max))
    if wanted.as_of:
        tests.append(_held_on(wanted.as_of))
    return tests


def _searched(column: InstrumentedAttribute[str], *, by_index: bool) -> ColumnElement[str]:
    """A column; with its index out of use where SQLite would read all meetings there are, instead of those of an actor."""
    return column.expression if by_index else column.concat("")


def _one_of(column: ColumnElement[str], values: Collection[str]) -> list[ColumnElement[bool]]:
    return [column.in_(values)] if values else []


def _has_part(role: str | None, entity_id: str) -> ColumnElement[bool]:
    having = select(Part.fact_id).where(Part.entity_id == entity_id)
    return Fact.id.in_(having if role is None else having.where(Part.role == role))


def _lies_in(since: dt.date, until: dt.date) -> ColumnElement[bool]:
    """Whether a fact may have been on some day of a period; one that tells no date was on none."""
    dated = or_(Fact.start.is_not(None), Fact.end.is_not(None))
    return and_(dated, or_(Fact.end.is_(None), Fact.end >= since), or_(Fact.start.is_(None), Fact.start <= until))


def _held_on(day: dt.date) -> ColumnElement[bool]:
    """Whether an office was held on `day`, as far as is known.

    An office without dates was held from the day on which a document first called it so, until one calls it former.
    """
    told = Fact.id.in_(select(Claim.fact_id).join(Document).where(Document.published_at <= day))
    begun = or_(Fact.start <= day, and_(Fact.start.is_(None), Fact.status != INCOMING, or_(Fact.end.is_not(None), told)))
    not_ended = or_(Fact.end >= day, and_(Fact.end.is_(None), or_(Fact.status != FORMER, ~told)))
    return and_(begun, not_ended)


def _page(
    session: Session, found: Select[str, dt.date], limit: int, after: Key | None, oldest_first: bool
) -> tuple[list[str], Key | None]:
    """A page of ids, by the date that `found` selects beside them; rows without a date come last."""
    key, day = found.selected_columns
    if after:
        passed = day > after[0] if oldest_first else day < after[0]
        found = found.where(or_(passed, and_(day == after[0], key > after[1])))
    rows = session.execute(found.order_by(day if oldest_first else day.desc(), key).limit(limit + 1)).all()
    more = len(rows) > limit
    return [row[0] for row in rows[:limit]], (rows[limit - 1][1], rows[limit - 1][0]) if more else None
