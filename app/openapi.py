"""The description of the API: examples where Swagger UI looks for them, and problem documents for errors."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import iter_route_contexts

from app.answers import Problem
from app.errors import MEDIA_TYPE
from app.guard.marks import Scope, required

DESCRIPTION = """Reads diplomatic news and answers, with the sentence that says so, **who met whom, who wants what, who
sanctioned whom, who holds which office, who agreed what, and by which chain of contacts one actor reaches another**.

Wherever an id is asked for, a name will do (`Zelensky`), or a Wikidata id (`wd:Q3874799`). Lists come a page at a time: hand
`next_cursor` back as `cursor`. Errors are problem documents (RFC 9457) with a stable `code`. Reads carry an ETag.

Try **`GET /v1/met`** and **`GET /v1/paths`** first: each example can be executed as it stands."""

TAGS = [
    {"name": "contacts", "description": "Who met whom, and by which chain of contacts one reaches another."},
    {"name": "facts", "description": "Facts of each kind, with their evidence and history."},
    {"name": "entities", "description": "Persons, states, organisations, groups and places."},
    {"name": "curation", "description": "What people judge: who and what is the same, or different. All of it can be undone."},
    {"name": "documents", "description": "The texts that it all rests on."},
    {"name": "administration", "description": "Who changed what."},
    {
        "name": "exports",
        "description": "Everything, or what a filter wants, for other programs; and what has changed.",
    },
    {"name": "health", "description": "For those who run the service."},
]
OUTCOMES = {
    400: "The body is no text at all",
    404: "Nothing has this id or name; `suggestions` come near",
    409: "The name fits several; `candidates` lists them",
    410: "It was known, but no document speaks of it any more",
    413: "The text is too large",
    422: "The request is not understood; `errors` says where",
    401: "There is no key, or none that is good",
    403: "The key lacks the scope",
    429: "More requests than allowed; `Retry-After` says when to try again",
    503: "Too much is going on, or what is needed does not answer; try again later",
}
"""What problems mean."""
TAKES_NAMES = "x-takes-names"
"""Marks an operation whose body names entities."""
ANYWHERE = {"401", "403", "422", "429", "503"}
"""The problems that every operation may answer with."""
SECURITY = {
    "bearer": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "bck_…",
        "description": "A key as `backchannel keys create` shows it. On the machine itself none is needed, unless it is set so.",
    },
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key", "description": "The same key, in a header of its own."},
}
"""The ways to show a key; the scopes that an operation needs stand beside them."""


def install(app: FastAPI) -> None:
    """Have `app` describe itself in our way."""

    def describe() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(title=app.title, version=app.version, description=app.description, routes=app.routes, tags=TAGS)
            app.openapi_schema = _completed(schema, _scopes(app))
        return app.openapi_schema

    app.openapi = describe  # type: ignore[method-assign]  # the way that FastAPI documents


def _scopes(app: FastAPI) -> dict[tuple[str, str], Scope | None]:
    """The scope that each path and method needs."""
    return {
        (str(route.path_format), method.lower()): required(route.endpoint, method)
        for route in iter_route_contexts(app.routes)
        for method in (route.methods or ())
    }


def _completed(schema: dict[str, Any], scopes: dict[tuple[str, str], Scope | None]) -> dict[str, Any]:
    for path, item in schema["paths"].items():
        for method, operation in item.items():
            scope = scopes[path, method]
            operation["security"] = [{name: [scope]} for name in SECURITY] if scope else []
            _lift_examples(operation)
            _describe_errors(operation)
    schema["components"]["securitySchemes"] = SECURITY
    schemas = schema["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Problem"] = Problem.model_json_schema()
    return schema


def _lift_examples(operation: dict[str, Any]) -> None:
    """Put each parameter's example where Swagger UI fills it in."""
    for parameter in operation.get("parameters", ()):
        examples = parameter["schema"].pop("examples", None) or parameter.pop("examples", None)
        if examples:
            parameter["example"] = examples[0]


def _describe_errors(operation: dict[str, Any]) -> None:
    """Say which problems an operation may answer with."""
    if not operation["security"]:
        return
    takes_names = {"404", "409", "410"} if operation.pop(TAKES_NAMES, False) or operation.get("parameters") else set()
    statuses = ANYWHERE | takes_names | ({"400", "413"} if "requestBody" in operation else set())
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, description in OUTCOMES.items():
        if str(status) in statuses:
            operation["responses"][str(status)] = {"description": description, "content": content}
