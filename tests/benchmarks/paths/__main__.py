"""Run the benchmark: `python -m tests.benchmarks.paths --actors 100000 --events 1000000 --sql all`."""

import argparse
import datetime as dt
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from graph.contacts import ContactFilter
from graph.image import Image, merged
from graph.image_file import Origin, newest, save
from graph.paths import EDGES, Order, PathQuery, find
from graph.reachable import ReachQuery, reachable
from graph.search import MEANS, Searcher
from tests.benchmarks.paths import generator, peers, tables
from tests.benchmarks.paths.generator import EVERYTHING, MET, World
from tests.benchmarks.paths.measure import measure, once

PERIOD = (dt.date(2010, 1, 1), dt.date(2014, 12, 31))


def main() -> None:
    """Measure ours and its peers in one run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--actors", type=int, default=10_000)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--questions", type=int, default=1_000)
    parser.add_argument("--seconds", type=float, default=60, help="longest time for one way to ask one kind of question")
    parser.add_argument("--sql", choices=["search", "all"], help="also against SQLite: searches in it; all: building, HTTP, too")
    parser.add_argument("--database", type=Path, help="a file that keeps the tables for the next run of the same size")
    parser.add_argument("--numpy", action="store_true", help="also by numpy alone")
    given = parser.parse_args()
    world: World = once("generate", lambda: generator.generate(given.actors, given.events))
    image: Image = once("arrange in memory", world.image)
    views = sum(array.nbytes for array in image.base.packed)
    ids = image.ids.values.nbytes + image.ids.sorting.nbytes
    print(f"views: {views / image.facts:.1f} bytes an event; ids: {ids / image.facts:.1f}")
    questions = generator.questions(image, given.questions)
    print("\n| question | p50 ms | p95 ms | p99 ms | found |\n| --- | --- | --- | --- | --- |")
    if given.numpy:
        vectorised(image, questions[:100], given.seconds)
    once("load the compiled search", MEANS.compile)
    ours(image, questions, given.seconds)
    if given.sql:
        tables.against_sql(world, image, questions, given.seconds, given.database, searches_alone=given.sql == "search")
    others(world, image, questions, given.seconds)
    snapshot(image, questions)


def asking(image: Image, kinds: Any = EVERYTHING, order: Order = "any", k: int = 1, **filters: Any) -> Callable[..., Any]:
    """A function that asks for chains between two actors."""
    contacts = ContactFilter(kinds, **filters)
    return lambda source, target: find(image, PathQuery(source, target, contacts, k=k, order=order)).chains


def ours(image: Image, questions: Sequence[tuple[str, str]], seconds: float) -> None:
    """The compiled search."""
    measure("warm-up", asking(image), questions[:50], seconds)
    measure("path", asking(image), questions, seconds)
    with Searcher(image, ContactFilter(EVERYTHING)) as searcher:
        numbers = [tuple(image.actors.number(actor) for actor in pair) for pair in questions]
        measure("path, from numbers to numbers", lambda a, b: searcher.chains(a, b, 1, 6, EDGES)[0][2], numbers, seconds)
    measure("path of meetings held 2010–2014", asking(image, MET, since=PERIOD[0], until=PERIOD[1]), questions, seconds)
    sure = asking(image, MET, min_confidence=0.9, min_sources=2)
    measure("path of meetings held, confidence 0.9, two sources", sure, questions, seconds)
    measure("chronological path of meetings held", asking(image, MET, "chronological"), questions, seconds)
    measure("earliest path of meetings held", asking(image, MET, "earliest"), questions[:100], seconds)
    measure("five paths", asking(image, k=5), questions, seconds)
    reach = ContactFilter(MET, since=dt.date(2024, 1, 1), until=dt.date(2024, 12, 31))
    measure(
        "reachable in a year", lambda source, _: reachable(image, ReachQuery(source, reach, 3), 50).rows, questions[:100], seconds
    )


def vectorised(image: Image, questions: Sequence[tuple[str, str]], seconds: float) -> None:
    """The search by numpy."""
    measure("path, by numpy alone", asking(image), questions, seconds)
    measure("chronological path of meetings held, by numpy alone", asking(image, MET, "chronological"), questions, seconds)


def others(world: World, image: Image, questions: Sequence[tuple[str, str]], seconds: float) -> None:
    """Peers that hold the graph in memory; they know no period and no status."""
    numbers = [tuple(image.actors.number(actor) for actor in pair) for pair in questions]
    edges = once("arrange in igraph", lambda: peers.as_igraph(world))
    measure("path, igraph", lambda a, b: peers.in_igraph(edges, a, b), numbers[:100], seconds)
    nodes = once("arrange in networkx", lambda: peers.as_networkx(world))
    measure("path, networkx", lambda a, b: peers.in_networkx(nodes, a, b), numbers, seconds)
    measure("five paths, networkx", lambda a, b: peers.in_networkx(nodes, a, b, 5), numbers[:100], seconds)


def snapshot(image: Image, questions: Sequence[tuple[str, str]]) -> None:
    """From files to the first answer, and a merge of layers."""
    with tempfile.TemporaryDirectory() as folder:
        origin = Origin("benchmark", 1)
        once("write the image to files", lambda: save(image, Path(folder), origin))
        found = once("map the image", lambda: newest(Path(folder), origin, image.shape))
        once("first answer from it", lambda: asking(found[0])(*questions[0]))
    once("merge the layers", lambda: merged(image))


if __name__ == "__main__":
    main()
