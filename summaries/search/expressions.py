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
# ... for another form of it, and for another word that means the same.
FORM_POINTS, WORD_POINTS = 8, 6
# Points for each word that is held where not all words are asked for.
HELD_POINTS = 5
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
    the text; another form of it gives fewer. The words side by side, as one phrase, are worth
    as much as all of them in the title. Where not all words are asked for, each that is held
    gives points. One formula, so that all databases give one order.
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
        points, places, values, needles = [], [], [], []
        for number, term in enumerate(self.query.wanted):
            places.append(f"{position}(title, %s) AS title_{number}")
            places.append(f"{position}(text, %s) AS text_{number}")
            needles += [_needle(term)] * 2
            sql, others = self._points(number, term, position)
            points.append(sql)
            values += others
        for phrase in self.query.as_phrase.wanted:
            held = f"CAST({position}(title || '|' || text, %s) > 0 AS integer)"
            points.append(f"{TITLE_POINTS * len(self.query.wanted)} * {held}")
            values.append(_needle(phrase))
        title, text = (f"' ' || {alias}.search_{name} || ' '" for name in ("title", "text"))
        # In queries of their own, so that each text is read once, not at each mention.
        texts = f"(SELECT {title} AS title, {text} AS text LIMIT 1) AS texts"
        found = f"(SELECT title, text, {', '.join(places)} FROM {texts} LIMIT 1) AS found"
        return f"(SELECT {' + '.join(points)} FROM {found})", (*values, *needles)

    def _points(self, number: int, term: Term, position: str) -> tuple[str, list[str | int]]:
        """The points of one term, as SQL over the places where it stands as it is."""
        title, text = f"title_{number}", f"text_{number}"
        own, others = map(_needles, (term.own_forms, term.other_words))
        form_in_title, word_in_title = (_any_of(position, "title", some) for some in (own, others))
        form_in_text = _any_of(position, "text", [*own, *others])
        early, whole = f"0.5 / (1 + {text} / {STEP})", f"CASE WHEN {text} > 0 THEN 1 ELSE 0.5 END"
        points = [
            (f"{title} > 0 AND {text} = 0", f"{TITLE_POINTS} + 1"),
            (f"{title} > 0", f"{TITLE_POINTS} + 0.5 + {early}"),
            (form_in_title, f"{FORM_POINTS} + {whole}"),
            (word_in_title, f"{WORD_POINTS} + {whole}"),
            (f"{text} > 0", f"0.5 + {early}"),
            (form_in_text, f"0.5 / (1 + {position}(text, %s) / {STEP})"),
        ]
        held, missing = (HELD_POINTS, 0) if self.query.enough else (0, 0.5)
        cases = " ".join(f"WHEN {where} THEN {held} + {some}" for where, some in points)
        sql = f"{term.weight:.4f} * CASE {cases} ELSE {missing} END"
        return sql, [*own, *others, *own, *others, _beginning(term)]


def _alias(compiler: SQLCompiler, column: Expression) -> str:
    """The quoted alias of the column's table in the query."""
    return compiler.compile(column)[0].rpartition(".")[0]


def _needle(term: Term) -> str:
    """The term as it stands in a text with spaces around it."""
    return f" {' '.join(term.tokens)}" + ("" if term.prefix else " ")


def _beginning(term: Term) -> str:
    """What words with the term's stem begin with."""
    stem = term.stems[0][1] if term.stems else term.tokens[0]
    return f" {stem[:-1] if len(stem) > 3 else stem}"


def _needles(terms: tuple[Term, ...]) -> list[str]:
    return [_needle(term) for term in terms]


def _any_of(position: str, column: str, needles: list[str]) -> str:
    """SQL that is true if the column has one of the needles."""
    held = [f"{position}({column}, %s) > 0"] * len(needles)
    return f"({' OR '.join(held or ['1 = 0'])})"
