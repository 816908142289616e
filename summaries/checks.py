"""System checks; each says what is wrong and the fix."""

from django.apps import apps
from django.conf import settings as project_settings
from django.core.checks import Error, Tags, Warning, register
from django.db import NotSupportedError, connections
from django.utils.translation import gettext as _

from . import triggers
from .conf import settings
from .search import operations


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
def check_search_index(app_configs, databases, **kwargs):
    """``summaries.E002``: no search index; ``E003``: nor a way to one; ``E005``: no triggers."""
    found = []
    from .models import Article, kept

    table = Article._meta.db_table
    for alias in databases or []:
        connection = connections[alias]
        if table not in connection.introspection.table_names():
            continue
        try:
            missing = operations.missing_parts(connection, table)
        except NotSupportedError as error:
            found.append(Error(str(error), id="summaries.E003"))
            continue
        if missing:
            found.append(
                Error(
                    _("The search index lacks %(parts)s.") % {"parts": ", ".join(missing)},
                    hint=_("Run: python manage.py rebuild_search"),
                    id="summaries.E002",
                )
            )
        if unnoticed := triggers.stale(connection, kept(connection)):
            found.append(
                Error(
                    _("Changes are not noticed in %(tables)s.") % {"tables": ", ".join(unnoticed)},
                    hint=_("Run: python manage.py migrate"),
                    id="summaries.E005",
                )
            )
    return found


@register()
def check_page_cache(app_configs, **kwargs):
    """``summaries.W002``: a page cache in which nothing is kept."""
    middleware = "summaries.pagecache.PageCacheMiddleware"
    if settings.PAGE_CACHE is None or [*project_settings.MIDDLEWARE][:1] == [middleware]:
        return []
    return [
        Warning(
            _("SUMMARIES_PAGE_CACHE is %(value)r, but no middleware decides what may be kept.")
            % {"value": settings.PAGE_CACHE},
            hint=_("Put '%(middleware)s' first in MIDDLEWARE, or set SUMMARIES_PAGE_CACHE to None.")
            % {"middleware": middleware},
            id="summaries.W002",
        )
    ]
