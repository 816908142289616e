"""What the index says of a row, as Django expressions.

Each asks the index of its own table, under any alias the query gives the table.
"""

from __future__ import annotations

from django.db.models import BooleanField, FloatField, TextField
from django.db.models.expressions import Func

from .operations import backend
from .query import Query
from .titles import key


class _OfRow(Func):
    """An expression over the columns of the row with the primary key ``pk``."""

    def __init__(self):
        super().__init__("pk")

    def place(self, compiler) -> tuple[str, str]:
        """The table, and its quoted alias in the query."""
        column = self.source_expressions[0]
        alias, _, _ = compiler.compile(column)[0].rpartition(".")
        return column.target.model._meta.db_table, alias


class Matches(_OfRow):
    """True for a row that answers the query; ``way`` is the backend's ``best_way()``."""

    output_field = BooleanField()

    def __init__(self, query: Query, way: str | None = None):
        self.query, self.way = query, way
        super().__init__()

    def as_sql(self, compiler, connection, **extra):
        search = backend(connection)
        sql = search.matches(*self.place(compiler), self.way)
        return sql, [search.expression(self.query)]


class Rank(_OfRow):
    """How well a row answers the query that it does answer; greater is better."""

    output_field = FloatField()

    def __init__(self, query: Query):
        self.query = query
        super().__init__()

    def as_sql(self, compiler, connection, **extra):
        _table, alias = self.place(compiler)
        return backend(connection).rank(alias, self.query)


class TitleKey(_OfRow):
    """What rows are sorted by title with."""

    output_field = TextField()

    def as_sql(self, compiler, connection, **extra):
        return self.key(compiler, connection), []

    def key(self, compiler, connection) -> str:
        _table, alias = self.place(compiler)
        return key(f"{alias}.search_title", backend(connection).COLLATION)


class WalkedByTitle(TitleKey):
    """True for any row; tells the planner that the index by title is worth a walk."""

    output_field = BooleanField()

    def as_sql(self, compiler, connection, **extra):
        return backend(connection).walked(self.key(compiler, connection)), []
