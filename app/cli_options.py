"""What several commands share: where they print, options, and the questions of the API that options make."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, get_origin

import typer
from rich.console import Console

from app.sources import STANDARD_INPUT

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

FAILED, USAGE = 1, 2
"""Exit codes: something failed, the command was not understood."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON.")]
From = Annotated[dt.datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], metavar="DATE", help="Not before this day.")]
To = Annotated[dt.datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], metavar="DATE", help="Not after this day.")]
Status = Annotated[list[str] | None, typer.Option(help="Statuses that count; may be repeated. Else those that took place.")]


def question(
    model: type[Any], given: dict[str, Any], status: list[str] | None, since: dt.datetime | None, until: dt.datetime | None
) -> Any:
    """The question of the API that asks for the same; what is not given keeps the API's default."""
    days = {"from": since and since.date(), "to": until and until.date()}
    return model.model_validate({name: value for name, value in {**given, **days, "status": status}.items() if value})


def given(**options: Any) -> dict[str, Any]:
    """The options that were given; what was not is left to the settings."""
    return {name: value for name, value in options.items() if value is not None}


def existing_file(file: Path) -> Path:
    """A file that is there, or standard input."""
    if file != STANDARD_INPUT and not file.is_file():
        raise typer.BadParameter(f"{str(file)!r} is no file")
    return file


def shown(answer: Any, table: Callable[[Any, Console], None], as_json: bool) -> None:
    """Print an answer: as a table, or as JSON."""
    from app import show

    if as_json:
        show.as_json(answer, out)
    else:
        table(answer, out)


def conditions(model: type[Any], given: list[str]) -> dict[str, Any]:
    """`FIELD=VALUE`, repeated or not, as the fields of a question."""
    fields: dict[str, Any] = {}
    for condition in given:
        name, equals, value = condition.partition("=")
        if not equals:
            raise typer.BadParameter(f"{condition!r} is not FIELD=VALUE", param_hint="--where")
        field = model.model_fields.get(name)
        takes_many = field is not None and get_origin(field.annotation) is list
        fields[name] = [*fields.get(name, ()), value] if takes_many else value
    return fields
