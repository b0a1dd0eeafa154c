"""An agent's own client asks: over HTTP, and over standard input and output."""

import asyncio
import json
import os
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import TextContent

from app.settings import Settings
from tests.app.conftest import SentenceReader, serving, tell

BACKCHANNEL = Path(sys.executable).parent / "backchannel"
TOOLS = {"find_entity", "who_met_whom", "find_paths", "timeline", "positions", "sanctions", "evidence", "extract"}
Ask = Callable[..., dict[str, Any]]


def with_client(server: Any, work: Callable[[Client], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        async with Client(server) as client:
            return await work(client)

    return asyncio.run(asyncio.wait_for(run(), 60))


@pytest.fixture(scope="session")
def address(news: httpx.Client) -> str:
    return f"{news.base_url}/mcp"


@pytest.fixture
def ask(address: str) -> Ask:
    """Calls a tool and gives its answer, which its text must repeat for agents that read text alone."""

    def call(tool: str, /, **arguments: Any) -> dict[str, Any]:
        result = with_client(address, lambda client: client.call_tool(tool, arguments))
        assert not result.is_error, result.content
        (content,) = result.content
        assert isinstance(content, TextContent)
        assert json.loads(content.text) == result.structured_content
        assert len(content.text) < 4_000
        answer: dict[str, Any] = result.structured_content
        return answer

    return call


def test_the_tools_explain_themselves(address: str) -> None:
    listed = with_client(address, lambda client: client.list_tools())
    assert {tool.name for tool in listed.tools} == TOOLS
    for tool in listed.tools:
        assert tool.description
        assert len(tool.description) > 40
        assert tool.annotations.read_only_hint
        assert tool.output_schema


def test_names_lead_to_ids(ask: Ask) -> None:
    (found,) = ask("find_entity", name="zelenski")["entities"]
    assert (found["name"], found["type"]) == ("Volodymyr Zelensky", "person")
    assert ask("timeline", entity=found["id"])["facts"]


def test_who_met_whom_with_a_quote_for_each(ask: Ask, news: httpx.Client) -> None:
    answer = ask("who_met_whom", who="Zelensky")
    assert answer["who"] == "Volodymyr Zelensky"
    putin = next(row for row in answer["met"] if row["name"] == "Vladimir Putin")
    assert (putin["meetings"], putin["first"]) == (1, "2019-12-09")
    quote = putin["quotes"][0]
    text = news.get(f"/v1/documents/{quote['document_id']}").json()["text"]
    assert text[quote["start"] : quote["end"]] == quote["quote"]
    assert [row["name"] for row in ask("who_met_whom", who="Macron", until="2019-12-31")["met"]] == ["Vladimir Putin"]


def test_paths_have_a_fact_and_a_quote_for_each_hop(ask: Ask) -> None:
    answer = ask("find_paths", source="Zelensky", target="Boris Lind", k=1)
    (path,) = answer["paths"]
    assert path["through"] == ["Volodymyr Zelensky", "Emmanuel Macron", "Anna Kovač", "Boris Lind"]
    assert all(step["fact"]["quotes"][0]["quote"] for step in path["steps"])
    alone = ask("find_paths", source="Zelensky", target="Eve Stone", max_hops=1)
    assert alone["paths"] == []
    assert "no chain" in alone["note"]


def test_positions_and_sanctions_are_filtered(ask: Ask) -> None:
    (position,) = ask("positions", actor="Macron", topic="talks", stance="supports")["facts"]
    assert position["says"] == "Emmanuel Macron supports direct talks"
    (sanction,) = ask("sanctions", target="Russia", status="imposed")["facts"]
    assert sanction["status"] == "imposed"
    assert ask("sanctions", target="France")["facts"] == []


def test_evidence_gives_all_quotes_and_their_documents(ask: Ask) -> None:
    facts = ask("timeline", entity="Putin", kinds=["meeting"], until="2019-12-31")["facts"]
    fact = next(fact for fact in facts if fact["sources"] == 2)
    evidence = ask("evidence", fact_id=fact["fact_id"])
    assert len(evidence["fact"]["quotes"]) == 2
    assert {source["id"] for source in evidence["documents"]} == {quote["document_id"] for quote in evidence["fact"]["quotes"]}


def test_a_text_is_read_for_trial(ask: Ask) -> None:
    answer = ask("extract", text="Emmanuel Macron met Ada Byron on 2024-05-01.", published_at="2024-05-02")
    assert answer["entities"] == ["Emmanuel Macron (person)", "Ada Byron (person)", "France (state)"]
    assert answer["facts"][0]["quotes"][0]["quote"] == "Emmanuel Macron met Ada Byron on 2024-05-01."


@pytest.mark.parametrize(
    ("name", "arguments", "told"),
    [
        ("who_met_whom", {"who": "Zelenski"}, "did you mean Volodymyr Zelensky"),
        ("timeline", {"entity": "Stone"}, "Adam Stone"),
        ("evidence", {"fact_id": "fact_0"}, "fact_0"),
        ("find_paths", {"source": "Zelensky"}, "target"),
        ("who_met_whom", {"who": "Putin", "since": "2024-01-02", "until": "2024-01-01"}, "after"),
        ("extract", {"text": " "}, "no text"),
    ],
)
def test_what_goes_wrong_is_told_so_that_it_can_be_mended(address: str, name: str, arguments: dict[str, Any], told: str) -> None:
    result = with_client(address, lambda client: client.call_tool(name, arguments))
    assert result.is_error
    assert told in result.content[0].text


def test_a_key_is_asked_for_where_the_service_asks_for_keys(sqlite_url: str) -> None:
    with serving(Settings(database_url=sqlite_url, access="keys"), SentenceReader()) as client:
        answer = client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
        assert (answer.status_code, answer.json()["code"]) == (401, "key-required")


def test_over_standard_input_and_output(sqlite_url: str) -> None:
    with serving(Settings(database_url=sqlite_url), SentenceReader()) as client:
        tell(client)
    environment = {**os.environ, "BACKCHANNEL_DATABASE_URL": sqlite_url}
    server = StdioServerParameters(command=str(BACKCHANNEL), args=["mcp"], env=environment)

    async def work(client: Client) -> tuple[set[str], Any]:
        listed = await client.list_tools()
        return {tool.name for tool in listed.tools}, await client.call_tool("who_met_whom", {"who": "Macron", "limit": 1})

    names, result = with_client(server, work)
    assert names == TOOLS
    assert result.structured_content["met"][0]["name"] == "Vladimir Putin"
