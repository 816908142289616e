"""What was uploaded to be imported, page by page, until it is taken in."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from django.conf import settings as project_settings
from django.db import models
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from summaries.conf import settings
from summaries.document import Document

from .library import LibraryModel, LibraryQuerySet, forget_user


class UploadQuerySet(LibraryQuerySet):
    def outdated(self) -> UploadQuerySet:
        """Those so old that nobody will take them in any more."""
        since = timezone.now() - timedelta(days=settings.JOBS_KEPT_DAYS)
        return self.filter(created_at__lt=since)

    def with_counts(self) -> UploadQuerySet:
        """With the number of pages, and of those that are to be decided on or were taken in."""
        states = {"to_decide": UploadedPage.State.READ, "taken": UploadedPage.State.TAKEN}
        counts = {name: Count("pages", filter=Q(pages__state=one)) for name, one in states.items()}
        is_page = ~Q(pages__state=UploadedPage.State.IMAGE)
        return self.annotate(page_count=Count("pages", filter=is_page), **counts)


class Upload(LibraryModel):
    """Files that somebody uploaded at once, and where the articles made of them go."""

    name = models.CharField(_("files"), max_length=200)
    user = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=forget_user,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("user"),
    )
    # The names from the root; empty where each page says it.
    category = models.JSONField(_("category"), default=list)
    status = models.CharField(_("status"), max_length=10, default="draft")
    # What was read of categories and tags, for the first pages that are taken in.
    places = models.JSONField(default=list)
    created_at = models.DateTimeField(_("uploaded"), default=timezone.now)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.name


class UploadedPageQuerySet(LibraryQuerySet):
    def for_list(self) -> UploadedPageQuerySet:
        return self.defer("data", "original", "report", "content", "addresses", "notes")


class UploadedPage(LibraryModel):
    """One page of an upload: what the importer found in it, corrected by the editor."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Not read yet")
        READ = "read", _("To decide")
        TAKEN = "taken", _("Taken in")
        LEFT = "left", pgettext_lazy("import", "Left out")
        UNREADABLE = "unreadable", _("Not readable")
        IMAGE = "image", _("Image")

    upload = models.ForeignKey(
        Upload, on_delete=models.CASCADE, related_name="pages", db_index=False
    )
    position = models.PositiveIntegerField(default=0)
    path = models.CharField(_("file"), max_length=400)
    key = models.CharField(max_length=500)
    state = models.CharField(
        _("status"), max_length=10, choices=State.choices, default=State.WAITING
    )
    # The file's bytes, compressed, until they are read.
    data = models.BinaryField(default=b"")
    original = models.TextField(blank=True)
    # What came with the text; see ``importers.Reading``.
    addresses = models.JSONField(default=list)
    site = models.CharField(max_length=500, blank=True)
    notes = models.JSONField(default=list)
    guid = models.CharField(max_length=36, blank=True)
    lacks_images = models.BooleanField(default=False)
    report = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    digest = models.CharField(max_length=64, blank=True)
    # Why it was not read, or not taken in.
    reason = models.TextField(blank=True)
    article = models.ForeignKey("Article", on_delete=models.SET_NULL, null=True, related_name="+")
    # The articles that had nearly the same text when it was read, and how alike in percent.
    alike = models.JSONField(default=list)
    # For the list, which reads no texts.
    title = models.CharField(_("title"), max_length=300, blank=True)
    place = models.CharField(_("category"), max_length=1000, blank=True)
    part_count = models.PositiveIntegerField(_("parts"), default=0)
    cut_count = models.PositiveIntegerField(_("cuts"), default=0)
    guess_count = models.PositiveIntegerField(_("guesses"), default=0)
    damage_count = models.PositiveIntegerField(_("damaged"), default=0)

    objects = UploadedPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded page")
        verbose_name_plural = _("uploaded pages")
        ordering = ["position", "pk"]
        indexes = [
            models.Index(fields=["upload", "state", "position"], name="summaries_uploadedpage_list")
        ]

    def __str__(self) -> str:
        return self.title or self.path

    @property
    def document(self) -> Document:
        return Document.from_dict(self.content)

    @document.setter
    def document(self, document: Document) -> None:
        """What the article is to say, with the columns that the list shows of it."""
        self.content = document.to_dict()
        self.title = document.title[:300]
        self.place = " › ".join(document.category)[:1000]
        self.part_count = len(document.parts)

    def correct(self, **fields) -> None:
        """Take over what an editor has corrected; nothing is saved."""
        self.document = replace(self.document, **fields)
