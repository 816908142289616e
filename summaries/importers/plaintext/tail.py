"""Around the text: forms, links, repeated titles, the author's signature.

What a site adds stands directly below the title, at the end of the page, or beside the
marks of parts. The same words amid the text are the author's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from summaries.blanks import find_blanks

from .boilerplate import is_form_word, is_formula, is_weak, line_reason, neighbours_start
from .credits import Credits, read_credits, signature_names, split_signature
from .lines import Line
from .numbering import read_marks
from .page import Cut
from .sentences import split_sentences
from .titles import letters, same, weight

# Author and source are looked for in so many lines at the end of the page.
_MARGIN = 4
# What a site adds below the title is within so many lines.
_BELOW_TITLE = 5
# A longer paragraph is text, even below a form, where comments may stand.
_PARAGRAPH = 300
# A note of a name at the end is shorter.
_LONGEST_NOTE = 60


@dataclass(slots=True)
class Body:
    """The lines of the text, and what was cut before and after them."""

    lines: list[Line] = field(default_factory=list)
    credits: Credits = field(default_factory=Credits)
    cuts: list[Cut] = field(default_factory=list)


def read_body(lines: Sequence[Line], title: str) -> Body:
    """Cut what does not belong to the text, and read the author's signature."""
    body = Body()
    reasons = [line_reason(line) or _file_reason(line) for line in lines]
    below_title = _below_title(lines, reasons, title)
    tail = _tail_start(lines, reasons)
    for position, line in enumerate(lines[:tail]):
        if reason := below_title.get(position, ""):
            body.cuts.append(Cut(line, reason))
            continue
        if tail - position <= _MARGIN:
            alone = position + 1 == tail
            line = _without_neighbours(body, line) if alone else line
            line = _read_signature(body, line, first=not position, alone=alone)
        if line:
            body.lines.append(line)
    closing = "previous and next"  # if the links begin at the end of the last paragraph
    for line, reason in zip(lines[tail:], reasons[tail:], strict=True):
        closing = reason if reason in _ENDINGS else closing
        body.cuts.append(Cut(line, reason or closing))
    return body


def _below_title(lines: Sequence[str], reasons: Sequence[str], title: str) -> dict[int, str]:
    """The lines below the title that are not the text's; an introduction may be between."""
    found: dict[int, str] = {}
    for position, line in enumerate(lines[:_BELOW_TITLE]):
        if _repeats(title, line):
            found[position] = "title"
        elif reasons[position] and reasons[position] != "form" and not is_weak(line):
            found[position] = reasons[position]
        elif not is_formula(line):
            break
    return found


def _repeats(title: str, line: str) -> bool:
    """Whether a line is the title again; behind a number it is the mark of a part."""
    if not title or not same(line, title):
        return False
    return letters(line) == letters(title) or bool(read_marks(line)) == bool(read_marks(title))


def _tail_start(lines: Sequence[str], reasons: Sequence[str]) -> int:
    """The number of the line below which nothing is the text's: forms, links and notices.

    Links end a text only if neither sentences nor numbered lines follow. What authors
    write as well ("Keywords: plums") is the site's only beside what they never write.
    """
    sure = [bool(reason) and not is_weak(line) for line, reason in zip(lines, reasons, strict=True)]
    texts = [number for number, line in enumerate(lines) if not sure[number] and _is_text(line)]
    last = texts[-1] if texts else -1
    long = max((number for number in texts if weight(lines[number]) > _PARAGRAPH), default=-1)
    openings = (
        number
        for number, reason in enumerate(reasons)
        if sure[number]
        and ((number > last and reason in _ENDINGS) or (number > long and reason == "form"))
    )
    tail = next(openings, len(lines))
    if 0 <= last < tail and neighbours_start(lines[last]) > 0:
        tail = last + 1
    while tail and (sure[tail - 1] or reasons[tail - 1] or is_form_word(lines[tail - 1])):
        tail -= 1
    return tail if any(sure[tail:]) or tail == last + 1 else len(lines)


def _is_text(line: str) -> bool:
    """Whether a line is more than a link: a paragraph, a sentence, or numbered."""
    if weight(line) > _PARAGRAPH or read_marks(line):
        return True
    return line[-1] in ".!。！；" or len(split_sentences(line)) > 1


def _file_reason(line: str) -> str:
    return "download notice" if _FILE_NAME.fullmatch(line) else ""


def _without_neighbours(body: Body, line: Line) -> Line:
    """The last line without the links to other pages at its end."""
    start = neighbours_start(line)
    if start <= 0:
        return line
    body.cuts.append(Cut(line[start:], "previous and next"))
    return line.piece(0, len(line[:start].rstrip(" -–—|·")))


def _read_signature(body: Body, line: Line, *, first: bool, alone: bool) -> str:
    """Read the author's name from a line at the end; returns the rest of the line."""
    text, note = split_signature(line, alone=alone)
    if note:
        body.credits = body.credits.filled_from(Credits(byline=signature_names(note)))
        body.cuts.append(Cut(note, "byline"))
        line = line.piece(0, len(text))
    found = read_credits(line) if line and not first else None
    # A date at the end, or a blank for one, belongs to the text: a letter's date, say.
    if found is None or found.published or find_blanks(line):
        return line
    if found == Credits() and (weight(line) >= _LONGEST_NOTE or not re.search(r"\d", line)):
        return line
    body.credits = body.credits.filled_from(Credits(byline=found.byline, source=found.source))
    body.cuts.append(Cut(line, "source" if found.source else "byline"))
    return ""


# Below these, no more text follows.
_ENDINGS = ("form", "previous and next", "elsewhere")
_FILE_NAME = re.compile(r"[^.。]{1,80}\.(?:docx?|pdf|wps|txt|pptx?)")
