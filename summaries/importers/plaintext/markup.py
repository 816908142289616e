"""The lines of a part as HTML: headings, paragraphs, lists, tables, verse and code.

A heading of the report is a heading here, since both are told by the number of the line.
Numbers and bullets of lists, and the bars of tables, become HTML; no other word is changed.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from html import escape
from itertools import groupby, pairwise
from typing import NamedTuple

from .lines import Line, columns
from .page import Heading, PagePart

# So many lines are verse, if none is wider than so many columns and few end with a stop.
_FEWEST_VERSES = 3
_MOST_STOPS = 3  # one in so many
_WIDEST_VERSE = 60
# A table of tabs has so many rows or so many columns: "Name:<tab>Li" alone is none.
_FEWEST_ROWS = _FEWEST_COLUMNS = 3
# Lists deeper than this are shown as flat as this.
_DEEPEST_LIST = 5
# A title is level 1, a part's title level 2.
_TOP_LEVEL = 3
_DEEPEST_LEVEL = 6


def to_html(part: PagePart) -> str:
    """The part's text as HTML; headings inside a paragraph become bold text."""
    blocks: list[str] = []
    kinds = _kinds(part)
    for kind, group in groupby(range(len(part.lines)), kinds.__getitem__):
        numbers = list(group)
        if kind == "heading":
            blocks += [_heading(part.headings[n], part.lines[n]) for n in numbers]
        else:
            blocks += _RENDERERS[kind]([part.lines[n] for n in numbers])
    return "\n".join(blocks)


def _kinds(part: PagePart) -> list[str]:
    """What each line may be, by itself; whether it is so depends on the lines beside it."""
    kinds: list[str] = []
    item: Line | None = None
    for number, line in enumerate(part.lines):
        kind = "heading" if number in part.headings else _kind(line)
        if kind == "item":
            item = line
        elif item and kind == "short" and not line.gap and line.indent > item.indent:
            kind = "item"  # the item's second line
        else:
            item = None
        kinds.append(kind)
    return kinds


def _kind(line: Line) -> str:
    if line.is_code:
        return "code"
    if _ITEM.match(line):
        return "item"
    if _has_bars(line):
        return "bars"
    if "\t" in line:
        return "tabs"
    return "short" if columns(line) <= _WIDEST_VERSE else "paragraph"


# -- headings, code and paragraphs -----------------------------------------------------------


def _heading(heading: Heading, line: Line) -> str:
    """``1. Study`` as ``<h3>``; ``1. Study. We read …`` begins with bold text."""
    title, rest = _escape(heading.text), line[len(heading.text) :]
    if rest.strip():
        return f"<p><strong>{title}</strong>{_escape(rest)}</p>"
    level = min(heading.level - 1 + _TOP_LEVEL, _DEEPEST_LEVEL)
    return f"<h{level}>{title}</h{level}>"


def _code(run: Sequence[Line]) -> Iterator[str]:
    """Code keeps its lines and indentation; the fences around it are not shown."""
    rows: list[str] = []
    for line in run:
        if not line.startswith(("```", "~~~")):
            rows += [""] * (line.gap and bool(rows)) + [line.raw.expandtabs(4)]
    if rows:
        code = textwrap.dedent("\n".join(rows))
        yield f"<pre><code>{_escape(code)}</code></pre>"


def _paragraphs(run: Sequence[Line]) -> Iterator[str]:
    return (f"<p>{_escape(line)}</p>" for line in run)


def _escape(text: str) -> str:
    return escape(text, quote=False)


# -- verse -----------------------------------------------------------------------------------


def _verse(run: Sequence[Line]) -> Iterator[str]:
    """Short lines without stops at their ends: a stanza; not a list of sentences."""
    starts = [0, *(place for place, line in enumerate(run) if place and line.gap), len(run)]
    for start, end in pairwise(starts):
        stanza = run[start:end]
        stops = sum(line.rstrip(_QUOTES)[-1:] in _STOPS for line in stanza)
        if len(stanza) < _FEWEST_VERSES or _MOST_STOPS * stops > len(stanza):
            yield from _paragraphs(stanza)
        else:
            yield f"<p>{'<br>'.join(map(_escape, stanza))}</p>"


_STOPS = tuple(".!?:;。！？：；")
_QUOTES = "\"'”’」』)）"


# -- lists -----------------------------------------------------------------------------------


class _Item(NamedTuple):
    indent: int
    number: int  # 0 for a bullet
    form: str
    lines: list[str]


def _lists(run: Sequence[Line]) -> Iterator[str]:
    """``- a``, ``- b`` or ``1) a``, ``2) b``; not a single item, not numbers out of order."""
    items: list[_Item] = []
    for line in run:
        item = _read_item(line)
        if item is None:
            items[-1].lines.append(line)
        elif _follows(items, item):
            items.append(item)
        else:
            yield from _list_or_lines(items)
            items = [item]
    yield from _list_or_lines(items)


def _read_item(line: Line) -> _Item | None:
    match = _ITEM.match(line)
    if not match:
        return None
    number = int(match["number"] or match["bracketed"] or 0)
    form = re.sub(r"[\d\s]", "", match[0])
    return _Item(line.indent, number, form, [line])


def _follows(items: list[_Item], item: _Item) -> bool:
    """Whether ``item`` goes on with the list: one more than the last of its depth and form."""
    if not items:
        return True
    for last in reversed(items):
        if item.indent > last.indent + 1:
            return item.number < 2
        if item.indent >= last.indent - 1:
            return item.form == last.form and item.number == last.number + bool(last.number)
    return False


def _list_or_lines(items: list[_Item]) -> Iterator[str]:
    if len(items) > 1:
        yield _list_html(items)
    else:
        yield from _paragraphs([Line(line) for item in items for line in item.lines])


def _list_html(items: list[_Item], depth: int = 1) -> str:
    first = items[0]
    tag = "ol" if first.number else "ul"
    start = f' start="{first.number}"' if first.number > 1 else ""
    flat = depth >= _DEEPEST_LIST
    places = [n for n, item in enumerate(items) if flat or item.indent <= first.indent + 1]
    html = [f"<{tag}{start}>"]
    for place, following in zip(places, [*places[1:], len(items)], strict=True):
        nested = items[place + 1 : following]
        inner = f"\n{_list_html(nested, depth + 1)}\n" if nested else ""
        opening, *more = items[place].lines
        text = "<br>".join(map(_escape, [_ITEM.sub("", opening, count=1), *more]))
        html.append(f"<li>{text}{inner}</li>")
    return "\n".join([*html, f"</{tag}>"])


_ITEM = re.compile(
    r"^(?:[-*–]\s+|[•●■◆▪▸‣]\s*|(?P<number>\d{1,2})(?:[.、](?!\d)|[)）])\s*"
    r"|[(（](?P<bracketed>\d{1,2})[)）]\s*)(?=\S)"
)


# -- tables ----------------------------------------------------------------------------------


def _table_of_bars(run: Sequence[Line]) -> Iterator[str]:
    """``| a | b |``, row by row; not one line alone."""
    rows = _even([line.strip("|").split("|") for line in run if not _RULE.fullmatch(line)])
    if len(run) > 1 and rows:
        yield _table_html(rows, has_head=bool(_RULE.fullmatch(run[1])))
    else:
        yield from _paragraphs(run)


def _has_bars(line: Line) -> bool:
    return line.count("|") > 1 and (
        line[0] == "|" or line.count(" | ") > 1 or bool(_RULE.fullmatch(line))
    )


def _table_of_tabs(run: Sequence[Line]) -> Iterator[str]:
    """Cells with tabs between, in three rows or three columns; not ``Name:<tab>Li``."""
    common = min(len(line.raw) - len(line.raw.lstrip("\t")) for line in run)
    lines = [line.raw[common:] for line in run]
    rows = _even([line.split("\t") for line in lines])
    rows = rows or _even([re.split("\t+", line.strip()) for line in lines])
    if len(run) > 1 and rows and (len(rows) >= _FEWEST_ROWS or len(rows[0]) >= _FEWEST_COLUMNS):
        yield _table_html(rows)
    else:
        yield from _paragraphs(run)


def _even(rows: list[list[str]]) -> list[list[str]]:
    """The rows, the short ones filled up; none if most are not equally long."""
    width = max(map(len, rows), default=0)
    if 3 * sum(len(row) == width for row in rows) < 2 * len(rows):
        return []
    return [[cell.strip() for cell in row] + [""] * (width - len(row)) for row in rows]


def _table_html(rows: list[list[str]], *, has_head: bool = False) -> str:
    head = [f"<thead>{_row_html(rows[0], 'th')}</thead>"] if has_head else []
    body = [_row_html(row, "td") for row in rows[len(head) :]]
    return "\n".join(["<table>", *head, *body, "</table>"])


def _row_html(cells: list[str], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{_escape(cell)}</{tag}>" for cell in cells) + "</tr>"


_RULE = re.compile(r"\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?")

_RENDERERS: dict[str, Callable[[Sequence[Line]], Iterator[str]]] = {
    "code": _code,
    "bars": _table_of_bars,
    "tabs": _table_of_tabs,
    "item": _lists,
    "short": _verse,
    "paragraph": _paragraphs,
}
