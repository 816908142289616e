"""Below and between the text: forms, links, repeated titles, the author's signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from summaries.blanks import find_blanks

from .boilerplate import line_reason, neighbours_start
from .credits import (
    Credits,
    read_credits,
    signature_names,
    split_signature,
)
from .numbering import read_marks
from .page import Cut
from .titles import letters, same, weight

# Author and source are looked for in so many lines at the end of the page.
_MARGIN = 4
# A longer paragraph is text, even below a form or links.
_PARAGRAPH = 300


@dataclass(slots=True)
class Body:
    """The lines of the text, and what was cut between and after them."""

    lines: list[str] = field(default_factory=list)
    credits: Credits = field(default_factory=Credits)
    cuts: list[Cut] = field(default_factory=list)


def read_body(lines: Sequence[str], title: str) -> Body:
    """Cut what does not belong to the text, and read the author's signature."""
    body = Body()
    reasons = [line_reason(line) for line in lines]
    tail = _tail_start(lines)
    last = max((number for number, reason in enumerate(reasons) if not reason), default=0)
    closing = ""
    for position, line in enumerate(lines):
        near_end = last - position < _MARGIN
        reason = _reason(line, position, title, reasons[position], near_end)
        if closing and position >= tail:
            reason = reasons[position] or closing
        elif reason in _ENDINGS:
            closing = reason
        if reason:
            body.cuts.append(Cut(line, reason))
            continue
        start = neighbours_start(line) if position + 1 >= tail else -1
        if start > 0:
            closing = "previous and next"
            body.cuts.append(Cut(line[start:], closing))
            line = line[:start].rstrip(" -–—|·")
        if near_end:
            line = _read_signature(body, line, first=not position, alone=position >= last)
        if line:
            body.lines.append(line)
    return body


def _reason(line: str, position: int, title: str, reason: str, near_end: bool) -> str:
    """Why a line is cut, given the ``reason`` that its words alone suggest."""
    if title and same(line, title):
        if letters(line) == letters(title):
            return "title"
        if position < _MARGIN and bool(read_marks(line)) == bool(read_marks(title)):
            return "title"  # a numbered line is the mark of a part
    if near_end and position and _FILE_NAME.fullmatch(line):
        return "download notice"
    if reason == "form" and not position:
        return ""  # a text may begin with a word that forms use
    if reason == "source" and position >= _MARGIN and not near_end:
        return ""  # within the text, a source belongs to the text
    return reason


def _read_signature(body: Body, line: str, *, first: bool, alone: bool) -> str:
    """Read the author's name from a line at the end; returns the rest of the line."""
    line, note = split_signature(line, alone=alone)
    if note:
        body.credits = body.credits.filled_from(Credits(byline=signature_names(note)))
        body.cuts.append(Cut(note, "byline"))
    found = read_credits(line) if line and not first else None
    # A date at the end, or a blank for one, belongs to the text: a letter's date, say.
    if (
        found is None
        or found.published
        or find_blanks(line)
        or (found == Credits() and weight(line) >= 60)
    ):
        return line
    body.credits = body.credits.filled_from(Credits(byline=found.byline, source=found.source))
    body.cuts.append(Cut(line, "source" if found.source else "byline"))
    return ""


def _tail_start(lines: Sequence[str]) -> int:
    """The number of the line after the last long paragraph."""
    long = (number for number, line in enumerate(lines) if weight(line) > _PARAGRAPH)
    return max(long, default=-1) + 1


# After these, no more text follows.
_ENDINGS = ("form", "previous and next", "elsewhere")
_FILE_NAME = re.compile(r"[^.。]{1,80}\.(?:docx?|pdf|wps|txt|pptx?)")
