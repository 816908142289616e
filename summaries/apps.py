from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

# The models that public pages are made of.
PUBLIC = ("Article", "Part", "ArticleTag", "Tag", "Category")


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = _("Library")
    default_auto_field = "django.db.models.BigAutoField"

    def public_tables(self):
        """The tables that public pages are made of."""
        return [self.get_model(name)._meta.db_table for name in PUBLIC]

    def ready(self):
        from . import checks  # noqa: F401 - registers the system checks

        post_migrate.connect(lay_triggers, sender=self)


def lay_triggers(sender, using, **kwargs):
    """Lay index and triggers again: SQLite drops triggers when Django rebuilds their table."""
    from . import changes
    from .search import operations

    connection = connections[using]
    marker = sender.get_model("PublicState")._meta.db_table
    if marker in connection.introspection.table_names():
        operations.install_index(connection, sender.get_model("Article")._meta.db_table)
        changes.install(connection, marker, sender.public_tables())
