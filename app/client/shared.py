"""What both clients have in common: which questions there are, what fails for a moment, and how events are written."""

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, TypeAdapter

from app import retry_after
from app.questions import QUESTIONS
from app.schemas import MODELS, Fact
from nlp.kinds import KINDS

DEFAULT_URL = "http://127.0.0.1:8000"
PAGE = 200
RETRIED = frozenset({429, 502, 503, 504})
"""Statuses that may be another in a moment."""
LONGEST_WAIT_S = 60.0
Answer = TypeVar("Answer", bound=BaseModel)
Params = dict[str, Any]
FACT: TypeAdapter[Any] = TypeAdapter(Fact)
PLURALS = {name: kind.plural for name, kind in KINDS.items()}


class ProblemError(Exception):
    """The service answered with a problem; `code` is stable, `more` holds what else it told, such as `candidates`."""

    def __init__(self, status: int, code: str, detail: str, more: Mapping[str, Any]) -> None:
        super().__init__(f"{detail} ({status} {code})")
        self.status = status
        self.code = code
        self.detail = detail
        self.more = more


@dataclass(frozen=True, slots=True)
class Retries:
    """How often what failed for a moment is tried again, and how long to wait before: twice as long each time."""

    times: int = 4
    first_wait_s: float = 0.25

    def wait(self, attempt: int, response: httpx.Response | None) -> float | None:
        """Seconds until the next attempt; None if there is to be none."""
        if attempt >= self.times or (response is not None and response.status_code not in RETRIED):
            return None
        asked = retry_after.seconds(response.headers.get("Retry-After")) if response is not None else None
        return min(LONGEST_WAIT_S, self.pause(attempt) if asked is None else max(asked, self.pause(attempt)))

    def pause(self, attempt: int) -> float:
        """Seconds to wait where the service does not say how long."""
        return float(self.first_wait_s * 2 ** min(attempt, 10) * random.uniform(0.5, 1))


@dataclass(slots=True)
class Events:
    """Reads a stream of server-sent events line by line, and knows the id of the last."""

    last_id: str | None = None
    _data: str = ""
    _id: str | None = None

    def feed(self, line: str) -> str | None:
        """The data of an event, once the line that ends it has come."""
        name, _, value = line.partition(":")
        value = value.removeprefix(" ")
        if name == "data":
            self._data += value
        elif name == "id":
            self._id = value
        elif not line and self._data:
            data, self._data, self.last_id = self._data, "", self._id or self.last_id
            return data
        return None

    def headers(self) -> dict[str, str]:
        """What asks for the events behind the last."""
        return {"Accept": "text/event-stream", **({"Last-Event-ID": self.last_id} if self.last_id else {})}


@dataclass(slots=True)
class Lines:
    """Cuts a stream into lines at line feeds alone: other characters that may end a line stand in quotes too."""

    _rest: bytes = b""

    def feed(self, piece: bytes) -> list[str]:
        """The lines that end in this piece; the last line of a stream has to end as well."""
        *lines, self._rest = (self._rest + piece).split(b"\n")
        return [line.removesuffix(b"\r").decode() for line in lines]


def path_of(what: str, id_: str, *more: str) -> str:
    """The path of something with an id or a name."""
    return "/".join(("/v1", what, quote(id_, safe=""), *more))


def headers(api_key: str | None) -> dict[str, str]:
    """What every request says."""
    return {"Authorization": f"Bearer {api_key}"} if api_key else {}


def asked(model: type[BaseModel], given: Params) -> Params:
    """A question as query parameters; `pydantic.ValidationError` where it makes no sense."""
    renamed = {"with": "with_", "from_": "since", "to": "until"}
    question = model.model_validate({renamed.get(name, name): value for name, value in given.items() if value is not None})
    return question.model_dump(mode="json", by_alias=True, exclude_unset=True)


def asked_of(kind: str, given: Params) -> Params:
    """The question for facts of a kind."""
    return asked(QUESTIONS[kind], given)


def fact_model(kind: str) -> Any:
    """The model of a kind's facts."""
    return MODELS[kind]


def is_passing(error: Exception) -> bool:
    """Whether what failed may succeed in a moment."""
    return isinstance(error, httpx.TransportError) or (isinstance(error, ProblemError) and error.status in RETRIED)


def checked(response: httpx.Response) -> httpx.Response:
    """The answer, if it is one; a `ProblemError` otherwise."""
    if response.is_success:
        return response
    try:
        told = response.json()
        more = {name: value for name, value in told.items() if name not in ("type", "title", "status", "code", "detail")}
        raise ProblemError(response.status_code, told["code"], told["detail"], more)
    except (ValueError, KeyError, AttributeError, TypeError):
        raise ProblemError(response.status_code, "unknown", response.text[:500] or response.reason_phrase, {}) from None


def body(fields: Params) -> Params:
    """The body of a document, days as they are written."""
    return {name: str(value) if isinstance(value, dt.date) else value for name, value in fields.items() if value is not None}
