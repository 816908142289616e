"""The parts of an article."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Max, Q, Value
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from summaries import text as texts
from summaries.document import Part as DocumentPart
from summaries.figures import SCHEME

from .derived import derive_part
from .library import LibraryModel, LibraryQuerySet


class SanitisedHTMLField(models.TextField):
    """HTML that is sanitised on every way into the database, ``bulk_create()`` and all."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, instance, add):
        setattr(instance, self.attname, texts.sanitise(getattr(instance, self.attname)))
        return super().pre_save(instance, add)

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = texts.sanitise(value)
        return super().get_db_prep_save(value, connection)


class PartQuerySet(LibraryQuerySet):
    articles = "article"

    def get_by_natural_key(self, slug, anchor):
        return self.get(article__slug=slug, anchor=anchor)

    def with_text(self):
        """Those that have words; where nothing was derived yet, those that are not empty."""
        is_new = Q(html_digest="") & ~Q(body="")
        return self.filter(Q(word_count__gt=0) | Q(has_images=True) | is_new)


class Part(LibraryModel):
    """One text of an article; a collection holds several "samples"."""

    article = models.ForeignKey(
        "Article", on_delete=models.CASCADE, related_name="parts", db_index=False
    )
    position = models.PositiveIntegerField(_("position"), default=0)
    title = models.CharField(
        _("title"),
        max_length=300,
        blank=True,
        help_text=_("May be empty when it is the article's only part."),
    )
    body = SanitisedHTMLField(_("text"), blank=True)
    anchor = models.SlugField(
        _("anchor"), max_length=60, allow_unicode=True, editable=False, db_index=False
    )
    word_count = models.PositiveIntegerField(_("words"), default=0, editable=False)
    # Derived from title, anchor and text when an edit ends; see ``summaries.reading``.
    html = models.TextField(default="", db_default="", editable=False)
    headings = models.JSONField(default=list, db_default=[], editable=False)
    html_digest = models.CharField(max_length=32, default="", db_default="", editable=False)
    # Maintained by the database, for the few that have any.
    has_images = models.GeneratedField(
        expression=GreaterThan(StrIndex(F("body"), Value(SCHEME)), 0),
        output_field=models.BooleanField(),
        db_persist=True,
    )

    objects = PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("part")
        verbose_name_plural = _("parts")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["article", "anchor"], name="summaries_part_anchor")
        ]
        indexes = [
            models.Index(fields=["article", "position"], name="summaries_part_order"),
            models.Index(
                fields=["article"],
                condition=Q(has_images=True),
                name="summaries_parts_with_images",
            ),
        ]

    def __str__(self):
        return self.title or gettext("Part %(number)s") % {"number": self.position}

    def save(self, **options):
        """Save as an edit of the article; a new part goes last and keeps its anchor for ever."""
        with self.article.editing():
            if not self.position:
                last = self.article.parts.aggregate(last=Max("position"))["last"]
                self.position = (last or 0) + 1
            if not self.anchor:
                self.anchor = self.article.new_anchor()
            self._derive()
            super().save(**options)

    def delete(self, **options):
        with self.article.editing():
            return super().delete(**options)

    def _derive(self):
        """Give the part what the edit would give it, so that its row is written once."""
        self.body = texts.sanitise(self.body)
        said = DocumentPart(self.title, self.body, self.anchor)
        for name, value in derive_part(said, texts.from_html(self.body)).items():
            setattr(self, name, value)

    def natural_key(self):
        return (self.article.slug, self.anchor)

    def get_absolute_url(self):
        return f"{self.article.get_absolute_url()}#{self.anchor}"
