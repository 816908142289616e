"""Import: ``read()`` files into documents, ``store()`` the documents as articles.

Each format (``plaintext``, ``jsonl``) only makes ``Document`` objects of text;
``storing`` creates or updates the articles.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from summaries.conf import settings
from summaries.document import Document, is_representable

from . import jsonl, plaintext
from .files import SUFFIXES, Found, UnreadableFile, find, printable, read_lines, read_text
from .storing import OUTCOMES, Outcome, Reading, Store, store, tally

__all__ = [
    "OUTCOMES",
    "SUFFIXES",
    "Found",
    "Outcome",
    "Reading",
    "Store",
    "find",
    "printable",
    "read",
    "store",
    "tally",
]


def read(path: Path) -> Iterator[Reading]:
    """Each document in the file: one in a page of text, one in each JSON line.

    What cannot be read gives a reading with an ``error``; nothing is raised.
    """
    name = printable(path)
    key = printable(os.path.realpath(path))
    limit = settings.IMPORT_MAX_BYTES
    try:
        if path.suffix.lower() == ".jsonl":
            for number, document in jsonl.read(read_lines(path, max_bytes=limit)):
                yield _read_line(f"{name}:{number}", f"{key}:{number}", document)
            return
        text = read_text(path, max_bytes=limit)
    except UnreadableFile as error:
        yield Reading(name, key, error=str(error))
        return
    page = plaintext.read_page(text, name=printable(path.stem))
    yield Reading(name, key, _with_possible_date(plaintext.to_document(page)), text, page)


def _read_line(path: str, key: str, document: Document | Exception) -> Reading:
    if isinstance(document, Exception):
        return Reading(path, key, error=str(document))
    return Reading(path, document.source.key or key, document)


def _with_possible_date(document: Document) -> Document:
    """The document of a page, without a date that no database could hold."""
    if document.published_at and not is_representable(document.published_at):
        return replace(document, published_at=None)
    return document
