"""The curators' commands: what they print and do."""

import json
from pathlib import Path

import pytest

from app.cli_options import FAILED, USAGE
from tests.app.test_cli import Backchannel, backchannel

__all__ = ["backchannel"]  # the fixture
NEWS = [
    {"external_id": "a", "published_at": "2024-01-03", "text": "Anna Lind met Adam Stone on 2024-01-02."},
    {"external_id": "b", "published_at": "2024-01-04", "text": "Anne Lind met Adam Stone on 2024-01-02."},
    {"external_id": "c", "published_at": "2024-01-05", "text": "Anna Lind met Eve Stone on 2024-01-04."},
]


@pytest.fixture
def informed(backchannel: Backchannel, tmp_path: Path) -> Backchannel:
    """The command, once the news is in its database."""
    path = tmp_path / "news.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in NEWS))
    assert backchannel("ingest", path).code == 0
    return backchannel


def met(informed: Backchannel, who: str) -> list[tuple[str, int]]:
    return sorted((row["entity"]["name"], row["sources"]) for row in informed("met", who, "--json").json["items"])


def test_entities_are_merged_after_a_preview_and_taken_apart_again(informed: Backchannel) -> None:
    preview = informed("entities", "merge", "Anna Lind", "Anne Lind", "--preview", "--author", "Ann")
    assert "would change: 1 facts new or other than before, 1 gone" in preview.out
    assert met(informed, "Adam Stone") == [("Anna Lind", 1), ("Anne Lind", 1)]
    merged = informed("entities", "merge", "Anna Lind", "Anne Lind", "--author", "Ann", "--reason", "misprint", "--json").json
    assert merged["judgements"][0]["author"] == "Ann"
    assert met(informed, "Adam Stone") == [("Anna Lind", 2)]
    listed = informed("judgements", "list")
    assert "misprint" in listed.out
    assert "in_force" in listed.out
    informed("judgements", "undo", merged["judgements"][0]["id"], "--author", "Bob")
    assert met(informed, "Adam Stone") == [("Anna Lind", 1), ("Anne Lind", 1)]
    (judgement,) = informed("judgements", "list", "--json").json
    assert (judgement["state"], judgement["withdrawn_by"]) == ("withdrawn", "Bob")


def test_an_entity_is_split_by_document_and_facts_are_merged_and_split(informed: Backchannel) -> None:
    rows = informed("entities", "split", "Anna Lind", "--document", "doc_x")
    assert rows.code == FAILED
    assert "not spoken of in doc_x" in rows.err
    document = informed("met", "Eve Stone", "--json").json["items"][0]["evidence"][0]["document_id"]
    informed("entities", "split", "Anna Lind", "--document", document, "--name", "Anna Lind of Oslo")
    assert met(informed, "Eve Stone") == [("Anna Lind of Oslo", 1)]
    first, second = (row["evidence"][0]["fact_id"] for row in informed("met", "Adam Stone", "--json").json["items"])
    fused = informed("facts", "merge", first, second, "--json").json
    assert len(fused["facts"][0]["participants"]) == 3
    assert informed("facts", "split", fused["facts"][0]["id"], "claim_x").code == FAILED


def test_review_walks_through_what_is_in_doubt(informed: Backchannel) -> None:
    done = informed("review", "--author", "Ann", stdin=b"u\n")
    assert "1 of" in done.out
    assert "Anna Lind (person)" in done.out
    assert "unsure" in informed("judgements", "list").out
    assert "Ann was unsure" in informed("review", stdin=b"q\n").out
    assert "changed: 1 facts" in informed("review", stdin=b"same\n" + b"n\n" * 9).out
    assert met(informed, "Adam Stone") == [("Anna Lind", 2)]
    assert informed("review", "--subject", "fact").out == "nothing is in doubt\n"
    assert informed("review", "--subject", "place").code == USAGE


def test_a_rebuild_finds_everything_as_it_is(informed: Backchannel) -> None:
    informed("entities", "merge", "Anna Lind", "Anne Lind")
    assert informed("rebuild").out == "all facts are as they were\n"
