"""A mark that is another one after every change to some tables."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.backends.base.base import BaseDatabaseWrapper

from .objects import EVENTS, Trigger, execute


@dataclass(frozen=True, slots=True)
class Mark:
    """A random number in the column ``mark`` of the one row of ``table``, a new one at a change.

    It belongs to the transaction of the change, and no mark comes again after
    a rollback or a restored backup. SQLite writes it with each row. PostgreSQL writes it
    once a transaction, since each time would leave a dead row for the next time to skip; what
    the transaction itself reads meanwhile is told apart by the setting ``summaries.change``.
    """

    table: str
    of: tuple[str, ...]

    def objects(self, vendor: str) -> list[Trigger]:
        events = (*EVENTS, "truncate") if vendor == "postgresql" else EVENTS
        return [
            Trigger(
                f"{table}_mark_{event}",
                table,
                event,
                _CHANGE[vendor].format(write=self._write(vendor), table=self.table),
                # Before, so that on PostgreSQL the mark is locked before any row is.
                before=True,
            )
            for table in self.of
            for event in events
        ]

    def is_filled(self, connection: BaseDatabaseWrapper) -> bool:
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{self.table}"')
            return cursor.fetchone() is not None

    def refresh(self, connection: BaseDatabaseWrapper) -> None:
        execute(connection, [f'DELETE FROM "{self.table}"', self._write(connection.vendor)])

    def _write(self, vendor: str) -> str:
        """The statement that writes a new mark, also where the row is missing."""
        return (
            f'INSERT INTO "{self.table}" (id, mark) VALUES (1, {_NEW_MARK[vendor]}) '
            "ON CONFLICT (id) DO UPDATE SET mark = excluded.mark"
        )


_NEW_MARK = {"sqlite": "random()", "postgresql": "(random() * 9e18)::bigint"}
_CHANGE = {
    "sqlite": "{write}",
    # Both settings end, and are rolled back, with the transaction or savepoint.
    "postgresql": (
        """IF NOT EXISTS (SELECT FROM "{table}" WHERE mark::text = """
        "current_setting('summaries.mark', true)) THEN {write}; PERFORM "
        """set_config('summaries.mark', mark::text, true) FROM "{table}"; END IF; """
        "PERFORM set_config('summaries.change', random()::text, true)"
    ),
}
