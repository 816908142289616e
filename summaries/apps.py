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

        post_migrate.connect(lay_search_index, sender=self)


def lay_search_index(sender, using, **kwargs):
    """Lay the search index again: SQLite drops its triggers when Django rebuilds the table."""
    from .search import operations

    connection = connections[using]
    table = sender.get_model("Article")._meta.db_table
    if table in connection.introspection.table_names():
        operations.install_index(connection, table)
