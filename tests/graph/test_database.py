import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, text

from graph.database import is_current, is_embedded, migrate, open_engine, read_sessions, sessions
from graph.store import raise_revision, revision
from graph.tables import Base


def test_migrations_build_the_tables(engine: Engine) -> None:
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


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
