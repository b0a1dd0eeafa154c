"""`/mcp`: the Model Context Protocol over HTTP, for AI agents. Whoever may read may ask."""

from typing import TYPE_CHECKING

from fastapi import APIRouter, Request, Response
from starlette.types import Receive, Scope, Send

from app.guard import marks

if TYPE_CHECKING:
    from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

router = APIRouter(include_in_schema=False)


class _Handled(Response):
    """An answer that the protocol's own server gives."""

    def __init__(self, manager: "StreamableHTTPSessionManager") -> None:
        super().__init__()
        self._manager = manager

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the server answer."""
        await self._manager.handle_request(scope, receive, send)


@router.post("/mcp")
@marks.needs(marks.Scope.READ)
@marks.heavy
async def ask(request: Request) -> Response:
    """A message of an agent, and the answer."""
    return _Handled(request.app.state.agents)


@router.get("/mcp")
@router.delete("/mcp")
@marks.needs(marks.Scope.READ)
async def other(request: Request) -> Response:
    """What the protocol allows besides: told by its server that there are no sessions here."""
    return _Handled(request.app.state.agents)
