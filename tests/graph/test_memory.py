"""Memory is a function of the tables: after any writes, what is kept equals what is built anew."""

import datetime as dt
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from graph.database import read_sessions
from graph.find import Names, take_in_names
from graph.image import Image, Shape, load, merged
from graph.image_keeper import ImageKeeper
from graph.memory import BEFORE_ALL, Remembered
from graph.store import NewDocument, add_document, delete_document, save_reading
from graph.tables import Document
from graph.understanding import rebuild
from graph.vocabulary import Claim, ClaimPart, Date, EntityRead, EntityType, FactKind, Precision, Reading, Span

CAST = {letter: EntityRead(f"person/{letter}", EntityType.PERSON, f"Actor {letter}", known=letter < "d") for letter in "abcdef"}


def meeting(who: frozenset[str], day: int, status: str) -> Claim:
    date = dt.date(2024, 1, day)
    parts = tuple(ClaimPart("participant", CAST[letter].key, Span(0, 1)) for letter in sorted(who))
    return Claim("meeting", status, parts, Span(0, 9), dates={"date": Date(date, date, Precision.DAY, "")})


meetings = st.builds(
    meeting,
    st.frozensets(st.sampled_from("abcdef"), min_size=2, max_size=4),
    st.integers(1, 3),
    st.sampled_from(["planned", "held", "cancelled"]),
)
steps = st.one_of(
    st.tuples(st.integers(1, 4), st.lists(meetings, max_size=3)),  # a document is stored, or deleted if it is there
    st.just("look"),
    st.just("rebuild"),
)


def write(session: Session, kinds: Mapping[str, FactKind], number: int, claims: Sequence[Claim]) -> None:
    """Store a document of this number; delete the one that is there."""
    stored = session.scalar(select(Document.id).where(Document.external_id == str(number)))
    if stored is not None:
        delete_document(session, stored, kinds)
        return
    new = NewDocument(f"Document {number}.", published_at=dt.date(2024, 1, number), external_id=str(number))
    document, _ = add_document(session, new)
    save_reading(session, document.id, Reading(tuple(CAST.values()), tuple(claims)), kinds)


def degrees(image: Image) -> dict[str, int]:
    """How many shared facts each actor took part in; those without are left out."""
    found = {image.actors[number]: image.degree(number) for number in range(len(image.actors))}
    return {actor: degree for actor, degree in found.items() if degree}


def assert_equal(kept: Image, anew: Image) -> None:
    """Two images tell the same."""
    assert kept.contacts() == anew.contacts()
    assert kept.facts == anew.facts == len(anew.contacts())
    assert degrees(kept) == degrees(anew)


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=8))
def test_memory_equals_a_rebuild_after_any_writes(
    transactions: sessionmaker[Session], kinds: Mapping[str, FactKind], written: Sequence[object]
) -> None:
    """One database serves all examples, so that each goes on where the one before it left off; memory begins anew."""
    image, names = ImageKeeper(Shape(), fewest=2), Remembered(Names(), take_in_names)
    for step in [*written, "look"]:
        with transactions.begin() as session:
            if step == "look":
                assert_equal(image.get(session), load(session, Shape()))
                assert names.get(session) == take_in_names(session, Names(), BEFORE_ALL)
            elif step == "rebuild":
                rebuild(session, kinds)
            else:
                assert isinstance(step, tuple)
                write(session, kinds, *step)


def test_those_who_hold_an_image_keep_it_as_it_is(transactions: sessionmaker[Session], kinds: Mapping[str, FactKind]) -> None:
    image = ImageKeeper(Shape())
    held = []
    for number, who in enumerate(("ab", "bc", "ac"), 1):
        with transactions.begin() as session:
            write(session, kinds, number, [meeting(frozenset(who), number, "held")])
        with transactions.begin() as session:
            held.append(image.get(session))
            assert image.get(session) is held[-1]
    assert [len(kept.contacts()) for kept in held] == [1, 2, 3]
    assert [sorted(degrees(kept).values()) for kept in held] == [[1, 1], [1, 1, 2], [2, 2, 2]]


def store(transactions: sessionmaker[Session], kinds: Mapping[str, FactKind], number: int, who: str) -> None:
    """Store a document that tells of one meeting."""
    with transactions.begin() as session:
        write(session, kinds, number, [meeting(frozenset(who), number, "held")])


def test_who_began_earlier_is_shown_the_image_of_then(
    engine: Engine, transactions: sessionmaker[Session], kinds: Mapping[str, FactKind]
) -> None:
    """One begins to look before something is written, another behind it; the first gets to the image last."""
    image, readers = ImageKeeper(Shape()), read_sessions(engine)

    def seen_now() -> int:
        with readers.begin() as session:
            return len(image.get(session).contacts())

    store(transactions, kinds, 1, "ab")
    with readers.begin() as first:
        assert len(load(first, Shape()).contacts()) == 1
        store(transactions, kinds, 2, "bc")
        assert seen_now() == 2
        store(transactions, kinds, 3, "ac")
        assert seen_now() == 3
        assert image.just_at(first) is None  # nothing so early was asked for

    with readers.begin() as first:
        assert len(image.get(first).contacts()) == 3
        store(transactions, kinds, 4, "cd")
        assert seen_now() == 4
        again = image.just_at(first)
        assert again is not None
        assert len(again.contacts()) == 3
        image.forget_earlier()
        assert image.just_at(first) is None


def test_a_start_takes_the_saved_image_and_what_changed_since(
    transactions: sessionmaker[Session], kinds: Mapping[str, FactKind], tmp_path: Path
) -> None:
    store(transactions, kinds, 1, "ab")
    folder = tmp_path / "images"
    first = ImageKeeper(Shape(), folder, worth_saving=1)
    with transactions.begin() as session:
        first.get(session)
    first.close()
    assert len(list(folder.iterdir())) == 1
    store(transactions, kinds, 2, "bc")
    with transactions.begin() as session:
        image = ImageKeeper(Shape(), folder, worth_saving=1).get(session)
        assert (len(image.ids), len(image.recent.ids)) == (1, 1)
        assert_equal(image, load(session, Shape()))


def test_what_changes_while_layers_are_merged_is_not_lost(
    transactions: sessionmaker[Session], kinds: Mapping[str, FactKind], monkeypatch: pytest.MonkeyPatch
) -> None:
    go, keeper = threading.Event(), ImageKeeper(Shape(), fewest=0)

    def slowly(image: Image) -> Image:
        assert go.wait(60)
        return merged(image)

    monkeypatch.setattr("graph.image_keeper.merged", slowly)
    for number, who in enumerate(("ab", "bc"), 1):
        store(transactions, kinds, number, who)
        with transactions.begin() as session:
            keeper.get(session)  # the second time something changed, and merging begins
    store(transactions, kinds, 3, "cd")
    with transactions.begin() as session:
        assert_equal(keeper.get(session), load(session, Shape()))
        go.set()
        keeper.close()
        image = keeper.get(session)
        assert (len(image.ids), len(image.recent.ids)) == (2, 1)
        assert_equal(image, load(session, Shape()))
        keeper.close()


def test_an_image_that_cannot_be_saved_is_used_all_the_same(
    transactions: sessionmaker[Session], kinds: Mapping[str, FactKind], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    keeper = ImageKeeper(Shape(), tmp_path / "taken", worth_saving=1)
    store(transactions, kinds, 1, "ab")
    with transactions.begin() as session:
        keeper.get(session)
        keeper.close()
        assert len(keeper.get(session).contacts()) == 1
    keeper.close()
    assert "could not be merged and saved" in caplog.text
