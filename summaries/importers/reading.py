"""What a format reads from a file: documents, and places, images and addresses around them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from summaries.document import Document

from .plaintext import Page


@dataclass(frozen=True, slots=True)
class FoundImage:
    """An image that a text names as ``image:`` and its ``key``; ``read`` gives its file.

    ``read`` raises ``UnreadableFile`` where it cannot. ``path`` is for messages about one that
    comes by itself, not with a text.
    """

    key: str
    read: Callable[[], bytes] = field(compare=False)
    alt: str = ""
    credit: str = ""
    is_decoration: bool = False
    path: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file, or one entry of a file, was read as: a document or an error.

    ``key`` is what a repeated import finds the article by; ``original`` is the
    page as it was and ``page`` its findings, where it is a page of text. ``addresses`` are
    those that the article had on an old site, as URLs or paths; ``images`` those that its parts
    name. ``site`` is the old site's own URL: links that lead there are to lead to the
    library's articles. ``notes`` say in sentences what was left out, or could not be read.
    ``guid`` is what feeds called it before, a UUID. One that ``takes_status`` says none of its
    own: the import gives it one. One that ``lacks_images`` names some that were not found.
    ``as_read`` is the digest that it had before somebody corrected the document.
    """

    path: str
    key: str
    document: Document | None = None
    original: str = ""
    page: Page | None = None
    error: str = ""
    addresses: tuple[str, ...] = ()
    images: tuple[FoundImage, ...] = ()
    site: str = ""
    notes: tuple[str, ...] = ()
    takes_status: bool = False
    guid: str = ""
    lacks_images: bool = False
    as_read: str = ""

    @property
    def digest(self) -> str:
        """What tells whether a later import has something else; of what was read."""
        if self.as_read:
            return self.as_read
        text = self.original or (self.document.to_json() if self.document else "")
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Place:
    """A category, by its names from the root, or a tag, that an old site had.

    ``slug`` is its own there, ``addresses`` are those of its pages, as URLs or paths.
    """

    path: str
    category: tuple[str, ...] = ()
    tag: str = ""
    slug: str = ""
    description: str = ""
    addresses: tuple[str, ...] = ()


# What a format may yield.
Entry = Reading | Place | FoundImage
