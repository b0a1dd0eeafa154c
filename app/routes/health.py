"""Whether the service lives, and whether it can do its work."""

from typing import Any

from fastapi import APIRouter, Depends, Response
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from app import answers, metrics
from app.context import Parts, no_parameters
from app.guard.marks import public
from graph.store import PENDING
from graph.tables import Document

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
    waiting = _waiting(parts)
    is_ready = waiting is not None and parts.room.is_ready
    response.status_code = 200 if is_ready else 503
    return {
        "status": "ready" if is_ready else "not ready",
        "database": waiting is not None,
        "reader": parts.room.is_ready,
        "pending": waiting,
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


def _waiting(parts: Parts) -> int | None:
    """How many documents wait to be read; None if the database does not answer."""
    try:
        with parts.read.begin() as session:
            return session.scalar(select(func.count()).where(Document.state == PENDING))
    except SQLAlchemyError:
        return None
