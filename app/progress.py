"""A bar that shows how far a job has got, how fast it goes and how long it will take."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from graph.jobs import JobView


@contextmanager
def shown(console: Console, total: int | None) -> Iterator[Callable[[JobView], None]]:
    """A bar on `console` of `total` documents; give each new view of the job to the function that comes with it."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
    with Progress(*columns, console=console) as bar:
        task = bar.add_task("reading", total=total, pace="")

        def watch(job: JobView) -> None:
            bar.update(task, completed=job.lines - job.awaited, total=max(total or 0, job.lines), pace=_pace(job))

        yield watch


def _pace(job: JobView) -> str:
    """How fast it goes, in words."""
    if job.documents_per_second is None:
        return ""
    pace = f"{job.documents_per_second:.1f} documents/s"
    return pace if job.seconds_left is None else f"{pace}, {_time(job.seconds_left)} left"


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"
