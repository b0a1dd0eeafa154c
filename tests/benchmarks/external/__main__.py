"""What others annotated, beside what is read: `make eval EXTERNAL=folder`. The sets stay where they are."""

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from nlp.pipeline import Reader, load_reader
from tests.benchmarks.external import attribution, contacts, plover, roles, rows, stance, times
from tests.benchmarks.external.rows import Measure, Row

SEED = 1
SENTENCES, DOCUMENTS = 300, 30
"""How much is read of a set of sentences, and of a set of whole documents."""

Measured = Callable[[Iterable[Row], Reader], Iterator[Measure]]
SETS: dict[str, tuple[Measured, int]] = {
    "plv_train": (plover.classes, SENTENCES),
    "aw_wiki": (plover.classes, SENTENCES),
    "cameo200": (plover.false_alarms, SENTENCES),
    "dwie_dev": (roles.offices, DOCUMENTS),
    "polnear_dev": (attribution.sources, DOCUMENTS),
    "directed_sentiment_valid": (stance.sides, SENTENCES),
    "timebank": (times.values, DOCUMENTS),
    "wikiwars": (times.values, DOCUMENTS),
    "wikievents_dev": (contacts.meets, DOCUMENTS),
}


def main(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="Folder with files such as plv_train.jsonl.")],
    everything: Annotated[bool, typer.Option("--all", help="Read the sets whole, not a sample of each.")] = False,
    rules_alone: Annotated[bool, typer.Option("--rules-alone", help="Read without the learned reader.")] = False,
) -> None:
    """Read the sets that are in a folder, and print how well."""
    present = {name: folder / f"{name}.jsonl" for name in SETS if (folder / f"{name}.jsonl").exists()}
    if not present:
        raise typer.BadParameter(f"holds none of {', '.join(f'{name}.jsonl' for name in SETS)}", param_hint="FOLDER")
    reader = load_reader(learned=not rules_alone)
    print(f"{'set':<24} {'measure':<76} {'n':>6} {'share':>7}")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        for name, path in present.items():
            measured, size = SETS[name]
            taken = rows.load(path)
            taken = taken if everything else rows.sample(taken, size, SEED)
            for measure in measured(progress.track(taken, description=name), reader):
                print(f"{name:<24} {measure}", flush=True)


if __name__ == "__main__":
    typer.run(main)
