"""HTML from a clipboard, of Word, Google Docs, LibreOffice or a web page, as clean HTML.

nh3 reads it as browsers do and gives it back balanced, so that the standard library's parser
is enough for the rest. What a style means is kept as an element: bold, italic, lists of Word,
headings. What only looks is gone, and what says something and cannot be kept is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from typing import Any, NamedTuple

import nh3
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from . import figures
from . import text as texts

# Gives the key of the image at this address, with this alternative text, if it is to be kept.
Take = Callable[[str, str], str | None]


@dataclass(frozen=True, slots=True)
class Pasted:
    """Clean HTML, and how much of what was left out: of ``picture``, ``menu`` and so on."""

    html: str
    dropped: dict[str, int]

    @property
    def sentence(self) -> str:
        """What was left out, in a line for the editor; ``""`` if it was nothing."""
        said = [_COUNTED[kind](count) % {"count": count} for kind, count in self.dropped.items()]
        return _("Left out: %(what)s.") % {"what": _(", ").join(said)} if said else ""


def clean(html: str, take: Take = lambda _address, _alt: None) -> Pasted:
    """What an article may hold of the HTML, with its structure."""
    html = texts.normalise(_COMMENT.sub("", html))
    dropped = Counter(
        _DROPPED[name] for name in map(str.lower, _TAG.findall(html)) if name in _DROPPED
    )
    tree = _TreeBuilder()
    tree.feed(_reader.clean(html))
    tree.close()
    writer = _Writer(take, dropped, has_top=any(_level(node) == 1 for node in _walk(tree.root)))
    made = _joined(writer.flow(tree.root.children, _Look()))
    return Pasted(texts.sanitise(made), dict(dropped))


def _pictures(count: int) -> str:
    return ngettext("%(count)s picture", "%(count)s pictures", count)


def _menus(count: int) -> str:
    return ngettext("%(count)s menu", "%(count)s menus", count)


def _players(count: int) -> str:
    return ngettext("%(count)s video or frame", "%(count)s videos or frames", count)


def _controls(count: int) -> str:
    return ngettext("%(count)s button or field", "%(count)s buttons or fields", count)


def _drawings(count: int) -> str:
    return ngettext("%(count)s drawing", "%(count)s drawings", count)


_COUNTED = {
    "picture": _pictures,
    "menu": _menus,
    "player": _players,
    "control": _controls,
    "drawing": _drawings,
}
_DROPPED = {
    "nav": "menu",
    **dict.fromkeys(("video", "audio", "iframe", "object", "embed"), "player"),
    **dict.fromkeys(("input", "select", "textarea"), "control"),
    **dict.fromkeys(("svg", "canvas", "math"), "drawing"),
}
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_TAG = re.compile(r"<([a-z][a-z0-9]*)", re.I)

# -- HTML as a tree --------------------------------------------------------------------------

_INLINE = frozenset(
    "a abbr acronym b bdi bdo big button cite code data del dfn em font i ins kbd label mark nobr q"
    " s samp small span strike strong sub sup time tt u var".split()
)
_TRANSPARENT = frozenset(
    "address article aside center details dialog div fieldset figcaption footer form header"
    " hgroup legend main menu search section summary".split()
)
_STRUCTURE = frozenset(
    "p br hr h1 h2 h3 h4 h5 h6 ul ol li dl dt dd blockquote pre table caption thead tbody tfoot"
    " tr th td figure img".split()
)
_reader = nh3.Cleaner(
    tags={*_INLINE, *_TRANSPARENT, *_STRUCTURE},
    clean_content_tags={*("script", "style", "title", "template", "noscript"), *_DROPPED}
    - {"input", "embed"},
    attributes={
        "*": {"style", "class", "role", "aria-level"},
        "a": {"href"},
        "img": {"src", "alt", "width", "height"},
        "ol": {"start", "type"},
        "li": {"data-aria-level", "data-aria-posinset", "data-listid", "value"},
        "td": {"colspan", "rowspan"},
        "th": {"colspan", "rowspan"},
    },
    url_schemes={*("http", "https", "mailto", "tel", "data"), figures.SCHEME.rstrip(":")},
    link_rel=None,
)
_VOID = ("br", "hr", "img")
# Deeper elements are not nested any more; their words stay.
_DEEPEST = 100
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;]+)")


@dataclass(slots=True)
class _Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    style: dict[str, str] = field(default_factory=dict)
    children: list[_Node | str] = field(default_factory=list)

    def has_class(self, begin: str) -> bool:
        return any(name.startswith(begin) for name in self.attributes.get("class", "").split())

    @property
    def nodes(self) -> list[_Node]:
        return [child for child in self.children if isinstance(child, _Node)]


class _TreeBuilder(HTMLParser):
    """Builds the tree of balanced HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = _Node("")
        self._open = [self.root]
        self._too_deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        style = _DECLARATION.findall(attributes.pop("style", ""))
        node = _Node(tag, attributes, {name.lower(): value.strip() for name, value in style})
        if tag in _VOID:
            self._open[-1].children.append(node)
        elif len(self._open) > _DEEPEST:
            self._too_deep += 1
        else:
            self._open[-1].children.append(node)
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if self._too_deep:
            self._too_deep -= 1
        elif len(self._open) > 1:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)


def _walk(node: _Node) -> Iterator[_Node]:
    yield node
    for child in node.nodes:
        yield from _walk(child)


def _words(node: _Node) -> str:
    """The words of the node in one line."""
    said = (child if isinstance(child, str) else _words(child) for child in node.children)
    return " ".join("".join(said).split())


def _level(node: _Node) -> int:
    """The level of the heading that the node is, or 0."""
    if len(node.tag) == 2 and node.tag[0] == "h" and node.tag[1].isdigit():
        return int(node.tag[1])
    if node.attributes.get("role") == "heading" and node.tag not in _INLINE:
        return min(max(_number(node.attributes.get("aria-level")), 1), 6)
    return 0


def _number(value: str | None, default: int = 1) -> int:
    return int(value) if value and re.fullmatch("[0-9]{1,5}", value) else default


# -- words and how they look -----------------------------------------------------------------


class _Look(NamedTuple):
    """What the styles around some words mean."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    raised: str = ""  # "sup" or "sub"
    code: bool = False
    href: str = ""

    def inside(self, node: _Node) -> _Look:
        """The look inside of the element: by its name, then by its style, which wins."""
        changes = dict(_BY_TAG.get(node.tag, {}))
        if node.tag == "a":
            href = node.attributes.get("href", "").strip()
            changes["href"] = href if _LINK.match(href) else ""
        for name in _STYLES.keys() & node.style.keys():
            changes |= _STYLES[name](node.style[name].lower())
        return self._replace(**changes) if changes else self


def _by_weight(value: str) -> dict[str, Any]:
    if value.isdigit():
        return {"bold": int(value) >= 600}
    known = {"bold": True, "bolder": True, "normal": False, "lighter": False}
    return {"bold": known[value]} if value in known else {}


def _by_slant(value: str) -> dict[str, Any]:
    return {"italic": value.startswith(("italic", "oblique"))}


def _by_line(value: str) -> dict[str, Any]:
    return {"underline": "underline" in value, "strike": "line-through" in value}


def _by_place(value: str) -> dict[str, Any]:
    return {"raised": {"super": "sup", "sub": "sub"}.get(value, "")}


_STYLES: dict[str, Callable[[str], dict[str, Any]]] = {
    "font-weight": _by_weight,
    "font-style": _by_slant,
    "text-decoration": _by_line,
    "text-decoration-line": _by_line,
    "vertical-align": _by_place,
}
_BY_TAG: dict[str, dict[str, Any]] = {
    **{name: {"bold": True} for name in ("b", "strong")},
    **{name: {"italic": True} for name in ("i", "em")},
    **{name: {"underline": True} for name in ("u", "ins")},
    **{name: {"strike": True} for name in ("s", "strike", "del")},
    **{name: {"code": True} for name in ("code", "kbd", "samp", "tt")},
    **{name: {"raised": name} for name in ("sup", "sub")},
}
_LINK = re.compile(r"https?:|mailto:|tel:", re.I)


class _Run(NamedTuple):
    """Words of one look; ``_BREAK`` is a line break."""

    text: str
    look: _Look


_BREAK = "\x00"
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
# A line to write on, as it is made with the bar of spaces or the tabulator.
_DRAWN_LINE = re.compile(r"[ \t\xa0]{3,}")
_LINE = "____"


def _inline(runs: Iterable[_Run]) -> str:
    """The runs as HTML: white space single, neighbours of one look together."""
    tidy = _collapsed(runs)
    pieces = []
    for href, group in groupby(tidy, key=lambda run: run.look.href):
        inside = "".join(
            _marked("".join(run.text for run in alike), look)
            for look, alike in groupby(group, key=lambda run: run.look)
        )
        pieces.append(f'<a href="{escape(href)}">{inside}</a>' if href else inside)
    return "".join(pieces)


def _collapsed(runs: Iterable[_Run]) -> list[_Run]:
    found: list[_Run] = []
    after = _BREAK
    for run in runs:
        text = _SPACE.sub(" ", run.text)
        if after in (_BREAK, " "):
            text = text.lstrip(" ")
        if not text:
            continue
        # A space alone looks like what it follows.
        look = found[-1].look if found and text == " " else run.look
        found.append(_Run(text, look))
        after = text[-1]
    while found and not found[0].text.strip(" " + _BREAK):
        found.pop(0)
    while found and not found[-1].text.strip(" " + _BREAK):
        found.pop()
    if found:
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip(" " + _BREAK))
    return found


def _marked(text: str, look: _Look) -> str:
    html = escape(text, quote=False).replace(_BREAK, "<br>")
    marks = [
        "strong" if look.bold else "",
        "em" if look.italic else "",
        "u" if look.underline and not look.href else "",
        "s" if look.strike else "",
        look.raised,
        "code" if look.code else "",
    ]
    for mark in filter(None, reversed(marks)):
        html = f"<{mark}>{html}</{mark}>"
    return html


# -- blocks ----------------------------------------------------------------------------------


class _End(NamedTuple):
    """Where a paragraph ends."""


class _Paragraph(NamedTuple):
    html: str


class _Block(NamedTuple):
    html: str


class _Item(NamedTuple):
    """An item of a list that does not stand in a list: ``kind`` is ``""`` for bullets.

    Without a ``level`` it is one more paragraph of the item before.
    """

    html: str
    level: int = 0
    kind: str = ""
    number: int = 1
    list: str = ""


_Piece = _Run | _End | _Paragraph | _Block | _Item
# The lists of notes and comments that Word writes at the end.
_NOTES = ("footnote-list", "endnote-list", "comment-list")
_NOTE = re.compile(r"#_?(?:sd)?(?:ftn|edn|fn|footnote|endnote|cite|msocom)", re.I)
# The link from a note back to its place in the text.
_NOTE_ITSELF = re.compile(r"ref|anc$")
_NOTE_SIGN = re.compile(r"\[?([\w*†‡§]{1,8})\]?")
_BACK = frozenset("↑↩^⏎")


class _Writer:
    def __init__(self, take: Take, dropped: Counter[str], *, has_top: bool) -> None:
        self._take = take
        self._dropped = dropped
        self._lower = 1 if has_top else 0
        self._in_heading = False

    def flow(self, children: Iterable[_Node | str], look: _Look) -> Iterator[_Piece]:
        """The children in reading order."""
        for child in children:
            if isinstance(child, str):
                yield _Run(_as_line(child, look), look)
            elif _is_hidden(child):
                continue
            elif child.tag == "button" and not self._in_heading:
                self._dropped["control"] += 1
            elif child.tag in _INLINE:
                yield from self._words(child, look)
            else:
                yield from self._block(child, look.inside(child))

    def _words(self, node: _Node, look: _Look) -> Iterator[_Piece]:
        href = node.attributes.get("href", "")
        if node.tag == "a" and _NOTE.match(href):
            sign = _words(node)
            if match := _NOTE_SIGN.fullmatch(sign):
                space = " " if _NOTE_ITSELF.search(href) else ""
                yield _Run(f"[{match[1]}]{space}", look._replace(raised="", href=""))
                return
            if sign in _BACK:
                return
        if "mso-tab-count" in node.style:
            yield _Run(_as_line("\t\t\t", look) if look.underline else " ", look)
            return
        yield from self.flow(node.children, look.inside(node))

    def _block(self, node: _Node, look: _Look) -> Iterator[_Piece]:
        if level := _level(node):
            yield from self._heading(node, look, level)
        elif node.tag == "br":
            if "page-break-before" not in node.style:
                yield _Run(_BREAK, look)
        elif node.tag == "p" and (item := self._item_of_word(node, look)):
            yield item
        elif node.style.get("mso-element") in _NOTES:
            yield from self.flow((one for one in node.nodes if one.tag not in _VOID), look)
        elif node.tag in self._WRITTEN:
            yield from self._WRITTEN[node.tag](self, node, look)
        else:
            yield _End()
            yield from self.flow(node.children, look)
            yield _End()

    def _heading(self, node: _Node, look: _Look, level: int) -> Iterator[_Piece]:
        """The heading, its number in front if Word counts it, and behind it what is no words."""
        marker = _marker(node)
        look = look._replace(bold=False)
        self._in_heading = True
        pieces = list(self.flow(node.children, look))
        self._in_heading = False
        runs = [
            one._replace(look=one.look._replace(bold=False))
            if isinstance(one, _Run)
            else _Run(" ", look)
            for one in pieces
        ]
        said = _inline([_Run(f"{marker} ", look), *runs] if marker.strip(_BULLETS) else runs)
        level = min(level + self._lower, 6)
        yield _Block(f"<h{max(level, 2)}>{said}</h{max(level, 2)}>" if said else "")
        yield from (one for one in pieces if isinstance(one, _Block | _Item))

    def _image(self, node: _Node, _look: _Look) -> Iterator[_Piece]:
        source, alt = node.attributes.get("src", ""), node.attributes.get("alt", "")
        match = figures.ADDRESS.fullmatch(source)
        if key := match[1] if match else self._take(source, alt):
            yield _Block(figures.figure(key, alt))
        elif not _is_pixel(node):
            self._dropped["picture"] += 1

    def _figure(self, node: _Node, look: _Look) -> Iterator[_Piece]:
        """An image with its caption; without the image the caption is a paragraph."""
        caption = [one for one in node.nodes if one.tag == "figcaption"]
        others = [one for one in node.children if one not in caption]
        pieces = list(self.flow(others, look))
        said = _joined(self.flow(caption, look), wrap=False)
        blocks = [one for one in pieces if isinstance(one, _Block)]
        if len(blocks) == 1 and (keys := figures.keys(blocks[0].html)):
            alt = next(one.attributes.get("alt", "") for one in _walk(node) if one.tag == "img")
            yield _Block(figures.figure(keys[0], alt, said))
            return
        yield from (_End(), *pieces, _End(), _Paragraph(said))

    def _quote(self, node: _Node, look: _Look) -> Iterator[_Piece]:
        said = _joined(self.flow(node.children, look))
        yield _Block(f"<blockquote>{said}</blockquote>" if said else "")

    def _code(self, node: _Node, _look: _Look) -> Iterator[_Piece]:
        said = _code_of(node).strip("\n")
        yield _Block(f"<pre>{escape(said, quote=False)}</pre>" if said.strip() else "")

    def _rule(self, node: _Node, _look: _Look) -> Iterator[_Piece]:
        yield _Block("<hr>")

    # -- lists ----

    def _item_of_word(self, node: _Node, look: _Look) -> _Piece | None:
        """The item that a paragraph of Word is by its style, or one more paragraph of it."""
        place = _WORD_LIST.match(node.style.get("mso-list", ""))
        if place is None and not node.has_class("MsoListParagraph"):
            return None
        html = _joined(self.flow(node.children, look), wrap=False)
        if place is None:
            return _Item(html)
        marker = _marker(node)
        counted = _counted(marker)
        if counted is None:
            return _Paragraph(f"{escape(marker)} {html}")
        return _Item(html, int(place[2]), *counted, list=place[1] + place[3])

    def _list(self, node: _Node, look: _Look) -> Iterator[_Piece]:
        if any(_list_level(one) for one in node.nodes):
            yield from self._flat_items(node, look)
            return
        items: list[list[str]] = []
        for child in node.children:
            if isinstance(child, _Node) and child.tag == "li":
                items.append([self._inside(child, look.inside(child))])
            # Some write a list in a list beside the item that it belongs to.
            elif said := _joined(self.flow([child], look), wrap=False):
                items = items or [[]]
                items[-1].append(said)
        kept = ["".join(item) for item in items if any(item)]
        yield _Block(_list_html(*_kind_of(node), kept) if kept else "")

    def _flat_items(self, node: _Node, look: _Look) -> Iterator[_Piece]:
        """The items of a list that say their own level."""
        kind, number = _kind_of(node)
        for child in node.nodes:
            if child.tag in ("ul", "ol"):
                yield from self._flat_items(child, look)
                continue
            said = self._inside(child, look.inside(child))
            own = _number(child.attributes.get("data-aria-posinset"), number)
            identity = child.attributes.get("data-listid", "")
            yield _Item(said, _list_level(child) or 1, kind, own, identity)
            number += 1

    def _inside(self, node: _Node, look: _Look) -> str:
        return _joined(self.flow(node.children, look), wrap=False)

    def _definitions(self, node: _Node, look: _Look) -> Iterator[_Piece]:
        said = [
            f"<{one.tag}>{self._inside(one, look.inside(one))}</{one.tag}>"
            for one in _unwrapped(node)
            if one.tag in ("dt", "dd")
        ]
        yield _Block(f"<dl>{''.join(said)}</dl>" if said else "")

    # -- tables ----

    def _table(self, node: _Node, look: _Look) -> Iterator[_Piece]:
        sections = list(_rows(node))
        cells = [cell for _head, row in sections for cell in row.nodes]
        if len(cells) <= 1:  # a frame around some text
            yield _End()
            for cell in cells:
                yield from self.flow(cell.children, look)
            yield _End()
            return
        captions = (one for one in node.nodes if one.tag == "caption")
        caption = "".join(_joined(self.flow(one.children, look), wrap=False) for one in captions)
        caption = f"<caption>{caption}</caption>" if caption else ""
        rows = "".join(self._row(row, look, is_head=is_head) for is_head, row in sections)
        yield _Block(f"<table>{caption}<tbody>{rows}</tbody></table>")

    def _row(self, row: _Node, look: _Look, *, is_head: bool) -> str:
        cells = []
        for cell in row.nodes:
            tag = "th" if is_head or cell.tag == "th" else "td"
            spans = "".join(
                f' {name}="{_number(cell.attributes.get(name))}"'
                for name in ("colspan", "rowspan")
                if _number(cell.attributes.get(name)) > 1
            )
            cells.append(f"<{tag}{spans}>{self._inside(cell, look.inside(cell))}</{tag}>")
        return f"<tr>{''.join(cells)}</tr>"

    _WRITTEN = {
        **dict.fromkeys(("ul", "ol"), _list),
        "img": _image,
        "figure": _figure,
        "blockquote": _quote,
        "pre": _code,
        "hr": _rule,
        "dl": _definitions,
        "table": _table,
    }


def _as_line(text: str, look: _Look) -> str:
    """The text; underlined space is a line to write on."""
    if look.underline and not look.href:
        return _DRAWN_LINE.sub(_LINE, text) if not text.strip() else text
    return text


def _is_hidden(node: _Node) -> bool:
    style = node.style
    return (
        style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or style.get("mso-list", "").lower() == "ignore"
    )


def _is_pixel(node: _Node) -> bool:
    """Whether the image is one that only counts readers."""
    return {node.attributes.get("width"), node.attributes.get("height")} <= {"0", "1"}


def _code_of(node: _Node) -> str:
    said = []
    for child in node.children:
        if isinstance(child, str):
            said.append(child)
        elif child.tag == "br":
            said.append("\n")
        else:
            said.append(_code_of(child) + ("" if child.tag in _INLINE else "\n"))
    return "".join(said)


def _unwrapped(node: _Node) -> Iterator[_Node]:
    """The children, and those of groups around some of them."""
    for child in node.nodes:
        if child.tag == "div":
            yield from child.nodes
        else:
            yield child


def _rows(node: _Node, *, is_head: bool = False) -> Iterator[tuple[bool, _Node]]:
    for child in node.nodes:
        if child.tag == "tr":
            yield is_head, child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child, is_head=child.tag == "thead")


# -- lists -----------------------------------------------------------------------------------

_WORD_LIST = re.compile(r"(l\d+)\s+level([1-9])(\s+lfo\d+)?")
_BULLETS = "·•◦▪■□●○–—-*§o"
_ROMAN = re.compile(r"[ivxlc]+", re.I)
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_STYLED = {
    "lower-alpha": "a",
    "lower-latin": "a",
    "upper-alpha": "A",
    "upper-latin": "A",
    "lower-roman": "i",
    "upper-roman": "I",
}


def _marker(node: _Node) -> str:
    """What Word shows before the paragraph: a bullet or a number."""
    for one in _walk(node):
        if one.style.get("mso-list", "").lower() == "ignore":
            return _words(one) or "·"
    return ""


def _counted(marker: str) -> tuple[str, int] | None:
    """The kind of list and the number that a marker tells; ``None`` if no list has such ones.

    ``·`` and ``o`` are bullets, ``3.`` and ``1.3`` are 3, ``c)`` is c; not ``Article 3``.
    """
    bare = marker.strip("()（）[].．、 ")
    last = bare.rpartition(".")[2]
    if last.isascii() and last.isdigit():
        return "1", int(last)
    is_numbered = bare != marker
    if is_numbered and _ROMAN.fullmatch(bare) and (len(bare) > 1 or bare in "iI"):
        return ("i" if bare.islower() else "I"), _roman(bare.lower())
    if is_numbered and len(bare) == 1 and bare.isascii() and bare.isalpha():
        return ("a" if bare.islower() else "A"), ord(bare.lower()) - ord("a") + 1
    return ("", 1) if len(marker) <= 1 else None


def _roman(text: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in text]
    return sum(
        -value if value < max(values[place:]) else value for place, value in enumerate(values)
    )


def _list_level(node: _Node) -> int:
    named = node.attributes.get("data-aria-level") or node.attributes.get("aria-level")
    return _number(named, 0) if node.tag == "li" else 0


def _kind_of(node: _Node) -> tuple[str, int]:
    if node.tag == "ul":
        return "", 1
    styles = [node.style, *(one.style for one in node.nodes[:1])]
    styled = next(filter(None, (style.get("list-style-type") for style in styles)), "")
    kind = _STYLED.get(styled, node.attributes.get("type", "1"))
    return kind if kind in "1aAiI" else "1", _number(node.attributes.get("start"))


def _list_html(kind: str, start: int, items: Iterable[str]) -> str:
    inside = "".join(f"<li>{item}</li>" for item in items)
    if not kind:
        return f"<ul>{inside}</ul>"
    told = f' start="{start}"' if start != 1 else ""
    told += f' type="{kind}"' if kind != "1" else ""
    return f"<ol{told}>{inside}</ol>"


@dataclass(slots=True)
class _List:
    """A list that is being put together: of each item its HTML and the lists in it."""

    first: _Item
    items: list[tuple[list[str], list[_List]]] = field(default_factory=list)

    def takes(self, item: _Item) -> bool:
        return self.first.list == item.list and bool(self.first.kind) == bool(item.kind)

    def html(self) -> str:
        said = (
            "".join([*_paragraphs(words), *(one.html() for one in inner)])
            for words, inner in self.items
        )
        return _list_html(self.first.kind, self.first.number, said)


def _paragraphs(words: list[str]) -> list[str]:
    return words if len(words) == 1 else [f"<p>{one}</p>" for one in words]


def _nested(items: Iterable[_Item]) -> str:
    """The items as lists in lists, by their levels."""
    outer: list[_List] = []
    path: list[_List] = []
    for item in items:
        if not item.level:
            path[-1].items[-1][0].append(item.html)
            continue
        while path and path[-1].first.level > item.level:
            path.pop()
        if path and path[-1].first.level == item.level and not path[-1].takes(item):
            path.pop()
        if not path or path[-1].first.level < item.level:
            started = _List(item)
            (path[-1].items[-1][1] if path else outer).append(started)
            path.append(started)
        path[-1].items.append(([item.html], []))
    return "".join(one.html() for one in outer)


# -- all together ----------------------------------------------------------------------------


def _joined(pieces: Iterable[_Piece], *, wrap: bool = True) -> str:
    """The pieces as HTML. Unless it is to ``wrap``, a lone paragraph at the start is bare."""
    found: list[tuple[bool, str]] = []  # whether it is a paragraph, and its HTML
    items: list[_Item] = []
    for piece in _with_paragraphs(pieces):
        if isinstance(piece, _Item) and (items or piece.level):
            items.append(piece)
            continue
        if items:
            found.append((False, _nested(items)))
            items = []
        found.append((not isinstance(piece, _Block), piece.html))
    if items:
        found.append((False, _nested(items)))
    is_bare = not wrap and [is_one for is_one, _html in found].count(True) == 1 and found[0][0]
    return "".join(f"<p>{html}</p>" if is_one and not is_bare else html for is_one, html in found)


def _with_paragraphs(pieces: Iterable[_Piece]) -> Iterator[_Paragraph | _Block | _Item]:
    """The pieces with the runs between two others as a paragraph; none of them is empty."""
    runs: list[_Run] = []
    for piece in (*pieces, _End()):
        if isinstance(piece, _Run):
            if piece.text == _BREAK and _ends_with_break(runs):
                piece = _End()  # an empty line
            else:
                runs.append(piece)
                continue
        if html := _inline(runs):
            yield _Paragraph(html)
        runs = []
        if not isinstance(piece, _End) and piece.html:
            yield piece


def _ends_with_break(runs: list[_Run]) -> bool:
    words = [run.text for run in runs if run.text.strip(" \t\n")]
    return bool(words) and words[-1] == _BREAK
