"""A project where most is elsewhere: the library in a database of its own, users that have no
number, an admin site under another name and in two languages, no rich text, no static files."""

from .base import *  # noqa: F403
from .base import INSTALLED_APPS, MIDDLEWARE, database

AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "tests.hosts.urls_elsewhere"
LANGUAGES = [("en", "English"), ("zh-hans", "Chinese")]
LANGUAGE_CODE = "en"
USE_THOUSAND_SEPARATOR = True
LEFT_OUT = ("django.contrib.admin", "django.contrib.staticfiles", "django_prose_editor")
INSTALLED_APPS = [
    "tests.hosts.accounts",
    "django.contrib.admin.apps.SimpleAdminConfig",
    *(app for app in INSTALLED_APPS if app not in LEFT_OUT),
]
MIDDLEWARE = [*MIDDLEWARE[:2], "django.middleware.locale.LocaleMiddleware", *MIDDLEWARE[2:]]
DATABASES = {"default": database("elsewhere"), "library": database("elsewhere_library")}
DATABASE_ROUTERS = ["tests.hosts.elsewhere.LibraryRouter"]


class LibraryRouter:
    """The library in ``library``, all else in ``default``."""

    def db_for_read(self, model, **hints):
        return "library" if model._meta.app_label == "summaries" else "default"

    db_for_write = db_for_read

    def allow_relation(self, one, other, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == ("library" if app_label == "summaries" else "default")
