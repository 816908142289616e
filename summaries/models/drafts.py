"""Working copies: what an editor has typed and not yet saved as an edit."""

from __future__ import annotations

import uuid

from django.conf import settings as project_settings
from django.db import models
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from summaries.document import Document

from .library import LibraryModel, LibraryQuerySet, forget_user


class DraftQuerySet(LibraryQuerySet):
    def of(self, user, article=None) -> DraftQuerySet:
        """The user's working copies, of this article or of new ones, the latest first."""
        return self.filter(user=user.pk, article=article).order_by("-saved_at")

    def titled(self) -> DraftQuerySet:
        """With the ``title`` of each, and without its text, for a list."""
        return self.defer("content", "typed").annotate(title=KT("content__title"))


class Draft(LibraryModel):
    """What one user has typed into the form of an article, or of a new one.

    The form saves it by itself; it becomes an edit of the article when the user saves
    it. Until then nobody but editors sees it.
    """

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    article = models.ForeignKey(
        "Article", on_delete=models.SET_NULL, null=True, related_name="drafts"
    )
    user = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=forget_user,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("user"),
    )
    # The article's version that it began from; 0 where there was none.
    revision = models.PositiveIntegerField(default=0)
    # The document, as ``Document.to_dict()`` gives it; its title may be empty.
    content = models.JSONField(default=dict)
    # What was typed and fits no document, such as half a date, by the form's field.
    typed = models.JSONField(default=dict)
    # Counts the saves, and so tells two tabs apart.
    version = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("working copy")
        verbose_name_plural = _("working copies")
        indexes = [models.Index(fields=["user", "-saved_at"], name="summaries_draft_of_user")]

    def __str__(self):
        return self.document.title or gettext("Untitled")

    @property
    def document(self) -> Document:
        return Document.from_dict(self.content, is_complete=False)

    @document.setter
    def document(self, document: Document) -> None:
        self.content = document.to_dict()
