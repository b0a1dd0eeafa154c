"""The pages that are read by people: the first page, and Swagger UI from files of our own."""

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.openapi.docs import get_swagger_ui_html
from fastapi.responses import FileResponse, HTMLResponse

from app.guard.headers import allowing_scripts_of
from app.guard.marks import public

HOME = Path(__file__).parent.parent / "pages" / "home.html"

router = APIRouter(include_in_schema=False)


@router.get("/")
@public
def home() -> FileResponse:
    """What this is, and what to try first."""
    return FileResponse(HOME)


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
