"""Works off the queue of the database by itself, where the documents' own rows are all there is to it."""

import logging
import threading

from app.reading.room import ReadingRoom
from graph.queue import abandoned

REST = 2.0
"""Seconds after which documents are looked for that others have stored, or left unread."""

log = logging.getLogger(__name__)


class LocalQueue:
    """Threads that have batch after batch read; with one more than there are readers, these need not wait while one saves."""

    def __init__(self, room: ReadingRoom, readers: int) -> None:
        self._room = room
        self.problem: Exception | None = None
        self._closing = threading.Event()
        self._news = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, name=f"reading {number}", daemon=True) for number in range(readers + 1)
        ]

    def open(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def close(self) -> None:
        """Take no more documents in hand."""
        self._closing.set()
        self._news.set()

    def join(self) -> None:
        """Wait until what was in hand is read or put back."""
        for thread in self._threads:
            if thread.is_alive():
                thread.join()

    @property
    def is_working(self) -> bool:
        """Whether documents are looked for."""
        return not self._closing.is_set() and all(thread.is_alive() for thread in self._threads)

    def wake(self) -> None:
        """Look for documents now."""
        self._news.set()

    def _work(self) -> None:
        """Read whatever waits; an error is logged and does not end the work."""
        while not self._closing.is_set():
            try:
                self._news.clear()
                if self._is_anything_waiting() and (taken := self._room.take_oldest()):
                    self._room.read_taken(taken)
                else:
                    self._news.wait(REST)
                self.problem = None
            except Exception as error:
                self.problem = error
                if not self._closing.is_set():
                    log.exception("reading failed; trying again in %s seconds", REST)
                self._closing.wait(REST)

    def _is_anything_waiting(self) -> bool:
        """Asked before the write lock is taken, so that idleness disturbs nobody."""
        with self._room.reading() as session:
            return bool(abandoned(session, 1))
