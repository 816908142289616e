"""The search index and the texts behind it, as Django expressions.

Each names the table that has the column ``search_title`` by the alias that the query
gives it; so a model that inherits from another is found as well.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, FloatField
from django.db.models.expressions import Expression, Func
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler

from .index import backend
from .query import Query, Term

# Points for each word in the title. The text gives no more than one point for each word.
TITLE_POINTS = 10
# A word that comes later in the text counts for less, in steps of so many characters; so
# of texts that begin alike the latest comes first.
STEP = 500


class Matches(Lookup):
    """True for a row that answers the query; ``way`` is one of the backend's.

    A lookup, since SQLite uses no index for the comparison with TRUE that
    Django makes of other expressions.
    """

    prepare_rhs = False

    def __init__(self, query: Query, way: str):
        self.way = way
        super().__init__(F("search_title"), query)

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[str | int, ...]]:
        search, table = backend(connection), self.lhs.target.model._meta.db_table
        sql = search.matches(table, _alias(compiler, self.lhs), self.way)
        return sql, (search.expression(self.rhs),)


class Relevance(Func):
    """How well a row answers the query that it does answer; greater is better.

    Each word gives points where the title holds it, and the more the earlier it comes in
    the text. The words side by side, as one phrase, are worth as much as all of them in
    the title. One formula, so that all databases give one order.
    """

    # Not by FTS5's bm25(), which walks through all hits of a word to learn how rare it is,
    # nor by PostgreSQL's ts_rank(), which no other database has.
    output_field = FloatField()

    def __init__(self, query: Query):
        self.query = query
        super().__init__("search_title")

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **extra: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        alias = _alias(compiler, self.source_expressions[0])
        position = backend(connection).POSITION
        points, needles = [], []
        for term in self.query.wanted:
            held = f"CAST({position}(title, %s) > 0 AS integer)"
            points.append(f"{TITLE_POINTS} * {held} + 1.0 / (1 + {position}(text, %s) / {STEP})")
            needles += [_needle(term)] * 2
        for phrase in self.query.as_phrase.wanted:
            held = f"CAST({position}(title || '|' || text, %s) > 0 AS integer)"
            points.append(f"{TITLE_POINTS * len(self.query.wanted)} * {held}")
            needles.append(_needle(phrase))
        title, text = (f"' ' || {alias}.search_{name} || ' '" for name in ("title", "text"))
        # In a query of its own, so that each text is read once, not at each mention.
        texts = f"(SELECT {title} AS title, {text} AS text LIMIT 1) AS texts"
        return f"(SELECT {' + '.join(points)} FROM {texts})", tuple(needles)


def _alias(compiler: SQLCompiler, column: Expression) -> str:
    """The quoted alias of the column's table in the query."""
    return compiler.compile(column)[0].rpartition(".")[0]


def _needle(term: Term) -> str:
    """The term as it stands in a text with spaces around it."""
    return f" {' '.join(term.tokens)}" + ("" if term.prefix else " ")
