"""Full text on PostgreSQL: generated ``tsvector`` columns with GIN indexes.

One is over title and text, a small one over the title alone. The text that comes
here is segmented and folded already, so the configuration is ``simple`` and a database
in any UTF-8 locale gives the same answers.

The planner knows how common the most common words are. Any other it takes to be about as
common as the last of these, and may read a large table in the hope of meeting it soon.
"""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from summaries.database import DatabaseObject, Relation

from .query import Query, Term

TITLE = "to_tsvector('simple', search_title)"
# The first word of a title is indexed once more, with these letters before it.
FIRST_WORD = "firstwordis"
# The generated columns by the names of their indexes, which the name of the table begins.
COLUMNS = {
    "fts": ("search_vector", f"{TITLE} || to_tsvector('simple', search_text)"),
    "titles": (
        "search_title_vector",
        f"{TITLE} || to_tsvector('simple', '{FIRST_WORD}' || split_part(search_title, ' ', 1))",
    ),
}
COLUMN, TITLE_COLUMN = (column for column, _ in COLUMNS.values())

# The function that tells where in a text another begins.
POSITION = "strpos"

# Whether the planner may read the whole table in the hope of meeting a few rows soon.
IS_HOPEFUL = True

# Ways to the rows that answer.
KEYS = "keys"  # find all hits first, and fetch the row of each
EACH = "each"  # as the planner sees fit
TITLES = "titles"  # the same, by the words of the title
# So few rows may be read one by one.
FEW_ROWS = 10_000


def objects(table: str) -> list[DatabaseObject]:
    """What the indexes consist of."""
    relations: list[DatabaseObject] = []
    for name, (column, vector) in COLUMNS.items():
        stored = f"tsvector GENERATED ALWAYS AS ({vector}) STORED"
        index = f"{table}_{name}"
        relations += [
            Relation(
                "column",
                f"{table}.{column}",
                f'ALTER TABLE "{table}" ADD COLUMN {column} {stored}',
            ),
            Relation("index", index, f'CREATE INDEX "{index}" ON "{table}" USING gin ({column})'),
        ]
    return relations


def refresh(table: str) -> list[str]:
    """No statement: the indexes are never out of date."""
    return []


def compare(table: str) -> list[str]:
    """No statement, for the same reason."""
    return []


def expression(query: Query) -> str:
    """The query for ``to_tsquery()``, every token quoted (PostgreSQL manual, section 8.11.2)."""
    unwanted = [f"!{_phrase(term)}" for term in query.unwanted]
    sets = [f"({' & '.join(map(_term, terms))})" for terms in query.sets]
    return " & ".join([f"({' | '.join(sets)})", *unwanted])


def best_way(connection: BaseDatabaseWrapper, table: str, query: Query, scope: int | None) -> str:
    """How to find the answers among ``scope`` rows, or among all if that is ``None``.

    What holds a word that the planner does not know is few rows.
    """
    if scope is not None and scope <= FEW_ROWS:
        return EACH
    ways = {term: [{*one.tokens} for one in _ways(term)] for some in query.sets for term in some}
    words = {word for tokens in ways.values() for some in tokens for word in some}
    common = _most_common(connection, table, words)
    found = {term for term, tokens in ways.items() if any(some <= common for some in tokens)}
    return EACH if any(found.issuperset(some) for some in query.sets) else KEYS


def matches(table: str, alias: str, way: str) -> str:
    """SQL that is true for a row that answers the one parameter, a tsquery."""
    if way == KEYS:
        hits = f'SELECT id FROM "{table}" AS hit WHERE {matches(table, "hit", EACH)}'
        return f"{alias}.id = ANY(ARRAY({hits}))"
    return f"{alias}.{TITLE_COLUMN if way == TITLES else COLUMN} @@ to_tsquery('simple', %s)"


def latest(key: str, table: str, query: Query, *, titles: bool) -> None:
    """Nothing: the planner finds the latest answers by itself, by the index or the key."""


def finds_phrase(connection: BaseDatabaseWrapper, table: str, phrase: Query) -> bool:
    """Only one with an uncommon word: all rows that hold the words are read for their order.

    Of common words alone it is found in titles, and among the rows that are read anyway.
    """
    return best_way(connection, table, phrase, None) == KEYS


def count_words(
    connection: BaseDatabaseWrapper, table: str, words: list[str], limit: int
) -> dict[str, int]:
    """How many rows hold each of the ASCII words, counted no further than ``limit``.

    The most common words are taken to reach the limit.
    """
    common = _most_common(connection, table, words)
    hits = f"SELECT 1 FROM \"{table}\" WHERE {COLUMN} @@ to_tsquery('simple', word) LIMIT %s"
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        # Hundreds of small searches look expensive enough to compile, which takes half a second.
        cursor.execute("SET LOCAL jit = off")
        cursor.execute(
            f"SELECT word, (SELECT count(*) FROM ({hits}) AS hit) FROM unnest(%s::text[]) AS word",
            [limit, [word for word in words if word not in common]],
        )
        return dict.fromkeys(common, limit) | dict(cursor.fetchall())


def _most_common(connection: BaseDatabaseWrapper, table: str, words: Collection[str]) -> set[str]:
    """Those of the words that are on the planner's list of the most common ones."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM unnest(%s::text[]) AS word WHERE word IN ("
            " SELECT unnest(most_common_elems::text::text[]) FROM pg_stats"
            " WHERE schemaname = current_schema() AND tablename = %s AND attname = %s)",
            [list(words), table, COLUMN],
        )
        return {word for (word,) in cursor.fetchall()}


def _ways(term: Term) -> list[Term]:
    """What a row may hold to answer the term."""
    inner = [one for part in term.parts for one in _ways(part)]
    return [term, *term.forms, *inner]


def _term(term: Term) -> str:
    ways = [*map(_phrase, (term, *term.forms))]
    if term.parts:
        ways.append(f"({' & '.join(map(_term, term.parts))})")
    return f"({' | '.join(ways)})"


def _phrase(term: Term) -> str:
    *finished, last = [f"'{token}'" for token in term.tokens]
    end = ":*" if term.prefix else ""
    if term.leading:  # the first word tells more than any that may stand elsewhere as well
        return f"'{FIRST_WORD}{term.tokens[0]}'" + ("" if finished else end)
    return f"({' <-> '.join([*finished, last])}{end})"
