"""A project with a model of its own that is an article, and with admin classes of its own."""

from .base import *  # noqa: F403
from .base import INSTALLED_APPS

ROOT_URLCONF = "tests.hosts.urls_reports"
INSTALLED_APPS = ["tests.hosts.reports", *INSTALLED_APPS]  # first, for its templates
