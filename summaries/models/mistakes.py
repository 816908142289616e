"""What readers report as mistakes in an article."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from .library import LibraryModel


class MistakeReport(LibraryModel):
    """A mistake in a part of an article, as a reader describes it; only editors see it."""

    class State(models.IntegerChoices):
        OPEN = 0, _("Open")
        DONE = 1, _("Done")

    article = models.ForeignKey(
        "Article",
        on_delete=models.CASCADE,
        related_name="mistake_reports",
        verbose_name=_("article"),
    )
    anchor = models.CharField(_("part"), max_length=60, blank=True)
    text = models.TextField(_("what is wrong"), max_length=2000)
    email = models.EmailField(
        _("e-mail"), blank=True, help_text=_("Only if we may ask you. It is shown to nobody else.")
    )
    state = models.PositiveSmallIntegerField(_("state"), choices=State, default=State.OPEN)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("reported at"), auto_now_add=True)

    class Meta:
        verbose_name = _("mistake report")
        verbose_name_plural = _("mistake reports")
        ordering = ["state", "-pk"]
        indexes = [models.Index(fields=["state", "-id"], name="summaries_mistakes")]

    def __str__(self):
        return f"{self.text[:80]}…" if len(self.text) > 80 else self.text
