"""Who connects those who do not meet: exact in small graphs, sampled in larger ones, refused where time is too short."""

import itertools

import pytest

from graph.brokers import COMMUNITIES, FEWEST, VISITS_A_SECOND, Broker, brokers
from graph.errors import InvalidQuery

WHEEL = [(f"rim{n:03}", f"rim{(n + 1) % 200:03}") for n in range(200)] + [("hub", f"rim{n:03}") for n in range(200)]
"""Two hundred who know their neighbours, and one who knows them all."""


def test_the_one_in_the_middle_is_on_all_chains_between_the_sides() -> None:
    found = brokers({("a", "b"), ("b", "c"), ("c", "d")}, seconds=1)
    assert found.rows == [Broker("b", 0.666667, 2, 1, 0), Broker("c", 0.666667, 2, 1, 1)]
    assert (found.nodes, found.edges, found.sampled) == (4, 3, False)


def test_where_all_meet_nobody_is_a_broker() -> None:
    assert brokers(set(itertools.combinations("abcde", 2)), seconds=1).rows == []
    assert brokers(set(), seconds=1).nodes == 0


def test_communities_are_those_that_a_broker_connects_and_cores_how_close_they_are() -> None:
    five, four = "abcde", "wxyz"
    pairs = {*itertools.combinations(five, 2), *itertools.combinations(four, 2), ("a", "w"), ("w", "lone")}
    found = brokers(pairs, seconds=1)
    assert found.communities == 2
    assert [(row.entity_id, row.core, row.community) for row in found.rows] == [("w", 3, 1), ("a", 4, 0)]


def test_a_large_graph_is_sampled_in_the_same_way_each_time() -> None:
    seconds = (COMMUNITIES + 80) * (201 + 400) / VISITS_A_SECOND
    found = brokers(WHEEL, seconds)
    assert found.sampled
    assert found == brokers(reversed_order(WHEEL), seconds)
    exact = brokers(WHEEL, seconds=9)
    assert not exact.sampled
    assert found.rows[0].entity_id == exact.rows[0].entity_id == "hub"
    assert found.rows[0].betweenness == pytest.approx(exact.rows[0].betweenness, rel=0.05)


def test_a_graph_that_is_far_too_large_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="201 actors with 400 contacts"):
        brokers(WHEEL, (COMMUNITIES + FEWEST - 1) * (201 + 400) / VISITS_A_SECOND)


def reversed_order(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same pairs, the last first."""
    return pairs[::-1]
