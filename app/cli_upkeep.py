"""The commands that look after a database: `backup` and `restore`."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sqlalchemy import Engine

commands = typer.Typer()

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", dir_okay=False, help="The backup.")]


@commands.command()
def backup(
    file: BackupFile, overwrite: Annotated[bool, typer.Option("--overwrite", help="Put it in place of an earlier one.")] = False
) -> None:
    """Write the whole database to a file, as it is at this moment; others may go on working with it meanwhile."""
    from app.backup import backup

    if file.exists() and not overwrite:
        raise typer.BadParameter(f"{str(file)!r} is there already; --overwrite puts the new one in its place")
    with _database() as engine:
        _tell(file, backup(engine, file))


@commands.command()
def restore(file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The backup.")]) -> None:
    """Fill an empty database from a backup. It may be of an earlier version, and of SQLite or PostgreSQL alike."""
    from app.restore import restore

    with _database() as engine:
        _tell(file, restore(engine, file))


@contextmanager
def _database() -> Iterator["Engine"]:
    from app.settings import Settings
    from graph.database import open_engine

    engine = open_engine(Settings().database_url)
    try:
        yield engine
    finally:
        engine.dispose()


def _tell(file: Path, rows: Mapping[str, int]) -> None:
    size = file.stat().st_size / 2**20
    typer.echo(f"{file}: {size:.1f} MiB, {sum(rows.values())} rows: " + ", ".join(f"{n} {name}" for name, n in rows.items()))
