"""Stored counts of rows by some of their columns, updated with every change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from .objects import EVENTS, Trigger, execute


@dataclass(frozen=True)
class Source:
    """A table that is counted, and those of its columns that the count depends on."""

    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True)
class Count:
    """Sums over joined tables, grouped by keys and stored in ``table``.

    ``table`` has a column for each of ``keys``, which are unique together, and of
    ``sums``; both map a column to its SQL over the aliases of ``sources``. ``where``
    joins the sources and selects the rows that count. ``rows`` names the sum that is
    the number of these rows; when it falls to 0, the stored row is deleted.
    """

    table: str
    keys: Mapping[str, str]
    sums: Mapping[str, str]
    rows: str
    sources: Mapping[str, Source]
    where: str

    def objects(self, vendor: str) -> list[Trigger]:
        found = []
        for alias, source in self.sources.items():
            for event in EVENTS:
                name = f"{self.table}_{alias}_{event}"
                change = self._add(alias, event)
                if event != "insert":
                    change = f"{change}; {self._delete_empty(alias)}"
                found.append(Trigger(name, source.table, event, change, source.columns))
            if vendor == "postgresql":
                name = f"{self.table}_{alias}_truncate"
                found.append(Trigger(name, source.table, "truncate", f'DELETE FROM "{self.table}"'))
        return found

    def is_filled(self, connection: BaseDatabaseWrapper) -> bool:
        return True

    def refresh(self, connection: BaseDatabaseWrapper) -> None:
        """Count everything again."""
        count = f'INSERT INTO "{self.table}" ({self._columns}) {self._counted}'
        execute(connection, [f'DELETE FROM "{self.table}"', count])

    def drift(self, connection: BaseDatabaseWrapper) -> int:
        """How many of the stored counts differ from counting everything again."""
        stored = f'SELECT {self._columns} FROM "{self.table}"'
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT count(*) FROM (SELECT DISTINCT {_names(self.keys)} FROM ("
                f"SELECT * FROM ({stored} EXCEPT {self._counted}) AS too_many UNION ALL "
                f"SELECT * FROM ({self._counted} EXCEPT {stored}) AS too_few"
                ") AS wrong) AS places"
            )
            return int(cursor.fetchone()[0])

    def _add(self, alias: str, event: str) -> str:
        """Add a source's changed rows to the stored counts, and subtract the old ones."""
        changes = []
        if event != "delete":
            changes.append(self._counting(alias, "{new}"))
        if event != "insert":
            changes.append(self._counting(alias, "{old}", sign="-"))
        keys = _names(self.keys)
        some = " OR ".join(f'sum("{name}") <> 0' for name in self.sums)
        added = ", ".join(
            f'"{name}" = "{self.table}"."{name}" + excluded."{name}"' for name in self.sums
        )
        return (
            f'INSERT INTO "{self.table}" ({self._columns}) SELECT {keys}, {self._totals} '
            f"FROM ({' UNION ALL '.join(changes)}) AS changes GROUP BY {keys} HAVING {some} "
            f"ON CONFLICT ({keys}) DO UPDATE SET {added}"
        )

    def _delete_empty(self, alias: str) -> str:
        """Delete stored counts that count no row any more.

        They are found by their keys rather than by an index on ``rows``: PostgreSQL
        updates a column cheaply only if no index holds it (see heap-only tuples in its manual).
        """
        keys, lost = _names(self.keys), self._counting(alias, "{old}")
        return (
            f'DELETE FROM "{self.table}" WHERE "{self.rows}" <= 0'
            f" AND ({keys}) IN (SELECT {keys} FROM ({lost}) AS lost)"
        )

    def _counting(self, replaced: str = "", rows: str = "", sign: str = "") -> str:
        """The counted rows; ``rows`` may replace the table of one source."""
        columns = [
            *(f'{sql} AS "{name}"' for name, sql in self.keys.items()),
            *(f'{sign}{sql} AS "{name}"' for name, sql in self.sums.items()),
        ]
        sources = (
            f"{rows} AS {alias}" if alias == replaced else f'"{source.table}" AS {alias}'
            for alias, source in self.sources.items()
        )
        return f"SELECT {', '.join(columns)} FROM {', '.join(sources)} WHERE {self.where}"

    @property
    def _counted(self) -> str:
        keys = _names(self.keys)
        return f"SELECT {keys}, {self._totals} FROM ({self._counting()}) AS counted GROUP BY {keys}"

    @property
    def _columns(self) -> str:
        return _names([*self.keys, *self.sums])

    @property
    def _totals(self) -> str:
        return ", ".join(f'sum("{name}")' for name in self.sums)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in columns)
