"""What the index says of a row, as Django expressions.

Each asks the index of the table that has the column ``search_title``, under any
alias that the query gives the table; so a model that inherits from another is found as well.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, FloatField, TextField
from django.db.models.expressions import Expression, Func
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from .index import backend
from .query import Query
from .titles import key


class Matches(Lookup):
    """True for a row that answers the query; ``way`` is the backend's ``best_way()``.

    A lookup, since SQLite uses no index for the comparison with TRUE that
    Django makes of other expressions.
    """

    prepare_rhs = False

    def __init__(self, query: Query, way: str | None = None):
        self.way = way
        super().__init__(F("search_title"), query)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        search = backend(connection)
        sql = search.matches(*_place(compiler, self.lhs), self.way)
        return sql, (search.expression(self.rhs),)


class Rank(Func):
    """How well a row answers the query that it does answer; greater is better."""

    output_field = FloatField()

    def __init__(self, query: Query):
        self.query = query
        super().__init__("search_title")

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        _table, alias = _place(compiler, self.source_expressions[0])
        ranked: tuple[str, tuple[str | int, ...]] = backend(connection).rank(alias, self.query)
        return ranked


class TitleKey(Func):
    """What rows are sorted by title with."""

    output_field = TextField()

    def __init__(self) -> None:
        super().__init__("search_title")

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        _table, alias = _place(compiler, self.source_expressions[0])
        return key(f"{alias}.search_title", backend(connection).COLLATION), ()


def _place(compiler: SQLCompiler, column: Expression) -> tuple[str, str]:
    """The column's table, and the quoted alias of the table in the query."""
    alias, _, _ = compiler.compile(column)[0].rpartition(".")
    return column.target.model._meta.db_table, alias  # type: ignore[attr-defined]  # a Col
