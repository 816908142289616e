"""A mark that is another one after every change to some tables."""

from __future__ import annotations

from dataclasses import dataclass

from .after import EVENTS, After


@dataclass(frozen=True, slots=True)
class Mark:
    """A new random number in the column ``mark`` of the one row of ``table``, at each change.

    It belongs to the transaction of the change, and no mark comes again after
    a rollback or a restored backup.
    """

    table: str
    of: tuple[str, ...]

    def triggers(self, vendor: str) -> list[After]:
        new_mark = _NEW_MARK[vendor]
        events = (*EVENTS, "truncate") if vendor == "postgresql" else EVENTS
        return [
            After(
                f"{table}_mark_{event}",
                table,
                event,
                f'UPDATE "{self.table}" SET mark = {new_mark}',
                # Before, so that on PostgreSQL the mark is locked before any row is.
                before=True,
            )
            for table in self.of
            for event in events
        ]

    def is_prepared(self, connection) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{self.table}"')
            return cursor.fetchone() is not None

    def refresh(self, connection) -> None:
        new_mark = _NEW_MARK[connection.vendor]
        with connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{self.table}"')
            cursor.execute(f'INSERT INTO "{self.table}" (id, mark) VALUES (1, {new_mark})')


_NEW_MARK = {"sqlite": "random()", "postgresql": "(random() * 9e18)::bigint"}
