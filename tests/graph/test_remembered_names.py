"""Names are asked for once while the tables stay as they are, and anew when they have changed."""

from collections.abc import Iterable
from unittest.mock import sentinel

import pytest

from graph import remembered_names
from graph.remembered_names import RememberedNames
from graph.views import EntityRef


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """The ids that the tables are asked for, a set a question; an entity is called by its id and how often was asked."""
    questions: list[set[str]] = []

    def references(_session: object, ids: Iterable[str]) -> dict[str, EntityRef]:
        questions.append(set(ids))
        return {id_: EntityRef(id_, "person", f"{id_}{len(questions)}") for id_ in questions[-1]}

    monkeypatch.setattr(remembered_names, "references", references)
    return questions


def names(of: RememberedNames, seen: int, ids: str) -> list[str]:
    return sorted(ref.name for ref in of.get(sentinel.session, seen, set(ids)).values())


def test_of_one_revision_only_new_names_are_asked_for(asked: list[set[str]]) -> None:
    remembered = RememberedNames()
    assert names(remembered, 5, "ab") == ["a1", "b1"]
    assert names(remembered, 5, "abc") == ["a1", "b1", "c2"]
    assert names(remembered, 5, "bc") == ["b1", "c2"]
    assert asked == [{"a", "b"}, {"c"}]


def test_a_later_revision_and_an_earlier_one_ask_anew(asked: list[set[str]]) -> None:
    remembered = RememberedNames()
    names(remembered, 5, "a")
    assert names(remembered, 6, "a") == ["a2"]
    assert names(remembered, 5, "a") == ["a3"]
    assert names(remembered, 6, "a") == ["a2"], "what an earlier revision tells is not remembered"
    assert len(asked) == 3


def test_no_more_are_remembered_than_there_is_room_for(asked: list[set[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered_names, "MOST", 2)
    remembered = RememberedNames()
    names(remembered, 5, "ab")
    names(remembered, 5, "c")
    assert names(remembered, 5, "ac") == ["a3", "c2"]
    assert len(asked) == 3


def test_what_is_forgotten_is_asked_for_again(asked: list[set[str]]) -> None:
    remembered = RememberedNames()
    names(remembered, 5, "a")
    remembered.forget(5)
    assert names(remembered, 5, "a") == ["a2"]
    assert len(asked) == 2


def test_what_was_asked_for_before_a_revision_is_not_remembered_after_it(asked: list[set[str]]) -> None:
    remembered = RememberedNames()
    remembered.forget(6)
    names(remembered, 5, "a")
    assert names(remembered, 5, "a") == ["a2"]
    assert len(asked) == 2
