"""Markdown: CommonMark with tables, which reads back as the same text.

What CommonMark has no sign for stands as the HTML element that it allows in a line, such
as ``<sub>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any
from urllib.parse import quote

import yaml

from summaries.document import Document
from summaries.figures import Pictures

from .blocks import (
    NO_PICTURES,
    Block,
    Code,
    Definition,
    Figure,
    Heading,
    List,
    Paragraph,
    Quote,
    Rule,
    Run,
    Runs,
    Slot,
    Table,
    Term,
    grid,
    head_rows,
    lines,
    merged,
    plain,
)
from .outline import outline, text_of

_RULE = "***"
_LAST_LEVEL = 6


def write(
    document: Document,
    *,
    address: str = "",
    pictures: Pictures = NO_PICTURES,
    front_matter: bool = False,
) -> bytes:
    """The document as UTF-8, on request with its title, date, category, tags and source above."""
    above = _front_matter(_fields(document)) if front_matter else ""
    return (above + _text(outline(document, address, pictures)) + "\n").encode()


def write_page(
    document: Document, addresses: Iterable[str] = (), pictures: Pictures = NO_PICTURES
) -> bytes:
    """The document as a page of a site of Markdown files, as Hugo and Jekyll read it.

    What is not its text stands in the front matter, with the old addresses of its page.
    """
    fields = {
        **_fields(document),
        "slug": document.slug,
        "author": document.byline,
        "summary": document.lead,
        "language": document.language,
        "draft": document.status != "published",
        "aliases": [one for one in addresses if one.startswith("/")],
    }
    return (_front_matter(fields) + _text(text_of(document, pictures)) + "\n").encode()


def _fields(document: Document) -> dict[str, Any]:
    published = document.published_at
    return {
        "title": document.title,
        "date": published.isoformat() if published else "",
        "categories": list(document.category),
        "tags": list(document.tags),
        "source": document.source.url or document.source.name,
    }


def _front_matter(fields: Mapping[str, Any]) -> str:
    said = {name: value for name, value in fields.items() if value}
    block = yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=float("inf"))
    return f"---\n{block}---\n\n"


# -- blocks ----------------------------------------------------------------------------------


def _text(blocks: Iterable[Block]) -> str:
    """The blocks with an empty line between; of two lists in a row each has its own sign."""
    found: list[str] = []
    for is_list, group in groupby(_as_lists(blocks), key=lambda block: isinstance(block, List)):
        for place, block in enumerate(group):
            found.append(_block(block, is_second=is_list and place % 2 == 1))
    return "\n\n".join(found)


def _as_lists(blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks with the definitions of one term as a list below it."""
    for is_definition, group in groupby(blocks, key=lambda block: isinstance(block, Definition)):
        if is_definition:
            yield List(tuple(block.blocks for block in group if isinstance(block, Definition)))
        else:
            yield from group


def _block(block: Block, *, is_second: bool = False) -> str:
    match block:
        case Paragraph():
            return _lines_of(block.runs)
        case Heading():
            return _heading(block)
        case Term():
            return _lines_of(tuple(_marked(run, "strong") for run in block.runs))
        case Code():
            return _code(plain(block.runs))
        case Quote() | Definition():
            return _prefixed(_text(block.blocks), "> ", "> ")
        case List():
            return _list(block, is_second=is_second)
        case Table():
            return _table(block)
        case Figure():
            return _figure(block)
        case Rule():
            return _RULE


def _figure(block: Figure) -> str:
    image = _lines_of(block.words)
    if block.picture:
        alt = _escape(" ".join(block.alt.split()), "]", in_link=True)
        image = f"![{alt}]({_destination(block.url)})"
    return "\n\n".join(filter(None, (image, _lines_of(block.caption))))


def _marked(run: Run, mark: str) -> Run:
    return run._replace(marks=run.marks | {mark})


def _heading(block: Heading) -> str:
    words = " ".join(_inline(block.runs).split("\n"))
    words = _CLOSING.sub(lambda match: rf"\{match[0]}", words)
    return f"{'#' * min(block.level, _LAST_LEVEL)} {words}"


def _code(text: str) -> str:
    fence = "`" * max(3, _longest_run(text) + 1)
    return f"{fence}\n{text}\n{fence}"


def _longest_run(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)


def _prefixed(text: str, first: str, others: str) -> str:
    """The text with something before each line; an empty line gets no space at its end."""
    found: list[str] = []
    for line in text.split("\n"):
        prefix = others if found else first
        found.append(prefix + line if line else prefix.rstrip())
    return "\n".join(found)


def _list(block: List, *, is_second: bool) -> str:
    items = [list(_as_lists(item)) for item in block.items]
    is_tight = all(map(_is_tight, items))
    bullet, stop = ("+", ")") if is_second else ("-", ".")
    texts = []
    for number, item in enumerate(items, start=block.start):
        sign = f"{number}{stop} " if block.kind else f"{bullet} "
        text = "\n".join(map(_block, item)) if is_tight else _text(item)
        texts.append(_prefixed(text, sign, " " * len(sign)))
    return ("\n" if is_tight else "\n\n").join(texts)


def _is_tight(item: list[Block]) -> bool:
    """Whether the item is one paragraph, or one and a list that may follow it directly."""
    match item:
        case [Paragraph()]:
            return True
        case [Paragraph(), List(items=[[Paragraph(), *_more], *_others]) as inner]:
            return not inner.kind or inner.start == 1
    return False


# -- tables ----------------------------------------------------------------------------------


def _table(table: Table) -> str:
    """The table with its first row as head; without header cells the head is empty."""
    rows = [_row(slots) for slots in grid(table)]
    width = max(map(len, rows), default=0)
    if not head_rows(table):
        rows.insert(0, [""] * width)
    rows.insert(1, ["---"] * width)
    text = "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
    return "\n\n".join(filter(None, (_lines_of(table.caption), text if width else "")))


def _row(slots: list[Slot]) -> list[str]:
    cells: list[str] = []
    for slot in slots:
        words = [] if slot.from_above else lines(slot.cell.blocks)
        text = "<br>".join(_inline(tuple(map(_without_code_of_bars, line))) for line in words)
        cells += [text, *[""] * (slot.columns - 1)]
    return cells


def _without_code_of_bars(run: Run) -> Run:
    """A bar ends a cell unless it is escaped, which code does not allow."""
    return run._replace(marks=run.marks - {"code"}) if "|" in run.text else run


# -- words -----------------------------------------------------------------------------------

_TICKS = re.compile("`+")
_SIGNS = re.compile(
    r"[\\`*<~|]"
    r"|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"
    r"|&(?=[#A-Za-z])"
    r"|!(?=\[)"
    r"|\](?=[(\[:])"
)
_LINK_SIGNS = re.compile(rf"{_SIGNS.pattern}|[\[\]&]")
# A last sign that means something with the first one of what follows.
_LAST_SIGN = re.compile(r"&[#A-Za-z]|!\[|\][(\[:]")
# What would make a line something else than words.
_LINE_START = re.compile(r"^(?:[-+=>#]|:(?=-))")
_NUMBER = re.compile(r"^(\d{1,9})(?=[.)](?:\s|$))")
_CLOSING = re.compile(r"#(?=#*$)")
_UNSAFE = re.compile(r"[\s<>\\|]")
_OUTER_SPACE = re.compile(r"^(\s*)(.*?)(\s*)$", re.DOTALL)
_SIGN_OF = {"strong": "**", "em": "*"}


def _lines_of(runs: Runs) -> str:
    """A paragraph; its line breaks are a backslash at the end of the line."""
    return "\\\n".join(_line(line) for line in _inline(runs).split("\n"))


def _line(text: str) -> str:
    text = _NUMBER.sub(r"\1\\", text)
    return _LINE_START.sub(lambda match: rf"\{match[0]}", text)


def _inline(runs: Runs) -> str:
    """The runs with their signs; a line break stays one."""
    runs = merged(run._replace(blank=None, lang="") for run in runs)
    text = ""
    for place, run in enumerate(runs):
        before = runs[place - 1] if place else Run("")
        after = runs[place + 1] if place + 1 < len(runs) else Run("")
        if run.href and run.href != before.href:
            text += "["
        ends_link = run.href and run.href != after.href
        text += _with_signs(run, text[-1:], "]" if ends_link else _first_of(after, run.href))
        if ends_link:
            text += f"]({_destination(run.href)})"
    return text


def _first_of(run: Run, href: str) -> str:
    """The sign or letter that the run will begin with, as far as it matters."""
    if run.href != href:
        return "["
    return "*" if run.marks else run.text[:1]


def _with_signs(run: Run, before: str, after: str) -> str:
    match = _OUTER_SPACE.match(run.text)
    space, words, space_after = match.groups() if match else ("", run.text, "")
    if not words:
        return run.text
    before, after = space[-1:] or before, space_after[:1] or after
    if "code" in run.marks:
        text = _code_span(words)
    else:
        text = _escape(words, after, in_link=bool(run.href))
    for mark in sorted(run.marks - {"code"}):
        sign = _SIGN_OF.get(mark, "") if _can_sign(before, text, after) else ""
        text = f"{sign}{text}{sign}" if sign else f"<{mark}>{text}</{mark}>"
    return f"{space}{text}{space_after}"


def _escape(words: str, after: str, *, in_link: bool) -> str:
    if in_link:
        return _LINK_SIGNS.sub(_escaped, words)
    text = _SIGNS.sub(_escaped, words)
    return rf"{text[:-1]}\{text[-1]}" if _LAST_SIGN.match(words[-1] + after) else text


def _can_sign(before: str, text: str, after: str) -> bool:
    """Whether stars around the text are read as such, which depends on what is beside them."""
    return (
        before not in _STARS
        and after not in _STARS
        and "\n" not in text
        and (_is_loose(before) or text[0].isalnum())
        and (_is_loose(after) or text[-1].isalnum())
    )


_STARS = ("*", "~", "`", "_")


def _is_loose(character: str) -> bool:
    return not character or character.isspace() or character in ".,;:!?()[]\"'"


def _escaped(match: re.Match[str]) -> str:
    return rf"\{match[0]}"


def _code_span(text: str) -> str:
    text = " ".join(text.split("\n"))
    fence = "`" * (_longest_run(text) + 1)
    pad = " " if text[0] == "`" or text[-1] == "`" else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _destination(href: str) -> str:
    href = _UNSAFE.sub(lambda match: quote(match[0]), href)
    return f"<{href}>" if "(" in href or ")" in href else href
