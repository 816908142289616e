"""System checks; each reports what is wrong and how to fix it."""

import json
import re
from collections.abc import Callable
from difflib import get_close_matches
from importlib import import_module
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings as project_settings
from django.core.checks import Error, Tags, Warning, register
from django.core.files.storage import FileSystemStorage, storages
from django.db import NotSupportedError, connections, router
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import database
from .conf import DEFAULTS, settings
from .search import SearchIndex
from .search.index import backend


class Kind(NamedTuple):
    """What values a setting may have; ``fix`` is the hint for a wrong one."""

    holds: Callable[[Any], bool]
    fix: str


def is_whole_number(value):
    return isinstance(value, int) and not isinstance(value, bool)


TEXT = Kind(
    lambda value: isinstance(value, str | Promise),
    gettext_lazy("Set it to a string, or remove it."),
)
COUNT = Kind(
    lambda value: is_whole_number(value) and value >= 0,
    gettext_lazy(
        "Set it to a whole number, 0 or above, or remove it for the default of %(default)s."
    ),
)
SIZE = Kind(
    lambda value: is_whole_number(value) and value > 0,
    gettext_lazy("Set it to a whole number above 0, or remove it for the default of %(default)s."),
)
CACHE = Kind(
    lambda value: value is None or (isinstance(value, str) and value in project_settings.CACHES),
    gettext_lazy("Set it to an alias in CACHES, or to None for no page cache."),
)
DATABASE = Kind(
    lambda value: value is None or (isinstance(value, str) and value in project_settings.DATABASES),
    gettext_lazy("Set it to an alias in DATABASES, or to None for no replica."),
)
STORAGE = Kind(
    lambda value: isinstance(value, str) and value in project_settings.STORAGES,
    gettext_lazy("Set it to an alias in STORAGES, or remove it for the default of %(default)s."),
)

ADDRESSES = Kind(
    lambda value: (
        isinstance(value, list | tuple)
        and all(isinstance(one, str) and "@" in one for one in value)
    ),
    gettext_lazy("Set it to a list of mail addresses, or remove it to send no mail."),
)
SITE = Kind(
    lambda value: (
        isinstance(value, str)
        and (not value or bool(re.fullmatch(r"https?://[^/?#\s]+/?", value, re.I)))
    ),
    gettext_lazy("Set it to scheme and host, as in 'https://example.org', or remove it."),
)
URL = Kind(
    lambda value: value == "" or (isinstance(value, str) and bool(re.match("https?://.", value))),
    gettext_lazy("Set it to a URL that begins with https://, or remove it."),
)
KEY = Kind(
    lambda value: (
        value == "" or (isinstance(value, str) and bool(re.fullmatch("[A-Za-z0-9-]{8,128}", value)))
    ),
    gettext_lazy("Set it to 8 to 128 letters without accents, digits or hyphens, or remove it."),
)
YES_OR_NO = Kind(
    lambda value: isinstance(value, bool),
    gettext_lazy("Set it to True or False, or remove it for the default of %(default)s."),
)
FONTS = Kind(
    lambda value: isinstance(value, list | tuple) and all(isinstance(one, str) for one in value),
    gettext_lazy("Set it to a list of font files, or remove it."),
)
PATHS = Kind(
    lambda value: isinstance(value, list | tuple) and all(isinstance(one, str) for one in value),
    gettext_lazy("Set it to a list of dotted paths, such as ['mysite.rules.house_style']."),
)

# Each setting with the id of its error and what it may hold.
SETTINGS = {
    "SITE_NAME": ("summaries.E006", TEXT),
    "SITE_DESCRIPTION": ("summaries.E007", TEXT),
    "SITE_URL": ("summaries.E030", SITE),
    "SHARE_FONTS": ("summaries.E031", FONTS),
    "THIN_TAG": ("summaries.E032", COUNT),
    "PAGE_CACHE": ("summaries.E004", CACHE),
    "REPLICA": ("summaries.E028", DATABASE),
    "PAGE_SIZE": ("summaries.E001", SIZE),
    "RELATED_COUNT": ("summaries.E008", COUNT),
    "IMPORT_MAX_BYTES": ("summaries.E010", SIZE),
    "SURROUNDINGS_AGE": ("summaries.E011", COUNT),
    "REPORTS_PER_HOUR": ("summaries.E012", COUNT),
    "BIN_DAYS": ("summaries.E013", COUNT),
    "PREVIEW_DAYS": ("summaries.E014", COUNT),
    "REVIEW_MAIL": ("summaries.E015", ADDRESSES),
    "IMAGE_STORAGE": ("summaries.E016", STORAGE),
    "IMAGE_MAX_BYTES": ("summaries.E017", SIZE),
    "IMAGE_MAX_PIXELS": ("summaries.E018", SIZE),
    "SHORT_WORDS": ("summaries.E020", COUNT),
    "QUALITY_RULES": ("summaries.E021", PATHS),
    "JOBS_KEPT_DAYS": ("summaries.E023", SIZE),
    "UPLOAD_MAX_BYTES": ("summaries.E024", SIZE),
    "IMPORT_FORMATS": ("summaries.E025", PATHS),
    "MISSING_KEPT": ("summaries.E027", COUNT),
    "FEED_SIZE": ("summaries.E033", SIZE),
    "FEED_FULL_TEXT": ("summaries.E034", YES_OR_NO),
    "WEBSUB_HUB": ("summaries.E035", URL),
    "INDEXNOW_KEY": ("summaries.E036", KEY),
}


@register()
def check_settings(app_configs, **kwargs):
    """A setting with an invalid value; ``SETTINGS`` has the ids."""
    return [
        Error(
            _("%(setting)s is %(value)r.") % {"setting": f"SUMMARIES_{name}", "value": value},
            hint=kind.fix % {"default": DEFAULTS[name]},
            id=number,
        )
        for name, (number, kind) in SETTINGS.items()
        if not kind.holds(value := getattr(settings, name))
    ]


@register()
def check_setting_names(app_configs, **kwargs):
    """``summaries.W003``: an unknown setting, probably misspelt."""
    given = {name for name in dir(project_settings) if name.startswith("SUMMARIES_")}
    known = [f"SUMMARIES_{name}" for name in DEFAULTS]
    return [
        Warning(
            _("There is no setting %(setting)s.") % {"setting": name},
            hint=_("Did you mean %(setting)s? Rename or remove it.")
            % {"setting": get_close_matches(name, known, n=1, cutoff=0)[0]},
            id="summaries.W003",
        )
        for name in sorted(given.difference(known))
    ]


@register()
def check_quality_rules(app_configs, **kwargs):
    """``summaries.E022``: a rule of the project that is not there, or no function."""
    names = settings.QUALITY_RULES if PATHS.holds(settings.QUALITY_RULES) else ()
    found = []
    for name in names:
        try:
            is_function = callable(import_string(name))
        except ImportError:
            is_function = False
        if not is_function:
            found.append(
                Error(
                    _("SUMMARIES_QUALITY_RULES names %(name)s, which is no function.")
                    % {"name": name},
                    hint=_("Name a function by its module, as in 'mysite.rules.house_style'."),
                    id="summaries.E022",
                )
            )
    return found


@register()
def check_import_formats(app_configs, **kwargs):
    """``summaries.E026``: a format of the project that is not there, or cannot read."""
    names = settings.IMPORT_FORMATS if PATHS.holds(settings.IMPORT_FORMATS) else ()
    found = []
    for name in names:
        try:
            module = import_module(name)
        except ImportError:
            module = None
        if not (callable(getattr(module, "read", None)) and getattr(module, "SUFFIXES", ())):
            found.append(
                Error(
                    _("SUMMARIES_IMPORT_FORMATS names %(name)s, which reads no files.")
                    % {"name": name},
                    hint=_("Name a module with SUFFIXES, as in ('.wiki',), and read(file)."),
                    id="summaries.E026",
                )
            )
    return found


@register()
def check_media(app_configs, **kwargs):
    """``summaries.W006``: images that go wherever the server was started."""
    if not apps.is_installed("django.contrib.admin") or not STORAGE.holds(settings.IMAGE_STORAGE):
        return []
    storage = storages[settings.IMAGE_STORAGE]
    if not isinstance(storage, FileSystemStorage) or storage.base_location:
        return []
    return [
        Warning(
            _("Uploaded images are kept in the folder in which the server was started."),
            hint=_("Set MEDIA_ROOT and MEDIA_URL, or SUMMARIES_IMAGE_STORAGE to another storage."),
            id="summaries.W006",
        )
    ]


@register()
def check_time_zones(app_configs, **kwargs):
    """``summaries.E009``: times without a time zone."""
    if project_settings.USE_TZ:
        return []
    return [
        Error(
            _("USE_TZ is False, but the library stores times with their time zone."),
            hint=_("Set USE_TZ = True."),
            id="summaries.E009",
        )
    ]


SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL;",
}


@register()
def check_sqlite_options(app_configs, **kwargs):
    """``summaries.W004``: an SQLite database in which a second writer fails instead of waiting."""
    from .models import Article

    found = []
    for alias in connections:
        connection = connections[alias]
        if (
            connection.vendor == "sqlite"
            and not connection.is_in_memory_db()
            and router.allow_migrate_model(alias, Article)
            and (missing := missing_options(connection.settings_dict["OPTIONS"]))
        ):
            found.append(
                Warning(
                    _(
                        "Writers to the SQLite database '%(alias)s' may get"
                        ' "database is locked": its OPTIONS lack %(options)s.'
                    )
                    % {"alias": alias, "options": ", ".join(missing)},
                    hint=_("Set in DATABASES['%(alias)s']: \"OPTIONS\": %(options)s")
                    % {"alias": alias, "options": json.dumps(SQLITE_OPTIONS)},
                    id="summaries.W004",
                )
            )
    return found


def missing_options(options):
    """The names of the missing options without which writers fail instead of waiting."""
    mode, command = options.get("transaction_mode") or "", options.get("init_command", "")
    suffices = {
        "transaction_mode": mode.upper() in {"IMMEDIATE", "EXCLUSIVE"},
        "timeout": options.get("timeout", 5) >= 10,  # seconds; 5 is the default
        "init_command": re.search(r"journal_mode\s*[=(]\s*[\"']?wal", command, re.IGNORECASE),
    }
    return [name for name, enough in suffices.items() if not enough]


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
    """``summaries.E002``: search index; ``E003``: unsupported database; ``E005``: triggers;
    ``W005``: a search index that was made by other rules; ``W007``: redirects of an old site."""
    found = []
    from .models import Article, maintained

    for alias in databases or []:
        connection = connections[alias]
        if not router.allow_migrate_model(alias, Article):
            continue
        try:
            backend(connection)
        except NotSupportedError as error:
            hint = _("Use a database router to put the library into one of these two.")
            found.append(Error(str(error), hint=hint, id="summaries.E003"))
            continue
        if Article._meta.db_table not in connection.introspection.table_names():
            continue
        found += _check_objects(connection, maintained(connection))
        found += _check_rules(connection, maintained(connection))
        found += _check_redirects(connection)
    return found


def _check_redirects(connection) -> list[Warning]:
    from .models import Redirect

    middleware = "summaries.redirects.RedirectFallbackMiddleware"
    tables = connection.introspection.table_names()
    if middleware in project_settings.MIDDLEWARE or Redirect._meta.db_table not in tables:
        return []
    if not Redirect.objects.using(connection.alias).filter(path__startswith="/").exists():
        return []
    message = _("There are redirects from addresses of an old site, which nobody follows.")
    hint = _("Put '%(middleware)s' last in MIDDLEWARE.") % {"middleware": middleware}
    return [Warning(message, hint=hint, id="summaries.W007")]


def _check_rules(connection, maintained) -> list[Warning]:
    from .models import Article

    # Before a migration, the column that tells may be missing.
    if not database.is_installable(connection, maintained):
        return []
    if not Article.objects.using(connection.alias).with_other_rules().exists():
        return []
    message = _("The search index was made by another version of its rules.")
    hint = _("Run: python manage.py check_library --fix")
    return [Warning(message, hint=hint, id="summaries.W005")]


def _check_objects(connection, maintained) -> list[Error]:
    found = []
    hint = _("Run: python manage.py check_library --fix")
    search, tables = [], set()
    for one in maintained:
        differing = database.differing(connection, one)
        if isinstance(one, SearchIndex):
            search += [thing.name for thing in differing]
        else:
            tables |= {thing.table for thing in differing}
    if search:
        message = _("The search index is missing or outdated: %(parts)s.") % {
            "parts": ", ".join(search)
        }
        found.append(Error(message, hint=hint, id="summaries.E002"))
    if tables:
        message = _("Triggers are missing, disabled or outdated on %(tables)s.") % {
            "tables": ", ".join(sorted(tables))
        }
        found.append(Error(message, hint=hint, id="summaries.E005"))
    return found


@register()
def check_page_cache(app_configs, **kwargs):
    """``summaries.W002``: a page cache that stores nothing, since its middleware is missing."""
    middleware = "summaries.pagecache.PageCacheMiddleware"
    if settings.PAGE_CACHE is None or [*project_settings.MIDDLEWARE][:1] == [middleware]:
        return []
    return [
        Warning(
            _("SUMMARIES_PAGE_CACHE is %(value)r, but without its middleware no page is cached.")
            % {"value": settings.PAGE_CACHE},
            hint=_("Put '%(middleware)s' first in MIDDLEWARE, or set SUMMARIES_PAGE_CACHE to None.")
            % {"middleware": middleware},
            id="summaries.W002",
        )
    ]


@register()
def check_replica(app_configs, **kwargs):
    """``summaries.W008``: a replica that nothing is read from."""
    if settings.REPLICA is None or not DATABASE.holds(settings.REPLICA):
        return []
    found = []
    for name, setting in REPLICA_PARTS.items():
        named = [
            import_string(one) if isinstance(one, str) else type(one)
            for one in getattr(project_settings, setting)
        ]
        if not any(isinstance(one, type) and issubclass(one, import_string(name)) for one in named):
            message = _("SUMMARIES_REPLICA is set, but without %(name)s nothing is read from it.")
            hint = _("Add '%(name)s' to %(setting)s, or set SUMMARIES_REPLICA to None.")
            words = {"name": name, "setting": setting}
            found.append(Warning(message % words, hint=hint % words, id="summaries.W008"))
    return found


REPLICA_PARTS = {
    "summaries.replicas.ReplicaRouter": "DATABASE_ROUTERS",
    "summaries.replicas.ReplicaMiddleware": "MIDDLEWARE",
}
