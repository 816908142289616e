"""JSON lines in a folder: ``articles.jsonl``, and the images that the articles show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from summaries import figures
from summaries.exporters import jsonl

from .library import Library, addresses_of, copy_images, written

NAME = "articles.jsonl"


def write(library: Library, folder: Path) -> Iterator[None]:
    """Write everything; imported into an empty library, it makes the same export again.

    Images come first, then categories and tags, so that the articles find them.
    """
    with written(folder / NAME) as file:
        for image, path in copy_images(_shown(library), folder):
            said = {"alt": image.alt, "is_decoration": image.is_decoration, "credit": image.credit}
            file.write(jsonl.image(image.key, path, **said).encode())
        _write_places(library, file)
        for entry in library.entries():
            file.write(
                jsonl.article(
                    entry.document, guid=str(entry.article.guid), addresses=entry.addresses
                ).encode()
            )
            yield


def _shown(library: Library) -> set[str]:
    """The keys of the images that the articles show."""
    texts = library.parts.filter(has_images=True).values_list("body", flat=True)
    return {key for text in texts.iterator(chunk_size=200) for key in figures.keys(text)}


def _write_places(library: Library, file) -> None:
    categories, tags = list(library.categories()), list(library.tags())
    trails = {one.path: one.name for one in categories}
    moved = addresses_of("category", categories)
    for one in categories:
        names = [trails[path] for path in one.paths()]
        said = {"slug": one.slug, "description": one.description, "addresses": moved[one.pk]}
        file.write(jsonl.category(names, **said).encode())
    moved = addresses_of("tag", tags)
    for one in tags:
        said = {"slug": one.slug, "description": one.description, "addresses": moved[one.pk]}
        file.write(jsonl.tag(one.name, **said).encode())
