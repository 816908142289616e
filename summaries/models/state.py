"""One cheap stamp of everything public, for caches that are never stale."""

from __future__ import annotations

from django.db import models
from django.utils import timezone

from .articles import Article


class PublicStateManager(models.Manager):
    def stamp(self) -> str:
        """A text that is another one after any change that a visitor could notice. One query.

        It holds the mark of the last change and the last moments at which an
        article appeared or expired by itself. ``""`` where no mark is kept.
        """
        now = timezone.now()
        published = Article.objects.filter(status=Article.Status.PUBLISHED)
        appeared = published.filter(published_at__lte=now).order_by("-published_at")
        expired = published.filter(expires_at__lte=now).order_by("-expires_at")
        state = self.annotate(
            appeared=models.Subquery(appeared.values("published_at")[:1]),
            expired=models.Subquery(expired.values("expires_at")[:1]),
        ).values_list("mark", "appeared", "expired")
        return " ".join(str(part) for part in next(iter(state[:1]), ()))


class PublicState(models.Model):
    """The one row in which triggers of the database mark changes to the library."""

    mark = models.BigIntegerField()

    objects = PublicStateManager()

    def __str__(self):
        return str(self.mark)
