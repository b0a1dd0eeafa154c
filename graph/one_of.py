"""Whether a column is one of many values, which are one parameter, so that a statement is the same however many there are."""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import Boolean, Dialect, bindparam
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import ColumnElement
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType, TypeDecorator


class _Values(TypeDecorator[Collection[Any]]):
    """A list: JSON for SQLite, an array for PostgreSQL."""

    impl = NullType
    cache_ok = True

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return json.dumps(values) if dialect.name == "sqlite" else values


class _OneOf(FunctionElement[bool]):
    """A column, and the parameter with the values."""

    type = Boolean()
    name = "one_of"
    inherit_cache = True

    def self_group(self, against: Any = None) -> ColumnElement[bool]:  # type: ignore[override]
        """It is a condition as it stands: compared with `1`, as SQLAlchemy would have it, it is not looked up in an index."""
        return self


def one_of(column: Any, name: str = "values") -> ColumnElement[bool]:
    """Whether `column` is among those that the parameter `name` lists."""
    return _OneOf(column, bindparam(name, type_=_Values()))


@compiles(_OneOf, "sqlite")
def _in_json(element: _OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = element.clauses
    return f"{compiler.process(column, **options)} IN (SELECT value FROM json_each({compiler.process(values, **options)}))"


@compiles(_OneOf, "postgresql")
def _in_array(element: _OneOf, compiler: SQLCompiler, **options: Any) -> str:
    column, values = element.clauses
    type_ = column.type.compile(compiler.dialect)
    return f"{compiler.process(column, **options)} = ANY(CAST({compiler.process(values, **options)} AS {type_}[]))"
