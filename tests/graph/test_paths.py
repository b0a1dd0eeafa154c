"""Chains of contacts: shortest first, loopless, in order of time where asked, and within the time allowed."""

import datetime as dt
import itertools
import string
from collections.abc import Sequence

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph import search_vectorised
from graph.paths import Found
from graph.search import MEANS
from tests.graph.worlds import MET, arrange, ask, contact, members, world


@pytest.fixture(autouse=True, params=["vectorised", "compiled"])
def means(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test runs with numpy and with compiled code."""
    if request.param == "compiled":
        assert MEANS.compile()
    else:
        monkeypatch.setattr(MEANS, "module", search_vectorised)


def test_the_shortest_chain_comes_first() -> None:
    image = world("ab", "bc", "cd", "ad")
    assert members(ask(image, "a", "d", k=3)) == ["ad", "abcd"]


def test_a_hop_carries_its_fact_and_how_many_would_do() -> None:
    image = arrange([contact(1, "ab"), contact(2, "ab", sources=3), contact(3, "ab", status="planned")])
    (chain,) = ask(image, "a", "b").chains
    assert (chain[0].fact_id, chain[0].facts) == ("f2", 2)


def test_no_chain_goes_twice_through_one_meeting() -> None:
    image = world("abc", "cd")
    assert members(ask(image, "a", "d", k=5)) == ["acd"]


def test_there_is_no_chain_without_contacts() -> None:
    image = world("ab", "cd")
    assert ask(image, "a", "d") == Found([], complete=True)
    assert ask(image, "a", "nobody") == Found([], complete=True)
    assert ask(image, "a", "a") == Found([], complete=True)


def test_a_chain_has_at_most_so_many_hops() -> None:
    image = world("ab", "bc", "cd")
    assert members(ask(image, "a", "d", max_hops=2)) == []
    assert members(ask(image, "a", "d", max_hops=3)) == ["abcd"]


def test_some_are_avoided_and_so_are_hubs() -> None:
    image = world("ab", "bd", "ac", "ce", "ed", "bx", "by")
    assert members(ask(image, "a", "d", avoid=frozenset("b"))) == ["aced"]
    assert members(ask(image, "a", "d", max_degree=3)) == ["aced"]


def test_kinds_and_statuses_choose_the_contacts() -> None:
    image = arrange([contact(1, "ab", kind="agreement", status="signed"), contact(2, "ac"), contact(3, "cb", status="planned")])
    assert members(ask(image, "a", "b", MET)) == []
    both = {"meeting": frozenset({"held", "planned"}), "agreement": frozenset({"signed"})}
    assert members(ask(image, "a", "b", both, k=2)) == ["ab", "acb"]


def test_a_period_leaves_out_what_lies_outside_and_what_has_no_date() -> None:
    image = arrange([contact(1, "ab", "2019-01-05"), contact(2, "ab"), contact(3, "bc", "2021-03-01", "2021-04-30")])
    assert members(ask(image, "a", "b", since=dt.date(2019, 1, 5), until=dt.date(2019, 1, 5))) == ["ab"]
    assert members(ask(image, "a", "b", since=dt.date(2019, 1, 6))) == []
    assert members(ask(image, "b", "c", until=dt.date(2021, 3, 1), since=dt.date(2020, 1, 1))) == ["bc"]


def test_a_message_travels_forward_in_time() -> None:
    image = arrange([contact(1, "ab", "2020-02-01"), contact(2, "bc", "2020-01-01"), contact(3, "cb", "2020-05-01")])
    (chain,) = ask(image, "a", "c", chronological=True).chains
    assert [hop.fact_id for hop in chain] == ["f1", "f3"]
    assert members(ask(image, "c", "a", chronological=True)) == ["cba"]
    early = arrange([contact(1, "ab", "2020-02-01"), contact(2, "bc", "2020-01-01")])
    assert members(ask(early, "a", "c", chronological=True)) == []
    assert members(ask(early, "a", "c")) == ["abc"]


def test_a_detour_is_found_where_the_short_way_is_too_late() -> None:
    image = arrange(
        [
            contact(1, "ab", "2020-05-01"),
            contact(2, "bd", "2020-02-01"),
            contact(3, "ac", "2020-01-01"),
            contact(4, "cb", "2020-01-15"),
        ]
    )
    assert members(ask(image, "a", "d", chronological=True)) == ["acbd"]


def test_time_runs_out() -> None:
    image = world(*("".join(pair) for pair in itertools.combinations("abcdefghij", 2)))
    assert ask(image, "a", "j", k=50, deadline=-1) == Found([], complete=False)


small = st.lists(st.sets(st.sampled_from("abcdefg"), min_size=2, max_size=4).map(sorted).map("".join), max_size=9)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(small)
def test_chains_are_all_there_are_and_in_order(meetings: Sequence[str]) -> None:
    """Against brute force: every simple way in which no hop uses a meeting that an earlier member attended."""
    found = ask(world(*meetings), "a", "g", k=1000, max_hops=6)
    pairs = nx.Graph(pair for actors in meetings for pair in itertools.combinations(actors, 2))
    simple = nx.all_simple_paths(pairs, "a", "g") if {"a", "g"} <= set(pairs) else []
    expected = {"".join(way) for way in simple if _direct(way, meetings)}
    assert sorted(members(found)) == sorted(expected)
    lengths = [len(chain) for chain in found.chains]
    assert lengths == sorted(lengths)


def _direct(way: Sequence[str], meetings: Sequence[str]) -> bool:
    return all(any({way[i], way[i + 1]} <= set(m) and not set(way[:i]) & set(m) for m in meetings) for i in range(len(way) - 1))


ALPHABET = string.ascii_letters[:40]
sparse = st.lists(st.sets(st.sampled_from(ALPHABET), min_size=2, max_size=3).map(sorted).map("".join), max_size=60)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sparse)
def test_the_shortest_chain_is_as_long_as_networkx_says(meetings: Sequence[str]) -> None:
    """Larger graphs than those in which all chains can be counted."""
    pairs = nx.Graph(pair for actors in meetings for pair in itertools.combinations(actors, 2))
    pairs.add_nodes_from("ab")
    expected = nx.shortest_path_length(pairs, "a", "b") if nx.has_path(pairs, "a", "b") else None
    found = ask(world(*meetings), "a", "b", max_hops=40).chains
    assert (len(found[0]) if found else None) == expected


dated = st.lists(
    st.tuples(st.sets(st.sampled_from("abcdef"), min_size=2, max_size=3).map(sorted).map("".join), st.integers(1, 9)), max_size=9
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dated)
def test_the_earliest_of_shortest_ways_in_time_is_found(meetings: Sequence[tuple[str, int]]) -> None:
    """Against brute force: the fewest hops by which a message can have come from a to f."""
    image = arrange(contact(n, actors, f"2020-01-0{day}") for n, (actors, day) in enumerate(meetings))
    found = ask(image, "a", "f", chronological=True, max_hops=5)
    reached = {"a": 0}
    hops = None
    for number in range(1, 6):
        arrivals = dict(reached)
        for actors, day in meetings:
            if any(reached.get(actor, 99) <= day for actor in actors):
                arrivals |= {actor: min(day, arrivals.get(actor, 99)) for actor in actors}
        reached = arrivals
        if "f" in reached:
            hops = number
            break
    assert [len(chain) for chain in found.chains] == ([hops] if hops else [])


@pytest.mark.parametrize("order", [False, True])
def test_days_of_hops_never_go_back(order: bool) -> None:
    days = {"ab": "2020-01-02", "bc": "2020-01-03", "ac": "2020-01-01", "cd": "2020-01-04", "bd": "2020-01-01"}
    contacts = [contact(n, actors, day) for n, (actors, day) in enumerate(days.items())]
    by_id = {c.id: c for c in contacts}
    found = ask(arrange(contacts), "a", "d", k=9, chronological=order)
    dates = [[str(by_id[hop.fact_id].start) for hop in chain] for chain in found.chains]
    assert all(chain == sorted(chain) for chain in dates) is order
