"""Asked before every endpoint: may this caller do this, is there room for it, and is it written down."""

import contextlib
from collections.abc import AsyncIterator

from fastapi import Request

from app.guard.callers import Caller
from app.guard.deadline import lift
from app.guard.guard import Guard
from app.guard.limits import check_query
from app.guard.marks import SAFE_METHODS, Scope, marks_of, required
from graph.audit import Deed


async def admitted(request: Request) -> AsyncIterator[None]:
    """Check the caller's scope, take a slot if the work is heavy, and open an entry in the audit if something may change.

    The one dependency of the whole application: every route has it. Raises a `Problem`.
    """
    caller, guard = request.state.caller, request.state.guard
    assert isinstance(caller, Caller)
    assert isinstance(guard, Guard)
    endpoint = request.scope["endpoint"]
    scope, marks = required(endpoint, request.method), marks_of(endpoint)
    caller.must(scope)
    check_query(request.scope["query_string"], request.query_params, guard.settings)
    if marks.patient:
        lift(request.scope["state"])
    if scope not in (None, Scope.READ) and request.method not in SAFE_METHODS:
        request.scope["state"]["audit"] = await guard.begin(_deed(request, caller))
    async with guard.slot() if marks.heavy else contextlib.nullcontext():
        yield


def _deed(request: Request, caller: Caller) -> Deed:
    route = getattr(request.scope.get("route"), "path_format", request.url.path)
    return Deed(caller.name, f"{request.method} {route}", request.url.path, caller.key_id, caller.address)
