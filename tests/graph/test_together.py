"""Documents that are saved together come to what they come to one after the other."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from graph.database import open_engine, sessions
from graph.store import NewDocument, add_document, save_readings
from graph.tables import Entity, Judgement, Match, Name, NameKey, NameUse
from graph.vocabulary import EntityRead, FactKind, Reading
from tests.graph.test_recognition import body, person
from tests.graph.test_store import CAST, TURKEY, meeting, reading, snapshot

UKRAINIAN, AGAIN = person("Oleksandr Marchenko", "state/UKR"), person("Aleksandr Marchenko", "state/UKR")
NOBODY_YET, THEN_RUSSIAN = person("Sergei Ivanov"), person("Sergei Ivanov", "state/RUS")
FRONT, LINKING, INITIALS = body("Northern Salvation Front"), body("Northern Salvation Front", "NSF"), body("NSF")
NEWS: Sequence[Sequence[EntityRead]] = [
    (UKRAINIAN,),
    (AGAIN, body("Grain Board", "the Board")),
    (NOBODY_YET,),
    (INITIALS,),
    (FRONT, THEN_RUSSIAN),
    (THEN_RUSSIAN,),
    (LINKING, UKRAINIAN),
    (AGAIN, INITIALS),
]


@pytest.fixture
def databases(sqlite_template: Path, tmp_path: Path) -> Iterator[list[sessionmaker[Session]]]:
    engines = [open_engine(f"sqlite:///{shutil.copy(sqlite_template, tmp_path / name)}") for name in ("alone.db", "together.db")]
    yield [sessions(engine) for engine in engines]
    for engine in engines:
        engine.dispose()


def save(transactions: sessionmaker[Session], readings: Sequence[Reading], kinds: Mapping[str, FactKind], size: int) -> None:
    with transactions.begin() as session:
        ids = [add_document(session, NewDocument(f"Text {n}."))[0].id for n in range(len(readings))]
    for first in range(0, len(readings), size):
        with transactions.begin() as session:
            batch = dict(zip(ids[first : first + size], readings[first : first + size], strict=False))
            assert save_readings(session, batch, kinds) == list(batch)


def known(session: Session) -> list[object]:
    """All that is stored of entities, but for when."""
    entity = (Entity.id, Entity.type, Entity.name, Entity.state_id, Entity.own_state_id, Entity.merged_into, Entity.withdrawn)
    match = (Match.entity_id, Match.candidate_id, Match.name, Match.document_id, Match.verdict, Match.score)
    uses = select(Name.entity_id, Name.norm, NameUse.document_id).join(NameUse)
    keys = select(Name.entity_id, Name.norm, NameKey.key).join(NameKey)
    names = select(Name.id, Name.entity_id, Name.name, Name.norm)
    ruled = select(Judgement.left_id, Judgement.right_id, Judgement.verdict)
    return [sorted(map(repr, session.execute(q))) for q in (select(*entity), names, uses, keys, select(*match), ruled)]


@pytest.mark.parametrize("size", [2, 3, len(NEWS)])
def test_documents_saved_together_make_the_same_graph(
    databases: list[sessionmaker[Session]], kinds: Mapping[str, FactKind], size: int
) -> None:
    readings = [
        reading(*(meeting("held", one, TURKEY, at=9 * i) for i, one in enumerate(who)), cast=(*CAST, *who)) for who in NEWS
    ]
    alone, together = databases
    save(alone, readings, kinds, 1)
    save(together, readings, kinds, size)
    with alone() as left, together() as right:
        assert left.scalars(select(Match.verdict).where(Match.verdict == "same")).all()
        assert known(right) == known(left)
        assert snapshot(right) == snapshot(left)
