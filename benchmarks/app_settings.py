"""The demo site as it ships, with a counter of statements."""

import os

import dj_database_url

from project.settings import *  # noqa: F403 - settings build on settings
from project.settings import DATABASES, MIDDLEWARE

MIDDLEWARE.insert(0, "benchmarks.statements.StatementsMiddleware")
if source := os.environ.get("BENCHMARK_SOURCE_URL"):  # see raw.py
    DATABASES["source"] = dj_database_url.parse(source)
