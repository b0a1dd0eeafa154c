"""Keeps the stored facts what the stored claims add up to.

What one document says of one happening is a *view*: its claims under one fact. A change to some views can only touch
the facts that are connected with them by agreement, so these alone are resolved anew.
"""

import datetime as dt
import functools
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, bindparam, delete, distinct, func, insert, or_, select
from sqlalchemy.orm import Session, selectinload

from graph import tables
from graph.claims import dates_to_json, load_claims
from graph.combine import combine
from graph.database import batches
from graph.entities import belongings_of
from graph.likeness import is_group, key_entities, outline, same_happening, window
from graph.resolve import ConsolidatedFact, ResolvedClaim, resolve_across, span_of
from graph.vocabulary import FactKind


class Resolver:
    """Resolves facts anew within one transaction, remembering to whom entities belong."""

    def __init__(self, session: Session, kinds: Mapping[str, FactKind], homeless: Collection[str] = ()) -> None:
        """`homeless` are entities to be taken as belonging to nobody, whatever is stored."""
        self.session = session
        self.kinds = kinds
        self.belongs: dict[str, str] = {}
        self.fact_of: dict[str, str | None] = {}
        """Under which fact the claims read so far are stored."""
        self._asked: set[str] = set(homeless)

    def ask(self, entity_ids: Iterable[str]) -> None:
        """Learn to whom entities belong."""
        new = set(entity_ids) - self._asked
        self._asked |= new
        for batch in batches(sorted(new)):
            self.belongs |= belongings_of(self.session, batch)

    def ask_about(self, claims: Iterable[ResolvedClaim]) -> None:
        """Learn to whom the actors and places of claims belong."""
        self.ask(_entities_of(claims))

    def views(self, condition: ColumnElement[bool]) -> list[ConsolidatedFact]:
        """What each document says of each fact, of the claims that fulfil `condition`."""
        groups: dict[tuple[str, str | None], list[ResolvedClaim]] = defaultdict(list)
        for claim, fact_id in load_claims(self.session, condition):
            groups[claim.document_id, fact_id].append(claim)
            self.fact_of[claim.id] = fact_id
        self.ask_about(claim for claims in groups.values() for claim in claims)
        views = []
        for (_, fact_id), claims in groups.items():
            view = combine(claims, self.kinds[claims[0].claim.kind], self.belongs)
            views.append(view if fact_id is None else replace(view, id=fact_id))
        return views

    def connected(self, seeds: Sequence[ConsolidatedFact]) -> list[ConsolidatedFact]:
        """The seeds and all views that agree with them, or with views that do, and so on."""
        found = list(seeds)
        joined = {view.id for view in seeds}
        frontier = self._unlike(found)
        while frontier:
            reached = self._neighbours(frontier, joined)
            joined |= {view.id for view in reached}
            found += reached
            frontier = self._unlike(reached)
        return found

    def _unlike(self, views: Iterable[ConsolidatedFact]) -> list[ConsolidatedFact]:
        """One of all views that agree with the same others; not of two within one document, which agree with none."""
        return list({outline(view, self.kinds[view.kind]): view for view in views}.values())

    def _neighbours(self, views: Sequence[ConsolidatedFact], joined: Collection[str]) -> list[ConsolidatedFact]:
        """The views of all facts that hold a view which agrees with one of `views`."""
        rivals: dict[str, list[ConsolidatedFact]] = defaultdict(list)
        for view in views:
            for fact_id in self._candidates(view):
                if fact_id not in joined:
                    rivals[fact_id].append(view)
        loaded: dict[str, list[ConsolidatedFact]] = defaultdict(list)
        for batch in batches(sorted(rivals)):
            for view in self.views(tables.Claim.fact_id.in_(batch)):
                loaded[view.id].append(view)
        return [view for id_, group in loaded.items() if self._any_agree(group, rivals[id_]) for view in group]

    def _any_agree(self, left: Iterable[ConsolidatedFact], right: Sequence[ConsolidatedFact]) -> bool:
        return any(same_happening(a, b, self.kinds[a.kind], self.belongs) for a in self._unlike(left) for b in right)

    def _candidates(self, view: ConsolidatedFact) -> Iterable[str]:
        """Facts that share enough actors with a view, and its time, to hold a view that agrees with it."""
        kind = self.kinds[view.kind]
        start, end = _window(view, kind)
        keys = sorted(key_entities(view, kind, self.belongs))
        when = {"start": start or dt.date.min, "end": end or dt.date.max}
        return self.session.connection().scalars(_candidates(kind), {"kind": kind.name, "keys": keys, **when})

    def settle(self, views: Iterable[ConsolidatedFact], old_ids: Collection[str], revision: int) -> None:
        """Resolve views to facts, and store these in place of the facts of `old_ids`."""
        facts = resolve_across(views, self.kinds, self.belongs)
        moves = {c.id: fact.id for fact in facts for c in fact.claims if self.fact_of.get(c.id) != fact.id}
        grown = set(moves.values())
        for batch in batches(facts):
            _write(self.session, batch, grown, revision, self.kinds)
        _move_claims(self.session, moves)
        _withdraw(self.session, set(old_ids) - {fact.id for fact in facts}, revision)


def _write(
    session: Session,
    facts: Sequence[ConsolidatedFact],
    grown: Collection[str],
    revision: int,
    kinds: Mapping[str, FactKind],
) -> None:
    """Store facts, touching only what is new or has changed; one that has `grown` by a claim has, even if it reads as before."""
    ids = [fact.id for fact in facts]
    query = select(tables.Fact).where(tables.Fact.id.in_(ids)).options(selectinload(tables.Fact.parts))
    stored = {row.id: row for row in session.scalars(query)}
    for fact in facts:
        if fact.id in stored:
            _update(stored[fact.id], fact, revision, kinds[fact.kind])
            if fact.id in grown:
                stored[fact.id].changed = revision
    session.flush()
    _insert(session, [fact for fact in facts if fact.id not in stored], revision, kinds)


def _insert(session: Session, facts: Sequence[ConsolidatedFact], revision: int, kinds: Mapping[str, FactKind]) -> None:
    """Store new facts, all at once; one that was withdrawn before is so no longer."""
    if not facts:
        return
    session.execute(delete(tables.WithdrawnFact).where(tables.WithdrawnFact.id.in_(fact.id for fact in facts)))
    rows = [{"id": fact.id, "changed": revision, **_columns(fact, kinds[fact.kind])} for fact in facts]
    session.execute(insert(tables.Fact), rows, execution_options={"render_nulls": True})
    parts = [{"fact_id": fact.id, "entity_id": entity_id, "role": role} for fact in facts for entity_id, role in fact.parts]
    session.execute(insert(tables.Part), parts)


def _update(row: tables.Fact, fact: ConsolidatedFact, revision: int, kind: FactKind) -> None:
    for name, value in _columns(fact, kind).items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            row.changed = revision
    parts = {(part.entity_id, part.role): part for part in row.parts}
    if set(parts) != set(fact.parts):
        row.parts = [parts.get(pair) or tables.Part(entity_id=pair[0], role=pair[1]) for pair in fact.parts]
        row.changed = revision


def _columns(fact: ConsolidatedFact, kind: FactKind) -> dict[str, Any]:
    start, end = span_of(fact.dates)
    window_start, window_end = _window(fact, kind)
    return {
        "kind": fact.kind,
        "status": fact.status,
        "start": start,
        "end": end,
        "dates": dates_to_json(fact.dates),
        "values": dict(fact.values),
        "window_start": window_start,
        "window_end": window_end,
        "place_id": fact.place,
        "confidence": fact.confidence,
        "sources": fact.sources,
    }


def _move_claims(session: Session, moves: Mapping[str, str]) -> None:
    """Put claims under their facts."""
    claims = tables.Base.metadata.tables[tables.Claim.__tablename__]
    move = claims.update().where(claims.c.id == bindparam("claim")).values(fact_id=bindparam("fact"))
    if moves:
        session.connection().execute(move, [{"claim": claim, "fact": fact} for claim, fact in moves.items()])


def _withdraw(session: Session, ids: Collection[str], revision: int) -> None:
    for batch in batches(sorted(ids)):
        gone = session.scalars(delete(tables.Fact).where(tables.Fact.id.in_(batch)).returning(tables.Fact.id)).all()
        session.add_all(tables.WithdrawnFact(id=id_, changed=revision) for id_ in gone)
    session.flush()


def _window(fact: ConsolidatedFact, kind: FactKind) -> tuple[dt.date | None, dt.date | None]:
    """The days that the windows of all documents of a fact cover together; none where there is no limit."""
    if "date" not in kind.dates:
        return None, None
    by_document: dict[str, list[ResolvedClaim]] = defaultdict(list)
    for claim in fact.claims:
        by_document[claim.document_id].append(claim)
    alone = len(by_document) == 1
    windows = [window(fact if alone else combine(claims, kind, {})) for claims in by_document.values()]
    known = [span for span in windows if span]
    if len(known) < len(windows):
        return None, None
    return min(span.start for span in known), max(span.end for span in known)


@functools.lru_cache(maxsize=32)
def _candidates(kind: FactKind) -> Select[str]:
    """The query for facts of a kind by the entities and days they share; built once, for it is asked for every view."""
    fact, part, entity = (_columns_of(table) for table in (tables.Fact, tables.Part, tables.Entity))
    keys: BindParameter[str] = bindparam("keys", expanding=True)
    in_time = (fact.window_start <= bindparam("end")) & (fact.window_end >= bindparam("start"))
    query = (
        select(fact.id)
        .where(fact.id == part.fact_id, fact.kind == bindparam("kind"), part.role.in_(kind.same_roles))
        .where(or_(fact.window_start.is_(None), in_time))
        .group_by(fact.id)
    )
    if is_group(kind):
        members = query.where(entity.id == part.entity_id, or_(entity.id.in_(keys), entity.state_id.in_(keys)))
        return members.having(func.count(distinct(part.entity_id)) > 1)
    return query.where(part.entity_id.in_(keys)).having(func.count(distinct(part.role)) == len(kind.same_roles))


def _columns_of(table: type[tables.Base]) -> Any:
    """The columns without the objects they are mapped to, which take longer."""
    return tables.Base.metadata.tables[table.__tablename__].c


def _entities_of(claims: Iterable[ResolvedClaim]) -> set[str]:
    spoken = [resolved.claim for resolved in claims]
    parts = {part.entity for claim in spoken for part in claim.parts}
    return parts | {claim.place.entity for claim in spoken if claim.place}
