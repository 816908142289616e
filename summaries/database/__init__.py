"""What the database maintains by triggers: marks of changes, counts, copies, the search index.

This package knows no model. Triggers also notice what sends no signal
(``bulk_create()``, ``update()``, raw SQL), and run in the transaction of the change.

A trigger's statement is written once for both databases, over two relations
that hold the changed rows: ``{new}`` as they are, ``{old}`` as they were.
SQLite runs it for each row, PostgreSQL once for each statement.

Migrations do not know these objects. Triggers are dropped before a migration, since
SQLite cannot rebuild a table that a trigger reads, and everything is installed after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .copy import Copy
from .count import Count, Source
from .mark import Marks, Watch
from .objects import DatabaseObject, Relation, Trigger, execute, installed

__all__ = [
    "VENDORS",
    "Copy",
    "Count",
    "DatabaseObject",
    "Maintained",
    "Marks",
    "Relation",
    "Source",
    "Trigger",
    "Watch",
    "differing",
    "drop",
    "execute",
    "install",
    "is_installable",
]

VENDORS = ("sqlite", "postgresql")


class Maintained(Protocol):
    """Data that the database maintains itself, by triggers or indexes."""

    def objects(self, vendor: str) -> Sequence[DatabaseObject]:
        """The objects in the order in which they are created."""

    def is_filled(self, connection: BaseDatabaseWrapper) -> bool:
        """False if the data was deleted without the triggers noticing."""

    def refresh(self, connection: BaseDatabaseWrapper) -> None:
        """Compute the data again from the rows."""


def install(connection: BaseDatabaseWrapper, maintained: Sequence[Maintained]) -> None:
    """Create missing or outdated objects and refresh their data; safe to run at any time.

    If any data was deleted, as ``flush`` does, all of it is refreshed.
    """
    with transaction.atomic(using=connection.alias):
        created = []
        for one in maintained:
            if outdated := differing(connection, one):
                _run(connection, "drop", outdated)
                # Dropping an object also drops those that depend on it.
                _run(connection, "create", differing(connection, one))
                created.append(one)
        filled = all(one.is_filled(connection) for one in maintained)
        for one in created if filled else maintained:
            one.refresh(connection)


def is_installable(connection: BaseDatabaseWrapper, maintained: Iterable[Maintained]) -> bool:
    """Whether the tables have the columns that the triggers read; after migrating back, not all."""
    needed: dict[str, set[str]] = {}
    for one in maintained:
        for thing in one.objects(connection.vendor):
            if isinstance(thing, Trigger):
                needed.setdefault(thing.table, set()).update(thing.columns)
    with connection.cursor() as cursor:
        for table, columns in needed.items():
            # Once a table: on SQLite, Django parses its definition.
            described = connection.introspection.get_table_description(cursor, table)
            if not columns <= {column.name for column in described}:
                return False
    return True


def drop(
    connection: BaseDatabaseWrapper, maintained: Iterable[Maintained], *, only: type = object
) -> None:
    """Drop the objects, or those of one type only; their tables may be missing."""
    objects = [thing for one in maintained for thing in one.objects(connection.vendor)]
    with transaction.atomic(using=connection.alias):
        _run(connection, "drop", [thing for thing in objects if isinstance(thing, only)])


def differing(connection: BaseDatabaseWrapper, one: Maintained) -> list[DatabaseObject]:
    """The objects that are missing, disabled or not as defined."""
    definitions = installed(connection)
    vendor = connection.vendor
    objects = one.objects(vendor)
    return [thing for thing in objects if definitions.get(thing.name) != thing.definition(vendor)]


def _run(connection: BaseDatabaseWrapper, action: str, objects: Iterable[DatabaseObject]) -> None:
    for thing in objects:
        execute(connection, getattr(thing, action)(connection.vendor))
