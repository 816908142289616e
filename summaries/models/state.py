"""One cheap stamp of everything public."""

from __future__ import annotations

from django.db import connections, models
from django.utils import timezone

STAMP = """
    SELECT mark,
        (SELECT published_at FROM summaries_article
         WHERE status = 'published' AND published_at <= %s ORDER BY published_at DESC LIMIT 1),
        (SELECT expires_at FROM summaries_article
         WHERE status = 'published' AND expires_at <= %s ORDER BY expires_at DESC LIMIT 1)
    FROM summaries_publicstate LIMIT 1
"""


class PublicStateManager(models.Manager):
    def lock(self) -> None:
        """Wait until no other transaction changes the library; until this one ends, none will.

        On PostgreSQL every change comes to wait for the mark sooner or later.
        Who takes it first of all cannot wait crosswise with somebody else.
        """
        self.select_for_update().values("pk").first()

    def stamp(self) -> str:
        """A text that is another one after any change that a visitor could notice. One query.

        It holds the mark of the last change and the last moments at which an
        article appeared or expired by itself. ``""`` where no mark is kept.
        """
        # Written out, since this is asked at each request and the ORM would take longer
        # to put it together than the database to answer it.
        connection = connections[self.db]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        with connection.cursor() as cursor:
            cursor.execute(STAMP, [now, now])
            return " ".join(map(str, cursor.fetchone() or ()))


class PublicState(models.Model):
    """The one row in which triggers of the database mark changes to the library."""

    mark = models.BigIntegerField()

    objects = PublicStateManager()

    def __str__(self):
        return str(self.mark)
