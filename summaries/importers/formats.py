"""The formats that are read: each a module with ``SUFFIXES`` and ``read(file)``.

``read()`` takes a ``File``, and yields a ``Reading`` for each document in it, a ``Place`` for
each category or tag, and a ``FoundImage`` for an image that comes by itself. It raises
``UnreadableFile`` for a file that it cannot read at all. A project adds modules of its own in
``SUMMARIES_IMPORT_FORMATS``.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import Protocol

from summaries.conf import settings

from . import ghost, jsonl, pages, table, unread, webpage, word, wxr
from .decoding import UnreadableFile
from .files import File
from .reading import Entry, Reading

_OWN = (pages, jsonl, ghost, table, word, webpage, wxr)


class Format(Protocol):
    SUFFIXES: tuple[str, ...]

    def read(self, file: File) -> Iterator[Entry]: ...


def formats() -> dict[str, Format]:
    """The format of each suffix; those of the project win over the library's own."""
    modules = [*_OWN, *map(import_module, settings.IMPORT_FORMATS)]
    return {suffix: module for module in modules for suffix in module.SUFFIXES}


def suffixes() -> tuple[str, ...]:
    """The suffixes of the files that are read, with their dots."""
    return tuple(formats())


def read_file(file: File) -> Iterator[Entry]:
    """Each thing in the file. What cannot be read is a reading with an ``error``."""
    try:
        module = formats().get(file.suffix)
        if module is None:
            raise UnreadableFile(unread.files_of_kind(file.suffix))
        yield from module.read(file)
    except UnreadableFile as error:
        yield Reading(file.name, file.key, error=str(error))
