"""JSON lines: one document a line, as ``Document.to_json()`` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summaries.document import Document, DocumentError

from .decoding import UnreadableFile


def read(
    lines: Iterable[str | UnreadableFile],
) -> Iterator[tuple[int, Document | DocumentError | UnreadableFile]]:
    """Each line's number with its document or its error; blank lines are skipped."""
    for number, line in enumerate(lines, start=1):
        if isinstance(line, UnreadableFile):
            yield number, line
        elif line.strip():
            try:
                yield number, Document.from_json(line)
            except DocumentError as error:
                yield number, error
