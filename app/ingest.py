"""One run of `ingest`: a job whose lines come from files, followed until all of them are done with."""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from app import intake
from app.sources import Source
from app.works import Works
from graph.jobs import INTERRUPTED, KNOWN, REFUSED, JobView, LineView, begin_job, end_receiving, get_job, lines
from graph.queue import FAILED

GLANCE, GLANCES = 0.05, 1.0
"""Seconds between the first looks at how far reading has got, and between later ones: each look has its price."""
PATIENCE = 60.0
"""Seconds for which the queue may be in trouble, such as a full disk, before the run gives up."""
PAGE = 1000


@dataclass(frozen=True, slots=True)
class Failure:
    """A document that could not be taken in or read: where it stands, and why."""

    where: str
    reason: str


@dataclass(slots=True)
class Summary:
    """What became of the documents."""

    job: str | None = None
    read: int = 0
    known: int = 0
    unread: list[Failure] = field(default_factory=list)
    failed: list[Failure] = field(default_factory=list)


class Ingest:
    """Runs, counted together in `summary`; `watch` is shown the job each time that something is done with."""

    def __init__(self, works: Works, max_bytes: int, watch: Callable[[JobView], None] = lambda _: None) -> None:
        self._works = works
        self._room = works.room
        self._max_bytes = max_bytes
        self._watch = watch
        self.summary = Summary()

    def run(self, sources: Iterable[Source], origin: str = "ingest") -> Summary:
        """Take all `sources` in, as one job, and wait until they are read; what became of all so far."""
        with self._room.writing() as session:
            job_id = begin_job(session, origin)
        try:
            for batch in intake.portions(intake.lines(sources, self._max_bytes)):
                intake.store(self._room, job_id, batch)
                self._works.worker.wake()
                self._watch(self._job(job_id))
        except intake.JobCancelled:
            pass  # what was received before is told of below
        except BaseException as error:
            self._end(job_id, INTERRUPTED, f"{type(error).__name__}: {error}".rstrip(": "))
            raise
        self._end(job_id)
        self._follow(job_id)
        self._count(job_id)
        return self.summary

    def _follow(self, job_id: str) -> None:
        """Wait until nothing of the job is waited for, or the queue has been in trouble for too long."""
        troubled, glance = None, GLANCE
        while (job := self._job(job_id)).awaited:
            self._watch(job)
            problem = self._works.worker.problem
            troubled = None if problem is None else troubled or time.monotonic()
            if problem is not None and troubled is not None and time.monotonic() - troubled > PATIENCE:
                raise problem
            time.sleep(glance)
            glance = min(1.5 * glance, GLANCES)
        self._watch(job)

    def _job(self, job_id: str) -> JobView:
        with self._room.reading() as session:
            return get_job(session, job_id)

    def _end(self, job_id: str, *how: str) -> None:
        with self._room.writing() as session:
            end_receiving(session, job_id, *how)

    def _count(self, job_id: str) -> None:
        """Add what became of a job to the summary."""
        counts, summary = self._job(job_id).counts, self.summary
        summary.job = job_id
        summary.read += counts["read"]
        summary.known += counts[KNOWN]
        after: int | None = 0
        while after is not None:
            with self._room.reading() as session:
                found, after = lines(session, job_id, (FAILED, REFUSED, "unread"), PAGE, after)
            for one in found:
                (summary.unread if one.outcome == "unread" else summary.failed).append(Failure(one.place, _why(one)))


def _why(line: LineView) -> str:
    return line.reason or f"it is {line.outcome}"
