"""What the database keeps by itself: marks of changes, counts of rows, copies of columns.

A mechanism that knows no model. Triggers notice what no signal does,
``bulk_create()``, ``update()``, raw SQL, and write in the change's own
transaction: nobody sees one without the other.

A trigger's statement is written once for both databases, over two relations
that hold the changed rows: ``{new}`` as they are, ``{old}`` as they were.
SQLite runs it for each row, PostgreSQL once for each statement.
"""

from __future__ import annotations

from collections.abc import Iterable

from .after import After
from .copies import Copy
from .counts import Count
from .marks import Mark

__all__ = ["After", "Copy", "Count", "Mark", "install", "refresh", "stale"]

Kept = Mark | Count | Copy


def install(connection, kept: Iterable[Kept]) -> None:
    """Lay the triggers that are missing or stand for another definition; to be run at any time.

    What is kept by a trigger that was laid anew is brought up to date.
    """
    for one in kept:
        wanted = one.triggers(connection.vendor)
        if one.is_prepared(connection) and not _differing(connection, wanted):
            continue
        with connection.cursor() as cursor:
            for trigger in wanted:
                for statement in trigger.create(connection.vendor):
                    cursor.execute(statement)
        one.refresh(connection)


def refresh(connection, kept: Iterable[Kept]) -> None:
    """Make anew all that is kept."""
    for one in kept:
        one.refresh(connection)


def stale(connection, kept: Iterable[Kept]) -> list[str]:
    """The tables of which some change would not be noticed, or not as it should be."""
    tables = {}
    for one in kept:
        for trigger in _differing(connection, one.triggers(connection.vendor)):
            tables[trigger.table] = None
    return sorted(tables)


def _differing(connection, wanted: Iterable[After]) -> list[After]:
    with connection.cursor() as cursor:
        laid = After.laid(connection.vendor, cursor)
    return [one for one in wanted if laid.get(one.name) != one.definition(connection.vendor)]
