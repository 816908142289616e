"""JSON lines: one document a line, as ``Document.to_json()`` writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from summaries.document import Document, DocumentError


def read(lines: Iterable[str]) -> Iterator[tuple[int, Document | DocumentError]]:
    """Each line's number and its document, or what is wrong with it; blank lines do not count."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, Document.from_json(line)
            except DocumentError as error:
                yield number, error
