"""A damaged place, while it is still a place in a text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple


class Finding(NamedTuple):
    """The damage at ``text[start:end]`` and what could stand there instead ("" if unknown)."""

    start: int
    end: int
    kind: str
    suggestion: str = ""

    def joined(self, other: Finding) -> Finding:
        """One finding over both; its suggestion survives only if it covered all of it."""
        end = max(self.end, other.end)
        return Finding(self.start, end, self.kind, self.suggestion if end == self.end else "")


Rule = Callable[[str], Iterator[Finding]]
