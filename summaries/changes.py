"""Triggers by which the database marks every change to some of its tables.

They notice what no signal does: ``bulk_create()``, ``update()``, raw SQL. The
mark is a new random number in the column ``mark`` of a table with one row. It
belongs to the transaction of the change: nobody sees one without the other, and
no mark comes again after a rollback or a restored backup.
"""

from __future__ import annotations

from collections.abc import Iterable

EVENTS = ("INSERT", "UPDATE", "DELETE")


def install(connection, marker: str, tables: Iterable[str]) -> None:
    """Create the marker's row and the triggers that are missing; to be run at any time."""
    new_mark, triggers = _BACKENDS[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            f'INSERT INTO "{marker}" (mark) SELECT {new_mark} '
            f'WHERE NOT EXISTS (SELECT 1 FROM "{marker}")'
        )
        for statement in triggers(f'UPDATE "{marker}" SET mark = {new_mark}', marker, tables):
            cursor.execute(statement)


def missing(connection, tables: Iterable[str]) -> list[str]:
    """The tables whose changes nothing marks."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES[connection.vendor])
        names = [name for (name,) in cursor.fetchall()]
    return [
        table for table in tables if not any(name.startswith(f"{table}_mark") for name in names)
    ]


def _sqlite(action: str, marker: str, tables: Iterable[str]) -> list[str]:
    return [
        f'CREATE TRIGGER IF NOT EXISTS "{table}_mark_{event.lower()}" '
        f'AFTER {event} ON "{table}" BEGIN {action}; END'
        for table in tables
        for event in EVENTS
    ]


def _postgresql(action: str, marker: str, tables: Iterable[str]) -> list[str]:
    events = " OR ".join([*EVENTS, "TRUNCATE"])
    return [
        f'CREATE OR REPLACE FUNCTION "{marker}_mark"() RETURNS trigger AS '
        f"$$ BEGIN {action}; RETURN NULL; END $$ LANGUAGE plpgsql",
        *(
            # Before, so that the mark is locked before any row is.
            f'CREATE OR REPLACE TRIGGER "{table}_mark" BEFORE {events} ON "{table}" '
            f'FOR EACH STATEMENT EXECUTE FUNCTION "{marker}_mark"()'
            for table in tables
        ),
    ]


_NAMES = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
}
_BACKENDS = {
    "sqlite": ("random()", _sqlite),
    "postgresql": ("(random() * 9e18)::bigint", _postgresql),
}
