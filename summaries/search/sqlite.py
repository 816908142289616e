"""Full text on SQLite: FTS5 indexes over the model's own columns, maintained by triggers.

One index is over title and text, a small one over the title alone. Both are
*external content* tables (sqlite.org/fts5.html, section 4.4.3), which store no text of
their own. Triggers keep them right under ``bulk_create()``, ``update()`` and raw SQL.

The planner has no idea how common a word is; so hits are counted first, up to a limit.
"""

from __future__ import annotations

import json

from django.db.backends.base.base import BaseDatabaseWrapper

from summaries.database import DatabaseObject, Relation, Trigger

from .query import Query, Term

# The index over title and text, and that over the title: what they add to the name of
# the table, their columns, and their options.
INDEXES = {
    "fts": ("search_title, search_text", ""),
    # What begins with up to three letters is found without reading all these words.
    "titles": ("search_title", " prefix='1 2 3',"),
}

# The function that tells where in a text another begins.
POSITION = "instr"

# Whether the planner may read the whole table in the hope of meeting a few rows soon.
IS_HOPEFUL = False

# Ways to the rows that answer.
KEYS = "keys"  # fetch the row of each hit
SET = "set"  # read the rows in an order of their own, and compare each with the set of all hits
EACH = "each"  # read the rows in an order of their own, and ask the index about each
TITLES = "titles"  # as KEYS, from the index over titles
# The row of each of so few hits is fetched. A set of more costs little, until they are so many.
FEW_HITS, MANY_HITS = 10_000, 200_000
# So few rows are checked one by one, however many hits there are.
FEW_ROWS = 500


def objects(table: str) -> list[DatabaseObject]:
    """What the indexes consist of."""
    relations, add, remove = [], [], []
    for name, (columns, options) in INDEXES.items():
        index = f"{table}_{name}"
        relations.append(
            Relation(
                "table",
                index,
                f"CREATE VIRTUAL TABLE \"{index}\" USING fts5({columns}, content='{table}',"
                f" content_rowid='id',{options} tokenize='unicode61 remove_diacritics 0')",
            )
        )
        add.append(f'INSERT INTO "{index}" (rowid, {columns}) SELECT id, {columns} FROM {{new}}')
        remove.append(
            f'INSERT INTO "{index}" ("{index}", rowid, {columns}) '
            f"SELECT 'delete', id, {columns} FROM {{old}}"
        )
    changes = {"insert": add, "delete": remove, "update": remove + add}
    triggers = [
        Trigger(
            f"{table}_fts_{event}",
            table,
            event,
            "; ".join(statements),
            ("id", "search_title", "search_text"),
        )
        for event, statements in changes.items()
    ]
    return [*relations, *triggers]


def refresh(table: str) -> list[str]:
    """The statements that read every row into the indexes anew."""
    indexes = [f'"{table}_{name}"' for name in INDEXES]
    return [f"INSERT INTO {index} ({index}) VALUES ('rebuild')" for index in indexes]


def compare(table: str) -> list[str]:
    """The statements that fail where an index is not what its table says."""
    indexes = [f'"{table}_{name}"' for name in INDEXES]
    return [
        f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)" for index in indexes
    ]


def expression(query: Query) -> str:
    """The query in FTS5's syntax, every token quoted (sqlite.org/fts5.html, section 3)."""
    unwanted = "".join(f" NOT {_phrase(term)}" for term in query.unwanted)
    sets = [f"({' AND '.join(map(_term, terms))})" for terms in query.sets]
    return f"({' OR '.join(sets)}){unwanted}"


def best_way(connection: BaseDatabaseWrapper, table: str, query: Query, scope: int | None) -> str:
    """How to find the answers among ``scope`` rows, or among all if that is ``None``."""
    hits = _count_hits(connection, table, query, MANY_HITS + 1)
    if hits <= FEW_HITS:
        return KEYS
    if scope is not None and scope <= FEW_ROWS:
        return EACH
    # Very many hits fill a page after some questions, unless all are outside of the scope.
    return EACH if scope is None and hits > MANY_HITS else SET


def matches(table: str, alias: str, way: str) -> str:
    """SQL that is true for a row that answers the one parameter, an FTS5 expression."""
    index = f"{table}_{'titles' if way == TITLES else 'fts'}"
    hits = f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s'
    if way == EACH:
        return f'EXISTS ({hits} AND rowid = {alias}."id")'
    # The plus sign keeps the planner from looking up the row of each hit.
    return f'{"+" if way == SET else ""}{alias}."id" IN ({hits})'


def latest(key: str, table: str, query: Query, *, titles: bool) -> dict[str, list[str]]:
    """How ``extra()`` asks for the rows that answer, the latest added first; ``key`` is their id.

    Only in a join does FTS5 give its hits one by one, so that the latest of very many
    are found at once; and the ORM has no other way to join a table without a model.
    """
    index = f"{table}_{'titles' if titles else 'fts'}"
    return {
        "tables": [index],
        # The plus sign keeps the planner from asking the index once for each row.
        "where": [f'{key} = +"{index}".rowid', f'"{index}" MATCH %s'],
        "params": [expression(query)],
        "order_by": [f"-{index}.rowid"],
    }


def finds_phrase(connection: BaseDatabaseWrapper, table: str, phrase: Query) -> bool:
    """Always: the index knows where in a text a word stands."""
    return True


def count_words(
    connection: BaseDatabaseWrapper, table: str, words: list[str], limit: int
) -> dict[str, int]:
    """How many rows hold each of the ASCII words, counted no further than ``limit``."""
    index = f"{table}_fts"
    hits = f"""SELECT 1 FROM "{index}" WHERE "{index}" MATCH '"' || word.value || '"' LIMIT %s"""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT value, (SELECT count(*) FROM ({hits})) FROM json_each(%s) AS word",
            [limit, json.dumps(words)],
        )
        return dict(cursor.fetchall())


def _count_hits(connection: BaseDatabaseWrapper, table: str, query: Query, limit: int) -> int:
    index = f"{table}_fts"
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT count(*) FROM (SELECT 1 FROM "{index}" WHERE "{index}" MATCH %s LIMIT %s)',
            [expression(query), limit],
        )
        return int(cursor.fetchone()[0])


def _term(term: Term) -> str:
    ways = [*map(_phrase, (term, *term.forms))]
    if term.parts:
        ways.append(f"({' AND '.join(map(_term, term.parts))})")
    return f"({' OR '.join(ways)})" if len(ways) > 1 else ways[0]


def _phrase(term: Term) -> str:
    start, end = "^ " if term.leading else "", " *" if term.prefix else ""
    return f'{start}"{" ".join(term.tokens)}"{end}'
