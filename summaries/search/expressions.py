"""What the index says of a row, as Django expressions.

Each asks the index of its own table, under any alias the query gives the table.
"""

from __future__ import annotations

from django.db.models import F, FloatField, TextField
from django.db.models.expressions import Func
from django.db.models.lookups import Lookup

from .operations import backend
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
        super().__init__(F("pk"), query)

    def as_sql(self, compiler, connection):
        search = backend(connection)
        sql = search.matches(*_place(compiler, self.lhs), self.way)
        return sql, [search.expression(self.rhs)]


class Rank(Func):
    """How well a row answers the query that it does answer; greater is better."""

    output_field = FloatField()

    def __init__(self, query: Query):
        self.query = query
        super().__init__("pk")

    def as_sql(self, compiler, connection, **extra):
        _table, alias = _place(compiler, self.source_expressions[0])
        return backend(connection).rank(alias, self.query)


class TitleKey(Func):
    """What rows are sorted by title with."""

    output_field = TextField()

    def __init__(self):
        super().__init__("pk")

    def as_sql(self, compiler, connection, **extra):
        _table, alias = _place(compiler, self.source_expressions[0])
        return key(f"{alias}.search_title", backend(connection).COLLATION), []


def _place(compiler, pk) -> tuple[str, str]:
    """The table of the primary key's column, and its quoted alias in the query."""
    alias, _, _ = compiler.compile(pk)[0].rpartition(".")
    return pk.target.model._meta.db_table, alias
