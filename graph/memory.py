"""What is kept in memory: functions of the tables, brought up to date by what changed since a revision."""

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from sqlalchemy.orm import Session

from graph.store import revision

Value = TypeVar("Value")
BEFORE_ALL = -1
"""A revision before the first."""


class Remembered(Generic[Value]):
    """A function of the tables, kept and brought up to date when their revision has moved. Safe to share between threads."""

    def __init__(self, empty: Value, update: Callable[[Session, Value, int], Value]) -> None:
        """`update` makes of the value at a revision the value of now, and leaves the old one as it is for those who use it."""
        self._update = update
        self._lock = threading.Lock()
        self._revision = BEFORE_ALL
        self._value = empty

    def get(self, session: Session) -> Value:
        """The value at the revision that `session` sees, or a later one; only for sessions that have changed nothing."""
        seen = revision(session)
        with self._lock:
            if seen > self._revision:
                self._value = self._update(session, self._value, self._revision)
                self._revision = seen
            return self._value
