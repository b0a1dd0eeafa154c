"""What the commands do: the functions that answer over HTTP, called in this process."""

import datetime as dt
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from sqlalchemy import select

from app import answers, chains, evaluation, logs, metrics, progress, sources
from app.context import Context
from app.database import bring_up_to_date
from app.errors import Problem
from app.fetching.fetcher import Fetcher
from app.fetching.harvest import Harvest, Passed
from app.incoming import Incoming
from app.ingest import Ingest, Summary
from app.intake import Trial, incoming, lines, trial
from app.lists.taking_in import Outcome, TakingIn
from app.main import create_app
from app.matching import Json
from app.questions import MetQuestion, NetworkQuestion, Paged, PathQuestion, ReachableQuestion
from app.routes import documents
from app.routes import export as exports
from app.routes import met as meetings
from app.routes import network as neighbourhoods
from app.schemas import Schema
from app.settings import Settings
from app.sources import Source
from app.whole_file import whole_file
from graph.database import is_current, is_embedded
from graph.errors import SchemaOutdated
from graph.tables import Document

PAGE = 200


@contextmanager
def opened(**given: Any) -> Iterator[tuple[FastAPI, Context]]:
    """The application with the settings `given`, its database ready to be used."""
    app = create_app(Settings(**given))
    context: Context = app.state.context
    try:
        if is_embedded(context.settings.database_url):
            bring_up_to_date(context.engine)
        elif not is_current(context.engine):
            raise SchemaOutdated("the database's tables are not those of this version; run `backchannel migrate` first")
        yield app, context
    finally:
        context.works.close()
        context.engine.dispose()


def is_empty(context: Context) -> bool:
    """Whether there are no documents."""
    with context.read.begin() as session:
        return session.scalar(select(Document.id).limit(1)) is None


def ingest(context: Context, paths: list[Path], console: Console, published_at: dt.date | None = None) -> Summary:
    """Take in all documents under `paths` and have them read, with a progress bar on `console`."""
    context.works.open(work_queue=True)
    with progress.shown(console, sources.count(paths)) as watch:
        run = Ingest(context.works, context.settings.max_text_bytes, watch)
        return run.run(_dated(sources.find(paths, sys.stdin.buffer), published_at), f"ingest {' '.join(map(str, paths))}")


def try_ingest(context: Context, paths: list[Path], published_at: dt.date | None = None) -> Trial:
    """What `ingest` would come to; nothing is stored."""
    found = _dated(sources.find(paths, sys.stdin.buffer), published_at)
    return trial(context.room, lines(found, context.settings.max_text_bytes))


def work(context: Context, stop: threading.Event) -> None:
    """Work off the queue until told to stop; metrics are told at a port of their own, where there is one."""
    settings = context.settings
    logs.configure(settings.log_format, settings.log_level)
    context.works.open(work_queue=True)
    with metrics.served(settings.host, settings.metrics_port) if settings.metrics_port else nullcontext():
        stop.wait()


def import_lists(context: Context, files: list[Path], console: Console) -> Outcome:
    """Take lists of entities in, with a progress bar on `console`; standard input is kept in a file meanwhile."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with tempfile.TemporaryDirectory() as folder, Progress(*columns, console=console) as progress:
        kept = [_kept(file, Path(folder)) for file in files]
        task = progress.add_task("importing", total=sum(file.stat().st_size for file in kept))
        run = TakingIn(context.write, lambda size: progress.advance(task, size))
        return run.run(kept)


def _kept(file: Path, folder: Path) -> Path:
    """A file that can be read twice."""
    if file != sources.STANDARD_INPUT:
        return file
    copy = folder / "standard input.jsonl"
    with copy.open("wb") as stream:
        shutil.copyfileobj(sys.stdin.buffer, stream)
    return copy


def fetch(context: Context, work: Callable[[Harvest], object], console: Console) -> tuple[Summary, Passed]:
    """Fetch pages and take them in, with a count of them on `console`; what became of them, and what was not asked for."""
    context.works.open(work_queue=True)
    columns = (SpinnerColumn(), TextColumn("{task.completed:.0f} pages"), TimeElapsedColumn())
    with Progress(*columns, console=console) as bar, Fetcher(context.settings) as fetcher:
        task = bar.add_task("fetching", total=None)
        ingest = Ingest(context.works, context.settings.max_text_bytes)

        def take_in(found: Iterable[Source]) -> None:
            ingest.run((_counted(source, lambda: bar.advance(task)) for source in found), "fetch")

        harvest = Harvest(fetcher, context.write, take_in)
        work(harvest)
    ingest.summary.known += harvest.passed.stored
    return ingest.summary, harvest.passed


def _counted(source: Source, advance: Callable[[], None]) -> Source:
    advance()
    return source


def met(question: MetQuestion) -> Schema:
    """Whom someone met."""
    with opened() as (_, context), context.read.begin() as session:
        return answers.CounterpartPage.model_validate(meetings.met(question, context, session))


def paths(question: PathQuestion) -> answers.Chains:
    """By which chains of contacts one actor reaches another."""
    with opened() as (_, context), context.read.begin() as session:
        return answers.Chains.model_validate(chains.chains(question, context, session))


def export(question: Any, output: Path | None) -> None:
    """Write an export to a file, which appears once it is whole, or to standard output."""
    with opened() as (_, context):
        form, wanted = exports.begin(context, question)
        pieces = exports.written(context, form, wanted, question.table)
        if output is None:
            sys.stdout.buffer.writelines(pieces)
            sys.stdout.buffer.flush()
            return
        with whole_file(output) as file:
            file.writelines(pieces)


def reachable(question: ReachableQuestion) -> answers.Reachable:
    """Whom a message could have reached."""
    with opened() as (_, context), context.read.begin() as session:
        return answers.Reachable.model_validate(chains.reached(question, context, session))


def network(question: NetworkQuestion) -> answers.Network:
    """The neighbourhood of someone."""
    with opened() as (_, context), context.read.begin() as session:
        return answers.Network.model_validate(neighbourhoods.network(question, context, session))


def extract(files: list[Path], published_at: dt.date | None) -> Iterator[tuple[Source, answers.Extraction | None]]:
    """What each document under `files` says; none, and the problem, where it cannot be read."""
    with opened(database_url="sqlite://", processes=0) as (_, context):
        for source in _dated(sources.find(files, sys.stdin.buffer), published_at):
            try:
                yield source, answers.Extraction.model_validate(documents.extract(incoming(source), context))
            except Problem as problem:
                yield Source(source.where, problem=problem.detail), None


def evaluate(gold: Iterable[Path], *, learned: bool = False) -> evaluation.Report:
    """Score the reading of gold documents, put into a database of their own one after the other.

    By rules alone unless `learned`: the learned reader was trained on the gold that the project ships.
    """
    given = {"learned_reader": "on" if learned else "off", "processes": 0}
    with tempfile.TemporaryDirectory() as folder, opened(database_url=f"sqlite:///{folder}/gold.db", **given) as (_, context):
        context.room.extract("", None)  # loads the reader, so that its loading is not timed
        return evaluation.evaluate(evaluation.load(gold), lambda document: _served(context, document))


def _served(context: Context, gold: evaluation.GoldDocument) -> list[Json]:
    """The facts that the interface serves of a document."""
    body = Incoming(text=gold.text, title=gold.title, published_at=gold.published_at, external_id=gold.id)
    document_id, _ = context.room.accept(body.document(context.settings.max_text_bytes))
    served: list[Json] = []
    cursor = None
    with context.read.begin() as session:
        while True:
            page = documents.facts(document_id, Paged(limit=PAGE, cursor=cursor), session)
            served += [fact.model_dump(mode="json") for fact in page["items"]]
            if not (cursor := page["next_cursor"]):
                return served


def _dated(found: Iterable[Source], published_at: dt.date | None) -> Iterator[Source]:
    """The documents, those without a day of publication given this one."""
    for source in found:
        if source.body is None or published_at is None:
            yield source
        else:
            yield Source(source.where, {"published_at": published_at, **source.body})
