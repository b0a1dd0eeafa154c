"""The image: however it came about, it tells what its facts tell, and it outlives the program as files."""

import datetime as dt
import json
import logging
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import NOWHERE
from graph.contacts import ContactFilter
from graph.id_columns import ABSENT, IdColumn, as_bytes
from graph.image import Contact, Image, Shape, merged
from graph.image_file import ABOUT, Origin, newest, save
from graph.layers import place_type, placed_in
from graph.network import everyone
from tests.graph.worlds import MET, SHAPE, arrange, ask, changed, contact, members, world

DAYS = st.none() | st.dates(dt.date(2020, 1, 1), dt.date(2020, 1, 9)).map(str)


def dated(number: int, actors: Sequence[str], days: tuple[str | None, str | None], status: str, sources: int) -> Contact:
    first, last = days if None in days else sorted(day for day in days if day)
    made = contact(number, actors, first, last, status=status, sources=sources)
    return made if first or not last else contact(number, actors, None, last, status=status, sources=sources)


contacts = st.builds(
    dated,
    st.integers(0, 12),
    st.sets(st.sampled_from("abcdefg"), min_size=1, max_size=4).map(sorted),
    st.tuples(DAYS, DAYS),
    st.sampled_from(["held", "planned", "cancelled"]),
    st.integers(1, 3),
)
changes = st.lists(st.tuples(st.lists(contacts, max_size=4), st.lists(st.integers(0, 12), max_size=2), st.booleans()), max_size=6)


def told(image: Image) -> object:
    """All that an image tells: its facts, how many each actor has, and who shares how many of those held."""
    named = {image.actors[number]: image.degree(number) for number in range(len(image.actors))}
    return image.contacts(), {actor: n for actor, n in named.items() if n}, everyone(image, ContactFilter(MET))


@settings(deadline=None, max_examples=80)
@given(st.lists(contacts, max_size=9), changes)
def test_an_image_after_changes_equals_one_made_anew(first: Sequence[Contact], steps: Sequence[object]) -> None:
    facts = {fact.id: fact for fact in first}
    image = arrange(facts.values())
    for step in steps:
        assert isinstance(step, tuple)
        fresh, gone, merge = {fact.id: fact for fact in step[0]}, {f"f{number}" for number in step[1]}, step[2]
        facts = {key: fact for key, fact in (facts | fresh).items() if key not in gone - fresh.keys()}
        image = changed(image, list(fresh.values()), sorted(gone - fresh.keys()))
        image = merged(image) if merge else image
        anew = arrange(facts.values())
        assert told(image) == told(anew)
        assert image.facts == len(anew.contacts())
        for order in (False, True):
            lengths = [[len(way) for way in members(ask(which, "a", "b", k=9, chronological=order))] for which in (image, anew)]
            assert lengths[0] == lengths[1]


def test_an_image_comes_back_from_its_files(tmp_path: Path) -> None:
    image = arrange(
        [contact(1, "abc", "2020-01-01"), contact(2, "cd", "2020-01-02", "2020-02-01"), contact(3, "de")], {"f1": "here"}
    )
    save(image, tmp_path, Origin("db", 7))
    found = newest(tmp_path, Origin("db", 9), SHAPE)
    assert found is not None
    opened, revision = found
    assert revision == 7
    assert told(opened) == told(image)
    assert opened.places == ("here",)
    assert not any(array.flags.writeable for array in opened.base.packed)
    assert members(ask(changed(opened, [contact(4, "af")], ["f3"]), "f", "d")) == ["facd"]


def test_files_are_used_for_the_database_layout_and_revision_they_are_of(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    save(world("ab"), tmp_path, Origin("db", 5))
    assert newest(tmp_path, Origin("other", 9), SHAPE) is None
    assert newest(tmp_path, Origin("db", 9), Shape()) is None
    (tmp_path / "image-1-db-000000000009").mkdir()  # of an earlier format
    kept = save(world("ab", "bc"), tmp_path, Origin("db", 8))
    assert [path.name for path in tmp_path.iterdir()] == [kept.name]
    assert save(world("ab"), tmp_path, Origin("db", 8)) == kept
    with caplog.at_level(logging.WARNING):
        assert newest(tmp_path, Origin("db", 7), SHAPE) is None
    assert "put back" in caplog.text
    assert not kept.exists()


@pytest.mark.parametrize("damage", [lambda p: (p / "words.npy").write_bytes(b"\x93NUMPY"), lambda p: (p / ABOUT).unlink()])
def test_damaged_files_are_left_alone_and_told_of(tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: object) -> None:
    place = save(world("ab"), tmp_path, Origin("db", 5))
    assert json.loads((place / ABOUT).read_text())["origin"]["revision"] == 5
    damage(place)  # type: ignore[operator]
    with caplog.at_level(logging.WARNING):
        assert newest(tmp_path, Origin("db", 9), SHAPE) is None
    assert "cannot be used" in caplog.text


def test_an_empty_image_answers_and_is_kept(tmp_path: Path) -> None:
    image = world()
    assert image.facts == 0
    assert image.degree(ABSENT) == 0
    save(merged(image), tmp_path, Origin("db", 1))
    found = newest(tmp_path, Origin("db", 1), SHAPE)
    assert found is not None
    assert found[0].contacts() == []


@pytest.mark.parametrize(
    "ids", [["fact_00ff", "fact_ab00", "fact_1234"], ["f1", "f20", "x"], ["fact_00ff", "fact_zz00"], ["ent_1", "ent_2"], []]
)
def test_ids_are_found_again(ids: list[str]) -> None:
    column = IdColumn.of(as_bytes(ids))
    assert [column[i] for i in range(len(ids))] == ids
    assert column.taken(np.arange(len(ids))).tolist() == [id_.encode() for id_ in ids]
    assert [column.position(id_) for id_ in ids] == list(range(len(ids)))
    strange = ["", "fact_", "fact_00f", "fact_00ff00", "fact_00FF", "Зеленский", "ent_00ff"]
    assert [column.position(id_) for id_ in strange] == [ABSENT] * len(strange)


def test_there_may_be_more_places_than_a_short_number_tells() -> None:
    few, many = placed_in(np.array([3, NOWHERE], np.int32), 10), np.iinfo(place_type(70_000)).max
    assert placed_in(few, 70_000).tolist() == [3, many]
    assert placed_in(few, 20) is few
