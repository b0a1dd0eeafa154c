"""The command `backchannel export`."""

from pathlib import Path
from typing import Annotated, Any

import typer

from app.cli_options import From, To, conditions, question


def export(
    form: Annotated[
        str, typer.Option("--format", "-f", help="jsonl, csv, parquet, graphml, gexf, jsonld, ftm, cypher or plover.")
    ],
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; standard output unless given.")] = None,
    table: Annotated[str, typer.Option(help="For jsonl, csv, parquet: facts, entities, parts, evidence, documents.")] = "facts",
    kinds: Annotated[list[str] | None, typer.Option(help="Kinds of fact; may be repeated. All unless given.")] = None,
    status: Annotated[list[str] | None, typer.Option(help="Statuses or stances; may be repeated. All unless given.")] = None,
    entity: Annotated[list[str] | None, typer.Option(help="Who takes part; may be repeated: all of them.")] = None,
    place: Annotated[str | None, typer.Option(help="Where.")] = None,
    since: From = None,
    until: To = None,
    where: Annotated[
        list[str] | None, typer.Option(metavar="FIELD=VALUE", help="Any other filter, such as imposer=EU or topic=ceasefire.")
    ] = None,
) -> None:
    """Write all facts, or those that fulfil the filters, in a form that other programs read."""
    from app import program
    from app.exports.question import ExportQuestion

    given: dict[str, Any] = {"format": form, "table": table, "kinds": kinds, "entity": entity, "place": place}
    asked = {**conditions(ExportQuestion, where or []), **given}
    program.export(question(ExportQuestion, asked, status, since, until), output)
