"""A tree of Markdown files with front matter, as Hugo, Jekyll and others read it.

Each article lies in the folders of its category, under its slug.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from summaries import figures
from summaries.exporters import markdown
from summaries.figures import Picture, Pictures, Size
from summaries.models import Image

from .library import Entry, Library, copy_images, named, written


def write(library: Library, folder: Path) -> Iterator[None]:
    """Write a file an article, and the images that it shows."""
    for entry in library.entries():
        path = _path(entry)
        pictures = _pictures(entry, folder, depth=len(path.parts) - 1)
        data = markdown.write_page(entry.document, entry.addresses, pictures)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        with written(target) as file:
            file.write(data)
        yield


def _path(entry: Entry) -> PurePosixPath:
    folders = [named(slug) for slug in entry.article.category.full_path.split("/")]
    return PurePosixPath(*folders, f"{named(entry.document.slug)}.md")


def _pictures(entry: Entry, folder: Path, *, depth: int) -> Pictures:
    """The images that the article shows, by their paths from its file."""
    shown = {key for part in entry.document.parts for key in figures.keys(part.body)}
    up = "../" * depth
    return {
        image.key: _at(image, f"{up}{path}")
        for image, path in (copy_images(shown, folder) if shown else ())
    }


def _at(image: Image, path: str) -> Picture:
    whole = (Size(image.width, path),)
    return replace(image.picture, plain=whole)
