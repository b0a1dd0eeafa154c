"""All entities by name, a page at a time."""

import datetime as dt

import pytest
from sqlalchemy import Engine, event

from graph.database import sessions
from graph.find import Listed, listing
from graph.tables import Entity

NAMES = ["Ada", "Ada", "Ada", "Émile", "Zoë", "ada", "Bo", "Bo Ek", "Łódź", "'; DROP TABLE entities; --"]


@pytest.fixture
def filled(engine: Engine) -> Engine:
    with sessions(engine).begin() as session:
        for number, name in enumerate(NAMES):
            type_, country = ("state", "SWE") if number % 2 else ("person", None)
            gone = Entity(
                id=f"w{number}", type=type_, name=name, country=country, withdrawn=True, created_at=dt.datetime.now(dt.UTC)
            )
            session.add(gone)
            session.add(Entity(id=f"e{number}", type=type_, name=name, country=country, created_at=dt.datetime.now(dt.UTC)))
    return engine


@pytest.mark.parametrize("limit", [1, 3, 10, 11])
@pytest.mark.parametrize(("types", "country"), [((), None), (("state",), None), ((), "SWE"), (("person",), "SWE")])
def test_pages_add_up_to_all_that_are_wanted(filled: Engine, limit: int, types: tuple[str, ...], country: str | None) -> None:
    found: list[Listed] = []
    last = None
    with sessions(filled).begin() as session:
        while True:
            page, last = listing(session, types, country, limit, last)
            assert len(page) <= limit
            found += page
            if last is None:
                break
    wanted = [f"e{n}" for n in range(len(NAMES)) if (not types or (n % 2 == 1) == ("state" in types)) and (not country or n % 2)]
    assert sorted(entity.id for entity in found) == sorted(wanted)
    assert [entity.id for entity in found if entity.name == "Ada"] == [key for key in ("e0", "e1", "e2") if key in wanted]


def test_a_page_follows_the_index_and_sorts_nothing(filled: Engine) -> None:
    if filled.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by the number of rows; SQLite's plan shows that the index can be followed")
    asked: list[tuple[str, object]] = []
    event.listen(filled, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    with sessions(filled).begin() as session:
        listing(session, (), None, 3, ("Bo", "e6"))
        statement, parameters = asked[-1]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()  # type: ignore[arg-type]
    steps = " ".join(row[3] for row in plan)
    assert "ix_entities_name_id" in steps
    assert "TEMP B-TREE" not in steps
