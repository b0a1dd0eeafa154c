"""The generated events in an SQLite file, written in bulk; and texts for the facts that questions will show."""

import datetime as dt
import functools
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from graph.columns import CERTAIN, NOWHERE, OF_FACTS, UNDATED
from graph.database import migrate, open_engine
from tests.benchmarks.paths.generator import GROUPS, PLACES, World

ROLES = {"meeting": ("participant", "participant"), "role": ("person", "of"), "sanction": ("imposer", "target")}
ROLES |= {"position": ("actor", "toward")}
NOW = "2025-01-01 00:00:00"
INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ('facts', 'parts')"
AT_A_TIME = 200_000
FAST = ("synchronous = OFF", "journal_mode = OFF", "cache_size = -1000000", "threads = 2")
"""How a file is written that may be lost: nothing is put by for the case that writing is broken off."""
ENTITY = ("id", "type", "name", "withdrawn", "created_at", "imported", "changed")
FACT = ("id", "kind", "status", "start", "end", "dates", "values", "place_id", "confidence", "sources", "changed", "doubt")
PART = ("fact_id", "entity_id", "role")
TELLING = ("id", "kind", "told", "documents", "weight", "first", "last")
DOCUMENT = ("id", "text", "text_hash", "text_group", "published_at", "state", "attempts", "created_at")
CLAIM = ("id", "document_id", "fact_id", "kind", "status", "start", "end", "values", "dates", "confidence", "rule", "telling_id")


def fill(world: World, path: Path) -> str:
    """A database of the events; its SQLAlchemy URL."""
    url = f"sqlite:///{path}"
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    with sqlite3.connect(path) as connection:
        for setting in FAST:
            connection.execute(f"PRAGMA {setting}")
        indexes = connection.execute(INDEXES).fetchall()
        for name, _ in indexes:
            connection.execute(f"DROP INDEX {name}")
        _insert(connection, "entities", ENTITY, _entities(world))
        _insert(connection, "facts", FACT, _facts(world))
        _insert(connection, "parts", PART, _parts(world))
        for _, sql in indexes:
            connection.execute(sql)
        connection.execute("UPDATE revision SET number = 1")
        connection.commit()
    return url


def tell(path: Path, fact_ids: Iterable[str]) -> None:
    """Give each fact a document and a claim, so that it has words to show."""
    documents, claims = [], []
    for number, fact_id in enumerate(dict.fromkeys(fact_ids)):
        text = f"Delegations met at the request of both sides, it was said; this is sentence {number}."
        key = f"doc_{number:020x}"
        documents.append((key, text, str(number), str(number), "2025-01-01", "read", 1, NOW))
        claims.append(
            (f"claim_{number:020x}", key, fact_id, "meeting", "held", 0, len(text), "{}", "{}", 0.9, "x", "telling_all")
        )
    with sqlite3.connect(path) as connection:
        _insert(connection, "tellings", TELLING, [("telling_all", "meeting", "{}", 1, 1, "[]", "2025-01-01")])
        _insert(connection, "documents", DOCUMENT, documents)
        _insert(connection, "claims", CLAIM, claims)
        connection.commit()


def change(path: Path, world: World, number: int, seed: int, at: int) -> None:
    """Commit so many new meetings as revision `at`."""
    random = np.random.default_rng(seed)
    with sqlite3.connect(path) as connection:
        keys = [f"fact_{(seed << 40) + i + (1 << 70):020x}" for i in range(number)]
        days = random.integers(730_000, 739_000, number).tolist()
        _insert(
            connection,
            "facts",
            FACT,
            [(key, "meeting", "held", *_dates(day, day), "{}", None, 0.9, 1, at, 0) for key, day in zip(keys, days, strict=True)],
        )
        who = random.choice(world.actors, (number, 2)).tolist()
        pairs = [(key, actor.decode()) for key, actors in zip(keys, who, strict=True) for actor in set(actors)]
        _insert(connection, "parts", PART, [(*pair, "participant") for pair in pairs])
        connection.execute("UPDATE revision SET number = ?", (at,))
        connection.commit()


def _insert(connection: sqlite3.Connection, table: str, names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    columns = ", ".join(f'"{name}"' for name in names)
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({', '.join('?' * len(names))})", rows)


def _entities(world: World) -> Iterator[tuple[Any, ...]]:
    for number, key in enumerate(world.actors.tolist()):
        yield key.decode(), "person", f"Envoy {number}", 0, NOW, 0, 1
    for number in range(PLACES):
        yield f"place_{number:04}", "place", f"Town {number}", 0, NOW, 0, 1


def _facts(world: World) -> Iterator[tuple[Any, ...]]:
    columns = world.columns
    order = np.argsort(columns.ids)
    for some in np.array_split(order, len(order) // AT_A_TIME + 1):
        rows = zip(*(column[some].tolist() for column in columns[:OF_FACTS]), strict=True)
        for key, group, start, end, confidence, sources, place in rows:
            town = None if place == NOWHERE else f"place_{place:04}"
            yield key.decode(), *GROUPS[group], *_dates(start, end), "{}", town, confidence / CERTAIN, sources, 1, 0


@functools.cache
def _day(ordinal: int) -> str:
    return dt.date.fromordinal(ordinal).isoformat()


def _dates(start: int, end: int) -> tuple[str | None, str | None, str]:
    if start == UNDATED:
        return None, None, "{}"
    first, last = _day(start), _day(end)
    return first, last, f'{{"date":{{"start":"{first}","end":"{last}","precision":"day","text":""}}}}'


def _parts(world: World) -> Iterator[tuple[str, str, str]]:
    columns = world.columns
    rank = np.empty(len(columns.ids), np.int64)
    rank[np.argsort(columns.ids)] = np.arange(len(rank))
    order = np.argsort(rank[columns.part_fact], kind="stable")
    before = b""
    for some in np.array_split(order, len(order) // AT_A_TIME + 1):
        facts, actors = columns.part_fact[some], columns.part_actor[some]
        kinds = columns.group[facts].tolist()
        keys, entities = columns.ids[facts].tolist(), world.actors[actors].tolist()
        for key, entity, kind in zip(keys, entities, kinds, strict=True):
            yield key.decode(), entity.decode(), ROLES[GROUPS[kind][0]][key == before]
            before = key
