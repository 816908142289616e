"""The images that texts show, each in a few sizes."""

from __future__ import annotations

import re
from functools import partial
from pathlib import PurePosixPath
from typing import Any

from django.conf import settings as project_settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import models, router, transaction
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext_lazy as _

from summaries import pictures
from summaries.conf import settings
from summaries.figures import KEY, SCHEME, Picture, Size, keys

from .articles import Article
from .drafts import Draft
from .library import LibraryModel, LibraryQuerySet, forget_user
from .parts import Part

FOLDER = "summaries/images"
_OWN = re.compile(rf"/{FOLDER}/[0-9a-f]{{2}}/({KEY})[-.]")


@deconstructible
class ImageStorage:
    """The storage that ``SUMMARIES_IMAGE_STORAGE`` names at the time it is asked."""

    def __getattr__(self, name: str) -> Any:
        return getattr(storages[settings.IMAGE_STORAGE], name)


class ImageQuerySet(LibraryQuerySet):
    def pictures(self, *texts: str) -> dict[str, Picture]:
        """What is needed to show the images that the texts' HTML names. One query, if any."""
        wanted = {key for html in texts for key in keys(html)}
        return {image.key: image.picture for image in self.filter(pk__in=wanted)} if wanted else {}

    def delete(self):
        """Delete the rows, and once that is committed, their files."""
        names = [name for image in self for name in image.names]
        deleted = super().delete()
        transaction.on_commit(partial(_remove, names), using=router.db_for_write(Image))
        return deleted


class Image(LibraryModel):
    """A picture that somebody uploaded; its key is made of the file, which is here only once."""

    key = models.CharField(primary_key=True, max_length=32, editable=False)
    # The whole picture; the same in ``widths`` stands beside it, by names made of this one.
    file = models.FileField(_("file"), storage=ImageStorage(), max_length=200, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    widths = models.JSONField(default=list, editable=False)
    alt = models.CharField(
        _("alternative text"),
        max_length=500,
        blank=True,
        help_text=_("What the image shows, for those who cannot see it; a text may say it anew."),
    )
    is_decoration = models.BooleanField(
        _("decoration"), default=False, help_text=_("It says nothing that the text does not say.")
    )
    credit = models.CharField(
        _("credit"), max_length=300, blank=True, help_text=_("Shown below the image.")
    )
    uploaded_by = models.ForeignKey(
        project_settings.AUTH_USER_MODEL,
        on_delete=forget_user,
        db_constraint=False,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-uploaded_at", "key"]
        indexes = [models.Index(fields=["-uploaded_at", "key"], name="summaries_image_newest")]

    def __str__(self):
        return self.alt or self.key

    def delete(self, **options):
        names = self.names
        deleted = super().delete(**options)
        transaction.on_commit(partial(_remove, names), using=router.db_for_write(Image))
        return deleted

    @property
    def picture(self) -> Picture:
        """What pages and files need to show the image."""
        webp = tuple(Size(width, self._url(width, pictures.WEBP)) for width in self.widths)
        plain = tuple(Size(width, self._url(width, self._suffix)) for width in self.widths)
        read = partial(_read, self._name(self.widths[-1], self._suffix))
        return Picture(self.width, self.height, webp, plain, self.alt, self.credit, read)

    @property
    def names(self) -> list[str]:
        """The names of all its files."""
        suffixes = (self._suffix, pictures.WEBP)
        sized = [self._name(width, suffix) for width in self.widths for suffix in suffixes]
        return [self.file.name, *sized]

    def describe(self, alt: str = "", *, is_decoration: bool = False, credit: str = "") -> None:
        """Take over what was not said of the image before."""
        if not (self.alt or self.is_decoration):
            self.alt = alt[: self._meta.get_field("alt").max_length]
            self.is_decoration = is_decoration and not alt
        self.credit = self.credit or credit[: self._meta.get_field("credit").max_length]
        if self.changed_fields():
            self.save()

    def articles(self, most: int) -> list[Article]:
        """The articles whose text shows it, or whose working copy does, at most so many."""
        named = f"{SCHEME}{self.key}"
        parts = Part.objects.filter(has_images=True, body__contains=named).order_by()
        drafts = Draft.objects.annotate(text=Cast("content", models.TextField()))
        drafts = drafts.filter(text__contains=named, article__isnull=False).order_by()
        found = list(parts.values_list("article", flat=True).distinct()[:most])
        found += drafts.values_list("article", flat=True).distinct()[:most]
        return list(Article.objects.for_titles().filter(pk__in=found).order_by("pk")[:most])

    def _url(self, width: int, suffix: str) -> str:
        return self.file.storage.url(self._name(width, suffix))

    def _name(self, width: int, suffix: str) -> str:
        return f"{PurePosixPath(self.file.name).with_suffix('')}-{width}{suffix}"

    @property
    def _suffix(self) -> str:
        return PurePosixPath(self.file.name).suffix


def named_by(address: str) -> str | None:
    """The key of the image that an address of its storage leads to."""
    match = _OWN.search(address)
    return match[1] if match else None


def take(
    file,
    *,
    by=None,
    alt: str = "",
    is_decoration: bool = False,
    credit: str = "",
    key: str = "",
) -> Image:
    """The image of a file that is open to read, new or the one that is there already.

    Its sizes are made and stored before the library is locked. What is said of an
    image that is there fills in what was not said before. A ``key`` is that of the file which
    the image was made of first, in a library that has exported it since. Raises
    ``UnusablePicture``.
    """
    pictures.check_size(getattr(file, "size", 0))
    data = file.read(settings.IMAGE_MAX_BYTES + 1)
    key = key or pictures.digest(data)
    image = Image.objects.filter(pk=key).first()
    if image is None or not image.file.storage.exists(image.file.name):
        image = _made(key, data, image or Image(key=key, uploaded_by=by))
    image.describe(alt, is_decoration=is_decoration, credit=credit)
    return image


def _made(key: str, data: bytes, image: Image) -> Image:
    """The image with its files, saved; they go again if it cannot be."""
    prepared = pictures.prepare(data)
    stem, storage = f"{FOLDER}/{key[:2]}/{key}", ImageStorage()
    missing = {
        f"{stem}{suffix}": content
        for suffix, content in prepared.files.items()
        if not _is_whole(storage, f"{stem}{suffix}", content)
    }
    image.file.name = f"{stem}{prepared.suffix}"
    image.width, image.height, image.widths = prepared.width, prepared.height, prepared.widths
    stored: list[str] = []
    try:
        for name, content in missing.items():
            storage.delete(name)
            stored.append(storage.save(name, ContentFile(content)))
            if stored[-1] != name:  # somebody else takes the same file at the same time
                storage.delete(stored.pop())
        image.save()
    except BaseException:
        _remove(stored)
        raise
    return image


def _is_whole(storage: ImageStorage, name: str, content: bytes) -> bool:
    """Whether the file is there, as far as one can tell; not if a process died writing it."""
    return storage.exists(name) and storage.size(name) == len(content)


def _remove(names: list[str]) -> None:
    for name in names:
        ImageStorage().delete(name)


def _read(name: str) -> bytes:
    with ImageStorage().open(name) as file:
        return file.read()
