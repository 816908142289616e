"""Counts of rows by some of their columns, kept right by every change."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from .after import EVENTS, After


@dataclass(frozen=True)
class Count:
    """Sums over joined tables, grouped by keys, kept in a table of their own.

    ``table`` has a column for each of ``keys``, together unique, and ``sums``;
    both give the column's SQL over the aliases of ``sources``, which name the
    tables that are counted. ``where`` joins them and says which rows count.
    """

    table: str
    keys: dict[str, str]
    sums: dict[str, str]
    sources: dict[str, str]
    where: str

    def triggers(self, vendor: str) -> list[After]:
        found = []
        for alias, table in self.sources.items():
            columns = self._columns(alias)
            for event in EVENTS:
                name = f"{self.table}_{alias}_{event}"
                found.append(After(name, table, event, self._add(alias, event), columns))
            if vendor == "postgresql":
                name = f"{self.table}_{alias}_truncate"
                found.append(After(name, table, "truncate", f'DELETE FROM "{self.table}"'))
        return found

    def is_prepared(self, connection) -> bool:
        return True

    def refresh(self, connection) -> None:
        """Count everything anew."""
        columns = self._names((*self.keys, *self.sums))
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{self.table}"')
            cursor.execute(f'INSERT INTO "{self.table}" ({columns}) {self._counted()}')

    def drift(self, connection) -> int:
        """How many of the kept counts are not what counting everything anew gives."""
        columns = self._names((*self.keys, *self.sums))
        some = " OR ".join(f'"{name}" <> 0' for name in self.sums)
        kept = f'SELECT {columns} FROM "{self.table}" WHERE {some}'
        keys = self._names(self.keys)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM (SELECT DISTINCT {keys} FROM ("
                f"SELECT * FROM ({kept} EXCEPT {self._counted()}) AS too_many UNION ALL "
                f"SELECT * FROM ({self._counted()} EXCEPT {kept}) AS too_few"
                ") AS wrong) AS places"
            )
            return cursor.fetchone()[0]

    def _add(self, alias: str, event: str) -> str:
        """Add the changed rows of one source to the kept counts, and take away the old ones."""
        changes = []
        if event != "delete":
            changes.append(self._rows(alias, "{new}"))
        if event != "insert":
            changes.append(self._rows(alias, "{old}", sign="-"))
        names, keys = self._names((*self.keys, *self.sums)), self._names(self.keys)
        totals = ", ".join(f'sum("{name}")' for name in self.sums)
        some = " OR ".join(f'sum("{name}") <> 0' for name in self.sums)
        added = ", ".join(
            f'"{name}" = "{self.table}"."{name}" + excluded."{name}"' for name in self.sums
        )
        return (
            f'INSERT INTO "{self.table}" ({names}) SELECT {keys}, {totals} '
            f"FROM ({' UNION ALL '.join(changes)}) AS changes GROUP BY {keys} HAVING {some} "
            f"ON CONFLICT ({keys}) DO UPDATE SET {added}"
        )

    def _rows(self, replaced: str = "", rows: str = "", sign: str = "") -> str:
        """The counted rows; those of one source may come from another relation."""
        columns = [
            *(f'{sql} AS "{name}"' for name, sql in self.keys.items()),
            *(f'{sign}{sql} AS "{name}"' for name, sql in self.sums.items()),
        ]
        sources = (
            f"{rows} AS {alias}" if alias == replaced else f'"{table}" AS {alias}'
            for alias, table in self.sources.items()
        )
        return f"SELECT {', '.join(columns)} FROM {', '.join(sources)} WHERE {self.where}"

    def _counted(self) -> str:
        keys = self._names(self.keys)
        totals = ", ".join(f'sum("{name}")' for name in self.sums)
        return f"SELECT {keys}, {totals} FROM ({self._rows()}) AS counted GROUP BY {keys}"

    def _columns(self, alias: str) -> tuple[str, ...]:
        """The columns of the source that the count depends on."""
        sql = " ".join([*self.keys.values(), *self.sums.values(), self.where])
        return tuple(dict.fromkeys(re.findall(rf"\b{alias}\.(\w+)", sql)))

    @staticmethod
    def _names(columns: Iterable[str]) -> str:
        return ", ".join(f'"{name}"' for name in columns)
