"""The tables of Procrastinate, which hands out jobs on PostgreSQL: its own steps, each applied once, beside ours."""

from pathlib import Path

from procrastinate.schema import SchemaManager
from sqlalchemy import Connection, inspect, text

TABLE = "procrastinate_steps"
"""Which of its steps have been applied. It keeps no account of that itself."""


def apply(connection: Connection) -> None:
    """Bring Procrastinate's tables up to the version that is installed."""
    connection.execute(text(f"CREATE TABLE IF NOT EXISTS {TABLE} (name text PRIMARY KEY)"))
    applied = set(connection.scalars(text(f"SELECT name FROM {TABLE}")))
    if not inspect(connection).has_table("procrastinate_jobs"):
        _run(connection, SchemaManager.get_schema())
    else:
        for step in _steps():
            if step.name not in applied:
                _run(connection, step.read_text(encoding="utf-8"))
    new = [{"name": step.name} for step in _steps() if step.name not in applied]
    if new:
        connection.execute(text(f"INSERT INTO {TABLE} VALUES (:name)"), new)


def is_applied(connection: Connection) -> bool:
    """Whether its tables are those of the version that is installed."""
    if not inspect(connection).has_table(TABLE):
        return False
    return {step.name for step in _steps()} <= set(connection.scalars(text(f"SELECT name FROM {TABLE}")))


def _steps() -> list[Path]:
    """Its steps, in the order of their names, which is that in which they are to be applied."""
    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def _run(connection: Connection, script: str) -> None:
    """Run a script of many statements in the connection's transaction."""
    driver = connection.connection.driver_connection
    assert driver is not None
    driver.execute(script)
