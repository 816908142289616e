"""Update the query planner's statistics, by which it distinguishes rare from common values.

SQLite never does so by itself, PostgreSQL only some time after a large import.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

# SQLite samples about so many rows of each index: enough, and quick at any size.
ANALYSIS_LIMIT = 1000


def refresh(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> None:
    """Update the planner's statistics of these tables."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {ANALYSIS_LIMIT}")
        for table in tables:
            cursor.execute(f'ANALYZE "{table}"')
