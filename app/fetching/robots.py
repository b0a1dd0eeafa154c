"""What servers allow to be read: their robots.txt, by RFC 9309."""

import threading
from collections.abc import Callable
from typing import Protocol

from protego import Protego

LONGEST_REST = 60.0
"""Seconds; a longer rest between requests is not kept to."""
ALLOW_ALL, ALLOW_NOTHING = "", "User-agent: *\nDisallow: /"


class Rules(Protocol):
    """Rules as Protego reads them."""

    def can_fetch(self, url: str, user_agent: str, /) -> bool:
        """Whether a page may be read."""

    def crawl_delay(self, user_agent: str, /) -> float | None:
        """The seconds between two requests."""


class Robots:
    """The rules of each server, asked for once. Safe to share between threads."""

    def __init__(self, agent: str, read: Callable[[str], tuple[int, str]]) -> None:
        """`agent` is the name by which rules call us; `read` gives the status and text of an address, 0 if none answers."""
        self._agent = agent
        self._read = read
        self._rules: dict[str, Rules] = {}
        self._locks: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def allows(self, origin: str, url: str) -> bool:
        """Whether a page of `origin` (scheme, host and port) may be read."""
        return bool(self._of(origin).can_fetch(url, self._agent))

    def rest(self, origin: str) -> float:
        """How many seconds the server wants between two requests."""
        return min(self._of(origin).crawl_delay(self._agent) or 0.0, LONGEST_REST)

    def _of(self, origin: str) -> Rules:
        with self._lock:
            lock = self._locks.setdefault(origin, threading.Lock())
        with lock:
            if origin not in self._rules:
                self._rules[origin] = self._ask(origin)
            return self._rules[origin]

    def _ask(self, origin: str) -> Rules:
        """No rules where there is no such file; nothing is allowed where the server fails to say."""
        status, text = self._read(f"{origin}/robots.txt")
        if not 200 <= status < 300:
            text = ALLOW_ALL if 400 <= status < 500 and status != 429 else ALLOW_NOTHING
        rules: Rules = Protego.parse(text)
        return rules
