import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from graph.copies import _remembered, are_copies, bands_of
from graph.database import open_engine, sessions
from graph.store import delete_document
from graph.tables import Document, Fact, TextBand
from graph.understanding import rebuild
from graph.vocabulary import FactKind
from nlp.kinds import KINDS
from tests.graph.test_store import MAY_13, MAY_15, MAY_16, PUTIN, ZELENSKY, meeting, snapshot, store

Transactions = sessionmaker[Session]
Kinds = Mapping[str, FactKind]

WORDS = [f"word{n}" for n in range(400)]


def report(seed: int, length: int = 120) -> str:
    """An invented report; those of different seeds have nothing in common."""
    return " ".join(Random(seed).choices(WORDS, k=length))


REPORT = report(1)
PRINTED = f"VIENNA (Agency) - {REPORT.title()}. (Writing by A. Nother)"
SHORTENED = " ".join(REPORT.split()[:60])
BRIDGE = f"{REPORT} {report(2)}"
"""Most of two reports that have nothing in common."""


class TestComparison:
    @pytest.mark.parametrize("copy", [REPORT, PRINTED, SHORTENED, BRIDGE])
    def test_a_copy_may_be_edited_cut_or_added_to(self, copy: str) -> None:
        assert are_copies(REPORT, copy)
        assert bands_of(REPORT) & bands_of(PRINTED)

    def test_others_are_not_copies(self) -> None:
        assert not are_copies(REPORT, report(2))
        assert not bands_of(REPORT) & bands_of(report(2))

    def test_short_texts_are_copies_when_they_are_equal(self) -> None:
        assert are_copies("They met.", "They met.")
        assert not are_copies("They met on Monday.", "They met on Monday")

    def test_what_compares_texts_loads_no_scipy(self) -> None:
        """It would take 56 MB of every process that stores."""
        told = "import sys; from graph.copies import bands_of; bands_of('a b c d ' * 40); print('scipy' in sys.modules)"
        assert subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout == "False\n"

    def test_a_long_text_is_compared_and_not_remembered(self) -> None:
        long = report(3, 4_000)
        before = _remembered.cache_info().currsize
        assert are_copies(long, f"{long} {REPORT}")
        assert _remembered.cache_info().currsize == before

    def test_bands_do_not_change_between_runs(self) -> None:
        assert min(bands_of(REPORT)) == BAND


BAND = -8740130329026295205


def groups(session: Session) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for text, group in session.execute(select(Document.text, Document.text_group)):
        found.setdefault(group, set()).add(text)
    return {frozenset(texts) for texts in found.values()}


def held(transactions: Transactions, kinds: Kinds, text: str, on: dt.date = MAY_13) -> str:
    return store(transactions, kinds, text, meeting("held", ZELENSKY, PUTIN, on=MAY_13), on=on)


class TestSources:
    def test_copies_are_one_source(self, transactions: Transactions, kinds: Kinds) -> None:
        for day, text in ((MAY_15, PRINTED), (MAY_13, REPORT), (MAY_16, report(3))):
            held(transactions, kinds, text, day)
        with transactions() as session:
            assert groups(session) == {frozenset({REPORT, PRINTED}), frozenset({report(3)})}
            fact = session.scalars(select(Fact)).one()
            assert (fact.sources, fact.confidence) == (2, 0.96)
            earliest = session.scalars(select(Document).where(Document.text == REPORT)).one()
            assert set(session.scalars(select(Document.text_group).where(Document.text.in_([REPORT, PRINTED])))) == {earliest.id}

    def test_a_text_that_ties_two_reports_together_makes_them_one_source_while_it_is_there(
        self, transactions: Transactions, kinds: Kinds
    ) -> None:
        held(transactions, kinds, REPORT)
        held(transactions, kinds, report(2), MAY_15)
        with transactions() as session:
            assert session.scalars(select(Fact.sources)).one() == 2
            before = snapshot(session)
        bridge = held(transactions, kinds, BRIDGE, MAY_16)
        with transactions.begin() as session:
            assert session.scalars(select(Fact.sources)).one() == 1
            told = snapshot(session)
            rebuild(session, kinds)
            assert snapshot(session) == told
        with transactions.begin() as session:
            delete_document(session, bridge, kinds)
        with transactions.begin() as session:
            assert snapshot(session) == before

    def test_the_earliest_of_some_copies_may_go(self, transactions: Transactions, kinds: Kinds) -> None:
        first = held(transactions, kinds, REPORT)
        held(transactions, kinds, PRINTED, MAY_15)
        with transactions.begin() as session:
            delete_document(session, first, kinds)
        held(transactions, kinds, SHORTENED, MAY_16)
        with transactions() as session:
            assert groups(session) == {frozenset({PRINTED, SHORTENED})}
            assert session.scalars(select(Fact.sources)).one() == 1

    def test_documents_of_an_earlier_version_are_compared_when_facts_are_made_anew(
        self, transactions: Transactions, kinds: Kinds
    ) -> None:
        for day, text in ((MAY_13, REPORT), (MAY_15, PRINTED)):
            held(transactions, kinds, text, day)
        with transactions.begin() as session:
            before = snapshot(session)
            session.query(TextBand).delete()
            for document in session.scalars(select(Document)):
                document.text_group = document.id
            session.flush()
            rebuild(session, kinds)
            assert snapshot(session) == before


@pytest.fixture(scope="module")
def memory(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Transactions]:
    engine = open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path_factory.mktemp('copies') / 'test.db')}")
    yield sessions(engine)
    engine.dispose()


@settings(max_examples=12, deadline=None)
@given(order=st.permutations([REPORT, PRINTED, SHORTENED, BRIDGE, report(2), report(3)]), gone=st.integers(0, 5))
def test_groups_do_not_depend_on_the_order_of_documents(memory: Transactions, order: list[str], gone: int) -> None:
    stored = [held(memory, KINDS, text) for text in order]
    with memory.begin() as session:
        for document_id in stored[:gone]:
            delete_document(session, document_id, KINDS)
    left = order[gone:]
    with memory.begin() as session:
        assert groups(session) == expected(left)
        for document_id in stored[gone:]:
            delete_document(session, document_id, KINDS)


def expected(texts: list[str]) -> set[frozenset[str]]:
    """Copies, and copies of copies."""
    found: list[set[str]] = []
    for text in texts:
        near = [group for group in found if any(bands_of(text) & bands_of(other) and are_copies(text, other) for other in group)]
        found = [group for group in found if group not in near] + [{text}.union(*near)]
    return {frozenset(group) for group in found}
