"""The lines of a page: its paragraphs, and how each stood on the page.

Most pages have one paragraph a line. In a page that was wrapped at a fixed width, as
e-mail and old books are, the lines of a paragraph are put together again.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summaries.text import CJK, HAN

from .numbering import read_marks

# Wrapped text is at least so wide, and at most; wider lines are paragraphs of their own.
_NARROWEST, _WIDEST = 50, 84
# Of a hundred lines so many may be wider all the same: an address, a row of a table.
_WIDER = 3
# A line is full if the next word would have gone beyond the width, give or take so much.
_SLACK = 4
# So many lines must run on into the next, and so many of a hundred, before any are joined.
_RUNNING, _RUNNING_SHARE = 2, 30
# Code is indented by so many columns, or by a tab.
_CODE_INDENT = 4


class Line(str):
    """The words of a line; how it was indented (``raw``) and set apart is kept beside them.

    ``gap`` says that a blank line stood above. ``is_code`` lines are shown as they are.
    """

    __slots__ = ("gap", "is_code", "raw")
    gap: bool
    is_code: bool
    raw: str

    def __new__(cls, text: str, *, gap: bool = False, is_code: bool = False) -> Line:
        line = super().__new__(cls, text.strip())
        line.gap, line.is_code, line.raw = gap, is_code, text.rstrip()
        return line

    @property
    def indent(self) -> int:
        """How many columns are left free before the line."""
        space = self.raw[: len(self.raw) - len(self.raw.lstrip())]
        return columns(space.expandtabs(4))

    def piece(self, start: int, end: int | None = None) -> Line:
        """The line from ``start`` to ``end``."""
        if start == 0 and (end is None or end >= len(self)):
            return self
        return Line(self[start:end], gap=self.gap and not start)


def columns(text: str) -> int:
    """How wide the text is in print: a Chinese character takes two columns."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(character) in "WF" for character in text)


def split_lines(text: str) -> list[Line]:
    """The paragraphs of a page, without blank lines and surrounding spaces of any kind."""
    lines: list[Line] = []
    gap = False
    for raw in text.splitlines():
        if raw.strip():
            lines.append(Line(raw, gap=gap))
        gap = not raw.strip()
    return unwrap(mark_code(lines))


# -- code ------------------------------------------------------------------------------------


def mark_code(lines: Sequence[Line]) -> list[Line]:
    """The lines, with those marked that are code: between fences, or indented and full of signs.

    An indented paragraph is none: code has a sign of its kind in every other line.
    """
    marked = list(lines)
    for start, end in (*_fenced(lines), *_indented(lines)):
        for number in range(start, end):
            line = lines[number]
            marked[number] = Line(line.raw, gap=line.gap, is_code=True)
    return marked


def _fenced(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    start = -1
    for number, line in enumerate(lines):
        if _FENCE.fullmatch(line):
            if start >= 0:
                yield start, number + 1
            start = number if start < 0 else -1


def _indented(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    start = 0
    margin = min((line.indent for line in lines), default=0)
    while start < len(lines):
        end = start
        while end < len(lines) and lines[end].indent >= margin + _CODE_INDENT:
            end += 1
        block = lines[start:end]
        if len(block) > 1 and 2 * sum(map(_is_code, block)) >= len(block):
            yield start, end
        start = end + 1


def _is_code(line: Line) -> bool:
    return bool(_CODE.search(line)) and not _HAN_SENTENCE.search(line)


_FENCE = re.compile(r"(?:```|~~~)[\w+-]{0,20}")
_CODE = re.compile(
    r"[;{}]$|^[{}\])]|^(?:[$#]|//|/\*|--) ?\w|\w\(.*\)[;:]?$|\w\s?(?:[-+*/:]?=|=>|->)\s?\S"
    r"|^(?:def|class|import|from|return|if|for|while|function|var|let|const|public|private)\b.*"
    r"(?:[:;{(]|\bimport\b.*)$|^</?\w+.*>$"
)
_HAN_SENTENCE = re.compile(f"[{HAN}]{{4,}}[^\"']*[，。！？]")


# -- wrapped text ----------------------------------------------------------------------------


def unwrap(lines: list[Line]) -> list[Line]:
    """The paragraphs of a page that was wrapped at 60 to 80 columns; other pages as they are."""
    width = _wrapped_at(lines)
    if not width:
        return lines
    paragraphs: list[list[Line]] = []
    for line in lines:
        if paragraphs and _runs_on(paragraphs[-1], line, width):
            paragraphs[-1].append(line)
        else:
            paragraphs.append([line])
    return [_joined(paragraph) for paragraph in paragraphs]


def _wrapped_at(lines: Sequence[Line]) -> int:
    """The width at which the page was wrapped; 0 if it was not."""
    prose = [line for line in lines if not line.is_code]
    wide = sum(columns(line.raw) > _WIDEST for line in prose)
    if 100 * wide > _WIDER * len(prose):
        return 0
    pairs = [(one, other) for one, other in pairwise(prose) if not other.gap]
    running = [columns(one.raw) for one, other in pairs if _reads_on(one, other)]
    if len(running) < _RUNNING or 100 * len(running) < _RUNNING_SHARE * len(pairs):
        return 0
    running.sort()
    width = min(running[len(running) * 19 // 20], _WIDEST)
    return width if width >= _NARROWEST and _are_full(running, width) else 0


def _are_full(running: Sequence[int], width: int) -> bool:
    """Whether most lines that run on are about as wide as the page: verse is not."""
    return 2 * sum(columns >= 0.8 * width for columns in running) > len(running)


def _reads_on(line: str, following: str) -> bool:
    """Whether a sentence goes on in the next line, to judge by its end and beginning."""
    if line[-1] in _STOPS or _OPENS_ITEM.match(following):
        return False
    if _is_han(line[-1]) or line[-1] in "，、；":
        return _is_han(following[0]) and columns(line) >= _NARROWEST
    return following[0].islower() or line[-1] in ",;-"


def _runs_on(paragraph: Sequence[Line], line: Line, width: int) -> bool:
    """Whether ``line`` belongs to the paragraph before it."""
    last = paragraph[-1]
    if line.gap or line.is_code or last.is_code or "\t" in line or line.startswith("|"):
        return False
    if _OPENS_ITEM.match(line) or (read_marks(line) and last[-1] in _STOPS):
        return False
    hangs = len(paragraph) == 1 and bool(_OPENS_ITEM.match(last) or read_marks(last))
    if line.indent > last.indent + 1 and not hangs:
        return False
    first = line[0] if _is_han(line[0]) else line.split(maxsplit=1)[0]
    is_full = columns(last.raw) + columns(first) + (not _is_han(line[0])) > width - _SLACK
    return is_full or (_reads_on(last, line) and columns(last.raw) > width // 2)


def _joined(paragraph: Sequence[Line]) -> Line:
    if len(paragraph) == 1:
        return paragraph[0]
    text = paragraph[0].raw
    for line in paragraph[1:]:
        glued = text[-1] == "-" or _is_wide(text[-1]) or _is_wide(line[0])
        text += line if glued else f" {line}"
    return Line(text, gap=paragraph[0].gap)


def _is_han(character: str) -> bool:
    return bool(_HAN.match(character))


def _is_wide(character: str) -> bool:
    return unicodedata.east_asian_width(character) in "WF"


_HAN = re.compile(f"[{CJK}]")
_STOPS = '.!?:。！？：…"”」』)）'
_OPENS_ITEM = re.compile(r"[-*•●■◆▪·]\s|\d{1,2}[.)、）]\s?|[(（]\w{1,3}[)）]")
