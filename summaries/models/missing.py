"""The addresses at which visitors found nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django.db import connections, models, router, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries.conf import settings

from .library import LibraryQuerySet
from .redirects import ADDRESS_LENGTH

REFERRER_LENGTH = 300
# Of the places, this share is for what was met last, however seldom.
NEWEST_SHARE = 4
# Milliseconds that the counts may wait for others who write before they are given up.
PATIENCE = 200


class Met(NamedTuple):
    """How often an address was met, since when, and the page that linked to it, if one did."""

    hits: int
    first: datetime
    last: datetime
    referrer: str


class MissingAddressQuerySet(LibraryQuerySet):
    def open(self) -> MissingAddressQuerySet:
        return self.filter(is_ignored=False)

    def record(self, met: Mapping[str, Met]) -> None:
        """Add what one process has met to what is known; may raise ``DatabaseError``.

        No more than ``SUMMARIES_MISSING_KEPT`` are kept: what was met most often, and what
        was met last.
        """
        using = router.db_for_write(self.model)
        connection = connections[using]
        table = connection.ops.quote_name(self.model._meta.db_table)
        adapt = connection.ops.adapt_datetimefield_value
        rows = [
            (path, one.hits, adapt(one.first), adapt(one.last), one.referrer, False)
            for path, one in sorted(met.items())  # so that two processes lock them in one order
        ]
        sql = f"""
            INSERT INTO {table} (path, hits, first_met_at, last_met_at, referrer, is_ignored)
            VALUES (%s, %s, %s, %s, %s, %s)
            ON CONFLICT (path) DO UPDATE SET hits = {table}.hits + excluded.hits,
                last_met_at = excluded.last_met_at,
                referrer = CASE WHEN excluded.referrer = '' THEN {table}.referrer
                    ELSE excluded.referrer END
        """  # noqa: S608 - the name comes from the model
        with _impatient(using), transaction.atomic(using=using):
            with connection.cursor() as cursor:
                if connection.vendor == "postgresql":
                    cursor.execute(f"SET LOCAL lock_timeout = {PATIENCE}")
                cursor.executemany(sql, rows)
            self.using(using)._forget()

    def _forget(self) -> None:
        """Keep to the bound, with some room, so that this is not to be done each time."""
        kept = settings.MISSING_KEPT
        if self.count() <= kept + kept // 10:
            return
        newest = self.order_by("-last_met_at", "-pk").values("pk")[: kept // NEWEST_SHARE]
        others = self.exclude(pk__in=list(newest.values_list("pk", flat=True)))
        most = others.order_by("-hits", "-last_met_at", "-pk").values_list("pk", flat=True)
        gone = list(most[kept - kept // NEWEST_SHARE :])
        # Not as the library's own rows, for which everybody who writes would have to wait.
        models.QuerySet.delete(self.filter(pk__in=gone))


class MissingAddress(models.Model):
    """An address that visitors asked for and where nothing is, in ``Redirect``'s form.

    It tells of no visitor: how often, when first and last, and one page that links to it.
    """

    path = models.CharField(_("address"), max_length=ADDRESS_LENGTH, unique=True)
    hits = models.PositiveIntegerField(_("times met"), default=1)
    first_met_at = models.DateTimeField(_("first met"), default=timezone.now)
    last_met_at = models.DateTimeField(_("last met"), default=timezone.now)
    referrer = models.CharField(_("linked from"), max_length=REFERRER_LENGTH, blank=True)
    is_ignored = models.BooleanField(_("ignored"), default=False)

    objects = MissingAddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("missing address")
        verbose_name_plural = _("missing addresses")
        indexes = [models.Index(fields=["-hits", "-id"], name="summaries_missing_most")]

    def __str__(self):
        return self.path


@contextmanager
def _impatient(using: str) -> Iterator[None]:
    """Let SQLite give up soon, rather than let a visitor wait for whoever writes."""
    connection = connections[using]
    if connection.vendor != "sqlite":
        yield
        return
    usual = int(connection.settings_dict["OPTIONS"].get("timeout", 5) * 1000)
    connection.cursor().execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        connection.cursor().execute(f"PRAGMA busy_timeout = {usual}")
