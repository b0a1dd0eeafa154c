"""Jobs: every line is accounted for; what is cancelled or failed can be read after all."""

import datetime as dt

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session, sessionmaker

from graph import jobs, queue
from graph.documents import JobPlace, NewDocument, add_documents
from graph.errors import NotFound
from graph.jobs import Exceptional, LineView
from graph.queue import now
from graph.store import mark_failed, mark_unread
from graph.tables import Job

Transactions = sessionmaker[Session]


def job_of(transactions: Transactions, *texts: str) -> tuple[str, list[str]]:
    """A job of texts, one a line; those that were stored before count as known."""
    with transactions.begin() as session:
        job_id = jobs.begin_job(session, "a test")
        places = [JobPlace(job_id, n, f"a:{n}") for n, _ in enumerate(texts, 1)]
        added = add_documents(session, [NewDocument(text) for text in texts], places)
        known = [
            Exceptional(place.line or 0, place.place or "", jobs.KNOWN, document_id=one.id)
            for one, place in zip(added, places, strict=True)
            if not one.is_waiting
        ]
        assert jobs.record_lines(session, job_id, len(texts), known) == jobs.RECEIVING
        jobs.end_receiving(session, job_id)
    return job_id, [one.id for one in added]


def view(transactions: Transactions, job_id: str) -> jobs.JobView:
    with transactions() as session:
        return jobs.get_job(session, job_id)


def test_a_job_is_done_when_none_of_its_documents_waits(transactions: Transactions) -> None:
    job_id, (one, two) = job_of(transactions, "One.", "Two.")
    assert (view(transactions, job_id).state, view(transactions, job_id).awaited) == ("reading", 2)
    assert view(transactions, job_id).documents_per_second is None
    with transactions.begin() as session:
        mark_unread(session, one, "not English")
    half = view(transactions, job_id)
    assert (half.state, half.awaited, half.finished_at) == ("reading", 1, None)
    assert half.documents_per_second is not None
    assert half.seconds_left == pytest.approx(1 / half.documents_per_second)
    with transactions.begin() as session:
        mark_failed(session, two, "broken")
    done = view(transactions, job_id)
    assert (done.state, done.counts["unread"], done.counts["failed"]) == ("done", 1, 1)
    assert done.finished_at is not None


def test_a_job_waits_for_what_was_known_and_not_read_yet(transactions: Transactions) -> None:
    _, (one,) = job_of(transactions, "One.")
    job_id, _ = job_of(transactions, "One.")
    assert (view(transactions, job_id).state, view(transactions, job_id).awaited) == ("reading", 1)
    with transactions.begin() as session:
        mark_failed(session, one, "broken")
        assert jobs.lines(session, job_id, ["failed"], 5) == ([LineView(1, "a:1", "failed", "broken", one)], None)
    assert (view(transactions, job_id).state, view(transactions, job_id).counts["known"]) == ("done", 1)


def test_what_a_cancelled_job_left_is_not_read_but_can_be_retried(transactions: Transactions) -> None:
    job_id, (one, two, three) = job_of(transactions, "One.", "Two.", "Three.")
    with transactions.begin() as session:
        mark_unread(session, one, "not English")
        queue.take(session, [two])
    with transactions.begin() as session:
        jobs.cancel_job(session, job_id)
    assert (view(transactions, job_id).state, view(transactions, job_id).awaited) == ("cancelled", 1)
    with transactions.begin() as session:
        assert queue.states_of(session, [one, two, three]) == {one: "unread", two: "pending", three: "failed"}
        found, _ = jobs.lines(session, job_id, ["failed"], 5)
        assert [line.reason for line in found] == [jobs.CANCELLED_WITH_JOB]
        assert jobs.record_lines(session, job_id, 1, []) == jobs.CANCELLED
    with transactions.begin() as session:
        assert jobs.retry_job(session, job_id) == [queue.Waiting(three, 6)]
    assert (view(transactions, job_id).state, view(transactions, job_id).awaited) == ("reading", 2)


def test_a_job_that_nobody_ends_counts_as_interrupted(transactions: Transactions) -> None:
    with transactions.begin() as session:
        job_id = jobs.begin_job(session, "a test")
    assert view(transactions, job_id).state == "receiving"
    with transactions.begin() as session:
        session.execute(update(Job).values(updated_at=now() - jobs.SILENCE - dt.timedelta(seconds=1)))
    assert view(transactions, job_id).state == "interrupted"


def test_an_unknown_job_is_not_found(transactions: Transactions) -> None:
    with transactions() as session, pytest.raises(NotFound):
        jobs.get_job(session, "job_0")
