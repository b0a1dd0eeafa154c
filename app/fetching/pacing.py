"""How often a server is asked: one request at a time, with a rest after each."""

import threading
import time
from collections.abc import Callable

from app.fetching.errors import ServerHeldError

PATIENCE = 60.0
"""Seconds that a request may wait for its turn."""


class Pacing:
    """The next moment at which each server may be asked. Safe to share between threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep) -> None:
        self._clock = clock
        self._sleep = sleep
        self._next: dict[str, float] = {}
        self._lock = threading.Lock()

    def wait(self, host: str, rest: float) -> None:
        """Wait until `host` may be asked, and have the next wait `rest` seconds; `ServerHeldError` if that takes too long."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next.get(host, now))
            if turn - now > PATIENCE:
                raise ServerHeldError(f"{host} asks to be left alone for {turn - now:.0f} seconds")
            self._next[host] = turn + rest
        if turn > now:
            self._sleep(turn - now)

    def hold(self, host: str, seconds: float) -> None:
        """Leave `host` alone for some seconds, as it asks."""
        with self._lock:
            self._next[host] = max(self._next.get(host, 0.0), self._clock() + seconds)
