"""Fill in a document: the fields that its blanks ask for, and the text with their values.

A named blank (``[Company name]``) is one field for all its places. An unnamed one (``____``,
``20XX``) is a field of its own, and so is every blank in a cell of a table, where the same
name stands for something else in each row.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from html import escape, unescape

from . import text as texts
from .blanks import Blank, mark_blanks, split
from .document import Document
from .reading import blank_html

# Letters of a line that are shown before and after an unnamed blank.
BEFORE, AFTER = 48, 24


@dataclass(frozen=True, slots=True)
class Field:
    """What a visitor is asked for.

    ``key`` stays the same while the text does. ``name`` is that of the blank, ``""`` for an
    unnamed one; ``text`` is the blank as it first stands there, ``before`` and ``after`` the
    words around it. ``row`` and ``column`` are the headings of its cell. ``part`` is the
    anchor of the part that it first stands in, ``places`` says how often it stands anywhere.
    """

    key: str
    name: str
    text: str
    before: str = ""
    after: str = ""
    row: str = ""
    column: str = ""
    part: str = ""
    places: int = 1

    @property
    def is_shared(self) -> bool:
        """Whether its value belongs to the name, wherever that stands."""
        return self.key == _named(self.name)


def fields(document: Document) -> list[Field]:
    """The fields of the document, in the order in which its text first asks for them."""
    found: dict[str, Field] = {}
    for text in _texts(document):
        for field in text.places():
            if known := found.get(field.key):
                field = replace(known, places=known.places + 1)
            found[field.key] = field
    return list(found.values())


def filled(document: Document, values: Mapping[str, str]) -> Document:
    """The document with ``values``, by the keys of its fields, in place of its blanks.

    A value comes out letter by letter, whatever it looks like. A blank without one stays.
    """
    values = {key: clean(value) for key, value in values.items()}

    def in_html(field: Field, blank: Blank) -> str:
        return escape(values.get(field.key) or blank.text).replace("\n", "<br>")

    def in_plain(field: Field, blank: Blank) -> str:
        return escape(" ".join((values.get(field.key) or blank.text).split("\n")))

    return _replaced(document, in_html, lambda text: unescape(text.replaced(in_plain)))


def marked(document: Document, values: Mapping[str, str]) -> Document:
    """The document for a page: in title, lead and parts, HTML in which each blank is a place.

    A place names its field and holds both the blank and its value, of which one is shown.
    """
    values = {key: clean(value) for key, value in values.items()}

    def wrap(field: Field, blank: Blank) -> str:
        value = values.get(field.key, "")
        return (
            f'<span class="place{" is-filled" if value else ""}" data-field="{escape(field.key)}">'
            f'<span class="place-blank">{blank_html(blank)}</span>'
            f'<bdi class="place-value">{escape(value)}</bdi></span>'
        )

    return _replaced(document, wrap, lambda text: text.replaced(wrap))


def clean(value: str) -> str:
    """A value without spaces around it and without characters nobody can see."""
    return texts.normalise(value).strip()


# --- The texts of a document ---------------------------------------------------------------

Wrap = Callable[[Field, Blank], str]


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of the document as HTML; ``scope`` tells its unnamed blanks from others."""

    scope: str
    html: str
    part: str = ""
    only_named: bool = False

    def places(self) -> list[Field]:
        """The field of each blank, in the order of the text."""
        found: list[Field] = []

        def note(field: Field, blank: Blank) -> str:
            found.append(field)
            return ""

        self.replaced(note)
        return found

    def replaced(self, wrap: Wrap) -> str:
        """The HTML with each blank replaced by what ``wrap`` makes of its field."""
        legible = split(self.html).legible
        cells = list(_cells(self.html))
        number = 0

        def one(blank: Blank) -> str:
            nonlocal number
            cell = next((cell for cell in cells if cell.start <= blank.start < cell.end), None)
            if self.only_named and not blank.name:
                return escape(blank.text)
            if blank.name and not cell:
                field = Field(_named(blank.name), blank.name, blank.text, part=self.part)
                return wrap(field, blank)
            number += 1
            before, after = _around(legible, blank, cell)
            field = Field(f"{self.scope}:{number}", blank.name, blank.text, before, after)
            if cell:
                field = replace(field, row=cell.row, column=cell.column)
            return wrap(replace(field, part=self.part), blank)

        return mark_blanks(self.html, one)


def _named(name: str) -> str:
    """The key of a named blank, whatever its spaces and capitals."""
    return f"name:{' '.join(name.split()).casefold()}"


def _texts(document: Document) -> Iterator[_Text]:
    """The texts that ask for something. The title's unnamed blanks do not."""
    yield _lead(document)
    for number in range(len(document.parts)):
        yield from (_part_title(document, number), _body(document, number))


def _title(document: Document) -> _Text:
    return _Text("title", escape(document.title), only_named=True)


def _lead(document: Document) -> _Text:
    return _Text("lead", escape(document.lead))


def _part_title(document: Document, number: int) -> _Text:
    part = document.parts[number]
    return _Text(f"{_scope(document, number)}.title", escape(part.title), part.anchor)


def _body(document: Document, number: int) -> _Text:
    part = document.parts[number]
    return _Text(_scope(document, number), texts.sanitise(part.body), part.anchor)


def _scope(document: Document, number: int) -> str:
    return document.parts[number].anchor or f"new-{number + 1}"


def _replaced(document: Document, in_body: Wrap, plain: Callable[[_Text], str]) -> Document:
    parts = tuple(
        replace(
            part,
            title=plain(_part_title(document, number)),
            body=_body(document, number).replaced(in_body),
        )
        for number, part in enumerate(document.parts)
    )
    title, lead = plain(_title(document)), plain(_lead(document))
    return replace(document, title=title, lead=lead, parts=parts)


# --- What stands around a blank ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a table: its place in the legible text, and the headings of row and column."""

    start: int
    end: int
    row: str = ""
    column: str = ""


def _around(legible: str, blank: Blank, cell: _Cell | None) -> tuple[str, str]:
    """The words before and after the blank in its line or its cell, else the line above."""
    start, end = (cell.start, cell.end) if cell else (0, len(legible))
    before, after = legible[start : blank.start], legible[blank.end : end]
    line = before.rpartition("\n")[2].lstrip(), after.partition("\n")[0].rstrip()
    if not cell and not any(line):
        line = before.rstrip().rpartition("\n")[2].lstrip() + " ", ""
    return _last(line[0]), _first(line[1])


def _last(line: str) -> str:
    """The end of the line, cut between words where it has any."""
    if len(line) <= BEFORE:
        return line
    cut = line[-BEFORE:]
    return "…" + (cut.partition(" ")[2] or cut)


def _first(line: str) -> str:
    if len(line) <= AFTER:
        return line
    cut = line[:AFTER]
    return (cut.rpartition(" ")[0] or cut) + "…"


_TABLE_TAG = re.compile(r"<(/?)(table|tr|t[hd])\b", re.I)


def _cells(html: str) -> Iterator[_Cell]:
    """The cells of the tables in the HTML."""
    if "<t" not in html:
        return
    pieces, _texts, starts, legible = split(html)
    columns: list[str] = []
    row: list[str] = []
    rows: Counter[str] = Counter()
    start, is_heading, number, heading = 0, True, "", ""
    for tag, position in zip(pieces[1::2], starts[1:], strict=True):
        match = _TABLE_TAG.match(tag)
        if not match:
            continue
        closes, name = bool(match[1]), match[2].lower()
        if name == "table":
            columns, rows = [], Counter()
        elif name == "tr":
            if closes and is_heading and not columns:
                columns = row
            row, is_heading = [], True
        elif not closes:
            start, is_heading = position, is_heading and name == "th"
        else:
            text = legible[start:position].strip()
            if not row:
                rows[text] += 1
                # Rows that begin alike, as with a blank, are told apart by a number.
                number = f"({rows[text]})" if rows[text] > 1 else ""
                heading = f"{text} {number}".strip()
            column = columns[len(row)] if len(row) < len(columns) else ""
            yield _Cell(start, position, heading if row else number, column)
            row.append(text)
