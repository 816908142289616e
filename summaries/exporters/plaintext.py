"""Plain text: a paragraph a line, lists with their numbers, a row of a table a line."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

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
    Table,
    Term,
    grid,
    lines,
    marker,
    plain,
)
from .outline import outline

_RULE = "* * *"


def write(document: Document, *, address: str = "", pictures: Pictures = NO_PICTURES) -> bytes:
    """The document as UTF-8; it shows no pictures, but says what they show."""
    return (_text(outline(document, address)) + "\n").encode()


def _text(blocks: Iterable[Block]) -> str:
    """The blocks with an empty line between; a term stands right above its definition."""
    text, after_term = "", False
    for block in blocks:
        if text:
            text += "\n" if after_term and isinstance(block, Definition) else "\n\n"
        text += _block(block)
        after_term = isinstance(block, Term)
    return text


def _block(block: Block) -> str:
    match block:
        case Paragraph() | Heading() | Term():
            return _words(block.runs)
        case Code():
            return plain(block.runs)
        case Quote() | Definition():
            return _indented(_text(block.blocks), "    ")
        case List():
            return _list(block)
        case Table():
            return _table(block)
        case Figure():
            return "\n".join(_words(line) for line in lines((block,)))
        case Rule():
            return _RULE


def _words(runs: Runs) -> str:
    """The words of the runs, with the address behind each link that does not show it."""
    text = ""
    for run, following in pairwise((*runs, Run(""))):
        text += run.text
        address = run.href.removeprefix("mailto:").removeprefix("tel:")
        if address and run.href != following.href and address not in text:
            text += f" ({address})"
    return text


def _list(block: List) -> str:
    items = []
    for number, item in enumerate(block.items, start=block.start):
        sign = f"{marker(block.kind, number)} "
        text = _indented(_item(item), " " * len(sign))
        items.append((sign + text[len(sign) :]).rstrip(" "))
    return "\n".join(items)


def _item(blocks: Iterable[Block]) -> str:
    """The blocks of an item; a list in it follows without an empty line."""
    text = ""
    for block in blocks:
        if text:
            text += "\n" if isinstance(block, List) else "\n\n"
        text += _block(block)
    return text


def _indented(text: str, indent: str) -> str:
    return "\n".join(indent + line if line else "" for line in text.split("\n"))


def _table(table: Table) -> str:
    """The rows with tabs between the cells, as a spreadsheet takes them."""
    rows = [_words(table.caption)] if table.caption else []
    for slots in grid(table):
        cells: list[str] = []
        for slot in slots:
            words = [] if slot.from_above else [_words(line) for line in lines(slot.cell.blocks)]
            cells += [" ".join(words).replace("\t", " "), *[""] * (slot.columns - 1)]
        rows.append("\t".join(cells).rstrip("\t"))
    return "\n".join(rows)
