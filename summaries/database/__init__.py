"""What the database keeps by itself: marks of changes, counts, copies, the search index.

A mechanism that knows no model. Triggers notice what no signal does,
``bulk_create()``, ``update()``, raw SQL, and write in the change's own
transaction: nobody sees one without the other.

A trigger's statement is written once for both databases, over two relations
that hold the changed rows: ``{new}`` as they are, ``{old}`` as they were.
SQLite runs it for each row, PostgreSQL once for each statement.

Migrations know nothing of these objects. Triggers are dropped before a migration,
since SQLite rebuilds no table that a trigger reads, and all is installed after it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from .copy import Copy
from .count import Count, Source
from .mark import Mark
from .objects import DatabaseObject, Relation, Trigger, execute, installed

__all__ = [
    "VENDORS",
    "Copy",
    "Count",
    "DatabaseObject",
    "Kept",
    "Mark",
    "Relation",
    "Source",
    "Trigger",
    "differing",
    "drop",
    "execute",
    "install",
    "is_installable",
]

VENDORS = ("sqlite", "postgresql")


class Kept(Protocol):
    """Something that the database keeps, by some objects of its own."""

    def objects(self, vendor: str) -> Sequence[DatabaseObject]:
        """The objects in the order in which they are created."""

    def is_filled(self, connection: BaseDatabaseWrapper) -> bool:
        """False where it was emptied behind the triggers' back."""

    def refresh(self, connection: BaseDatabaseWrapper) -> None:
        """Bring up to date what is kept."""


def install(connection: BaseDatabaseWrapper, kept: Sequence[Kept]) -> None:
    """Create the objects that are missing or not as defined; to be run at any time.

    What is kept by an object that was created is brought up to date. All is
    where one was emptied, as ``flush`` does: then nothing can be relied on.
    """
    with transaction.atomic(using=connection.alias):
        anew = []
        for one in kept:
            if stale := differing(connection, one):
                _run(connection, "drop", stale)
                # What depended on a dropped object went with it.
                _run(connection, "create", differing(connection, one))
                anew.append(one)
        filled = all(one.is_filled(connection) for one in kept)
        for one in anew if filled else kept:
            one.refresh(connection)


def is_installable(connection: BaseDatabaseWrapper, kept: Iterable[Kept]) -> bool:
    """Whether the tables have the columns that the triggers read: not so after migrating back."""
    with connection.cursor() as cursor:
        for one in kept:
            for thing in one.objects(connection.vendor):
                if isinstance(thing, Trigger):
                    described = connection.introspection.get_table_description(cursor, thing.table)
                    if not {*thing.columns} <= {column.name for column in described}:
                        return False
    return True


def drop(connection: BaseDatabaseWrapper, kept: Iterable[Kept], *, only: type = object) -> None:
    """Drop the objects, or those of one type only, also where their tables are gone."""
    objects = [thing for one in kept for thing in one.objects(connection.vendor)]
    with transaction.atomic(using=connection.alias):
        _run(connection, "drop", [thing for thing in objects if isinstance(thing, only)])


def differing(connection: BaseDatabaseWrapper, one: Kept) -> list[DatabaseObject]:
    """The objects that are missing, disabled or not as defined."""
    there = installed(connection)
    vendor = connection.vendor
    objects = one.objects(vendor)
    return [thing for thing in objects if there.get(thing.name) != thing.definition(vendor)]


def _run(connection: BaseDatabaseWrapper, action: str, objects: Iterable[DatabaseObject]) -> None:
    for thing in objects:
        execute(connection, getattr(thing, action)(connection.vendor))
