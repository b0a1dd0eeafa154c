"""What the reader is taught before it is loaded: the names and offices of imported entities."""

from collections.abc import Iterable
from itertools import starmap

from graph.database import is_current, open_engine, read_sessions
from graph.imports import ForReader, for_reader
from graph.vocabulary import EntityType
from nlp.gazetteer import Entry, Gazetteer, Term, day
from nlp.offices import normal


def teach(database_url: str) -> None:
    """Have this process's gazetteer know the entities that were imported into a database."""
    engine = open_engine(database_url)
    try:
        if is_current(engine):
            with read_sessions(engine).begin() as session:
                Gazetteer.load().learn(entries(for_reader(session)))
    finally:
        engine.dispose()


def entries(found: Iterable[ForReader]) -> Iterable[Entry]:
    """Imported entities as entries of the gazetteer."""
    for one in found:
        names = tuple(dict.fromkeys((one.name, *one.names)))
        terms = tuple(starmap(_term, one.terms))
        yield Entry(one.key, EntityType(one.type), one.name, names, one.wikidata, one.country, one.state, (), None, terms)


def _term(office: str, of: str, since: str | None, until: str | None) -> Term:
    return Term(normal(office), of, day(since, last=False), day(until, last=True))
