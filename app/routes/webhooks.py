"""Webhooks: addresses that are told of changes to facts, and what became of each delivery."""

import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy.orm import Session

from app import answers, paging
from app.context import Context, Parts, Reads, Writes, no_parameters
from app.errors import Problem
from app.fields import Line, Words
from app.guard.marks import Scope, needs
from app.openapi import TAKES_NAMES
from app.questions import NAME, KindName, Paged
from graph import webhooks
from graph.tables import Webhook

ADDRESS = re.compile(r"https?://[^/\s@?#]+(?:[/?]\S*)?")
MOST = 100
"""Webhooks that there may be."""
WebhookId = Annotated[Words, Path(description="the id of a webhook")]
DeliveryId = Annotated[int, Path(ge=1, le=2**31 - 1, description="the id of a delivery")]

router = APIRouter(prefix="/v1/webhooks", tags=["administration"])


class NewWebhook(BaseModel):
    """An address, and what it is to be told of."""

    model_config = ConfigDict(extra="forbid")

    url: Line = Field(description="http or https", examples=["https://example.org/hooks/backchannel"])
    kinds: list[KindName] = Field([], description="kinds of fact; all unless given")
    entities: list[Line] = Field([], max_length=20, description=f"who takes part, all of them: {NAME}")


@router.post(
    "",
    summary="Add a webhook",
    status_code=201,
    response_model=answers.NewWebhook,
    dependencies=[Depends(no_parameters)],
    openapi_extra={TAKES_NAMES: True},
)
@needs(Scope.ADMIN)
def add(new: NewWebhook, parts: Parts, session: Writes) -> Any:
    """Have an address told of what changes from now on; the answer holds the secret that signs messages, this once."""
    return add_webhook(session, parts, new)


@router.get("", summary="The webhooks", response_model=list[answers.Webhook], dependencies=[Depends(no_parameters)])
@needs(Scope.ADMIN)
def list_(session: Reads) -> Any:
    """The webhooks, the oldest first."""
    return webhooks.all_webhooks(session)


@router.delete("/{webhook_id}", summary="Remove a webhook", status_code=204, dependencies=[Depends(no_parameters)])
@needs(Scope.ADMIN)
def remove(webhook_id: WebhookId, session: Writes) -> Response:
    """Tell it of nothing any more."""
    webhooks.remove_webhook(session, webhook_id)
    return Response(status_code=204)


@router.get("/{webhook_id}/deliveries", summary="Its deliveries", response_model=answers.DeliveryPage)
@needs(Scope.ADMIN)
def deliveries(webhook_id: WebhookId, question: Annotated[Paged, Query()], session: Reads) -> Any:
    """What it was told, or is to be, the latest first; what has ended is kept for a month."""
    key = paging.decode(question.cursor, int)
    found, end = webhooks.deliveries(session, webhook_id, question.limit, key[0] if key else None)
    return {"items": found, "next_cursor": paging.encode((end,) if end is not None else None)}


@router.post(
    "/{webhook_id}/deliveries/{delivery_id}:retry",
    summary="Deliver again",
    response_model=answers.Delivery,
    dependencies=[Depends(no_parameters)],
)
@needs(Scope.ADMIN)
def retry(webhook_id: WebhookId, delivery_id: DeliveryId, session: Writes) -> Any:
    """Try a delivery once more, at once, however it has ended."""
    return webhooks.deliver_again(session, webhook_id, delivery_id)


def add_webhook(session: Session, parts: Context, new: NewWebhook) -> Webhook:
    """Store a webhook; raises a `Problem` where there are too many, and what names raise that fit none or several."""
    if not ADDRESS.fullmatch(new.url):
        raise Problem(422, "invalid-url", "a webhook has an address like https://example.org/hook, with no password in it")
    if len(webhooks.all_webhooks(session)) >= MOST:
        raise Problem(422, "too-many-webhooks", f"there may be {MOST} webhooks; remove one first")
    ids = [parts.finder.follow(session, name).id for name in new.entities]
    return webhooks.add_webhook(session, new.url, new.kinds, ids)
