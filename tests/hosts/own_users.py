"""A project whose users have no ``is_staff``, with an admin site of its own."""

from .base import *  # noqa: F403
from .base import INSTALLED_APPS

AUTH_USER_MODEL = "accounts.User"
ROOT_URLCONF = "tests.hosts.urls_desk"
INSTALLED_APPS = [
    "tests.hosts.accounts",
    *(
        "django.contrib.admin.apps.SimpleAdminConfig" if app == "django.contrib.admin" else app
        for app in INSTALLED_APPS
    ),
]
