"""Articles with nearly the same text, and what finds them."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Mapping
from typing import Self

from django.conf import settings as project_settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from summaries.likeness import KEYS

from .articles import Article
from .library import LibraryModel, LibraryQuerySet, forget_user
from .state import NotDumped

_PART = f"<{KEYS + 1}I"


class TextKeyQuerySet(LibraryQuerySet):
    def add(self, keys: Mapping[int, Iterable[int]]) -> None:
        """Let the parts, given by their primary keys, be found by these keys."""
        rows = {TextKey.row(key, part) for part, some in keys.items() for key in some}
        self.bulk_create([TextKey(pk=row) for row in sorted(rows)], ignore_conflicts=True)


class TextKey(models.Model):
    """A key of a part's text and the part, in one number.

    There are twenty for each part. So they are rows of eight bytes, and those
    of one key stand side by side.
    """

    id = models.BigAutoField(primary_key=True)

    objects = TextKeyQuerySet.as_manager()
    not_dumped = NotDumped()

    class Meta:
        default_manager_name = "not_dumped"
        base_manager_name = "objects"
        default_permissions = ()

    def __str__(self):
        return f"{self.pk >> 32} {self.pk & 0xFFFFFFFF}"

    @staticmethod
    def row(key: int, part: int) -> int:
        return key << 32 | part


class FingerprintQuerySet(LibraryQuerySet):
    def remove_keys(self) -> None:
        """Delete the keys of the parts of these articles."""
        rows = [
            TextKey.row(key, part)
            for one in self
            for part, keys in one.keys.items()
            for key in keys
        ]
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            TextKey.objects.filter(pk__in=rows[start : start + _ROWS_AT_ONCE]).delete()


_ROWS_AT_ONCE = 900


class Fingerprint(LibraryModel):
    """What an article's text was when it was last compared with the others.

    It outlives the article until its keys are deleted.
    """

    article = models.OneToOneField(
        Article, on_delete=models.SET_NULL, null=True, related_name="fingerprint"
    )
    # The article's ``updated_at`` at the time.
    seen = models.DateTimeField()
    # By which rules of ``summaries.likeness`` the keys were made.
    rules = models.CharField(max_length=40)
    # The same for the same words.
    digest = models.CharField(max_length=32)
    # The primary key and the keys of each part.
    packed = models.BinaryField()

    objects = FingerprintQuerySet.as_manager()
    not_dumped = NotDumped()

    class Meta:
        default_manager_name = "not_dumped"
        base_manager_name = "objects"
        default_permissions = ()

    def __str__(self):
        return self.digest

    @property
    def keys(self) -> dict[int, tuple[int, ...]]:
        """The keys of each part, by its primary key."""
        return {part: keys for part, *keys in struct.iter_unpack(_PART, self.packed)}

    @keys.setter
    def keys(self, keys: Mapping[int, Iterable[int]]) -> None:
        self.packed = b"".join(
            struct.pack(_PART, part, *some) for part, some in keys.items() if some
        )


class TwinQuerySet(LibraryQuerySet):
    def open(self) -> Self:
        """Those that wait for an editor: neither article is archived or in the bin."""
        archived = Article.Status.ARCHIVED
        kept = {"article__deleted_at": None, "other__deleted_at": None}
        open_ones = self.filter(state=Twin.State.OPEN, **kept)
        return open_ones.exclude(Q(article__status=archived) | Q(other__status=archived))

    def of(self, articles: Iterable[int]) -> Self:
        keys = list(articles)
        return self.filter(Q(article__in=keys) | Q(other__in=keys))


class Twin(LibraryModel):
    """Two articles with nearly the same text in at least one part, ``article`` the older one."""

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        KEPT = "kept", _("Both kept")
        SETTLED = "settled", _("One kept")

    article = models.ForeignKey(
        Article,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name=_("article"),
        db_index=False,
    )
    other = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="+", verbose_name=_("other article")
    )
    # Of the parts that are most alike, in percent.
    likeness = models.PositiveSmallIntegerField(_("likeness"))
    # How many parts of one article are like one of the other.
    parts = models.PositiveSmallIntegerField(_("like parts"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    # The digests of both texts, so that a pair that was kept is open again when one has changed.
    texts = models.CharField(max_length=64)
    found_at = models.DateTimeField(_("found"), default=timezone.now)
    decided_by = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=forget_user,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )

    objects = TwinQuerySet.as_manager()

    class Meta:
        verbose_name = _("near-duplicate")
        verbose_name_plural = _("near-duplicates")
        # Whoever may see or change the articles may do so with their pairs.
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["article", "other"], name="summaries_twin_once"),
            models.CheckConstraint(
                condition=Q(article__lt=F("other")), name="summaries_twin_older_first"
            ),
        ]
        indexes = [models.Index(F("state"), F("likeness").desc(), name="summaries_twin_state")]

    def __str__(self):
        return f"{self.article} / {self.other}"

    def partner(self, article: Article) -> Article:
        """The other one of the two."""
        return self.other if article.pk == self.article_id else self.article
