"""Webhooks and their deliveries as rows: what each is to be told of, in order, and what became of it.

A delivery is stored before it is tried, together with how far its webhook has been told, so that nothing is lost or left out
when the program ends. It names facts, and does not hold them: each attempt reads them as they are then.
"""

import base64
import datetime as dt
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session, aliased

from graph.changes import Change, Changed, Position, changes
from graph.errors import NotFound
from graph.queries import FactFilter
from graph.revision import revision
from graph.tables import Delivery, Entity, Webhook
from graph.views import load_facts

PENDING, DELIVERED, FAILED = "pending", "delivered", "failed"
ITEMS = 100
"""Changes in one delivery at most."""
ATTEMPTS = 15
"""After so many, within about seventeen hours, a delivery has failed."""
FIRST_WAIT, LONGEST_WAIT = dt.timedelta(seconds=5), dt.timedelta(hours=6)
LEASE = dt.timedelta(minutes=2)
"""How long a delivery in hand is left to whoever took it."""
KEPT = dt.timedelta(days=30)
"""How long what has ended is kept to be looked at."""


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery to be tried now."""

    id: int
    webhook_id: str
    url: str
    secret: str
    items: Sequence[Sequence[object]]


def add_webhook(session: Session, url: str, kinds: Sequence[str], entity_ids: Sequence[str]) -> Webhook:
    """A webhook that is told of what changes from now on."""
    now = revision(session)
    webhook = Webhook(
        id=f"hook_{uuid4().hex[:20]}",
        url=url,
        secret=f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}",
        kinds=list(kinds),
        entity_ids=list(entity_ids),
        created_at=dt.datetime.now(dt.UTC),
        seen_base=now,
        seen_revision=now + 1,
        seen_fact_id="",
    )
    session.add(webhook)
    session.flush()
    return webhook


def all_webhooks(session: Session) -> list[Webhook]:
    """The webhooks, the oldest first."""
    return list(session.scalars(select(Webhook).order_by(Webhook.created_at, Webhook.id)))


def get_webhook(session: Session, webhook_id: str) -> Webhook:
    """The webhook of an id; `NotFound` where there is none."""
    webhook = session.get(Webhook, webhook_id)
    if webhook is None:
        raise NotFound("webhook", webhook_id)
    return webhook


def remove_webhook(session: Session, webhook_id: str) -> None:
    """Tell it of nothing any more; what was not delivered is dropped."""
    session.delete(get_webhook(session, webhook_id))


def deliveries(session: Session, webhook_id: str, limit: int, before: int | None = None) -> tuple[list[Delivery], int | None]:
    """A page of deliveries, the latest first, and the id behind which the next page begins."""
    found = select(Delivery).where(Delivery.webhook_id == get_webhook(session, webhook_id).id).order_by(Delivery.id.desc())
    rows = list(session.scalars((found if before is None else found.where(Delivery.id < before)).limit(limit + 1)))
    return rows[:limit], rows[limit - 1].id if len(rows) > limit else None


def deliver_again(session: Session, webhook_id: str, delivery_id: int) -> Delivery:
    """Try a delivery that has ended once more; `NotFound` where there is none."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None or delivery.webhook_id != webhook_id:
        raise NotFound("delivery", str(delivery_id))
    delivery.state, delivery.attempts, delivery.due_at, delivery.ended_at = PENDING, 0, dt.datetime.now(dt.UTC), None
    session.flush()
    return delivery


def is_behind(session: Session) -> bool:
    """Whether a webhook has not been told of the present revision."""
    return session.scalar(select(Webhook.id).where(Webhook.seen_base < revision(session)).limit(1)) is not None


def any_due(session: Session, now: dt.datetime) -> bool:
    """Whether a delivery is to be tried."""
    return session.scalar(select(Delivery.id).where(Delivery.state == PENDING, Delivery.due_at <= now).limit(1)) is not None


def plan(session: Session) -> int:
    """Store deliveries for all that webhooks have not been told of; how many."""
    planned = 0
    for webhook in session.scalars(select(Webhook).order_by(Webhook.id).with_for_update(skip_locked=True)):
        begin = Position(webhook.seen_base, webhook.seen_revision, webhook.seen_fact_id)
        taking_part = [(None, _leading(session, id_)) for id_ in webhook.entity_ids]
        wanted = FactFilter(kinds=dict.fromkeys(webhook.kinds, ()), parts=taking_part)
        while True:
            found = changes(session, begin, ITEMS, wanted)
            begin = found.end(begin)
            if found.items:
                session.add(_delivery(webhook.id, found.items))
                planned += 1
            if not found.more:
                break
        webhook.seen_base, webhook.seen_revision, webhook.seen_fact_id = begin.base, begin.revision, begin.fact_id
    return planned


def take_due(session: Session, now: dt.datetime) -> list[Due]:
    """Take in hand the oldest delivery of each webhook, where it is due: later ones wait for it."""
    earlier = aliased(Delivery)
    first = select(func.min(earlier.id)).where(earlier.webhook_id == Delivery.webhook_id, earlier.state == PENDING)
    due = (
        select(Delivery, Webhook)
        .join(Webhook, Webhook.id == Delivery.webhook_id)
        .where(Delivery.state == PENDING, Delivery.due_at <= now, Delivery.id == first.scalar_subquery())
        .order_by(Delivery.id)
        .with_for_update(of=Delivery, skip_locked=True)
    )
    taken = []
    for delivery, webhook in session.execute(due):
        delivery.due_at = now + LEASE
        delivery.attempts += 1
        taken.append(Due(delivery.id, webhook.id, webhook.url, webhook.secret, delivery.items))
    return taken


def content(session: Session, due: Due) -> list[Changed]:
    """What a delivery tells, its facts as they are now; a fact that is there no more was withdrawn."""
    facts = {fact.id: fact for fact in load_facts(session, [str(item[2]) for item in due.items])}
    told = []
    for number, change, fact_id in due.items:
        fact = facts.get(str(fact_id))
        now = Change(str(change)) if fact else Change.WITHDRAWN
        told.append(Changed(int(str(number)), now, str(fact_id), Position(0, 0), fact if now is not Change.WITHDRAWN else None))
    return told


def end(session: Session, delivery_id: int, status: int | None, error: str | None, now: dt.datetime) -> None:
    """Note how an attempt ended: it is done without an `error`, tried again later, or has failed for good."""
    delivery = session.get(Delivery, delivery_id)
    if delivery is None:
        return  # its webhook was removed meanwhile
    delivery.status, delivery.error = status, error
    if error is None:
        delivery.state, delivery.ended_at = DELIVERED, now
    elif delivery.attempts >= ATTEMPTS:
        delivery.state, delivery.ended_at = FAILED, now
    else:
        delivery.due_at = now + min(LONGEST_WAIT, FIRST_WAIT * 2 ** (delivery.attempts - 1))


def forget_ended(session: Session, now: dt.datetime) -> None:
    """Drop deliveries that ended long ago."""
    session.execute(delete(Delivery).where(Delivery.state != PENDING, Delivery.ended_at < now - KEPT))


def _leading(session: Session, entity_id: str) -> str:
    """The entity into which one was merged, or the entity itself."""
    return session.scalar(select(Entity.merged_into).where(Entity.id == entity_id)) or entity_id


def _delivery(webhook_id: str, items: Sequence[Changed]) -> Delivery:
    now = dt.datetime.now(dt.UTC)
    rows: list[list[object]] = [[item.revision, str(item.change), item.fact_id] for item in items]
    return Delivery(webhook_id=webhook_id, items=rows, state=PENDING, attempts=0, due_at=now, created_at=now)
