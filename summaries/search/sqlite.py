"""Full text on SQLite: an FTS5 index over the model's own columns, kept by triggers.

The index is an *external content* table (sqlite.org/fts5.html, section 4.4.3):
it stores no text of its own. Triggers keep it right under ``bulk_create()``,
``update()`` and raw SQL.
"""

from __future__ import annotations

import json

from django.db.backends.base.base import BaseDatabaseWrapper

from summaries.database import DatabaseObject, Relation, Trigger

from .query import Query, Term
from .titles import key

COLUMNS = ("search_title", "search_text")
COLLATION = "BINARY"
# Its planner prefers an index of the queryset's filters, and sorts what it finds, to a walk.
WEIGHS_INDEXES = False

# The ways to the rows that answer, by what is read first. Measured on a million rows:
HITS = "hits"  # all hits, then the row of each: 0.8 µs a hit
ROWS = "rows"  # all hits, then the rows in an order of their own: 0.15 µs a hit, 0.5 µs a row
EACH = "each"  # the rows in an order of their own, and the index for each: 12 µs a row
# Of fewer hits each row is fetched; more than COMMON are worth a question for each row.
FEW, COMMON = 10_000, 100_000
# A row that the index is asked about costs as much as so many hits.
HITS_A_ROW = 20

# Relevance counts the words in so many characters of the text, so that a long one is read no
# further, and so many points go to a word in the title; the text gives less than one.
OPENING, STEP = 4_000, 500
TITLE_WEIGHT = 10


def objects(table: str) -> list[DatabaseObject]:
    """What the index consists of."""
    index = _index(table)
    columns = ", ".join(COLUMNS)
    add = f'INSERT INTO "{index}" (rowid, {columns}) SELECT id, {columns} FROM {{new}}'
    remove = (
        f'INSERT INTO "{index}" ("{index}", rowid, {columns}) '
        f"SELECT 'delete', id, {columns} FROM {{old}}"
    )
    changes = {"insert": add, "delete": remove, "update": f"{remove}; {add}"}
    return [
        Relation(
            "table",
            index,
            f'CREATE VIRTUAL TABLE "{index}" USING fts5({columns}, '
            f"content='{table}', content_rowid='id', tokenize='unicode61 remove_diacritics 0')",
        ),
        *(
            Trigger(f"{index}_{event}", table, event, statement, ("id", *COLUMNS))
            for event, statement in changes.items()
        ),
        Relation(
            "index",
            f"{table}_by_title",
            f'CREATE INDEX "{table}_by_title" ON "{table}" ({key("search_title", COLLATION)}, id)',
        ),
    ]


def refresh(table: str) -> list[str]:
    """The statements that read every row into the index anew."""
    index = _index(table)
    return [f'INSERT INTO "{index}" ("{index}") VALUES (\'rebuild\')']


def compare(table: str) -> list[str]:
    """The statements that fail where the index is not what its table says."""
    index = _index(table)
    return [f'INSERT INTO "{index}" ("{index}", rank) VALUES (\'integrity-check\', 1)']


def expression(query: Query) -> str:
    """The query in FTS5's syntax, every token quoted (sqlite.org/fts5.html, section 3)."""
    unwanted = "".join(f" NOT {_phrase(term)}" for term in query.unwanted)
    return f"({' AND '.join(map(_phrase, query.wanted))}){unwanted}"


def best_way(
    connection: BaseDatabaseWrapper, table: str, query: Query, hits: int | None, scope: int | None
) -> str:
    """What to read first: the planner has no idea how common a word is.

    Rows that are few, or hold the words often, are asked about one by one.
    """
    found = _count_hits(connection, table, query, COMMON + 1)
    if found <= FEW:
        return HITS
    small = scope is not None and found > scope * HITS_A_ROW
    dense = found > COMMON and hits is not None and hits > FEW
    return EACH if small or dense else ROWS


def matches(table: str, alias: str, way: str | None) -> str:
    """SQL that is true for a row that answers the one parameter, an FTS5 expression."""
    index = _index(table)
    hits = f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s'
    if way == EACH:
        return f'EXISTS ({hits} AND rowid = {alias}."id")'
    # The plus sign keeps the planner from looking up the row of each hit.
    return f'{"+" if way == ROWS else ""}{alias}."id" IN ({hits})'


def latest(key: str, table: str, query: Query, scope: int | None) -> dict[str, list[str]] | None:
    """How ``extra()`` asks for the rows that answer, the latest added first; ``key`` is their id.

    None in a small scope, where ``matching()`` is better.
    Only in a join does FTS5 give its hits one by one, and the ORM has no other
    way to join a table without a model.
    """
    if scope is not None and scope <= COMMON // HITS_A_ROW:
        return None
    index = _index(table)
    return {
        "tables": [index],
        # The plus sign keeps the planner from asking the index once for each row.
        "where": [f'{key} = +"{index}".rowid', f'"{index}" MATCH %s'],
        "params": [expression(query)],
        "order_by": [f"-{index}.rowid"],
    }


def rank(alias: str, query: Query) -> tuple[str, tuple[str | int, ...]]:
    """SQL and parameters of a row's relevance: title before text, relative to the length.

    Not by ``bm25()``, which walks through all hits of a word to learn how rare it is.
    """
    title = f"' ' || {alias}.search_title || ' '"
    text = f"' ' || substr({alias}.search_text, 1, {OPENING}) || ' '"
    length = f"length({text})"
    count = f"(({length} - length(replace({text}, %s, ''))) / %s)"
    # From 0 for no occurrence towards 1, the slower the longer the text; in whole steps, so
    # that of texts about as long the latest comes first.
    share = f"(1 - 1 / (1 + {count} * 1.0 / (1 + {length} / {STEP})))"
    sql = f"({TITLE_WEIGHT} * (instr({title}, %s) > 0) + {share})"
    needles = [_needle(term) for term in query.wanted]
    params = (value for needle in needles for value in (needle, needle, len(needle)))
    return " + ".join([sql] * len(needles)), tuple(params)


def count_words(
    connection: BaseDatabaseWrapper, table: str, words: list[str], limit: int
) -> dict[str, int]:
    """How many rows hold each of the ASCII words, counted no further than ``limit``."""
    index = _index(table)
    hits = f"""SELECT 1 FROM "{index}" WHERE "{index}" MATCH '"' || word.value || '"' LIMIT %s"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT value, (SELECT count(*) FROM ({hits})) FROM json_each(%s) AS word",
            [limit, json.dumps(words)],
        )
        return dict(cursor.fetchall())


def _count_hits(connection: BaseDatabaseWrapper, table: str, query: Query, limit: int) -> int:
    index = _index(table)
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM (SELECT 1 FROM "{index}" WHERE "{index}" MATCH %s LIMIT %s)',
            [expression(query), limit],
        )
        return int(cursor.fetchone()[0])


def _index(table: str) -> str:
    return f"{table}_fts"


def _phrase(term: Term) -> str:
    return f'"{" ".join(term.tokens)}"' + (" *" if term.prefix else "")


def _needle(term: Term) -> str:
    """The term as it stands in the padded text."""
    return f" {' '.join(term.tokens)}" + ("" if term.prefix else " ")
