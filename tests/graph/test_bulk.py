"""Many rows, and many values, on either database."""

import datetime as dt

import pytest
from sqlalchemy import Engine, insert, select
from sqlalchemy.orm import Session, sessionmaker

from graph.bulk import insert_rows, update_rows
from graph.one_of import one_of
from graph.tables import Base

FACTS, NAMES, ENTITIES = (Base.metadata.tables[name] for name in ("facts", "names", "entities"))
DAY = dt.date(2025, 5, 13)


def fact(number: int) -> dict[str, object]:
    start = DAY if number % 2 else None
    texts = {"dates": {}, "values": {"topic": f'a "quoted" é {number}'}}
    rest = {"place_id": None, "confidence": 0.5 if number % 3 else 1, "sources": 1, "doubt": 2**40, "changed": 1, "added": 1}
    return {"id": f"fact_{number}", "kind": "meeting", "status": "held", "start": start, "end": start, **texts, **rest}


def test_rows_come_back_as_they_were_written(transactions: sessionmaker[Session]) -> None:
    rows = [fact(number) for number in range(6001)]
    with transactions.begin() as session:
        insert_rows(session, FACTS, rows)
        update_rows(session, FACTS, "id", [{"id": "fact_7", "values": {}, "start": None}])
        stored = {row.id: dict(row._mapping) for row in session.execute(select(FACTS))}
    rows[7] |= {"values": {}, "start": None}
    assert stored == {str(row["id"]): row for row in rows}


def test_rows_are_numbered_in_their_order(transactions: sessionmaker[Session]) -> None:
    with transactions.begin() as session:
        entity = {"id": "ent_1", "type": "person", "name": "Ada", "withdrawn": False, "imported": False, "changed": 0}
        session.execute(insert(ENTITIES), [{**entity, "created_at": dt.datetime.now(dt.UTC)}])
        names = [f"name {number * 7919 % 500}" for number in range(500)]
        insert_rows(session, NAMES, [{"entity_id": "ent_1", "name": name, "norm": name, "imported": False} for name in names])
        assert session.scalars(select(NAMES.c.name).order_by(NAMES.c.id)).all() == names


def test_values_are_told_apart_whatever_they_are(transactions: sessionmaker[Session]) -> None:
    values = ["plain", "it's", 'a "quote"', "back\\slash", "{1,2}", "", "é"]
    with transactions.begin() as session:
        insert_rows(session, FACTS, [{**fact(0), "id": value} for value in [*values, "other"]])
        found = session.connection().execute(select(FACTS.c.id).where(one_of(FACTS.c.id)), {"values": values}).scalars()
        assert set(found) == set(values)
        assert not session.connection().execute(select(FACTS.c.id).where(one_of(FACTS.c.id)), {"values": []}).all()


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_values_are_looked_up_in_the_index(engine: Engine) -> None:
    asked = select(FACTS.c.id).where(one_of(FACTS.c.id), FACTS.c.sources > 1)
    with engine.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked.compile(connection)}", ('["a"]', 1)).all()
    assert any("SEARCH facts" in row.detail for row in plan), plan
