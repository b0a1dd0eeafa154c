"""How much a search may cost: contacts looked at, and time; when either is used up, what was found is the answer."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

Answer = TypeVar("Answer")
RATE = 2_000_000.0
"""Contacts that the slowest means looks at in a second, until it is known how many they are."""
CAUTION = 0.7
"""The share of the time left for which a search is planned."""


class SpentError(Exception):
    """The contacts or the time allowed are used up; `answer` is what the last search had found."""

    def __init__(self, answer: Any = None) -> None:
        super().__init__("the contacts or the time allowed are used up")
        self.answer = answer


class Effort:
    """Hands out shares of the contacts and the seconds allowed to one search after the other."""

    def __init__(self, contacts: int, seconds: float) -> None:
        self._contacts = contacts
        self._stop_at = time.monotonic() + seconds
        self._rate = RATE

    def spend(self, search: Callable[[int], tuple[Answer, int, bool]]) -> Answer:
        """What `search` finds; it is told how many contacts it may look at, and tells how many it did and if they were enough.

        One that needs more is begun again while time is left, with as many as fit into it. Raises `SpentError` otherwise.
        """
        answer = None
        while True:
            begun = time.monotonic()
            allowed = int(min(self._contacts, (self._stop_at - begun) * self._rate * CAUTION))
            if allowed <= 0:
                raise SpentError(answer)
            answer, looked, complete = search(allowed)
            self._contacts -= looked
            if complete:
                return answer
            rate = looked / max(time.monotonic() - begun, 1e-6)
            if rate < 2 * self._rate or self._contacts <= 0:
                raise SpentError(answer)
            self._rate = rate
