"""What holds for the whole API: pages, ETags, problem documents, its own description, examples, first page and health."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.paging import encode

SNAPSHOT = Path(__file__).parent / "openapi.json"
PAGED = [
    "/v1/documents",
    "/v1/documents/envoys/facts",
    "/v1/entities",
    "/v1/entities?q=a",
    "/v1/entities/Macron/timeline",
    "/v1/entities/Macron/neighbours",
    "/v1/entities/Macron/meetings",
    "/v1/met?who=Macron",
    "/v1/meetings",
    "/v1/network/brokers",
    "/v1/reachable?source=Putin",
]


def with_query(path: str, **params: Any) -> httpx.URL:
    return httpx.URL(path).copy_merge_params(params)


@pytest.mark.parametrize("path", PAGED)
def test_pages_add_up_to_the_whole_list(news: httpx.Client, path: str) -> None:
    whole = news.get(path).json()
    assert whole["next_cursor"] is None
    assert len(whole["items"]) > 1
    items: list[Any] = []
    cursor: dict[str, str] = {}
    for _ in range(len(whole["items"])):
        page = news.get(with_query(path, limit=1, **cursor)).json()
        items += page["items"]
        cursor = {"cursor": page["next_cursor"]}
    assert items == whole["items"]
    assert cursor["cursor"] is None


@pytest.mark.parametrize("path", PAGED)
@pytest.mark.parametrize("cursor", ["x", "WzFd", "", "Wy0xXQ", "bnVsbA", "eyJhIjoxfQ", "é", "WyJhIl0", "W1tb" * 1000])
def test_a_bad_cursor_is_a_problem(news: httpx.Client, path: str, cursor: str) -> None:
    answer = news.get(with_query(path, cursor=cursor))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-cursor")


@pytest.mark.parametrize("number", [2**31, -(2**31) - 1, 2**63, 10**30])
def test_a_cursor_of_numbers_that_no_column_holds_is_a_problem(client: httpx.Client, number: int) -> None:
    document = {"text": "Emmanuel Macron met Anna Kovač.", "external_id": "one"}
    assert client.post("/v1/documents", json=document).status_code == 201
    job = client.post("/v1/documents:bulk", content=json.dumps(document)).json()
    hook = client.post("/v1/webhooks", json={"url": "https://example.org/hook"}).json()
    for path, *key in (
        ("/v1/audit", number),
        ("/v1/judgements", number),
        (f"/v1/jobs/{job['id']}/lines", number),
        (f"/v1/webhooks/{hook['id']}/deliveries", number),
        ("/v1/changes", 0, number, ""),
        ("/v1/documents/one/facts", number, "a"),
        ("/v1/reachable?source=Macron", number, 1, "a"),
        ("/v1/met?who=Macron", number, 1, "a"),
    ):
        answer = client.get(with_query(path, cursor=encode(tuple(key))))
        assert (path, answer.status_code, answer.json()["code"]) == (path, 422, "invalid-cursor")


@pytest.mark.parametrize("moment", ["2020-01-01", "2020-01-01T00:00:00", "0001-01-01T00:00:00+14:00"])
def test_a_cursor_of_no_moment_in_utc_is_a_problem(client: httpx.Client, moment: str) -> None:
    answer = client.get(with_query("/v1/jobs", cursor=encode((moment, "x"))))
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-cursor")


@pytest.mark.parametrize("limit", ["0", "201", "many"])
def test_a_page_has_at_most_200_items(news: httpx.Client, limit: str) -> None:
    answer = news.get("/v1/meetings", params={"limit": limit})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert answer.json()["errors"][0]["field"] == "limit"


def test_reads_carry_an_etag_that_changes_with_the_data(client: httpx.Client) -> None:
    first = client.get("/v1/meetings")
    etag = first.headers["etag"]
    held = client.get("/v1/meetings", headers={"If-None-Match": f'"other", {etag}'})
    assert (held.status_code, held.content, held.headers["etag"]) == (304, b"", etag)
    assert client.get("/v1/meetings?limit=5").headers["etag"] != etag
    client.post("/v1/documents", json={"text": "Volodymyr Zelensky met Vladimir Putin."})
    changed = client.get("/v1/meetings", headers={"If-None-Match": etag})
    assert changed.status_code == 200
    assert changed.headers["etag"] != etag
    assert len(changed.json()["items"]) == 1


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/v1/nothing", 404, "unknown-route"),
        ("PUT", "/v1/documents", 405, "method-not-allowed"),
        ("GET", "/v1/documents/doc_0", 404, "document-not-found"),
        ("GET", "/v1/documents/doc_0/facts", 404, "document-not-found"),
        ("DELETE", "/v1/documents/doc_0", 404, "document-not-found"),
        ("GET", "/v1/facts/fact_0", 404, "fact-not-found"),
        ("GET", "/v1/entities/ent_0", 404, "entity-not-found"),
        ("GET", "/v1/entities/wd:Q0", 404, "entity-not-found"),
        ("GET", "/v1/entities/ent_0/neighbours", 404, "entity-not-found"),
        ("GET", "/v1/met?who=%20", 404, "entity-not-found"),
        ("GET", "/v1/met", 422, "invalid-request"),
        ("GET", "/v1/met?who=Macron&from=2019-02-30", 422, "invalid-request"),
        ("GET", "/v1/met?who=Macron&place=Atlantis", 404, "entity-not-found"),
        ("GET", "/v1/meetings?participants=Macron", 422, "invalid-request"),
        ("GET", "/v1/met?who=Macron&format=duel", 422, "invalid-request"),
        ("GET", "/v1/meetings?from=2020-02-01&to=2020-01-31", 422, "invalid-request"),
        ("GET", "/v1/meetings?status=imagined", 422, "invalid-request"),
        ("GET", "/v1/paths?source=Macron&target=Putin&kinds=gossip", 422, "invalid-request"),
        ("GET", "/v1/facts/fact_0?x=1", 422, "invalid-request"),
        ("DELETE", "/v1/documents/doc_0?force=1", 422, "invalid-request"),
        ("GET", "/v1/entities/%00", 422, "invalid-request"),
        ("GET", "/v1/facts/%00", 422, "invalid-request"),
        ("GET", "/v1/documents/%00", 422, "invalid-request"),
        ("GET", "/v1/met?who=%00", 422, "invalid-request"),
        ("GET", "/v1/positions?topic=%00", 422, "invalid-request"),
    ],
)
def test_errors_are_problem_documents(news: httpx.Client, method: str, path: str, status: int, code: str) -> None:
    answer = news.request(method, path)
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (answer.status_code, problem["status"], problem["code"]) == (status, status, code)
    assert problem["type"] == f"urn:backchannel:problem:{code}"
    assert problem["title"]
    assert problem["detail"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/v1/documents", "GET, POST"), ("/v1/documents/x", "DELETE, GET"), ("/v1/entities/x:merge", "POST"), ("/healthz", "GET")],
)
def test_what_is_possible_at_a_path_is_listed_whole(news: httpx.Client, path: str, allowed: str) -> None:
    answer = news.request("OPTIONS", path)
    assert (answer.status_code, answer.headers["allow"]) == (405, allowed)


def test_the_description_is_as_it_was(news: httpx.Client, request: pytest.FixtureRequest) -> None:
    served = news.get("/openapi.json").json()
    if request.config.getoption("--update-openapi", default=False):
        SNAPSHOT.write_text(json.dumps(served, indent=1, sort_keys=True, ensure_ascii=False) + "\n")
    assert served == json.loads(SNAPSHOT.read_text()), "run pytest with --update-openapi if this change is meant"


def test_the_description_has_a_schema_for_each_reference(news: httpx.Client) -> None:
    described = news.get("/openapi.json").json()
    references = {value for key, value in _walk(described) if key == "$ref"}
    assert {reference.rsplit("/", 1)[-1] for reference in references} <= described["components"]["schemas"].keys()


def test_every_example_can_be_executed(news: httpx.Client) -> None:
    described = news.get("/openapi.json").json()
    executed = [_execute(news, path, operation) for path, item in described["paths"].items() for operation in item.items()]
    assert executed.count(True) >= 20


def _execute(client: httpx.Client, path: str, operation: tuple[str, dict[str, Any]]) -> bool:
    """Execute an operation with its examples, as Swagger UI fills them in; False where an example is missing."""
    method, about = operation
    query: dict[str, Any] = {}
    for parameter in about.get("parameters", ()):
        if parameter["required"] and "example" not in parameter:
            return False
        if "example" in parameter and parameter["in"] == "path":
            path = path.replace(f"{{{parameter['name']}}}", parameter["example"])
        elif "example" in parameter:
            query[parameter["name"]] = parameter["example"]
    if "requestBody" in about and path != "/v1/extract":
        return False
    body = {"text": "Volodymyr Zelensky met Vladimir Putin."} if "requestBody" in about else None
    answer = client.request(method, path, params=query, json=body)
    assert answer.status_code == 200, (path, answer.text)
    return True


def _walk(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key, inner
            yield from _walk(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _walk(inner)


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_pages_ask_nothing_of_the_internet(news: httpx.Client, path: str) -> None:
    page = news.get(path)
    assert page.headers["content-type"].startswith("text/html")
    assert "//" not in page.text.replace("http://127.0.0.1:8000", "").replace("// ", "")


def test_swagger_ui_comes_from_files_of_our_own(news: httpx.Client) -> None:
    for name in ("swagger-ui-bundle.js", "swagger-ui.css", "favicon.png"):
        assert name in news.get("/docs").text
        assert news.get(f"/static/{name}").status_code == 200


def test_health(news: httpx.Client) -> None:
    assert news.get("/healthz").json() == {"status": "alive"}
    ready = news.get("/readyz")
    assert (ready.status_code, ready.json()["status"], ready.json()["pending"]) == (200, "ready", 0)


def test_without_a_language_model_documents_are_kept_and_the_service_says_so(unready: httpx.Client) -> None:
    answer = unready.post("/v1/documents", json={"text": "Volodymyr Zelensky met Vladimir Putin.", "external_id": "x"})
    assert (answer.status_code, answer.json()["code"]) == (503, "reader-unavailable")
    assert "no_such_model" in answer.json()["detail"]
    assert unready.get("/v1/documents/x").json()["state"] == "pending"
    ready = unready.get("/readyz")
    assert (ready.status_code, ready.json()["reader"], ready.json()["pending"]) == (503, False, 1)
