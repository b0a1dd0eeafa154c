"""Jobs: documents taken in together, and what became of each of their lines."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import Select, case, func, insert, literal, null, or_, select, tuple_, union_all, update
from sqlalchemy.orm import Session

from graph.errors import NotFound
from graph.queue import FAILED, PENDING, Waiting, now, requeue
from graph.revision import lock, raise_revision
from graph.tables import Document, Job, JobLine

RECEIVING, RECEIVED, INTERRUPTED, CANCELLED = "receiving", "received", "interrupted", "cancelled"
READING, DONE = "reading", "done"
KNOWN, REFUSED = "known", "refused"
OUTCOMES = (PENDING, "read", "unread", FAILED, KNOWN, REFUSED)
SILENCE = dt.timedelta(minutes=2)
"""A job of which no line has come for so long, and no end, is interrupted."""
CANCELLED_WITH_JOB = "its job was cancelled before it was read"


@dataclass(frozen=True, slots=True)
class JobView:
    """A job and how far it has got."""

    id: str
    origin: str
    state: str
    """`receiving`, `reading`, `done`, `interrupted` or `cancelled`."""
    reason: str | None
    created_at: dt.datetime
    finished_at: dt.datetime | None
    lines: int
    counts: Mapping[str, int]
    """Lines by outcome."""
    awaited: int
    """Documents it waits for: its own, and those that were known already but not read yet."""
    documents_per_second: float | None
    """Those done with, from the first line to the last document."""

    @property
    def seconds_left(self) -> float | None:
        """How long it will take if it goes on as it did."""
        return self.awaited / self.documents_per_second if self.documents_per_second else None


@dataclass(frozen=True, slots=True)
class LineView:
    """What became of a line."""

    line: int
    place: str
    outcome: str
    reason: str | None
    document_id: str | None


@dataclass(frozen=True, slots=True)
class Exceptional:
    """A line that brings no new document: `refused`, with the reason, or `known`."""

    line: int
    place: str
    outcome: str
    reason: str | None = None
    document_id: str | None = None


def begin_job(session: Session, origin: str) -> str:
    """A new job that lines will be received for; its id."""
    moment = now()
    job = Job(id=f"job_{uuid4().hex[:20]}", origin=origin, state=RECEIVING, created_at=moment, updated_at=moment)
    session.add(job)
    session.flush()
    return job.id


def record_lines(session: Session, job_id: str, number: int, exceptional: Sequence[Exceptional]) -> str:
    """Note that `number` lines more have been received; the state of the job, which may have been cancelled meanwhile."""
    known = sum(line.outcome == KNOWN for line in exceptional)
    values = {
        "lines": Job.lines + number,
        "known": Job.known + known,
        "refused": Job.refused + len(exceptional) - known,
        "updated_at": now(),
    }
    state = session.execute(update(Job).where(Job.id == job_id).values(values).returning(Job.state), execution_options=_PLAIN)
    if exceptional:
        columns = ("line", "place", "outcome", "reason", "document_id")
        rows = [{"job_id": job_id, **{name: getattr(line, name) for name in columns}} for line in exceptional]
        session.execute(insert(JobLine), rows, execution_options={"render_nulls": True})
    return state.scalar_one()


def end_receiving(session: Session, job_id: str, state: str = RECEIVED, reason: str | None = None) -> None:
    """No more lines will come."""
    ended = update(Job).where(Job.id == job_id, Job.state == RECEIVING)
    session.execute(ended.values(state=state, reason=reason, updated_at=now()), execution_options=_PLAIN)


def get_job(session: Session, job_id: str) -> JobView:
    """A job; `NotFound` where there is none of this id."""
    job = session.get(Job, job_id)
    if job is None:
        raise NotFound("job", job_id)
    return _view(session, job)


def jobs(session: Session, limit: int, after: tuple[dt.datetime, str] | None) -> tuple[list[JobView], tuple[str, str] | None]:
    """The jobs, newest first, after the one of this key; and the key of the last, if more follow."""
    query = select(Job).order_by(Job.created_at.desc(), Job.id.desc()).limit(limit + 1)
    if after is not None:
        query = query.where(tuple_(Job.created_at, Job.id) < tuple_(literal(after[0], Job.created_at.type), literal(after[1])))
    found = session.scalars(query).all()
    end = (found[limit - 1].created_at.isoformat(), found[limit - 1].id) if len(found) > limit else None
    return [_view(session, job) for job in found[:limit]], end


def lines(
    session: Session, job_id: str, outcomes: Sequence[str] | None, limit: int, after: int = 0
) -> tuple[list[LineView], int | None]:
    """What became of the lines after a number, of some outcomes or all; and the number of the last, if more follow."""
    rows = _lines(job_id).subquery()
    query = select(rows).where(rows.c.line > after).order_by(rows.c.line).limit(limit + 1)
    if outcomes is not None:
        query = query.where(rows.c.outcome.in_(outcomes))
    found = [LineView(*row) for row in session.execute(query)]
    return found[:limit], found[limit - 1].line if len(found) > limit else None


def retry_job(session: Session, job_id: str) -> list[Waiting]:
    """Have those documents of a job read once more that failed, or were cancelled with it."""
    lock(session)
    get_job(session, job_id)
    again = requeue(session, Document.job_id == job_id)
    back = update(Job).where(Job.id == job_id, Job.state == CANCELLED).values(state=RECEIVED, reason=None)
    session.execute(back, execution_options=_PLAIN)
    if again:
        raise_revision(session)
    return again


def cancel_job(session: Session, job_id: str) -> None:
    """Receive and read no more of a job. What is in hand will be read; what waits counts as failed, and can be retried."""
    lock(session)
    if get_job(session, job_id).state == DONE:
        return
    session.execute(update(Job).where(Job.id == job_id).values(state=CANCELLED), execution_options=_PLAIN)
    free = or_(Document.claimed_until.is_(None), Document.claimed_until < now())
    waiting = update(Document).where(Document.job_id == job_id, Document.state == PENDING, free)
    values = {"state": FAILED, "reason": CANCELLED_WITH_JOB, "read_at": now(), "claimed_until": None}
    session.execute(waiting.values(values), execution_options=_PLAIN)
    raise_revision(session)


_PLAIN = {"synchronize_session": False}


def _view(session: Session, job: Job) -> JobView:
    by_state = select(Document.state, func.count(), func.max(Document.read_at)).where(Document.job_id == job.id)
    rows = session.execute(by_state.group_by(Document.state)).all()
    counts = {outcome: 0 for outcome in OUTCOMES} | {state: number for state, number, _ in rows}
    counts |= {KNOWN: job.known, REFUSED: job.refused}
    awaited = counts[PENDING] + (_known_and_waiting(session, job.id) if job.known else 0)
    last = max((moment for _, _, moment in rows if moment), default=None)
    state = _state(job, awaited)
    finished = max(last or job.updated_at, job.updated_at) if state in (DONE, CANCELLED) and not awaited else None
    done = sum(number for outcome, number, _ in rows if outcome != PENDING)
    seconds = ((finished or now()) - job.created_at).total_seconds()
    rate = done / seconds if done and seconds > 0 else None
    return JobView(job.id, job.origin, state, job.reason, job.created_at, finished, job.lines, counts, awaited, rate)


def _state(job: Job, awaited: int) -> str:
    if job.state == RECEIVED:
        return READING if awaited else DONE
    if job.state == RECEIVING and job.updated_at < now() - SILENCE:
        return INTERRUPTED
    return job.state


def _known_and_waiting(session: Session, job_id: str) -> int:
    waiting = select(func.count()).select_from(Document).join(JobLine, JobLine.document_id == Document.id)
    return session.scalar(waiting.where(Document.state == PENDING, JobLine.job_id == job_id)) or 0


def _lines(job_id: str) -> Select[*tuple[object, ...]]:
    """All lines of a job: those that brought documents, and the exceptional ones. A known document may have failed since."""
    brought = select(
        Document.job_line.label("line"),
        func.coalesce(Document.place, "").label("place"),
        Document.state.label("outcome"),
        Document.reason.label("reason"),
        Document.id.label("document_id"),
    ).where(Document.job_id == job_id)
    has_failed = (JobLine.outcome == KNOWN) & (Document.state == FAILED) & (Document.job_id != JobLine.job_id)
    exceptional = (
        select(
            JobLine.line,
            JobLine.place,
            case((has_failed, FAILED), else_=JobLine.outcome),
            case((has_failed, Document.reason), else_=func.coalesce(JobLine.reason, null())),
            JobLine.document_id,
        )
        .outerjoin(Document, Document.id == JobLine.document_id)
        .where(JobLine.job_id == job_id)
    )
    both = union_all(brought, exceptional).subquery()
    return select(both)
