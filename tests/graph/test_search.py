"""What searches: compiled code or numpy, within the contacts and the time allowed."""

import datetime as dt
import hashlib
import importlib
import sys
import time
from collections.abc import Mapping, Sequence, Set
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import compiled, search, search_vectorised
from graph.contacts import ContactFilter
from graph.effort import Effort, SpentError
from graph.image import Contact
from graph.network import TooManyError, everyone
from graph.search import MEANS
from tests.graph.worlds import MET, arrange, ask, changed, contact, members, world

BUILDING = ("layers", "compiled", "contacts_compiled", "rings_compiled", "search_compiled")
"""Modules of which each builds in the ones before, from the third on."""


def test_without_numba_numpy_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numba", None)
    for name in ("graph.compiled", "graph.search_compiled"):
        monkeypatch.delitem(sys.modules, name, raising=False)
    monkeypatch.delattr("graph.search_compiled", raising=False)
    means = search._Means()
    assert means.compile() is False
    assert means.module is search_vectorised


def test_compiled_code_takes_over_when_it_is_there() -> None:
    means = search._Means()
    assert means.module is search_vectorised
    assert means.compile()
    assert means.module is not search_vectorised
    assert means.compile()


@pytest.mark.parametrize("which", range(2, len(BUILDING)))
def test_what_is_compiled_is_compiled_anew_when_something_built_into_it_has_changed(which: int) -> None:
    module, built_in = importlib.import_module(f"graph.{BUILDING[which]}"), BUILDING[:which]
    sources = [Path(module.__file__ or "").with_name(f"{name}.py").read_text() for name in built_in]
    assert hashlib.sha256("".join(sources).encode()).hexdigest()[:12] == module.BUILT_IN, f"to be set in {BUILDING[which]}.py"


def test_where_nothing_can_be_kept_each_start_compiles(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def njit(function: object, **options: object) -> object:
        asked.append(options)
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        return function

    monkeypatch.setattr(compiled, "njit", njit)
    assert compiled.compiled(len) is len
    assert asked == [{"cache": True, "nogil": True}, {"nogil": True}]


def test_a_search_is_begun_again_with_more_while_time_is_left() -> None:
    allowed = []

    def searched(contacts: int) -> tuple[str, int, bool]:
        allowed.append(contacts)
        return "answer", contacts, len(allowed) == 2

    assert Effort(10**9, 0.5).spend(searched) == "answer"
    assert allowed[1] > allowed[0]


@pytest.mark.parametrize(("contacts", "seconds"), [(1_000, 60.0), (10**9, 0.0)])
def test_contacts_and_time_are_limits(contacts: int, seconds: float) -> None:
    begun = time.monotonic()
    looked = []

    def searched(allowed: int) -> tuple[str, int, bool]:
        looked.append(allowed)
        return "part", allowed, False

    with pytest.raises(SpentError) as spent:
        Effort(contacts, seconds).spend(searched)
    assert sum(looked) <= contacts
    assert spent.value.answer == ("part" if looked else None)
    assert time.monotonic() - begun < 10


def test_a_network_of_all_is_given_up_when_it_is_too_large() -> None:
    image = world("abc", "cd")
    assert len(everyone(image, ContactFilter(MET), most=4)) == 4
    with pytest.raises(TooManyError):
        everyone(image, ContactFilter(MET), most=3)


def test_tables_are_used_again_unless_a_search_broke_off() -> None:
    image = world("ab")
    with search.Searcher(image, ContactFilter(MET)) as searcher:
        marks = searcher.marks
    with search.Searcher(image, ContactFilter(MET)) as again, search.Searcher(image, ContactFilter(MET)) as beside:
        assert again.marks is marks
        assert beside.marks is not marks
    broken = search.Searcher(image, ContactFilter(MET)).__enter__()
    broken.__exit__(RuntimeError)
    with search.Searcher(image, ContactFilter(MET)) as after:
        assert after.marks is not broken.marks


def dated(number: int, actors: Sequence[str], day: int | None, status: str) -> Contact:
    return contact(number, actors, f"2020-01-{day:02}" if day else None, status=status)


contacts = st.lists(
    st.builds(
        dated,
        st.integers(0, 30),
        st.sets(st.sampled_from("abcdefghij"), min_size=2, max_size=4).map(sorted),
        st.none() | st.integers(1, 9),
        st.sampled_from(["held", "held", "planned"]),
    ),
    max_size=25,
    unique_by=lambda fact: fact.id,
)
asked = st.fixed_dictionaries(
    {
        "k": st.integers(1, 12),
        "max_hops": st.integers(1, 6),
        "chronological": st.booleans(),
        "max_degree": st.none() | st.just(5),
    },
    optional={"since": st.just(dt.date(2020, 1, 4)), "min_sources": st.just(1), "avoid": st.just(frozenset("c"))},
)


@settings(deadline=None, max_examples=150)
@given(contacts, contacts, st.sets(st.integers(0, 30), max_size=4), asked)
def test_compiled_code_and_numpy_find_chains_of_the_same_lengths(
    first: Sequence[Contact], later: Sequence[Contact], gone: Set[int], question: Mapping[str, Any]
) -> None:
    """In images of two layers, by every filter; and each hop is as well attested."""
    image = changed(arrange(first), later, sorted({f"f{number}" for number in gone} - {fact.id for fact in later}))
    answers = []
    for means in (search_vectorised, compiled_search()):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(MEANS, "module", means)
            answers.append(ask(image, "a", "b", **question))
    lengths = [[len(chain) for chain in found.chains] for found in answers]
    assert lengths[0] == lengths[1]
    assert len(set(members(answers[1]))) == len(answers[1].chains)
    told = [dict(zip(members(found), zip(found.chains, found.arrivals, strict=True), strict=True)) for found in answers]
    assert all(told[0][way] == told[1][way] for way in told[0].keys() & told[1].keys())
    if len(lengths[0]) < question["k"]:
        assert told[0] == told[1]


@settings(deadline=None, max_examples=100)
@given(contacts, st.integers(1, 40))
def test_who_finds_one_chain_within_a_limit_finds_it_among_several(facts: Sequence[Contact], edges: int) -> None:
    image = arrange(facts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(MEANS, "module", compiled_search())
        one, several = (ask(image, "a", "b", k=k, edges=edges) for k in (1, 3))
    assert bool(one.chains) <= bool(several.chains)


def compiled_search() -> Any:
    """The compiled search."""
    assert MEANS.compile()
    return MEANS.module
