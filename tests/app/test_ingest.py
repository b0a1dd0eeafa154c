"""Taking many documents in: each once, each problem named, whatever was left over from a run that was stopped."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, func, select

from app.ingest import BATCH, Ingest, Summary
from app.reading import Reader, ReadingRoom
from app.sources import Source
from graph.database import sessions
from graph.store import NewDocument, add_document, mark_failed
from graph.tables import Claim, Document, Fact

MAX_BYTES = 1000
MET = "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09."


def said(where: str, text: str, **more: str) -> Source:
    return Source(where, {"text": text, **more})


def many(number: int) -> Iterator[Source]:
    return (said(f"news.jsonl:{i}", f"{MET} Report {i}.", external_id=f"report-{i}") for i in range(number))


@pytest.fixture
def room(engine: Engine, sentence_reader: Reader) -> ReadingRoom:
    return ReadingRoom(sessions(engine), lambda: sentence_reader)


def take_in(engine: Engine, room: ReadingRoom, *sources: Source) -> Summary:
    return Ingest(room, sessions(engine), MAX_BYTES).run(sources)


def states(engine: Engine) -> dict[str, int]:
    with sessions(engine).begin() as session:
        return {state: n for state, n in session.execute(select(Document.state, func.count()).group_by(Document.state))}


def counts(engine: Engine) -> tuple[int, ...]:
    with sessions(engine).begin() as session:
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in (Document, Claim, Fact))


def test_every_document_is_read_and_a_second_run_changes_nothing(engine: Engine, room: ReadingRoom) -> None:
    sources = list(many(BATCH + 3))
    assert take_in(engine, room, *sources) == Summary(read=BATCH + 3)
    stored = counts(engine)
    assert stored == (BATCH + 3, BATCH + 3, 1)
    assert take_in(engine, room, *sources) == Summary(known=BATCH + 3)
    assert counts(engine) == stored


def test_the_same_text_twice_in_one_batch_is_stored_once(engine: Engine, room: ReadingRoom) -> None:
    assert take_in(engine, room, said("a.txt", MET), said("b.txt", MET)) == Summary(read=1, known=1)


def test_a_problem_is_named_and_spoils_no_other_document(engine: Engine, room: ReadingRoom) -> None:
    summary = take_in(
        engine,
        room,
        Source("news.jsonl:1", problem="not JSON: Expecting value at column 1"),
        said("news.jsonl:2", MET),
        said("news.jsonl:3", MET, published_at="2019-13-01"),
        said("news.jsonl:4", "x" * (MAX_BYTES + 1)),
        said("news.jsonl:5", "   "),
        Source("news.jsonl:6", {"title": "no text"}),
        said("news.jsonl:7", "this is unreadable."),
    )
    assert summary.read == 1
    reasons = {failure.where.removeprefix("news.jsonl:"): failure.reason for failure in summary.failed}
    assert reasons.keys() == {"1", "3", "4", "5", "6", "7"}
    assert reasons["1"] == "not JSON: Expecting value at column 1"
    assert reasons["3"].startswith("published_at: ")
    assert reasons["4"] == f"the text has {MAX_BYTES + 1} bytes; {MAX_BYTES} are allowed"
    assert reasons["5"] == "there is no text to read"
    assert reasons["6"] == "give either `text` or `html`"
    assert reasons["7"] == "RuntimeError: this text cannot be read"


def test_a_document_that_failed_is_read_again(engine: Engine, room: ReadingRoom) -> None:
    with sessions(engine).begin() as session:
        document, _ = add_document(session, NewDocument(MET, language="en"))
        document.attempts = 3
        mark_failed(session, document.id, "out of ink")
    assert take_in(engine, room, said("a.txt", MET)) == Summary(read=1)
    assert states(engine) == {"read": 1}


def test_a_text_in_another_language_is_stored_unread(engine: Engine, room: ReadingRoom) -> None:
    summary = take_in(engine, room, said("fr.txt", "Le président a rencontré son homologue à Genève.", language="fr"))
    (unread,) = summary.unread
    assert unread.where == "fr.txt"
    assert "only English is read" in unread.reason
    assert states(engine) == {"unread": 1}


def test_what_an_earlier_run_stored_and_did_not_read_is_read_first(engine: Engine, room: ReadingRoom) -> None:
    with sessions(engine).begin() as session:
        add_document(session, NewDocument(MET, external_id="left-over"))
    assert take_in(engine, room, said("a.txt", f"{MET} Again.")) == Summary(earlier=1, read=1)
    assert states(engine) == {"read": 2}


def test_progress_is_told_once_for_each_document(engine: Engine, room: ReadingRoom) -> None:
    steps: list[None] = []
    sources = [*many(3), said("a.txt", f"{MET} Report 1."), Source("b.txt", problem="not UTF-8")]
    Ingest(room, sessions(engine), MAX_BYTES, lambda: steps.append(None)).run(sources)
    assert len(steps) == len(sources)
