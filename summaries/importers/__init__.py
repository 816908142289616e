"""Import: ``read()`` files into documents, ``store()`` the documents as articles.

Each format (see ``formats``) only makes ``Document`` objects of files; ``storing`` creates or
updates the articles, and ``restoring`` puts back what was cut out of a page.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from functools import partial
from io import BytesIO
from pathlib import Path

from . import files
from .cuts import CutError
from .decoding import UnreadableFile
from .files import AS_USUAL, File, Found, Options, printable
from .formats import read_file, suffixes
from .media import NO_MEDIA, Media
from .pages import read_page
from .reading import FoundImage, Place, Reading
from .restoring import leave_out, restore_cut
from .storing import OUTCOMES, Outcome, Store, refresh_statistics, renewed, store, tally
from .unpacking import Received, unpack

__all__ = [
    "OUTCOMES",
    "CutError",
    "File",
    "Found",
    "FoundImage",
    "Media",
    "Options",
    "Outcome",
    "Place",
    "Reading",
    "Received",
    "Store",
    "UnreadableFile",
    "find",
    "leave_out",
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
]


def find(paths: Iterable[Path]) -> Found:
    """The files to read among those named, and in the folders named."""
    return files.find(paths, suffixes())


def read(
    path: Path, *, media: Media = NO_MEDIA, options: Options = AS_USUAL
) -> Iterator[Reading | Place]:
    """Each document in the file: one in a page of text, one in each JSON line.

    What cannot be read gives a reading with an ``error``; nothing is raised.
    """
    name = printable(path)
    file = File(name, _key_of(path), partial(files.opened, path), media, options)
    yield from read_file(file)


def _key_of(path: Path) -> str:
    """What tells the file from others of its name, without a path of the server for editors."""
    folder, name = os.path.split(os.path.realpath(path))
    return f"{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}/{printable(name)}"


def read_bytes(data: bytes, name: str, key: str) -> Iterator[Reading | Place]:
    """As ``read()``, the documents in what was a file of this name; ``key`` identifies it."""
    yield from read_file(File(name, key, lambda: nullcontext(BytesIO(data))))
