"""No caller waits for ever: an answer begins before the deadline, or a problem says that it did not."""

import asyncio
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Problem


class Deadline:
    """Middleware that answers 503 where an answer has not begun after `seconds`.

    What was begun is left to end by itself, and keeps its place among the heavy requests until it has: a thread cannot be
    stopped. An endpoint marked `patient` lifts the deadline, by `lift`.
    """

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self.app = app
        self.seconds = seconds
        self._left_behind: set[asyncio.Future[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on and watch the time."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        free, late = asyncio.Event(), False
        scope.setdefault("state", {})["lift_deadline"] = free.set

        async def unless_late(message: Message) -> None:
            if not late:
                free.set()
                await send(message)

        work = asyncio.ensure_future(self.app(scope, receive, unless_late))
        in_time = asyncio.create_task(free.wait())
        try:
            await asyncio.wait({work, in_time}, timeout=self.seconds, return_when=asyncio.FIRST_COMPLETED)
            if work.done() or free.is_set():
                await work
                return
        except asyncio.CancelledError:
            work.cancel()
            raise
        finally:
            in_time.cancel()
        late = True
        self._left_behind.add(work)
        work.add_done_callback(self._forget)
        await _problem(self.seconds).response()(scope, receive, send)

    def _forget(self, work: asyncio.Future[None]) -> None:
        self._left_behind.discard(work)
        if not work.cancelled():
            work.exception()  # asked for, so that asyncio does not report it as never seen: the caller was answered


def lift(state: dict[str, Any]) -> None:
    """Let the request with this state take as long as it takes."""
    state["lift_deadline"]()


def _problem(seconds: float) -> Problem:
    detail = f"no answer within {seconds:g} seconds; a document that was sent is read all the same"
    return Problem(503, "deadline-exceeded", detail).saying({"Retry-After": "10"})
