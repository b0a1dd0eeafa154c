"""What entities are called, remembered as long as the tables stay as they are: those on chains are asked for again and again."""

import threading
from collections.abc import Collection

from sqlalchemy.orm import Session

from graph.memory import BEFORE_ALL
from graph.views import EntityRef, references

MOST = 50_000
"""Entities remembered at a time."""


class RememberedNames:
    """The entities of one revision by id. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._revision = BEFORE_ALL
        self._known: dict[str, EntityRef] = {}

    def get(self, session: Session, seen: int, ids: Collection[str]) -> dict[str, EntityRef]:
        """The entities of `ids`, by id; only for sessions that have changed nothing since the revision `seen`."""
        with self._lock:
            known = self._known if self._revision == seen else {}
            found = {id_: known[id_] for id_ in ids if id_ in known}
        if len(found) < len(ids):
            missing = references(session, (id_ for id_ in ids if id_ not in found))
            self._remember(seen, missing)
            found |= missing
        return found

    def forget(self, before: int) -> None:
        """Empty the memory, and take in nothing any more that was asked for before a revision."""
        with self._lock:
            self._known, self._revision = {}, max(before, self._revision)

    def _remember(self, seen: int, fresh: dict[str, EntityRef]) -> None:
        with self._lock:
            if seen < self._revision:
                return
            if seen > self._revision or len(self._known) + len(fresh) > MOST:
                self._known, self._revision = {}, seen
            self._known |= fresh
