"""The Python client, both kinds of it, against the service: typed answers, pages, retries, streams and graphs."""

import asyncio
import contextlib
import datetime as dt
import itertools
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import networkx as nx
import pandas as pd
import pytest
from pydantic import ValidationError

from app.client import AsyncClient, Client, ProblemError, shared
from app.client.shared import Events, Lines, Retries
from tests.app.unasync import SOURCE, TARGET, unasync

PAST = "Fri, 01 Jan 2021 00:00:00 GMT"
AT_ONCE = Retries(times=3, first_wait_s=0.001)


@pytest.fixture
def reader(news: httpx.Client) -> Iterator[Client]:
    with Client(str(news.base_url)) as opened:
        yield opened


@pytest.fixture
def writer(client: httpx.Client) -> Iterator[Client]:
    with Client(str(client.base_url), retries=AT_ONCE) as opened:
        yield opened


def test_the_client_that_waits_is_the_other_without_asyncio() -> None:
    assert TARGET.read_text(encoding="utf-8") == unasync(SOURCE.read_text(encoding="utf-8")), "run python -m tests.app.unasync"


def test_answers_are_objects(reader: Client) -> None:
    putin = next(row for row in reader.met("Zelensky") if row.entity.name == "Vladimir Putin")
    assert (putin.meetings, putin.first and putin.first.start) == (1, dt.date(2019, 12, 9))
    assert [row.entity.name for row in reader.met("Macron", to="2019-12-31")] == ["Vladimir Putin"]
    assert [row.entity.name for row in reader.met("Macron", with_="Putin", status=["held"])] == ["Vladimir Putin"]
    assert reader.entity("wd:Q7747").name == "Vladimir Putin"
    assert next(reader.entities("zelenski")).name == "Volodymyr Zelensky"
    assert {fact.stance for fact in reader.facts("position", actor=["Macron"])} == {"supports"}
    assert [fact.kind for fact in reader.timeline("Ukraine", kinds=["agreement"])] == ["agreement"]
    fact = next(reader.facts("meeting", participant=["Zelensky", "Putin"]))
    assert reader.fact(fact.id) == fact
    assert len(reader.history(fact.id).items) == 2
    assert reader.paths("Zelensky", "Boris Lind").items[0].length == 3
    assert reader.network("Macron").nodes
    assert next(reader.brokers()).entity.name == "Anna Kovač"
    assert reader.document("envoys").text.startswith("Emmanuel Macron")


def test_lists_go_on_over_pages(reader: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = list(reader.documents())
    monkeypatch.setattr("app.client.synchronous.PAGE", 2)
    assert list(reader.documents()) == whole
    assert len(whole) > 2


def test_what_makes_no_sense_is_told_before_and_after_it_is_sent(reader: Client) -> None:
    with pytest.raises(ValidationError, match="colour"):
        reader.met("Zelensky", colour="red")
    with pytest.raises(ProblemError, match="did you mean Volodymyr Zelensky") as told:
        next(reader.met("Zelenski"))
    assert (told.value.status, told.value.code) == (404, "entity-not-found")
    with pytest.raises(ProblemError) as told:
        reader.entity("Stone")
    assert {candidate["name"] for candidate in told.value.more["candidates"]} == {"Adam Stone", "Eve Stone"}


def test_documents_are_added_read_and_deleted(writer: Client) -> None:
    text = "Emmanuel Macron met Ada Byron on 2024-05-01."
    assert writer.extract(text).facts[0].kind == "meeting"
    assert list(writer.documents()) == []
    added = writer.add(text=text, published_at=dt.date(2024, 5, 2), external_id="x-1")
    assert writer.add(text=text, published_at="2024-05-02").id == added.id
    (change,) = writer.changes()
    assert (change.change, change.fact) == ("added", writer.fact(change.fact_id))
    writer.delete("x-1")
    assert [change.change for change in writer.changes(since=change.revision)] == ["withdrawn"]


def test_exports_are_files_of_facts(reader: Client, tmp_path: Path) -> None:
    frame = pd.read_parquet(reader.export(tmp_path / "facts.parquet", "parquet", kinds=["meeting"]))
    assert set(frame["kind"]) == {"meeting"}
    with pytest.raises(ProblemError):
        reader.export(tmp_path / "none.csv", "csv", entity=["Nobody"])
    assert [file.name for file in tmp_path.iterdir()] == ["facts.parquet"]


def test_graphs_are_of_networkx(reader: Client) -> None:
    contacts = reader.contacts_graph(kinds=["meeting"], status=["held"])
    names = nx.get_node_attributes(contacts, "label")
    by_name = {name: node for node, name in names.items()}
    edge = contacts.edges[by_name["Emmanuel Macron"], by_name["Vladimir Putin"]]
    assert edge["weight"] == 2
    assert all("Macron" in quote for quote in edge["facts"].values())
    shares = nx.betweenness_centrality(contacts)
    assert names[max(shares, key=shares.__getitem__)] == next(reader.brokers()).entity.name
    facts = reader.facts_graph(entity=["Ukraine"])
    (agreement,) = (node for node, data in facts.nodes(data=True) if data.get("kind") == "agreement")
    assert {facts.edges[agreement, other]["role"] for other in facts[agreement]} == {"party"}


def test_changes_are_followed_over_a_broken_connection(writer: Client) -> None:
    writer.add(text="Emmanuel Macron met Ada Byron on 2024-05-01.")
    following = writer.follow()
    assert kind_of(next(following)) == "meeting"
    timer = threading.Timer(0.1, lambda: writer.add(text="Ukraine signed the grain deal with Russia on 2022-07-22."))
    timer.start()
    assert kind_of(next(following)) == "agreement"
    timer.join()
    following.close()


def kind_of(change: Any) -> str:
    return str(change.fact.kind)


Answers = list[httpx.Response | Exception]


def answering(answers: Answers) -> httpx.MockTransport:
    def answer(_: httpx.Request) -> httpx.Response:
        given = answers.pop(0)
        if isinstance(given, Exception):
            raise given
        return given

    return httpx.MockTransport(answer)


EMPTY: dict[str, Any] = {"items": [], "next_cursor": None}


def test_what_fails_for_a_moment_is_tried_again() -> None:
    answers: Answers = [
        httpx.ConnectError("refused"),
        httpx.Response(429, headers={"Retry-After": "0"}),
        httpx.Response(503),
        httpx.Response(200, json=EMPTY),
    ]
    with Client(transport=answering(answers), retries=AT_ONCE) as client:
        assert list(client.documents()) == []
    assert answers == []


def test_it_gives_up_in_the_end_and_at_once_where_trying_does_not_help() -> None:
    answers: Answers = [httpx.Response(503)] * 4
    with Client(transport=answering(answers), retries=AT_ONCE) as client, pytest.raises(ProblemError, match="503"):
        client.entity("x")
    assert answers == []
    answers = [httpx.Response(500, text="oh"), httpx.Response(200)]
    with Client(transport=answering(answers), retries=AT_ONCE) as client, pytest.raises(ProblemError, match="oh"):
        client.entity("x")
    assert len(answers) == 1
    lost: Answers = [httpx.ReadTimeout("late")] * 4
    with Client(transport=answering(lost), retries=AT_ONCE) as client, pytest.raises(httpx.ReadTimeout):
        client.entity("x")
    assert lost == []


@pytest.mark.parametrize(
    ("given", "least", "most"), [("7", 7, 7), (None, 0, 0.25), ("600", 60, 60), (PAST, 0, 0.25), ("soon", 0, 0.25)]
)
def test_it_waits_as_long_as_the_service_asks_for(given: str | None, least: float, most: float) -> None:
    response = httpx.Response(429, headers={"Retry-After": given} if given else {})
    wait = Retries().wait(0, response)
    assert wait is not None
    assert least <= wait <= most


def test_lines_end_at_line_feeds_alone_wherever_the_pieces_are_cut() -> None:
    content = '{"a": "x\u2028y\x85z"}\r\n\nlast\n'.encode()
    for size in range(1, len(content) + 1):
        lines = Lines()
        pieces = (content[i : i + size] for i in range(0, len(content), size))
        assert list(itertools.chain.from_iterable(map(lines.feed, pieces))) == ['{"a": "x\u2028y\x85z"}', "", "last"]


def test_events_are_read_and_the_last_id_is_kept() -> None:
    events = Events()
    lines = [": ping", "", "id: 7", "event: added", 'data: {"a":', "data: 1}", "", "data: x", ""]
    assert [data for line in lines if (data := events.feed(line))] == ['{"a":1}', "x"]
    assert events.headers()["Last-Event-ID"] == "7"


def test_a_key_is_shown() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        assert request.headers["Authorization"] == "Bearer secret"
        return httpx.Response(200, json=EMPTY)

    with Client(api_key="secret", transport=httpx.MockTransport(answer)) as client:
        assert list(client.documents()) == []
    assert shared.headers(None) == {}


def test_with_asyncio(news: httpx.Client, tmp_path: Path) -> None:
    async def work() -> None:
        async with AsyncClient(str(news.base_url)) as client:
            assert "Vladimir Putin" in [row.entity.name async for row in client.met("Zelensky")]
            one, other = await asyncio.gather(client.entity("Putin"), client.entity("Zelensky"))
            assert (one.name, other.name) == ("Vladimir Putin", "Volodymyr Zelensky")
            assert nx.is_connected(await client.contacts_graph(entity=["Macron"]))
            assert (await client.export(tmp_path / "x.csv", "csv")).read_text().startswith("id,kind")
            async with contextlib.aclosing(client.follow()) as changes:
                assert (await anext(changes)).change == "added"
            with pytest.raises(ProblemError):
                await client.entity("Zelenski")

    asyncio.run(asyncio.wait_for(work(), 60))
