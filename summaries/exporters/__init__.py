"""Export: ``export()`` makes a file of a ``Document``, for a visitor to take away.

Each format (``word``, ``markdown``, ``plaintext``) writes the same blocks, which ``outline``
makes of the document and ``blocks`` of the HTML of its parts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from summaries.document import Document
from summaries.figures import Pictures
from summaries.text import slugify

from . import markdown, plaintext, word
from .blocks import NO_PICTURES
from .word import MissingExtra

__all__ = ["FORMATS", "Export", "Format", "MissingExtra", "UnknownFormat", "export", "filename"]


class UnknownFormat(ValueError):
    """There is no such format; the message names those that there are."""


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file; its name in ``FORMATS`` is its suffix without the dot."""

    write: Callable[..., bytes]
    content_type: str


@dataclass(frozen=True, slots=True)
class Export:
    """A file, ready to be sent."""

    data: bytes
    content_type: str
    suffix: str


FORMATS = {
    "docx": Format(word.write, word.CONTENT_TYPE),
    "md": Format(markdown.write, "text/markdown; charset=utf-8"),
    "txt": Format(plaintext.write, "text/plain; charset=utf-8"),
}


def export(
    document: Document,
    kind: str,
    *,
    address: str = "",
    pictures: Pictures = NO_PICTURES,
    **options: bool,
) -> Export:
    """The document as a file of one of the ``FORMATS``.

    The ``address`` of its page is shown at the end, and completes its links. Of the images
    only the ``pictures`` are shown, by their keys; ``Image.objects.pictures()`` gives them.
    Markdown takes ``front_matter=True``. The same document gives the same bytes, in one
    language and time zone. Raises ``UnknownFormat``, and ``MissingExtra`` if a library for the
    format is not installed.
    """
    if kind not in FORMATS:
        raise UnknownFormat(
            _("There is no format “%(format)s”; choose one of %(known)s.")
            % {"format": kind, "known": ", ".join(FORMATS)}
        )
    chosen = FORMATS[kind]
    data = chosen.write(document, address=address, pictures=pictures, **options)
    return Export(data, chosen.content_type, f".{kind}")


# Names of devices, which Windows does not take for a file.
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
# Most file systems take 255 bytes.
_LONGEST = 200


def filename(document: Document, suffix: str) -> str:
    """A name for the file: the slug, else the title, as every system takes it."""
    name = slugify(document.slug or document.title)
    name = name.encode()[:_LONGEST].decode(errors="ignore").strip("-_")
    return f"{name}-text{suffix}" if name in _DEVICES else f"{name}{suffix}"
