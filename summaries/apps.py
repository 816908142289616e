from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = _("Library")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import checks  # noqa: F401 - registers the system checks

        post_migrate.connect(lay_triggers, sender=self)


def lay_triggers(sender, using, **kwargs):
    """Lay index and triggers again: SQLite drops triggers when Django rebuilds their table."""
    from . import triggers
    from .models import Article, PublicState, kept
    from .search import operations

    connection = connections[using]
    if PublicState._meta.db_table in connection.introspection.table_names():
        operations.install_index(connection, Article._meta.db_table)
        triggers.install(connection, kept(connection))
