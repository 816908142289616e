"""Settings of the site of Wagtail: those of its project template, the demo's database settings."""

from benchmarks.bare.settings import *  # noqa: F403 - settings build on settings
from benchmarks.bare.settings import INSTALLED_APPS, MIDDLEWARE

INSTALLED_APPS = [
    "benchmarks.wagtail",
    "wagtail.contrib.redirects",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    *(name for name in INSTALLED_APPS if name != "benchmarks.bare"),
]
MIDDLEWARE.append("wagtail.contrib.redirects.middleware.RedirectMiddleware")
ROOT_URLCONF = "benchmarks.wagtail.urls"
WAGTAIL_SITE_NAME = "Benchmark"
WAGTAILADMIN_BASE_URL = "http://localhost"
