"""What deserves an editor's attention, as it was found in the articles."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from summaries.findings import KIND_LENGTH, label

from .library import LibraryModel, LibraryQuerySet
from .state import NotDumped


class FindingQuerySet(LibraryQuerySet):
    def open(self) -> FindingQuerySet:
        """Those that nobody has ignored."""
        return self.filter(is_ignored=False)


class Finding(LibraryModel):
    """One finding of an article; ``summaries.findings`` tells what its columns say.

    One that is ignored stays so until its text changes, by which it has another digest.
    """

    article = models.ForeignKey(
        "Article",
        on_delete=models.CASCADE,
        related_name="findings",
        verbose_name=_("article"),
    )
    kind = models.CharField(_("kind"), max_length=KIND_LENGTH)
    field = models.CharField(_("field"), max_length=20, blank=True)
    anchor = models.CharField(_("part"), max_length=60, blank=True)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    text = models.TextField(_("text"), blank=True)
    # What should stand there; empty to take it out, NULL where that is not sure.
    suggestion = models.TextField(_("suggestion"), null=True)  # noqa: DJ001 - see above
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    note = models.TextField(_("note"), blank=True)
    digest = models.CharField(max_length=32)
    is_ignored = models.BooleanField(_("ignored"), default=False)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        indexes = [
            models.Index(
                fields=["kind", "article", "id"],
                condition=Q(is_ignored=False),
                name="summaries_finding_open",
            ),
            models.Index(
                fields=["kind", "article", "id"],
                condition=Q(is_ignored=True),
                name="summaries_finding_ignored",
            ),
        ]

    def __str__(self):
        return f"{label(self.kind)}: {self.text}" if self.text else label(self.kind)

    @property
    def label(self) -> str:
        return label(self.kind)

    @property
    def remark(self) -> str:
        """The note in the reader's language."""
        if self.kind == "short":
            count = int(self.note)
            return ngettext("%(count)d word", "%(count)d words", count) % {"count": count}
        if self.kind == "duplicate":
            return gettext("Another article has nearly the same text.")
        return gettext(self.note) if self.note else ""


class Checkup(LibraryModel):
    """By which rules the findings of an article were made; none, since its text changed.

    It is a row of its own, because each change of an article's row is one of all its indexes.
    It is not dumped: wherever findings are loaded, the articles are looked at again.
    """

    article = models.OneToOneField(
        "Article", on_delete=models.CASCADE, primary_key=True, related_name="checkup"
    )
    rules = models.CharField(max_length=16, db_index=True)
    # Links to other pages of the library, which may be gone tomorrow.
    has_links = models.BooleanField(default=False)

    objects = LibraryQuerySet.as_manager()
    not_dumped = NotDumped()

    class Meta:
        default_manager_name = "not_dumped"
        base_manager_name = "objects"
        verbose_name = _("checkup")
        verbose_name_plural = _("checkups")
        indexes = [
            models.Index(
                fields=["article"], condition=Q(has_links=True), name="summaries_checkup_links"
            )
        ]

    def __str__(self):
        return str(self.article_id)
