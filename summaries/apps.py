from django.apps import AppConfig
from django.db import connections, router
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = _("Library")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import checks, uploads  # noqa: F401 - register the system checks and kinds of jobs

        pre_migrate.connect(before_migrate, sender=self)
        post_migrate.connect(after_migrate, sender=self)


def before_migrate(sender, using, plan, **kwargs):
    """Drop the triggers before a migration: SQLite cannot rebuild a table that a trigger reads.

    Raises ``NotSupportedError``, before any table is created, on other databases.
    """
    from . import database
    from .models import Article, maintained
    from .search.index import backend

    ours = any(migration.app_label == sender.label for migration, _backwards in plan)
    if ours and router.allow_migrate_model(using, Article):
        backend(connections[using])
        database.drop(connections[using], maintained(connections[using]), only=database.Trigger)


def after_migrate(sender, using, **kwargs):
    """Create triggers and search index; if the tables were dropped, drop what is left of them."""
    from . import database
    from .models import Article, maintained

    connection = connections[using]
    if connection.vendor not in database.VENDORS or not router.allow_migrate_model(using, Article):
        return
    if Article._meta.db_table not in connection.introspection.table_names():
        database.drop(connection, maintained(connection))
    elif database.is_installable(connection, maintained(connection)):
        database.install(connection, maintained(connection))
