"""Keys as they are stored: never the key itself, only its digest under a prefix that everybody may see."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import uuid4

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from graph.errors import Ambiguous, NotFound
from graph.tables import ApiKey


def store_key(
    session: Session,
    *,
    name: str,
    prefix: str,
    digest: str,
    scopes: Sequence[str],
    rate: str | None = None,
    expires_at: dt.datetime | None = None,
) -> ApiKey:
    """Store a new key."""
    key = ApiKey(
        id=f"key_{uuid4().hex[:16]}",
        name=name,
        prefix=prefix,
        digest=digest,
        scopes=sorted(scopes),
        rate=rate,
        created_at=dt.datetime.now(dt.UTC),
        expires_at=expires_at,
    )
    session.add(key)
    session.flush()
    return key


def key_of_prefix(session: Session, prefix: str) -> ApiKey | None:
    """The key with a prefix, be it good or not any more."""
    return session.scalar(select(ApiKey).where(ApiKey.prefix == prefix))


def all_keys(session: Session) -> Sequence[ApiKey]:
    """Every key there was, the oldest first."""
    return session.scalars(select(ApiKey).order_by(ApiKey.created_at, ApiKey.id)).all()


def usable_keys(session: Session) -> Sequence[ApiKey]:
    """The keys that are neither revoked nor expired."""
    now = dt.datetime.now(dt.UTC)
    return [key for key in all_keys(session) if key.revoked_at is None and (key.expires_at is None or key.expires_at > now)]


def revoke_key(session: Session, reference: str) -> ApiKey:
    """Take back the one key of an id, prefix or name; raises `NotFound` or `Ambiguous`."""
    named = [key for key in all_keys(session) if reference in (key.id, key.prefix, key.name)]
    fitting = [key for key in named if key.revoked_at is None] or named
    if not fitting:
        raise NotFound("key", reference)
    if len(fitting) > 1:
        raise Ambiguous(reference, tuple((key.id, key.name) for key in fitting))
    fitting[0].revoked_at = fitting[0].revoked_at or dt.datetime.now(dt.UTC)
    return fitting[0]


def note_uses(session: Session, uses: Mapping[str, dt.datetime]) -> None:
    """Keep when each key, by its id, was last used."""
    for key_id, moment in uses.items():
        session.execute(update(ApiKey).where(ApiKey.id == key_id).values(last_used_at=moment))
