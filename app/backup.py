"""Backups: all tables as one transaction sees them, in one compressed file that SQLite and PostgreSQL restore alike.

The file holds JSON Lines, compressed by Zstandard: a head with the revision of the schema, then for each table its columns and
its rows, then how many rows there were. Without that last line it is no backup. `app/restore.py` reads it.
"""

import base64
import datetime as dt
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any, BinaryIO

import orjson
import zstandard
from sqlalchemy import Column, Connection, Engine, MetaData, Table, select
from sqlalchemy import inspect as inspector

from app.whole_file import whole_file
from graph.database import schema
from graph.tables import Base

FORMAT = 1
BATCH = 1000
"""Rows written or read at once."""


class BackupError(Exception):
    """A backup cannot be made or restored; the message says why."""


def backup(engine: Engine, file: Path) -> Mapping[str, int]:
    """Write all rows to `file`, while others go on writing to the database; how many rows of each table.

    The file has its name only once it is whole.
    """
    with _snapshot(engine) as connection, whole_file(file) as target:
        return _write(connection, target)


def tables(connection: Connection) -> list[Table]:
    """Our tables as the database has them, those first to which others refer."""
    reflected = MetaData()
    ours = Base.metadata.tables.keys() & set(inspector(connection).get_table_names())
    reflected.reflect(connection, only=sorted(ours))
    return reflected.sorted_tables


def _snapshot(engine: Engine) -> Connection:
    """A connection to which the database stands still. SQLite's transactions are like that anyway."""
    options: dict[str, Any] = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return engine.connect().execution_options(**options if engine.dialect.name == "postgresql" else {})


def _write(connection: Connection, target: BinaryIO) -> Counter[str]:
    revision = schema(connection)
    if revision is None:
        raise BackupError("there are no tables in this database")
    rows: Counter[str] = Counter()
    with zstandard.ZstdCompressor(write_checksum=True).stream_writer(target, closefd=False) as packed:

        def line(value: Any) -> None:
            packed.write(orjson.dumps(value, default=_encoded) + b"\n")

        line({"backchannel": FORMAT, "schema": revision, "made_at": dt.datetime.now(dt.UTC)})
        for table in tables(connection):
            columns = _stored(table)
            line({"table": str(table.name), "columns": [str(column.name) for column in columns]})
            for row in connection.execute(select(*columns), execution_options={"yield_per": BATCH}):
                line([_utc(value) for value in row])
                rows[str(table.name)] += 1
        line({"rows": rows})
    return rows


def _stored(table: Table) -> list[Column[Any]]:
    """The columns of which the database does not make the value by itself."""
    return [column for column in table.columns if column.computed is None]


def _utc(value: Any) -> Any:
    """SQLite keeps no time zone: what it holds is UTC."""
    return value.replace(tzinfo=dt.UTC) if isinstance(value, dt.datetime) and value.tzinfo is None else value


def _encoded(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    raise TypeError(f"a {type(value).__name__} has no place in a backup")
