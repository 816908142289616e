"""JSON lines: one document a line, as ``Document.to_json()`` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summaries.document import Document, DocumentError


def read(lines: Iterable[str]) -> Iterator[tuple[int, Document | DocumentError]]:
    """Each line's number with its document or its error; blank lines are skipped."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, Document.from_json(line)
            except DocumentError as error:
                yield number, error
