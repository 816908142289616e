"""The tree written as an article may hold it: paragraphs, headings, lists, tables, images."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from html import escape
from typing import NamedTuple

from summaries import figures

from .lists import (
    BULLETS,
    WORD_LIST,
    Item,
    counted,
    kind_of,
    list_html,
    list_level,
    marker_of,
    nested,
)
from .looks import BREAK, Look, Run, as_line, inline
from .tree import INLINE, VOID, Node, level_of, number, walk, words_of

# Gives the key of the image at this address, with this alternative text, if it is to be kept.
Take = Callable[[str, str], str | None]


class _End(NamedTuple):
    """Where a paragraph ends."""


class _Paragraph(NamedTuple):
    html: str


class _Block(NamedTuple):
    html: str


_Piece = Run | _End | _Paragraph | _Block | Item
# The lists of notes and comments that Word writes at the end.
_NOTES = ("footnote-list", "endnote-list", "comment-list")
_NOTE = re.compile(r"#_?(?:sd)?(?:ftn|edn|fn|footnote|endnote|cite|msocom)", re.I)
# The link from a note back to its place in the text.
_NOTE_ITSELF = re.compile(r"ref|anc$")
_NOTE_SIGN = re.compile(r"\[?([\w*†‡§]{1,8})\]?")
_BACK = frozenset("↑↩^⏎")


class Writer:
    def __init__(self, take: Take, dropped: Counter[str], *, has_top: bool) -> None:
        self._take = take
        self._dropped = dropped
        self._lower = 1 if has_top else 0
        self._in_heading = False

    def flow(self, children: Iterable[Node | str], look: Look) -> Iterator[_Piece]:
        """The children in reading order."""
        for child in children:
            if isinstance(child, str):
                yield Run(as_line(child, look), look)
            elif _is_hidden(child):
                continue
            elif child.tag == "button" and not self._in_heading:
                self._dropped["control"] += 1
            elif child.tag in INLINE:
                yield from self._inline_node(child, look)
            else:
                yield from self._block(child, look.inside(child))

    def _inline_node(self, node: Node, look: Look) -> Iterator[_Piece]:
        href = node.attributes.get("href", "")
        if node.tag == "a" and _NOTE.match(href):
            sign = words_of(node)
            if match := _NOTE_SIGN.fullmatch(sign):
                space = " " if _NOTE_ITSELF.search(href) else ""
                yield Run(f"[{match[1]}]{space}", look._replace(raised="", href=""))
                return
            if sign in _BACK:
                return
        if "mso-tab-count" in node.style:
            yield Run(as_line("\t\t\t", look) if look.underline else " ", look)
            return
        yield from self.flow(node.children, look.inside(node))

    def _block(self, node: Node, look: Look) -> Iterator[_Piece]:
        if level := level_of(node):
            yield from self._heading(node, look, level)
        elif node.tag == "br":
            if "page-break-before" not in node.style:
                yield Run(BREAK, look)
        elif node.tag == "p" and (item := self._item_of_word(node, look)):
            yield item
        elif node.style.get("mso-element") in _NOTES:
            yield from self.flow((one for one in node.nodes if one.tag not in VOID), look)
        elif node.tag in self._WRITTEN:
            yield from self._WRITTEN[node.tag](self, node, look)
        else:
            yield _End()
            yield from self.flow(node.children, look)
            yield _End()

    def _heading(self, node: Node, look: Look, level: int) -> Iterator[_Piece]:
        """The heading, its number in front if Word counts it, and behind it what is no words."""
        marker = marker_of(node)
        look = look._replace(bold=False)
        self._in_heading = True
        pieces = list(self.flow(node.children, look))
        self._in_heading = False
        runs = [
            one._replace(look=one.look._replace(bold=False))
            if isinstance(one, Run)
            else Run(" ", look)
            for one in pieces
        ]
        said = inline([Run(f"{marker} ", look), *runs] if marker.strip(BULLETS) else runs)
        level = min(level + self._lower, 6)
        yield _Block(f"<h{max(level, 2)}>{said}</h{max(level, 2)}>" if said else "")
        yield from (one for one in pieces if isinstance(one, _Block | Item))

    def _image(self, node: Node, _look: Look) -> Iterator[_Piece]:
        source, alt = node.attributes.get("src", ""), node.attributes.get("alt", "")
        match = figures.ADDRESS.fullmatch(source)
        if key := match[1] if match else self._take(source, alt):
            yield _Block(figures.figure(key, alt))
        elif not _is_pixel(node):
            self._dropped["picture"] += 1

    def _figure(self, node: Node, look: Look) -> Iterator[_Piece]:
        """An image with its caption; without the image the caption is a paragraph."""
        caption = [one for one in node.nodes if one.tag == "figcaption"]
        others = [one for one in node.children if one not in caption]
        pieces = list(self.flow(others, look))
        said = joined(self.flow(caption, look), wrap=False)
        blocks = [one for one in pieces if isinstance(one, _Block)]
        if len(blocks) == 1 and (keys := figures.keys(blocks[0].html)):
            alt = next(one.attributes.get("alt", "") for one in walk(node) if one.tag == "img")
            yield _Block(figures.figure(keys[0], alt, said))
            return
        yield from (_End(), *pieces, _End(), _Paragraph(said))

    def _quote(self, node: Node, look: Look) -> Iterator[_Piece]:
        said = joined(self.flow(node.children, look))
        yield _Block(f"<blockquote>{said}</blockquote>" if said else "")

    def _code(self, node: Node, _look: Look) -> Iterator[_Piece]:
        said = _code_of(node).strip("\n")
        yield _Block(f"<pre>{escape(said, quote=False)}</pre>" if said.strip() else "")

    def _rule(self, node: Node, _look: Look) -> Iterator[_Piece]:
        yield _Block("<hr>")

    # -- lists ----

    def _item_of_word(self, node: Node, look: Look) -> _Piece | None:
        """The item that a paragraph of Word is by its style, or one more paragraph of it."""
        place = WORD_LIST.match(node.style.get("mso-list", ""))
        if place is None and not node.has_class("MsoListParagraph"):
            return None
        html = joined(self.flow(node.children, look), wrap=False)
        if place is None:
            return Item(html)
        marker = marker_of(node)
        told = counted(marker)
        if told is None:
            return _Paragraph(f"{escape(marker)} {html}")
        return Item(html, int(place[2]), *told, list=place[1] + place[3])

    def _list(self, node: Node, look: Look) -> Iterator[_Piece]:
        if any(list_level(one) for one in node.nodes):
            yield from self._flat_items(node, look)
            return
        items: list[list[str]] = []
        for child in node.children:
            if isinstance(child, Node) and child.tag == "li":
                items.append([self._inside(child, look.inside(child))])
            # Some write a list in a list beside the item that it belongs to.
            elif said := joined(self.flow([child], look), wrap=False):
                items = items or [[]]
                items[-1].append(said)
        kept = ["".join(item) for item in items if any(item)]
        yield _Block(list_html(*kind_of(node), kept) if kept else "")

    def _flat_items(self, node: Node, look: Look) -> Iterator[_Piece]:
        """The items of a list that say their own level."""
        kind, place = kind_of(node)
        for child in node.nodes:
            if child.tag in ("ul", "ol"):
                yield from self._flat_items(child, look)
                continue
            said = self._inside(child, look.inside(child))
            own = number(child.attributes.get("data-aria-posinset"), place)
            identity = child.attributes.get("data-listid", "")
            yield Item(said, list_level(child) or 1, kind, own, identity)
            place += 1

    def _inside(self, node: Node, look: Look) -> str:
        return joined(self.flow(node.children, look), wrap=False)

    def _definitions(self, node: Node, look: Look) -> Iterator[_Piece]:
        said = [
            f"<{one.tag}>{self._inside(one, look.inside(one))}</{one.tag}>"
            for one in _unwrapped(node)
            if one.tag in ("dt", "dd")
        ]
        yield _Block(f"<dl>{''.join(said)}</dl>" if said else "")

    # -- tables ----

    def _table(self, node: Node, look: Look) -> Iterator[_Piece]:
        sections = list(_rows(node))
        cells = [cell for _head, row in sections for cell in row.nodes]
        if len(cells) <= 1:  # a frame around some text
            yield _End()
            for cell in cells:
                yield from self.flow(cell.children, look)
            yield _End()
            return
        captions = (one for one in node.nodes if one.tag == "caption")
        caption = "".join(joined(self.flow(one.children, look), wrap=False) for one in captions)
        caption = f"<caption>{caption}</caption>" if caption else ""
        rows = "".join(self._row(row, look, is_head=is_head) for is_head, row in sections)
        yield _Block(f"<table>{caption}<tbody>{rows}</tbody></table>")

    def _row(self, row: Node, look: Look, *, is_head: bool) -> str:
        cells = []
        for cell in row.nodes:
            tag = "th" if is_head or cell.tag == "th" else "td"
            spans = "".join(
                f' {name}="{number(cell.attributes.get(name))}"'
                for name in ("colspan", "rowspan")
                if number(cell.attributes.get(name)) > 1
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


def _is_hidden(node: Node) -> bool:
    style = node.style
    return (
        style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or style.get("mso-list", "").lower() == "ignore"
    )


def _is_pixel(node: Node) -> bool:
    """Whether the image is one that only counts readers."""
    return {node.attributes.get("width"), node.attributes.get("height")} <= {"0", "1"}


def _code_of(node: Node) -> str:
    said = []
    for child in node.children:
        if isinstance(child, str):
            said.append(child)
        elif child.tag == "br":
            said.append("\n")
        else:
            said.append(_code_of(child) + ("" if child.tag in INLINE else "\n"))
    return "".join(said)


def _unwrapped(node: Node) -> Iterator[Node]:
    """The children, and those of groups around some of them."""
    for child in node.nodes:
        if child.tag == "div":
            yield from child.nodes
        else:
            yield child


def _rows(node: Node, *, is_head: bool = False) -> Iterator[tuple[bool, Node]]:
    for child in node.nodes:
        if child.tag == "tr":
            yield is_head, child
        elif child.tag in ("thead", "tbody", "tfoot"):
            yield from _rows(child, is_head=child.tag == "thead")


def joined(pieces: Iterable[_Piece], *, wrap: bool = True) -> str:
    """The pieces as HTML. Unless it is to ``wrap``, a lone paragraph at the start is bare."""
    found: list[tuple[bool, str]] = []  # whether it is a paragraph, and its HTML
    items: list[Item] = []
    for piece in _with_paragraphs(pieces):
        if isinstance(piece, Item) and (items or piece.level):
            items.append(piece)
            continue
        if items:
            found.append((False, nested(items)))
            items = []
        found.append((not isinstance(piece, _Block), piece.html))
    if items:
        found.append((False, nested(items)))
    is_bare = not wrap and [is_one for is_one, _html in found].count(True) == 1 and found[0][0]
    return "".join(f"<p>{html}</p>" if is_one and not is_bare else html for is_one, html in found)


def _with_paragraphs(pieces: Iterable[_Piece]) -> Iterator[_Paragraph | _Block | Item]:
    """The pieces with the runs between two others as a paragraph; none of them is empty."""
    runs: list[Run] = []
    for piece in (*pieces, _End()):
        if isinstance(piece, Run):
            if piece.text == BREAK and _ends_with_break(runs):
                piece = _End()  # an empty line
            else:
                runs.append(piece)
                continue
        if html := inline(runs):
            yield _Paragraph(html)
        runs = []
        if not isinstance(piece, _End) and piece.html:
            yield piece


def _ends_with_break(runs: list[Run]) -> bool:
    words = (run.text for run in reversed(runs) if run.text.strip(" \t\n"))
    return next(words, "") == BREAK
