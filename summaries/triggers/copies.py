"""Columns of one table that another one carries as well, so that one index holds them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .after import After


@dataclass(frozen=True)
class Copy:
    """Columns of ``table`` that follow the row of ``of`` which its column ``reference`` names.

    ``columns`` gives each column's SQL over the alias ``origin``.
    """

    table: str
    of: str
    reference: str
    columns: dict[str, str]

    def triggers(self, vendor: str) -> list[After]:
        read = re.findall(r"\borigin\.(\w+)", " ".join(self.columns.values()))
        follow = After(
            f"{self.table}_copy_origin",
            self.of,
            "update",
            self._update("{new} AS origin"),
            tuple(dict.fromkeys(["id", *read])),
        )
        return [follow, *(self._fetch(event) for event in ("insert", "update"))]

    def is_prepared(self, connection) -> bool:
        return True

    def refresh(self, connection) -> None:
        """Copy anew whatever differs."""
        differs = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(self._update(f'"{self.of}" AS origin').format(differs=differs))

    def _fetch(self, event: str) -> After:
        """Let rows that are written into the table themselves fetch their columns."""
        changed = f'"{self.table}" AS copy, "{self.of}" AS origin, {{new}} AS changed'
        stale = f"copy.id = changed.id AND {self._is_stale('copy')}"
        return After(
            f"{self.table}_copy_{event}",
            self.table,
            event,
            self._update(f'"{self.of}" AS origin', "id IN (SELECT id FROM {new} AS changed) AND "),
            ("id", self.reference),
            # Without it a trigger that changes its own table would run for ever.
            guard=f"EXISTS (SELECT 1 FROM {changed} WHERE {stale})",
        )

    def _update(self, origin: str, which: str = "") -> str:
        values = ", ".join(f'"{name}" = {sql}' for name, sql in self.columns.items())
        table = f'"{self.table}"'
        which = f"{table}.{which}" if which else ""
        return f"UPDATE {table} SET {values} FROM {origin} WHERE {which}{self._is_stale(table)}"

    def _is_stale(self, copy: str) -> str:
        differing = " OR ".join(
            f'{copy}."{name}" {{differs}} {sql}' for name, sql in self.columns.items()
        )
        return f'origin.id = {copy}."{self.reference}" AND ({differing})'
