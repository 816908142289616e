"""What other sites answered for the addresses that texts link to."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .library import LibraryModel, LibraryQuerySet

# What a site answers of a page that it has no more.
GONE = (404, 410)
# So many times in a row nothing, or an error, was answered: then a link is dead, too.
FAILURES = 2


def digest_of(url: str) -> str:
    return hashlib.blake2b(url.encode(), digest_size=16).hexdigest()


class LinkCheckQuerySet(LibraryQuerySet):
    def dead(self) -> LinkCheckQuerySet:
        return self.filter(Q(status__in=GONE) | Q(failures__gte=FAILURES))

    def due(self, before: datetime) -> LinkCheckQuerySet:
        """What was not asked for since then, the longest ago first."""
        due = self.filter(Q(checked_at=None) | Q(checked_at__lt=before))
        return due.order_by(F("checked_at").asc(nulls_first=True), "pk")

    def note(self, urls: Iterable[str], now: datetime) -> None:
        """Note that texts link there at this time."""
        self.bulk_create(
            [LinkCheck(digest=digest_of(url), url=url, seen_at=now) for url in urls],
            update_conflicts=True,
            unique_fields=["digest"],
            update_fields=["seen_at"],
        )


class LinkCheck(LibraryModel):
    """An address on another site, and what was answered there when it was last asked for."""

    # An index holds no address of any length.
    digest = models.CharField(max_length=32, unique=True)
    url = models.TextField(_("address"))
    # ``None`` where nothing was answered; ``error`` says why.
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    error = models.CharField(max_length=200, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    checked_at = models.DateTimeField(_("checked"), null=True, db_index=True)
    seen_at = models.DateTimeField()

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("external link")
        verbose_name_plural = _("external links")

    def __str__(self):
        return self.url

    @property
    def is_dead(self) -> bool:
        return self.status in GONE or self.failures >= FAILURES

    @property
    def answer(self) -> str:
        """What was answered, in a few words."""
        return str(self.status) if self.status else self.error or gettext("no answer")
