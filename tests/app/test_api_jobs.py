"""Many documents at once: streamed in, followed line by line, tried again, cancelled."""

import json
import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update

from graph.database import open_engine, sessions
from graph.documents import JobPlace, NewDocument, add_documents
from graph.store import delete_document, mark_failed
from graph.tables import Document, Job
from nlp.kinds import KINDS

ADA = "Emmanuel Macron met Anna Kovač on 2023-03-{:02}."


def lines(number: int) -> Iterator[bytes]:
    for n in range(1, number + 1):
        yield json.dumps({"text": ADA.format(n), "external_id": f"line-{n}"}).encode() + b"\n"


def post(client: httpx.Client, body: Any) -> dict[str, Any]:
    answer = client.post("/v1/documents:bulk", content=body, headers={"Content-Type": "application/x-ndjson"})
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/v1/jobs/{answer.json()['id']}"
    return dict(answer.json())


def finished(client: httpx.Client, job: dict[str, Any]) -> dict[str, Any]:
    """The job once nothing of it is waited for."""
    for _ in range(500):
        found = client.get(f"/v1/jobs/{job['id']}").json()
        if not found["awaited"]:
            return dict(found)
        time.sleep(0.02)
    raise AssertionError(f"it did not end: {found}")


def outcomes(client: httpx.Client, job: dict[str, Any], **query: Any) -> list[tuple[int, str]]:
    found = client.get(f"/v1/jobs/{job['id']}/lines", params=query).json()["items"]
    return [(line["line"], line["outcome"]) for line in found]


def test_lines_are_stored_read_and_accounted_for(client: httpx.Client) -> None:
    body = [*lines(3), b"\n", b'{"text": \n', b'{"text": "this is unreadable."}\n', *lines(1), b'{"text": "Dies ist ein Text."']
    job = finished(client, post(client, iter([b"".join(body), b', "language": "de"}'])))
    assert (job["state"], job["lines"], job["origin"]) == ("done", 7, "POST from local")
    assert job["counts"] == {"pending": 0, "read": 3, "unread": 1, "failed": 1, "known": 1, "refused": 1}
    assert job["documents_per_second"] > 0
    assert job["finished_at"] >= job["created_at"]
    assert [(line["line"], line["place"], line["reason"]) for line in job["failures"]] == [
        (5, "line 5", "not JSON: Expecting value at column 9"),
        (6, "line 6", "RuntimeError: this text cannot be read"),
    ]
    assert outcomes(client, job) == [
        (1, "read"), (2, "read"), (3, "read"), (5, "refused"), (6, "failed"), (7, "known"), (8, "unread"),
    ]  # fmt: skip
    met = client.get("/v1/met", params={"who": "Macron"}).json()["items"]
    assert [row["meetings"] for row in met] == [3]


def test_lines_come_a_page_at_a_time_and_by_outcome(client: httpx.Client) -> None:
    job = finished(client, post(client, b"".join([*lines(4), b"broken\n", *lines(2)])))
    page = client.get(f"/v1/jobs/{job['id']}/lines", params={"limit": 3}).json()
    assert [line["line"] for line in page["items"]] == [1, 2, 3]
    rest = client.get(f"/v1/jobs/{job['id']}/lines", params={"limit": 10, "cursor": page["next_cursor"]}).json()
    assert ([line["line"] for line in rest["items"]], rest["next_cursor"]) == ([4, 5, 6, 7], None)
    assert outcomes(client, job, outcome=["refused", "known"]) == [(5, "refused"), (6, "known"), (7, "known")]


def test_the_jobs_are_listed_newest_first(client: httpx.Client) -> None:
    ids = [post(client, b"".join(lines(n)))["id"] for n in range(3)]
    page = client.get("/v1/jobs", params={"limit": 2}).json()
    assert [job["id"] for job in page["items"]] == ids[:0:-1]
    rest = client.get("/v1/jobs", params={"limit": 2, "cursor": page["next_cursor"]}).json()
    assert ([job["id"] for job in rest["items"]], rest["next_cursor"]) == (ids[:1], None)
    assert client.get("/v1/jobs", params={"cursor": "e30"}).status_code == 422
    assert client.get("/v1/jobs/job_0").json()["code"] == "job-not-found"
    assert client.get("/v1/jobs/job_0/lines").status_code == 404


def test_what_failed_is_read_again_when_asked_for(client: httpx.Client, database_url: str) -> None:
    job = finished(client, post(client, b"".join(lines(2))))
    engine = open_engine(database_url)
    with sessions(engine).begin() as session:
        delete_document(session, session.scalars(select(Document.id).where(Document.external_id == "line-2")).one(), KINDS)
        (added,) = add_documents(session, [NewDocument(ADA.format(2), language="en")], [JobPlace(job["id"], 2, "line 2")])
        mark_failed(session, added.id, "out of ink")
    assert finished(client, job)["counts"]["failed"] == 1
    again = client.post(f"/v1/jobs/{job['id']}:retry").json()
    assert (again["state"], again["awaited"]) == ("reading", 1)
    done = finished(client, job)
    assert (done["state"], done["counts"]["read"], done["failures"]) == ("done", 2, [])
    engine.dispose()


def test_a_job_that_is_done_is_not_cancelled(client: httpx.Client) -> None:
    job = finished(client, post(client, b"".join(lines(2))))
    assert client.post(f"/v1/jobs/{job['id']}:cancel").json()["state"] == "done"


def test_lines_of_a_job_that_was_cancelled_meanwhile_are_not_stored(client: httpx.Client, database_url: str) -> None:
    engine = open_engine(database_url)

    def body() -> Iterator[bytes]:
        for line in lines(28):
            yield line * 20
        cancelled = 0
        while not cancelled:
            with sessions(engine).begin() as session:
                cancelled = len(session.scalars(update(Job).values(state="cancelled").returning(Job.id)).all())
        for n in range(300):
            yield json.dumps({"text": f"Later text number {n}."}).encode() + b"\n"

    job = post(client, body())
    engine.dispose()
    assert job["state"] == "cancelled"
    assert job["lines"] < 28 * 20 + 300
    assert finished(client, job)["counts"]["refused"] == 0


def test_a_line_that_is_too_long_is_refused_and_not_kept_in_memory(client: httpx.Client) -> None:
    long = b'{"text": "' + b"x" * 5_000_000 + b'"}\n'
    job = finished(client, post(client, iter([long[:3_000_000], long[3_000_000:], *lines(1)])))
    assert [(line["line"], line["reason"]) for line in job["failures"]] == [(1, "the line is too long")]
    assert job["counts"]["read"] == 1


def test_no_lines_make_an_empty_job(client: httpx.Client) -> None:
    job = post(client, b"")
    assert (job["state"], job["lines"], job["documents_per_second"]) == ("done", 0, None)


def test_what_is_packed_is_not_taken(client: httpx.Client) -> None:
    answer = client.post("/v1/documents:bulk", content=b"x", headers={"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported-encoding")


@pytest.mark.parametrize("action", ["retry", "cancel"])
def test_an_unknown_job_is_not_found(client: httpx.Client, action: str) -> None:
    assert client.post(f"/v1/jobs/job_0:{action}").json()["code"] == "job-not-found"
