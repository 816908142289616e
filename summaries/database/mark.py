"""Marks of changes: random numbers that are replaced whenever watched rows change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from .objects import EVENTS, Trigger, execute


@dataclass(frozen=True, slots=True)
class Watch:
    """Rows of a table, and the marks that move when one of them comes, changes or goes.

    ``where`` says which rows matter, before or after the change, as SQL over the row,
    which is called ``changed``; ``columns`` are those that it reads, and whose change
    counts. With ``values`` an update counts only if one of these differs, SQL over the row.
    """

    table: str
    marks: tuple[str, ...]
    columns: tuple[str, ...]
    where: str = "true"
    values: tuple[str, ...] = ()
    events: tuple[str, ...] = EVENTS
    # Whether only what is there no more counts.
    is_loss: bool = False

    def guard(self, event: str) -> str:
        new, old = (self._rows(relation) for relation in ("{new}", "{old}"))
        if event == "insert":
            return f"EXISTS ({new})"
        if event == "delete":
            return f"EXISTS ({old})"
        if not self.values:
            return f"EXISTS ({new}) OR EXISTS ({old})"
        lost = f"EXISTS ({old} EXCEPT {new})"
        return lost if self.is_loss else f"EXISTS ({new} EXCEPT {old}) OR {lost}"

    def _rows(self, relation: str) -> str:
        values = ", ".join(self.values) or "1"
        return f"SELECT {values} FROM {relation} AS changed WHERE {self.where}"


@dataclass(frozen=True, slots=True)
class Marks:
    """The columns ``names`` of the one row of ``table``, each a random number.

    A mark belongs to the transaction of its change, and none comes again after a
    rollback or a restored backup. SQLite writes it with each row. PostgreSQL
    writes it once a transaction, since every further time would leave a dead row
    for the next time to skip; what the transaction itself reads meanwhile differs
    by a setting, such as ``summaries.text_change``.
    """

    table: str
    names: tuple[str, ...]
    watches: Sequence[Watch]

    def objects(self, vendor: str) -> list[Trigger]:
        return [*self._moves(vendor), *(self._locks() if vendor == "postgresql" else ())]

    def is_filled(self, connection: BaseDatabaseWrapper) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{self.table}"')
            return cursor.fetchone() is not None

    def refresh(self, connection: BaseDatabaseWrapper) -> None:
        write = self._write(connection.vendor, self.names)
        execute(connection, [f'DELETE FROM "{self.table}"', write])

    def _moves(self, vendor: str) -> Iterator[Trigger]:
        for watch in self.watches:
            move = "; ".join(self._move(vendor, watch.marks))
            name = f"{watch.table}_{'_'.join(watch.marks)}"
            for event in watch.events:
                guard = watch.guard(event)
                yield Trigger(f"{name}_{event}", watch.table, event, move, watch.columns, guard)
            if vendor == "postgresql":
                yield Trigger(f"{name}_truncate", watch.table, "truncate", move)

    def _locks(self) -> Iterator[Trigger]:
        """Let every change lock the marks before it locks a row: so there are no deadlocks."""
        lock = f'PERFORM FROM "{self.table}" FOR UPDATE'
        for table in dict.fromkeys(watch.table for watch in self.watches):
            for event in (*EVENTS, "truncate"):
                yield Trigger(f"{table}_lock_{event}", table, event, lock, before=True)

    def _move(self, vendor: str, marks: tuple[str, ...]) -> Iterator[str]:
        if vendor == "sqlite":
            yield self._write(vendor, marks)
            return
        # Both settings end, and are rolled back, with the transaction or savepoint.
        for mark in marks:
            yield (
                f'IF NOT EXISTS (SELECT FROM "{self.table}" WHERE "{mark}"::text = '
                f"current_setting('summaries.{mark}', true)) THEN {self._write(vendor, (mark,))}; "
                f"PERFORM set_config('summaries.{mark}', \"{mark}\"::text, true) "
                f'FROM "{self.table}"; END IF; '
                f"PERFORM set_config('summaries.{mark}_change', random()::text, true)"
            )

    def _write(self, vendor: str, marks: tuple[str, ...]) -> str:
        """The statement that writes new marks, and all of them where the row is missing."""
        names = ", ".join(f'"{name}"' for name in self.names)
        values = ", ".join([_RANDOM[vendor]] * len(self.names))
        moved = ", ".join(f'"{mark}" = excluded."{mark}"' for mark in marks)
        return (
            f'INSERT INTO "{self.table}" (id, {names}) VALUES (1, {values}) '
            f"ON CONFLICT (id) DO UPDATE SET {moved}"
        )


_RANDOM = {"sqlite": "random()", "postgresql": "(random() * 9e18)::bigint"}
