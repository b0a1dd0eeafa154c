"""Logs: a line an event, as text for people or as JSON for machines, with the ids of the request and of the document.

Everywhere the logging of the standard library is used, with `extra` for fields; structlog gives the lines their form.
What was sent is never in them: no text, title or address of a document, no question, no key. For that reason an error that
comes while a request or a document is in hand is told by its kind and place, without its message, which may quote these.
"""

import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal, TextIO

import structlog
from structlog.types import EventDict, Processor, WrappedLogger

IN_HAND = ("request_id", "document_id")
FRAMES = 12
"""How many places of an error are told, the last ones."""
_QUIET = (
    "uvicorn",
    "httpx",
    "mcp",
    "httpcore",
    "alembic",
    "trafilatura",
    "htmldate",
    "charset_normalizer",
)
"""Libraries that tell of every step they take."""


def configure(form: Literal["text", "json"], level: str, stream: TextIO | None = None) -> None:
    """Have all logs of this process written to `stream` (standard error), those of libraries as well."""
    target = stream or sys.stderr
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_message,
    ]
    render: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=target.isatty(), exception_formatter=structlog.dev.plain_traceback)
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
        )
    )
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


@contextmanager
def document(document_id: str) -> Iterator[None]:
    """Have logs say that they are about a document."""
    with structlog.contextvars.bound_contextvars(document_id=document_id):
        yield


def _without_message(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Tell an error by its kind and place; by its message too where nothing was in hand that it may quote."""
    info = event.pop("exc_info", None)
    error = sys.exc_info()[1] if info is True else info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["exception"] = "\ncaused by ".join(
            _told(one, with_message=not event.keys() & set(IN_HAND)) for one in _chain(error)
        )
    return event


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came of."""
    while error is not None:
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _told(error: BaseException, *, with_message: bool) -> str:
    kind = f"{type(error).__module__}.{type(error).__qualname__}".removeprefix("builtins.")
    places = traceback.extract_tb(error.__traceback__)[-FRAMES:]
    lines = (f"  {place.filename}:{place.lineno} in {place.name}" for place in places)
    return "\n".join([f"{kind}: {error}" if with_message else kind, *lines])
