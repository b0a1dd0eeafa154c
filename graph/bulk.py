"""Many rows written at once, without what SQLAlchemy does for each of them.

SQLite takes them row by row within one call, PostgreSQL as arrays in one statement.
"""

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Connection, Dialect, Float, Table
from sqlalchemy.orm import Session

Row = Mapping[str, Any]
_BATCH = 5_000
"""Rows in one statement."""


def insert_rows(session: Session, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that name the same columns, in their order; defaults are those of the database alone."""
    if rows:
        connection = session.connection()
        plan = _insertion(table, tuple(rows[0]), connection.dialect)
        for start in range(0, len(rows), _BATCH):
            plan.run(connection, rows[start : start + _BATCH])


def update_rows(session: Session, table: Table, key: str, rows: Sequence[Row]) -> None:
    """Change those rows of a table whose column `key` is as each of `rows` says to what else it says."""
    if rows:
        connection = session.connection()
        names = (*(name for name in rows[0] if name != key), key)
        _change(table, names, connection.dialect).run(connection, rows)


@dataclass(frozen=True, slots=True)
class _Plan:
    """A statement, and how rows become its parameters."""

    statement: str
    columns: tuple[tuple[str, Callable[[Any], Any] | None], ...]
    as_arrays: bool = False

    def run(self, connection: Connection, rows: Iterable[Row]) -> None:
        values = list(self._columns(list(rows)))
        parameters: Any = tuple(values) if self.as_arrays else list(zip(*values, strict=True))
        connection.exec_driver_sql(self.statement, parameters)

    def _columns(self, rows: Sequence[Row]) -> Iterator[list[Any]]:
        for name, process in self.columns:
            yield [process(row[name]) for row in rows] if process else [row[name] for row in rows]


@functools.lru_cache(maxsize=100)
def _insertion(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Plan:
    into = f"INSERT INTO {_quoted(dialect, table.name)} ({', '.join(_quoted(dialect, name) for name in names)})"
    columns = [table.c[name] for name in names]
    processed = tuple((column.name, _processor(column, dialect)) for column in columns)
    if dialect.name == "sqlite":
        return _Plan(f"{into} VALUES ({', '.join('?' for _ in names)})", processed)
    arrays = ", ".join(f"%s::{column.type.compile(dialect)}[]" for column in columns)
    return _Plan(f"{into} SELECT * FROM unnest({arrays})", processed, as_arrays=True)


@functools.lru_cache(maxsize=100)
def _change(table: Table, names: tuple[str, ...], dialect: Dialect) -> _Plan:
    mark = "?" if dialect.name == "sqlite" else "%s"
    *changed, key = (f"{_quoted(dialect, name)} = {mark}" for name in names)
    processed = tuple((name, _processor(table.c[name], dialect)) for name in names)
    return _Plan(f"UPDATE {_quoted(dialect, table.name)} SET {', '.join(changed)} WHERE {key}", processed)


def _float(value: float | None) -> float | None:
    return None if value is None else float(value)


def _quoted(dialect: Dialect, name: str) -> str:
    return dialect.identifier_preparer.quote(name)


def _processor(column: Column[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """What makes of a value of Python one that the driver takes, if anything has to; an array must be of one type."""
    if isinstance(column.type, Float) and dialect.name == "postgresql":
        return _float
    return column.type.dialect_impl(dialect).bind_processor(dialect)
