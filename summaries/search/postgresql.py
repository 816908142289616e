"""Full text on PostgreSQL: a generated ``tsvector`` column with a GIN index.

The text that comes here is segmented and folded already, so the configuration
is ``simple`` and a database in any UTF-8 locale gives the same answers.
"""

from __future__ import annotations

from .query import Query, Term
from .titles import key

COLUMN = "search_vector"
COLLATION = "C"


def install(table: str) -> list[str]:
    """The statements that create what is missing; to be run at any time."""
    return [
        f'ALTER TABLE "{table}" ADD COLUMN IF NOT EXISTS {COLUMN} tsvector GENERATED ALWAYS AS ('
        "setweight(to_tsvector('simple', search_title), 'A') || "
        "setweight(to_tsvector('simple', search_text), 'D')) STORED",
        f'CREATE INDEX IF NOT EXISTS "{table}_fts" ON "{table}" USING gin ({COLUMN})',
        f'CREATE INDEX IF NOT EXISTS "{table}_by_title" ON "{table}" '
        f"(({key('search_title', COLLATION)}), id)",
    ]


def uninstall(table: str) -> list[str]:
    """The statements that remove the column, its index with it, and the index by title."""
    return [
        f'DROP INDEX IF EXISTS "{table}_by_title"',
        f'ALTER TABLE "{table}" DROP COLUMN IF EXISTS {COLUMN}',
    ]


def rebuild(table: str) -> list[str]:
    """The statements that build the index anew."""
    return [*install(table), *(f'REINDEX INDEX "{index}"' for index in _indexes(table))]


def missing(cursor, table: str) -> list[str]:
    """The names of the index's parts that the database lacks."""
    expected = _indexes(table)
    cursor.execute("SELECT relname FROM pg_class WHERE relname = ANY(%s)", [expected])
    return sorted({*expected} - {name for (name,) in cursor.fetchall()})


def expression(query: Query) -> str:
    """The query for ``to_tsquery()``, every token quoted (PostgreSQL manual, section 8.11.2)."""
    unwanted = [f"!{_phrase(term)}" for term in query.unwanted]
    return " & ".join([*map(_phrase, query.wanted), *unwanted])


def best_way(connection, table: str, query: Query, hits: int | None, scope: int | None) -> None:
    """Nothing: the planner knows how common a word is."""


def matches(table: str, alias: str, way: None) -> str:
    """SQL that is true for a row that answers the one parameter, a tsquery."""
    return f"{alias}.{COLUMN} @@ to_tsquery('simple', %s)"


def answers(queryset, connection, table: str, query: Query, scope: int | None):
    """The rows that answer, the latest added first; by index and key as the planner sees fit."""
    return queryset.matching(query).order_by("-pk")


def rank(alias: str, query: Query) -> tuple[str, list]:
    """SQL and parameters of a row's relevance: title before text, relative to the length."""
    sql = f"ts_rank('{{0.1, 0.1, 0.1, 1.0}}', {alias}.{COLUMN}, to_tsquery('simple', %s), 1)"
    return sql, [expression(query)]


def walked(title_key: str) -> str:
    """SQL that is always true: the planner needs no telling that a LIMIT cuts a walk short."""
    return "TRUE"


def count_words(connection, table: str, words: list[str], limit: int) -> dict[str, int]:
    """How many rows hold each of the ASCII words, counted no further than ``limit``.

    The planner's list of the most common words saves reading all their hits.
    A word that is not known when the query is planned is looked up in the index.
    """
    hits = f"SELECT 1 FROM \"{table}\" WHERE {COLUMN} @@ to_tsquery('simple', word) LIMIT %s"
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH common AS (SELECT unnest(most_common_elems::text::text[]) AS word FROM pg_stats"
            " WHERE schemaname = current_schema() AND tablename = %s AND attname = %s)"
            " SELECT word, CASE WHEN word IN (SELECT word FROM common) THEN %s"
            f" ELSE (SELECT count(*) FROM ({hits}) AS hit) END FROM unnest(%s) AS word",
            [table, COLUMN, limit, limit, words],
        )
        return dict(cursor.fetchall())


def _indexes(table: str) -> list[str]:
    return [f"{table}_fts", f"{table}_by_title"]


def _phrase(term: Term) -> str:
    quoted = [f"'{token}'" for token in term.tokens]
    return f"({' <-> '.join(quoted)}{':*' if term.prefix else ''})"
