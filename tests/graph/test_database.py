import subprocess
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

import migrations
from graph.database import is_current, is_embedded, migrate, open_engine, read_sessions, sessions, was_stopped
from graph.store import raise_revision, revision
from graph.tables import Base


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Whether the metadata should know of it: the queue keeps tables of its own."""
    return kind != "table" or not (name or "").startswith("procrastinate_")


def test_migrations_build_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": is_ours})
        assert compare_metadata(context, Base.metadata) == []


def test_a_database_is_current_once_migrated(database_url: str) -> None:
    engine = open_engine(database_url)
    assert not is_current(engine)
    migrate(engine)
    assert is_current(engine)
    migrate(engine)
    assert is_current(engine)
    engine.dispose()


MIGRATE = "import sys; from graph.database import migrate, open_engine; migrate(open_engine(sys.argv[1]))"


def test_two_programs_may_migrate_at_once(database_url: str) -> None:
    programs = [subprocess.Popen([sys.executable, "-c", MIGRATE, database_url]) for _ in range(2)]
    assert [program.wait(60) for program in programs] == [0, 0]
    engine = open_engine(database_url)
    assert is_current(engine)
    engine.dispose()


def test_only_sqlite_is_embedded() -> None:
    assert is_embedded("sqlite:///some.db")
    assert not is_embedded("postgresql://host/name")


def test_a_plain_postgresql_url_means_psycopg() -> None:
    engine = open_engine("postgresql://someone@localhost/name")
    assert engine.url.drivername == "postgresql+psycopg"


def test_the_folder_of_an_sqlite_file_is_made(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path / 'a' / 'b' / 'new.db'}")
    migrate(engine)
    engine.dispose()
    assert (tmp_path / "a" / "b" / "new.db").exists()


def test_sqlite_keeps_foreign_keys_and_a_write_ahead_log(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with engine.connect() as connection:
        assert connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert connection.scalar(text("PRAGMA synchronous")) == 2, "FULL: a commit waits for the disk"
    engine.dispose()


def test_readers_do_not_wait_for_a_writer(engine: Engine) -> None:
    with sessions(engine).begin() as writer, read_sessions(engine)() as reader:
        raise_revision(writer)
        assert revision(reader) == 0


@pytest.mark.parametrize("changes", [1, 3])
def test_a_transaction_raises_the_revision_once(engine: Engine, changes: int) -> None:
    with sessions(engine).begin() as session:
        numbers = {raise_revision(session) for _ in range(changes)}
        assert numbers == {1}
    with sessions(engine).begin() as session:
        assert raise_revision(session) == 2


OLD_ROWS = (
    "INSERT INTO entities (id, type, name, withdrawn, created_at) VALUES ('e', 'person', 'Ann', FALSE, '2024-01-01 00:00:00')",
    "INSERT INTO entities (id, type, name, state_id, withdrawn, created_at)"
    " VALUES ('f', 'person', 'Bob', 'e', FALSE, '2024-01-01 00:00:00')",
    "INSERT INTO names (entity_id, name, norm) VALUES ('e', 'Ann', 'ann'), ('f', 'Bob', 'bob')",
    "INSERT INTO documents (id, text, text_hash, content_hash, state, attempts, created_at)"
    " VALUES ('d', 'Ann.', 'h', 'c', 'read', 1, '2024-01-01 00:00:00')",
    """INSERT INTO claims (id, document_id, kind, status, start, "end", "values", dates, confidence, rule, said_by_id)"""
    " VALUES ('c', 'd', 'meeting', 'held', 0, 1, '{}', '{}', 1, 'r', 'f')",
    """INSERT INTO mentions (claim_id, entity_id, role, start, "end") VALUES ('c', 'e', 'participant', 0, 1)""",
)
"""Rows as the first version of the tables held them."""


def test_migrations_keep_what_is_stored(database_url: str) -> None:
    engine = open_engine(database_url)
    with engine.begin() as connection:
        command.upgrade(_config(connection), "0001")
        for row in OLD_ROWS:
            connection.execute(text(row))
    migrate(engine)
    with engine.begin() as connection:
        assert connection.scalar(text("SELECT entity_id FROM mentions")) == "e"
        assert connection.scalar(text("SELECT own_state_id FROM entities WHERE id = 'f'")) == "e"
        uses = "SELECT name, document_id FROM names JOIN name_uses ON name_uses.name_id = names.id ORDER BY name"
        assert connection.execute(text(uses)).all() == [("Ann", "d"), ("Bob", "d")]
        if engine.dialect.name == "sqlite":
            assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
    engine.dispose()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", migrations.__path__[0])
    config.attributes["connection"] = connection
    return config


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT count(*) FROM n"


def test_what_takes_too_long_is_stopped_and_the_session_can_be_used_again(engine: Engine) -> None:
    reading = read_sessions(engine, 0.1)
    for _ in range(2):
        with pytest.raises(OperationalError) as stopped, reading.begin() as session:
            session.execute(text(ENDLESS))
        assert was_stopped(stopped.value)
        with reading.begin() as session:
            assert revision(session) == 0
    with read_sessions(engine).begin() as session:
        assert revision(session) == 0
