"""A project without admin, sessions and AuthenticationMiddleware: a request has no user."""

from .base import *  # noqa: F403

ROOT_URLCONF = "tests.hosts.urls_bare"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "summaries"]
MIDDLEWARE = ["django.middleware.common.CommonMiddleware"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    },
]
