"""Import: ``read()`` files into documents, ``store()`` the documents as articles.

Each format (``plaintext``, ``jsonl``) only makes ``Document`` objects of text;
``storing`` creates or updates the articles.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from summaries.conf import settings
from summaries.document import Document, DocumentError

from . import jsonl, plaintext
from .files import UnreadableFile, find, read_lines, read_text
from .storing import OUTCOMES, Outcome, Reading, Store, store, tally

__all__ = [
    "OUTCOMES",
    "Outcome",
    "Reading",
    "Store",
    "find",
    "read",
    "store",
    "tally",
]


def read(path: Path) -> Iterator[Reading]:
    """Each document in the file: one in a page of text, one in each JSON line.

    What cannot be read gives a reading with an ``error``; nothing is raised.
    """
    key = str(path.resolve())
    try:
        if path.suffix.lower() == ".jsonl":
            for number, document in jsonl.read(read_lines(path)):
                yield _read_line(f"{path}:{number}", f"{key}:{number}", document)
            return
        text = read_text(path, max_bytes=settings.IMPORT_MAX_BYTES)
    except UnreadableFile as error:
        yield Reading(str(path), key, error=str(error))
        return
    page = plaintext.read_page(text, name=path.stem)
    yield Reading(str(path), key, plaintext.to_document(page), text, page)


def _read_line(path: str, key: str, document: Document | DocumentError) -> Reading:
    if isinstance(document, DocumentError):
        return Reading(path, key, error=str(document))
    return Reading(path, document.source.key or key, document)
