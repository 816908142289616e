"""Full text on PostgreSQL: a generated ``tsvector`` column with a GIN index.

The text that comes here is segmented and folded already, so the configuration
is ``simple`` and a database in any UTF-8 locale gives the same answers.
"""

from __future__ import annotations

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from summaries.database import DatabaseObject, Relation

from .query import Query, Term
from .titles import key

COLUMN = "search_vector"
COLLATION = "C"
WEIGHS_INDEXES = True

# The ways to the rows that answer: by a list of all hits, or each row as the planner sees fit.
HITS, EACH = "hits", "each"
# So many hits make a list.
FEW = 10_000


def objects(table: str) -> list[DatabaseObject]:
    """What the index consists of."""
    return [
        Relation(
            "column",
            f"{table}.{COLUMN}",
            f'ALTER TABLE "{table}" ADD COLUMN {COLUMN} tsvector GENERATED ALWAYS AS ('
            "setweight(to_tsvector('simple', search_title), 'A') || "
            "setweight(to_tsvector('simple', search_text), 'D')) STORED",
        ),
        Relation(
            "index",
            f"{table}_fts",
            f'CREATE INDEX "{table}_fts" ON "{table}" USING gin ({COLUMN})',
        ),
        Relation(
            "index",
            f"{table}_by_title",
            f'CREATE INDEX "{table}_by_title" ON "{table}" '
            f"(({key('search_title', COLLATION)}), id)",
        ),
    ]


def refresh(table: str) -> list[str]:
    """No statement: a generated column is never out of date."""
    return []


def compare(table: str) -> list[str]:
    """No statement, for the same reason."""
    return []


def expression(query: Query) -> str:
    """The query for ``to_tsquery()``, every token quoted (PostgreSQL manual, section 8.11.2)."""
    unwanted = [f"!{_phrase(term)}" for term in query.unwanted]
    return " & ".join([*map(_phrase, query.wanted), *unwanted])


def best_way(
    connection: BaseDatabaseWrapper, table: str, query: Query, hits: int | None, scope: int | None
) -> str:
    """Whether to find all hits first; the planner knows better how common a word is.

    It takes any word outside its list of the most common ones to be about as
    common as the last of them, and in the hope of meeting one soon walks an
    order to the end. In a small scope there is no long way to walk.
    """
    if scope is not None and scope <= FEW:
        return EACH
    rows = f"SELECT 1 FROM {_quoted(table)} WHERE {matches(table, _quoted(table), None)}"
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {rows}", [expression(query)])
        (plan,) = cursor.fetchone()
    return HITS if plan[0]["Plan"]["Plan Rows"] <= FEW else EACH


def matches(table: str, alias: str, way: str | None) -> str:
    """SQL that is true for a row that answers the one parameter, a tsquery."""
    if way == HITS:
        hits = f"SELECT id FROM {_quoted(table)} AS hit WHERE {matches(table, 'hit', None)}"
        return f"{alias}.id = ANY(ARRAY({hits}))"
    return f"{alias}.{COLUMN} @@ to_tsquery('simple', %s)"


def rank(alias: str, query: Query) -> tuple[str, tuple[str | int, ...]]:
    """SQL and parameters of a row's relevance: title before text, relative to the length."""
    sql = f"ts_rank('{{0.1, 0.1, 0.1, 1.0}}', {alias}.{COLUMN}, to_tsquery('simple', %s), 1)"
    return sql, (expression(query),)


def count_words(
    connection: BaseDatabaseWrapper, table: str, words: list[str], limit: int
) -> dict[str, int]:
    """How many rows hold each of the ASCII words, counted no further than ``limit``.

    The planner's list of the most common words saves reading all their hits.
    Any other is looked up in the index, since the planner sees no word to judge by.
    """
    common = (
        "SELECT unnest(most_common_elems::text::text[]) FROM pg_stats"
        " WHERE schemaname = current_schema() AND tablename = %s AND attname = %s"
    )
    hits = f"SELECT 1 FROM {_quoted(table)} WHERE {COLUMN} @@ to_tsquery('simple', word) LIMIT %s"
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        # Hundreds of small searches look expensive enough to compile, which takes half a second.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(
            f"SELECT word, CASE WHEN word IN ({common}) THEN %s"
            f" ELSE (SELECT count(*) FROM ({hits}) AS hit) END FROM unnest(%s::text[]) AS word",
            [table, COLUMN, limit, limit, words],
        )
        return dict(cursor.fetchall())


def _quoted(table: str) -> str:
    return f'"{table}"'


def _phrase(term: Term) -> str:
    quoted = [f"'{token}'" for token in term.tokens]
    return f"({' <-> '.join(quoted)}{':*' if term.prefix else ''})"
