"""Lists brought by users: what is read of them, what is stored, what is refused, and that reading uses the names."""

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session, sessionmaker

from app.lists.countries import alpha_3
from app.lists.for_reader import entries
from app.lists.records import BadRecordError, Link, Passed, Post, Record, parse
from app.lists.taking_in import Outcome, TakingIn
from graph.database import sessions
from graph.imports import for_reader
from graph.store import NewDocument, add_document, save_reading
from graph.tables import Entity, Name, Term
from graph.vocabulary import Claim, ClaimPart, EntityRead, EntityType, Reading, Span
from nlp.gazetteer import Gazetteer
from nlp.kinds import KINDS
from tests.app.test_cli import Backchannel, backchannel

__all__ = ["backchannel"]  # the fixture
ENVOY = {
    "id": "x-1",
    "name": "Ada Okonjo",
    "aliases": ["Adaeze Okonjo"],
    "type": "person",
    "state": "NGA",
    "wikidata": "Q999000111",
    "offices": [{"title": "Minister of Foreign Affairs", "of": "Nigeria", "since": "2023-08-21", "until": "2025"}],
}
BODY = {"id": "x-2", "name": "Lagos Contact Group", "aliases": "LCG; Contact Group of Lagos", "type": "group"}
LEADER = {"id": "x-3", "name": "Volodymyr Zelensky", "state": "Ukraine", "wikidata": "Q3874799", "aliases": "Wolodymyr Selenskyj"}
STATEMENTS = [
    {"id": "occ", "schema": "Occupancy", "properties": {"holder": ["p"], "post": ["pos"], "startDate": ["2020-01-02T00:00:00"]}},
    {"id": "pos", "schema": "Position", "properties": {"name": ["Defence Secretary"], "country": ["gb"]}},
    {
        "id": "p",
        "caption": "Jane Roe",
        "schema": "Person",
        "properties": {"name": ["Jane Roe", "Roe, Jane"], "weakAlias": ["J. Roe"], "nationality": ["gb"], "wikidataId": ["Q888"]},
    },
    {"id": "b", "schema": "PublicBody", "properties": {"name": ["Harbour Board"], "country": ["gb"]}},
    {"id": "m", "schema": "Membership", "properties": {"member": ["p"], "organization": ["b"], "role": ["Chairwoman"]}},
    {"id": "v", "schema": "Vessel", "properties": {"name": ["Ever Long"]}},
]


@pytest.fixture
def store(engine: Engine) -> sessionmaker[Session]:
    return sessions(engine)


def lines(path: Path, *rows: object) -> Path:
    path.write_text("".join((row if isinstance(row, str) else json.dumps(row)) + "\n" for row in rows))
    return path


def take_in(store: sessionmaker[Session], *paths: Path) -> Outcome:
    return TakingIn(store).run(paths)


def names_of(session: Session, entity: Entity) -> set[str]:
    return set(session.scalars(select(Name.name).where(Name.entity_id == entity.id)))


def test_entities_are_stored_with_names_state_and_offices(store: sessionmaker[Session], tmp_path: Path) -> None:
    outcome = take_in(store, lines(tmp_path / "own.jsonl", ENVOY, BODY))
    assert (outcome.new, outcome.known, outcome.offices, outcome.refused) == (2, 0, 1, [])
    with store() as session:
        ada = session.scalars(select(Entity).where(Entity.name == "Ada Okonjo")).one()
        assert (ada.type, ada.wikidata, ada.country, ada.imported) == ("person", "Q999000111", "NGA", True)
        assert session.get_one(Entity, ada.state_id).known_key == "state/NGA"
        assert names_of(session, ada) == {"Ada Okonjo", "Adaeze Okonjo"}
        term = session.scalars(select(Term)).one()
        assert (term.office, session.get_one(Entity, term.of_id).name, term.since, term.until) == (
            "foreign minister",
            "Nigeria",
            "2023-08-21",
            "2025",
        )
        group = session.scalars(select(Entity).where(Entity.name == "Lagos Contact Group")).one()
        assert names_of(session, group) == {"Lagos Contact Group", "LCG", "Contact Group of Lagos"}


def test_a_second_time_changes_nothing(store: sessionmaker[Session], tmp_path: Path) -> None:
    path = lines(tmp_path / "own.jsonl", ENVOY, BODY)
    take_in(store, path)
    with store() as session:
        before = [(e.id, e.name, e.state_id, names_of(session, e)) for e in session.scalars(select(Entity).order_by(Entity.id))]
    outcome = take_in(store, path)
    assert (outcome.new, outcome.known) == (0, 2)
    with store() as session:
        after = [(e.id, e.name, e.state_id, names_of(session, e)) for e in session.scalars(select(Entity).order_by(Entity.id))]
        assert len(session.scalars(select(Term)).all()) == 1
    assert after == before


def test_whom_the_gazetteer_knows_gets_further_names(store: sessionmaker[Session], tmp_path: Path) -> None:
    take_in(store, lines(tmp_path / "own.jsonl", LEADER))
    with store() as session:
        entity = session.scalars(select(Entity).where(Entity.wikidata == "Q3874799")).one()
        assert entity.known_key is not None
        assert entity.known_key.startswith("person/")
        assert names_of(session, entity) >= {"Volodymyr Zelensky", "Wolodymyr Selenskyj"}


def test_statements_of_followthemoney_in_any_order(store: sessionmaker[Session], tmp_path: Path) -> None:
    outcome = take_in(store, lines(tmp_path / "entities.ftm.json", *STATEMENTS))
    assert (outcome.new, outcome.offices, dict(outcome.passed), outcome.refused) == (2, 2, {"Vessel": 1}, [])
    with store() as session:
        jane = session.scalars(select(Entity).where(Entity.name == "Jane Roe")).one()
        assert session.get_one(Entity, jane.state_id).known_key == "state/GBR"
        offices = {(term.office, session.get_one(Entity, term.of_id).name, term.since) for term in session.scalars(select(Term))}
        assert offices == {("defence minister", "United Kingdom", "2020-01-02"), ("chairman", "Harbour Board", None)}


def test_a_table_with_a_header(store: sessionmaker[Session], tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text(
        "id,name,aliases,type,state,wikidata,offices\n"
        '1,Ada Okonjo,"Adaeze Okonjo; A. Okonjo",person,ng,,"foreign minister|Nigeria|2023|; envoy|2||"\n'
        "2,Lagos Contact Group,,group,,,\n"
        "3,Too,many,cells,in,this,row,really\n"
        "4,Nobody,,wizard,,,\n",
        encoding="utf-8",
    )
    outcome = take_in(store, table)
    assert (outcome.new, outcome.offices) == (2, 2)
    assert [refused.where for refused in outcome.refused] == [f"{table}:4", f"{table}:5"]
    assert outcome.refused[0].reason == "8 cells under 7 columns"
    assert "type: " in outcome.refused[1].reason


def test_each_bad_line_is_named_and_the_rest_is_taken(store: sessionmaker[Session], tmp_path: Path) -> None:
    bad = [
        "{",
        "[]",
        '{"id": "deep", "name": ' + "[" * 100_000,
        '{"id": "long", "name": ' + "9" * 5_000 + "}",
        {"id": "y", "name": "  "},
        {"id": "y", "name": "X", "wikidata": "12"},
        {"schema": "Person", "properties": {}},
        {**ENVOY, "id": "z", "name": "Zed Okonjo", "wikidata": None, "offices": [{"title": "envoy", "of": "no such body"}]},
    ]
    path = lines(tmp_path / "own.jsonl", *bad, BODY)
    outcome = take_in(store, path)
    assert outcome.new == 2
    assert [refused.where for refused in outcome.refused] == [f"{path}:{number}" for number in range(1, 9)]
    assert outcome.refused[-1].reason == "no state or body 'no such body'"


def test_reading_uses_the_names_of_a_list(store: sessionmaker[Session], tmp_path: Path) -> None:
    take_in(store, lines(tmp_path / "own.jsonl", ENVOY))
    read = EntityRead("person/adaeze-okonjo", EntityType.PERSON, "Adaeze Okonjo", names=("Adaeze Okonjo",))
    other = EntityRead("person/b", EntityType.PERSON, "Boris Lind")
    claim = Claim("meeting", "held", tuple(ClaimPart("participant", e.key, Span(0, 1)) for e in (read, other)), Span(0, 9))
    with store.begin() as session:
        document, _ = add_document(session, NewDocument("Adaeze Okonjo met Boris Lind."))
        save_reading(session, document.id, Reading((read, other), (claim,)), KINDS)
    with store() as session:
        persons = {entity.name: entity.imported for entity in session.scalars(select(Entity).where(Entity.type == "person"))}
        assert persons == {"Ada Okonjo": True, "Boris Lind": False}


def test_the_reader_is_taught_names_and_offices(store: sessionmaker[Session], tmp_path: Path) -> None:
    take_in(store, lines(tmp_path / "own.jsonl", ENVOY, BODY, LEADER))
    gazetteer = Gazetteer()
    (known,) = Gazetteer.load().persons("Volodymyr Zelensky")
    gazetteer.learn([known])
    with store() as session:
        gazetteer.learn(entries(for_reader(session)))
    (ada,) = gazetteer.persons("Okonjo")
    assert (ada.name, ada.state) == ("Ada Okonjo", "state/NGA")
    assert gazetteer.holders("state/NGA", "foreign minister", on=ada.terms[0].start) == [ada]
    assert [sense.entry.name for sense in gazetteer.senses("LCG")] == ["Lagos Contact Group"]
    (leader,) = gazetteer.persons("Wolodymyr Selenskyj")
    assert (leader.key, leader.terms) == (known.key, known.terms)
    assert gazetteer.persons(known.name) == [leader]


@pytest.fixture
def informed(backchannel: Backchannel, tmp_path: Path) -> Backchannel:
    news = lines(tmp_path / "news.jsonl", {"published_at": "2024-01-03", "text": "Adaeze Okonjo met Adam Stone on 2024-01-02."})
    own = lines(tmp_path / "own.jsonl", ENVOY, BODY, "{")
    done = backchannel("entities", "import", own)
    assert done.code == 1
    assert done.out == "2 new, 0 known, 1 offices, 1 refused\n"
    assert f"refused: {own}:3: not JSON" in done.err
    backchannel("ingest", news)
    return backchannel


def test_the_command_names_what_is_refused_and_what_is_read_is_of_the_list(informed: Backchannel) -> None:
    met = informed("met", "Ada Okonjo", "--json").json["items"]
    assert [row["entity"]["name"] for row in met] == ["Adam Stone"]
    again = informed("entities", "import", "-", "--json", stdin=json.dumps(ENVOY).encode())
    assert (again.json["new"], again.json["known"], again.json["refused"]) == (0, 1, [])
    assert informed("entities", "import", "nowhere").code == 2


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ({"id": "1", "name": "A B"}, Record),
        ({"id": "1", "schema": "Person", "name": "A B", "countries": "ru;ua", "aliases": "C D;E F"}, Record),
        ({"id": "1", "schema": "Vessel", "name": "A"}, Passed),
        ({"id": "1", "schema": "Position", "properties": {"name": ["Envoy"]}}, Passed),
        ({"id": "1", "schema": "Position", "properties": {"name": ["Envoy"], "country": ["ru"]}}, Post),
        ({"id": "1", "schema": "Employment", "properties": {"employee": ["a"], "employer": ["b"]}}, Link),
    ],
)
def test_what_a_row_is(row: dict[str, object], kind: type) -> None:
    assert isinstance(parse(row), kind)


@pytest.mark.parametrize(
    "row",
    [
        {"name": "A B"},
        {"id": "1"},
        {"id": "1", "name": "A\0B"},
        {"id": "1", "name": "A", "offices": [{"title": "envoy", "of": "x", "since": "May 2020"}]},
        {"id": "1", "schema": "Occupancy", "properties": {"holder": ["a"]}},
        {"id": "1", "schema": "Occupancy", "properties": {"holder": ["a"], "post": ["b"], "startDate": ["soon"]}},
    ],
)
def test_rows_that_make_no_sense(row: dict[str, object]) -> None:
    with pytest.raises(BadRecordError):
        parse(row)


def test_codes_of_states() -> None:
    assert [alpha_3(code) for code in ("gb", "GBR", "xk", "zz", "Russia")] == ["GBR", "GBR", "XKX", None, None]
