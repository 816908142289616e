"""Blocks as the elements of WordprocessingML (ECMA-376, part 1, section 17).

The order of the elements inside of another is the schema's; Word refuses any other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Twips

from summaries.figures import Picture

from ..blocks import (
    Block,
    Code,
    Credits,
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
    legible,
    lines,
    plain,
)
from .styles import TEXT_WIDTH, tags

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

# Lengths are in twentieths of a point.
_INDENT = 400
_NARROW = 1800
_LEVELS = 9
_CELL_MARGIN = 108
_LONGEST_LINK = 2000
# Of a picture's pixel, as of browsers; and the highest that fits on a page.
_PIXEL = 15
_HIGHEST = 12_000


def fill(word: WordDocument, blocks: Iterable[Block], *, is_rtl: bool) -> None:
    """Write the blocks into the empty file."""
    writer = _Writer(word, is_rtl=is_rtl)
    *_empty, section = word.element.body
    word.element.body[:] = [*writer.blocks(blocks, _Place()), section]


def _element(name: str, *children: Any, **attributes: str | int) -> Any:
    """``<w:name w:attribute="…">`` with these children, of which some may be ``None``."""
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    element.extend(child for child in children if child is not None)
    return element


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a block stands: in which style, how far to the right, in how many lists."""

    style: str = ""
    indent: int = 0
    depth: int = 0
    width: int = TEXT_WIDTH
    is_bold: bool = False

    def indented(self, *, style: str = "", depth: int = 0) -> _Place:
        """A place further to the right, unless too little room would be left there."""
        step = _INDENT if self.width > _NARROW else 0
        return replace(
            self,
            style=style or self.style,
            indent=self.indent + step,
            depth=self.depth + depth,
            width=self.width - step,
        )


class _Writer:
    """Makes elements of blocks, and enters their links and lists in the file."""

    def __init__(self, word: WordDocument, *, is_rtl: bool) -> None:
        self._part = word.part
        self._numbering = _Numbering(word)
        self._is_rtl = is_rtl
        self._fields = 0

    def blocks(self, blocks: Iterable[Block], place: _Place) -> Iterator[Any]:
        for block in blocks:
            yield from self._block(block, place)

    def _block(self, block: Block, place: _Place) -> Iterator[Any]:
        match block:
            case Heading():
                style = "Title" if block.level == 1 else f"Heading{min(block.level - 1, 6)}"
                yield self._paragraph(block, replace(place, style=style))
            case Credits():
                yield self._paragraph(block, replace(place, style="Credits"))
            case Paragraph():
                yield self._paragraph(block, place)
            case Term():
                yield self._paragraph(Paragraph(block.runs), replace(place, style="Term"))
            case Code():
                yield self._paragraph(Paragraph(block.runs, "ltr"), replace(place, style="Code"))
            case Rule():
                line = _element("bottom", val="single", sz=6, space=1, color="8C8A82")
                yield _element("p", _element("pPr", _element("pBdr", line)))
            case _:
                yield from self._container(block, place)

    def _container(self, block: Block, place: _Place) -> Iterator[Any]:
        match block:
            case Figure():
                yield from self._figure(block, place)
            case Quote():
                yield from self.blocks(block.blocks, place.indented(style="Quote"))
            case Definition():
                yield from self.blocks(block.blocks, place.indented())
            case List():
                yield from self._list(block, place)
            case Table():
                yield from self._table(block, place)

    # -- images ------------------------------------------------------------------------------

    def _figure(self, block: Figure, place: _Place) -> Iterator[Any]:
        """The image with its caption below; its words, if its file cannot be read."""
        drawing = self._drawing(block.picture, block.alt, place.width) if block.picture else None
        if drawing is not None:
            indent = _element("ind", left=place.indent) if place.indent else None
            keep = _element("keepNext") if block.caption else None
            yield _element("p", _element("pPr", keep, indent), _element("r", drawing))
        elif block.words:
            yield self._paragraph(Paragraph(block.words), place)
        if block.caption:
            yield self._paragraph(Paragraph(block.caption), replace(place, style="Caption"))

    def _drawing(self, picture: Picture, alt: str, most: int) -> Any:
        try:
            data = picture.read()
        except OSError:
            return None
        width = min(picture.width * _PIXEL, most)
        height = width * picture.height // picture.width
        if height > _HIGHEST:
            width, height = width * _HIGHEST // height, _HIGHEST
        inline = self._part.new_pic_inline(BytesIO(data), Twips(width), Twips(height))
        inline.docPr.set("descr", legible(alt))
        return _element("drawing", inline)

    # -- paragraphs --------------------------------------------------------------------------

    def _paragraph(self, block: Paragraph | Heading, place: _Place, numbering: Any = None) -> Any:
        is_rtl = block.direction == "rtl" or (self._is_rtl and block.direction != "ltr")
        hanging = {"hanging": _INDENT} if numbering is not None else {}
        properties = _element(
            "pPr",
            _element("pStyle", val=place.style) if place.style else None,
            numbering,
            _element("bidi") if is_rtl else None,
            _element("ind", left=place.indent, **hanging) if place.indent else None,
        )
        runs = block.runs
        if place.is_bold:
            runs = tuple(run._replace(marks=run.marks | {"strong"}) for run in runs)
        return _element("p", properties, *self._words(runs))

    def _words(self, runs: Runs) -> Iterator[Any]:
        """The runs, those of one link inside of it."""
        for href, group in groupby(runs, key=lambda run: run.href):
            if not _is_link(href):
                yield from (self._run(run._replace(href="")) for run in group)
                continue
            link = _element("hyperlink", *map(self._run, group), history=1)
            relation = self._part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            link.set(qn("r:id"), relation)
            yield link

    def _run(self, run: Run) -> Any:
        element = _element("r", _look(run), *_letters(run.text))
        return element if run.blank is None else self._field(element, run)

    def _field(self, element: Any, run: Run) -> Any:
        """A content control, which a click selects and typing replaces.

        It is not one for plain text alone: LibreOffice shows these without their marks.
        """
        self._fields += 1
        properties = _element(
            "sdtPr",
            _look(run._replace(blank=None)),  # of what is typed
            _element("alias", val=run.blank) if run.blank else None,
            _element("id", val=self._fields),
            _element("showingPlcHdr"),
        )
        return _element("sdt", properties, _element("sdtContent", element))

    # -- lists -------------------------------------------------------------------------------

    def _list(self, block: List, place: _Place) -> Iterator[Any]:
        level = min(place.depth, _LEVELS - 1)
        number = self._numbering.start(block, level)
        inside = place.indented(style="ListParagraph", depth=1)
        for item in block.items:
            first, rest = Paragraph(()), item
            if item and isinstance(item[0], Paragraph):
                first, rest = item[0], item[1:]
            numbering = _element(
                "numPr", _element("ilvl", val=level), _element("numId", val=number)
            )
            yield self._paragraph(first, inside, numbering)
            yield from self.blocks(rest, inside)

    # -- tables ------------------------------------------------------------------------------

    def _table(self, table: Table, place: _Place) -> Iterator[Any]:
        """The table, its caption above, and space below, without which two tables are one."""
        if table.caption:
            yield self._paragraph(Paragraph(table.caption), replace(place, style="Caption"))
        rows = grid(table)
        if not rows or not rows[0]:
            return
        heads = head_rows(table)
        widths = _column_widths(rows, place.width - _CELL_MARGIN)
        properties = _element(
            "tblPr",
            _element("tblStyle", val="TableGrid"),
            _element("tblW", w=sum(widths), type="dxa"),
            _element("tblInd", w=place.indent + _CELL_MARGIN, type="dxa"),
            _element("tblLook", firstRow=int(heads > 0), noHBand=1, noVBand=1),
        )
        columns = _element("tblGrid", *(_element("gridCol", w=width) for width in widths))
        written = (
            self._row(slots, widths, is_head=number < heads) for number, slots in enumerate(rows)
        )
        yield _element("tbl", properties, columns, *written)
        yield _element("p", _element("pPr", _element("spacing", before=0, after=80, line=120)))

    def _row(self, slots: list[Slot], widths: list[int], *, is_head: bool) -> Any:
        row = _element("tr", _element("trPr", _element("tblHeader")) if is_head else None)
        column = 0
        for slot in slots:
            row.append(self._cell(slot, sum(widths[column : column + slot.columns])))
            column += slot.columns
        return row

    def _cell(self, slot: Slot, width: int) -> Any:
        cell = slot.cell
        merge = None
        if slot.from_above:
            merge = _element("vMerge")
        elif cell.rows > 1:
            merge = _element("vMerge", val="restart")
        properties = _element(
            "tcPr",
            _element("tcW", w=width, type="dxa"),
            _element("gridSpan", val=slot.columns) if slot.columns > 1 else None,
            merge,
            _element("shd", val="clear", color="auto", fill="F3F3F0") if cell.is_header else None,
        )
        place = _Place(
            style="TableText", width=max(width - 2 * _CELL_MARGIN, _INDENT), is_bold=cell.is_header
        )
        found = [] if slot.from_above else list(self.blocks(cell.blocks, place))
        return _element("tc", properties, *(found or [_element("p")]))


def _is_link(href: str) -> bool:
    """Whether Word can open the address; a broken one would damage the file."""
    try:
        scheme = urlsplit(href).scheme
    except ValueError:
        return False
    return scheme in ("http", "https", "mailto", "tel") and len(href) <= _LONGEST_LINK


# -- runs ------------------------------------------------------------------------------------

_RTL_LETTER = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_PIECE = re.compile(r"[\n\t]|[^\n\t]+")


def _look(run: Run) -> Any:
    """The properties of a run, in the order that the schema asks for."""
    marks = run.marks
    style = "CodeWords" if "code" in marks else ""
    style = "Hyperlink" if run.href else style
    style = "PlaceholderText" if run.blank is not None else style
    language = tags(run.lang) if run.lang else {}
    raised = "superscript" if "sup" in marks else "subscript" if "sub" in marks else ""
    properties = [
        _element("rStyle", val=style) if style else None,
        *((_element("b"), _element("bCs")) if "strong" in marks else ()),
        *((_element("i"), _element("iCs")) if "em" in marks else ()),
        _element("strike") if "s" in marks else None,
        _element("u", val="single") if "u" in marks else None,
        _element("vertAlign", val=raised) if raised else None,
        _element("rtl") if _RTL_LETTER.search(run.text) else None,
        _element("lang", **language) if language else None,
    ]
    return _element("rPr", *properties) if any(one is not None for one in properties) else None


def _letters(text: str) -> Iterator[Any]:
    for piece in _PIECE.findall(text):
        if piece == "\n":
            yield _element("br")
        elif piece == "\t":
            yield _element("tab")
        else:
            letters = _element("t")
            letters.text = piece
            letters.set(qn("xml:space"), "preserve")
            yield letters


# -- numbering -------------------------------------------------------------------------------

_FORMATS = {
    "": "bullet",
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_BULLETS = "•◦▪"


class _Numbering:
    """The lists of the file: each has a number of its own, so that it starts anew."""

    def __init__(self, word: WordDocument) -> None:
        self._element = word.part.numbering_part.element
        self._element[:] = [_abstract(kind) for kind in _FORMATS]
        self._count = 0

    def start(self, block: List, level: int) -> int:
        """Enter the list and give back its number."""
        self._count += 1
        override = None
        if block.kind:
            start = _element("startOverride", val=block.start)
            override = _element("lvlOverride", start, ilvl=level)
        kind = _element("abstractNumId", val=list(_FORMATS).index(block.kind))
        self._element.append(_element("num", kind, override, numId=self._count))
        return self._count


def _abstract(kind: str) -> Any:
    """How all lists of one kind look, on each level."""
    levels = (
        _element(
            "lvl",
            _element("start", val=1),
            _element("numFmt", val=_FORMATS[kind]),
            _element("lvlText", val=f"%{level + 1}." if kind else _BULLETS[level % len(_BULLETS)]),
            _element("lvlJc", val="left"),
            _element("pPr", _element("ind", left=_INDENT * (level + 1), hanging=_INDENT)),
            ilvl=level,
        )
        for level in range(_LEVELS)
    )
    identity = list(_FORMATS).index(kind)
    return _element(
        "abstractNum", _element("multiLevelType", val="multilevel"), *levels, abstractNumId=identity
    )


# -- widths ----------------------------------------------------------------------------------

_NARROWEST, _WIDEST = 8, 60  # letters


def _column_widths(rows: list[list[Slot]], width: int) -> list[int]:
    """The width of each column, by its longest line; Word and others start from these."""
    letters = [_NARROWEST] * sum(slot.columns for slot in rows[0])
    for slots in rows:
        column = 0
        for slot in slots:
            if slot.columns == 1 and not slot.from_above:
                letters[column] = max(letters[column], _longest_line(slot))
            column += slot.columns
    return [max(width * share // sum(letters), 200) for share in letters]


def _longest_line(slot: Slot) -> int:
    longest = max((len(plain(line).encode()) for line in lines(slot.cell.blocks)), default=0)
    return min(longest, _WIDEST)
