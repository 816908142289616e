"""Columns of one table copied into another, so that one index can hold both tables' columns."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from .objects import Trigger, execute


@dataclass(frozen=True)
class Copy:
    """``columns`` of ``table`` copied from the row of ``of`` whose id ``reference`` holds.

    The rows may be inserted in either order: a change in ``of`` copies its columns
    to ``table``, and a new or changed row of ``table`` fetches them.
    """

    table: str
    of: str
    reference: str
    columns: tuple[str, ...]

    def objects(self, vendor: str) -> list[Trigger]:
        return [make(event) for make in (self._push, self._fetch) for event in _EVENTS]

    def is_filled(self, connection: BaseDatabaseWrapper) -> bool:
        return True

    def refresh(self, connection: BaseDatabaseWrapper) -> None:
        """Copy whatever differs."""
        update = self._update(f'"{self.of}" AS origin')
        execute(connection, [update.format(differs=_DIFFERS[connection.vendor])])

    def drift(self, connection: BaseDatabaseWrapper) -> int:
        """How many rows differ from what they should copy."""
        stale = self._is_stale("copy").format(differs=_DIFFERS[connection.vendor])
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT count(*) FROM "{self.table}" AS copy, "{self.of}" AS origin WHERE {stale}'
            )
            return int(cursor.fetchone()[0])

    def _push(self, event: str) -> Trigger:
        return Trigger(
            f"{self.table}_copy_origin_{event}",
            self.of,
            event,
            self._update("{new} AS origin"),
            ("id", *self.columns),
        )

    def _fetch(self, event: str) -> Trigger:
        changed = f'"{self.table}" AS copy, "{self.of}" AS origin, {{new}} AS changed'
        stale = f"copy.id = changed.id AND {self._is_stale('copy')}"
        return Trigger(
            f"{self.table}_copy_{event}",
            self.table,
            event,
            self._update(f'"{self.of}" AS origin', "id IN (SELECT id FROM {new} AS changed) AND "),
            ("id", self.reference, *self.columns),
            # Without it, the trigger would call itself forever, as it changes its own table.
            guard=f"EXISTS (SELECT 1 FROM {changed} WHERE {stale})",
        )

    def _update(self, origin: str, which: str = "") -> str:
        values = ", ".join(f'"{name}" = origin."{name}"' for name in self.columns)
        table = f'"{self.table}"'
        which = f"{table}.{which}" if which else ""
        return f"UPDATE {table} SET {values} FROM {origin} WHERE {which}{self._is_stale(table)}"

    def _is_stale(self, copy: str) -> str:
        differing = " OR ".join(
            f'{copy}."{name}" {{differs}} origin."{name}"' for name in self.columns
        )
        return f'origin.id = {copy}."{self.reference}" AND ({differing})'


_EVENTS = ("insert", "update")
_DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
