"""The reading works: the room where documents are read, its readers, and whoever works off the queue."""

import datetime as dt
import gc
from collections.abc import Callable
from typing import Protocol

from anyio import CapacityLimiter
from sqlalchemy.orm import Session, sessionmaker

from app.readers import InProcess, Pool, Reader, Readers, ReaderSpec
from app.reading import ReadingRoom
from app.reading.fleet import Announcer, Fleet
from app.reading.local_queue import LocalQueue
from app.settings import Settings
from graph.database import is_embedded

THREADS = 32
"""Requests whose documents are read at once; with threads of their own they keep none from those who only ask."""
YOUNG = 10_000
"""New objects after which garbage is looked for among them: saving a batch of documents makes some hundred thousand."""


class Worker(Protocol):
    """Works off the queue in the background."""

    problem: Exception | None
    """Why it could not, the last time it tried; none if it could."""

    def open(self) -> None:
        """Begin."""

    def close(self) -> None:
        """Take nothing more in hand."""

    def join(self) -> None:
        """Wait until what was in hand is done or put back."""

    def wake(self) -> None:
        """Look for documents now."""

    @property
    def is_working(self) -> bool:
        """Whether it does."""


class Works:
    """All that reading needs, opened and closed together."""

    def __init__(
        self,
        settings: Settings,
        write: sessionmaker[Session],
        read: sessionmaker[Session],
        load: Callable[[], Reader] | None = None,
    ) -> None:
        spec = ReaderSpec(settings.model, settings.learned_reader == "on", settings.reader, settings.database_url)
        in_process = load is not None or settings.processes == 0
        self.readers: Readers = (
            InProcess(load or spec.load) if in_process else Pool(spec, settings.processes, settings.seconds_per_document)
        )
        lease = dt.timedelta(seconds=settings.lease_seconds)
        number = 0 if in_process else settings.processes
        self.worker: Worker
        if is_embedded(settings.database_url):
            self.room = ReadingRoom(write, read, self.readers, lease)
            self.worker = LocalQueue(self.room, number)
        else:
            announce = Announcer()
            self.room = ReadingRoom(write, read, self.readers, lease, announce)
            self.worker = Fleet(settings.database_url, self.room, announce, number)
        self._works_queue = settings.work_queue == "on"
        self._is_open = False
        self.threads = CapacityLimiter(THREADS)

    def open(self, *, work_queue: bool | None = None) -> None:
        """Begin to load the readers and to work off the queue, unless the settings or `work_queue` say that others do that."""
        if self._is_open:
            return
        self._is_open = True
        self._works_queue = self._works_queue if work_queue is None else work_queue
        self.room.open()
        gc.set_threshold(YOUNG)
        if self._works_queue:
            self.worker.open()

    def close(self) -> None:
        """Stop; what is in hand is put back."""
        self.worker.close()
        self.room.close()
        self.worker.join()

    @property
    def is_ready(self) -> bool:
        """Whether texts can be read, and what waits is being read if that is to be done here."""
        return self.room.is_ready and (self.worker.is_working or not self._works_queue)
