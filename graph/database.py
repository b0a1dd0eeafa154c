"""Engines, sessions and the schema of a database: SQLite in one file, or PostgreSQL.

Writers use `sessions`, readers `read_sessions`. On SQLite a writer takes the write lock as its transaction begins,
since one that has read first and finds another writer ahead of it cannot go on; readers never wait.
"""

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from orjson import dumps, loads
from psycopg.errors import QueryCanceled, ReadOnlySqlTransaction
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

import migrations
from graph import procrastinate_schema

T = TypeVar("T")
BATCH = 1000
"""Values in one statement; databases limit the number of parameters."""
BUSY_TIMEOUT_MS = 30_000
CACHE_KB, LOG_PAGES = 32_000, 10_000
"""Of SQLite: how much of the file a connection keeps at most, and how long the log grows before it is put into the file (40 MB).
With less, what one batch writes does not fit, and pages that many batches touch are written again and again."""
PROGRESS = 20_000
"""Steps of SQLite's machine between two looks at the clock."""
_JSON: Mapping[str, Callable[[Any], Any]] = {"json_serializer": lambda value: dumps(value).decode(), "json_deserializer": loads}
"""In a tenth and a third of the time that the standard library takes."""
_MIGRATION_LOCK = 7_266_120
"""Key of PostgreSQL's advisory lock under which migrations run."""


def is_embedded(url: str) -> bool:
    """Whether the database lives inside this program (SQLite), so that nobody else will migrate it."""
    return make_url(url).get_backend_name() == "sqlite"


def open_engine(url: str) -> Engine:
    """An engine for an SQLAlchemy URL; plain `postgresql://` means the psycopg driver. Its errors show no values of rows."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database and parsed.database != ":memory:":
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed, hide_parameters=True, **_JSON)
        event.listen(engine, "connect", _configure_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if parsed.drivername == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
    engine = create_engine(parsed, pool_pre_ping=True, hide_parameters=True, **_JSON)
    event.listen(engine, "begin", _limit_postgres)
    return engine


def sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions that may write."""
    return sessionmaker(engine.execution_options(begin="IMMEDIATE"), expire_on_commit=False)


def read_sessions(engine: Engine, deadline_s: float | None = None) -> sessionmaker[Session]:
    """Sessions that only read, each the database of one moment; on SQLite they never wait for a writer.

    What takes longer than `deadline_s` seconds is stopped by the database with an `OperationalError`.
    """
    options: dict[str, Any] = {"deadline_s": deadline_s}
    if engine.dialect.name == "postgresql":
        options["isolation_level"] = "REPEATABLE READ"  # else each statement would see another moment
    return sessionmaker(engine.execution_options(**options), expire_on_commit=False)


def is_read_only(error: DBAPIError) -> bool:
    """Whether a statement was refused because nothing may be written here: a replica, or a file that is protected."""
    return isinstance(error.orig, ReadOnlySqlTransaction) or "readonly database" in str(error.orig)


def was_stopped(error: OperationalError) -> bool:
    """Whether the database stopped a query because it took too long."""
    return isinstance(error.orig, QueryCanceled) or str(error.orig) == "interrupted"


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items, as many at a time as one statement may hold."""
    return (items[i : i + BATCH] for i in range(0, len(items), BATCH))


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the schema up to date, or up to `revision`; of several programs at once one does the work and the others wait."""
    connect = engine.connect().execution_options(begin="IMMEDIATE")
    with connect as connection, _references_unheeded(connection), connection.begin(), _alone(connection):
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        if revision == "head" and connection.dialect.name == "postgresql":
            procrastinate_schema.apply(connection)
        _check_references(connection)


def is_current(engine: Engine) -> bool:
    """Whether the schema is that of this code."""
    with engine.connect() as connection:
        if connection.dialect.name == "postgresql" and not procrastinate_schema.is_applied(connection):
            return False
        return schema(connection) == ScriptDirectory.from_config(_config()).get_current_head()


def schema(connection: Connection) -> str | None:
    """The revision of the schema that a database has; None where it has no tables."""
    return MigrationContext.configure(connection).get_current_revision()


def knows_schema(revision: str) -> bool:
    """Whether this code can bring a schema of `revision` up to date."""
    return revision in {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def scrub(engine: Engine) -> None:
    """Take what was deleted out of the files of an SQLite database, and values of rows out of statements kept for reuse.

    Waits for others to end their transactions. PostgreSQL overwrites what was deleted in its own time.
    """
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            connection.close()
    engine.clear_compiled_cache()


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0].replace("%", "%%"))
    return config


@contextlib.contextmanager
def _alone(connection: Connection) -> Iterator[None]:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
    yield


@contextlib.contextmanager
def _references_unheeded(connection: Connection) -> Iterator[None]:
    """On SQLite a step may make a table anew, and dropping the old one would delete the rows that refer to it."""
    raw = connection.connection.driver_connection if connection.dialect.name == "sqlite" else None
    if raw is None:
        yield
        return
    raw.execute("PRAGMA foreign_keys = OFF")  # has no effect within a transaction
    try:
        yield
    finally:
        raw.execute("PRAGMA foreign_keys = ON")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").all()):
        raise RuntimeError(f"a migration would leave references to nothing: {broken[:5]}")


def _configure_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says so, not where the driver guesses
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")  # what was accepted outlives a power cut too
    cursor.execute(f"PRAGMA cache_size = -{CACHE_KB}")
    cursor.execute(f"PRAGMA wal_autocheckpoint = {LOG_PAGES}")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA secure_delete = ON")  # deleted texts are overwritten, not only unlinked
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    raw: Any = connection.connection.driver_connection
    if "begin" in (options := connection.get_execution_options()):
        connection.exec_driver_sql(f"BEGIN {options['begin']}")
    else:
        raw.execute("BEGIN")  # takes no lock, so that nothing can go wrong that SQLAlchemy would have to tell of
    raw.set_progress_handler(_stopper(connection), PROGRESS)


def _stopper(connection: Connection) -> Callable[[], bool] | None:
    """What SQLite asks now and then whether to stop."""
    seconds = connection.get_execution_options().get("deadline_s")
    if seconds is None:
        return None
    end = time.monotonic() + seconds
    return lambda: time.monotonic() > end


def _limit_postgres(connection: Connection) -> None:
    seconds = connection.get_execution_options().get("deadline_s")
    if seconds is not None:
        connection.exec_driver_sql(f"SET LOCAL statement_timeout = {int(1000 * seconds)}")
