from django.apps import AppConfig
from django.db import connections, router
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = _("Library")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import checks  # noqa: F401 - registers the system checks

        pre_migrate.connect(before_migrate, sender=self)
        post_migrate.connect(after_migrate, sender=self)


def before_migrate(sender, using, plan, **kwargs):
    """Drop the triggers before a migration of ours: SQLite rebuilds no table that they read.

    Raises ``NotSupportedError`` before a table is made where the library cannot work.
    """
    from . import database
    from .models import Article, kept
    from .search.index import backend

    ours = any(migration.app_label == sender.label for migration, _backwards in plan)
    if ours and router.allow_migrate_model(using, Article):
        backend(connections[using])
        database.drop(connections[using], kept(connections[using]), only=database.Trigger)


def after_migrate(sender, using, **kwargs):
    """Install what the database keeps by itself; where the tables are gone, drop what is left."""
    from . import database
    from .models import Article, kept

    connection = connections[using]
    if connection.vendor not in database.VENDORS or not router.allow_migrate_model(using, Article):
        return
    if Article._meta.db_table not in connection.introspection.table_names():
        database.drop(connection, kept(connection))
    elif database.is_installable(connection, kept(connection)):
        database.install(connection, kept(connection))
