"""What is exported of the library: read in batches, so that memory does not grow with it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO, TypeVar

from django.db.models import QuerySet

from summaries.document import Document
from summaries.models import INDEX_COLUMNS, Article, Category, Image, Part, Redirect, Rows, Tag

AT_ONCE = 200
# Most file systems take names of 255 bytes.
LONGEST_NAME = 200
# Where images lie beside the texts, by their keys.
IMAGES = "images"

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Entry:
    """An article as it is exported, with the old addresses that lead to it."""

    article: Article
    document: Document
    addresses: list[str]


@dataclass(frozen=True)
class Library:
    """What is public; with ``everything``, drafts as well, but not what is in the bin.

    ``address`` is the URL of the site, such as ``https://example.org``, for what must be
    named in full.
    """

    everything: bool = False
    address: str = ""

    @property
    def articles(self) -> QuerySet[Article]:
        return Article.objects.not_in_bin() if self.everything else Article.objects.published()

    @property
    def parts(self) -> QuerySet[Part]:
        return Part.objects.filter(article__in=self.articles.order_by().values("pk"))

    def categories(self) -> Iterator[Category]:
        """In tree order; of the public ones also those above them."""
        if self.everything:
            yield from Category.objects.all()
            return
        paths = {path for one in Category.objects.public() for path in one.paths()}
        yield from (one for one in Category.objects.all() if one.path in paths)

    def tags(self) -> Iterator[Tag]:
        tags = Tag.objects.all() if self.everything else Tag.objects.public()
        for some in _batches(tags):
            yield from some

    def entries(self) -> Iterator[Entry]:
        """The articles, the first that was added first."""
        articles = self.articles.defer(*INDEX_COLUMNS).select_related("category")
        for some in _batches(articles.prefetch_related("author")):
            rows, addresses = Rows(some), addresses_of("article", some)
            rows.know_trails(one.category for one in some)
            for one in some:
                document = rows.document(one, rows.parts[one.pk], rows.tags(one))
                yield Entry(one, self._complete(document), addresses[one.pk])

    def _complete(self, document: Document) -> Document:
        """The document as a file may say it: names of accounts are not public.

        It has a key, so that a later import finds the article that it made of it.
        """
        source = document.source
        return replace(
            document,
            author=document.author if self.everything else "",
            source=replace(source, key=source.key or f"article/{document.slug}"),
        )


def addresses_of(kind: str, some: Iterable[Article | Category | Tag]) -> dict[int, list[str]]:
    """The old addresses of articles, categories or tags, by their primary keys."""
    found: dict[int, list[str]] = defaultdict(list)
    keys = [one.pk for one in some]
    rows = Redirect.objects.filter(**{f"{kind}__in": keys}).order_by("path")
    for key, path in rows.values_list(kind, "path"):
        found[key].append(path)
    return found


def copy_images(keys: Iterable[str], folder: Path) -> Iterator[tuple[Image, str]]:
    """Copy the files of the images into the folder, unless they are there.

    Yields each image with the path of its file in the folder. An image whose file is
    missing in the storage is left out.
    """
    for some in _in_pieces(keys):
        for image in Image.objects.filter(pk__in=some).order_by("pk"):
            path = f"{IMAGES}/{image.key[:2]}/{PurePosixPath(image.file.name).name}"
            target = folder / path
            try:
                if not target.exists():
                    with image.file.storage.open(image.file.name) as file:
                        target.parent.mkdir(parents=True, exist_ok=True)
                        with written(target) as out:
                            out.write(file.read())
            except FileNotFoundError:
                continue
            yield image, path


def named(slug: str) -> str:
    """The slug as every file system takes it for a name, the same for the same slug."""
    data = slug.encode()
    if len(data) <= LONGEST_NAME:
        return slug
    digest = hashlib.sha256(data).hexdigest()[:8]
    return f"{data[:LONGEST_NAME].decode(errors='ignore')}-{digest}"


@contextmanager
def written(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which is at its path only once it is whole."""
    part = path.with_name(f".{path.name}.part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _batches(rows: QuerySet[Row]) -> Iterator[list[Row]]:
    """The rows by primary key, some at once, each batch as it is when it is asked for."""
    last = 0
    while some := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield some
        last = some[-1].pk


def _in_pieces(keys: Iterable[str]) -> Iterator[list[str]]:
    keys = iter(sorted(keys))
    while some := list(islice(keys, AT_ONCE)):
        yield some
