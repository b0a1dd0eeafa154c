import datetime as dt
import shutil
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, sessionmaker

from graph.database import open_engine, sessions
from graph.errors import InvalidDocument, NotFound
from graph.queue import abandoned
from graph.store import (
    NewDocument,
    add_document,
    delete_document,
    document_facts,
    get_document,
    is_settled,
    mark_failed,
    mark_unread,
    revision,
    save_reading,
)
from graph.tables import Claim as ClaimRow
from graph.tables import Document, Entity, Fact, Name, Part, WithdrawnFact
from graph.understanding import rebuild
from graph.vocabulary import Claim, ClaimPart, Date, EntityRead, EntityType, FactKind, Precision, Reading, Span
from nlp.kinds import KINDS

Transactions = sessionmaker[Session]
Kinds = Mapping[str, FactKind]

UKRAINE = EntityRead("state/UKR", EntityType.STATE, "Ukraine", known=True, country="UKR", wikidata="Q212")
RUSSIA = EntityRead("state/RUS", EntityType.STATE, "Russia", known=True, country="RUS")
TURKEY = EntityRead("state/TUR", EntityType.STATE, "Turkey", known=True, country="TUR")
ZELENSKY = EntityRead("person/z", EntityType.PERSON, "Volodymyr Zelenskyy", True, ("Zelensky",), state="state/UKR")
PUTIN = EntityRead("person/p", EntityType.PERSON, "Vladimir Putin", known=True, state="state/RUS")
ISTANBUL = EntityRead("place/istanbul", EntityType.PLACE, "Istanbul", country="TUR")
CAST = (UKRAINE, RUSSIA, TURKEY, ZELENSKY, PUTIN, ISTANBUL)
MAY_13, MAY_15, MAY_16 = (dt.date(2025, 5, day) for day in (13, 15, 16))


def meeting(
    status: str,
    *who: EntityRead,
    at: int = 0,
    on: dt.date | None = None,
    place: EntityRead | None = None,
    by: EntityRead | None = None,
) -> Claim:
    return Claim(
        kind="meeting",
        status=status,
        parts=tuple(ClaimPart("participant", entity.key, Span(at, at + 1)) for entity in who),
        evidence=Span(at, at + 8),
        values={"format": "talks"},
        dates={"date": Date(on, on, Precision.DAY, "Thursday")} if on else {},
        place=ClaimPart("place", place.key, Span(at, at + 1)) if place else None,
        said_by=by.key if by else None,
        confidence=0.8,
        rule="test",
    )


def reading(*claims: Claim, cast: tuple[EntityRead, ...] = CAST) -> Reading:
    return Reading(cast, claims)


def store(
    transactions: Transactions, kinds: Kinds, text: str, *claims: Claim, on: dt.date = MAY_13, cast: tuple[EntityRead, ...] = CAST
) -> str:
    """Store a document and what was read from it."""
    with transactions.begin() as session:
        document, _ = add_document(session, NewDocument(text, published_at=on))
    with transactions.begin() as session:
        assert save_reading(session, document.id, reading(*claims, cast=cast), kinds)
    return document.id


def snapshot(session: Session) -> dict[str, object]:
    """All facts as they are stored, but for the revisions that added and changed them."""
    parts: dict[str, set[tuple[str, str]]] = {}
    for part in session.scalars(select(Part)):
        parts.setdefault(part.fact_id, set()).add((part.entity_id, part.role))
    columns = [column.key for column in Fact.__table__.columns if column.key not in ("changed", "added")]
    rows = {f.id: (*(getattr(f, c) for c in columns), parts.get(f.id)) for f in session.scalars(select(Fact))}
    return {**rows, "claims": {c.id: c.fact_id for c in session.scalars(select(ClaimRow))}}


class TestDocuments:
    def test_a_new_document_waits_to_be_read(self, transactions: Transactions) -> None:
        with transactions.begin() as session:
            document, created = add_document(session, NewDocument("A text.", title="T", external_id="x", published_at=MAY_13))
            assert created
        with transactions() as session:
            stored = get_document(session, document.id)
            assert (stored.state, stored.title, stored.external_id, stored.text) == ("pending", "T", "x", "A text.")
            assert stored.created_at.tzinfo is not None
            assert [waiting.id for waiting in abandoned(session, 5)] == [document.id]

    @pytest.mark.parametrize(
        ("again", "same"),
        [
            (NewDocument("A text.", published_at=MAY_13), True),
            (NewDocument("Another text.", external_id="x"), True),
            (NewDocument("A text.", published_at=MAY_16), False),
            (NewDocument("Another text.", published_at=MAY_13, external_id="y"), False),
        ],
    )
    def test_a_document_is_stored_once(self, transactions: Transactions, again: NewDocument, same: bool) -> None:
        with transactions.begin() as session:
            first, _ = add_document(session, NewDocument("A text.", published_at=MAY_13, external_id="x"))
        with transactions.begin() as session:
            second, created = add_document(session, again)
            assert (second.id == first.id, created) == (same, not same)

    def test_two_sessions_that_add_the_same_at_once_store_it_once(self, transactions: Transactions) -> None:
        created = []

        def add() -> None:
            with transactions.begin() as session:
                created.append(add_document(session, NewDocument("A text.", external_id="x"))[1])

        threads = [threading.Thread(target=add) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(created) == [False] * 5 + [True]

    @pytest.mark.parametrize(
        "new", [NewDocument("half a \ud83d character"), NewDocument("a NUL \0 character"), NewDocument("A text.", title="\0")]
    )
    def test_what_no_database_holds_is_refused(self, transactions: Transactions, new: NewDocument) -> None:
        with transactions.begin() as session, pytest.raises(InvalidDocument):
            add_document(session, new)

    def test_an_unknown_id_is_not_found(self, transactions: Transactions, kinds: Kinds) -> None:
        with transactions.begin() as session:
            with pytest.raises(NotFound):
                get_document(session, "doc_0")
            with pytest.raises(NotFound):
                delete_document(session, "doc_0", kinds)

    def test_documents_set_aside_wait_no_longer(self, transactions: Transactions, kinds: Kinds) -> None:
        with transactions.begin() as session:
            unread, _ = add_document(session, NewDocument("Ein Text."))
            failed, _ = add_document(session, NewDocument("A text."))
            assert mark_unread(session, unread.id, "not English")
            assert mark_failed(session, failed.id, "broken")
            assert not save_reading(session, failed.id, reading(), kinds)
        with transactions() as session:
            assert abandoned(session, 5) == []
            assert (get_document(session, unread.id).state, get_document(session, unread.id).reason) == ("unread", "not English")


class TestReading:
    def test_a_reading_is_stored_as_facts(self, transactions: Transactions, kinds: Kinds) -> None:
        id_ = store(transactions, kinds, "A text.", meeting("planned", ZELENSKY, PUTIN, on=MAY_15, place=ISTANBUL, by=ZELENSKY))
        with transactions() as session:
            fact = session.scalars(select(Fact)).one()
            assert (fact.kind, fact.status, fact.start, fact.end, fact.sources) == ("meeting", "planned", MAY_15, MAY_15, 1)
            assert fact.dates == {"date": {"start": "2025-05-15", "end": "2025-05-15", "precision": "day", "text": "Thursday"}}
            names = {session.get_one(Entity, part.entity_id).name for part in fact.parts}
            assert names == {"Volodymyr Zelenskyy", "Vladimir Putin"}
            assert session.get_one(Entity, fact.place_id).name == "Istanbul"
            assert get_document(session, id_).state == "read"
            assert session.scalars(select(ClaimRow)).one().fact_id == fact.id

    def test_a_document_is_read_once(self, transactions: Transactions, kinds: Kinds) -> None:
        id_ = store(transactions, kinds, "A text.", meeting("held", ZELENSKY, PUTIN))
        with transactions.begin() as session:
            before = revision(session)
            assert not save_reading(session, id_, reading(meeting("held", UKRAINE, RUSSIA)), kinds)
            assert revision(session) == before
            assert len(session.scalars(select(Fact)).all()) == 1

    def test_of_two_readers_at_once_one_saves(self, transactions: Transactions, kinds: Kinds) -> None:
        with transactions.begin() as session:
            document, _ = add_document(session, NewDocument("A text."))
        saved = []

        def save() -> None:
            with transactions.begin() as session:
                saved.append(save_reading(session, document.id, reading(meeting("held", ZELENSKY, PUTIN)), kinds))

        threads = [threading.Thread(target=save) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(saved) == [False, True]
        with transactions() as session:
            assert len(session.scalars(select(ClaimRow)).all()) == 1

    def test_a_reading_that_fails_leaves_nothing_behind(self, transactions: Transactions, kinds: Kinds) -> None:
        with transactions.begin() as session:
            document, _ = add_document(session, NewDocument("A text."))
        broken = reading(meeting("held", ZELENSKY, PUTIN), cast=(ZELENSKY,))
        with pytest.raises(KeyError), transactions.begin() as session:
            save_reading(session, document.id, broken, kinds)
        with transactions() as session:
            assert get_document(session, document.id).state == "pending"
            assert session.scalars(select(Entity)).all() == []

    def test_documents_of_one_happening_make_one_fact(self, transactions: Transactions, kinds: Kinds) -> None:
        plan = store(transactions, kinds, "A.", meeting("planned", ZELENSKY, PUTIN, on=MAY_15, place=ISTANBUL))
        report = store(transactions, kinds, "B.", meeting("held", PUTIN, ZELENSKY), on=MAY_16)
        with transactions() as session:
            fact = session.scalars(select(Fact)).one()
            assert (fact.status, fact.sources, fact.start, fact.confidence) == ("held", 2, MAY_15, 0.96)
            told = [document_facts(session, id_, kinds) for id_ in (plan, report)]
            assert [[(f.id, f.status, f.sources) for f in facts] for facts in told] == [
                [(fact.id, "planned", 1)],
                [(fact.id, "held", 1)],
            ]

    def test_a_revision_is_raised_by_each_change_and_noted_on_its_facts(self, transactions: Transactions, kinds: Kinds) -> None:
        store(transactions, kinds, "A.", meeting("held", UKRAINE, RUSSIA))
        with transactions() as session:
            first = revision(session)
        store(transactions, kinds, "B.", meeting("held", TURKEY, RUSSIA))
        with transactions() as session:
            assert revision(session) == first + 2
            assert sorted(session.scalars(select(Fact.changed))) == [first, first + 2]


class TestDeletion:
    def test_facts_that_rest_on_the_document_alone_go_with_it(self, transactions: Transactions, kinds: Kinds) -> None:
        id_ = store(transactions, kinds, "A.", meeting("held", ZELENSKY, PUTIN, place=ISTANBUL))
        with transactions.begin() as session:
            gone = session.scalars(select(Fact.id)).one()
            delete_document(session, id_, kinds)
        with transactions() as session:
            for table in (Fact, Part, ClaimRow, Document):
                assert session.scalars(select(table)).all() == []
            assert [(row.id, row.changed) for row in session.scalars(select(WithdrawnFact))] == [(gone, revision(session))]
            assert all(entity.withdrawn for entity in session.scalars(select(Entity)))

    def test_facts_of_several_documents_become_what_the_others_say(self, transactions: Transactions, kinds: Kinds) -> None:
        store(transactions, kinds, "A.", meeting("planned", ZELENSKY, PUTIN, on=MAY_15, place=ISTANBUL))
        with transactions() as session:
            before = snapshot(session)
        report = store(
            transactions, kinds, "B.", meeting("held", PUTIN, ZELENSKY), meeting("held", UKRAINE, TURKEY, at=9), on=MAY_16
        )
        with transactions.begin() as session:
            delete_document(session, report, kinds)
        with transactions() as session:
            assert snapshot(session) == before
            assert not any(e.withdrawn for e in session.scalars(select(Entity).where(Entity.name != "")))

    def test_a_document_stored_again_brings_everything_back(self, transactions: Transactions, kinds: Kinds) -> None:
        claim = meeting("held", ZELENSKY, PUTIN)
        id_ = store(transactions, kinds, "A.", claim)
        with transactions.begin() as session:
            before = snapshot(session)
            delete_document(session, id_, kinds)
        assert store(transactions, kinds, "A.", claim) == id_
        with transactions() as session:
            assert snapshot(session) == before
            assert session.scalars(select(WithdrawnFact)).all() == []
            assert not session.scalars(select(Entity).where(Entity.withdrawn)).all()


class TestEntities:
    def test_known_actors_are_one_entity_under_all_their_names(self, transactions: Transactions, kinds: Kinds) -> None:
        other = EntityRead("person/z", EntityType.PERSON, "Volodymyr Zelenskyy", True, ("Wolodymyr Selenskyj",))
        store(transactions, kinds, "A.", meeting("held", ZELENSKY, PUTIN))
        store(transactions, kinds, "B.", meeting("held", other, PUTIN), cast=(other, *CAST[:3], PUTIN))
        with transactions() as session:
            entity = session.scalars(select(Entity).where(Entity.known_key == "person/z")).one()
            names = set(session.scalars(select(Name.name).where(Name.entity_id == entity.id)))
            assert names == {"Volodymyr Zelenskyy", "Zelensky", "Wolodymyr Selenskyj"}
            assert session.get_one(Entity, entity.state_id).name == "Ukraine"

    @pytest.mark.parametrize(
        ("first", "second", "entities"),
        [
            (None, None, 1),
            ("state/UKR", None, 1),
            (None, "state/UKR", 1),
            ("state/UKR", "state/UKR", 1),
            ("state/UKR", "state/RUS", 2),
        ],
    )
    def test_unknown_persons_of_one_name_are_one_unless_their_states_differ(
        self, transactions: Transactions, kinds: Kinds, first: str | None, second: str | None, entities: int
    ) -> None:
        for number, state in enumerate((first, second)):
            person = EntityRead("p1", EntityType.PERSON, ("Iván Petrov", "Ivan PETROV")[number], state=state)
            store(transactions, kinds, f"Text {number}.", meeting("held", person, TURKEY), cast=(*CAST, person))
        with transactions() as session:
            persons = session.scalars(select(Entity).where(Entity.type == "person")).all()
            assert len(persons) == entities

    def test_a_body_is_one_whether_read_as_group_or_organization(self, transactions: Transactions, kinds: Kinds) -> None:
        for number, type_ in enumerate((EntityType.GROUP, EntityType.ORGANIZATION)):
            body = EntityRead("b", type_, "Northern Front")
            store(transactions, kinds, f"Text {number}.", meeting("held", body, TURKEY), cast=(*CAST, body))
        with transactions() as session:
            assert len(session.scalars(select(Entity).where(Entity.name == "Northern Front")).all()) == 1

    def test_an_entity_merged_into_another_stands_for_it(self, transactions: Transactions, kinds: Kinds) -> None:
        person = EntityRead("p1", EntityType.PERSON, "Ivan Petrov")
        double = EntityRead("p2", EntityType.PERSON, "I. V. Petrov")
        store(
            transactions,
            kinds,
            "A.",
            meeting("held", person, TURKEY),
            meeting("held", double, RUSSIA, at=9),
            cast=(*CAST, person, double),
        )
        with transactions.begin() as session:
            kept = session.scalars(select(Entity).where(Entity.name == "Ivan Petrov")).one()
            session.scalars(select(Entity).where(Entity.name == "I. V. Petrov")).one().merged_into = kept.id
        id_ = store(transactions, kinds, "B.", meeting("planned", double, UKRAINE), cast=(*CAST, double))
        with transactions() as session:
            (fact,) = document_facts(session, id_, kinds)
            assert kept.id in fact.entities("participant")


CORPUS = [
    (MAY_13, (meeting("planned", ZELENSKY, PUTIN, on=MAY_15, place=ISTANBUL), meeting("held", UKRAINE, RUSSIA, at=9, on=MAY_13))),
    (MAY_16, (meeting("held", ZELENSKY, PUTIN), meeting("held", UKRAINE, RUSSIA, at=9, on=MAY_15, place=ISTANBUL))),
    (MAY_15, (meeting("declined", PUTIN, ZELENSKY), meeting("held", UKRAINE, RUSSIA, TURKEY, at=9))),
    (dt.date(2025, 5, 29), (meeting("planned", UKRAINE, RUSSIA), meeting("held", ZELENSKY, PUTIN, TURKEY, at=9))),
    (MAY_16, (meeting("held", ZELENSKY, PUTIN, on=MAY_15, place=ISTANBUL), meeting("held", TURKEY, RUSSIA, at=9))),
]


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 0, 4, 1, 3)])
def test_facts_are_what_a_rebuild_makes_of_the_claims(transactions: Transactions, kinds: Kinds, order: tuple[int, ...]) -> None:
    documents = [store(transactions, kinds, f"Text {n}.", *CORPUS[n][1], on=CORPUS[n][0]) for n in order]
    with transactions.begin() as session:
        before = snapshot(session)
        rebuild(session, kinds)
        assert snapshot(session) == before
        delete_document(session, documents[1], kinds)
        rest = snapshot(session)
        rebuild(session, kinds)
        assert snapshot(session) == rest


def test_facts_are_resolved_anew_when_a_state_becomes_known(transactions: Transactions, kinds: Kinds) -> None:
    stranger = EntityRead("p1", EntityType.PERSON, "Ivan Petrov")
    minister = EntityRead("p1", EntityType.PERSON, "Ivan Petrov", state="state/RUS")
    store(transactions, kinds, "A.", meeting("held", RUSSIA, UKRAINE, on=MAY_15, place=ISTANBUL))
    store(transactions, kinds, "B.", meeting("held", stranger, UKRAINE, on=MAY_15, place=ISTANBUL), cast=(*CAST, stranger))
    with transactions() as session:
        assert len(session.scalars(select(Fact)).all()) == 2
    store(transactions, kinds, "C.", meeting("held", minister, TURKEY, on=MAY_13), cast=(*CAST, minister))
    with transactions.begin() as session:
        assert sorted(session.scalars(select(Fact.sources))) == [1, 2]
        before = snapshot(session)
        rebuild(session, kinds)
        assert snapshot(session) == before


def test_facts_do_not_depend_on_the_order_of_documents(transactions: Transactions, kinds: Kinds) -> None:
    results = []
    for order in ((0, 1, 2, 3, 4), (3, 1, 4, 0, 2)):
        documents = [store(transactions, kinds, f"Text {n}.", *CORPUS[n][1], on=CORPUS[n][0]) for n in order]
        with transactions.begin() as session:
            results.append(snapshot(session))
            for id_ in documents:
                delete_document(session, id_, kinds)
    assert results[0] == results[1]


def test_a_database_of_an_earlier_version_gets_its_facts(transactions: Transactions, kinds: Kinds) -> None:
    for number in range(3):
        store(transactions, kinds, f"Text {number}.", *CORPUS[number][1], on=CORPUS[number][0])
    with transactions.begin() as session:
        before = snapshot(session)
        assert is_settled(session)
        session.execute(update(ClaimRow).values(telling_id=None))
        session.execute(update(Fact).values(doubt=0))
        assert not is_settled(session)
        rebuild(session, kinds)
        assert is_settled(session)
    with transactions() as session:
        assert snapshot(session) == before


_ACTORS = st.lists(st.sampled_from([UKRAINE, RUSSIA, TURKEY, ZELENSKY, PUTIN]), min_size=2, max_size=3, unique_by=lambda e: e.key)
_MEETING = st.tuples(
    st.sampled_from(["proposed", "planned", "held", "declined", "cancelled"]),
    _ACTORS,
    st.sampled_from([None, MAY_13, MAY_15]),
    st.sampled_from([None, ISTANBUL]),
)
_DOCUMENTS = st.lists(
    st.tuples(st.sampled_from([MAY_13, MAY_15, MAY_16, dt.date(2025, 6, 2)]), st.lists(_MEETING, min_size=1, max_size=3)),
    min_size=2,
    max_size=7,
)


@settings(max_examples=12, deadline=None)
@given(documents=_DOCUMENTS, data=st.data())
def test_facts_are_a_function_of_the_claims_alone(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[tuple[dt.date, list[Any]]],
    data: st.DataObject,
) -> None:
    """In whatever order documents come, and whichever go again, facts are those of a rebuild of the rest."""
    path = shutil.copy(sqlite_template, tmp_path_factory.mktemp("facts") / "test.db")
    engine = open_engine(f"sqlite:///{path}")
    order = data.draw(st.permutations(range(len(documents))))
    gone = data.draw(st.integers(0, len(documents)))
    stored = []
    for number in order:
        on, told = documents[number]
        claims = [meeting(status, *who, at=9 * i, on=when, place=place) for i, (status, who, when, place) in enumerate(told)]
        stored.append(store(sessions(engine), KINDS, f"Text {number}.", *claims, on=on))
    with sessions(engine).begin() as session:
        for document_id in stored[:gone]:
            delete_document(session, document_id, KINDS)
        before = snapshot(session)
        changed = session.scalar(select(func.max(Fact.changed)))
        rebuild(session, KINDS)
        session.expire_all()
        assert snapshot(session) == before
        assert session.scalar(select(func.max(Fact.changed))) == changed
    engine.dispose()
