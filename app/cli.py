"""The command `backchannel`. Each command loads what it needs, since the language pipeline takes seconds to load."""

import datetime as dt
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from app import cli_curation, cli_upkeep
from app.cli_agents import mcp
from app.cli_contacts import contacts
from app.cli_export import export
from app.cli_fetch import fetch
from app.cli_keys import audit, keys
from app.cli_options import FAILED, USAGE, AsJson, From, Status, To, err, given, out, question, shown
from app.cli_webhooks import webhooks
from app.sources import STANDARD_INPUT

if TYPE_CHECKING:
    from app.evaluation import Report
    from app.gate import Floors

cli = typer.Typer(
    help="Reads diplomatic news and answers who met whom, who wants what and by which chain of contacts, "
    "with the sentence that says so.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
cli.add_typer(cli_upkeep.commands)
cli.add_typer(contacts)
cli.add_typer(cli_curation.commands)
cli.add_typer(fetch, name="fetch")
cli.add_typer(keys, name="keys")
cli.command()(audit)
cli.command()(export)
cli.command()(mcp)
cli.add_typer(webhooks, name="webhooks")

Published = Annotated[
    dt.datetime | None,
    typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="Day of publication of texts that do not tell it."),
]


Processes = Annotated[
    int | None, typer.Option(min=0, help="Processes that read; BACKCHANNEL_PROCESSES or the number of cores unless given.")
]


def _existing(paths: list[Path]) -> list[Path]:
    for path in paths:
        if path != STANDARD_INPUT and not path.exists():
            raise typer.BadParameter(f"{str(path)!r} does not exist")
    return paths


Files = Annotated[list[Path], typer.Argument(callback=_existing, help="Files or folders; - is standard input.")]


def main() -> None:
    """Run the command line; what a user can mend is told in a sentence."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # the model's matrices are small: several threads wait for each other
    try:
        cli()
    except Exception as error:
        from app.complaints import complaint

        if (told := complaint(error)) is None:
            raise
        err.print(f"backchannel: {told.sentence}", style="red", markup=False, soft_wrap=True)
        sys.exit(USAGE if told.usage else FAILED)


@cli.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve at; BACKCHANNEL_HOST or 127.0.0.1 unless given.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve at; BACKCHANNEL_PORT or 8000 unless given.")] = None,
    sample_news: Annotated[bool, typer.Option("--sample-news", help="Read the sample news into an empty database.")] = False,
    insecure: Annotated[bool, typer.Option("--insecure", help="Answer everybody without a key, at whatever address.")] = False,
) -> None:
    """Serve the REST interface and Swagger UI; at an address that others reach, to those with a key."""
    from app import program, serving

    with program.opened(**given(host=host, port=port, access="open" if insecure else None)) as (app, context):
        serving.check_keys(context)
        if sample_news and program.is_empty(context):
            err.print("Reading the sample news into the empty database …")
            program.ingest(context, [serving.SAMPLE_NEWS], err)
        serving.run(app, context.settings, err)


@cli.command()
def ingest(
    paths: Files,
    published_at: Published = None,
    processes: Processes = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Check everything, store nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Read files and folders into the database: text, HTML, JSON Lines.

    What is known already is left as it is, so that an interrupted run can be started again. A line of JSON Lines is an
    object with `text` or `html` and, as far as known, `title`, `published_at`, `url`, `source`, `external_id`, `language`.
    """
    from app import program, show

    day = published_at and published_at.date()
    with program.opened(**given(processes=processes)) as (_, context):
        if dry_run:
            trial = program.try_ingest(context, paths, day)
            shown(show.trial_as_data(trial) if as_json else trial, show.trial, as_json)
            raise typer.Exit(FAILED if trial.refused else 0)
        summary = program.ingest(context, paths, err, day)
    if as_json:
        show.as_json(show.summary_as_data(summary), out)
    else:
        show.summary(summary, out, err)
    if summary.failed:
        raise typer.Exit(FAILED)


@cli.command()
def worker(processes: Processes = None) -> None:
    """Read what waits in the database, together with any number of other workers, until stopped."""
    import signal
    import threading

    from app import program

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with program.opened(**given(processes=processes)) as (_, context):
        err.print(f"Reading what waits, with {context.settings.processes} processes. Ctrl-C stops it.")
        program.work(context, stop)


@cli.command()
def met(
    name: Annotated[str, typer.Argument(help="A name, an id, or wd: and a Wikidata id.")],
    with_: Annotated[str | None, typer.Option("--with", help="Only meetings with this one.")] = None,
    status: Status = None,
    format_: Annotated[list[str] | None, typer.Option("--format", help="Formats, such as summit or call.")] = None,
    place: Annotated[str | None, typer.Option(help="Where.")] = None,
    since: From = None,
    until: To = None,
    level: Annotated[str, typer.Option(help="actor, or state: lift persons to whom they acted for.")] = "actor",
    limit: Annotated[int, typer.Option(help="Rows at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """Tell whom someone met, when, and the words that say so."""
    from app import program, show
    from app.questions import MetQuestion

    asked = {"who": name, "with": with_, "format": format_, "place": place, "level": level, "limit": limit}
    shown(program.met(question(MetQuestion, asked, status, since, until)), show.met, as_json)


@cli.command()
def extract(
    paths: Files,
    published_at: Published = None,
    as_json: AsJson = False,
) -> None:
    """Tell what the documents of files say; nothing is stored."""
    from app import program, show

    failed = False
    for source, extraction in program.extract(paths, published_at and published_at.date()):
        if extraction is None:
            failed = True
            err.print(f"{source.where}: {source.problem}", style="red", markup=False, soft_wrap=True)
        else:
            shown(extraction, show.extraction, as_json)
    if failed:
        raise typer.Exit(FAILED)


@cli.command()
def migrate() -> None:
    """Bring the database's tables up to date."""
    from sqlalchemy import make_url

    from app.database import bring_up_to_date
    from app.settings import Settings
    from graph import database

    settings = Settings()
    engine = database.open_engine(settings.database_url)
    bring_up_to_date(engine)
    engine.dispose()
    out.print(f"{make_url(settings.database_url).render_as_string(hide_password=True)} is up to date", markup=False)


@cli.command("eval")
def evaluate(
    gold: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Gold files (JSON Lines).")],
    kind: Annotated[str | None, typer.Option("--show", metavar="KIND", help="Tell each miss and extra of this kind.")] = None,
    floors: Annotated[Path | None, typer.Option(help="File of floors; a figure under its floor is a failure.")] = None,
    raise_floors: Annotated[bool, typer.Option("--raise-floors", help="Lift the floors to what was measured.")] = False,
    learned: Annotated[
        bool, typer.Option("--learned", help="Read with the learned reader, on gold it was not trained on.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Score the reading of gold documents by rules alone, a row a kind."""
    from app import gate, program, show
    from nlp.kinds import KINDS

    if kind is not None:
        _one_of(kind, KINDS, "--show")
    if raise_floors and floors is None:
        raise typer.BadParameter("needs --floors", param_hint="--raise-floors")
    least = floors and (gate.load_or_begin(floors, gold) if raise_floors else gate.load(floors))
    if least:
        least.check_corpus(gold)
    report = program.evaluate(gold, learned=learned)
    if kind is not None:
        show.misses(report, kind, err)
    if as_json:
        show.as_json(report.figures(), out)
    else:
        out.print(report.table(), markup=False, soft_wrap=True)
    if floors and least:
        _judge(report, least, floors, raise_floors)


@cli.command()
def kinds(as_json: AsJson = False) -> None:
    """List the kinds of fact with their fields and statuses."""
    from app import show
    from nlp.kinds import KINDS

    if as_json:
        show.as_json(show.kinds_as_data(KINDS.values()), out)
    else:
        show.kinds(KINDS.values(), out)


def _judge(report: "Report", floors: "Floors", path: Path, raise_floors: bool) -> None:
    """End as failed if a figure is under its floor; lift the floors first if asked to."""
    from app import gate

    if raise_floors:
        floors = floors.raised(report)
        gate.save(floors, path)
    fallen = floors.fallen(report)
    for sentence in fallen:
        err.print(sentence, style="red", markup=False, soft_wrap=True)
    if fallen:
        raise typer.Exit(FAILED)


def _one_of(word: str, words: Iterable[str], option: str) -> None:
    if word not in words:
        raise typer.BadParameter(f"{word!r} is none of {', '.join(words)}", param_hint=option)
