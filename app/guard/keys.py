"""Keys: 256 random bits that are shown once, kept as a digest, and checked in constant time."""

import datetime as dt
import hashlib
import hmac
import re
import secrets
import threading
import time
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session, sessionmaker

from app.guard.marks import Scope
from graph.keys import key_of_prefix, note_uses, store_key
from graph.tables import ApiKey

FRESH = 5.0
"""Seconds for which a key is taken as it was last seen in the database: a revoked one works no longer than that."""
REMEMBERED = 1024
"""Keys held in memory at most."""
_FORM = re.compile(r"bck_([0-9a-f]{12})_[A-Za-z0-9_-]{43}")
_NO_DIGEST = "0" * 64


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key as it is made: the only moment at which `secret` is known."""

    secret: str
    stored: ApiKey


class KeyRefused(Exception):  # noqa: N818 - the name says what is the case
    """Why a key is not good."""


def make_key(
    session: Session,
    name: str,
    scopes: Collection[Scope],
    rate: str | None = None,
    expires_at: dt.datetime | None = None,
) -> NewKey:
    """Make a key and store its digest."""
    prefix = secrets.token_hex(6)
    secret = f"bck_{prefix}_{secrets.token_urlsafe(32)}"
    stored = store_key(
        session, name=name, prefix=prefix, digest=_digest(secret), scopes=list(scopes), rate=rate, expires_at=expires_at
    )
    return NewKey(secret, stored)


class Keyring:
    """Finds the key that a caller shows, and remembers when each was last used."""

    def __init__(self, read: sessionmaker[Session], write: sessionmaker[Session]) -> None:
        self._read = read
        self._write = write
        self._seen: dict[str, tuple[float, ApiKey]] = {}
        self._uses: dict[str, dt.datetime] = {}
        self._lock = threading.Lock()

    def remembered(self, shown: str) -> ApiKey | None:
        """The key shown, if it is in memory; None if the database has to be asked. Raises `KeyRefused`."""
        found = _FORM.fullmatch(shown)
        if found is None:
            raise KeyRefused("this is no key of this service")
        seen = self._seen.get(found[1])
        if seen is None or time.monotonic() - seen[0] > FRESH:
            return None
        return self._checked(shown, seen[1])

    def look_up(self, shown: str) -> ApiKey:
        """The key shown, as the database has it now. Raises `KeyRefused`."""
        prefix = shown.split("_", 2)[1]
        with self._read.begin() as session:
            key = key_of_prefix(session, prefix)
        checked = self._checked(shown, key)
        with self._lock:
            if len(self._seen) >= REMEMBERED:
                self._seen.clear()
            self._seen[prefix] = (time.monotonic(), checked)
        return checked

    def keep_uses(self) -> None:
        """Write down when keys were last used."""
        with self._lock:
            uses, self._uses = self._uses, {}
        if uses:
            with self._write.begin() as session:
                note_uses(session, uses)

    def _checked(self, shown: str, key: ApiKey | None) -> ApiKey:
        """The key, if it is the one shown and still good."""
        same = hmac.compare_digest(_digest(shown), key.digest if key else _NO_DIGEST)
        if key is None or not same:
            raise KeyRefused("this is no key of this service")
        now = dt.datetime.now(dt.UTC)
        if key.revoked_at is not None:
            raise KeyRefused("this key was revoked")
        if key.expires_at is not None and key.expires_at <= now:
            raise KeyRefused("this key has expired")
        with self._lock:
            self._uses[key.id] = now
        return key


def _digest(secret: str) -> str:
    """SHA-256 is enough: 256 random bits cannot be guessed, however fast the guesses are."""
    return hashlib.sha256(secret.encode()).hexdigest()
