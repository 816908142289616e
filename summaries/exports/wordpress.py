"""One file of WXR, ``wordpress.xml``, for the importer of WordPress."""

from __future__ import annotations

from collections.abc import Iterator
from io import TextIOWrapper
from itertools import count
from pathlib import Path
from urllib.parse import urljoin

from django.utils.translation import get_language

from summaries import figures
from summaries import text as texts
from summaries.conf import settings
from summaries.document import Document
from summaries.exporters import wxr
from summaries.exporters.wxr import Term
from summaries.models import Image

from .library import Library, written

NAME = "wordpress.xml"


def write(library: Library, folder: Path) -> Iterator[None]:
    """Write everything; WordPress fetches the images from this site while it imports.

    Its own numbers of posts and terms stand in no relation to the library's keys.
    """
    terms = _categories(library)
    tags = {one.name: Term(one.name, one.slug, one.description) for one in library.tags()}
    numbers, attached = count(1), set[str]()
    with written(folder / NAME) as data, TextIOWrapper(data, "utf-8") as file:
        file.write(
            wxr.begin(
                str(settings.SITE_NAME),
                description=str(settings.SITE_DESCRIPTION),
                address=library.address,
                language=get_language() or "",
            )
        )
        file.writelines(wxr.category(next(numbers), one) for one in terms.values())
        file.writelines(wxr.tag(next(numbers), one) for one in tags.values())
        for entry in library.entries():
            images = _images(entry.document, library.address)
            for key in sorted(images.keys() - attached):
                file.write(wxr.attachment(next(numbers), name=key, url=images[key]))
            attached |= images.keys()
            file.write(
                wxr.post(
                    next(numbers),
                    entry.document,
                    address=urljoin(library.address, entry.article.get_absolute_url()),
                    categories=[terms[entry.article.category_id]],
                    tags=[tags[name] for name in entry.document.tags if name in tags],
                    images=images,
                )
            )
            yield
        file.write(wxr.END)


def _categories(library: Library) -> dict[int, Term]:
    """By primary key; WordPress knows a category, wherever it stands, by its slug alone."""
    slugs: dict[str, str] = {}  # by the path in the tree
    terms = {}
    for one in library.categories():
        taken = slugs.values()
        slug = one.slug
        if slug in taken:
            slug = texts.free_slug(one.full_path.replace("/", "-"), taken)
        slugs[one.path] = slug
        parent = slugs.get(one.path[: -one.steplen], "")
        terms[one.pk] = Term(one.name, slug, one.description, parent)
    return terms


def _images(document: Document, address: str) -> dict[str, str]:
    """The URLs of the images that the document shows, by their keys."""
    keys = {key for part in document.parts for key in figures.keys(part.body)}
    images = Image.objects.filter(pk__in=keys) if keys else ()
    return {one.key: urljoin(address, one.file.url) for one in images}
