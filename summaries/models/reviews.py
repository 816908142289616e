"""The review of articles: who submitted what, and what became of it."""

from __future__ import annotations

from typing import Self

from django.conf import settings as project_settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .library import LibraryModel, LibraryQuerySet, forget_user


class ReviewStepQuerySet(LibraryQuerySet):
    def of(self, article, draft=None) -> Self:
        """The steps of the article's review, or of that of a change of it, the newest first."""
        return self.filter(article=article, draft=draft).order_by("-pk")

    def open(self, kind: str) -> Self:
        """The steps of this kind that no other one has followed, the oldest first."""
        return self.filter(kind=kind, is_open=True).order_by("created_at", "pk")


class ReviewStep(LibraryModel):
    """One step of an article, or of a change of a published one, on its way to the public."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Submitted")
        SENT_BACK = "sent back", _("Sent back")
        ACCEPTED = "accepted", _("Accepted")

    article = models.ForeignKey(
        "Article",
        on_delete=models.CASCADE,
        related_name="review_steps",
        verbose_name=_("article"),
        db_index=False,
    )
    # The change of a published article that is reviewed; ``None``: the article itself.
    draft = models.ForeignKey(
        "Draft", on_delete=models.SET_NULL, null=True, related_name="review_steps"
    )
    kind = models.CharField(_("step"), max_length=10, choices=Kind.choices)
    user = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=forget_user,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("user"),
    )
    # Who submitted the text, and hears what becomes of it.
    writer = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=forget_user,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("writer"),
    )
    note = models.TextField(_("note"), blank=True, max_length=2000)
    # The part that the note is about, by its anchor.
    anchor = models.CharField(_("part"), max_length=60, blank=True)
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    # Whether it is the last one, to which somebody may have to answer.
    is_open = models.BooleanField(default=True)

    objects = ReviewStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of a review")
        verbose_name_plural = _("steps of reviews")
        indexes = [
            models.Index(F("article"), F("id").desc(), name="summaries_review_of_article"),
            models.Index(
                fields=["kind", "created_at", "id"],
                condition=Q(is_open=True),
                name="summaries_review_open",
            ),
        ]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.article}"
