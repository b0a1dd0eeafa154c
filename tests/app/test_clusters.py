"""The gate on resolution: reports of one happening become one fact, names of one actor one entity, and namesakes stay apart."""

import pytest

from tests.benchmarks.clusters import FOLDER, Items, Scores, load, measure


@pytest.fixture(scope="module")
def scores() -> Scores:
    return measure(learned=True)


def test_there_is_enough_to_score() -> None:
    rows = load(FOLDER / "clusters.jsonl")
    assert len(rows) >= 40
    assert len({row["cluster"] for row in rows}) >= 12
    assert all(fact["happening"] for row in rows for fact in row["facts"])


def test_reports_of_one_happening_are_one_fact(scores: Scores) -> None:
    assert scores.facts.pairs.f1 >= 0.9, scores.table()
    assert len(scores.facts.missed) <= 0.15 * (scores.facts.number + len(scores.facts.missed)), scores.facts.missed


def test_names_of_one_actor_are_one_entity(scores: Scores) -> None:
    assert scores.entities.pairs.f1 >= 0.95, scores.table()


def test_no_namesakes_and_no_successors_are_merged(scores: Scores) -> None:
    assert len(scores.seen()) >= 30
    assert scores.merged() == []


def test_pairs_count_what_stands_together() -> None:
    items = Items()
    for document, gold, id_ in (("a", "x", "1"), ("b", "x", "1"), ("c", "x", "2"), ("d", "y", "2")):
        items.add(document, gold, id_)
    assert (items.pairs.gold, items.pairs.found, items.pairs.right) == (3, 2, 1)
    assert (items.pairs.precision, round(items.pairs.recall, 3), items.pairs.f1) == (0.5, 0.333, 0.4)
    assert (items.torn(), items.confused()) == ([("x", 2)], [("2", {"x", "y"})])
