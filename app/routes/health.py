"""Whether the service lives, and whether it can do its work."""

import datetime as dt
from typing import Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy.exc import SQLAlchemyError

from app import answers, metrics
from app.context import Context, Parts, no_parameters
from app.guard.marks import public
from graph.queue import Backlog, backlog, now

router = APIRouter(tags=["health"])


@router.get("/healthz", summary="Whether it lives")
@public
def alive() -> dict[str, str]:
    """The process lives."""
    return {"status": "alive"}


@router.get(
    "/readyz", summary="Whether it can work", response_model=answers.Readiness, responses={503: {"model": answers.Readiness}}
)
@public
def ready(parts: Parts, response: Response) -> Any:
    """200 if the database answers and texts are read; 503 if not, and which of these it is."""
    backlog = _backlog(parts)
    progress = backlog is not None and _progresses(parts, backlog)
    is_ready = progress and parts.works.is_ready
    response.status_code = 200 if is_ready else 503
    return {
        "status": "ready" if is_ready else "not ready",
        "database": backlog is not None,
        "reader": parts.works.is_ready,
        "progress": progress,
        "pending": None if backlog is None else backlog.pending,
    }


@router.get(
    "/metrics",
    summary="What is counted and timed",
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}, "description": "Metrics"}},
    dependencies=[Depends(no_parameters)],
)
def measured(parts: Parts) -> Response:
    """Metrics in the text format of Prometheus: of this process, and of the queue as the database has it."""
    return Response(metrics.exposition(parts.read), media_type=metrics.MEDIA_TYPE)


def _backlog(parts: Context) -> Backlog | None:
    """What waits to be read; None if the database does not answer."""
    try:
        with parts.read.begin() as session:
            return backlog(session)
    except SQLAlchemyError:
        return None


def _progresses(parts: Context, found: Backlog) -> bool:
    """Whether what waits is read: by this program, whose last attempt did not fail, or by others, not too long ago."""
    if parts.works.worker.problem is not None:
        return False
    long_ago = now() - dt.timedelta(seconds=parts.settings.stalled_seconds)
    waits_long = found.oldest is not None and found.oldest < long_ago
    return not waits_long or (found.progress is not None and found.progress >= long_ago)
