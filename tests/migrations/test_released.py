"""A database of every released version is brought up to date, with all that is in it.

`released/` holds a backup of the sample news for each schema that was released: made by `backchannel backup` of that version.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, MetaData, Table, select

from app.compressed import plain
from app.main import create_app
from app.restore import restore
from app.settings import Settings
from graph.database import is_current, open_engine, schema
from graph.tables import Document

RELEASED = sorted((Path(__file__).parent / "released").glob("*.backup"))
FIRST = "0001"


@pytest.fixture(params=RELEASED, ids=lambda file: file.stem)
def release(request: pytest.FixtureRequest) -> Path:
    file = request.param
    assert isinstance(file, Path)
    return file


@pytest.fixture
def upgraded(release: Path, database_url: str) -> Iterator[Engine]:
    """A database of the release, up to date."""
    engine = open_engine(database_url)
    restore(engine, release)
    yield engine
    engine.dispose()


def held(release: Path) -> dict[str, list[dict[str, object]]]:
    """The rows of a release."""
    tables: dict[str, list[dict[str, object]]] = {}
    columns: list[str] = []
    rows: list[dict[str, object]] = []
    with release.open("rb") as packed:
        for line in map(orjson.loads, plain(packed)):
            if isinstance(line, list):
                rows.append(dict(zip(columns, line, strict=True)))
            elif "table" in line:
                columns, rows = line["columns"], tables.setdefault(line["table"], [])
    return tables


def test_there_is_a_database_of_the_first_release() -> None:
    assert RELEASED[0].stem == FIRST


KEPT = {
    "documents": ("id", "external_id", "text", "state"),
    "claims": ("id", "document_id", "fact_id", "kind", "status", "start", "end"),
    "facts": ("id", "kind", "status"),
    "parts": ("fact_id", "entity_id", "role"),
    "mentions": ("claim_id", "entity_id", "role", "start", "end"),
    "entities": ("id", "type", "name", "known_key", "state_id"),
    "names": ("entity_id", "name", "norm"),
}


def test_every_row_is_kept(release: Path, upgraded: Engine) -> None:
    before = held(release)
    with upgraded.connect() as connection:
        for name, columns in KEPT.items():
            table = Table(name, MetaData(), autoload_with=connection)
            after = connection.execute(select(*(table.c[column] for column in columns)))
            assert sorted(repr(tuple(row)) for row in after) == sorted(
                repr(tuple(row[column] for column in columns)) for row in before[name]
            )


def test_it_is_up_to_date_and_answers(upgraded: Engine, database_url: str) -> None:
    assert is_current(upgraded)
    with upgraded.connect() as connection:
        assert schema(connection) != FIRST
        texts = {row.id: row.text for row in connection.execute(select(Document.id, Document.text))}
    app = create_app(Settings(database_url=database_url))
    client = TestClient(app, base_url="http://127.0.0.1")
    met = client.get("/v1/met", params={"who": "Zelensky"})
    assert_quoted(met.json()["items"], texts)
    chain = client.get("/v1/paths", params={"source": "Kenyatta", "target": "Tamim", "k": 1}).json()["items"][0]
    assert [entity["name"] for entity in chain["entities"]][::3] == ["Uhuru Kenyatta", "Tamim bin Hamad Al Thani"]
    app.state.context.engine.dispose()


def assert_quoted(items: Sequence[dict[str, Any]], texts: dict[str, str]) -> None:
    """Every counterpart comes with words of the text."""
    assert items
    for evidence in (evidence for item in items for evidence in item["evidence"]):
        assert texts[evidence["document_id"]][evidence["start"] : evidence["end"]] == evidence["quote"]
