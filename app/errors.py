"""Errors as problem documents (RFC 9457): every failure has a status, a stable code and a sentence that says what is wrong."""

# ruff: noqa: N818 - the names say what is the case; what they are, the base class says

import logging
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Self
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import DBAPIError, OperationalError
from starlette.exceptions import HTTPException

from graph.database import is_read_only, was_stopped
from graph.errors import Ambiguous, GraphError, InvalidDocument, InvalidJudgement, InvalidQuery, Merged, NotFound, Withdrawn

MEDIA_TYPE = "application/problem+json"
CODES = {400: "malformed-request", 404: "unknown-route", 405: "method-not-allowed", 413: "body-too-large"}
"""Codes for the errors that the framework raises by itself."""

PARAMETER = re.compile(r"\{.*?\}")

log = logging.getLogger(__name__)


class AnswerError(Exception):
    """Ends a request with an answer of its own."""


class Problem(AnswerError):
    """An error that the client is told of; `more` are further members of the problem document."""

    def __init__(self, status: int, code: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.detail = detail
        self.more = more
        self.headers: dict[str, str] = {}

    def saying(self, headers: Mapping[str, str]) -> Self:
        """The same problem, told with these headers too."""
        self.headers |= headers
        return self

    def response(self, headers: Mapping[str, str] | None = None) -> JSONResponse:
        """The problem document."""
        document = {
            "type": f"urn:backchannel:problem:{self.code}",
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        return JSONResponse(document | self.more, self.status, {**self.headers, **(headers or {})}, media_type=MEDIA_TYPE)


class NotModified(AnswerError):
    """The client already holds what it asks for, under this ETag."""

    def __init__(self, etag: str) -> None:
        super().__init__(etag)
        self.etag = etag


def install(app: FastAPI, unavailable: type[Exception]) -> None:
    """Have every error of `app` answered with a problem document; `unavailable` says that no text can be read now."""
    handlers: dict[type[Exception], Any] = {
        Problem: _problem,
        NotModified: _not_modified,
        GraphError: _graph_error,
        HTTPException: _http_error,
        RequestValidationError: _invalid,
        DBAPIError: _database_failed,
        unavailable: _unavailable,
    }
    for error, handler in handlers.items():
        app.add_exception_handler(error, handler)


def _problem(_: Request, error: Problem) -> Response:
    return error.response()


def _not_modified(_: Request, error: NotModified) -> Response:
    return Response(status_code=304, headers={"ETag": error.etag})


def _http_error(request: Request, error: HTTPException) -> Response:
    code = CODES.get(error.status_code, f"http-{error.status_code}")
    detail = str(error.detail)
    if error.status_code == 404:
        detail = f"there is nothing at {request.url.path}; /docs lists what there is"
    if error.status_code == 405:
        detail = f"{request.method} is not possible at {request.url.path}"
        return Problem(405, code, detail).response({"Allow": ", ".join(_methods(request))})
    return Problem(error.status_code, code, detail).response(error.headers)


def _methods(request: Request) -> list[str]:
    """What is possible at the path of a request, by all routes that have it and say most of it in so many words."""
    routes = [route for route in iter_route_contexts(request.app.routes) if route.path_regex and route.methods]
    fitting = [route for route in routes if route.path_regex.match(request.scope["path"])]
    words = {id(route): len(PARAMETER.sub("", route.path_format or "")) for route in fitting}
    closest = (route for route in fitting if words[id(route)] == max(words.values()))
    return sorted({method for route in closest for method in route.methods or ()})


def _invalid(_: Request, error: RequestValidationError) -> Response:
    errors = [
        {"in": str(e["loc"][0]), "field": ".".join(map(str, e["loc"][1:])), "message": _sentence(e), "type": e["type"]}
        for e in error.errors()
    ]
    detail = "; ".join(f"{e['field'] or e['in']}: {e['message']}" for e in errors)
    return Problem(422, "invalid-request", detail, errors=errors).response()


def _sentence(error: Mapping[str, Any]) -> str:
    """What is wrong with a field, in the words that fit where it stands."""
    if error["type"] == "extra_forbidden":
        return "unknown parameter" if error["loc"][0] == "query" else "unknown field"
    if error["type"] == "json_invalid":
        return f"not valid JSON: {error['ctx']['error']}"
    return str(error["msg"]).removeprefix("Value error, ")


def _graph_error(request: Request, error: GraphError) -> Response:
    if isinstance(error, Merged):
        return _redirect(request, error)
    return _translate(error).response()


def _translate(error: GraphError) -> Problem:
    match error:
        case NotFound():
            return Problem(404, f"{error.what}-not-found", _with_names(error), suggestions=_named(error.suggestions))
        case Ambiguous():
            return Problem(409, error.code, f"{error}: give the id of one of them", candidates=_named(error.candidates))
        case Withdrawn():
            return Problem(410, error.code, str(error))
        case InvalidQuery() | InvalidDocument() | InvalidJudgement():
            return Problem(422, error.code, str(error))
        case _:
            return Problem(503, error.code, str(error))


def _with_names(error: NotFound) -> str:
    names = ", ".join(dict.fromkeys(name for _, name in error.suggestions))
    return f"{error}; did you mean {names}?" if names else str(error)


def _named(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"id": key, "name": name} for key, name in pairs]


def _redirect(request: Request, error: Merged) -> Response:
    """The same request for the entity or fact that took the place of the one asked for."""
    path = quote(request.scope["path"].replace(error.reference, error.target))
    return RedirectResponse(f"{path}?{request.url.query}" if request.url.query else path, 308)


def _unavailable(_: Request, error: Exception) -> Response:
    return Problem(503, "reader-unavailable", f"{error}; documents are kept, and read as soon as there is a reader").response()


def _database_failed(_: Request, error: DBAPIError) -> Response:
    if is_read_only(error):
        return Problem(503, "database-read-only", "this process may only look; ask one that writes to the primary").response()
    if not isinstance(error, OperationalError):
        return unexpected(error)
    if was_stopped(error):
        return Problem(503, "deadline-exceeded", "the database was stopped: this asks for too much at once").response()
    log.error("the database failed", exc_info=error)
    problem = Problem(503, "database-unavailable", "the database does not answer; try again later")
    return problem.response({"Retry-After": "5"})


def unexpected(error: Exception) -> Response:
    """The answer to a request that failed by an error of ours, which is logged."""
    log.error("a request failed", exc_info=error)
    return Problem(500, "internal-error", "the server failed; its log says why").response()
