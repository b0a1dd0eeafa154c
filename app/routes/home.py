"""The pages that are read by people: the explorer, and Swagger UI from files of our own."""

from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse, Response
from fastapi.staticfiles import StaticFiles

from app.guard.headers import allowing_scripts_of
from app.guard.marks import public

BUILT = Path(__file__).parent.parent / "explorer" / "dist"
"""What `make explorer` builds from the sources beside it: a page, and its scripts and styles in a folder of their own."""
UNBUILT = Path(__file__).parent.parent / "pages" / "unbuilt.html"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)
"""The page runs its own scripts and speaks with this service, and nothing else: no text that was read can change that."""
HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"}


class BuiltFiles(StaticFiles):
    """The explorer's scripts and styles: their names change with what they hold, so that browsers may keep them for good."""

    async def check_config(self) -> None:
        """Where the explorer is not built, its files are not found, which is no failure of the server."""

    def file_response(self, *args: Any, **kwargs: Any) -> Response:
        """A file, to be kept by whoever asked for it."""
        response = super().file_response(*args, **kwargs)
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
        return response


router = APIRouter(include_in_schema=False)


@router.get("/")
@public
def home() -> FileResponse:
    """The explorer; where it is not built, how to build it."""
    page = BUILT / "index.html"
    return FileResponse(page if page.exists() else UNBUILT, headers=HEADERS)


@router.get("/docs")
@public
def docs(request: Request) -> HTMLResponse:
    """Swagger UI; nothing of it comes from the internet."""
    root = request.scope.get("root_path", "")
    page = get_swagger_ui_html(
        openapi_url=f"{root}{request.app.openapi_url}",
        title="Backchannel: the API",
        swagger_js_url=f"{root}/static/swagger-ui-bundle.js",
        swagger_css_url=f"{root}/static/swagger-ui.css",
        swagger_favicon_url=f"{root}/static/favicon.png",
        swagger_ui_parameters={
            "tryItOutEnabled": True,
            "displayRequestDuration": True,
            "defaultModelsExpandDepth": 0,
            "persistAuthorization": False,
        },
    )
    page.headers["Content-Security-Policy"] = allowing_scripts_of(bytes(page.body).decode())
    return page
