"""A damaged place: its position in the text while rules run, its words in the report."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """The damage at ``text[start:end]`` and a suggested repair ("" if unknown)."""

    start: int
    end: int
    kind: str
    suggestion: str = ""

    def joined(self, other: Place) -> Place:
        """One place for both; its suggestion remains only if it covers both."""
        end = max(self.end, other.end)
        return Place(self.start, end, self.kind, self.suggestion if end == self.end else "")


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged place: its ``text``, the ``kind`` of damage, and a repair if known."""

    text: str
    kind: str
    suggestion: str = ""


REACH = 40  # characters that ``behind()`` reads


def behind(pattern: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    """A match of ``pattern``, which ends in ``$``, among the characters just before ``end``.

    To look for a rare sign first and then behind it is far quicker than to try each word.
    """
    return pattern.search(text[max(0, end - REACH) : end])


def matches_at(
    starts: re.Pattern[str], pattern: re.Pattern[str], text: str
) -> Iterator[re.Match[str]]:
    """The matches of ``pattern`` that begin where ``starts`` does, none overlapping another."""
    end = 0
    for start in starts.finditer(text):
        if start.start() >= end and (match := pattern.match(text, start.start())):
            end = match.end()
            yield match


Rule = Callable[[str], Iterator[Place]]
