"""Restoring: an empty database filled from a backup, which may come from the other kind of database or an earlier version."""

import base64
import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    bindparam,
    func,
    select,
    update,
)

from app.backup import BATCH, FORMAT, BackupError, tables
from app.compressed import DAMAGED, plain
from app.database import bring_up_to_date
from graph.database import knows_schema, migrate, schema


def restore(engine: Engine, file: Path) -> Mapping[str, int]:
    """Fill an empty database from `file`, all or nothing, and bring its schema up to date; how many rows of each table.

    Raises `BackupError` where the file is no whole backup, or the database is not empty.
    """
    try:
        with file.open("rb") as packed:
            lines = map(orjson.loads, plain(packed))
            revision = _revision(next(lines, None), file)
            _prepare(engine, revision)
            with engine.execution_options(begin="IMMEDIATE").begin() as connection:
                rows = _load(connection, lines, file)
    except (*DAMAGED, orjson.JSONDecodeError) as error:
        raise BackupError(f"{file} is no backup, or a damaged one: {error}") from error
    bring_up_to_date(engine)
    return rows


def _revision(head: Any, file: Path) -> str:
    """The schema of the backup that begins with `head`."""
    if not isinstance(head, dict) or head.get("backchannel") != FORMAT:
        raise BackupError(f"{file} is no backup that this version reads")
    revision = str(head["schema"])
    if not knows_schema(revision):
        raise BackupError(f"{file} was made by a later version: this one does not know its schema {revision}")
    return revision


def _prepare(engine: Engine, revision: str) -> None:
    """Make the tables of the backup's schema in a database that has none, or has them with nothing in them."""
    with engine.connect() as connection:
        found = schema(connection)
        if found is not None and (found != revision or not _is_empty(connection)):
            raise BackupError("a backup is restored into an empty database, and this one has tables already")
    migrate(engine, revision)


def _is_empty(connection: Connection) -> bool:
    documents = Table("documents", MetaData(), autoload_with=connection)
    return connection.execute(select(documents.c.id).limit(1)).first() is None


def _load(connection: Connection, lines: Iterator[Any], file: Path) -> Counter[str]:
    to_fill = {table.name: table for table in tables(connection)}
    for table in reversed(to_fill.values()):
        connection.execute(table.delete())  # rows that migrations put there
    rows: Counter[str] = Counter()
    filler: _Filler | None = None
    for line in lines:
        if isinstance(line, list) and filler is not None:
            filler.add(line)
            rows[filler.table.name] += 1
            continue
        if filler is not None:
            filler.finish()
        if line.get("rows") == rows:
            return rows
        if "rows" in line:
            raise BackupError(f"{file} is damaged: it tells of {line['rows']} rows and has {dict(rows)}")
        filler = _Filler(connection, to_fill[line["table"]], line["columns"])
    raise BackupError(f"{file} is not whole: it ends without its last line")


class _Filler:
    """Fills one table. What rows say of other rows of the same table is filled in when all are there."""

    def __init__(self, connection: Connection, table: Table, columns: Sequence[str]) -> None:
        self.table = table
        self._connection = connection
        self._decoders = {name: _decoder(table.columns[name]) for name in columns}
        self._inward = [name for name in columns if any(key.references(table) for key in table.columns[name].foreign_keys)]
        self._keys = [column.name for column in table.primary_key]
        self._rows: list[dict[str, Any]] = []
        self._references: list[dict[str, Any]] = []

    def add(self, values: Sequence[Any]) -> None:
        """Add a row."""
        row = {
            name: None if value is None else decode(value)
            for (name, decode), value in zip(self._decoders.items(), values, strict=True)
        }
        if any(row[name] is not None for name in self._inward):
            self._references.append({f"the_{name}": row[name] for name in (*self._inward, *self._keys)})
        self._rows.append(row | dict.fromkeys(self._inward))
        if len(self._rows) == BATCH:
            self._send()

    def finish(self) -> None:
        """Write what waits, and have the database count on from the last row."""
        self._send()
        if self._references:
            row = update(self.table).where(*(self.table.c[key] == bindparam(f"the_{key}") for key in self._keys))
            self._connection.execute(row.values({name: bindparam(f"the_{name}") for name in self._inward}), self._references)
        if self._connection.dialect.name == "postgresql":
            self._count_on()

    def _send(self) -> None:
        if self._rows:
            self._connection.execute(self.table.insert(), self._rows)
            self._rows = []

    def _count_on(self) -> None:
        for column in self.table.primary_key:
            if isinstance(column.type, Integer):
                sequence = func.pg_get_serial_sequence(self.table.name, column.name)
                self._connection.execute(select(func.setval(sequence, func.max(column))))


def _decoder(column: Column[Any]) -> Callable[[Any], Any]:
    """What makes a value of a column of how it is written in the file."""
    match column.type:
        case DateTime():
            return lambda written: dt.datetime.fromisoformat(written).astimezone(dt.UTC)
        case Date():
            return dt.date.fromisoformat
        case LargeBinary():
            return base64.b64decode
    return lambda written: written
