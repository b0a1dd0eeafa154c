"""A pool of reader processes, each started when there is work for it; whoever has texts to read borrows one."""

import heapq
import itertools
import threading
from collections.abc import Sequence

from app.readers.process import ReaderProcess, ReaderSpec
from app.readers.readers import Outcome, Readers, ReaderStopped, ReaderUnavailable, Text

CHARACTERS_A_SECOND = 500
"""A reader slower than that hangs: twenty times slower than one core is at its slowest."""
LIFE = 50_000_000
"""Characters after which a process is replaced: the pipeline remembers each word that it has seen."""


class Pool(Readers):
    """Up to `processes` readers. A text is given `seconds`, and more if it is long; then its process is ended."""

    def __init__(self, spec: ReaderSpec, processes: int, seconds: float) -> None:
        super().__init__()
        self._spec = spec
        self._processes = processes
        self._seconds = seconds
        self._changed = threading.Condition()
        self._idle: list[ReaderProcess] = []
        self._busy: set[ReaderProcess] = set()
        self._starting = 0
        self._waiting: list[tuple[bool, int]] = []
        self._tickets = itertools.count()
        self._was_loaded = False

    def close(self) -> None:
        """End all processes, those too that read; whoever uses one or waits for one is told."""
        self._closing.set()
        with self._changed:
            ended, self._idle = self._idle, []
            for process in self._busy:
                process.kill()
            self._changed.notify_all()
        for process in ended:
            process.end()
        super().close()

    @property
    def is_ready(self) -> bool:
        """Whether a reader could be loaded, and readers are still given out."""
        return self._was_loaded and not self._closing.is_set()

    @property
    def pids(self) -> list[int]:
        """The numbers of the processes that run now."""
        with self._changed:
            return [process.pid for process in (*self._idle, *self._busy) if process.pid is not None]

    def read_once(self, texts: Sequence[Text], *, urgent: bool) -> list[Outcome]:
        """What the texts say, by the next process that is free; those wait least that are `urgent`."""
        process = self._borrow(urgent)
        try:
            outcomes = process.read(texts, self._limit(texts))
        except BaseException as error:
            self._bury(process)
            if self._closing.is_set() and isinstance(error, ReaderStopped):
                raise ReaderUnavailable("the program is being closed") from error
            raise
        self._give_back(process)
        return outcomes

    def _limit(self, texts: Sequence[Text]) -> float:
        return self._seconds + sum(len(text.text) for text in texts) / CHARACTERS_A_SECOND

    def load(self) -> None:
        """Start a process, unless one is free."""
        self._give_back(self._borrow(urgent=True))

    def _borrow(self, urgent: bool) -> ReaderProcess:
        """A process that is free, or a new one if there may be more."""
        ticket = (not urgent, next(self._tickets))
        with self._changed:
            heapq.heappush(self._waiting, ticket)
            while not self._closing.is_set() and not (self._waiting[0] == ticket and self._has_room()):
                self._changed.wait()
            self._waiting.remove(ticket)
            heapq.heapify(self._waiting)
            self._changed.notify_all()
            if self._closing.is_set():
                raise ReaderUnavailable("the program is being closed")
            while self._idle:
                process = self._idle.pop()
                if process.is_alive:
                    self._busy.add(process)
                    return process
                process.end()
            self._starting += 1
        return self._started()

    def _has_room(self) -> bool:
        return bool(self._idle) or len(self._busy) + self._starting < self._processes

    def _started(self) -> ReaderProcess:
        process = None
        try:
            process = ReaderProcess(self._spec)
            process.await_loaded()
        finally:
            with self._changed:
                self._starting -= 1
                if process is not None and process.is_alive:
                    self._busy.add(process)
                self._changed.notify_all()
        self._was_loaded = True
        return process

    def _give_back(self, process: ReaderProcess) -> None:
        with self._changed:
            self._busy.discard(process)
            done = self._closing.is_set() or process.characters > LIFE
            if not done:
                self._idle.append(process)
            self._changed.notify_all()
        if done:
            process.end()

    def _bury(self, process: ReaderProcess) -> None:
        process.end()
        with self._changed:
            self._busy.discard(process)
            self._changed.notify_all()
