"""A reader for tests that does what its texts tell it, in a process of its own too: reads, raises, hangs or crashes."""

import datetime as dt
import os
import re
import signal
import time
from pathlib import Path

from graph.vocabulary import Claim, ClaimPart, EntityRead, EntityType, Reading, Span

MET = re.compile(r"(\w+) met (\w+)\.")
LOG = re.compile(r"Log (\S+)\.")


class ScriptedReader:
    """Reads `Ada met Cid.`; on `Raise.`, `Hang.`, `Crash.` and `Slow.` it does that."""

    def read(self, text: str, published_at: dt.date | None) -> Reading:
        if logged := LOG.search(text):
            with Path(logged[1]).open("a") as log:
                log.write(f"{os.getpid()}\n")
        if "Slow." in text:
            time.sleep(0.02)
        if "Raise." in text:
            raise ValueError("out of ink")
        if "Hang." in text:
            time.sleep(600)
        if "Crash." in text:
            os.kill(os.getpid(), signal.SIGSEGV)
        meetings = list(MET.finditer(text))
        names = {name for meeting in meetings for name in meeting.groups()}
        return Reading(
            tuple(EntityRead(name, EntityType.PERSON, name) for name in sorted(names)),
            tuple(
                Claim(
                    "meeting",
                    "held",
                    tuple(ClaimPart("participant", m[i], Span(m.start(i), m.end(i))) for i in (1, 2)),
                    Span(m.start(), m.end()),
                )
                for m in meetings
            ),
        )


def load(model: str | None, *, learned: bool) -> ScriptedReader:
    """Takes the place of `nlp.pipeline.load_reader`."""
    return ScriptedReader()


def load_nothing(model: str | None, *, learned: bool) -> ScriptedReader:
    """A reader that cannot be loaded."""
    raise OSError("no model")
