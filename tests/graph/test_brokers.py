"""Who connects those who do not meet: exact in small graphs, sampled in larger ones, refused where time is too short."""

import itertools

import pytest

from graph.brokers import FEWEST, VISITS_A_SECOND, Broker, brokers
from graph.errors import InvalidQuery

WHEEL = [(f"rim{n:03}", f"rim{(n + 1) % 200:03}") for n in range(200)] + [("hub", f"rim{n:03}") for n in range(200)]
"""Two hundred who know their neighbours, and one who knows them all."""


def test_the_one_in_the_middle_is_on_all_chains_between_the_sides() -> None:
    found = brokers({("a", "b"), ("b", "c"), ("c", "d")}, seconds=1)
    assert found.rows == [Broker("b", 0.666667, 2), Broker("c", 0.666667, 2)]
    assert (found.nodes, found.edges, found.sampled) == (4, 3, False)


def test_where_all_meet_nobody_is_a_broker() -> None:
    assert brokers(set(itertools.combinations("abcde", 2)), seconds=1).rows == []
    assert brokers(set(), seconds=1).nodes == 0


def test_a_large_graph_is_sampled_in_the_same_way_each_time() -> None:
    seconds = 80 * (201 + 400) / VISITS_A_SECOND
    found = brokers(WHEEL, seconds)
    assert found.sampled
    assert found == brokers(reversed_order(WHEEL), seconds)
    exact = brokers(WHEEL, seconds=9)
    assert not exact.sampled
    assert found.rows[0].entity_id == exact.rows[0].entity_id == "hub"
    assert found.rows[0].betweenness == pytest.approx(exact.rows[0].betweenness, rel=0.05)


def test_a_graph_that_is_far_too_large_is_refused() -> None:
    with pytest.raises(InvalidQuery, match="201 actors with 400 contacts"):
        brokers(WHEEL, (FEWEST - 1) * (201 + 400) / VISITS_A_SECOND)


def reversed_order(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The same pairs, the last first."""
    return pairs[::-1]
