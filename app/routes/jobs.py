"""Jobs: many documents at once, as a stream of lines; what became of each line; tried again, or cancelled."""

import contextlib
import datetime as dt
from collections.abc import AsyncIterator, Sequence
from dataclasses import asdict
from typing import Annotated, Any

from anyio import to_thread
from fastapi import APIRouter, Depends, Path, Query, Request, Response
from starlette.requests import ClientDisconnect

from app import answers, intake, ndjson, paging
from app.context import Context, Parts, Reads, no_parameters
from app.errors import Problem
from app.guard.marks import patient
from app.incoming import EXAMPLE
from app.questions import JobQuestion, Paged
from app.sources import Source, json_line
from graph import jobs
from graph.jobs import INTERRUPTED, JobView

JobId = Annotated[str, Path(description="the id of a job, as `POST /v1/documents:bulk` and `GET /v1/jobs` give it")]
BULK: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "description": "a document a line, each as for `POST /v1/documents`; any number of them",
        "content": {"application/x-ndjson": {"schema": {"type": "string"}, "example": EXAMPLE}},
    }
}
LINE_OF_TEXT = 4
"""Bytes of a line for a byte of text: JSON may write a letter as `\\u00e9`, and a web page is longer than its text."""

router = APIRouter(prefix="/v1", tags=["documents"])


@router.post(
    "/documents:bulk",
    summary="Add many documents",
    status_code=202,
    response_model=answers.Job,
    openapi_extra=BULK,
    dependencies=[Depends(no_parameters)],
)
@patient
async def bulk(request: Request, parts: Parts, response: Response) -> Any:
    """Store documents as they come in, a line each (NDJSON), to be read one after the other; the job tells how far that is.

    If the connection breaks, send all lines again: what is stored already is known.
    """
    if (encoding := request.headers.get("Content-Encoding", "identity")) != "identity":
        raise Problem(415, "unsupported-encoding", f"the lines must come as they are, not as {encoding}")
    job_id = await to_thread.run_sync(_begin, parts, f"POST from {request.state.caller.name}")
    try:
        async for batch in _batches(request, parts.settings.max_text_bytes):
            await to_thread.run_sync(_store, parts, job_id, batch)
    except intake.JobCancelled:
        await _leave_unread(request)
    except ClientDisconnect:
        await to_thread.run_sync(_end, parts, job_id, INTERRUPTED, "the client left before its last line")
        return Response(status_code=400)  # nobody hears it
    except Exception as error:
        with contextlib.suppress(Exception):  # the database may be what failed; a job without news counts as interrupted
            await to_thread.run_sync(_end, parts, job_id, INTERRUPTED, f"{type(error).__name__}: {error}")
        raise
    view = await to_thread.run_sync(_end, parts, job_id)
    response.headers["Location"] = f"/v1/jobs/{job_id}"
    return _job(view)


@router.get("/jobs", summary="The jobs", response_model=answers.JobPage)
def all_jobs(question: Annotated[Paged, Query()], session: Reads) -> Any:
    """The jobs, newest first: bulk requests and runs of `backchannel ingest`."""
    key = paging.decode(question.cursor, dt.datetime, str)
    found, end = jobs.jobs(session, question.limit, (key[0], key[1]) if key else None)
    return {"items": [_job(view) for view in found], "next_cursor": paging.encode(end)}


@router.get("/jobs/{job_id}", summary="A job", response_model=answers.Job, dependencies=[Depends(no_parameters)])
def job(job_id: JobId, session: Reads) -> Any:
    """How far a job has got, how fast, and the first lines that failed, with their reasons."""
    return {**_job(jobs.get_job(session, job_id)), "failures": _lines(session, job_id, ("failed", "refused"))["items"]}


@router.get("/jobs/{job_id}/lines", summary="The lines of a job", response_model=answers.JobLinePage)
def lines(job_id: JobId, question: Annotated[JobQuestion, Query()], session: Reads) -> Any:
    """What became of each line: the document it brought, or why there is none."""
    jobs.get_job(session, job_id)
    key = paging.decode(question.cursor, int)
    return _lines(session, job_id, question.outcome, question.limit, key[0] if key else 0)


@router.post(
    "/jobs/{job_id}:retry",
    summary="Read what failed again",
    response_model=answers.Job,
    dependencies=[Depends(no_parameters)],
)
def retry(job_id: JobId, parts: Parts) -> Any:
    """Have the documents of a job read again that failed, or that were cancelled with it."""
    with parts.room.writing() as session:
        parts.room.announce(session, jobs.retry_job(session, job_id))
        view = jobs.get_job(session, job_id)
    parts.works.worker.wake()
    return _job(view)


@router.post("/jobs/{job_id}:cancel", summary="Cancel a job", response_model=answers.Job, dependencies=[Depends(no_parameters)])
def cancel(job_id: JobId, parts: Parts) -> Any:
    """Take in and read no more of a job. What was read stays; what was not counts as failed, and can be retried."""
    with parts.room.writing() as session:
        jobs.cancel_job(session, job_id)
        return _job(jobs.get_job(session, job_id))


async def _batches(request: Request, max_bytes: int) -> AsyncIterator[list[tuple[int, bytes | None]]]:
    """The lines of the body, as many at a time as are stored together."""
    found = ndjson.Lines(LINE_OF_TEXT * max_bytes + 65_536)
    batch: list[tuple[int, bytes | None]] = []
    size = 0
    async for chunk in request.stream():
        for number, line in found.feed(chunk):
            batch.append((number, line))
            size += len(line or b"")
            if len(batch) >= intake.LINES or size >= intake.CHARACTERS:
                yield batch
                batch, size = [], 0
    batch += found.close()
    if batch:
        yield batch


async def _leave_unread(request: Request) -> None:
    """Let the client send what it still has, so that it hears the answer."""
    async for _ in request.stream():
        pass


def _begin(parts: Context, origin: str) -> str:
    with parts.room.writing() as session:
        return jobs.begin_job(session, origin)


def _store(parts: Context, job_id: str, batch: Sequence[tuple[int, bytes | None]]) -> None:
    most = parts.settings.max_text_bytes
    intake.store(parts.room, job_id, [intake.line(number, _source(number, line), most) for number, line in batch])
    parts.works.worker.wake()


def _source(number: int, line: bytes | None) -> Source:
    place = f"line {number}"
    return Source(place, problem="the line is too long") if line is None else json_line(line, place)


def _end(parts: Context, job_id: str, *how: str) -> JobView:
    with parts.room.writing() as session:
        jobs.end_receiving(session, job_id, *how)
        session.expire_all()
        return jobs.get_job(session, job_id)


def _lines(session: Any, job_id: str, outcomes: Sequence[str] | None, limit: int = 50, after: int = 0) -> dict[str, Any]:
    found, end = jobs.lines(session, job_id, outcomes, limit, after)
    return {"items": [asdict(line) for line in found], "next_cursor": paging.encode(None if end is None else (end,))}


def _job(view: JobView) -> dict[str, Any]:
    return {**asdict(view), "seconds_left": view.seconds_left}
