"""What an article said before."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

from django.conf import settings as project_settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from summaries import text as texts
from summaries.comparing import Comparison, compare
from summaries.document import Document

from .categories import Category, CategoryChange, carry
from .library import LibraryModel, forget_user, writing
from .redirects import was_called
from .tags import Tag

if TYPE_CHECKING:
    from .articles import Article


class Revision(LibraryModel):
    """An article as it stood after one edit; it can be restored."""

    article = models.ForeignKey(
        "Article", on_delete=models.CASCADE, related_name="revisions", db_index=False
    )
    number = models.PositiveIntegerField(_("number"))
    created_at = models.DateTimeField(_("time"), default=timezone.now)
    created_by = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=forget_user,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("user"),
    )
    note = models.CharField(_("note"), max_length=200, blank=True)
    # The names of the document's fields that changed; for the first revision, all that are set.
    changes = models.JSONField(_("changes"), default=list)
    # The primary keys of the document's category and, by their names, of its tags.
    keys = models.JSONField(default=dict)
    # The document's JSON, compressed.
    snapshot = models.BinaryField()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="summaries_revision_number")
        ]

    def __str__(self):
        return f"{self.article} ({self.number})"

    @staticmethod
    def pack(document: Document) -> bytes:
        return zlib.compress(document.to_json().encode())

    @property
    def document(self) -> Document:
        return Document.from_dict(json.loads(zlib.decompress(self.snapshot)))

    def changes_since(self, older: Revision) -> Comparison:
        """What changed from an older revision to this one.

        A category that was renamed or moved meanwhile is the same one.
        """
        renamed = CategoryChange.objects.filter(
            created_at__range=(older.created_at, self.created_at)
        )
        document = older.document
        category = carry(document.category, renamed)
        return compare(replace(document, category=category), self.document)

    def restore(self, *, by: AbstractBaseUser | None = None) -> Article:
        """Bring the article's content back to this revision, as a new edit.

        Address, status and dates stay as they are now: restoring an old text
        neither publishes nor hides anything. Nothing is created: tags and category
        are those of the revision, whatever they are called now, as far as they exist.
        """
        with writing():
            self.article.catch_up()
            now = self.article.as_document()
            unchanged = {name: getattr(now, name) for name in _UNCHANGED}
            document = replace(self.document, **unchanged)
            category = self._category(document) or self.article.category
            note = gettext("Restored revision %(number)s") % {"number": self.number}
            return self.article.apply_document(
                document, by=by, note=note, category=category, tags=self._tags(document)
            )

    def restore_part(self, anchor: str, *, by: AbstractBaseUser | None = None) -> Article:
        """Bring one part back to this revision, as a new edit; nothing else changes.

        One that is gone returns behind the part it followed. Raises ``Part.DoesNotExist``
        if the revision has no such part.
        """
        with writing():
            self.article.catch_up()
            now, then = self.article.as_document(), self.document.parts
            before = [part.anchor for part in then]
            if anchor not in before:
                message = gettext("Revision %(number)s has no such part.")
                raise self.article.parts.model.DoesNotExist(message % {"number": self.number})
            restored = then[before.index(anchor)]
            del before[before.index(anchor) :]
            places = {part.anchor: place for place, part in enumerate(now.parts)}
            parts = list(now.parts)
            if anchor in places:
                parts[places[anchor]] = restored
            else:
                place = next((places[one] for one in reversed(before) if one in places), -1)
                parts.insert(place + 1, restored)
            title = texts.excerpt(restored.title or anchor, 120)
            note = gettext("Restored “%(part)s” of revision %(number)s")
            note %= {"part": title, "number": self.number}
            document = replace(now, parts=tuple(parts))
            return self.article.apply_document(document, by=by, note=note)

    def place(self) -> tuple[Category | None, list[Tag]]:
        """Its category and its tags, whatever they are called now, as far as they exist."""
        document = self.document
        return self._category(document), self._tags(document)

    def _category(self, document: Document) -> Category | None:
        """By its key, if that is still called so or was, since a restored dump has other keys."""
        category = Category.objects.filter(pk=self.keys.get("category")).first()
        names = document.category
        if category and names and was_called(category, names[-1]):
            return category
        return Category.objects.named(names) if names else None

    def _tags(self, document: Document) -> list[Tag]:
        keys = self.keys.get("tags", {})
        by_key = Tag.objects.in_bulk(list(keys.values()))
        by_name = Tag.objects.known(document.tags)
        found = []
        for name in document.tags:
            tag = by_key.get(keys.get(name))
            if tag is None or not was_called(tag, name):
                tag = by_name.get(texts.caseless(name))
            found.append(tag)
        return list(dict.fromkeys(filter(None, found)))


_UNCHANGED = ("slug", "status", "published_at", "expires_at", "is_featured")
