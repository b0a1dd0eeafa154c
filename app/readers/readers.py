"""What reads texts, and how often it tries: a text that no reader survives is told apart from its neighbours."""

import abc
import datetime as dt
import logging
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, runtime_checkable

from graph.vocabulary import Reading

TRIES = 3
"""How often a text is read alone before it is given up."""

REST = 5.0
"""Seconds between attempts to load a reader."""

log = logging.getLogger(__name__)


class Text(NamedTuple):
    """A text to read and its day of publication."""

    text: str
    published_at: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that could not be read, and why."""

    reason: str


Outcome = Reading | Unreadable


class ReaderUnavailable(RuntimeError):  # noqa: N818 - what is the case, not whose fault it is
    """No text can be read now: the reader cannot be loaded, or is being closed."""


class ReaderStopped(RuntimeError):  # noqa: N818
    """The reader ended, or had to be ended, over what it was given."""


class Reader(Protocol):
    """What reads a text; `nlp.pipeline` has the real one."""

    def read(self, text: str, published_at: dt.date | None) -> Reading:
        """What the text says."""


@runtime_checkable
class BatchReader(Protocol):
    """A reader that is faster with several texts at once."""

    def read_many(self, texts: Iterable[Text]) -> Iterator[Reading]:
        """What each text says, in their order."""


class Readers(abc.ABC):
    """Reads texts; safe for use by several threads at once."""

    def __init__(self) -> None:
        self._closing = threading.Event()
        self._starter = threading.Thread(target=self._load_first, name="load reader", daemon=True)

    def open(self) -> None:
        """Begin to load a reader, in the background, before the first text comes."""
        self._starter.start()

    def close(self) -> None:
        """Let go of all that reading needs; whoever waits for it is told."""
        self._closing.set()
        if self._starter.is_alive():
            self._starter.join()

    @property
    @abc.abstractmethod
    def is_ready(self) -> bool:
        """Whether a reader could be loaded."""

    @abc.abstractmethod
    def load(self) -> None:
        """Load a reader if there is none."""

    def _load_first(self) -> None:
        """Try to load for as long as it cannot be done."""
        while not self._closing.is_set():
            try:
                self.load()
                return
            except Exception as error:
                log.error("no text can be read: %s: %s", type(error).__name__, error)
                self._closing.wait(REST)

    @abc.abstractmethod
    def read_once(self, texts: Sequence[Text], *, urgent: bool) -> list[Outcome]:
        """What the texts say.

        Raises:
            ReaderStopped: a text, unknown which, ended the reader.
            ReaderUnavailable: there is none.
        """

    def read(self, texts: Sequence[Text], *, urgent: bool = False) -> list[Outcome]:
        """What the texts say. A batch that ends its reader is read text by text, and what fails, three times at most.

        `urgent` texts go before others that wait. Raises `ReaderUnavailable` if there is no reader.
        """
        outcomes: Sequence[Outcome | None] = [None] * len(texts)
        if len(texts) > 1:
            try:
                outcomes = self.read_once(texts, urgent=urgent)
            except ReaderStopped as stopped:
                log.warning("%s over one of %d texts; reading each alone", stopped, len(texts))
        return [
            outcome if isinstance(outcome, Reading) else self._alone(text, outcome, urgent)
            for text, outcome in zip(texts, outcomes, strict=True)
        ]

    def _alone(self, text: Text, before: Outcome | None, urgent: bool) -> Outcome:
        """One text, tried until it is read or given up; `before` is what came of it in a batch."""
        outcome: Outcome = before or Unreadable("")
        for _ in range(TRIES - (before is not None)):
            try:
                (outcome,) = self.read_once([text], urgent=urgent)
            except ReaderStopped as stopped:
                outcome = Unreadable(str(stopped))
            if isinstance(outcome, Reading):
                return outcome
            log.error("a text could not be read: %s", outcome.reason)
        return outcome


class InProcess(Readers):
    """One reader in this process, for short work; a text that never ends is never left, and one that crashes ends all."""

    def __init__(self, load: Callable[[], Reader]) -> None:
        super().__init__()
        self._load = load
        self._reader: Reader | None = None
        self._lock = threading.Lock()

    @property
    def is_ready(self) -> bool:
        """Whether the reader is loaded."""
        return self._reader is not None

    def load(self) -> None:
        """Load the reader."""
        with self._lock:
            self._loaded()

    def read_once(self, texts: Sequence[Text], *, urgent: bool) -> list[Outcome]:
        """What the texts say; loads the reader first if need be."""
        with self._lock:
            return read_all(self._loaded(), texts)

    def _loaded(self) -> Reader:
        if self._reader is None:
            self._reader = self._load()
        return self._reader


def read_all(reader: Reader, texts: Sequence[Text]) -> list[Outcome]:
    """What each text says; where several together raise an error, each alone, so that one cannot spoil the others."""
    if len(texts) > 1 and isinstance(reader, BatchReader):
        try:
            return list(reader.read_many(texts))
        except Exception:
            log.warning("one of %d texts raised an error; reading each alone", len(texts), exc_info=True)
    return [_read_one(reader, text) for text in texts]


def _read_one(reader: Reader, text: Text) -> Outcome:
    try:
        return reader.read(text.text, text.published_at)
    except Exception as error:
        log.exception("reading raised an error")
        return Unreadable(f"{type(error).__name__}: {error}")
