"""Where the words of HTML stand in it, so that one of them can be replaced and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape, unescape

from . import text as texts

# Where a character of the text stands in the HTML; ``None`` for the end of a block or a cell.
Span = tuple[int, int] | None


@lru_cache(maxsize=1)  # of one text, several words may be replaced
def spans(html: str) -> list[Span]:
    """Of each character of ``text.from_html(html)``, from where to where it stands in the HTML.

    The HTML is sanitised. White space is one character, however long; where a tag
    stands within it, or it is a line's end, it has no place of its own.
    """
    found: list[Span] = []
    space: Span = None
    pending = ""
    for character, start, end in _characters(html):
        if character == "\n":
            pending, space = "\n", None
        elif character.isspace():
            if not pending:
                pending, space = " ", (start, end) if end > start else None
            elif space:
                space = (space[0], end) if space[1] == start < end else None
        else:
            if pending and found:
                found.append(space)
            pending, space = "", None
            found.append((start, end))
    return found


def replace(html: str, start: int, end: int, new: str) -> str | None:
    """The HTML with ``new`` in place of these characters of its text, all tags as they were.

    A paragraph of which nothing is left goes, too. ``None`` where a line's end would
    have to go or to come.
    """
    old = texts.from_html(html)[start:end]
    head = _common(old, new)
    tail = _common(old[head:][::-1], new[head:][::-1])
    start, end, new = start + head, end - tail, new[head : len(new) - tail]
    stands = spans(html)
    places = [place for place in stands[start:end] if place]
    where = _insertion(stands, start, end)
    if where is None or len(places) < end - start or "\n" in new:
        return None
    left, last = [], where
    for place in places:
        left.append(html[last : place[0]])
        last = place[1]
    before, behind = html[:where] + escape(new, quote=False), "".join([*left, html[last:]])
    if not new and (opened := _OPENED.search(before)) and behind.startswith(f"</{opened[1]}>"):
        before, behind = before[: opened.start()], behind[len(opened[1]) + 3 :].lstrip("\n")
    return before + behind


def _insertion(stands: list[Span], start: int, end: int) -> int | None:
    """Where new characters go: in place of the old ones, else behind what precedes them."""
    before = stands[start - 1] if start and start == end else None
    if before:
        return before[1]
    behind = stands[start] if start < len(stands) else None
    return behind[0] if behind else None


def _characters(html: str) -> Iterator[tuple[str, int, int]]:
    for token in _TOKEN.finditer(html):
        text, (start, end) = token[0], token.span()
        if text[0] == "<":
            if texts.begins_line(text):
                yield "\n", start, start
            if texts.ends_cell(text):
                yield " ", start, start
        elif text[0] == "&":
            yield from ((character, start, end) for character in unescape(text))
        else:
            yield from ((one, start + n, start + n + 1) for n, one in enumerate(text))


def _common(one: str, other: str) -> int:
    """How many characters both begin with."""
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length


_TOKEN = re.compile(r"""<(?:"[^"]*"|[^">])*>|&\#?\w+;|[^<&]+|.""", re.S)
_OPENED = re.compile(r"<(p|li|h[2-6])(?: [^<>]*)?>$")
