"""Taking many documents in: each once, each problem named, whatever was left over from a run that was stopped."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, func, select

from app.ingest import Ingest, Summary
from app.sources import Source
from app.works import Works
from graph.database import sessions
from graph.jobs import JobView, jobs
from graph.store import NewDocument, add_document, mark_failed
from graph.tables import Claim, Document, Fact

MAX_BYTES = 1000
LINES = 8
"""Stored in one transaction, here."""
MET = "Volodymyr Zelensky met Vladimir Putin in Paris on 2019-12-09."
MEETING = "Volodymyr Zelensky met Vladimir Putin in Paris on {}-12-09."


def said(where: str, text: str, **more: str) -> Source:
    return Source(where, {"text": text, **more})


def many(number: int) -> Iterator[Source]:
    return (said(f"news.jsonl:{i}", MEETING.format(1000 + i), external_id=f"report-{i}") for i in range(number))


@pytest.fixture(autouse=True)
def _small_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.intake.LINES", LINES)


def take_in(works: Works, *sources: Source) -> Summary:
    return replace(Ingest(works, MAX_BYTES).run(sources), job=None)


def states(engine: Engine) -> dict[str, int]:
    with sessions(engine).begin() as session:
        return {state: n for state, n in session.execute(select(Document.state, func.count()).group_by(Document.state))}


def counts(engine: Engine) -> tuple[int, ...]:
    with sessions(engine).begin() as session:
        return tuple(session.scalar(select(func.count()).select_from(table)) or 0 for table in (Document, Claim, Fact))


def test_every_document_is_read_and_a_second_run_changes_nothing(engine: Engine, works: Works) -> None:
    sources = list(many(LINES + 3))
    assert take_in(works, *sources) == Summary(read=LINES + 3)
    stored = counts(engine)
    assert stored == (LINES + 3,) * 3
    assert take_in(works, *sources) == Summary(known=LINES + 3)
    assert counts(engine) == stored


def test_the_same_text_twice_in_one_batch_is_stored_once(engine: Engine, works: Works) -> None:
    assert take_in(works, said("a.txt", MET), said("b.txt", MET)) == Summary(read=1, known=1)


def test_a_problem_is_named_and_spoils_no_other_document(engine: Engine, works: Works) -> None:
    summary = take_in(
        works,
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


def test_a_document_that_failed_is_read_again(engine: Engine, works: Works) -> None:
    with sessions(engine).begin() as session:
        document, _ = add_document(session, NewDocument(MET, language="en"))
        document.attempts = 3
        mark_failed(session, document.id, "out of ink")
    assert take_in(works, said("a.txt", MET)) == Summary(read=1)
    assert states(engine) == {"read": 1}


def test_a_text_in_another_language_is_stored_unread(engine: Engine, works: Works) -> None:
    summary = take_in(works, said("fr.txt", "Le président a rencontré son homologue à Genève.", language="fr"))
    (unread,) = summary.unread
    assert unread.where == "fr.txt"
    assert "only English is read" in unread.reason
    assert states(engine) == {"unread": 1}


def test_what_an_earlier_run_stored_and_did_not_read_is_read_and_waited_for(engine: Engine, works: Works) -> None:
    with sessions(engine).begin() as session:
        add_document(session, NewDocument(MET, external_id="left-over", language="en"))
    assert take_in(works, said("a.txt", MET), said("b.txt", f"{MET} Again.")) == Summary(read=1, known=1)
    assert states(engine) == {"read": 2}


def test_progress_is_shown_until_all_is_done_with(engine: Engine, works: Works) -> None:
    views: list[JobView] = []
    sources = [*many(3), said("a.txt", MEETING.format(1001)), Source("b.txt", problem="not UTF-8")]
    Ingest(works, MAX_BYTES, views.append).run(sources)
    last = views[-1]
    assert (last.lines, last.awaited, last.state) == (5, 0, "done")
    assert (last.counts["read"], last.counts["known"], last.counts["refused"]) == (3, 1, 1)
    assert last.documents_per_second


def test_a_run_that_is_stopped_says_so_and_keeps_what_it_stored(engine: Engine, works: Works) -> None:
    def sources() -> Iterator[Source]:
        yield from many(LINES)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Ingest(works, MAX_BYTES).run(sources())
    with sessions(engine).begin() as session:
        (job,), _ = jobs(session, 5, None)
        assert (job.state, job.reason, job.lines) == ("interrupted", "KeyboardInterrupt", LINES)
    assert take_in(works, *many(LINES)) == Summary(known=LINES)
    assert states(engine) == {"read": LINES}


def test_a_queue_in_trouble_for_too_long_ends_the_run(engine: Engine, works: Works, monkeypatch: pytest.MonkeyPatch) -> None:
    works.worker.close()
    works.worker.join()
    works.worker.problem = OSError("no space left")
    monkeypatch.setattr("app.ingest.PATIENCE", 0.0)
    with pytest.raises(OSError, match="no space left"):
        take_in(works, said("a.txt", MET))
