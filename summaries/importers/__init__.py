"""Import: ``read()`` files into documents, ``store()`` the documents as articles.

Each format (see ``formats``) only makes ``Document`` objects of files; ``storing`` creates or
updates the articles, and ``restoring`` puts back what was cut out of a page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from io import BytesIO
from pathlib import Path

from . import files
from .cuts import CutError
from .decoding import UnreadableFile, printable
from .files import AS_USUAL, File, Found, Options
from .formats import read_file, suffixes
from .given import Given, key_of
from .linking import Linked, link
from .media import NO_MEDIA, Media, is_image
from .media import SUFFIXES as IMAGE_SUFFIXES
from .notes import Notes
from .pages import read_page
from .reading import Entry, FoundImage, Place, Reading
from .restoring import leave_out, restore_cut
from .storing import (
    OUTCOMES,
    Outcome,
    Store,
    refresh_statistics,
    renewed,
    store,
    tally,
    with_images,
)
from .unpacking import Received, unpack

__all__ = [
    "IMAGE_SUFFIXES",
    "OUTCOMES",
    "CutError",
    "Entry",
    "File",
    "Found",
    "FoundImage",
    "Given",
    "Linked",
    "Media",
    "Notes",
    "Options",
    "Outcome",
    "Place",
    "Reading",
    "Received",
    "Store",
    "UnreadableFile",
    "find",
    "is_image",
    "leave_out",
    "link",
    "printable",
    "read",
    "read_bytes",
    "read_page",
    "refresh_statistics",
    "renewed",
    "restore_cut",
    "store",
    "suffixes",
    "tally",
    "unpack",
    "with_images",
]


def find(paths: Iterable[Path]) -> Found:
    """The files to read among those named, and in the folders named."""
    return files.find(paths, suffixes())


def read(path: Path, *, media: Media = NO_MEDIA, options: Options = AS_USUAL) -> Iterator[Entry]:
    """Each document in the file: one in a page of text, one in each JSON line.

    What cannot be read gives a reading with an ``error``; nothing is raised.
    """
    name = printable(path)
    file = File(name, key_of(path), partial(files.opened, path), media, options)
    yield from read_file(file)


def read_bytes(
    data: bytes,
    name: str,
    key: str,
    *,
    media: Media = NO_MEDIA,
    options: Options = AS_USUAL,
) -> Iterator[Entry]:
    """As ``read()``, the documents in what was a file of this name; ``key`` identifies it."""
    yield from read_file(File(name, key, lambda: nullcontext(BytesIO(data)), media, options))
