"""The demo site's settings, as they are measured."""

import os

import dj_database_url

from project.settings import *  # noqa: F403 - settings build on settings
from project.settings import DATABASES, MIDDLEWARE

DEBUG = False
DATABASES["default"]["CONN_MAX_AGE"] = None
if source := os.environ.get("BENCHMARK_SOURCE_URL"):  # see raw.py
    DATABASES["source"] = dj_database_url.parse(source)
MIDDLEWARE.insert(0, "benchmarks.statements.StatementsMiddleware")

# Measured beside the state in which the process knows the library already.
if os.environ.get("BENCHMARK_CHANGED") == "1":
    MIDDLEWARE.insert(1, "benchmarks.changed.ChangedMiddleware")

# Measured for itself; everywhere else the pages are made.
SUMMARIES_PAGE_CACHE = "default" if os.environ.get("BENCHMARK_PAGE_CACHE") == "1" else None
