"""A reader in a process of its own. It may crash or hang over a text: then it is ended, and nothing else is."""

import faulthandler
import gc
import importlib
import multiprocessing
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import cast

from app.readers import wire
from app.readers.readers import Outcome, Reader, ReaderStopped, ReaderUnavailable, Text, read_all

GRACE = 5.0
"""Seconds after which a hanging process ends itself, if its parent has not ended it and thus is gone."""
_SPAWN = multiprocessing.get_context("spawn")


@dataclass(frozen=True, slots=True)
class ReaderSpec:
    """How a process loads its reader: `loader` is a function, as `module:name`, that takes the model and `learned`.

    Where there is a `database_url`, the reader knows the entities that were imported into it by the time it is loaded.
    """

    model: str | None = None
    learned: bool = True
    loader: str = "nlp.pipeline:load_reader"
    database_url: str | None = None

    def load(self) -> Reader:
        """The reader; `ReaderUnavailable`, with the reason, if it cannot be loaded."""
        module, _, name = self.loader.partition(":")
        try:
            if self.database_url is not None:
                importlib.import_module("app.lists.for_reader").teach(self.database_url)
            return cast(Reader, getattr(importlib.import_module(module), name)(self.model, learned=self.learned))
        except Exception as error:
            raise ReaderUnavailable(f"{type(error).__name__}: {error}") from error


class ReaderProcess:
    """A process that reads what it is given, one batch after the other; for use by one thread at a time."""

    def __init__(self, spec: ReaderSpec) -> None:
        self._pipe, theirs = _SPAWN.Pipe()
        self._process = _SPAWN.Process(target=serve, args=(theirs, spec), name="backchannel reader", daemon=True)
        self._process.start()
        self._ended = False
        self.characters = 0
        """How much it has been given to read."""
        theirs.close()

    def await_loaded(self) -> None:
        """Wait until the reader is loaded; `ReaderUnavailable`, with the reason, if it cannot be."""
        try:
            problem = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise ReaderUnavailable(f"the reader ended as it was loaded ({self._ending()})") from error
        if problem is not None:
            self.end()
            raise ReaderUnavailable(problem)

    @property
    def pid(self) -> int | None:
        """Its number among the processes of this machine."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether it can be given texts."""
        return not self._ended and self._process.is_alive()

    def read(self, texts: Sequence[Text], seconds: float) -> list[Outcome]:
        """What the texts say; `ReaderStopped` if the process ends over them or takes longer than `seconds`."""
        self.characters += sum(len(text.text) for text in texts)
        try:
            self._pipe.send((seconds, texts))
            if not wait([self._pipe, self._process.sentinel], seconds):
                raise ReaderStopped(f"reading took longer than {seconds:.0f} s")
            return cast(list[Outcome], self._pipe.recv())
        except (EOFError, OSError) as error:
            raise ReaderStopped(f"the reader process ended ({self._ending()})") from error

    def kill(self) -> None:
        """End the process, whatever it is doing; whoever waits for its answer hears of it."""
        self._process.kill()

    def end(self) -> None:
        """End the process and let go of all that belongs to it."""
        self.kill()
        self._ended = True
        self._process.join()
        self._process.close()
        self._pipe.close()

    def _ending(self) -> str:
        self._process.join(GRACE)
        code = self._process.exitcode
        return f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"


def serve(pipe: Connection, spec: ReaderSpec) -> None:
    """What the process does: load the reader, then read batches until its parent is gone or has closed the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which lets the batch in hand be finished
    try:
        reader = spec.load()
    except ReaderUnavailable as error:
        pipe.send(str(error))
        return
    wire.register()
    gc.collect()
    gc.freeze()  # what is loaded stays; whoever looks for garbage need not look through it
    pipe.send(None)
    while True:
        try:
            seconds, texts = pipe.recv()
        except EOFError:
            return
        faulthandler.dump_traceback_later(seconds + GRACE, exit=True)
        outcomes = read_all(reader, texts)
        faulthandler.cancel_dump_traceback_later()
        try:
            pipe.send(outcomes)
        except BrokenPipeError:
            return
