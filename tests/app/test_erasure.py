"""After a document is deleted nothing of it is left: in tables, in files, in memory, in logs and metrics.

The words that are looked for are made of a number each time they are needed, so that the test itself does not hold them.
"""

import gc
import io
import json
import logging
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from sqlalchemy import Engine, MetaData, select

from app import logs
from app.reading import Reader
from app.settings import Settings
from graph.database import open_engine
from tests.app.conftest import serving

SECRETS = ("person", "place", "topic", "title", "url", "source", "external")
MARK = "qxjz"
"""How each of the words begins, and written backwards ends."""


def word(of: str) -> str:
    """A word that stands in one document alone."""
    number = 7_919 ** (SECRETS.index(of) + 3) % 26**8
    return MARK + "".join(chr(ord("a") + number // 26**place % 26) for place in range(8))


def person() -> str:
    return f"{word('person').title()} {word('person')[::-1].title()}"


def body() -> dict[str, str]:
    """The document that is to be forgotten."""
    text = (
        f"{person()} met Vladimir Putin in {word('place').title()} on 2019-12-09. "
        f"{person()} supports {word('topic')} talks. Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09."
    )
    return {
        "text": text,
        "title": word("title"),
        "url": f"https://news.example/{word('url')}",
        "source": word("source"),
        "external_id": word("external"),
        "published_at": "2019-12-10",
    }


OTHER = {
    "text": "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09. Emmanuel Macron met Vladimir Putin on 2019-12-08.",
    "external_id": "another",
    "published_at": "2019-12-11",
}


def found_in(content: str | bytes) -> list[str]:
    """Which of the secrets stand in a text."""
    folded = content.lower() if isinstance(content, str) else content.lower().decode("latin-1")
    if MARK not in folded and MARK[::-1] not in folded:
        return []
    return [of for of in SECRETS if word(of) in folded or word(of)[::-1] in folded]


def in_tables(engine: Engine) -> dict[str, list[str]]:
    """The secrets in each column of the database, whatever tables it has."""
    tables = MetaData()
    tables.reflect(engine)
    found: dict[str, list[str]] = {}
    with engine.connect() as connection:
        for table in tables.tables.values():
            for row in connection.execute(select(table)).mappings():
                found |= {f"{table.name}.{name}": secrets for name, value in row.items() if (secrets := found_in(str(value)))}
    return found


def in_files(folder: Path) -> dict[str, list[str]]:
    """The secrets in the bytes of files."""
    return {file.name: secrets for file in folder.rglob("*") if file.is_file() and (secrets := found_in(file.read_bytes()))}


def in_memory() -> list[str]:
    """Where in this process the secrets are, by what holds them."""
    gc.collect()
    held, seen = [], set()
    for holder in gc.get_objects():
        for value in gc.get_referents(holder):
            if id(value) in seen:
                continue
            seen.add(id(value))
            if found_in(_as_text(value)):
                held.append(f"{type(holder).__name__}: {str(holder)[:100]}")
    return held


def _as_text(value: Any) -> str | bytes:
    """A value as the text that it holds, if it is one that may hold text."""
    if isinstance(value, np.ndarray):
        return (
            value.tobytes()
            if value.dtype.kind in "SV"
            else value.tobytes().replace(b"\0", b"")
            if value.dtype.kind == "U"
            else b""
        )
    return bytes(value) if isinstance(value, bytearray) else value if isinstance(value, str | bytes) else b""


Ask = Callable[..., httpx.Response]


@pytest.fixture
def told() -> Iterator[io.StringIO]:
    """The logs of this process, all of them."""
    stream = io.StringIO()
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    logs.configure("json", "debug", stream)
    yield stream
    root.handlers, root.level = handlers, level


@pytest.fixture
def ask(database_url: str, sentence_reader: Reader, tmp_path: Path) -> Iterator[Ask]:
    """Asks a service, each time over a connection of its own."""
    settings = Settings(database_url=database_url, image_folder=tmp_path / "images")
    engine = open_engine(database_url)
    from graph.database import migrate

    migrate(engine)
    engine.dispose()
    with serving(settings, sentence_reader) as client:

        def request(method: str, path: str, **given: Any) -> httpx.Response:
            with httpx.Client(base_url=client.base_url, timeout=60) as fresh:
                return fresh.request(method, path, **given)

        yield request


def ask_around(ask: Ask, questions: Mapping[str, Mapping[str, str]]) -> None:
    """Ask, so that whatever is kept in memory is brought up to date."""
    for path, params in questions.items():
        ask("GET", path, params=params)


def test_nothing_is_left_of_a_document(ask: Ask, told: io.StringIO, database_url: str, tmp_path: Path) -> None:
    assert ask("POST", "/v1/documents", json=OTHER).status_code == 201
    assert ask("POST", "/v1/documents", json=body()).status_code == 201
    ask_around(
        ask,
        {
            "/v1/met": {"who": person()},
            "/v1/entities": {"q": person()[:6]},
            "/v1/paths": {"source": person(), "target": "Macron"},
            "/v1/documents": {"source": word("source")},
            "/v1/positions": {"topic": word("topic")},
            f"/v1/documents/{word('external')}/facts": {},
        },
    )
    engine = open_engine(database_url)
    with closing(engine.raw_connection()):
        assert in_tables(engine), "the test looks where there is nothing"
    engine.dispose()
    assert in_memory(), "the test looks where there is nothing"

    assert ask("DELETE", f"/v1/documents/{word('external')}").status_code == 204
    urllib.parse.clear_cache()  # type: ignore[attr-defined]  # the client of this test keeps addresses too, in this process
    ask_around(ask, {"/v1/entities": {"q": "Putin"}, "/v1/paths": {"source": "Zelensky", "target": "Macron"}})

    engine = open_engine(database_url)
    assert in_tables(engine) == {}
    engine.dispose()
    assert in_files(tmp_path) == {}
    assert found_in(told.getvalue()) == []
    assert found_in(ask("GET", "/metrics").text) == []
    held = in_memory()
    assert "\n".join(held) == ""
    met = ask("GET", "/v1/met", params={"who": "Zelensky"}).json()["items"]
    assert [(row["entity"]["name"], row["sources"]) for row in met] == [("Vladimir Putin", 1)]
    assert json.dumps(met).count("quote") == 1
