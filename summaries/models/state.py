"""One cheap stamp of everything public."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import connections, models
from django.db.models import F
from django.utils import timezone

# The mark, the last moments at which an article appeared or expired by itself, and the next ones.
MOMENTS = """
    SELECT mark,
        (SELECT public_from FROM summaries_article
         WHERE public_from <= %s ORDER BY public_from DESC LIMIT 1),
        (SELECT public_until FROM summaries_article
         WHERE public_until <= %s ORDER BY public_until DESC LIMIT 1),
        (SELECT public_from FROM summaries_article
         WHERE public_from > %s ORDER BY public_from LIMIT 1),
        (SELECT public_until FROM summaries_article
         WHERE public_until > %s ORDER BY public_until LIMIT 1)
    FROM summaries_publicstate LIMIT 1
"""
# The mark, and of changes after the first of one's own transaction a mark beside it: on
# PostgreSQL the row is written once a transaction.
MARK = {
    "sqlite": "SELECT mark, NULL FROM summaries_publicstate LIMIT 1",
    "postgresql": """
        SELECT mark, CASE WHEN current_setting('summaries.mark', true) = mark::text
            THEN current_setting('summaries.change', true) END
        FROM summaries_publicstate LIMIT 1
    """,
}


class Span(NamedTuple):
    """A stamp, the marks that it holds for, and from when until when."""

    stamp: str
    marks: tuple[int, str | None]
    since: datetime
    until: datetime | None

    def holds(self, marks: tuple[int, str | None], now: datetime) -> bool:
        if marks != self.marks or now < self.since:
            return False
        return self.until is None or now < self.until


_latest: dict[str, Span] = {}


class PublicStateManager(models.Manager):
    def lock(self) -> None:
        """Wait until no other transaction changes the library; until this one ends, none will.

        On SQLite a write that changes nothing takes the lock of the database, also
        where a transaction begins without one (Django's default).
        """
        rows = self.filter(pk=1)
        if connections[self.db].vendor == "sqlite":
            rows.update(mark=F("mark"))
        elif not rows.select_for_update().values("pk"):
            self.bulk_create([PublicState(pk=1, mark=0)], ignore_conflicts=True)
            rows.select_for_update().values("pk").get()

    def stamp(self) -> str:
        """A text that is another one after any change that a visitor could notice. One query.

        It holds the mark of the last change and the last moments at which an
        article appeared or expired by itself. ``""`` where no mark is kept. When
        the next such moment will be is remembered, so that until then the mark
        alone is read.
        """
        using = self.db
        # Written out, since this is asked at each request and the ORM would take longer
        # to put it together than the database to answer it.
        connection, now = connections[using], timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(MARK[connection.vendor])
            marks = cursor.fetchone()
            if marks is None:
                return ""
            span = _latest.get(using)
            if span and span.holds(marks, now):
                return span.stamp
            cursor.execute(MOMENTS, [connection.ops.adapt_datetimefield_value(now)] * 4)
            mark, *last, appears, expires = cursor.fetchone()
        until = min(filter(None, (appears, expires)), default=None)
        if until and timezone.is_naive(until):
            until = timezone.make_aware(until, connection.timezone)
        marks = (mark, marks[1])
        span = Span(" ".join(map(str, (*marks, *last))), marks, now, until)
        _latest[using] = span
        return span.stamp


class NotDumped(models.Manager):
    """No rows, for ``dumpdata`` and Django's test runner: what the database makes by itself."""

    def get_queryset(self):
        return super().get_queryset().none()


class PublicState(models.Model):
    """The one row in which triggers of the database mark changes to the library."""

    mark = models.BigIntegerField()

    objects = PublicStateManager()
    not_dumped = NotDumped()

    class Meta:
        default_manager_name = base_manager_name = "not_dumped"

    def __str__(self):
        return str(self.mark)
