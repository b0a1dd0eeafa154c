"""What an endpoint asks of its caller: each one states it by a mark, or else its method says it.

Unless marked, an endpoint that only looks needs the scope `read`, and one that changes something needs `write`: a route
that someone adds and says nothing about is never open.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
_MARKS = "__marks__"


class Scope(StrEnum):
    """What a key allows; none of them includes another."""

    READ = "read"
    WRITE = "write"
    CURATE = "curate"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of an endpoint: the scope it needs if not the one of its method, and how it uses the machine."""

    scope: Scope | None = None
    public: bool = False
    heavy: bool = False
    patient: bool = False


def needs(scope: Scope) -> Callable[[Endpoint], Endpoint]:
    """Mark an endpoint that needs another scope than its method says."""
    return lambda endpoint: _marked(endpoint, scope=scope)


def public(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint that everybody may ask, with no key: what holds nothing of the documents."""
    return _marked(endpoint, public=True)


def heavy(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint of which only a few may be at work at once (`BACKCHANNEL_MAX_HEAVY`)."""
    return _marked(endpoint, heavy=True)


def patient(endpoint: Endpoint) -> Endpoint:
    """Mark an endpoint whose requests may take longer than others, since they carry or send a stream."""
    return _marked(endpoint, patient=True)


def marks_of(endpoint: Any) -> Marks:
    """The marks of an endpoint."""
    found = getattr(endpoint, _MARKS, None)
    return found if isinstance(found, Marks) else Marks()


def required(endpoint: Any, method: str) -> Scope | None:
    """The scope that a request needs; None where the endpoint is public."""
    marks = marks_of(endpoint)
    if marks.public:
        return None
    return marks.scope or (Scope.READ if method in SAFE_METHODS else Scope.WRITE)


def _marked(endpoint: Endpoint, **marks: Any) -> Endpoint:
    setattr(endpoint, _MARKS, replace(marks_of(endpoint), **marks))
    return endpoint
