"""The commands of `python -m training`."""

import argparse
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from app.evaluation import GoldDocument, load
from nlp.learned.views import view
from nlp.pipeline import Reader, build
from training.examples import Example, example
from training.export import export
from training.fit import Plan, fit
from training.score import cross_validate


def examples(golds: Sequence[GoldDocument]) -> list[Example]:
    """The gold documents read by the pipeline, with their facts located."""
    reader = Reader(build(learned=False))
    documents = ((gold, reader.document(gold.text, dt.date.fromisoformat(gold.published_at))) for gold in golds)
    return [example(gold, view(document)) for gold, document in documents]


def main() -> None:
    """Run a command."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    cross = commands.add_parser("cross", help="cross-validate over documents and print the score table")
    whole = commands.add_parser("fit", help="train on all documents and write the weights")
    for command in (cross, whole):
        command.add_argument("encoder", type=Path, help="folder of all-MiniLM-L6-v2, with its tokenizer.json")
    whole.add_argument("out", type=Path, help="folder for the weights")
    for command in (cross, whole):
        command.add_argument("gold", type=Path, nargs="+", help="gold documents, JSON Lines")
        command.add_argument("--epochs", type=int, default=Plan().epochs)
        command.add_argument("--seed", type=int, default=Plan().seed)
    chosen = parser.parse_args()
    plan = Plan(epochs=chosen.epochs, seed=chosen.seed)
    golds = list(load(chosen.gold))
    if chosen.command == "cross":
        print(cross_validate(golds, examples(golds), chosen.encoder, plan).table())
    else:
        export(fit(examples(golds), chosen.encoder, plan), chosen.encoder, chosen.out)


if __name__ == "__main__":
    main()
