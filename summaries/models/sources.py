"""The pages that were imported."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .library import LibraryModel


class SourcePage(LibraryModel):
    """A page that was imported: its text as it was, and what was found in it."""

    key = models.CharField(_("import key"), max_length=500, unique=True)
    article = models.OneToOneField(
        "Article", on_delete=models.SET_NULL, null=True, related_name="source_page"
    )
    digest = models.CharField(max_length=64, db_index=True)
    # The revision that the import left: a later one means that somebody edited the article.
    revision = models.PositiveIntegerField(default=0)
    original = models.TextField(_("original text"))
    # The findings, in the shape of docs/reference/import-report.md.
    report = models.JSONField(_("findings"), default=dict)
    # By the address that a link of its text has, that of the old site's page it leads to, as
    # redirects know it: for the links to which nothing answers yet.
    links = models.JSONField(null=True, default=None)
    imported_at = models.DateTimeField(_("imported"), default=timezone.now)

    class Meta:
        verbose_name = _("source page")
        verbose_name_plural = _("source pages")
        indexes = [
            models.Index(
                fields=["id"],
                condition=Q(links__isnull=False),
                name="summaries_sourcepage_links",
            )
        ]

    def __str__(self):
        return self.key
