"""A statement that the database runs after each change of a table."""

from __future__ import annotations

from dataclasses import dataclass

EVENTS = ("insert", "update", "delete")


@dataclass(frozen=True, slots=True)
class After:
    """``statement`` runs after an event on the table, if ``guard`` holds where one is given.

    Both may read the changed rows from ``{new}`` and ``{old}``, which have the
    ``columns``, and compare by ``{differs}``. An update that leaves the columns
    as they were need not be noticed. ``before`` runs it ahead of the event, without the rows.
    """

    name: str
    table: str
    event: str
    statement: str
    columns: tuple[str, ...] = ()
    guard: str = ""
    before: bool = False

    def create(self, vendor: str) -> list[str]:
        """The statements that lay the trigger, in the place of an earlier one."""
        if vendor == "sqlite":
            return [f'DROP TRIGGER IF EXISTS "{self.name}"', self.definition(vendor)]
        when = "BEFORE" if self.before else "AFTER"
        rows = [
            f"{kind.upper()} TABLE AS {kind}_rows"
            for kind in ("new", "old")
            if self.columns and self._has(kind)
        ]
        referencing = f"REFERENCING {' '.join(rows)}" if rows else ""
        return [
            f'CREATE OR REPLACE FUNCTION "{self.name}"() RETURNS trigger AS '
            f"$${self.definition(vendor)}$$ LANGUAGE plpgsql",
            f'CREATE OR REPLACE TRIGGER "{self.name}" {when} {self.event.upper()} '
            f'ON "{self.table}" {referencing} FOR EACH STATEMENT EXECUTE FUNCTION "{self.name}"()',
        ]

    def definition(self, vendor: str) -> str:
        """What the database keeps of the trigger, by which another one is told apart."""
        statement, guard = self._filled(vendor, self.statement), self._filled(vendor, self.guard)
        if vendor == "postgresql":
            action = f"IF {guard} THEN {statement}; END IF" if guard else statement
            return f" BEGIN {action}; RETURN NULL; END "
        conditions = [f"({guard})"] if guard else []
        event = self.event.upper()
        if self.event == "update" and self.columns:
            # Not "UPDATE OF": that does not see a generated column change.
            changes = (f"old.{column} IS NOT new.{column}" for column in self.columns)
            conditions.append(f"({' OR '.join(changes)})")
        when = f"WHEN {' AND '.join(conditions)} " if conditions else ""
        return (
            f'CREATE TRIGGER "{self.name}" AFTER {event} ON "{self.table}" '
            f"{when}BEGIN {statement}; END"
        )

    @staticmethod
    def laid(vendor: str, cursor) -> dict[str, str]:
        """The definition of each trigger that the database has, by its name."""
        cursor.execute(_LAID[vendor])
        return dict(cursor.fetchall())

    def _has(self, kind: str) -> bool:
        return self.event != ("delete" if kind == "new" else "insert")

    def _filled(self, vendor: str, sql: str) -> str:
        if vendor == "postgresql":
            return sql.format(new="new_rows", old="old_rows", differs="IS DISTINCT FROM")
        new, old = (
            f"(SELECT {', '.join(f'{kind}.{one} AS {one}' for one in self.columns)})"
            for kind in ("new", "old")
        )
        return sql.format(new=new, old=old, differs="IS NOT")


_LAID = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
        " WHERE NOT tgisinternal AND tgrelid IN"
        " (SELECT oid FROM pg_class WHERE pg_table_is_visible(oid))"
    ),
}
