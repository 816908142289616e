"""JSON lines: one document a line, as ``Document.to_json()`` writes it."""

from __future__ import annotations

from collections.abc import Iterator

from summaries.conf import settings
from summaries.document import Document, DocumentError

from .decoding import UnreadableFile
from .files import File, as_lines
from .reading import Reading

SUFFIXES = (".jsonl",)


def read(file: File) -> Iterator[Reading]:
    """Each line's document or its error; blank lines are skipped."""
    with file.open() as lines:
        for number, line in enumerate(as_lines(lines, max_bytes=settings.IMPORT_MAX_BYTES), 1):
            name, key = f"{file.name}:{number}", f"{file.key}:{number}"
            if isinstance(line, UnreadableFile):
                yield Reading(name, key, error=str(line))
            elif line.strip():
                yield _read_line(line, name, key)


def _read_line(line: str, name: str, key: str) -> Reading:
    try:
        document = Document.from_json(line)
    except DocumentError as error:
        return Reading(name, key, error=str(error))
    return Reading(name, document.source.key or key, document)
