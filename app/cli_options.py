"""Options that several commands share, and the questions of the API that options make."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Any, get_origin

import typer
from rich.console import Console

out = Console(highlight=False)

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
