"""What hubs and search engines were told of the library's changes."""

from __future__ import annotations

from django.db import models

from .library import LibraryModel


class Announcement(LibraryModel):
    """How far somebody was told: all that changed before ``told_until``.

    While a run is under way, it tells of what changed from then up to ``until``, in the order
    of the primary keys, and has come to ``position``.
    """

    kind = models.CharField(primary_key=True, max_length=20)
    told_until = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    position = models.BigIntegerField(default=0)

    def __str__(self):
        return self.kind
