"""Each request gets an id, is counted and timed by its route, and is told of in the logs."""

import logging
import re
import time
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import metrics
from app.errors import unexpected

HEADER = b"x-request-id"
_GIVEN = re.compile(rb"[A-Za-z0-9._:/+=-]{1,128}")
"""What is taken over as an id: nothing that could forge a line of the logs or a header."""
OFTEN = ("/healthz", "/readyz", "/metrics")
"""Routes that machines ask for every few seconds."""
GIVEN_UP = 499
"""Told as the status of a request whose client went away before there was an answer."""

log = logging.getLogger(__name__)


class Observed:
    """Middleware, the outermost: it sees every answer. Of a request it tells the route alone, not what was asked."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request under its id; one that fails by an error of ours is answered here."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = _Observation(scope, send)
        with structlog.contextvars.bound_contextvars(request_id=request.id.decode()):
            metrics.requests_in_progress.inc()
            try:
                await self.app(scope, receive, request.answer)
            except Exception as error:
                if request.status is not None:
                    raise
                await unexpected(error)(scope, receive, request.answer)
            finally:
                request.end()


class _Observation:
    """One request, from its coming to the last of its answer."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self.id = _request_id(scope)
        self.status: int | None = None
        self._scope = scope
        self._send = send
        self._started = time.perf_counter()
        self._ended = False

    async def answer(self, message: Message) -> None:
        """Send a part of the answer. What is told of the request is told before the client has all of it."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message.get("headers", ()), (HEADER, self.id)]}
        elif not message.get("more_body", False):
            self.end()
        await self._send(message)

    def end(self) -> None:
        """Count the request and tell of it, once."""
        if self._ended:
            return
        self._ended = True
        seconds, method = time.perf_counter() - self._started, _method(self._scope)
        route = getattr(self._scope.get("route"), "path_format", "unknown")
        metrics.requests_in_progress.dec()
        metrics.request_seconds.labels(method, route, self.status or GIVEN_UP).observe(seconds)
        told = {"method": method, "route": route, "status": self.status or GIVEN_UP, "ms": round(seconds * 1000, 1)}
        log.log(logging.DEBUG if route in OFTEN else logging.INFO, "request", extra=told)


def _request_id(scope: Scope) -> bytes:
    """The id that the client gives its request, or a new one."""
    given = next((value for name, value in scope["headers"] if name == HEADER), b"")
    return given if _GIVEN.fullmatch(given) else uuid4().hex.encode()


def _method(scope: Scope) -> str:
    """The method, if it is one that HTTP knows: labels must not be the client's to invent."""
    method = str(scope["method"])
    return method if method in ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS") else "OTHER"
