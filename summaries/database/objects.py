"""Triggers, indexes and columns that Django's migrations do not know."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

EVENTS = ("insert", "update", "delete")


class DatabaseObject(Protocol):
    """Something that can be created, dropped, and compared with what is installed."""

    @property
    def name(self) -> str:
        """The key of its definition in ``installed()``."""

    def create(self, vendor: str) -> Sequence[str]:
        """The statements that create it, if no object of its name exists."""

    def drop(self, vendor: str) -> Sequence[str]:
        """The statements that drop it, if it exists."""

    def definition(self, vendor: str) -> str:
        """What ``installed()`` returns for it when it is up to date."""


@dataclass(frozen=True, slots=True)
class Relation:
    """A table, an index or a column that one statement creates.

    SQLite stores the statement as it was written. PostgreSQL does not, so there
    it is stored in the object's comment. A column is named ``table.column``.
    """

    kind: str
    name: str
    statement: str

    def create(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [self.statement]
        statement = self.statement.replace("'", "''")
        return [self.statement, f"COMMENT ON {self.kind} {self._quoted} IS '{statement}'"]

    def drop(self, vendor: str) -> list[str]:
        if self.kind != "column":
            return [f"DROP {self.kind} IF EXISTS {self._quoted}"]
        table, column = self._quoted.split(".")
        return [f"ALTER TABLE IF EXISTS {table} DROP COLUMN IF EXISTS {column}"]

    def definition(self, vendor: str) -> str:
        return self.statement

    @property
    def _quoted(self) -> str:
        return ".".join(f'"{name}"' for name in self.name.split("."))


@dataclass(frozen=True, slots=True)
class Trigger:
    """``statement`` runs after an event on the table, if ``guard`` is true or empty.

    Both may read the changed rows from ``{new}`` and ``{old}``, which have the
    ``columns``, and compare values by ``{differs}``. An update that changes none of
    the columns may be ignored. With ``before`` it runs before the event, without the rows.
    """

    name: str
    table: str
    event: str
    statement: str
    columns: tuple[str, ...] = ()
    guard: str = ""
    before: bool = False

    def create(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [self.definition(vendor)]
        when = "BEFORE" if self.before else "AFTER"
        rows = [f"{kind} TABLE AS {kind}_rows" for kind in ("new", "old") if self._has(kind)]
        referencing = f"REFERENCING {' '.join(rows)}" if rows else ""
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger AS '
            f"$${self._body}$$ LANGUAGE plpgsql",
            f'CREATE TRIGGER "{self.name}" {when} {self.event} ON "{self.table}" '
            f'{referencing} FOR EACH STATEMENT EXECUTE FUNCTION "{self.name}"()',
        ]

    def drop(self, vendor: str) -> list[str]:
        if vendor == "sqlite":
            return [f'DROP TRIGGER IF EXISTS "{self.name}"']
        return [f'DROP FUNCTION IF EXISTS "{self.name}"() CASCADE']

    def definition(self, vendor: str) -> str:
        if vendor == "postgresql":
            kind = _EVENT_BITS[self.event] + (_BEFORE_BIT if self.before else 0)
            rows = [f"{kind}_rows" if self._has(kind) else "" for kind in ("new", "old")]
            return "|".join([self.table, str(kind), "O", *rows, self._body])
        conditions = [f"({self._filled(vendor, self.guard)})"] if self.guard else []
        if self.event == "update" and self.columns:
            # Not "UPDATE OF": that does not see a generated column change.
            changes = (f"old.{column} IS NOT new.{column}" for column in self.columns)
            conditions.append(f"({' OR '.join(changes)})")
        when = f"WHEN {' AND '.join(conditions)} " if conditions else ""
        return (
            f'CREATE TRIGGER "{self.name}" AFTER {self.event} ON "{self.table}" '
            f"{when}BEGIN {self._filled(vendor, self.statement)}; END"
        )

    @property
    def _body(self) -> str:
        """The body of the function that PostgreSQL runs."""
        statement, guard = (self._filled("postgresql", sql) for sql in (self.statement, self.guard))
        action = f"IF {guard} THEN {statement}; END IF" if guard else statement
        return f" BEGIN {action}; RETURN NULL; END "

    def _has(self, kind: str) -> bool:
        """Whether the trigger gets the ``new`` or the ``old`` rows."""
        return bool(self.columns) and self.event != ("delete" if kind == "new" else "insert")

    def _filled(self, vendor: str, sql: str) -> str:
        if vendor == "postgresql":
            return sql.format(new="new_rows", old="old_rows", differs="IS DISTINCT FROM")
        new, old = (
            f"(SELECT {', '.join(f'{kind}.{one} AS {one}' for one in self.columns)})"
            for kind in ("new", "old")
        )
        return sql.format(new=new, old=old, differs="IS NOT")


def installed(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The definition of each usable trigger, index and generated column, by name."""
    with connection.cursor() as cursor:
        cursor.execute(_INSTALLED[connection.vendor])
        return dict(cursor.fetchall())


def execute(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


# The bits of PostgreSQL's pg_trigger.tgtype; "after each statement" has none.
_BEFORE_BIT = 2
_EVENT_BITS = {"insert": 4, "delete": 8, "update": 16, "truncate": 32}

_INSTALLED = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL",
    # None of our triggers has a condition or is limited to some columns.
    "postgresql": """
        SELECT tgname, concat_ws('|', relname, tgtype, tgenabled,
            coalesce(tgnewtable, ''), coalesce(tgoldtable, ''), prosrc)
        FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_proc ON pg_proc.oid = tgfoid
        WHERE NOT tgisinternal AND tgqual IS NULL AND tgattr::text = ''
            AND pg_table_is_visible(tgrelid)
        UNION ALL
        SELECT relname, obj_description(indexrelid, 'pg_class')
        FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
        WHERE indisvalid AND indisready AND pg_table_is_visible(indexrelid)
        UNION ALL
        SELECT relname || '.' || attname, col_description(attrelid, attnum)
        FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
        WHERE attgenerated = 's' AND NOT attisdropped AND pg_table_is_visible(attrelid)
    """,
}
