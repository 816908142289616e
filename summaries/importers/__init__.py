"""Import: ``read()`` files into documents, ``store()`` the documents as articles.

Each format (``plaintext``, ``markdown``, ``jsonl``) only makes ``Document`` objects of text;
``storing`` creates or updates the articles, and ``restoring`` puts back what was
cut out of a page.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from summaries.conf import settings
from summaries.document import Document

from . import frontmatter, jsonl, markdown, plaintext
from .cuts import CutError
from .files import SUFFIXES, Found, UnreadableFile, find, printable, read_lines, read_text
from .restoring import leave_out, restore_cut
from .storing import OUTCOMES, Outcome, Reading, Store, store, tally

__all__ = [
    "OUTCOMES",
    "SUFFIXES",
    "CutError",
    "Found",
    "Outcome",
    "Reading",
    "Store",
    "find",
    "leave_out",
    "printable",
    "read",
    "restore_cut",
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
    page, document = _read_text(text, printable(path.stem), path.suffix.lower())
    yield Reading(name, key, document, text, page)


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
