"""The commands of `python -m training`."""

import argparse
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from app.evaluation import GoldDocument, load
from nlp.learned.views import view
from nlp.pipeline import Reader, build
from training.examples import Example, example
from training.export import export
from training.fit import Plan, fit
from training.network import Network
from training.restore import restore
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
    whole.add_argument("--from", type=Path, dest="start", help="published weights to train on, a third as fast as a new network")
    whole.add_argument("--frozen", type=int, default=0, help="lower layers of the encoder to leave as they are")
    chosen = parser.parse_args()
    plan = Plan(epochs=chosen.epochs, seed=chosen.seed)
    golds = list(load(chosen.gold))
    if chosen.command == "cross":
        print(cross_validate(golds, examples(golds), chosen.encoder, plan).table())
    else:
        export(fitted(golds, plan, chosen), chosen.encoder, chosen.out)


def fitted(golds: Sequence[GoldDocument], plan: Plan, chosen: argparse.Namespace) -> Network:
    """A new network, or one of published weights trained on."""
    if chosen.start is None:
        return fit(examples(golds), chosen.encoder, replace(plan, frozen=chosen.frozen))
    gently = replace(plan, frozen=chosen.frozen, encoder_rate=plan.encoder_rate / 3, heads_rate=plan.heads_rate / 3)
    return fit(examples(golds), chosen.encoder, gently, restore(chosen.start, chosen.encoder))


if __name__ == "__main__":
    main()
