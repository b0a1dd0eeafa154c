"""Leases on the documents in hand: renewed for as long as they are read, given back if that comes to nothing."""

import contextlib
import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from graph import queue

RENEWALS = 3
"""Renewals within one lease."""

log = logging.getLogger(__name__)


class Leases:
    """What this process has in hand; `writing` opens a transaction."""

    def __init__(self, writing: Callable[[], AbstractContextManager[Session]], lease: dt.timedelta) -> None:
        self._writing = writing
        self._lease = lease
        self._held: set[str] = set()
        self._lock = threading.Lock()
        self._closing = threading.Event()
        self._renewer = threading.Thread(target=self._renew, name="renew leases", daemon=True)

    def open(self) -> None:
        """Begin to renew."""
        self._renewer.start()

    def close(self) -> None:
        """Renew no more."""
        self._closing.set()
        if self._renewer.is_alive():
            self._renewer.join()

    @contextlib.contextmanager
    def held(self, ids: Sequence[str]) -> Iterator[None]:
        """Documents that are in hand meanwhile; after an error, those still pending are put back."""
        with self._lock:
            self._held |= set(ids)
        try:
            yield
        except BaseException:
            self._put_back(ids)
            raise
        finally:
            with self._lock:
                self._held -= set(ids)

    def _put_back(self, ids: Sequence[str]) -> None:
        try:
            with self._writing() as session:
                queue.release(session, ids)
        except SQLAlchemyError:
            log.warning("%d documents could not be put back; others take them up when the lease ends", len(ids))

    def _renew(self) -> None:
        while not self._closing.wait(self._lease.total_seconds() / RENEWALS):
            with self._lock:
                held = set(self._held)
            if held:
                try:
                    with self._writing() as session:
                        queue.renew(session, held, self._lease)
                except SQLAlchemyError:
                    log.warning("the leases on %d documents could not be renewed", len(held), exc_info=True)
