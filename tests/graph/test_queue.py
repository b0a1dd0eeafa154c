"""The queue: a document that waits is in one hand at most, comes back when that hand is gone, and keeps its order."""

import datetime as dt
import threading

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from graph import queue
from graph.documents import Added, JobPlace, NewDocument, add_documents
from graph.store import mark_failed
from graph.tables import Document

Transactions = sessionmaker[Session]
EXPIRED = dt.timedelta(seconds=-1)
MANY = 10**9


def put(transactions: Transactions, *texts: str, lease: dt.timedelta | None = None) -> list[str]:
    with transactions.begin() as session:
        return [added.id for added in add_documents(session, [NewDocument(text) for text in texts], lease=lease)]


def take(transactions: Transactions, number: int = 5, characters: int = MANY, lease: dt.timedelta = queue.LEASE) -> list[str]:
    with transactions.begin() as session:
        return [taken.text for taken in queue.take_oldest(session, number, characters, lease)]


def test_the_oldest_come_first_and_nobody_is_given_what_another_has(transactions: Transactions) -> None:
    put(transactions, "One.")
    put(transactions, "Two.")
    put(transactions, "Three.")
    assert take(transactions, 2) == ["One.", "Two."]
    assert take(transactions) == ["Three."]
    assert take(transactions) == []


def test_a_batch_has_no_more_characters_than_asked_but_one_document_at_least(transactions: Transactions) -> None:
    for text in ("x" * 50, "y" * 5, "z" * 5, "a" * 5):
        put(transactions, text)
    assert [text[0] for text in take(transactions, characters=10)] == ["x"]
    assert [text[0] for text in take(transactions, characters=10)] == ["y", "z"]
    assert [text[0] for text in take(transactions, characters=10)] == ["a"]


def test_what_a_dead_reader_held_is_given_to_another_and_the_attempts_are_counted(transactions: Transactions) -> None:
    put(transactions, "One.")
    assert take(transactions, lease=EXPIRED) == ["One."]
    with transactions.begin() as session:
        (taken,) = queue.take_oldest(session, 5, MANY)
    assert taken.attempts == 2
    assert take(transactions) == []


def test_a_lease_is_renewed_and_given_back(transactions: Transactions) -> None:
    ids = put(transactions, "One.", lease=EXPIRED)
    with transactions.begin() as session:
        queue.renew(session, ids)
    assert take(transactions) == []
    with transactions.begin() as session:
        queue.release(session, ids)
        assert session.scalars(select(Document.attempts)).one() == 0
    assert take(transactions) == ["One."]


def test_those_named_are_taken_if_they_wait_and_are_free(transactions: Transactions) -> None:
    ids = put(transactions, "One.", "Two.", "Three.")
    with transactions.begin() as session:
        queue.take(session, ids[:1])
        mark_failed(session, ids[1], "broken")
        assert [taken.id for taken in queue.take(session, [*ids, "doc_unknown"])] == ids[2:]


def test_many_who_take_at_once_are_given_each_document_once(transactions: Transactions) -> None:
    put(transactions, *(f"Text {number}." for number in range(40)))
    taken: list[str] = []

    def work() -> None:
        while found := take(transactions, 3):
            taken.extend(found)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == sorted(f"Text {number}." for number in range(40))


def test_what_failed_is_put_at_the_end_of_the_queue(transactions: Transactions) -> None:
    (failed,) = put(transactions, "One.", lease=queue.LEASE)
    with transactions.begin() as session:
        mark_failed(session, failed, "broken")
    put(transactions, "Two.")
    with transactions.begin() as session:
        assert queue.requeue(session, Document.id == failed) == [queue.Waiting(failed, 4)]
        assert queue.requeue(session, Document.id == failed) == []
    assert take(transactions) == ["Two.", "One."]


def test_the_backlog_tells_how_many_wait_since_when_and_of_the_last_progress(transactions: Transactions) -> None:
    with transactions() as session:
        assert queue.backlog(session) == queue.Backlog(0, None, None)
    before = queue.now()
    ids = put(transactions, "One.", "Two.")
    with transactions.begin() as session:
        mark_failed(session, ids[0], "broken")
    with transactions() as session:
        backlog = queue.backlog(session)
    assert backlog.pending == 1
    assert backlog.oldest is not None
    assert backlog.progress is not None
    assert before <= backlog.oldest <= backlog.progress <= queue.now()


def test_documents_of_a_job_know_their_line_and_what_failed_goes_to_who_hands_it_in_again(transactions: Transactions) -> None:
    with transactions.begin() as session:
        places = [JobPlace("job_1", 1, "a:1"), JobPlace("job_1", 2, "a:2"), JobPlace("job_1", 3, "a:3")]
        news = [NewDocument("One.", external_id="1"), NewDocument("One."), NewDocument("Two.")]
        first, again, second = add_documents(session, news, places)
        assert (again, second.is_new) == (Added(first.id, False, False), True)
        mark_failed(session, first.id, "broken")
    with transactions.begin() as session:
        twice = [NewDocument("Other words.", external_id="1")] * 2
        added = add_documents(session, twice, [JobPlace("job_2", 7, "b:7"), JobPlace("job_2", 8, "b:8")], queue.LEASE)
        assert added == [Added(first.id, False, True), Added(first.id, False, False)]
    with transactions() as session:
        document = session.get_one(Document, first.id)
        assert (document.state, document.job_id, document.job_line, document.place) == ("pending", "job_2", 7, "b:7")
        assert (document.attempts, document.text) == (1, "One.")
    assert take(transactions) == ["Two."]


@pytest.mark.parametrize("number", [0, 2500])
def test_any_number_of_documents_is_stored_at_once(transactions: Transactions, number: int) -> None:
    ids = put(transactions, *(f"Text {i}." for i in range(number)))
    with transactions() as session:
        assert queue.states_of(session, ids) == dict.fromkeys(ids, "pending")
    assert len(ids) == number
