"""Names that are not stored, weighed against those that are."""

import itertools
from collections.abc import Mapping

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from graph.curation import take_back
from graph.judgements import Verdict
from graph.store import delete_document
from graph.tables import Entity, Judgement, Match
from graph.vocabulary import Claim, ClaimPart, EntityRead, EntityType, FactKind, Span
from graph.weighing import Seen, weigh
from tests.graph.test_store import CAST, RUSSIA, TURKEY, UKRAINE, meeting, store

Transactions = sessionmaker[Session]
Kinds = Mapping[str, FactKind]


_numbers = itertools.count()


def person(name: str, state: str | None = None, key: str = "p1") -> EntityRead:
    return EntityRead(key, EntityType.PERSON, name, state=state)


def body(name: str, *names: str, key: str = "b1") -> EntityRead:
    return EntityRead(key, EntityType.GROUP, name, names=names)


def told(transactions: Transactions, kinds: Kinds, *read: EntityRead) -> str:
    """Store a document in which one after the other meets Turkey, and all of them each other."""
    claims = [meeting("held", one, TURKEY, at=9 * i) for i, one in enumerate(read)]
    if len(read) > 1:
        claims.append(meeting("held", *read, at=900))
    return store(transactions, kinds, f"Text {next(_numbers)}.", *claims, cast=(*CAST, *read))


def of_name(session: Session, *names: str) -> set[str]:
    """The entities for which names stand in the end."""
    found = session.scalars(select(Entity).where(Entity.name.in_(names)))
    return {entity.merged_into or entity.id for entity in found}


class TestWeighing:
    @pytest.mark.parametrize(
        ("read", "stored", "company", "verdict"),
        [
            (Seen(["Ivan Petrov"]), Seen(["Ivan Petrov"]), (), Verdict.SAME),
            (Seen(["Ivan Petrov"], "bgr"), Seen(["Ivan Petrov"], "rus"), ("Ann", "Bob"), Verdict.DIFFERENT),
            (Seen(["Yusuf Haddad"], "sdn"), Seen(["Youssef al-Haddad"], "sdn"), (), Verdict.SAME),
            (Seen(["Yusuf Haddad"]), Seen(["Youssef al-Haddad"], "sdn"), (), Verdict.UNSURE),
            (Seen(["Yusuf Haddad"]), Seen(["Youssef al-Haddad"], "sdn"), ("Amina Osman",), Verdict.SAME),
            (Seen(["J. Miller"], "gbr"), Seen(["John Miller"], "gbr"), (), Verdict.UNSURE),
            (Seen(["J. Miller"], "gbr", ["envoy"]), Seen(["John Miller"], "gbr", ["envoy"]), (), Verdict.SAME),
            (Seen(["NSF"]), Seen(["Northern Salvation Front"]), (), Verdict.UNSURE),
            (Seen(["J. Miller"]), Seen(["John Miller"]), (), Verdict.DIFFERENT),
        ],
    )
    def test_names_states_offices_and_company_add_up(
        self, read: Seen, stored: Seen, company: tuple[str, ...], verdict: Verdict
    ) -> None:
        decision = weigh(read, stored, company)
        assert decision is not None
        assert decision.verdict is verdict, decision

    def test_without_a_name_in_common_nothing_is_weighed(self) -> None:
        assert weigh(Seen(["Ann Lee"], "usa", ["envoy"]), Seen(["Bob Ray"], "usa", ["envoy"]), ("Carl",)) is None


class TestSpellings:
    def test_another_spelling_of_one_who_acts_for_the_same_state_is_the_same(
        self, transactions: Transactions, kinds: Kinds
    ) -> None:
        told(transactions, kinds, person("Oleksandr Marchenko", "state/UKR"))
        told(transactions, kinds, person("Aleksandr Marchenko", "state/UKR"))
        with transactions() as session:
            one = session.scalars(select(Entity).where(Entity.type == "person")).one()
            match = session.scalars(select(Match)).one()
            assert (match.entity_id, match.candidate_id, match.verdict, match.score) == (one.id, None, "same", 5.0)
            assert [reason["reason"] for reason in match.reasons] == ["name", "state"]

    def test_a_namesake_of_another_state_is_another_and_it_is_kept_why(self, transactions: Transactions, kinds: Kinds) -> None:
        told(transactions, kinds, person("Sergei Ivanov", "state/RUS"))
        told(transactions, kinds, person("Sergey Ivanov", "state/UKR"))
        with transactions() as session:
            assert len(of_name(session, "Sergei Ivanov", "Sergey Ivanov")) == 2
            match = session.scalars(select(Match)).one()
            assert match.verdict == "different"
            assert match.reasons[0]["points"] < 0

    def test_a_namesake_of_nobody_is_neither_of_two_others(self, transactions: Transactions, kinds: Kinds) -> None:
        told(transactions, kinds, person("Sergei Ivanov", "state/RUS"))
        told(transactions, kinds, person("Sergei Ivanov", "state/UKR"))
        told(transactions, kinds, person("Sergei Ivanov"))
        with transactions() as session:
            assert len(of_name(session, "Sergei Ivanov")) == 3
            assert session.scalars(select(Match.verdict).where(Match.verdict == "unsure")).all()

    def test_company_tells_which_of_two_namesakes(self, transactions: Transactions, kinds: Kinds) -> None:
        friend = person("Radu Ionescu", key="p2")
        told(transactions, kinds, person("Sergei Ivanov", "state/RUS"))
        told(transactions, kinds, person("Sergei Ivanov", "state/UKR"), friend)
        told(transactions, kinds, person("Sergei Ivanov"), friend)
        with transactions() as session:
            assert len(of_name(session, "Sergei Ivanov")) == 2

    def test_an_office_tells_for_whom_a_stranger_acts(self, transactions: Transactions, kinds: Kinds) -> None:
        for number, state in enumerate((RUSSIA, UKRAINE)):
            stranger = person("Ali Hassan")
            office = Claim(
                "role",
                "current",
                (ClaimPart("person", "p1", Span(0, 1)), ClaimPart("of", state.key, Span(0, 1))),
                Span(0, 8),
                {"title": "oil minister"},
            )
            store(transactions, kinds, f"T{number}.", office, meeting("held", stranger, TURKEY, at=9), cast=(*CAST, stranger))
        with transactions() as session:
            states = session.scalars(select(Entity.state_id).where(Entity.name == "Ali Hassan")).all()
            assert len(set(states)) == 2

    def test_a_deleted_document_takes_the_reasons_along_that_it_gave(self, transactions: Transactions, kinds: Kinds) -> None:
        told(transactions, kinds, person("Oleksandr Marchenko", "state/UKR"))
        id_ = told(transactions, kinds, person("Aleksandr Marchenko", "state/UKR"))
        with transactions.begin() as session:
            delete_document(session, id_, kinds)
        with transactions() as session:
            assert session.scalars(select(Match)).all() == []


class TestLinks:
    def test_two_become_one_when_a_document_calls_it_by_both_names(self, transactions: Transactions, kinds: Kinds) -> None:
        told(transactions, kinds, body("NSF"))
        told(transactions, kinds, body("Northern Salvation Front"))
        with transactions() as session:
            assert len(of_name(session, "NSF", "Northern Salvation Front")) == 2
        told(transactions, kinds, body("Northern Salvation Front", "NSF"))
        with transactions() as session:
            assert len(of_name(session, "NSF", "Northern Salvation Front")) == 1
            judgement = session.scalars(select(Judgement)).one()
            assert (judgement.verdict, judgement.author) == ("same", "backchannel")

    def test_a_link_that_was_taken_back_is_not_made_again(self, transactions: Transactions, kinds: Kinds) -> None:
        told(transactions, kinds, body("NSF"))
        told(transactions, kinds, body("Northern Salvation Front"))
        told(transactions, kinds, body("Northern Salvation Front", "NSF"))
        with transactions.begin() as session:
            take_back(session, kinds, session.scalars(select(Judgement.id)).one(), "ann")
        told(transactions, kinds, body("Northern Salvation Front", "NSF"))
        with transactions() as session:
            assert len(of_name(session, "NSF", "Northern Salvation Front")) == 2
            assert len(session.scalars(select(Judgement)).all()) == 1
