"""A process that may only look, as on a replica of the database, answers questions and says that it cannot store."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import make_url

from app.reading import Reader
from app.settings import Settings
from graph.database import migrate, open_engine
from tests.app.conftest import serving, tell


@pytest.fixture
def replica(postgres_url: str, sentence_reader: Reader) -> Iterator[httpx.Client]:
    """A service whose transactions cannot write; the news was stored by another."""
    engine = open_engine(postgres_url)
    migrate(engine)
    engine.dispose()
    with serving(Settings(database_url=postgres_url), sentence_reader) as primary:
        tell(primary)
    read_only = make_url(postgres_url).update_query_dict({"options": "-c default_transaction_read_only=on"})
    url = read_only.render_as_string(hide_password=False)
    with serving(Settings(database_url=url, work_queue="off"), sentence_reader) as client:
        yield client


def test_a_replica_answers_questions(replica: httpx.Client) -> None:
    assert replica.get("/v1/met", params={"who": "Zelensky"}).json()["items"]
    assert replica.get("/v1/paths", params={"source": "Zelensky", "target": "Macron"}).json()["items"]
    assert replica.get("/v1/entities", params={"q": "Put"}).json()["items"]
    assert replica.get("/v1/meetings").headers["etag"]
    assert replica.get("/metrics").status_code == 200


def test_a_replica_stores_nothing_and_says_so(replica: httpx.Client) -> None:
    answer = replica.post("/v1/documents", json={"text": "Volodymyr Zelensky met Vladimir Putin."})
    assert answer.status_code == 503
    assert answer.json()["code"] == "database-read-only"
