"""The real application over a reader that reads a handful of sentence forms, so that no language model is needed."""

import datetime as dt
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from sqlalchemy import Engine

from app.main import create_app
from app.reading import Reader
from app.settings import Settings
from app.works import Works
from graph.database import migrate, open_engine, read_sessions, sessions
from graph.vocabulary import Claim, ClaimPart, Date, EntityRead, EntityType, Precision, Reading, Span

KNOWN = {
    "Volodymyr Zelensky": EntityRead(
        "person/zelensky", EntityType.PERSON, "Volodymyr Zelensky", True, wikidata="Q3874799", country="UKR", state="state/UKR"
    ),
    "Vladimir Putin": EntityRead(
        "person/putin", EntityType.PERSON, "Vladimir Putin", True, wikidata="Q7747", country="RUS", state="state/RUS"
    ),
    "Emmanuel Macron": EntityRead("person/macron", EntityType.PERSON, "Emmanuel Macron", True, state="state/FRA"),
    "Ukraine": EntityRead("state/UKR", EntityType.STATE, "Ukraine", True, wikidata="Q212", country="UKR"),
    "Russia": EntityRead("state/RUS", EntityType.STATE, "Russia", True, wikidata="Q159", country="RUS"),
    "France": EntityRead("state/FRA", EntityType.STATE, "France", True, country="FRA"),
    "European Union": EntityRead("organization/eu", EntityType.ORGANIZATION, "European Union", True),
    "Paris": EntityRead("place/paris", EntityType.PLACE, "Paris", True, country="FRA"),
}
NAME = r"(?:[A-Z]\w+)(?: [A-Z]\w+)*"
SENTENCES: dict[str, tuple[str, str, dict[str, str]]] = {
    rf"(?P<participant>{NAME}) met (?P<participant2>{NAME})": ("meeting", "held", {"format": "talks"}),
    rf"(?P<participant>{NAME}) will meet (?P<participant2>{NAME})": ("meeting", "planned", {"format": "summit"}),
    rf"(?P<participant>{NAME}) called (?P<participant2>{NAME})": ("meeting", "held", {"format": "call"}),
    rf"(?P<said_by>{NAME}) denied that (?P<participant>{NAME}) met (?P<participant2>{NAME})": ("meeting", "declined", {}),
    rf"(?P<actor>{NAME}) supports (?P<topic>[a-z ]+)": ("position", "supports", {}),
    rf"(?P<imposer>{NAME}) sanctioned (?P<target>{NAME})": ("sanction", "imposed", {"measure": "asset freeze"}),
    rf"(?P<person>{NAME}) is (?P<title>[a-z]+) of (?P<of>{NAME})": ("role", "current", {}),
    rf"(?P<party>{NAME}) signed the (?P<name>[a-z ]+) with (?P<party2>{NAME})": ("agreement", "signed", {}),
}
TEXT_FIELDS = {"topic", "title", "name"}


class SentenceReader:
    """Reads sentences of the forms above, each with an optional "in PLACE" and "on YYYY-MM-DD"."""

    def read(self, text: str, published_at: dt.date | None) -> Reading:
        if "unreadable" in text:
            raise RuntimeError("this text cannot be read")
        claims = [claim for found in re.finditer(r"[^.]+\.", text) if (claim := self._claim(found))]
        parts = [p for claim in claims for p in (*claim.parts, *((claim.place,) if claim.place else ()))]
        keys = {part.entity: text[part.mention.start : part.mention.end] for part in parts}
        keys |= {claim.said_by: claim.said_by.removeprefix("named/") for claim in claims if claim.said_by}
        entities = [self._entity(key, name) for key, name in keys.items()]
        states = [entity for entity in KNOWN.values() if entity.key in {e.state for e in entities} - keys.keys()]
        return Reading((*entities, *states), tuple(claims))

    def _entity(self, key: str, name: str) -> EntityRead:
        known = next((entity for entity in KNOWN.values() if entity.key == key), None)
        return known or EntityRead(key, EntityType.PLACE if key.startswith("place/") else EntityType.PERSON, name, names=(name,))

    def _claim(self, sentence: re.Match[str]) -> Claim | None:
        for form, (kind, status, values) in SENTENCES.items():
            pattern = rf"{form}(?: in (?P<place>{NAME}))?(?: on (?P<date>[\d-]+))?\."
            if found := re.fullmatch(pattern, sentence[0].strip()):
                offset = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
                return self._read(found, offset, kind, status, values)
        return None

    def _read(self, found: re.Match[str], offset: int, kind: str, status: str, values: dict[str, str]) -> Claim:
        fields = {name: value for name, value in found.groupdict().items() if value is not None}

        def part(field: str) -> ClaimPart:
            span = Span(offset + found.start(field), offset + found.end(field))
            return ClaimPart(field.rstrip("2"), self._key(fields[field], field), span)

        roles = [f for f in fields if f not in TEXT_FIELDS | {"place", "date", "said_by"}]
        day = dt.date.fromisoformat(fields["date"]) if "date" in fields else None
        name = "since" if kind == "role" else "date"
        return Claim(
            kind=kind,
            status=status,
            parts=tuple(part(role) for role in roles),
            evidence=Span(offset, offset + len(found[0])),
            values=values | {field: fields[field] for field in TEXT_FIELDS & fields.keys()},
            dates={name: Date(day, day, Precision.DAY, fields["date"])} if day else {},
            place=part("place") if "place" in fields else None,
            said_by=self._key(fields["said_by"], "said_by") if "said_by" in fields else None,
            confidence=0.9,
            rule="test",
        )

    def _key(self, name: str, field: str) -> str:
        known = KNOWN.get(name)
        return known.key if known else f"{'place' if field == 'place' else 'named'}/{name}"


NEWS = {
    "sample-2019-paris": (
        "2019-12-10",
        "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09. "
        "Emmanuel Macron met Vladimir Putin in Paris on 2019-12-08. "
        "Volodymyr Zelensky is president of Ukraine on 2019-05-20.",
    ),
    "paris-2019-again": ("2019-12-11", "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09."),
    "macron-2022": (
        "2022-02-09",
        "Emmanuel Macron met Volodymyr Zelensky on 2022-02-08. Emmanuel Macron called Vladimir Putin on 2022-02-07. "
        "European Union sanctioned Russia on 2022-02-01. Emmanuel Macron supports direct talks.",
    ),
    "envoys": (
        "2023-03-02",
        "Emmanuel Macron met Anna Kovač on 2023-03-01. Anna Kovač met Boris Lind on 2023-02-01. "
        "Ukraine signed the grain deal with Russia on 2022-07-22. Volodymyr Zelensky will meet Boris Lind on 2023-04-01.",
    ),
    "namesakes": ("2024-01-05", "Anna Kovač met Adam Stone on 2024-01-02. Boris Lind met Eve Stone on 2024-01-03."),
}


@contextmanager
def serving(settings: Settings, reader: Reader | None) -> Iterator[httpx.Client]:
    """A client of the application, served over HTTP at a port of this machine."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings, reader), port=0, log_config=None))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        assert thread.is_alive(), "the server did not start"
        time.sleep(0.01)
    host, port = server.servers[0].sockets[0].getsockname()
    try:
        with httpx.Client(base_url=f"http://{host}:{port}", timeout=60) as client:
            yield client
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture
def sentence_reader() -> SentenceReader:
    """A reader that needs no language model."""
    return SentenceReader()


@pytest.fixture
def works(engine: Engine, sentence_reader: Reader, monkeypatch: pytest.MonkeyPatch) -> Iterator[Works]:
    """The reading works over a database, at work."""
    monkeypatch.setattr("app.reading.fleet.INSPECTION", 0.2)
    url = engine.url.render_as_string(hide_password=False)
    opened = Works(Settings(database_url=url), sessions(engine), read_sessions(engine), lambda: sentence_reader)
    opened.open()
    yield opened
    opened.close()


@pytest.fixture
def client(database_url: str) -> Iterator[httpx.Client]:
    """An empty service of the test's own; the test runs on SQLite and on PostgreSQL."""
    _migrate(database_url)
    with serving(Settings(database_url=database_url), SentenceReader()) as opened:
        yield opened


@pytest.fixture
def unready(sqlite_url: str) -> Iterator[httpx.Client]:
    """A service whose language model is not installed."""
    _migrate(sqlite_url)
    with serving(Settings(database_url=sqlite_url, model="no_such_model"), None) as opened:
        yield opened


@pytest.fixture(scope="session", params=["sqlite", "postgres"])
def news(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A service that has read some news, shared by tests that change nothing, on SQLite and on PostgreSQL."""
    url = f"sqlite:///{tmp_path_factory.mktemp('news') / 'news.db'}"
    if request.param == "postgres":
        url = f"{request.getfixturevalue('postgres_server')}/postgres"
    _migrate(url)
    with serving(Settings(database_url=url), SentenceReader()) as opened:
        tell(opened)
        yield opened


def tell(client: httpx.Client) -> None:
    """Have the service read the news."""
    for external_id, (published_at, text) in NEWS.items():
        body = {"external_id": external_id, "published_at": published_at, "text": text}
        assert client.post("/v1/documents", json=body).status_code == 201


def _migrate(url: str) -> None:
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-openapi` writes the snapshot of the API's description anew; `--full` makes the faults many."""
    parser.addoption("--update-openapi", action="store_true", help="write tests/app/openapi.json anew")
    parser.addoption("--full", action="store_true", help="kill fifty times in 2,000 documents, rather than a few in some")
