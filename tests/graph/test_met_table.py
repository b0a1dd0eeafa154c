"""Who met whom, as the image tells it: the same as the tables tell, after any writes, page by page."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from graph import met_table
from graph.contacts import ContactFilter
from graph.counterparts import Rank, Shared, counterparts
from graph.image import Image, Shape, merged
from graph.image_file import Origin, newest, save
from graph.image_keeper import ImageKeeper
from graph.queries import FactFilter
from graph.store import NewDocument, add_document, delete_document, save_reading
from graph.tables import Document, Entity
from graph.vocabulary import Claim, ClaimPart, Date, EntityRead, EntityType, FactKind, Precision, Reading, Span

SHAPE = Shape((("meeting", "held"),), aside=frozenset({"host", "mediator"}))
TOWN = EntityRead("place/t", EntityType.PLACE, "Town")
CAST = {letter: EntityRead(f"person/{letter}", EntityType.PERSON, f"Actor {letter}", known=letter < "d") for letter in "abcdef"}
HELD, DATED = frozenset({"held"}), dt.date(2024, 1, 2)


def meeting(who: frozenset[str], aside: Mapping[str, str], days: tuple[int | None, int], status: str, there: bool) -> Claim:
    parts = [("participant", letter) for letter in sorted(who)] + [(role, letter) for letter, role in sorted(aside.items())]
    first = days[0] and dt.date(2024, 1, days[0])
    date = {"date": Date(first, first + dt.timedelta(days[1]), Precision.DAY, "")} if first else {}
    place = ClaimPart("place", TOWN.key, Span(0, 1)) if there else None
    named = tuple(ClaimPart(role, CAST[letter].key, Span(0, 1)) for role, letter in parts)
    return Claim("meeting", status, named, Span(0, 9), dates=date, place=place)


letters = st.sampled_from("abcdef")
meetings = st.builds(
    meeting,
    st.frozensets(letters, min_size=2, max_size=4),
    st.dictionaries(letters, st.sampled_from(["host", "mediator"]), max_size=2),
    st.tuples(st.none() | st.integers(1, 4), st.integers(0, 1)),
    st.sampled_from(["planned", "held", "held"]),
    st.booleans(),
)
steps = st.one_of(st.tuples(st.integers(1, 5), st.lists(meetings, max_size=4)), st.just("look"))


def write(session: Session, kinds: Mapping[str, FactKind], number: int, claims: Sequence[Claim]) -> None:
    """Store a document of this number; delete the one that is there."""
    stored = session.scalar(select(Document.id).where(Document.external_id == str(number)))
    if stored is not None:
        delete_document(session, stored, kinds)
        return
    document, _ = add_document(session, NewDocument(f"Document {number}.", external_id=str(number)))
    save_reading(session, document.id, Reading((*CAST.values(), TOWN), tuple(claims)), kinds)


def questions(session: Session) -> Iterator[tuple[str, dict[str, object]]]:
    """Every actor with every filter."""
    town = session.scalar(select(Entity.id).where(Entity.name == TOWN.name))
    filters: list[dict[str, object]] = [{}, {"since": DATED}, {"until": DATED}, {"since": DATED, "until": DATED}]
    filters += [{"place_id": town}] if town else []
    for who in session.scalars(select(Entity.id).where(Entity.type != EntityType.PLACE)):
        for fields in filters:
            yield who, fields


def by_page(image: Image, who: str, wanted: ContactFilter, limit: int) -> list[Shared]:
    """All rows, a page at a time."""
    rows: list[Shared] = []
    after: Rank | None = None
    while True:
        page = met_table.page(image, who, wanted, limit, after)
        assert len(page.rows) == limit or page.end is None
        rows, after = [*rows, *page.rows], page.end
        if after is None:
            return rows


def assert_as_in_tables(session: Session, image: Image) -> None:
    """Every question that the image answers it answers as the tables do."""
    for statuses in (HELD, HELD | {"planned"}):
        for who, fields in questions(session):
            tables = FactFilter({"meeting": statuses}, [("participant", who)], **fields)  # type: ignore[arg-type]
            expected = [row.shared for row in counterparts(session, who, tables, "participant")]
            wanted = ContactFilter({"meeting": statuses}, **fields)  # type: ignore[arg-type]
            assert by_page(image, who, wanted, 50) == by_page(image, who, wanted, 2) == expected
            for row in expected[:2]:
                assert met_table.page(image, who, wanted, 5, other=row.entity_id).rows == [row]


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=8))
def test_the_image_tells_who_met_whom_as_the_tables_do_after_any_writes(
    transactions: sessionmaker[Session], kinds: Mapping[str, FactKind], written: Sequence[object]
) -> None:
    """One database serves all examples, so that each goes on where the one before it left off; memory begins anew."""
    keeper = ImageKeeper(SHAPE, fewest=2)
    for step in [*written, "look"]:
        with transactions.begin() as session:
            if isinstance(step, tuple):
                write(session, kinds, *step)
                continue
            image = keeper.just_at(session)
            assert image is not None
            assert_as_in_tables(session, image)
    keeper.close()


def test_files_tell_who_only_hosted(transactions: sessionmaker[Session], kinds: Mapping[str, FactKind], tmp_path: Path) -> None:
    with transactions.begin() as session:
        write(session, kinds, 1, [meeting(frozenset("ab"), {"c": "host", "a": "host"}, (1, 0), "held", False)])
    with transactions.begin() as session:
        image = ImageKeeper(SHAPE).get(session)
        save(merged(image), tmp_path, Origin("db", 1))
        found = newest(tmp_path, Origin("db", 1), SHAPE)
        assert found is not None
        assert_as_in_tables(session, found[0])
        assert len(found[0].base.aside) == 1
        assert newest(tmp_path, Origin("db", 1), Shape(SHAPE.order)) is None


def test_who_sees_an_earlier_state_is_not_shown_a_later_one(
    transactions: sessionmaker[Session], kinds: Mapping[str, FactKind], monkeypatch: pytest.MonkeyPatch
) -> None:
    keeper = ImageKeeper(SHAPE)
    with transactions.begin() as session:
        write(session, kinds, 1, [meeting(frozenset("ab"), {}, (1, 0), "held", False)])
    with transactions.begin() as session:
        assert keeper.just_at(session) is keeper.get(session)
        monkeypatch.setattr("graph.image_keeper.revision", lambda _: 0)
        assert keeper.just_at(session) is None


def test_nobody_met_whom_nobody_knows(transactions: sessionmaker[Session]) -> None:
    with transactions.begin() as session:
        assert met_table.page(ImageKeeper(SHAPE).get(session), "nobody", ContactFilter({"meeting": HELD}), 5) == met_table.Page(
            []
        )
