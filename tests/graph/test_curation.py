"""Judgements applied to the tables: what they change, what they leave alone, and that all of it can be undone."""

import datetime as dt
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, select, update
from sqlalchemy.orm import Session, sessionmaker

from graph.curation import Effect, Opinion, get_judgement, judge_entities, judge_facts, split_entity, split_fact, take_back
from graph.errors import InvalidJudgement, NotFound
from graph.find import Names, take_in_names
from graph.image import Shape, load
from graph.image_keeper import ImageKeeper
from graph.judgements import Verdict
from graph.memory import BEFORE_ALL, Remembered
from graph.store import NewDocument, add_document, delete_document, document_facts, save_reading
from graph.tables import Claim as ClaimRow
from graph.tables import Document, Entity, Fact, Judgement, Mention, Name, Part, Telling, WithdrawnFact
from graph.understanding import rebuild
from graph.vocabulary import Claim, ClaimPart, Date, EntityRead, EntityType, FactKind, Precision, Reading, Span
from tests.graph.test_memory import assert_equal, degrees
from tests.graph.test_store import CAST, ISTANBUL, MAY_13, MAY_15, MAY_16, RUSSIA, TURKEY, UKRAINE, ZELENSKY, meeting, snapshot
from tests.graph.test_store import store as store_document

Transactions = sessionmaker[Session]
Kinds = Mapping[str, FactKind]
Move = tuple[str, object, object]
SAME, DIFFERENT, UNSURE = Verdict
ANN = Opinion("Ann", "I know them")
PETROV = EntityRead("p1", EntityType.PERSON, "Ivan Petrov", names=("Ivan Petrov", "Petrov"))
PETROFF = EntityRead("p2", EntityType.PERSON, "I. V. Petroff", names=("I. V. Petroff",))
MINISTER = EntityRead("p3", EntityType.PERSON, "Minister Petrov", state="state/RUS")
EVERYONE = (*CAST, PETROV, PETROFF, MINISTER)


@dataclass
class World:
    """A database with some documents, and the judgements of one curator."""

    transactions: Transactions
    kinds: Kinds

    def tell(self, text: str, *claims: Claim, on: dt.date = MAY_13) -> str:
        return store_document(self.transactions, self.kinds, text, *claims, on=on, cast=EVERYONE)

    def do(self, what: Callable[..., Effect], *arguments: object, **named: object) -> Effect:
        with self.transactions.begin() as session:
            return what(session, self.kinds, *arguments, **named)

    def judge(self, left: str, right: str, verdict: Verdict = SAME) -> Effect:
        return self.do(judge_entities, left, right, verdict, ANN)

    def entity(self, name: str) -> str:
        with self.transactions() as session:
            return session.scalars(select(Entity.id).where(Entity.name == name)).one()

    def facts(self) -> list[tuple[str, set[str]]]:
        """The facts by their status and who took part, oldest first."""
        with self.transactions() as session:
            found = session.scalars(select(Fact)).all()
            told = [(fact.status, {session.get_one(Entity, part.entity_id).name for part in fact.parts}) for fact in found]
            return sorted(told, key=lambda fact: (fact[0], sorted(fact[1])))

    def ids(self) -> list[str]:
        with self.transactions() as session:
            return list(session.scalars(select(Fact.id).order_by(Fact.start, Fact.id)))

    def snapshot(self) -> dict[str, object]:
        with self.transactions() as session:
            return snapshot(session) | {"meant": _meant(session)}


def _meant(session: Session) -> object:
    """Who is meant by each mention, speaker and person's state, and what everyone is called."""
    mentions = session.execute(select(Mention.claim_id, Mention.start, Mention.role, Mention.entity_id, Mention.read_as))
    speakers = session.execute(select(ClaimRow.id, ClaimRow.said_by_id, ClaimRow.speaker_read_as))
    entities = session.execute(select(Entity.id, Entity.name, Entity.state_id, Entity.merged_into, Entity.withdrawn))
    return [sorted(map(tuple, rows), key=str) for rows in (mentions, speakers, entities)]


@pytest.fixture
def world(transactions: Transactions, kinds: Kinds) -> World:
    return World(transactions, kinds)


class TestMerging:
    def test_the_facts_of_one_become_those_of_the_other(self, world: World) -> None:
        world.tell("A.", meeting("held", PETROV, TURKEY, on=MAY_15), meeting("held", UKRAINE, RUSSIA, at=9, on=MAY_13))
        world.tell("B.", meeting("planned", PETROFF, UKRAINE, on=MAY_16, by=PETROFF))
        kept = world.entity("Ivan Petrov")
        effect = world.judge(kept, world.entity("I. V. Petroff"))
        assert world.facts() == [
            ("held", {"Ivan Petrov", "Turkey"}),
            ("held", {"Ukraine", "Russia"}),
            ("planned", {"Ivan Petrov", "Ukraine"}),
        ]
        assert len(effect.changed) == 1
        with world.transactions() as session:
            assert session.scalars(select(ClaimRow.said_by_id).where(ClaimRow.said_by_id.is_not(None))).one() == kept

    def test_facts_that_become_the_same_happening_are_one(self, world: World) -> None:
        world.tell("A.", meeting("held", PETROV, TURKEY, on=MAY_15))
        world.tell("B.", meeting("held", PETROFF, TURKEY, on=MAY_15), on=MAY_16)
        first, second = world.ids()
        effect = world.judge(world.entity("Ivan Petrov"), world.entity("I. V. Petroff"))
        (left,) = world.ids()
        assert set(effect.changed) == {left}
        assert effect.withdrawn == {({first, second} - {left}).pop(): left}
        with world.transactions() as session:
            assert session.get_one(Fact, left).sources == 2

    def test_memory_sees_it(self, world: World) -> None:
        world.tell("A.", meeting("held", PETROV, TURKEY, on=MAY_15))
        world.tell("B.", meeting("held", PETROFF, UKRAINE, on=MAY_15))
        image, names = ImageKeeper(Shape(), fewest=2), Remembered(Names(), take_in_names)
        with world.transactions() as session:
            image.get(session), names.get(session)
        kept, merged = world.entity("Ivan Petrov"), world.entity("I. V. Petroff")
        world.judge(kept, merged)
        with world.transactions() as session:
            assert_equal(image.get(session), load(session, Shape()))
            assert (degrees(image.get(session)).get(kept), degrees(image.get(session)).get(merged)) == (2, None)
            assert names.get(session).held_by("i v petroff") == {kept}

    def test_what_comes_later_is_told_of_the_one_that_stands_for_both(self, world: World) -> None:
        world.tell("A.", meeting("held", PETROV, TURKEY), meeting("held", PETROFF, RUSSIA, at=9))
        kept = world.entity("Ivan Petrov")
        judgement = world.judge(kept, world.entity("I. V. Petroff")).judgement
        later = world.tell("B.", meeting("planned", PETROFF, UKRAINE, by=PETROFF))
        with world.transactions() as session:
            (fact,) = document_facts(session, later, world.kinds)
            assert kept in fact.entities("participant")
        world.do(take_back, judgement.id, "Bob")
        with world.transactions() as session:
            (fact,) = document_facts(session, later, world.kinds)
            assert kept not in fact.entities("participant")

    def test_who_acts_for_a_state_does_so_for_both(self, world: World) -> None:
        world.tell("A.", meeting("held", PETROV, UKRAINE, on=MAY_15, place=ISTANBUL))
        world.tell("B.", meeting("held", RUSSIA, UKRAINE, on=MAY_15, place=ISTANBUL))
        world.tell("C.", meeting("held", MINISTER, TURKEY, on=MAY_13))
        assert len(world.ids()) == 3
        before = world.snapshot()
        effect = world.judge(world.entity("Ivan Petrov"), world.entity("Minister Petrov"))
        assert len(world.ids()) == 2, "Russia's person met whom Russia met"
        world.do(take_back, effect.judgement.id, "Bob")
        assert world.snapshot() == before

    def test_whom_one_merged_acts_for_stays_when_its_documents_go(self, world: World) -> None:
        world.tell("A.", meeting("held", PETROV, UKRAINE, on=MAY_15))
        gone = world.tell("B.", meeting("held", MINISTER, TURKEY, on=MAY_13))
        kept, merged = world.entity("Ivan Petrov"), world.entity("Minister Petrov")
        world.judge(kept, merged)
        with world.transactions.begin() as session:
            delete_document(session, gone, world.kinds)
        before = world.snapshot()
        with world.transactions.begin() as session:
            state_id = session.get_one(Entity, kept).state_id
            assert session.get_one(Entity, merged).withdrawn
            assert rebuild(session, world.kinds) == 0
        assert state_id == world.entity("Russia")
        assert world.snapshot() == before

    def test_states_that_are_one_are_so_for_those_who_act_for_them(self, world: World) -> None:
        moscow = EntityRead("o1", EntityType.ORGANIZATION, "Moscow Government")
        claims = meeting("held", MINISTER, UKRAINE, on=MAY_15, place=ISTANBUL), meeting("held", moscow, TURKEY, at=9)
        store_document(world.transactions, world.kinds, "A.", *claims, cast=(*EVERYONE, moscow))
        body = world.entity("Moscow Government")
        world.judge(body, world.entity("Russia"))
        with world.transactions() as session:
            assert session.get_one(Entity, world.entity("Minister Petrov")).state_id == body
        before = world.snapshot()
        with world.transactions.begin() as session:
            rebuild(session, world.kinds)
        assert world.snapshot() == before

    def test_it_is_as_before_once_taken_back(self, world: World) -> None:
        world.tell("A.", meeting("held", PETROV, TURKEY, on=MAY_15), meeting("held", UKRAINE, RUSSIA, at=9))
        world.tell("B.", meeting("held", PETROFF, TURKEY, on=MAY_15, by=PETROFF), on=MAY_16)
        before = world.snapshot()
        judgement = world.judge(world.entity("Ivan Petrov"), world.entity("I. V. Petroff")).judgement
        assert world.snapshot() != before
        effect = world.do(take_back, judgement.id, "Bob")
        assert world.snapshot() == before
        assert (effect.judgement.author, effect.judgement.reason, effect.judgement.withdrawn_by) == ("Ann", "I know them", "Bob")
        assert effect.judgement.withdrawn_at is not None
        assert effect.judgement.withdrawn_at >= effect.judgement.created_at
        assert world.do(take_back, judgement.id, "Eve").judgement.withdrawn_by == "Bob"

    def test_what_is_rolled_back_is_forgotten(self, world: World) -> None:
        world.tell("A.", meeting("held", PETROV, TURKEY), meeting("held", PETROFF, TURKEY, at=9))
        before, pair = world.snapshot(), (world.entity("Ivan Petrov"), world.entity("I. V. Petroff"))
        with world.transactions() as session:
            assert judge_entities(session, world.kinds, *pair, SAME, ANN).changed
            session.rollback()
        assert world.snapshot() == before
        assert world.judge(*pair, DIFFERENT).changed == []
        assert world.snapshot() == before

    def test_nothing_is_the_same_as_itself(self, world: World) -> None:
        with pytest.raises(InvalidJudgement):
            world.judge("ent_1", "ent_1")
        with pytest.raises(NotFound):
            world.do(take_back, "judgement_1", "Bob")


class TestSplitting:
    def told(self, world: World) -> tuple[str, list[str]]:
        """Three documents that speak of one Petrov."""
        documents = [
            world.tell("A.", meeting("held", PETROV, TURKEY, on=MAY_15)),
            world.tell("B.", meeting("held", PETROV, TURKEY, on=MAY_15, by=PETROV), on=MAY_15),
            world.tell("C.", meeting("held", PETROV, UKRAINE, on=MAY_13), on=MAY_16),
        ]
        return world.entity("Ivan Petrov"), documents

    def test_some_documents_speak_of_another(self, world: World) -> None:
        petrov, documents = self.told(world)
        effect = world.do(split_entity, petrov, documents[1:], ANN, "Ivan Petrov of Sofia")
        other = effect.judgement.right_id
        assert world.facts() == [
            ("held", {"Ivan Petrov", "Turkey"}),
            ("held", {"Ivan Petrov of Sofia", "Turkey"}),
            ("held", {"Ivan Petrov of Sofia", "Ukraine"}),
        ]
        with world.transactions() as session:
            assert {name.name for name in session.get_one(Entity, other).names} == {"Ivan Petrov", "Petrov"}
            names = take_in_names(session, Names(), BEFORE_ALL)
            assert names.held_by("petrov") == {petrov, other}

    def test_it_is_as_before_once_taken_back(self, world: World) -> None:
        petrov, documents = self.told(world)
        facts = world.facts()
        judgement = world.do(split_entity, petrov, documents[1:], ANN).judgement
        world.do(take_back, judgement.id, "Bob")
        assert world.facts() == facts
        with world.transactions() as session:
            assert session.get_one(Entity, judgement.right_id).merged_into == petrov
            names = take_in_names(session, Names(), BEFORE_ALL)
            assert names.held_by("petrov") == {petrov}

    def test_a_document_stored_again_is_understood_as_judged(self, world: World) -> None:
        petrov, documents = self.told(world)
        other = world.do(split_entity, petrov, documents[2:], ANN).judgement.right_id
        before = world.snapshot()
        with world.transactions.begin() as session:
            delete_document(session, documents[2], world.kinds)
            assert session.get_one(Entity, other).withdrawn
        world.tell("C.", meeting("held", PETROV, UKRAINE, on=MAY_13), on=MAY_16)
        assert world.snapshot() == before

    def test_the_part_may_be_split_and_merged_again(self, world: World) -> None:
        petrov, documents = self.told(world)
        part = world.do(split_entity, petrov, documents[1:], ANN).judgement.right_id
        third = world.do(split_entity, part, documents[2:], ANN).judgement.right_id
        assert len({petrov, part, third}) == 3
        assert len(world.ids()) == 3
        world.judge(petrov, third)
        with world.transactions() as session:
            speaking = select(ClaimRow.document_id).join(Mention).where(Mention.entity_id == petrov)
            assert set(session.scalars(speaking)) == {documents[0], documents[2]}

    @pytest.mark.parametrize("chosen", [[], [0, 1, 2]])
    def test_some_must_go_and_some_must_stay(self, world: World, chosen: list[int]) -> None:
        petrov, documents = self.told(world)
        with pytest.raises(InvalidJudgement, match="some, but not all, of the 3 documents"):
            world.do(split_entity, petrov, [documents[i] for i in chosen], ANN)

    def test_the_documents_must_speak_of_it(self, world: World) -> None:
        petrov, _ = self.told(world)
        with pytest.raises(InvalidJudgement, match="not spoken of in doc_x"):
            world.do(split_entity, petrov, ["doc_x"], ANN)

    def test_one_merged_is_taken_out_again(self, world: World) -> None:
        world.tell("A.", meeting("held", PETROV, TURKEY), meeting("held", PETROFF, UKRAINE, at=9))
        before, (kept, merged) = world.snapshot(), (world.entity("Ivan Petrov"), world.entity("I. V. Petroff"))
        world.judge(kept, merged)
        world.judge(kept, merged, DIFFERENT)
        assert world.snapshot() == before


class TestFacts:
    def told(self, world: World) -> tuple[list[str], list[str]]:
        """Two facts that look different, and the documents that tell them."""
        documents = [
            world.tell("A.", meeting("held", PETROV, TURKEY, on=MAY_13, place=ISTANBUL)),
            world.tell("B.", meeting("held", PETROV, TURKEY, on=MAY_16), on=MAY_16),
        ]
        return world.ids(), documents

    def test_two_are_one_happening_if_judged_so(self, world: World) -> None:
        (first, second), _ = self.told(world)
        before = world.snapshot()
        effect = world.do(judge_facts, second, first, SAME, ANN)
        assert world.ids() == [first]
        assert effect.withdrawn == {second: first}
        world.tell("C.", meeting("held", PETROV, TURKEY, on=MAY_16), on=MAY_16)
        assert world.ids() == [first], "what agrees with one of them joins both"
        with world.transactions.begin() as session:
            stored = session.scalars(select(Document.id).where(Document.text == "C.")).one()
            delete_document(session, stored, world.kinds)
        world.do(take_back, effect.judgement.id, "Bob")
        assert world.snapshot() == before

    def test_the_claims_of_one_are_of_two_if_judged_so(self, world: World) -> None:
        world.tell("A.", meeting("held", PETROV, TURKEY, on=MAY_15), meeting("held", TURKEY, PETROV, at=9, on=MAY_15))
        world.tell("B.", meeting("held", PETROV, TURKEY, on=MAY_15), on=MAY_16)
        (fact,) = world.ids()
        before = world.snapshot()
        with world.transactions() as session:
            claims = list(session.scalars(select(ClaimRow.id)))
        chosen = claims[-1:]
        effect = world.do(split_fact, fact, chosen, ANN)
        with world.transactions() as session:
            groups = {frozenset(session.scalars(select(ClaimRow.id).where(ClaimRow.fact_id == id_))) for id_ in world.ids()}
        assert frozenset(chosen) in groups
        assert len(groups) == 2
        world.do(take_back, effect.judgement.id, "Bob")
        assert world.snapshot() == before

    def test_what_is_judged_different_is_not_joined_by_what_comes_later(self, world: World) -> None:
        (first, second), _ = self.told(world)
        world.do(judge_facts, first, second, DIFFERENT, ANN)
        world.tell("C.", meeting("held", PETROV, TURKEY), on=MAY_15)
        assert len(world.ids()) == 2

    def test_to_be_unsure_is_noted_and_changes_nothing(self, world: World) -> None:
        (first, second), _ = self.told(world)
        before = world.snapshot()
        judgement = world.do(judge_facts, first, second, UNSURE, ANN).judgement
        assert world.snapshot() == before
        with world.transactions() as session:
            assert get_judgement(session, judgement.id).verdict == "unsure"

    def test_it_outlives_its_documents(self, world: World) -> None:
        (first, second), documents = self.told(world)
        world.do(judge_facts, first, second, SAME, ANN)
        before = world.snapshot()
        with world.transactions.begin() as session:
            delete_document(session, documents[1], world.kinds)
        world.tell("B.", meeting("held", PETROV, TURKEY, on=MAY_16), on=MAY_16)
        assert world.snapshot() == before

    def test_a_fact_whose_earliest_document_comes_later_leads_to_the_new_one(self, world: World) -> None:
        world.tell("B.", meeting("held", PETROV, TURKEY, on=MAY_15), on=MAY_16)
        (old,) = world.ids()
        earliest = world.tell("A.", meeting("planned", PETROV, TURKEY, on=MAY_15))
        (new,) = world.ids()
        with world.transactions.begin() as session:
            assert session.get_one(WithdrawnFact, old).successor_id == new
            delete_document(session, earliest, world.kinds)
        with world.transactions() as session:
            assert session.get_one(WithdrawnFact, new).successor_id == old
            assert session.get(WithdrawnFact, old) is None

    def test_facts_of_two_kinds_are_never_one(self, world: World) -> None:
        office = Claim(
            "role", "current", (ClaimPart("person", "p1", Span(0, 1)), ClaimPart("of", "state/TUR", Span(2, 3))), Span(0, 9)
        )
        world.tell("A.", meeting("held", PETROV, TURKEY, on=MAY_13), office)
        with pytest.raises(InvalidJudgement, match="one fact is a"):
            world.do(judge_facts, *world.ids(), SAME, ANN)


class TestNames:
    def test_a_name_goes_with_the_last_document_that_uses_it(self, world: World) -> None:
        known = EntityRead("person/z", EntityType.PERSON, "Volodymyr Zelenskyy", True, ("Ze",), state="state/UKR")
        world.tell("A.", meeting("held", ZELENSKY, TURKEY))
        again = store_document(world.transactions, world.kinds, "B.", meeting("held", known, TURKEY), cast=(known, *CAST[:3]))
        names = Remembered(Names(), take_in_names)
        with world.transactions() as session:
            assert names.get(session).held_by("ze")
        with world.transactions.begin() as session:
            delete_document(session, again, world.kinds)
        with world.transactions() as session:
            assert set(session.scalars(select(Name.name).join(Entity).where(Entity.known_key == "person/z"))) == {
                "Volodymyr Zelenskyy",
                "Zelensky",
            }
            assert names.get(session) == take_in_names(session, Names(), BEFORE_ALL)
            assert not names.get(session).held_by("ze")


PLAYERS = {
    letter: EntityRead(f"person/{letter}", EntityType.PERSON, f"Actor {letter}", known=letter < "c") for letter in "abcdef"
}


def game_meeting(who: frozenset[str], day: int, status: str) -> Claim:
    date = dt.date(2024, 1, day)
    parts = tuple(ClaimPart("participant", PLAYERS[letter].key, Span(0, 1)) for letter in sorted(who))
    speaker = PLAYERS[min(who)].key if status == "planned" else None
    return Claim(
        "meeting", status, parts, Span(day, 9 + day), dates={"date": Date(date, date, Precision.DAY, "")}, said_by=speaker
    )


game_claims = st.builds(
    game_meeting,
    st.frozensets(st.sampled_from("abcdef"), min_size=2, max_size=3),
    st.integers(1, 3),
    st.sampled_from(["planned", "held", "cancelled"]),
)
numbers = st.integers(0, 9)
documents = st.tuples(st.just("document"), st.integers(1, 4), st.lists(game_claims, max_size=3))
judgements = st.one_of(
    st.tuples(st.sampled_from(["entities", "facts"]), st.sampled_from([SAME, DIFFERENT]), st.tuples(numbers, numbers)),
    st.tuples(st.sampled_from(["split entity", "split fact", "take back"]), numbers, st.none()),
)
moves = st.one_of(documents, judgements)


class Game:
    """Whatever a curator may do, in any order; it begins with an empty database."""

    def __init__(self, transactions: Transactions, kinds: Kinds) -> None:
        self.transactions, self.kinds = transactions, kinds
        with transactions.begin() as session:
            session.execute(update(Entity).values(merged_into=None, state_id=None, own_state_id=None))
            for table in (Document, Telling, Fact, Entity, WithdrawnFact, Judgement):
                session.execute(delete(table))

    def play(self, move: str, first: object, second: object) -> None:
        with self.transactions.begin() as session:
            match move:
                case "document":
                    self._document(session, first, second)  # type: ignore[arg-type]
                case "entities":
                    self._pair(session, Entity, judge_entities, first, second)
                case "facts":
                    self._pair(session, Fact, judge_facts, first, second)
                case "split entity":
                    self._split(session, Part.entity_id, split_entity, ClaimRow.document_id, first)
                case "split fact":
                    self._split(session, Fact.id, split_fact, ClaimRow.id, first)
                case "take back":
                    rows = session.scalars(
                        select(Judgement).where(Judgement.withdrawn_at.is_(None)).order_by(Judgement.number)
                    ).all()
                    if rows:
                        take_back(session, self.kinds, rows[int(str(first)) % len(rows)].id, "Bob")

    def _document(self, session: Session, number: int, claims: Sequence[Claim]) -> None:
        stored = session.scalar(select(Document.id).where(Document.external_id == str(number)))
        if stored is not None:
            delete_document(session, stored, self.kinds)
            return
        new = NewDocument(f"Document {number}.", published_at=dt.date(2024, 1, number), external_id=str(number))
        document, _ = add_document(session, new)
        save_reading(session, document.id, Reading(tuple(PLAYERS.values()), tuple(claims)), self.kinds)

    def _pair(self, session: Session, table: type, judge: Callable[..., Effect], verdict: object, chosen: object) -> None:
        ids = session.scalars(select(table.id).order_by(table.id)).all()  # type: ignore[attr-defined]
        if len(ids) > 1:
            left, right = (ids[number % len(ids)] for number in chosen)  # type: ignore[attr-defined]
            if left != right:
                judge(session, self.kinds, left, right, verdict, ANN)

    def _split(self, session: Session, key: object, split: Callable[..., Effect], items: object, number: object) -> None:
        ids = session.scalars(select(key).distinct().order_by(key)).all()  # type: ignore[call-overload]
        if ids:
            chosen = ids[int(str(number)) % len(ids)]
            rest = select(items).where(ClaimRow.fact_id == chosen)  # type: ignore[call-overload]
            if split is split_entity:
                rest = select(items).join(Mention).where(Mention.entity_id == chosen)  # type: ignore[call-overload]
            some = sorted(set(session.scalars(rest)))[1:]
            if some:
                try:
                    with session.begin_nested():
                        split(session, self.kinds, chosen, some, ANN)
                except InvalidJudgement:  # the documents that only quote it are some of all
                    return


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(moves, max_size=10))
def test_a_rebuild_ends_with_the_very_same_facts(transactions: Transactions, kinds: Kinds, played: Sequence[Move]) -> None:
    game = Game(transactions, kinds)
    image, names = ImageKeeper(Shape(), fewest=2), Remembered(Names(), take_in_names)
    for move in played:
        game.play(*move)
        with transactions() as session:
            image.get(session), names.get(session)
    with transactions.begin() as session:
        assert_equal(image.get(session), load(session, Shape()))
        assert names.get(session) == take_in_names(session, Names(), BEFORE_ALL)
        before = snapshot(session), _meant(session)
        rebuild(session, kinds)
        session.flush()
        assert (snapshot(session), _meant(session)) == before


@settings(deadline=None, max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(documents, min_size=2, max_size=5), st.lists(judgements, max_size=4))
def test_all_judgements_taken_back_leave_nothing_behind(
    transactions: Transactions,
    kinds: Kinds,
    told: Sequence[tuple[str, object, object]],
    ruled: Sequence[tuple[str, object, object]],
) -> None:
    game = Game(transactions, kinds)
    for move in told:
        game.play(*move)
    with transactions() as session:
        before = snapshot(session)
    for move in ruled:
        game.play(*move)
    while _in_force(transactions):
        game.play("take back", len(ruled), None)
    with transactions() as session:
        assert snapshot(session) == before


def _in_force(transactions: Transactions) -> bool:
    with transactions() as session:
        return session.scalar(select(Judgement.id).where(Judgement.withdrawn_at.is_(None)).limit(1)) is not None


def test_two_curators_at_once_follow_one_another(engine: Engine, world: World) -> None:
    """On each kind of database: whatever the order in which they are let in, both judgements stand and the facts fit them."""
    claims = [meeting("held", one, TURKEY, at=9 * n, on=MAY_15) for n, one in enumerate((PETROV, PETROFF, MINISTER))]
    for number, claim in enumerate(claims):
        world.tell(f"Text {number}.", claim, on=MAY_16)
    petrov, petroff, minister = (world.entity(name) for name in ("Ivan Petrov", "I. V. Petroff", "Minister Petrov"))
    ready, failures = threading.Barrier(4), []

    def judge(left: str, right: str, verdict: Verdict) -> None:
        try:
            ready.wait()
            world.judge(left, right, verdict)
        except Exception as error:
            failures.append(error)

    pairs = ((petrov, petroff, SAME), (petroff, minister, SAME), (minister, petrov, SAME), (petrov, minister, DIFFERENT))
    curators = [threading.Thread(target=judge, args=pair) for pair in pairs]
    for curator in curators:
        curator.start()
    for curator in curators:
        curator.join()
    assert failures == []
    before = world.snapshot()
    with world.transactions.begin() as session:
        assert sorted(session.scalars(select(Judgement.number))) == [1, 2, 3, 4]
        rebuild(session, world.kinds)
    assert world.snapshot() == before
