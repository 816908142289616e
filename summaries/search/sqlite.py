"""Full text on SQLite: an FTS5 index over the model's own columns, kept by triggers.

The index is an *external content* table (sqlite.org/fts5.html, section 4.4.3):
it stores no text of its own. Triggers keep it right under ``bulk_create()``,
``update()`` and raw SQL. SQLite drops triggers with the table whenever Django
rebuilds it, which is why they are laid again after every migrate.
"""

from __future__ import annotations

from django.db.models import FloatField
from django.db.models.expressions import RawSQL

from .query import Query, Term

COLUMNS = ("search_title", "search_text")
# A hit in the title weighs as much as this many in the text.
TITLE_WEIGHT = 10.0


def install(table: str) -> list[str]:
    """The statements that create what is missing; to be run at any time."""
    index = _index(table)
    columns = ", ".join(COLUMNS)
    new = ", ".join(f"new.{column}" for column in COLUMNS)
    old = ", ".join(f"old.{column}" for column in COLUMNS)
    add = f'INSERT INTO "{index}" (rowid, {columns}) VALUES (new.id, {new});'
    remove = (
        f'INSERT INTO "{index}" ("{index}", rowid, {columns}) VALUES (\'delete\', old.id, {old});'
    )
    changed = " OR ".join(f"old.{column} IS NOT new.{column}" for column in COLUMNS)
    return [
        f'CREATE VIRTUAL TABLE IF NOT EXISTS "{index}" USING fts5({columns}, '
        f"content='{table}', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
        f'CREATE TRIGGER IF NOT EXISTS "{index}_insert" AFTER INSERT ON "{table}" BEGIN {add} END',
        f'CREATE TRIGGER IF NOT EXISTS "{index}_delete" AFTER DELETE ON "{table}" '
        f"BEGIN {remove} END",
        f'CREATE TRIGGER IF NOT EXISTS "{index}_update" AFTER UPDATE ON "{table}" '
        f"WHEN {changed} BEGIN {remove} {add} END",
    ]


def uninstall(table: str) -> list[str]:
    """The statements that remove the index and its triggers."""
    index = _index(table)
    triggers = [
        f'DROP TRIGGER IF EXISTS "{index}_{event}"' for event in ("insert", "delete", "update")
    ]
    return [*triggers, f'DROP TABLE IF EXISTS "{index}"']


def rebuild(table: str) -> list[str]:
    """The statements that read every row into the index anew."""
    index = _index(table)
    return [*install(table), f'INSERT INTO "{index}" ("{index}") VALUES (\'rebuild\')']


def missing(cursor, table: str) -> list[str]:
    """The names of the index's parts that the database lacks."""
    index = _index(table)
    expected = {index, *(f"{index}_{event}" for event in ("insert", "delete", "update"))}
    cursor.execute("SELECT name FROM sqlite_master WHERE name LIKE %s", [f"{index}%"])
    return sorted(expected - {name for (name,) in cursor.fetchall()})


def expression(query: Query) -> str:
    """The query in FTS5's syntax, every token quoted (sqlite.org/fts5.html, section 3)."""
    unwanted = "".join(f" NOT {_phrase(term)}" for term in query.unwanted)
    return f"({' AND '.join(map(_phrase, query.wanted))}){unwanted}"


def matches(table: str, alias: str) -> str:
    """SQL that is true for a row that answers the one parameter, an FTS5 expression."""
    index = _index(table)
    return f'{alias}."id" IN (SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s)'


def ranked(queryset, table: str, query: Query):
    """The rows that answer, with their ``rank``; greater is better.

    The index is joined by ``extra()``: only in a join does FTS5 rank all hits
    in one pass, and the ORM has no other way to join a table without a model.
    """
    index = _index(table)
    joined = queryset.extra(
        tables=[index],
        # The plus sign keeps the planner from asking the index once for each article.
        where=[f'"{table}"."id" = +"{index}".rowid', f'"{index}" MATCH %s'],
        params=[expression(query)],
    )
    rank = RawSQL(f'-bm25("{index}", {TITLE_WEIGHT}, 1.0)', [], output_field=FloatField())
    return joined.annotate(rank=rank)


def _index(table: str) -> str:
    return f"{table}_fts"


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.tokens)}"' + (" *" if term.prefix else "")
