"""The commands `keys` and `audit`, and when `serve` refuses to start."""

import datetime as dt
from typing import Any

import pytest

from app import serving
from app.cli_options import FAILED, USAGE
from tests.app.test_cli import Backchannel, backchannel

__all__ = ["backchannel"]  # the fixture


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The settings with which servers would have been started."""
    found: list[Any] = []
    monkeypatch.setattr(serving, "run", lambda app, settings, console: found.append(settings))
    return found


def test_a_key_is_shown_once_and_then_only_how_it_begins(backchannel: Backchannel) -> None:
    made = backchannel("keys", "create", "press desk", "--scope", "read", "--scope", "write")
    key = made.out.strip()
    assert key.startswith("bck_")
    assert "press desk: read, write" in made.err
    listed = backchannel("keys", "list")
    assert key[:16] in listed.out
    assert key not in listed.out
    assert key[17:] not in listed.out + str(backchannel("keys", "list", "--json").json)
    assert "never" in listed.out


def test_a_key_reads_unless_told_otherwise_and_may_expire(backchannel: Backchannel) -> None:
    made = backchannel("keys", "create", "x", "--expires", "90d", "--rate", "60/minute", "--json").json
    assert (made["scopes"], made["rate"]) == (["read"], "60/minute")
    left = dt.datetime.fromisoformat(made["expires_at"]) - dt.datetime.now(dt.UTC)
    assert dt.timedelta(days=89) < left <= dt.timedelta(days=90)
    assert "until" in backchannel("keys", "list").out


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [("--expires", "soon", "written like"), ("--rate", "often", "written like"), ("--scope", "everything", "everything")],
)
def test_what_makes_no_sense_is_a_usage_error(backchannel: Backchannel, option: str, value: str, sentence: str) -> None:
    done = backchannel("keys", "create", "x", option, value)
    assert done.code == USAGE
    assert sentence in done.err


def test_a_key_is_revoked_by_its_name_or_beginning(backchannel: Backchannel) -> None:
    first = backchannel("keys", "create", "one").out.strip()
    backchannel("keys", "create", "two")
    assert backchannel("keys", "revoke", "two").code == 0
    assert backchannel("keys", "revoke", first[:16]).code == 0
    assert all(key["revoked_at"] for key in backchannel("keys", "list", "--json").json)
    gone = backchannel("keys", "revoke", "three")
    assert (gone.code, gone.err) == (FAILED, "backchannel: no key 'three'\n")


def test_two_keys_of_one_name_are_told_apart_by_id(backchannel: Backchannel) -> None:
    ids = [backchannel("keys", "create", "x", "--json").json["id"] for _ in range(2)]
    done = backchannel("keys", "revoke", "x")
    assert done.code == FAILED
    assert all(key_id in done.err for key_id in ids)
    assert backchannel("keys", "revoke", ids[0]).code == 0
    assert backchannel("keys", "revoke", "x").code == 0, "only one is left to be meant"


def test_the_audit_tells_of_keys_made_and_revoked(backchannel: Backchannel) -> None:
    assert backchannel("audit").out == "nothing was changed yet\n"
    backchannel("keys", "create", "x")
    backchannel("keys", "revoke", "x")
    entries = backchannel("audit", "--json").json
    assert [entry["action"] for entry in entries] == ["keys revoke", "keys create"]
    assert all(entry["actor"].startswith("cli:") for entry in entries)
    assert "keys create" in backchannel("audit", "--limit", "5").out


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", ""])
def test_serve_refuses_to_start_where_others_reach_it_and_there_is_no_key(
    backchannel: Backchannel, started: list[Any], host: str
) -> None:
    done = backchannel("serve", "--host", host)
    assert done.code == FAILED
    assert "backchannel keys create" in done.err
    assert "--insecure" in done.err
    assert started == []
    backchannel("keys", "create", "x")
    assert backchannel("serve", "--host", host).code == 0
    assert [settings.access for settings in started] == ["auto"]


def test_a_revoked_key_does_not_count(backchannel: Backchannel, started: list[Any]) -> None:
    backchannel("keys", "create", "x")
    backchannel("keys", "revoke", "x")
    assert backchannel("serve", "--host", "0.0.0.0").code == FAILED


def test_serve_starts_without_keys_if_that_is_meant(backchannel: Backchannel, started: list[Any]) -> None:
    assert backchannel("serve", "--host", "0.0.0.0", "--insecure").code == 0
    assert [settings.access for settings in started] == ["open"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1", "127.8.8.8"])
def test_serve_starts_on_this_machine(backchannel: Backchannel, started: list[Any], host: str) -> None:
    assert backchannel("serve", "--host", host).code == 0


def test_keys_may_be_asked_for_on_this_machine_too(
    backchannel: Backchannel, started: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKCHANNEL_ACCESS", "keys")
    assert backchannel("serve").code == FAILED
    assert started == []
