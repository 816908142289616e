"""Import: ``read()`` files into documents, ``store()`` the documents as articles.

Each format (``plaintext``, ``markdown``, ``jsonl``) only makes ``Document`` objects of text;
``storing`` creates or updates the articles, and ``restoring`` puts back what was
cut out of a page.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from summaries.conf import settings
from summaries.document import Document

from . import frontmatter, jsonl, markdown, plaintext
from .cuts import CutError
from .files import (
    SUFFIXES,
    Found,
    UnreadableFile,
    as_lines,
    as_text,
    find,
    printable,
    read_lines,
    read_text,
)
from .restoring import leave_out, restore_cut
from .storing import OUTCOMES, Outcome, Reading, Store, refresh_statistics, renewed, store, tally
from .unpacking import Received, unpack

__all__ = [
    "OUTCOMES",
    "SUFFIXES",
    "CutError",
    "Found",
    "Outcome",
    "Reading",
    "Received",
    "Store",
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
    "tally",
    "unpack",
]


def read(path: Path) -> Iterator[Reading]:
    """Each document in the file: one in a page of text, one in each JSON line.

    What cannot be read gives a reading with an ``error``; nothing is raised.
    """
    name, key = printable(path), _key_of(path)
    limit = settings.IMPORT_MAX_BYTES
    try:
        if path.suffix.lower() == ".jsonl":
            yield from _read_lines(name, key, read_lines(path, max_bytes=limit))
        else:
            yield read_page(read_text(path, max_bytes=limit), name, key)
    except UnreadableFile as error:
        yield Reading(name, key, error=str(error))


def _key_of(path: Path) -> str:
    """What tells the file from others of its name, without a path of the server for editors."""
    folder, name = os.path.split(os.path.realpath(path))
    return f"{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}/{printable(name)}"


def read_bytes(data: bytes, name: str, key: str) -> Iterator[Reading]:
    """As ``read()``, the documents in what was a file of this name; ``key`` identifies it."""
    limit = settings.IMPORT_MAX_BYTES
    try:
        if Path(name).suffix.lower() == ".jsonl":
            yield from _read_lines(name, key, as_lines(BytesIO(data), max_bytes=limit))
        else:
            yield read_page(as_text(data, max_bytes=limit), name, key)
    except UnreadableFile as error:
        yield Reading(name, key, error=str(error))


def read_page(text: str, name: str, key: str) -> Reading:
    """The reading of a page of plain text or Markdown, whose text is decoded already."""
    path = Path(name)
    page, document = _read_text(text, path.stem, path.suffix.lower())
    return Reading(name, key, document, text, page)


def _read_lines(name: str, key: str, lines: Iterator[str | UnreadableFile]) -> Iterator[Reading]:
    for number, document in jsonl.read(lines):
        yield _read_line(f"{name}:{number}", f"{key}:{number}", document)


def _read_text(text: str, name: str, suffix: str) -> tuple[plaintext.Page, Document]:
    """The report on a page of plain text or Markdown, and the document made of it."""
    fields, rest = frontmatter.split(text)
    title, html = fields.title if fields else "", ""
    if suffix in markdown.SUFFIXES or markdown.is_markdown(rest):
        page, html = markdown.read(rest, name=name, title=title)
    else:
        page = frontmatter.read_plain(rest, name=name, title=title)
    page = fields.added_to(page) if fields else page
    return page, markdown.to_document(page, html)


def _read_line(path: str, key: str, document: Document | Exception) -> Reading:
    if isinstance(document, Exception):
        return Reading(path, key, error=str(document))
    return Reading(path, document.source.key or key, document)
