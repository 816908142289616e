"""Full text on PostgreSQL: a generated ``tsvector`` column with a GIN index.

The text that comes here is segmented and folded already, so the configuration
is ``simple`` and a database in any UTF-8 locale gives the same answers.
"""

from __future__ import annotations

from django.db.models import BooleanField, FloatField
from django.db.models.expressions import RawSQL

from .query import Query, Term

COLUMN = "search_vector"


def install(table: str) -> list[str]:
    """The statements that create what is missing; to be run at any time."""
    return [
        f'ALTER TABLE "{table}" ADD COLUMN IF NOT EXISTS {COLUMN} tsvector GENERATED ALWAYS AS ('
        "setweight(to_tsvector('simple', search_title), 'A') || "
        "setweight(to_tsvector('simple', search_text), 'D')) STORED",
        f'CREATE INDEX IF NOT EXISTS "{table}_fts" ON "{table}" USING gin ({COLUMN})',
    ]


def uninstall(table: str) -> list[str]:
    """The statements that remove the column, and its index with it."""
    return [f'ALTER TABLE "{table}" DROP COLUMN IF EXISTS {COLUMN}']


def rebuild(table: str) -> list[str]:
    """The statements that build the index anew."""
    return [*install(table), f'REINDEX INDEX "{table}_fts"']


def missing(cursor, table: str) -> list[str]:
    """The names of the index's parts that the database lacks."""
    cursor.execute("SELECT 1 FROM pg_class WHERE relname = %s", [f"{table}_fts"])
    return [] if cursor.fetchone() else [f"{table}_fts"]


def expression(query: Query) -> str:
    """The query for ``to_tsquery()``, every token quoted (PostgreSQL manual, section 8.11.2)."""
    unwanted = [f"!{_phrase(term)}" for term in query.unwanted]
    return " & ".join([*map(_phrase, query.wanted), *unwanted])


def matches(table: str, alias: str) -> str:
    """SQL that is true for a row that answers the one parameter, a tsquery."""
    return f"{alias}.{COLUMN} @@ to_tsquery('simple', %s)"


def ranked(queryset, table: str, query: Query):
    """The rows that answer, with their ``rank``; greater is better."""
    sql = f"ts_rank('{{0.1, 0.1, 0.1, 1.0}}', \"{table}\".{COLUMN}, to_tsquery('simple', %s), 1)"
    text = expression(query)
    rank = RawSQL(sql, [text], output_field=FloatField())
    where = RawSQL(matches(table, f'"{table}"'), [text], output_field=BooleanField())
    return queryset.filter(where).annotate(rank=rank)


def _phrase(term: Term) -> str:
    quoted = [f"'{token}'" for token in term.tokens]
    return f"({' <-> '.join(quoted)}{':*' if term.prefix else ''})"
