"""The migration operation that lays a search index, and the way to mend one."""

from __future__ import annotations

from django.db import NotSupportedError
from django.db.migrations.operations.base import Operation
from django.utils.translation import gettext as _

from . import postgresql, sqlite

_BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}


def backend(connection):
    """The module that speaks to this connection's database; raises ``NotSupportedError``."""
    try:
        return _BACKENDS[connection.vendor]
    except KeyError:
        raise NotSupportedError(
            _("Search works on SQLite and PostgreSQL, not on %s.") % connection.display_name
        ) from None


def install_index(connection, table: str) -> None:
    """Create whatever of the table's search index is missing."""
    _execute(connection, backend(connection).install(table))


def rebuild_index(connection, table: str) -> None:
    """Build the table's search index anew from its columns."""
    _execute(connection, backend(connection).rebuild(table))


def missing_parts(connection, table: str) -> list[str]:
    """The names of the parts of the table's search index that the database lacks."""
    with connection.cursor() as cursor:
        return backend(connection).missing(cursor, table)


class CreateSearchIndex(Operation):
    """Lay the search index of a model with the columns ``search_title`` and ``search_text``."""

    reversible = True
    reduces_to_sql = True

    def __init__(self, model_name: str):
        self.model_name = model_name

    def state_forwards(self, app_label, state):
        pass

    def database_forwards(self, app_label, schema_editor, from_state, to_state):
        table = to_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in backend(schema_editor.connection).install(table):
            schema_editor.execute(statement)

    def database_backwards(self, app_label, schema_editor, from_state, to_state):
        table = from_state.apps.get_model(app_label, self.model_name)._meta.db_table
        for statement in backend(schema_editor.connection).uninstall(table):
            schema_editor.execute(statement)

    def describe(self):
        return f"Create the search index of {self.model_name}"


def _execute(connection, statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
