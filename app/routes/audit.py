"""The audit: who asked to change what."""

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import Field

from app import answers, paging
from app.context import Reads
from app.fields import Words
from app.guard.marks import Scope, needs
from app.questions import Paged, Period
from graph.audit import audit_entries

router = APIRouter(prefix="/v1", tags=["administration"])


class AuditQuestion(Paged, Period):
    """Which entries of the audit."""

    actor: Words | None = Field(None, description="the name or id of a key")


@router.get("/audit", summary="Who changed what", response_model=answers.AuditPage)
@needs(Scope.ADMIN)
def audit(question: Annotated[AuditQuestion, Query()], session: Reads) -> Any:
    """Each request that could change something, the latest first: by whom, and how it was answered."""
    key = paging.decode(question.cursor, int)
    entries, end = audit_entries(
        session,
        question.limit,
        before=key[0] if key else None,
        actor=question.actor,
        since=_midnight(question.since),
        until=_midnight(question.until and question.until + dt.timedelta(days=1)),
    )
    return {"items": entries, "next_cursor": paging.encode((end,) if end is not None else None)}


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return dt.datetime.combine(day, dt.time(), dt.UTC) if day else None
