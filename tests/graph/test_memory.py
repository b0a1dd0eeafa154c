"""Memory is a function of the tables: after any writes, what is kept equals what is built anew."""

import datetime as dt
from collections.abc import Mapping, Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from graph.find import Names, add_new_names
from graph.memory import BEFORE_ALL, Image, Remembered, refresh
from graph.store import NewDocument, add_document, delete_document, rebuild, save_reading
from graph.tables import Document
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


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=8))
def test_memory_equals_a_rebuild_after_any_writes(
    transactions: sessionmaker[Session], kinds: Mapping[str, FactKind], written: Sequence[object]
) -> None:
    """One database serves all examples, so that each goes on where the one before it left off; memory begins anew."""
    image, names = Remembered(Image(), refresh), Remembered(Names(), add_new_names)
    for step in [*written, "look"]:
        with transactions.begin() as session:
            if step == "look":
                assert image.get(session) == refresh(session, Image(), BEFORE_ALL)
                assert names.get(session) == add_new_names(session, Names(), BEFORE_ALL)
            elif step == "rebuild":
                rebuild(session, kinds)
            else:
                assert isinstance(step, tuple)
                write(session, kinds, *step)


def test_those_who_hold_an_image_keep_it_as_it_is(transactions: sessionmaker[Session], kinds: Mapping[str, FactKind]) -> None:
    image = Remembered(Image(), refresh)
    held = []
    for number, who in enumerate(("ab", "bc", "ac"), 1):
        with transactions.begin() as session:
            write(session, kinds, number, [meeting(frozenset(who), number, "held")])
        with transactions.begin() as session:
            held.append(image.get(session))
            assert image.get(session) is held[-1]
    assert [len(kept.contacts) for kept in held] == [1, 2, 3]
    assert [sorted(map(len, kept.contacts_of.values())) for kept in held] == [[1, 1], [1, 1, 2], [2, 2, 2]]
