"""The commands `backchannel keys` and `backchannel audit`: who may ask, and who changed what."""

import datetime as dt
import getpass
import re
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.markup import escape
from rich.table import Table

from app.cli_options import AsJson, err, out
from app.guard.marks import Scope

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from graph.tables import ApiKey

keys = typer.Typer(help="Make, list and revoke the keys that callers show.", no_args_is_help=True, rich_markup_mode=None)
SPANS = {"h": "hours", "d": "days", "w": "weeks"}
FIELDS = ("id", "name", "prefix", "scopes", "rate", "created_at", "expires_at", "revoked_at", "last_used_at")


def _span(text: str | None) -> str | None:
    if text is not None and not re.fullmatch(r"[1-9]\d{0,4}[hdw]", text):
        raise typer.BadParameter("a span of time is written like 12h, 90d or 4w")
    return text


def _rate(text: str | None) -> str | None:
    from app.settings import rate

    try:
        return text and rate(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


@keys.command()
def create(
    name: Annotated[str, typer.Argument(help="Whose key it is, as the audit will tell.")],
    scope: Annotated[list[Scope] | None, typer.Option(help="What it allows; may be repeated. Else read.")] = None,
    expires: Annotated[str | None, typer.Option(callback=_span, metavar="SPAN", help="Until when, such as 90d.")] = None,
    rate: Annotated[str | None, typer.Option(callback=_rate, help="How often it may ask, such as 600/minute.")] = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and show it: once, for it is not kept."""
    from app import program
    from app.guard.keys import make_key

    until = dt.datetime.now(dt.UTC) + dt.timedelta(**{SPANS[expires[-1]]: int(expires[:-1])}) if expires else None
    with program.opened() as (_, context), context.write.begin() as session:
        made = make_key(session, name, scope or [Scope.READ], rate, until)
        _note(session, "keys create", f"{made.stored.id} ({', '.join(made.stored.scopes)})")
        shown = {"key": made.secret, **_as_data(made.stored)}
    if as_json:
        _print_json(shown)
    else:
        out.print(made.secret, markup=False, soft_wrap=True)
        err.print(f"{name}: {', '.join(made.stored.scopes)}. Keep it; it cannot be shown again.", markup=False, soft_wrap=True)


@keys.command("list")
def list_(as_json: AsJson = False) -> None:
    """List all keys, with what each allows and when it was last used; never the keys themselves."""
    from app import program
    from graph.keys import all_keys

    with program.opened() as (_, context), context.read.begin() as session:
        rows = [_as_data(key) for key in all_keys(session)]
    if as_json:
        _print_json(rows)
        return
    shown = Table("id", "name", "begins", "scopes", "state", "last used")
    for row in rows:
        shown.add_row(
            row["id"],
            escape(row["name"]),
            f"bck_{row['prefix']}",
            " ".join(row["scopes"]),
            _state(row),
            _minute(row["last_used_at"]) or "never",
        )
    out.print(shown if rows else "there are no keys")


@keys.command()
def revoke(key: Annotated[str, typer.Argument(help="Its id, its name, or the twelve signs after bck_.")]) -> None:
    """Take a key back; running servers stop to accept it within seconds."""
    from app import program
    from graph.keys import revoke_key

    with program.opened() as (_, context), context.write.begin() as session:
        revoked = revoke_key(session, key.removeprefix("bck_"))
        _note(session, "keys revoke", revoked.id)
        out.print(f"{revoked.name} ({revoked.id}) is revoked", markup=False)


def audit(
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="Entries at most, the latest first.")] = 50,
    actor: Annotated[str | None, typer.Option(help="Only those of this key, by its name or id.")] = None,
    as_json: AsJson = False,
) -> None:
    """Tell who asked to change what, and how it was answered."""
    from app import program
    from graph.audit import audit_entries

    fields = ("at", "actor", "key_id", "address", "action", "target", "status")
    with program.opened() as (_, context), context.read.begin() as session:
        entries, _ = audit_entries(session, limit, actor=actor)
        rows = [{name: _plain(getattr(entry, name)) for name in fields} for entry in entries]
    if as_json:
        _print_json(rows)
        return
    shown = Table("at", "who", "from", "what", "target", "answer")
    for row in rows:
        cells = row["actor"], row["address"] or "", row["action"], row["target"], str(row["status"] or "unknown")
        shown.add_row(_minute(row["at"]), *map(escape, cells))
    out.print(shown if rows else "nothing was changed yet")


def _note(session: "Session", action: str, target: str) -> None:
    from graph.audit import Deed, begin_entry

    begin_entry(session, Deed(f"cli:{getpass.getuser()}", action, target), status=200)


def _as_data(key: "ApiKey") -> dict[str, Any]:
    return {name: _plain(getattr(key, name)) for name in FIELDS}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.datetime) else value


def _state(row: dict[str, Any]) -> str:
    if row["revoked_at"]:
        return f"revoked {_minute(row['revoked_at'])}"
    if row["expires_at"]:
        gone = dt.datetime.fromisoformat(row["expires_at"]) <= dt.datetime.now(dt.UTC)
        return f"{'expired' if gone else 'until'} {_minute(row['expires_at'])}"
    return "good"


def _minute(moment: str | None) -> str:
    return moment[:16].replace("T", " ") if moment else ""


def _print_json(data: Any) -> None:
    from app import show

    show.as_json(data, out)
