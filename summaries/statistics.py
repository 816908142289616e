"""Let the database look at its tables, so that its planner knows rare from common.

SQLite never does so by itself, PostgreSQL only some time after a large import.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.backends.base.base import BaseDatabaseWrapper

# Rows of an index that SQLite looks at: enough to tell, and the same work at any size.
ANALYSIS_LIMIT = 1000


def refresh(connection: BaseDatabaseWrapper, tables: Iterable[str]) -> None:
    """Have the planner's statistics of these tables made anew; quick at any size."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {ANALYSIS_LIMIT}")
        for table in tables:
            cursor.execute(f'ANALYZE "{table}"')
