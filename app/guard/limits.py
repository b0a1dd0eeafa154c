"""How much one request may ask for: the length of its query, the items of its answer, how deep and how many."""

from starlette.datastructures import QueryParams

from app.errors import Problem
from app.settings import Settings


def check_query(raw: bytes, query: QueryParams, settings: Settings) -> None:
    """Raise a `Problem` if a query is too long or asks for more than is allowed; what is no number is told elsewhere."""
    if len(raw) > settings.max_query_bytes:
        _refuse("query-too-long", f"the query has {len(raw)} bytes; {settings.max_query_bytes} are allowed")
    if len(query.multi_items()) > settings.max_query_values:
        _refuse("query-too-long", f"the query has more than {settings.max_query_values} parameters")
    for name, most in _most(settings).items():
        value = query.get(name, "")
        if value.isdecimal() and len(value) <= 20 and int(value) > most:
            _refuse("limit-exceeded", f"{name}: {value} is more than the {most} that this service allows", field=name, limit=most)


def _most(settings: Settings) -> dict[str, int]:
    return {
        "limit": settings.max_items,
        "k": settings.max_paths,
        "max_hops": settings.max_hops,
        "hops": settings.max_hops,
        "deadline_ms": int(1000 * settings.deadline_s),
    }


def _refuse(code: str, detail: str, **more: object) -> None:
    raise Problem(422, code, detail, **more)
