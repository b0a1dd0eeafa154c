"""Questions to the tables: finding entities, filtering facts, paging, counterparts, and memory in step with the tables."""

import datetime as dt
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from graph.contacts import ContactFilter
from graph.counterparts import States, counterparts, sources
from graph.errors import Ambiguous, Merged, NotFound, Withdrawn
from graph.find import ACTORS, Finder
from graph.id_columns import ABSENT
from graph.image import Shape, load
from graph.image_keeper import ImageKeeper
from graph.network import surroundings
from graph.queries import DocumentFilter, FactFilter, all_fact_ids, conditions, document_ids, fact_ids
from graph.store import NewDocument, add_document, delete_document, document_facts, save_reading
from graph.tables import Entity, Fact
from graph.views import document_view, entities_of, ledger, load_facts, references
from graph.vocabulary import Claim, ClaimPart, Date, EntityRead, EntityType, FactKind, Precision, Reading, Span

Kinds = Mapping[str, FactKind]
MET = {"meeting": frozenset({"held"})}


def day(text: str) -> Date:
    """A date that is one day."""
    date = dt.date.fromisoformat(text)
    return Date(date, date, Precision.DAY, text)


def entity(name: str, type_: EntityType = EntityType.PERSON, *, known: bool = False, state: str | None = None) -> EntityRead:
    return EntityRead(name, type_, name, known, (name,), state=state, wikidata=f"Q{len(name)}" if known else None)


def meeting(date: str | None, *who: str, place: str | None = None, status: str = "held") -> Claim:
    parts = tuple(ClaimPart("participant", name, Span(0, 1)) for name in who)
    at = ClaimPart("place", place, Span(0, 1)) if place else None
    return Claim("meeting", status, parts, Span(0, 5), dates={"date": day(date)} if date else {}, place=at)


def office(
    person: str, of: str, title: str, since: str | None = None, until: str | None = None, status: str = "current"
) -> Claim:
    dates = {name: day(text) for name, text in (("since", since), ("until", until)) if text}
    parts = (ClaimPart("person", person, Span(0, 1)), ClaimPart("of", of, Span(0, 1)))
    return Claim("role", status, parts, Span(0, 5), {"title": title}, dates)


ENTITIES = (
    entity("Ada Berg", state="Norland"),
    entity("Cid Dahl", state="Sudland"),
    entity("Eva Berg"),
    entity("Norland", EntityType.STATE, known=True),
    entity("Sudland", EntityType.STATE, known=True),
    entity("Georgia", EntityType.STATE, known=True),
    entity("Georgia Town", EntityType.PLACE),
    EntityRead("place", EntityType.PLACE, "Georgia", names=("Georgia",)),
)
CLAIMS = (
    meeting("2020-01-05", "Ada Berg", "Cid Dahl", place="place"),
    meeting("2020-03-05", "Ada Berg", "Cid Dahl"),
    meeting("2021-01-05", "Ada Berg", "Eva Berg"),
    meeting(None, "Cid Dahl", "Eva Berg"),
    meeting("2022-01-05", "Norland", "Georgia", status="planned"),
    office("Ada Berg", "Sudland", "minister", until="2020-02-01"),
    office("Ada Berg", "Norland", "president", since="2020-02-02"),
)


def store(session: Session, kinds: Kinds, number: int, claims: tuple[Claim, ...], text: str = "Document.") -> str:
    new = NewDocument(f"{text} {number}", published_at=dt.date(2023, 1, number))
    document, _ = add_document(session, new)
    save_reading(session, document.id, Reading(ENTITIES, claims), kinds)
    return document.id


@pytest.fixture
def session(transactions: sessionmaker[Session], kinds: Kinds) -> Iterator[Session]:
    with transactions.begin() as opened:
        store(opened, kinds, 1, CLAIMS)
        store(opened, kinds, 2, CLAIMS[:1])
        yield opened


def an_id(session: Session, name: str, type_: EntityType | None = None) -> str:
    found = select(Entity.id).where(Entity.name == name)
    return session.scalars(found if type_ is None else found.where(Entity.type == type_)).one()


def dates(session: Session, wanted: FactFilter) -> list[str]:
    facts = load_facts(session, all_fact_ids(session, wanted))
    return [fact.dates["date"]["start"] if fact.dates else "" for fact in facts]


class TestFinding:
    def test_a_known_name_beats_others_and_types_choose(self, session: Session) -> None:
        finder = Finder()
        assert finder.get(session, "georgia").type == "state"
        assert finder.get(session, "Georgia", {EntityType.PLACE}).type == "place"

    def test_a_surname_is_enough_where_one_person_has_it(self, session: Session) -> None:
        assert Finder().get(session, "DAHL").name == "Cid Dahl"

    def test_a_surname_of_two_is_ambiguous(self, session: Session) -> None:
        with pytest.raises(Ambiguous) as raised:
            Finder().get(session, "Berg")
        assert sorted(name for _, name in raised.value.candidates) == ["Ada Berg", "Eva Berg"]

    @pytest.mark.parametrize("reference", ["Bergg", "", "wd:", "wd:Q999", "ent_0"])
    def test_what_is_not_there_is_not_found(self, session: Session, reference: str) -> None:
        with pytest.raises(NotFound):
            Finder().get(session, reference)

    def test_a_typo_gets_suggestions(self, session: Session) -> None:
        with pytest.raises(NotFound) as raised:
            Finder().get(session, "Ada Bergh", ACTORS)
        assert raised.value.suggestions[0][1] == "Ada Berg"

    def test_merged_entities_lead_to_the_one_they_stand_under(self, session: Session) -> None:
        first, second, third = (an_id(session, name) for name in ("Ada Berg", "Cid Dahl", "Eva Berg"))
        session.get_one(Entity, first).merged_into = third
        session.get_one(Entity, second).merged_into = third
        session.flush()
        with pytest.raises(Merged) as raised:
            Finder().get(session, first)
        assert raised.value.target == third
        assert Finder().follow(session, first).id == third

    def test_a_withdrawn_entity_is_gone_and_its_name_is_free(self, session: Session) -> None:
        gone = session.get_one(Entity, an_id(session, "Eva Berg"))
        gone.withdrawn = True
        session.flush()
        with pytest.raises(Withdrawn):
            Finder().get(session, gone.id)
        assert Finder().get(session, "Berg").name == "Ada Berg"


class TestFilters:
    def test_parts_must_all_be_there(self, session: Session) -> None:
        ada, cid, eva = (an_id(session, name) for name in ("Ada Berg", "Cid Dahl", "Eva Berg"))
        both = FactFilter(kinds={"meeting": ()}, parts=[("participant", ada), ("participant", cid)])
        assert dates(session, both) == ["2020-01-05", "2020-03-05"]
        assert dates(session, FactFilter(parts=[("host", ada)])) == []
        assert dates(session, FactFilter(kinds={"meeting": ()}, parts=[(None, eva)])) == ["2021-01-05", ""]

    def test_statuses_belong_to_their_kinds(self, session: Session) -> None:
        assert dates(session, FactFilter(kinds={"meeting": ["planned"]})) == ["2022-01-05"]
        both = FactFilter(kinds={"meeting": ["planned"], "role": ["current"]})
        assert len(all_fact_ids(session, both)) == 3

    def test_a_period_takes_what_overlaps_it(self, session: Session) -> None:
        meetings = {"meeting": ()}
        january = FactFilter(kinds=meetings, since=dt.date(2020, 1, 5), until=dt.date(2020, 1, 5))
        assert dates(session, january) == ["2020-01-05"]
        assert dates(session, FactFilter(kinds=meetings, until=dt.date(2019, 12, 31))) == []
        offices = FactFilter(kinds={"role": ()}, since=dt.date(2030, 1, 1))
        assert [fact.values["title"] for fact in load_facts(session, all_fact_ids(session, offices))] == ["president"]

    @pytest.mark.parametrize(
        ("on", "titles"),
        [
            ("2020-02-01", ["minister"]),
            ("2020-02-02", ["president"]),
            ("2022-12-31", ["president"]),
            ("2023-01-01", ["envoy", "president"]),
            ("2023-01-02", ["envoy", "president"]),
        ],
    )
    def test_an_office_was_held_on_a_day(self, session: Session, kinds: Kinds, on: str, titles: list[str]) -> None:
        """An envoy named without dates on 2023-01-01 was one from then on; a former judge and a nominee are not."""
        envoy = office("Eva Berg", "Norland", "envoy")
        judge = office("Cid Dahl", "Norland", "judge", status="former")
        nominee = office("Cid Dahl", "Sudland", "nominee", status="incoming")
        store(session, kinds, 1, (envoy, judge, nominee), text="Offices without dates.")
        held = all_fact_ids(session, FactFilter(kinds={"role": ()}, as_of=dt.date.fromisoformat(on)))
        assert sorted(fact.values["title"] for fact in load_facts(session, held)) == titles

    def test_place_and_words(self, session: Session) -> None:
        place = an_id(session, "Georgia", EntityType.PLACE)
        assert dates(session, FactFilter(place_id=place)) == ["2020-01-05"]
        assert len(all_fact_ids(session, FactFilter(words={"title": "PRESI"}))) == 1
        assert all_fact_ids(session, FactFilter(words={"title": "_resi"})) == []
        assert len(all_fact_ids(session, FactFilter(choices={"title": ["minister", "king"]}))) == 1

    @pytest.mark.parametrize("oldest_first", [True, False])
    def test_pages_add_up_and_rows_without_a_date_come_last(self, session: Session, oldest_first: bool) -> None:
        wanted = FactFilter(kinds={"meeting": ()})
        whole, end = fact_ids(session, wanted, 100, oldest_first=oldest_first)
        assert end is None
        pages, key = [], None
        for _ in range(3):
            page, key = fact_ids(session, wanted, 2, key, oldest_first)
            pages += page
        assert pages == whole
        assert key is None
        found = [fact.dates.get("date", {}).get("start") for fact in load_facts(session, whole)]
        assert found[-1] is None
        assert found[:-1] == sorted(found[:-1], reverse=not oldest_first)

    def test_documents_by_source_state_and_day(self, session: Session) -> None:
        assert len(document_ids(session, DocumentFilter(state="read"), 9)[0]) == 2
        assert len(document_ids(session, DocumentFilter(since=dt.date(2023, 1, 2)), 9)[0]) == 1
        assert document_ids(session, DocumentFilter(source="nobody"), 9) == ([], None)


class TestEvidence:
    def test_one_sentence_read_by_two_rules_is_shown_once(self, session: Session, kinds: Kinds) -> None:
        text = "Ada Berg and Eva Berg met, Cid Dahl said."
        planned = meeting("2023-02-01", "Ada Berg", "Eva Berg", status="planned")
        spans = (Span(0, 25), Span(0, 41), Span(5, 25))
        read = [replace(meeting("2023-02-01", "Ada Berg", "Eva Berg"), evidence=span) for span in spans]
        read += [replace(read[1], said_by="Cid Dahl"), replace(planned, evidence=Span(0, 41))]
        id_ = store(session, kinds, 3, tuple(read), text)
        (stated,) = document_facts(session, id_, kinds)
        (fact,) = load_facts(session, [stated.id])
        assert [(e.start, e.end, e.status, e.said_by and e.said_by.name) for e in fact.evidence] == [
            (0, 41, "held", "Cid Dahl"),
            (0, 41, "planned", None),
        ]
        shown = document_view(stated, references(session, entities_of(stated)), text)
        assert sorted((e.start, e.end, e.status) for e in shown.evidence) == [(0, 41, "held"), (0, 41, "planned")]
        assert len(ledger(session, stated.id)) == 5


class TestCounterparts:
    def test_most_occasions_first_with_first_and_last_date(self, session: Session) -> None:
        ada, cid, eva = (an_id(session, name) for name in ("Ada Berg", "Cid Dahl", "Eva Berg"))
        rows = counterparts(session, ada, FactFilter(kinds=MET, parts=[("participant", ada)]), "participant")
        assert [(row.entity_id, len(row.occasions)) for row in rows] == [(cid, 2), (eva, 1)]
        assert (rows[0].first["start"], rows[0].last["start"]) == ("2020-01-05", "2020-03-05")
        assert sources(session, [row.shared for row in rows])[rows[0].entity_id] == 2

    def test_persons_are_lifted_to_the_state_of_the_time(self, session: Session) -> None:
        norland, sudland, eva = (an_id(session, name) for name in ("Norland", "Sudland", "Eva Berg"))
        states = States(session, "role", "person", "of")
        rows = counterparts(session, sudland, FactFilter(kinds=MET), "participant", states.acted_for)
        met = {row.entity_id: [occasion.start for occasion in row.occasions] for row in rows}
        assert met == {norland: [dt.date(2020, 3, 5)], eva: [None]}

    def test_facts_of_an_actor_are_found_by_the_actor(self, session: Session) -> None:
        """Without statistics SQLite would rather read all facts of a kind and status."""
        if session.connection().dialect.name != "sqlite":
            pytest.skip("PostgreSQL chooses by the number of rows; SQLite's plan is the same for any")
        wanted = FactFilter(kinds=MET, parts=[("participant", an_id(session, "Ada Berg"))])
        query = (
            select(Fact.id).where(*conditions(wanted)).compile(session.connection(), compile_kwargs={"render_postcompile": True})
        )
        values = tuple(query.params[name] for name in query.positiontup or ())
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()
        assert any("ix_parts_entity_id_role" in row[3] for row in plan), plan
        assert not any("ix_facts_kind_status_start" in row[3] for row in plan), plan


class TestMemory:
    def test_memory_is_what_a_rebuild_gives_after_every_change(self, transactions: sessionmaker[Session], kinds: Kinds) -> None:
        memory = ImageKeeper(Shape())
        seen = []
        for number in (1, 2, 3):
            with transactions.begin() as session:
                store(session, kinds, number, CLAIMS[:number])
            with transactions.begin() as session:
                seen.append(memory.get(session))
                assert seen[-1].contacts() == load(session, Shape()).contacts()
                assert memory.get(session) is seen[-1]
        with transactions.begin() as session:
            for document in document_ids(session, DocumentFilter(), 9)[0]:
                delete_document(session, document, kinds)
        with transactions.begin() as session:
            assert memory.get(session).contacts() == []
        assert len({len(image.actors) for image in seen}) > 1

    def test_places_are_no_contacts(self, session: Session) -> None:
        place = an_id(session, "Georgia", EntityType.PLACE)
        fact_id = session.scalars(select(Fact.id).where(Fact.place_id == place)).one()
        image = load(session, Shape())
        assert image.actors.number(place) == ABSENT or not image.degree(image.actors.number(place))
        contacts = {contact.id: contact for contact in image.contacts()}
        assert len(contacts[fact_id].actors) == 2

    def test_a_neighbourhood_has_the_nearest_and_how_much_they_share(self, session: Session) -> None:
        ada, cid, eva = (an_id(session, name) for name in ("Ada Berg", "Cid Dahl", "Eva Berg"))
        found = surroundings(load(session, Shape()), ada, ContactFilter(MET), hops=1, limit=9)
        assert found.nodes == [ada, cid, eva]
        pairs = {tuple(sorted(pair)): 1 for pair in itertools.combinations((ada, cid, eva), 2)}
        assert found.edges == pairs | {tuple(sorted((ada, cid))): 2}
        assert surroundings(load(session, Shape()), ada, ContactFilter(MET), hops=1, limit=2).complete is False
