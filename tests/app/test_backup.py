"""Backups hold one moment of a database at work, and each kind of database restores those of either."""

import itertools
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import zstandard
from sqlalchemy import Engine, func, select

from app import backup as writing
from app.backup import BackupError, backup, tables
from app.reading import Reader
from app.restore import restore
from graph.database import is_current, migrate, open_engine, read_sessions, sessions
from graph.store import NewDocument, add_document, save_reading
from graph.tables import Claim, Document, Fact, Revision
from graph.understanding import rebuild
from nlp.kinds import KINDS

SENTENCES = (
    "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09.",
    "Emmanuel Macron met Anna Kovač on 2023-03-01. European Union sanctioned Russia on 2022-02-01.",
    "Anna Kovač met Boris Lind on 2023-02-01. Boris Lind is envoy of Ukraine.",
)
KINDS_OF_DATABASE = ("sqlite", "postgres")


def tell(engine: Engine, reader: Reader, number: int) -> None:
    """Store one more document, and read it."""
    text = f"{SENTENCES[number % len(SENTENCES)]} Report {number} of “Genève” – \U0001f54a."
    with sessions(engine).begin() as session:
        document, _ = add_document(session, NewDocument(text, external_id=f"report-{number}", language="en"))
    with sessions(engine).begin() as session:
        save_reading(session, document.id, reader.read(text, None), KINDS)


def rows(engine: Engine) -> dict[str, list[tuple[Any, ...]]]:
    """All that a database holds, moments without their zone, since SQLite keeps none."""
    with engine.connect() as connection:
        return {
            str(table.name): sorted(
                tuple(str(value).removesuffix("+00:00") for value in row) for row in connection.execute(select(table))
            )
            for table in tables(connection)
        }


@pytest.fixture(params=KINDS_OF_DATABASE)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Another database, without tables."""
    url = f"sqlite:///{tmp_path / 'other.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres_url")
    engine = open_engine(url)
    yield engine
    engine.dispose()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "news.backup"


def test_either_database_restores_the_backup_of_either(
    engine: Engine, empty: Engine, sentence_reader: Reader, file: Path
) -> None:
    for number in range(7):
        tell(engine, sentence_reader, number)
    written = backup(engine, file)
    assert written["documents"] == 7
    assert restore(empty, file) == written
    assert rows(empty) == rows(engine)
    assert is_current(empty)
    tell(empty, sentence_reader, 8)  # new rows get ids behind those restored


def test_a_backup_is_of_one_moment_while_documents_come_in(
    engine: Engine, tmp_path: Path, sentence_reader: Reader, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(engine, sentence_reader, 0)
    halfway, go_on, stop = threading.Event(), threading.Event(), threading.Event()

    def write() -> None:
        halfway.wait(60)
        for number in itertools.count(1):
            tell(engine, sentence_reader, number)
            if number == 5:
                go_on.set()
            if number >= 5 and stop.is_set():
                break

    real = writing._stored

    def pausing(table: Any) -> Any:
        """After the first table has been read, let others write."""
        if table.name == "claims":
            halfway.set()
            assert go_on.wait(60)
        return real(table)

    monkeypatch.setattr(writing, "_stored", pausing)
    writer = threading.Thread(target=write)
    writer.start()
    try:
        written = backup(engine, file)
    finally:
        stop.set()
        writer.join()
    assert written["documents"] == 1, "what came in later is no part of it"
    other = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    restore(other, file)
    with read_sessions(other).begin() as session:
        assert session.scalars(select(Document.state)).all() == ["read"]
        assert session.scalar(select(func.count()).where(Claim.fact_id.not_in(select(Fact.id)))) == 0
        assert session.scalars(select(Revision.number)).one() == session.scalar(select(func.max(Fact.changed)))
    before = rows(other)["facts"]
    with sessions(other).begin() as session:
        rebuild(session, KINDS)
    assert [row[:3] for row in rows(other)["facts"]] == [row[:3] for row in before]
    other.dispose()


def test_half_a_backup_restores_nothing(engine: Engine, tmp_path: Path, sentence_reader: Reader, file: Path) -> None:
    tell(engine, sentence_reader, 0)
    backup(engine, file)
    packed = file.read_bytes()
    lines = zstandard.decompress(packed, max_output_size=2**24)
    halves = [whole[: int(len(whole) * part)] for whole in (packed, lines) for part in (0.3, 0.7, 0.99)]
    other = open_engine(f"sqlite:///{tmp_path / 'other.db'}")
    for half in (*halves, *(lines.rpartition(b"\n[")[:1]), lines.replace(b'"documents":1', b'"documents":2')):
        file.write_bytes(half)
        with pytest.raises(BackupError, match=r"is no backup|damaged|not whole"):
            restore(other, file)
        assert all(rows(other)[table] == [] for table in ("documents", "entities", "facts") if table in rows(other))
    file.write_bytes(lines)
    assert restore(other, file)["documents"] == 1, "what an attempt left behind does not stand in the way"
    other.dispose()


def test_a_database_with_documents_is_left_alone(engine: Engine, sentence_reader: Reader, file: Path) -> None:
    tell(engine, sentence_reader, 0)
    backup(engine, file)
    before = rows(engine)
    with pytest.raises(BackupError, match="has tables already"):
        restore(engine, file)
    assert rows(engine) == before


@pytest.mark.parametrize("content", [b"", b"{}", b'{"backchannel": 2}', b'{"backchannel": 1, "schema": "9999"}\n', b"\xff\xfe"])
def test_what_is_no_backup_is_refused(sqlite_url: str, file: Path, content: bytes) -> None:
    file.write_bytes(content)
    engine = open_engine(sqlite_url)
    with pytest.raises(BackupError):
        restore(engine, file)
    engine.dispose()


def test_a_backup_that_fails_leaves_no_file_behind(sqlite_url: str, file: Path) -> None:
    engine = open_engine(sqlite_url)
    with pytest.raises(BackupError, match="no tables"):
        backup(engine, file)
    migrate(engine)
    engine.dispose()
    assert list(file.parent.glob("*.backup*")) == []
