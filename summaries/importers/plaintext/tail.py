"""Around the text: forms, links, repeated titles, the author's signature.

What a site adds stands directly below the title, at the end of the page, or beside the
marks of parts. The same words amid the text are the author's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from summaries.blanks import find_blanks

from .boilerplate import is_form_word, is_formula, is_weak, line_reason, neighbours_start
from .credits import Credits, read_credits, signature_names, split_signature
from .lines import Line
from .numbering import read_marks
from .page import Cut
from .sentences import has_several_sentences
from .titles import letters, same, weight

# Author and source are looked for in so many lines at the end of the page.
_MARGIN = 4
# What a site adds below the title is within so many lines.
_BELOW_TITLE = 5
# A longer paragraph is text, even below a form, where comments may stand.
_PARAGRAPH = 300
# So many lines of links and notices stand below a text at most.
_LONGEST_TAIL = 300
# Below a form stand so many lines of comments at most.
_COMMENTS = 100
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
    below_title = _below_title(lines, title)
    tail = _tail_start(lines)
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
    for line in lines[tail:]:
        reason = _reason(line)
        closing = reason if reason in _ENDINGS else closing
        body.cuts.append(Cut(line, reason or closing))
    return body


def _reason(line: str) -> str:
    """Why a line does not belong to the text where it stands below it, or ``""``."""
    return line_reason(line) or ("download notice" if _FILE_NAME.fullmatch(line) else "")


def _sure_reason(line: str) -> str:
    """The same for what no author writes; not ``Keywords: plums``."""
    return "" if is_weak(line) else _reason(line)


def _below_title(lines: Sequence[str], title: str) -> dict[int, str]:
    """The lines below the title that are not the text's; an introduction may be between."""
    found: dict[int, str] = {}
    for position, line in enumerate(lines[:_BELOW_TITLE]):
        reason = "title" if _repeats(title, line) else _sure_reason(line)
        if reason and reason != "form":
            found[position] = reason
        elif not is_formula(line):
            break
    return found


def _repeats(title: str, line: str) -> bool:
    """Whether a line is the title again; behind a number it is the mark of a part."""
    if not title or not same(line, title):
        return False
    return letters(line) == letters(title) or bool(read_marks(line)) == bool(read_marks(title))


def _tail_start(lines: Sequence[str]) -> int:
    """The number of the line below which nothing is the text's: forms, links and notices.

    Links end a text only if neither sentences nor numbered lines follow. What authors
    write as well ("Keywords: plums") is the site's only beside what they never write.
    """
    last = _last(lines, lambda line: _is_text(line) and not _sure_reason(line))
    tail = _first_form(lines, last)
    if tail < 0:
        start = max(last + 1, len(lines) - _LONGEST_TAIL)
        openings = (n for n in range(start, len(lines)) if _sure_reason(lines[n]) in _ENDINGS)
        tail = next(openings, len(lines))
    if 0 <= last < tail and neighbours_start(lines[last]) > 0:
        return last + 1
    first = max(0, len(lines) - _LONGEST_TAIL)
    while tail > first and (_reason(lines[tail - 1]) or is_form_word(lines[tail - 1])):
        tail -= 1
    return tail if any(map(_sure_reason, lines[tail:])) else len(lines)


def _first_form(lines: Sequence[str], last: int) -> int:
    """The line where a form begins, with short comments below it at most; or -1."""
    long = _last(lines, lambda line: weight(line) > _PARAGRAPH)
    start = max(long + 1, last + 1 - _COMMENTS, len(lines) - _LONGEST_TAIL)
    forms = (n for n in range(start, len(lines)) if _sure_reason(lines[n]) == "form")
    return next(forms, -1)


def _last(lines: Sequence[str], is_so: Callable[[str], bool]) -> int:
    """The number of the last line of which something is so, or -1."""
    return next((n for n in range(len(lines) - 1, -1, -1) if is_so(lines[n])), -1)


def _is_text(line: str) -> bool:
    """Whether a line is more than a link: a paragraph, a sentence, or numbered."""
    if weight(line) > _PARAGRAPH or read_marks(line):
        return True
    return line[-1] in ".!。！；" or has_several_sentences(line)


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
