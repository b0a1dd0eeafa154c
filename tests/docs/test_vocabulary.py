"""The page on the vocabulary names every word of every kind."""

from pathlib import Path

import pytest

from graph.vocabulary import EntityType, FactKind, Precision
from nlp.kinds import KINDS

PAGE = (Path(__file__).parents[2] / "docs" / "vocabulary.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The part of the page below a heading of the third level."""
    assert f"### {title}\n" in PAGE, f"docs/vocabulary.md has no section on {title}"
    return PAGE.split(f"### {title}\n", 1)[1].split("\n#", 1)[0]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_each_kind_is_described_with_all_its_words(kind: FactKind) -> None:
    words = [part.name for part in kind.parts] + [value.name for value in kind.values] + [kind.status_field]
    words += [*kind.statuses, *kind.dates, *(choice for value in kind.values for choice in value.choices)]
    words += ["place"] if kind.has_place else []
    missing = [word for word in words if f"`{word}`" not in section(kind.name)]
    assert not missing


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_each_kind_is_summed_up_as_in_the_code(kind: FactKind) -> None:
    assert kind.summary in section(kind.name)


@pytest.mark.parametrize("word", [*EntityType, *Precision])
def test_entity_types_and_precisions_are_named(word: str) -> None:
    assert f"`{word}`" in PAGE
