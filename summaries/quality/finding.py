"""A damaged place: its position in the text while rules run, its words in the report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


HAN = "\u3400-\u9fff"


class Finding(NamedTuple):
    """The damage at ``text[start:end]`` and a suggested repair ("" if unknown)."""

    start: int
    end: int
    kind: str
    suggestion: str = ""

    def joined(self, other: Finding) -> Finding:
        """One finding for both; its suggestion remains only if it covers both."""
        end = max(self.end, other.end)
        return Finding(self.start, end, self.kind, self.suggestion if end == self.end else "")


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged place: its ``text``, the ``kind`` of damage, and a repair if known."""

    text: str
    kind: str
    suggestion: str = ""


Rule = Callable[[str], Iterator[Finding]]
