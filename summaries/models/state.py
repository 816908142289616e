"""Marks of everything public, read at each request by one small query."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from django.db import connections, models
from django.db.models import F
from django.utils import timezone

MARKS = ("frame", "shape", "text")

# The marks; on PostgreSQL with what a transaction sets beside each at its own changes, since it
# writes a mark only once.
READ_MARKS = {
    "sqlite": "SELECT frame, shape, text FROM summaries_publicstate LIMIT 1",
    "postgresql": """
        SELECT concat(frame, current_setting('summaries.frame_change', true)),
            concat(shape, current_setting('summaries.shape_change', true)),
            concat(text, current_setting('summaries.text_change', true))
        FROM summaries_publicstate LIMIT 1
    """,
}
# The last moments at which an article appeared or expired by itself, and the next ones.
READ_MOMENTS = """
    SELECT
        (SELECT public_from FROM summaries_article
         WHERE public_from <= %s ORDER BY public_from DESC LIMIT 1),
        (SELECT public_until FROM summaries_article
         WHERE public_until <= %s ORDER BY public_until DESC LIMIT 1),
        (SELECT public_from FROM summaries_article
         WHERE public_from > %s ORDER BY public_from LIMIT 1),
        (SELECT public_until FROM summaries_article
         WHERE public_until > %s ORDER BY public_until LIMIT 1)
"""


class Marks(NamedTuple):
    """Texts that are other ones after a change; all ``""`` where the database has no marks.

    ``frame`` moves with what any page may show at once: the names, addresses and
    places of categories and tags, the synonyms of the search; and when an article is
    public no more, so that it is gone from all pages. ``shape`` moves with which
    articles are public, and all that they are counted and listed by; ``text`` with
    anything that is public of an article. Drafts move none.
    """

    frame: str = ""
    shape: str = ""
    text: str = ""


class Span(NamedTuple):
    """Marks, the row that they were read from, and from when until when they hold."""

    marks: Marks
    row: tuple
    since: datetime
    until: datetime | None

    def holds(self, row: tuple, now: datetime) -> bool:
        in_time = self.since <= now and (self.until is None or now < self.until)
        return row == self.row and in_time


_latest: dict[str, Span] = {}
# How often this process has locked the library to write, by database.
writes: Counter[str] = Counter()


class PublicStateManager(models.Manager):
    def lock(self) -> None:
        """Wait until no other transaction changes the library; until this one ends, none will.

        On SQLite a write that changes nothing takes the lock of the database, also
        where a transaction begins without one (Django's default).
        """
        rows = self.filter(pk=1)
        if connections[self.db].vendor == "sqlite":
            rows.update(frame=F("frame"))
        elif not rows.select_for_update().values("pk"):
            marks = dict.fromkeys(MARKS, 0)
            self.bulk_create([PublicState(pk=1, **marks)], ignore_conflicts=True)
            rows.select_for_update().values("pk").get()
        writes[self.db] += 1

    def marks(self) -> Marks:
        """The marks of the public state as it is now. One query.

        They hold the last moments at which an article appeared or expired by
        itself. When the next such moment will be is remembered, so that until
        then the row of marks alone is read.
        """
        using = self.db
        # SQL, since this is read at each request and the ORM would take longer to compile
        # the query than the database to answer it.
        connection, now = connections[using], timezone.now()
        with connection.cursor() as cursor:
            cursor.execute(READ_MARKS[connection.vendor])
            row = cursor.fetchone()
            if row is None:
                return Marks()
            span = _latest.get(using)
            if span and span.holds(row, now):
                return span.marks
            cursor.execute(READ_MOMENTS, [connection.ops.adapt_datetimefield_value(now)] * 4)
            appeared, expired, *following = cursor.fetchone()
        until = min(filter(None, following), default=None)
        if until and timezone.is_naive(until):
            until = timezone.make_aware(until, connection.timezone)
        frame, shape, text = row
        moments = f"{appeared} {expired}"
        marks = Marks(f"{frame} {expired}", f"{shape} {moments}", f"{text} {moments}")
        _latest[using] = Span(marks, row, now, until)
        return marks


class NotDumped(models.Manager):
    """No rows, for ``dumpdata`` and Django's test runner: what the database makes by itself."""

    def get_queryset(self):
        return super().get_queryset().none()


class PublicState(models.Model):
    """The one row in which triggers of the database mark changes to the library."""

    frame = models.BigIntegerField()
    shape = models.BigIntegerField()
    text = models.BigIntegerField()

    objects = PublicStateManager()
    not_dumped = NotDumped()

    class Meta:
        default_manager_name = base_manager_name = "not_dumped"

    def __str__(self):
        return f"{self.frame} {self.shape} {self.text}"
