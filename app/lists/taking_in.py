"""A list taken in: entities first, then the offices that refer to them, in batches that are committed one by one."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TypeVar

from sqlalchemy.orm import Session, sessionmaker

from app.lists.countries import alpha_3
from app.lists.files import Row, rows
from app.lists.records import BadRecordError, Link, Office, Passed, Post, Record, parse
from graph.imports import Known, Listed, ListedTerm, import_entities, import_term
from graph.text_keys import fold
from graph.vocabulary import EntityType
from nlp.gazetteer import Entry, Gazetteer
from nlp.offices import normal

T = TypeVar("T")
BATCH = 200
"""Rows committed together."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line that could not be taken in, and why."""

    where: str
    reason: str


@dataclass(slots=True)
class Outcome:
    """What became of a list."""

    new: int = 0
    known: int = 0
    """Entities that were there already, and learned what the list tells."""
    offices: int = 0
    passed: Counter[str] = field(default_factory=Counter)
    """Rows of schemata that are neither entities nor offices."""
    refused: list[Refused] = field(default_factory=list)


class TakingIn:
    """One import; `advance` is told how many bytes were read."""

    def __init__(self, sessions: sessionmaker[Session], advance: Callable[[int], None] = lambda _: None) -> None:
        self._sessions = sessions
        self._advance = advance
        self._gazetteer = Gazetteer.load()
        self._by_wikidata = {entry.wikidata: entry for entry in self._gazetteer.entries.values() if entry.wikidata}
        self._posts: dict[str, Post] = {}
        self.outcome = Outcome()

    def run(self, paths: Iterable[Path]) -> Outcome:
        """Take all files in: read once for the entities and once for who held which office."""
        files = list(paths)
        for batch in _batches(row for path in files for row in rows(path, self._advance)):
            listed = [self._listed(record) for row in batch if (record := self._entity(row))]
            with self._sessions.begin() as session:
                imported = import_entities(session, listed)
            self.outcome.new += sum(one.is_new for one in imported)
            self.outcome.known += sum(not one.is_new for one in imported)
        for terms in _batches(self._terms(files)):
            with self._sessions.begin() as session:
                for where, term in terms:
                    self._term(session, where, term)
        return self.outcome

    def _entity(self, row: Row) -> Record | None:
        """The entity of a row; what else it may be is noted."""
        try:
            record = _record(row)
        except BadRecordError as error:
            self.outcome.refused.append(Refused(row.where, str(error)))
            return None
        match record:
            case Record():
                return record
            case Post():
                self._posts[record.id] = record
            case Passed():
                self.outcome.passed[record.schema] += 1
        return None

    def _terms(self, files: Iterable[Path]) -> Iterator[tuple[str, ListedTerm]]:
        for row in (row for path in files for row in rows(path)):
            try:
                record = _record(row)
            except BadRecordError:
                continue  # reported as the entities were read
            if isinstance(record, Record):
                yield from ((row.where, self._term_of(record.id, office)) for office in record.offices)
            elif isinstance(record, Link):
                yield row.where, self._linked(record)

    def _term(self, session: Session, where: str, term: ListedTerm) -> None:
        if (problem := import_term(session, term)) is None:
            self.outcome.offices += 1
        else:
            self.outcome.refused.append(Refused(where, problem))

    def _term_of(self, holder: str, office: Office) -> ListedTerm:
        return ListedTerm(holder, normal(office.title), self._body(office.of) or office.of, office.since, office.until)

    def _linked(self, link: Link) -> ListedTerm:
        post = self._posts.get(link.post)
        title, of = (post.title, post.of) if post else (link.title or "member", link.post)
        return ListedTerm(link.holder, normal(title), self._body(of) or of, link.since, link.until)

    def _listed(self, record: Record) -> Listed:
        state = self._state(record.state) if record.state else None
        known = self._same(record, state)
        acts_for = _known(state) if state and record.type is EntityType.PERSON else None
        country = state.country if state else None
        names = tuple(record.aliases)
        return Listed(
            record.id, record.type, record.name, names, record.wikidata, country, acts_for, _known(known) if known else None
        )

    def _same(self, record: Record, state: Entry | None) -> Entry | None:
        """The gazetteer's entry of the same: by Wikidata, or the only one of its full name that nothing speaks against."""
        if record.wikidata in self._by_wikidata:
            return self._by_wikidata[record.wikidata]
        if record.type is EntityType.PERSON:
            named = [entry for entry in self._gazetteer.persons(record.name) if fold(record.name) in map(fold, entry.names)]
            alike = [entry for entry in named if state is not None and entry.state == state.key]
        else:
            alike = [sense.entry for sense in self._gazetteer.senses(record.name) if sense.how == "name"]
        fitting = [entry for entry in alike if not (entry.wikidata and record.wikidata)]
        return fitting[0] if len(fitting) == 1 else None

    def _state(self, text: str) -> Entry | None:
        """A state by its code, its Wikidata id or any of its names."""
        code = alpha_3(text)
        entry = self._gazetteer.entry(f"state/{code}") if code else self._by_wikidata.get(text)
        senses = (sense.entry for sense in self._gazetteer.senses(text) if sense.entry.type is EntityType.STATE)
        return entry or next(senses, None)

    def _body(self, text: str) -> Known | None:
        """A state or body of the gazetteer."""
        senses = (sense.entry for sense in self._gazetteer.senses(text) if sense.how == "name")
        entry = self._state(text) or self._by_wikidata.get(text) or next(senses, None)
        return _known(entry) if entry else None


def _record(row: Row) -> Record | Post | Link | Passed:
    if row.fields is None:
        raise BadRecordError(row.problem or "nothing can be read")
    return parse(row.fields)


def _known(entry: Entry) -> Known:
    return Known(entry.key, entry.type, entry.name, entry.wikidata, entry.country)


def _batches(items: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(items, BATCH)):
        yield batch
