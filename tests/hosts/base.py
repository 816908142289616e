"""The smallest project with the library and the admin: what ``startproject`` writes, no more."""

import os

import dj_database_url

HOST = os.environ["DJANGO_SETTINGS_MODULE"].rpartition(".")[2]


def database(name):
    """The database of the run, but empty and of this host alone; Django's default options."""
    settings = dj_database_url.parse(os.environ["DATABASE_URL"])
    own = f"test_host_{name}"
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        own = f"{settings['NAME']}.{own}"
    return settings | {"TEST": {"NAME": own}}


ALLOWED_HOSTS = ["*"]
SECRET_KEY = "no secret"
USE_TZ = True
ROOT_URLCONF = "tests.hosts.urls"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "static/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

DATABASES = {"default": database(HOST)}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "summaries",
    "django_prose_editor",
]
MIDDLEWARE = [
    "summaries.pagecache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "summaries.redirects.RedirectFallbackMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
