"""Who may ask what: keys, scopes, rates, and the audit of what was changed; over HTTP, on both databases."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.guard import keys as keyring
from app.guard.guard import Guard
from app.guard.keys import NewKey, make_key
from app.guard.marks import Scope, required
from app.main import create_app
from app.reading import Reader
from app.settings import Settings
from graph import keys as stored_keys
from graph.database import migrate, open_engine, sessions
from graph.keys import all_keys, revoke_key
from tests.app.conftest import serving

PUBLIC = {"/", "/docs", "/healthz", "/readyz", "/openapi.json"}
"""All that answers without a key, besides the scripts and styles of pages."""
TEXT = {"text": "Volodymyr Zelensky met Vladimir Putin."}
Serve = Callable[..., httpx.Client]


class Keys:
    """Makes keys in the database under test."""

    def __init__(self, url: str) -> None:
        engine = open_engine(url)
        migrate(engine)
        self.engine, self.sessions = engine, sessions(engine)

    def make(self, *scopes: Scope, **given: Any) -> NewKey:
        with self.sessions.begin() as session:
            return make_key(session, given.pop("name", "tester"), scopes, **given)

    def headers(self, *scopes: Scope, **given: Any) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.make(*scopes, **given).secret}"}


BOTH = pytest.mark.parametrize("database", ["sqlite", "postgres"], indirect=True)
"""For tests of what is stored."""


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """A fresh database: an SQLite file unless a test asks for another."""
    return str(request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url"))


@pytest.fixture
def keys(database: str) -> Iterator[Keys]:
    made = Keys(database)
    yield made
    made.engine.dispose()


@pytest.fixture
def serve(keys: Keys, database: str, sentence_reader: Reader) -> Iterator[Serve]:
    """Starts the service; closed to those without a key unless told otherwise."""
    with ExitStack() as stack:
        yield lambda **given: stack.enter_context(
            serving(Settings(database_url=database, **{"access": "keys", **given}), sentence_reader)
        )


def described() -> FastAPI:
    return create_app(Settings(database_url="sqlite://"))


OPERATIONS = [
    (method.upper(), path, operation)
    for path, item in described().openapi()["paths"].items()
    for method, operation in item.items()
    if path not in PUBLIC
]
NAMES = [f"{method} {path}" for method, path, _ in OPERATIONS]


def code(answer: httpx.Response) -> tuple[int, str]:
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.status_code, answer.json()["code"]


def test_nothing_is_public_but_what_is_listed() -> None:
    routes = [route for route in iter_route_contexts(described().routes) if route.methods]
    public = {route.path for route in routes if any(required(route.endpoint, m) is None for m in route.methods or ())}
    assert public | {"/openapi.json"} == PUBLIC


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_each_operation_states_its_scope(method: str, path: str, operation: dict[str, Any]) -> None:
    (bearer,), (header,) = [list(way.values()) for way in operation["security"]]
    assert bearer == header
    assert [Scope(scope) for scope in bearer]
    assert {"401", "403", "429", "503"} <= operation["responses"].keys()


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, dict[Scope, str]]]:
    """A service that asks for keys, and a key for each scope."""
    url = f"sqlite:///{tmp_path_factory.mktemp('closed') / 'closed.db'}"
    made = Keys(url)
    by_scope = {scope: made.make(scope).secret for scope in Scope}
    made.engine.dispose()
    with serving(Settings(database_url=url, access="keys", anonymous_rate_limit="100000/minute"), None) as client:
        yield client, by_scope


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS, ids=NAMES)
def test_every_operation_refuses_those_without_its_scope(
    closed: tuple[httpx.Client, dict[Scope, str]], method: str, path: str, operation: dict[str, Any]
) -> None:
    client, by_scope = closed
    url = re.sub(r"\{\w+\}", "x", path)
    assert code(client.request(method, url)) == (401, "key-required")
    (wanted,) = operation["security"][0]["bearer"]
    for scope, secret in by_scope.items():
        answer = client.request(method, url, headers={"X-API-Key": secret}, json={} if method == "POST" else None)
        refused = answer.status_code == 403
        assert refused == (scope != wanted), answer.text
        if refused:
            assert code(answer) == (403, "scope-missing")
            assert answer.json()["scope"] == wanted
            assert f'scope="{wanted}"' in answer.headers["www-authenticate"]


@pytest.mark.parametrize("path", sorted(PUBLIC | {"/static/swagger-ui.css"}))
def test_public_pages_need_no_key(closed: tuple[httpx.Client, dict[Scope, str]], path: str) -> None:
    assert closed[0].get(path).status_code in (200, 503), "503: the reader is still being loaded"


def test_a_key_is_taken_in_either_header(keys: Keys, serve: Serve) -> None:
    client, secret = serve(), keys.make(Scope.READ).secret
    for headers in ({"Authorization": f"Bearer {secret}"}, {"Authorization": f"bearer {secret}"}, {"X-API-Key": secret}):
        assert client.get("/v1/meetings", headers=headers).status_code == 200
    assert client.get("/v1/meetings", params={"key": secret}).status_code == 401, "a key in a URL ends up in logs"


@pytest.mark.parametrize(
    "shown", ["", "x", "bck_", "bck_000000000000_" + "a" * 43, "é", "bck_" + "0" * 9_000, "' OR 1=1 --", "Basic abc"]
)
def test_what_is_no_key_is_refused(closed: tuple[httpx.Client, dict[Scope, str]], shown: str) -> None:
    answer = closed[0].get("/v1/meetings", headers={b"X-API-Key": shown.encode()})
    assert code(answer) == (401, "key-invalid" if shown else "key-required")
    assert answer.headers["www-authenticate"].startswith('Bearer realm="backchannel"')


def test_a_key_with_one_letter_changed_is_refused(keys: Keys, serve: Serve) -> None:
    client, secret = serve(), keys.make(Scope.READ).secret
    wrong = secret[:-1] + ("a" if secret[-1] != "a" else "b")
    assert client.get("/v1/meetings", headers={"X-API-Key": secret}).status_code == 200
    assert code(client.get("/v1/meetings", headers={"X-API-Key": wrong})) == (401, "key-invalid")


@BOTH
def test_an_expired_key_and_a_revoked_one_are_refused(keys: Keys, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "FRESH", 0.0)
    client = serve()
    past = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    answer = client.get("/v1/meetings", headers=keys.headers(Scope.READ, expires_at=past))
    assert (code(answer), answer.json()["detail"]) == ((401, "key-invalid"), "this key has expired")
    headers = keys.headers(Scope.READ, name="leaver")
    assert client.get("/v1/meetings", headers=headers).status_code == 200
    with keys.sessions.begin() as session:
        revoke_key(session, "leaver")
    answer = client.get("/v1/meetings", headers=headers)
    assert (code(answer), answer.json()["detail"]) == ((401, "key-invalid"), "this key was revoked")


@BOTH
def test_only_the_digest_is_stored_and_the_last_use(keys: Keys, sentence_reader: Reader, database: str) -> None:
    made = keys.make(Scope.READ)
    with serving(Settings(database_url=database, access="keys"), sentence_reader) as client:
        assert client.get("/v1/meetings", headers={"X-API-Key": made.secret}).status_code == 200
    with keys.sessions.begin() as session:
        (stored,) = all_keys(session)
        assert made.secret[17:] not in str(vars(stored))
        assert len(stored.digest) == 64
        assert stored.last_used_at is not None
        assert dt.datetime.now(dt.UTC) - stored.last_used_at < dt.timedelta(minutes=1)


def test_who_asks_too_often_is_told_when_to_come_back(keys: Keys, serve: Serve) -> None:
    client, headers = serve(rate_limit="3/hour"), keys.headers(Scope.READ)
    left = []
    for _ in range(3):
        answer = client.get("/v1/meetings", headers=headers)
        assert answer.status_code == 200
        assert answer.headers["ratelimit-policy"] == '"key";q=3;w=3600'
        found = re.fullmatch(r'"key";r=(\d+);t=(\d+)', answer.headers["ratelimit"])
        assert found
        assert 1 <= int(found[2]) <= 3600
        left.append(int(found[1]))
    assert left == [2, 1, 0]
    answer = client.get("/v1/meetings", headers=headers)
    assert code(answer) == (429, "rate-limited")
    assert answer.json()["violated-policies"] == ["key"]
    assert 1 <= int(answer.headers["retry-after"]) <= 3600
    assert answer.headers["ratelimit"].startswith('"key";r=0;t=')
    assert client.get("/v1/meetings", headers=keys.headers(Scope.READ)).status_code == 200, "another key has its own rate"


def test_a_key_may_have_a_rate_of_its_own(keys: Keys, serve: Serve) -> None:
    client, headers = serve(), keys.headers(Scope.READ, rate="1/hour")
    assert [client.get("/v1/meetings", headers=headers).status_code for _ in range(2)] == [200, 429]


def test_guessing_keys_is_slowed_down_by_address(serve: Serve) -> None:
    client = serve(anonymous_rate_limit="2/hour")
    answers = [client.get("/v1/meetings", headers={"X-API-Key": f"guess{i}"}) for i in range(3)]
    assert [code(answer) for answer in answers] == [(401, "key-invalid"), (401, "key-invalid"), (429, "rate-limited")]
    assert code(client.get("/healthz")) == (429, "rate-limited")


@BOTH
def test_what_changes_something_is_in_the_audit(keys: Keys, serve: Serve) -> None:
    client = serve()
    writer, admin = keys.headers(Scope.WRITE, name="press desk"), keys.headers(Scope.ADMIN)
    added = client.post("/v1/documents", json=TEXT, headers=writer)
    assert added.status_code == 201
    document = added.json()["id"]
    client.post("/v1/documents", json={"text": ""}, headers=writer)
    client.delete(f"/v1/documents/{document}", headers=writer)
    client.delete(f"/v1/documents/{document}", headers=keys.headers(Scope.READ))
    client.get("/v1/documents", headers=writer)
    page = client.get("/v1/audit", headers=admin).json()
    assert [(e["actor"], e["action"], e["target"], e["status"]) for e in page["items"]] == [
        ("press desk", "DELETE /v1/documents/{document_id}", f"/v1/documents/{document}", 204),
        ("press desk", "POST /v1/documents", "/v1/documents", 422),
        ("press desk", "POST /v1/documents", "/v1/documents", 201),
    ]
    assert {entry["address"] for entry in page["items"]} == {"127.0.0.1"}
    first = client.get("/v1/audit?limit=2", headers=admin).json()
    second = client.get("/v1/audit", params={"cursor": first["next_cursor"]}, headers=admin).json()
    assert first["items"] + second["items"] == page["items"]
    assert second["next_cursor"] is None
    assert client.get("/v1/audit?actor=nobody", headers=admin).json()["items"] == []
    tomorrow = (dt.datetime.now(dt.UTC) + dt.timedelta(days=1)).date()
    assert client.get(f"/v1/audit?from={tomorrow}", headers=admin).json()["items"] == []
    assert len(client.get(f"/v1/audit?to={tomorrow}", headers=admin).json()["items"]) == 3


def test_a_change_is_answered_though_the_audit_cannot_tell_how_it_ended(
    keys: Keys, serve: Serve, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def fails(*_: object) -> None:
        raise OperationalError("UPDATE audit", {}, Exception("database or disk is full"))

    headers = keys.headers(Scope.READ, Scope.WRITE, Scope.ADMIN)
    client = serve()
    monkeypatch.setattr(Guard, "end", fails)
    answer = client.post("/v1/documents", json=TEXT, headers=headers)
    entry = client.get("/v1/audit", headers=headers).json()["items"][0]
    assert answer.status_code == 201
    assert (entry["action"], entry["status"]) == ("POST /v1/documents", None)
    assert f"entry {entry['id']} of the audit does not tell how it ended" in caplog.text


def test_on_this_machine_the_service_is_open(serve: Serve) -> None:
    client = serve(access="auto")
    assert client.post("/v1/documents", json=TEXT).status_code == 201
    assert [entry["actor"] for entry in client.get("/v1/audit").json()["items"]] == ["local"]
    assert "ratelimit" not in client.get("/v1/meetings").headers


@pytest.mark.parametrize("header", ["Forwarded", "X-Forwarded-For", "X-Real-IP"])
def test_what_comes_through_a_proxy_is_not_taken_for_this_machine(serve: Serve, header: str) -> None:
    client = serve(access="auto")
    assert code(client.get("/v1/meetings", headers={header: "203.0.113.9"})) == (403, "forwarded")


def test_a_page_of_another_site_cannot_write(serve: Serve) -> None:
    client = serve(access="auto")
    own = str(client.base_url).rstrip("/")
    assert code(client.post("/v1/documents", json=TEXT, headers={"Origin": "https://evil.example"})) == (403, "cross-origin")
    assert code(client.delete("/v1/documents/x", headers={"Origin": "null"})) == (403, "cross-origin")
    assert client.post("/v1/documents", json=TEXT, headers={"Origin": own}).status_code == 201


def test_a_session_is_not_needed_for_what_is_in_memory(keys: Keys, serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key seen a moment ago costs no query, so that reading stays fast."""
    asked: list[str] = []
    real = stored_keys.key_of_prefix

    def counted(session: Session, prefix: str) -> Any:
        asked.append(prefix)
        return real(session, prefix)

    monkeypatch.setattr(keyring, "key_of_prefix", counted)
    client, headers = serve(), keys.headers(Scope.READ)
    assert [client.get("/v1/meetings", headers=headers).status_code for _ in range(5)] == [200] * 5
    assert len(asked) == 1


def test_what_is_no_method_here_is_told_so_without_a_key(closed: tuple[httpx.Client, dict[Scope, str]]) -> None:
    answers = [code(closed[0].request(method, "/healthz")) for method in ("TRACE", "QUERY", "PUT")]
    assert answers == [(405, "method-not-allowed")] * 3
