"""Refuses bodies that are too large before they are kept in memory, with a problem document that says so."""

from collections.abc import Container

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.errors import Problem

PATIENCE = 16
"""How many times the limit is read on and thrown away, so that a client is done sending and hears the answer."""


class BodyLimit:
    """Middleware that answers 413 where a body has more than `limit` bytes, whether it says so beforehand or not.

    What comes to a path that is `streamed` is handed on as it comes.
    """

    def __init__(self, app: ASGIApp, limit: int, streamed: Container[str] = ()) -> None:
        self.app = app
        self.limit = limit
        self.streamed = streamed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Read the body, then hand the request on or refuse it."""
        if scope["type"] != "http" or scope["path"] in self.streamed:
            await self.app(scope, receive, send)
            return
        body = await self._read(receive)
        if body is None:
            problem = Problem(413, "body-too-large", f"a body may have {self.limit} bytes at most", limit=self.limit)
            await problem.response({"Connection": "close"})(scope, receive, send)
            return
        await self.app(scope, _replay(body, receive), send)

    async def _read(self, receive: Receive) -> list[Message] | None:
        """The messages of the body; None if it is too large."""
        messages: list[Message] = []
        size = 0
        while not messages or messages[-1].get("more_body", False):
            message = await receive()
            size += len(message.get("body", b""))
            if size > PATIENCE * self.limit:
                return None
            messages = [*messages, message] if size <= self.limit else [{"more_body": message.get("more_body", False)}]
        return messages if size <= self.limit else None


def _replay(messages: list[Message], receive: Receive) -> Receive:
    """A body that was read already, then whatever comes after it."""
    waiting = iter(messages)

    async def replay() -> Message:
        for message in waiting:
            return message
        return await receive()

    return replay
