"""A table's search index, as an object that the database keeps (see ``summaries.database``)."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from django.db import DatabaseError, NotSupportedError, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _

from summaries.database import DatabaseObject, execute

from . import postgresql, sqlite

_BACKENDS = {"sqlite": sqlite, "postgresql": postgresql}


def backend(connection: BaseDatabaseWrapper) -> ModuleType:
    """The module that speaks to this connection's database; raises ``NotSupportedError``."""
    try:
        return _BACKENDS[connection.vendor]
    except KeyError:
        raise NotSupportedError(
            _("The library works on SQLite and PostgreSQL, not on %s.") % connection.display_name
        ) from None


@dataclass(frozen=True, slots=True)
class SearchIndex:
    """The index of a table with the columns ``id``, ``search_title`` and ``search_text``."""

    table: str

    def objects(self, vendor: str) -> list[DatabaseObject]:
        objects: list[DatabaseObject] = _BACKENDS[vendor].objects(self.table)
        return objects

    def is_filled(self, connection: BaseDatabaseWrapper) -> bool:
        return True

    def refresh(self, connection: BaseDatabaseWrapper) -> None:
        """Read every row into the index anew, where the database does not do so by itself."""
        execute(connection, backend(connection).refresh(self.table))

    def is_stale(self, connection: BaseDatabaseWrapper) -> bool:
        """Whether the index says something else than its table. Reads every row."""
        try:
            with transaction.atomic(using=connection.alias):
                execute(connection, backend(connection).compare(self.table))
        except DatabaseError:
            return True
        return False


def owner(model: type[models.Model]) -> type[models.Model]:
    """The model whose table has the search index: the model itself or one that it inherits from."""
    return model._meta.get_field("search_title").model
