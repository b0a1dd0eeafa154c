"""Ours against SQLite: searches in SQL, building the image from the tables, and taking in what was committed."""

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph import met_table
from graph.columns import CHUNK
from graph.contacts import ContactFilter
from graph.counterparts import Shared, counterparts, dates, sources
from graph.database import open_engine, read_sessions
from graph.id_columns import as_bytes
from graph.image import Image, load
from graph.image_keeper import ImageKeeper
from graph.paths import PathQuery, find
from graph.queries import FactFilter
from graph.tables import Fact, Part
from graph.views import evidence_of, references
from tests.benchmarks.paths import database, over_http, peers
from tests.benchmarks.paths.generator import EVERYTHING, MET, SHAPE, World
from tests.benchmarks.paths.measure import measure, once

DAYS = ("2010-01-01", "2014-12-31")
RECURSIVE_HOPS = 3
MIDDLING, PAGE, QUOTES = 200, 50, 5
"""Facts of an actor of middling size; counterparts a page, and quotes of each."""


def against_sql(
    world: World,
    image: Image,
    questions: Sequence[tuple[str, str]],
    seconds: float,
    kept: Path | None,
    *,
    searches_alone: bool = False,
) -> None:
    """Everything that needs the tables; they are in the file `kept`, written there if it does not exist.

    To read all columns into lists, as `_building` does, needs some kilobytes an event: too much for ten million.
    """
    with tempfile.TemporaryDirectory() as folder:
        path, url = kept or Path(folder) / "events.db", f"sqlite:///{kept or Path(folder) / 'events.db'}"
        if not path.exists():
            once("write the tables", lambda: database.fill(world, path))
        print(f"the file has {path.stat().st_size / 1e6:.0f} MB")
        frontier = peers.Frontier(path)
        measure("path, SQLite from both ends", frontier.search, questions, seconds)
        measure("path of meetings held, SQLite from both ends", lambda a, b: frontier.search(a, b, DAYS), questions, seconds)
        recursive = [(*pair, RECURSIVE_HOPS) for pair in questions[:5]]
        measure(f"path of at most {RECURSIVE_HOPS} hops, recursive query", frontier.recursive, recursive, seconds)
        _who_met(url, image)
        if searches_alone:
            return
        _building(url)
        _keeping_up(url, path, world, questions)
        over_http.run(url, path, image, questions[:400], Path(folder) / "images")


def _who_met(url: str, image: Image) -> None:
    """A page of whom an actor met, from the image and from the tables, and the words for it; they agree."""
    degrees = np.diff(image.base.starts)
    order = np.argsort(degrees, kind="stable")
    middling = np.searchsorted(degrees[order], MIDDLING)
    engine = open_engine(url)
    with read_sessions(engine).begin() as session:
        for what, some in (
            ("any", order[:: len(order) // 20 + 1]),
            (f"{MIDDLING} facts", order[middling:][:10]),
            ("most", order[-3:]),
        ):
            actors = [(image.actors[int(number)],) for number in some]
            told = [(_in_tables(session, *actor), _in_image(image, *actor)) for actor in actors]
            assert all(tables == page for tables, page in told)
            measure(f"who met whom, tables: {what}", lambda who: _in_tables(session, who), actors)
            measure(f"who met whom, image: {what}", lambda who: _in_image(image, who), actors)
            measure("the words for it", lambda page: _words(session, page), [(page,) for _, page in told])
    engine.dispose()


def _in_tables(session: Session, who: str) -> list[Shared]:
    rows = counterparts(session, who, FactFilter(MET, [("participant", who)]), "participant")
    return [row.shared for row in rows[:PAGE]]


def _in_image(image: Image, who: str) -> list[Shared]:
    return met_table.page(image, who, ContactFilter(MET), PAGE).rows


def _words(session: Session, page: Sequence[Shared]) -> Any:
    """What is asked of the tables for a page."""
    quoted = [fact for row in page for fact in row.facts[:QUOTES]]
    return (
        references(session, (row.entity_id for row in page)),
        sources(session, page),
        dates(session, page),
        evidence_of(session, quoted),
    )


def _building(url: str) -> None:
    """The image from the tables, beside reading the same columns and sorting them."""
    engine = open_engine(url)
    with read_sessions(engine).begin() as session:
        once("read the columns and sort", lambda: _bare(session))
        once("build the image from the tables", lambda: load(session, SHAPE))
    engine.dispose()


def _bare(session: Session) -> Any:
    """The columns that the image needs as arrays, and the parts sorted by fact and actor."""
    facts = select(Fact.id, Fact.kind, Fact.status, Fact.start, Fact.end, Fact.confidence, Fact.sources, Fact.place_id)
    columns = [_read(session, query) for query in (facts, select(Part.fact_id, Part.entity_id))]
    keys = [np.unique(as_bytes(column), return_inverse=True)[1] for column in columns[1]]
    return np.lexsort(keys), np.argsort(as_bytes(columns[0][0])), columns


def _read(session: Session, query: Any) -> list[list[Any]]:
    found: list[list[Any]] = []
    for rows in session.connection().execute(query, execution_options={"stream_results": True}).partitions(CHUNK):
        for column, values in zip(found or [[] for _ in rows[0]], zip(*rows, strict=True), strict=True):
            column.extend(values)
            if len(found) < len(rows[0]):
                found.append(column)
    return found


def _keeping_up(url: str, path: Path, world: World, questions: Sequence[tuple[str, str]]) -> None:
    """How long until 1,000 committed facts are seen, and what 10,000 in the thin layer cost."""
    engine, keeper = open_engine(url), ImageKeeper(SHAPE, fewest=1_000_000)
    with read_sessions(engine).begin() as session:
        keeper.get(session)
    before = _mean(keeper, engine, questions)
    times = []
    for round_ in range(10):
        database.change(path, world, 1_000, seed=round_, at=round_ + 2)
        with read_sessions(engine).begin() as session:
            started = time.process_time()
            keeper.get(session)
            times.append((time.process_time() - started) * 1000)
    print(f"1,000 committed facts are taken in after {np.median(times):.1f} ms (best {min(times):.1f}, worst {max(times):.1f})")
    after = _mean(keeper, engine, questions)
    print(f"mean of a path: {before:.3f} ms; with 10,000 facts in the thin layer {after:.3f} ms, {after / before:.2f} times")
    engine.dispose()


def _mean(keeper: ImageKeeper, engine: Any, questions: Sequence[tuple[str, str]]) -> float:
    contacts = ContactFilter(EVERYTHING)
    with read_sessions(engine).begin() as session:
        image = keeper.get(session)
    for _ in range(2):
        started = time.process_time()
        for source, target in questions:
            find(image, PathQuery(source, target, contacts))
    return (time.process_time() - started) / len(questions) * 1000
