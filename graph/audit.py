"""The audit: who asked to change what, and how it was answered."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from graph.tables import AuditEntry


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that someone asks to be changed."""

    actor: str
    action: str
    target: str
    key_id: str | None = None
    address: str | None = None


def begin_entry(session: Session, deed: Deed, status: int | None = None) -> int:
    """Write down what is about to be done, and give the entry's id; `status` where it is done already."""
    entry = AuditEntry(
        at=dt.datetime.now(dt.UTC),
        actor=deed.actor,
        key_id=deed.key_id,
        address=deed.address,
        action=deed.action,
        target=deed.target,
        status=status,
    )
    session.add(entry)
    session.flush()
    return entry.id


def end_entry(session: Session, entry_id: int, status: int) -> None:
    """Write down how it was answered."""
    session.execute(update(AuditEntry).where(AuditEntry.id == entry_id).values(status=status))


def rename_target(session: Session, entry_id: int, target: str) -> None:
    """Have an entry tell of its target by another name, where that of the request is to be forgotten."""
    session.execute(update(AuditEntry).where(AuditEntry.id == entry_id).values(target=target))


def audit_entries(
    session: Session,
    limit: int,
    before: int | None = None,
    actor: str | None = None,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
) -> tuple[Sequence[AuditEntry], int | None]:
    """A page of entries, the latest first, and the id after which the next page begins."""
    wanted = select(AuditEntry).order_by(AuditEntry.id.desc()).limit(limit + 1)
    if before is not None:
        wanted = wanted.where(AuditEntry.id < before)
    if since is not None:
        wanted = wanted.where(AuditEntry.at >= since)
    if until is not None:
        wanted = wanted.where(AuditEntry.at < until)
    if actor is not None:
        wanted = wanted.where((AuditEntry.actor == actor) | (AuditEntry.key_id == actor))
    entries = session.scalars(wanted).all()
    return entries[:limit], entries[limit - 1].id if len(entries) > limit else None
