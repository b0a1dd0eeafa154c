"""The gate that every request passes: whose it is, whether he may come so often, and who is told so."""

import logging

from sqlalchemy.exc import OperationalError
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Problem
from app.guard import marks
from app.guard.callers import Caller, is_loopback, refuse_other_sites, unauthorized
from app.guard.guard import Guard
from app.guard.hosts import Hosts, listed
from app.guard.keys import KeyRefused
from app.guard.rates import Allowance

EVERYTHING = frozenset(marks.Scope)
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})
PUBLIC = frozenset({"/", "/docs", "/healthz", "/readyz", "/openapi.json"})
"""Paths of which no method needs a key: what they do not know is answered by their route."""
FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip")

log = logging.getLogger(__name__)


class Gatekeeper:
    """Middleware that finds out who asks and leaves it in the request's state as `caller`; what he may is asked at the route."""

    def __init__(self, app: ASGIApp, guard: Guard) -> None:
        self.app = app
        self.guard = guard
        self._origins = frozenset(listed(guard.settings.cors_origins))
        self._hosts = Hosts(guard.settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request in, or tell why not."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        try:
            caller = await self._caller(scope)
        except Problem as problem:
            await problem.response()(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        state["caller"], state["guard"] = caller, self.guard
        try:
            await self.app(scope, receive, self._telling(send, scope, caller.allowance))
        except Exception:
            await self._end_audit(scope, 500)
            raise

    async def _caller(self, scope: Scope) -> Caller:
        headers, method = Headers(scope=scope), scope.get("method", "GET")
        address = scope["client"][0] if scope.get("client") else "unknown"
        self._hosts.check(headers.get("host", ""))
        if shown := _shown(headers):
            return await self._with_key(shown, address)
        if not self.guard.open:
            allowance = self.guard.rates.of_address(address)
            _check(allowance)
            # before the body is read; what is no method of ours is told so by its route
            if method in CHANGING and scope["path"] not in PUBLIC:
                Caller("anonymous").must(marks.Scope.WRITE)
            return Caller("anonymous", address=address, allowance=allowance)
        if self.guard.settings.access == "auto" and not self.guard.settings.trusted_proxies:
            _refuse_forwarded(headers)
        refuse_other_sites(method, headers.get("origin"), headers.get("host", ""), self._origins)
        return Caller("local" if is_loopback(address) else "anonymous", EVERYTHING, address=address)

    async def _with_key(self, shown: str, address: str) -> Caller:
        try:
            key = self.guard.keyring.remembered(shown)
            if key is None:
                key = await run_in_threadpool(self.guard.keyring.look_up, shown)
        except KeyRefused as refused:
            _check(self.guard.rates.of_address(address))
            raise unauthorized("key-invalid", str(refused)) from None
        allowance = self.guard.rates.of_key(key.id, key.rate)
        _check(allowance)
        return Caller(key.name, frozenset(map(marks.Scope, key.scopes)), key.id, address, allowance)

    def _telling(self, send: Send, scope: Scope, allowance: Allowance | None) -> Send:
        """`send`, with what is left of the rate in the answer, and its status in the audit before the caller hears it."""

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._end_audit(scope, message["status"])
                if allowance:
                    MutableHeaders(scope=message).update(allowance.headers())
            await send(message)

        return telling

    async def _end_audit(self, scope: Scope, status: int) -> None:
        """Put the status into the audit; where the database fails, the caller is answered all the same."""
        entry = scope["state"].pop("audit", None)
        if entry is None:
            return
        try:
            await self.guard.end(entry, status)
        except OperationalError as error:
            log.error("entry %d of the audit does not tell how it ended: with %d", entry, status, exc_info=error)


def _shown(headers: Headers) -> str | None:
    """The key that a request shows."""
    scheme, _, token = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token.strip():
        return token.strip()
    return headers.get("x-api-key")


def _check(allowance: Allowance) -> None:
    try:
        allowance.check()
    except Problem as problem:
        raise problem.saying(allowance.headers()) from None


def _refuse_forwarded(headers: Headers) -> None:
    """What comes through a proxy does not come from this machine, whatever its address says."""
    if any(name in headers for name in FORWARDED):
        detail = (
            "without keys this service answers this machine alone, and this request came through a proxy; see BACKCHANNEL_ACCESS"
        )
        raise Problem(403, "forwarded", detail)
