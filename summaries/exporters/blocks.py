"""The HTML of a part as blocks: what every exporter writes in its own way.

The HTML is sanitised first, which also closes and nests its tags as a browser would. So the
standard library's parser is enough: it only has to read tags that are known to be balanced.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from html import escape
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin

from django.utils.translation import gettext as _

from summaries.blanks import Blank, find_blanks, mark_blanks
from summaries.figures import ADDRESS, Picture, Pictures
from summaries.text import sanitise


class Run(NamedTuple):
    """Letters of one kind; ``\\n`` is a line break.

    ``marks`` are names of HTML elements (``strong``, ``em``, ``u``, ``s``, ``sub``, ``sup``,
    ``code``). ``blank`` is the name of the blank that the run is, ``""`` if it has no name.
    """

    text: str
    marks: frozenset[str] = frozenset()
    href: str = ""
    lang: str = ""
    blank: str | None = None

    def saying(self, text: str) -> Run:
        """A run of the same kind with another text."""
        return self._replace(text=text)

    def looks_like(self, other: Run) -> bool:
        """Whether the two are of one kind, whatever they say."""
        return self[1:] == other[1:]


Runs = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    runs: Runs
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Credits(Paragraph):
    """Where the document comes from."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the document's title."""

    level: int
    runs: Runs
    direction: str = ""


@dataclass(frozen=True, slots=True)
class Code:
    """Lines whose spaces and breaks count."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Term:
    """What the definitions below it define."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Definition:
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Quote:
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class List:
    """A list; ``kind`` is one of ``1``, ``a``, ``A``, ``i``, ``I``, or ``""`` for bullets."""

    items: tuple[Blocks, ...]
    kind: str = ""
    start: int = 1


@dataclass(frozen=True, slots=True)
class Cell:
    blocks: Blocks = ()
    is_header: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Table:
    rows: tuple[tuple[Cell, ...], ...]
    caption: Runs = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True, slots=True)
class Figure:
    """An image; without a picture it is shown by its alternative text."""

    alt: str
    caption: Runs = ()
    picture: Picture | None = None
    url: str = ""

    @property
    def words(self) -> Runs:
        """What stands for the image where none can be shown."""
        return inline(_("[Image: %(alt)s]") % {"alt": self.alt}) if self.alt else ()


Block = Paragraph | Heading | Code | Term | Definition | Quote | List | Table | Rule | Figure
Blocks = tuple[Block, ...]
NO_PICTURES: Pictures = {}


def read(html: str, address: str = "", pictures: Pictures = NO_PICTURES) -> Blocks:
    """The HTML as blocks, with its blanks marked; headings keep the level they have in HTML.

    Links are completed by the ``address`` of the page.
    """
    parser = _TreeBuilder(address, pictures)
    parser.feed(mark_blanks(sanitise(html), _marked))
    parser.close()
    return tuple(_blocks(parser.root.children, Run("")))


def inline(text: str) -> Runs:
    """Plain text as runs, with its blanks marked."""
    text = legible(text)
    runs, last = [], 0
    for blank in find_blanks(text):
        runs += [Run(text[last : blank.start]), Run(blank.text, blank=blank.name)]
        last = blank.end
    return tuple(run for run in (*runs, Run(text[last:])) if run.text)


def legible(text: str) -> str:
    """The text without the characters that no XML file can hold."""
    return _ILLEGIBLE.sub("", text)


def merged(runs: Iterable[Run]) -> Runs:
    """The runs with neighbours of one kind as one; each blank stays by itself."""
    found: list[Run] = []
    for run in runs:
        if found and run.blank is None and run.looks_like(found[-1]):
            found[-1] = run.saying(found[-1].text + run.text)
        else:
            found.append(run)
    return tuple(found)


def plain(runs: Runs) -> str:
    """The words of the runs."""
    return "".join(run.text for run in runs)


_ILLEGIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


# -- HTML as a tree --------------------------------------------------------------------------


@dataclass(slots=True)
class _Element:
    tag: str
    attributes: dict[str, str]
    children: list[_Element | str]
    picture: Picture | None = None


# Deeper elements are not nested any more; their words stay, and so do the lines.
_DEEPEST = 30
_VOID = ("br", "hr", "img")
_MARKS = {"b": "strong", "i": "em"} | {
    mark: mark for mark in ("strong", "em", "u", "s", "sub", "sup", "code")
}
_INLINE = (*_MARKS, "a", "span")


class _TreeBuilder(HTMLParser):
    """Builds the tree of balanced HTML, as deep as Word can show it."""

    def __init__(self, address: str, pictures: Pictures) -> None:
        super().__init__(convert_charrefs=True)
        self._address = address
        self._pictures = pictures
        self.root = _Element("", {}, [])
        self._open = [self.root]
        self._too_deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = _Element(tag, {name: value or "" for name, value in attrs}, [])
        if "href" in element.attributes:
            element.attributes["href"] = _joined(self._address, element.attributes["href"])
        if match := ADDRESS.fullmatch(element.attributes.get("src", "")):
            element.picture = picture = self._pictures.get(match[1])
            element.attributes["src"] = _joined(self._address, picture.url) if picture else ""
        if tag in _VOID:
            self._add(element)
        elif len(self._open) > _DEEPEST:
            self._too_deep += 1
            self._break_line(tag)
        else:
            self._add(element)
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self._too_deep:
            self._too_deep -= 1
            self._break_line(tag)
        elif len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._add(data)

    def _add(self, child: _Element | str) -> None:
        self._open[-1].children.append(child)

    def _break_line(self, tag: str) -> None:
        if tag not in _INLINE:
            self._add(_Element("br", {}, []))


def _joined(address: str, href: str) -> str:
    try:
        return urljoin(address, href)
    except ValueError:  # a host such as "[1"
        return href


def _marked(blank: Blank) -> str:
    """The blank in an element that sanitised HTML never holds."""
    return f'<span title="{escape(blank.name)}">{escape(blank.text)}</span>'


# -- the tree as blocks ----------------------------------------------------------------------

_Children = Iterable[_Element | str]
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_SECTIONS = ("thead", "tbody", "tfoot")
# Word takes no more columns in a table.
MOST_COLUMNS = 63
_MOST_ROWS = 1000


def _blocks(children: _Children, style: Run, direction: str = "") -> Iterator[Block]:
    """The blocks among the children; the runs between two blocks are a paragraph."""
    runs: list[Run] = []
    for piece in _pieces(children, style, direction):
        if isinstance(piece, Run):
            runs.append(piece)
        else:
            yield from _paragraph(runs, direction)
            runs = []
            yield piece
    yield from _paragraph(runs, direction)


def _paragraph(runs: list[Run], direction: str) -> Iterator[Paragraph]:
    if tidy := _collapsed(runs):
        yield Paragraph(tidy, direction)


def _pieces(children: _Children, style: Run, direction: str) -> Iterator[Run | Block]:
    """The runs and blocks of the children in order; ``style`` is how a run here looks."""
    for child in children:
        if isinstance(child, str):
            yield style.saying(legible(child))
        elif child.tag == "br":
            yield style.saying(_BREAK)
        elif child.tag in _INLINE:
            yield from _pieces(child.children, _styled(style, child), direction)
        else:
            inherited = style._replace(lang=child.attributes.get("lang", style.lang))
            yield from _block(child, inherited, child.attributes.get("dir", direction))


def _styled(style: Run, element: _Element) -> Run:
    attributes = element.attributes
    marks = style.marks | {_MARKS[element.tag]} if element.tag in _MARKS else style.marks
    return style._replace(
        marks=marks,
        href=attributes.get("href", style.href),
        lang=attributes.get("lang", style.lang),
        blank=attributes["title"] if element.tag == "span" else style.blank,
    )


def _block(element: _Element, style: Run, direction: str) -> Iterator[Block]:
    tag, children = element.tag, element.children
    if tag == "hr":
        yield Rule()
    elif tag == "pre":
        yield from _code(children, style)
    elif tag in ("ul", "ol"):
        yield _list(element, style, direction)
    elif tag == "table":
        yield _table(element, style, direction)
    elif tag == "figure":
        yield from _figure(element, style)
    else:
        found = _blocks(children, style, direction)
        yield from _WRAPPED.get(tag, _unwrapped)(tag, found)


def _unwrapped(_tag: str, found: Iterator[Block]) -> Iterator[Block]:
    return found


def _heading(tag: str, found: Iterator[Block]) -> Iterator[Block]:
    for block in found:
        if isinstance(block, Paragraph):
            yield Heading(int(tag[1]), block.runs, block.direction)
        else:
            yield block


def _term(_tag: str, found: Iterator[Block]) -> Iterator[Block]:
    for block in found:
        yield Term(block.runs) if isinstance(block, Paragraph) else block


def _definition(_tag: str, found: Iterator[Block]) -> Iterator[Block]:
    yield Definition(tuple(found))


def _quote(_tag: str, found: Iterator[Block]) -> Iterator[Block]:
    yield Quote(tuple(found))


def _lone_item(_tag: str, found: Iterator[Block]) -> Iterator[Block]:
    yield List((tuple(found),))


_WRAPPED = {
    **dict.fromkeys(_HEADINGS, _heading),
    "dt": _term,
    "dd": _definition,
    "blockquote": _quote,
    "li": _lone_item,
}


def _figure(element: _Element, style: Run) -> Iterator[Figure]:
    """The image, unless it is not there and nothing is said of it."""
    image, *caption = (child for child in element.children if isinstance(child, _Element))
    said = [run for line in lines(_blocks(caption, style)) for run in (Run("\n"), *line)]
    alt, url = image.attributes.get("alt", ""), image.attributes["src"]
    if alt or said or image.picture:
        yield Figure(alt, tuple(said[1:]), image.picture, url)


def _code(children: _Children, style: Run) -> Iterator[Block]:
    """Preformatted text; blocks inside of it, which no editor writes, stand on their own."""
    runs: list[Run] = []
    for piece in (*_pieces(children, style, ""), Rule()):
        if isinstance(piece, Run):
            text = "\n" if piece.text == _BREAK else piece.text
            runs.append(piece._replace(text=text, marks=piece.marks - {"code"}))
            continue
        if plain(tuple(runs)).strip():
            yield Code(_without_last_break(runs))
        runs = []
        if not isinstance(piece, Rule):
            yield piece


def _without_last_break(runs: list[Run]) -> Runs:
    *others, last = runs
    return (*others, last.saying(last.text.removesuffix("\n")))


def _list(element: _Element, style: Run, direction: str) -> List:
    """The list; what stands between its items belongs to the item above."""
    items: list[list[Block]] = []
    for child in element.children:
        if isinstance(child, _Element) and child.tag == "li":
            inherited = style._replace(lang=child.attributes.get("lang", style.lang))
            turned = child.attributes.get("dir", direction)
            items.append(list(_blocks(child.children, inherited, turned)))
        elif stray := list(_blocks([child], style, direction)):
            items = items or [[]]
            items[-1] += stray
    kind = "" if element.tag == "ul" else element.attributes.get("type", "1")
    if element.tag == "ol" and kind not in ("1", "a", "A", "i", "I"):
        kind = "1"
    start = _number(element.attributes.get("start"), least=0, most=30_000)
    return List(tuple(map(tuple, items)), kind, start)


def _number(value: str | None, *, least: int, most: int) -> int:
    """The number in an attribute, within bounds; 1 for anything else."""
    if not value or not _INTEGER.fullmatch(value):
        return 1
    return min(max(int(value), least), most)


_INTEGER = re.compile(r"\s*[+-]?[0-9]{1,9}\s*")


# -- white space -----------------------------------------------------------------------------

# A line break while the space around it is not yet collapsed.
_BREAK = "\x00"
_SPACE = re.compile("[ \t\n\r\f]+")


def _collapsed(runs: list[Run]) -> Runs:
    """The runs with their white space as a browser shows it: single, and none beside breaks."""
    found: list[Run] = []
    after = _BREAK
    for run in runs:
        text = _SPACE.sub(" ", run.text)
        if after in (_BREAK, " "):
            text = text.removeprefix(" ")
        if text == _BREAK and after == " ":
            found = _without_last_space(found)
        if text:
            after = text[-1]
            found.append(run.saying(text))
    found = _without_outer_breaks(found)
    return merged(run.saying(run.text.replace(_BREAK, "\n")) for run in found)


def _without_last_space(runs: list[Run]) -> list[Run]:
    *others, last = runs
    text = last.text.removesuffix(" ")
    return [*others, last.saying(text)] if text else others


def _without_outer_breaks(runs: list[Run]) -> list[Run]:
    while runs and runs[0].text == _BREAK:
        runs = runs[1:]
    while runs and runs[-1].text[-1] in (_BREAK, " "):
        runs = runs[:-1] if runs[-1].text == _BREAK else _without_last_space(runs)
    return runs


# -- tables ----------------------------------------------------------------------------------


def _table(element: _Element, style: Run, direction: str) -> Table:
    caption: list[Run] = []
    rows: list[tuple[Cell, ...]] = []
    for tag, child in _table_children(element):
        if tag == "caption":
            blocks = tuple(_blocks(child.children, style, direction))
            caption += [run for line in lines(blocks) for run in (*line, Run("\n"))]
        elif tag == "tr":
            rows.append(tuple(_cells(child, style, direction)))
        else:
            rows.append((Cell(tuple(_blocks([child], style, direction))),))
    return Table(tuple(rows), tuple(caption[:-1]))


def _table_children(element: _Element) -> Iterator[tuple[str, _Element]]:
    for child in element.children:
        if isinstance(child, str):
            if child.strip():
                yield "", _Element("p", {}, [child])
        elif child.tag in _SECTIONS:
            yield from _table_children(child)
        else:
            yield child.tag, child


def _cells(row: _Element, style: Run, direction: str) -> Iterator[Cell]:
    for child in row.children:
        if isinstance(child, str):
            if child.strip():
                yield Cell(tuple(_blocks([child], style, direction)))
            continue
        attributes = child.attributes
        inherited = style._replace(lang=attributes.get("lang", style.lang))
        yield Cell(
            tuple(_blocks(child.children, inherited, attributes.get("dir", direction))),
            is_header=child.tag == "th",
            columns=_number(attributes.get("colspan"), least=1, most=MOST_COLUMNS),
            rows=_number(attributes.get("rowspan"), least=1, most=_MOST_ROWS),
        )


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a table's grid: a cell, or the continuation of the cell ``from_above``."""

    cell: Cell
    columns: int
    from_above: bool = False


def grid(table: Table) -> list[list[Slot]]:
    """The rows of the table, each filled to the same number of columns."""
    reaching: dict[int, tuple[int, Slot]] = {}  # by column: for how many more rows, and what
    rows = []
    for row in table.rows:
        slots, reaching = _placed(list(row), reaching)
        rows.append(slots)
    width = max((sum(slot.columns for slot in slots) for slots in rows), default=0)
    for slots in rows:
        missing = width - sum(slot.columns for slot in slots)
        slots += [Slot(Cell(), 1)] * missing
    return rows


def _placed(
    cells: list[Cell], reaching: dict[int, tuple[int, Slot]]
) -> tuple[list[Slot], dict[int, tuple[int, Slot]]]:
    """One row of the grid, and what reaches down into the next."""
    slots: list[Slot] = []
    below: dict[int, tuple[int, Slot]] = {}
    column = 0
    while cells or any(place >= column for place in reaching):
        if column in reaching:
            rows, slot = reaching[column]
        else:
            room = min((place for place in reaching if place > column), default=MOST_COLUMNS)
            if room <= column:
                _put_into_last(slots, cells)
                break
            cell = cells.pop(0) if cells else Cell()
            rows, slot = cell.rows, Slot(cell, min(cell.columns, room - column))
        if rows > 1:
            below[column] = (rows - 1, replace(slot, from_above=True))
        slots.append(slot)
        column += slot.columns
    return slots, below


def _put_into_last(slots: list[Slot], cells: list[Cell]) -> None:
    """Keep the words of the cells that no column is left for."""
    *_others, last = slots
    kept = Cell() if last.from_above else last.cell
    blocks = (*kept.blocks, *(block for cell in cells for block in cell.blocks))
    slots[-1] = Slot(replace(kept, blocks=blocks), last.columns)


def head_rows(table: Table) -> int:
    """How many rows at the top hold nothing but header cells."""
    count = 0
    for row in table.rows:
        if not row or not all(cell.is_header for cell in row):
            break
        count += 1
    return count


# -- blocks in one line each -----------------------------------------------------------------


def lines(blocks: Iterable[Block]) -> list[Runs]:
    """The blocks as single lines, for a cell of a table that can hold nothing else."""
    found: list[Runs] = []
    for block in blocks:
        match block:
            case Paragraph() | Heading() | Term():
                found += _divided(block.runs)
            case Code():
                code = (run._replace(marks=run.marks | {"code"}) for run in block.runs)
                found += _divided(tuple(code))
            case Quote() | Definition():
                found += lines(block.blocks)
            case Figure():
                found += [line for line in (block.words, block.caption) if line]
            case List():
                for number, item in enumerate(block.items, start=block.start):
                    first, *rest = lines(item) or [()]
                    found += [(Run(f"{marker(block.kind, number)} "), *first), *rest]
            case Table():
                found += [block.caption] if block.caption else []
                for row in block.rows:
                    cells = (line for cell in row for line in lines(cell.blocks))
                    found.append(tuple(run for line in cells for run in (*line, Run(" "))))
    return found


def _divided(runs: Runs) -> list[Runs]:
    """The runs, a tuple for each line."""
    found: list[list[Run]] = [[]]
    for run in runs:
        for place, text in enumerate(run.text.split("\n")):
            if place:
                found.append([])
            if text:
                found[-1].append(run.saying(text))
    return [tuple(line) for line in found if line]


def marker(kind: str, number: int) -> str:
    """What stands before an item: ``-``, ``3.``, ``c.``, ``iii.``."""
    if not kind:
        return "-"
    if kind == "1" or number < 1:
        return f"{number}."
    name = _letters(number) if kind in "aA" else _roman(number)
    return f"{name.upper() if kind in 'AI' else name}."


def _letters(number: int) -> str:
    """1 is ``a``, 27 is ``aa``."""
    name = ""
    while number:
        number, place = divmod(number - 1, 26)
        name = chr(ord("a") + place) + name
    return name


_ROMAN = dict(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        "m cm d cd c xc l xl x ix v iv i".split(),
        strict=True,
    )
)


def _roman(number: int) -> str:
    name = ""
    for value, sign in _ROMAN.items():
        name += sign * (number // value)
        number %= value
    return name
