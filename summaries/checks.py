"""System checks; each says what is wrong and the fix."""

from django.apps import apps
from django.conf import settings as project_settings
from django.core.checks import Error, Tags, Warning, register
from django.db import NotSupportedError, connections, router
from django.utils.translation import gettext as _

from . import database
from .conf import settings
from .search import SearchIndex
from .search.index import backend


@register()
def check_settings(app_configs, **kwargs):
    """``summaries.E001`` and ``E004``: a setting that cannot work."""
    found = []
    size, cache = settings.PAGE_SIZE, settings.PAGE_CACHE
    if not (isinstance(size, int) and size > 0):
        found.append(
            Error(
                _("SUMMARIES_PAGE_SIZE is %(value)r.") % {"value": size},
                hint=_("Set it to a whole number above 0, or remove it for the default of 20."),
                id="summaries.E001",
            )
        )
    if cache is not None and cache not in project_settings.CACHES:
        found.append(
            Error(
                _("SUMMARIES_PAGE_CACHE is %(value)r.") % {"value": cache},
                hint=_("Set it to an alias in CACHES, or to None for no page cache."),
                id="summaries.E004",
            )
        )
    return found


@register()
def check_rich_text(app_configs, **kwargs):
    """``summaries.W001``: the admin falls back to plain text fields."""
    if apps.is_installed("django_prose_editor") or not apps.is_installed("django.contrib.admin"):
        return []
    return [
        Warning(
            _("The admin shows articles as HTML source, without a rich-text editor."),
            hint=_("Add 'django_prose_editor' to INSTALLED_APPS."),
            id="summaries.W001",
        )
    ]


@register(Tags.database)
def check_database(app_configs, databases, **kwargs):
    """``summaries.E002``: the search index; ``E003``: the database itself; ``E005``: triggers."""
    found = []
    from .models import Article, kept

    for alias in databases or []:
        connection = connections[alias]
        if not router.allow_migrate_model(alias, Article):
            continue
        try:
            backend(connection)
        except NotSupportedError as error:
            hint = _("Keep the library in a database of one of these two, by a router.")
            found.append(Error(str(error), hint=hint, id="summaries.E003"))
            continue
        if Article._meta.db_table not in connection.introspection.table_names():
            continue
        found += _check_kept(connection, kept(connection))
    return found


def _check_kept(connection, kept) -> list[Error]:
    found = []
    hint = _("Run: python manage.py check_library --fix")
    search, tables = [], set()
    for one in kept:
        differing = database.differing(connection, one)
        if isinstance(one, SearchIndex):
            search += [thing.name for thing in differing]
        else:
            tables |= {thing.table for thing in differing}
    if search:
        message = _("Missing or not as defined: %(parts)s.") % {"parts": ", ".join(search)}
        found.append(Error(message, hint=hint, id="summaries.E002"))
    if tables:
        message = _("Changes are not noticed in %(tables)s.") % {
            "tables": ", ".join(sorted(tables))
        }
        found.append(Error(message, hint=hint, id="summaries.E005"))
    return found
