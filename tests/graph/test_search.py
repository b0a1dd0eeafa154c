"""What searches: compiled code or numpy, within the contacts and the time allowed."""

import sys
import time

import pytest

from graph import compiled, search, search_vectorised
from graph.contacts import ContactFilter
from graph.effort import Effort, SpentError
from graph.network import TooManyError, everyone
from tests.graph.worlds import MET, world


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
