"""Headers that every answer carries, so that a browser does no more with it than is meant."""

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NOTHING = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
"""The content security policy of what is no page."""
OWN = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none'; "
    "base-uri 'none'; form-action 'self'"
)
"""That of a page which says nothing itself: scripts from files of our own, none within the page."""
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def allowing_scripts_of(page: str) -> str:
    """The policy of a page with scripts within it: these are allowed, by their digests, and no others."""
    digests = (base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in INLINE.findall(page))
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    return f"{OWN}; script-src 'self' {allowed}"


class SecurityHeaders:
    """Middleware that adds these headers where an answer has none of its own; `shared` if other sites may read answers."""

    def __init__(self, app: ASGIApp, shared: bool) -> None:
        self.app = app
        self.headers = HEADERS | ({"Cross-Origin-Resource-Policy": "cross-origin"} if shared else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(MutableHeaders(scope=message), scope["path"])
            await send(message)

        await self.app(scope, receive, with_headers)

    def _complete(self, headers: MutableHeaders, path: str) -> None:
        for name, value in self.headers.items():
            headers.setdefault(name, value)
        is_page = headers.get("content-type", "").startswith("text/html")
        headers.setdefault("Content-Security-Policy", OWN if is_page else NOTHING)
        if path.startswith("/v1"):
            headers.setdefault("Cache-Control", "private, no-cache")
            headers.add_vary_header("Authorization, X-API-Key")
