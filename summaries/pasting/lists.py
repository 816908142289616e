"""Lists: those of Word, which are paragraphs with a level, and the items that say their own."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from .tree import Node, number, walk, words_of

WORD_LIST = re.compile(r"(l\d+)\s+level([1-9])(\s+lfo\d+)?")
BULLETS = "·•◦▪■□●○–—-*§o"
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


class Item(NamedTuple):
    """An item of a list that does not stand in a list: ``kind`` is ``""`` for bullets.

    Without a ``level`` it is one more paragraph of the item before.
    """

    html: str
    level: int = 0
    kind: str = ""
    number: int = 1
    list: str = ""


def marker_of(node: Node) -> str:
    """What Word shows before the paragraph: a bullet or a number."""
    for one in walk(node):
        if one.style.get("mso-list", "").lower() == "ignore":
            return words_of(one) or "·"
    return ""


def counted(marker: str) -> tuple[str, int] | None:
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


def list_level(node: Node) -> int:
    named = node.attributes.get("data-aria-level") or node.attributes.get("aria-level")
    return number(named, 0) if node.tag == "li" else 0


def kind_of(node: Node) -> tuple[str, int]:
    if node.tag == "ul":
        return "", 1
    styles = [node.style, *(one.style for one in node.nodes[:1])]
    styled = next(filter(None, (style.get("list-style-type") for style in styles)), "")
    kind = _STYLED.get(styled, node.attributes.get("type", "1"))
    return kind if kind in "1aAiI" else "1", number(node.attributes.get("start"))


def list_html(kind: str, start: int, items: Iterable[str]) -> str:
    inside = "".join(f"<li>{item}</li>" for item in items)
    if not kind:
        return f"<ul>{inside}</ul>"
    told = f' start="{start}"' if start != 1 else ""
    told += f' type="{kind}"' if kind != "1" else ""
    return f"<ol{told}>{inside}</ol>"


@dataclass(slots=True)
class _List:
    """A list that is being put together: of each item its HTML and the lists in it."""

    first: Item
    items: list[tuple[list[str], list[_List]]] = field(default_factory=list)

    def takes(self, item: Item) -> bool:
        return self.first.list == item.list and bool(self.first.kind) == bool(item.kind)

    def html(self) -> str:
        said = (
            "".join([*_paragraphs(words), *(one.html() for one in inner)])
            for words, inner in self.items
        )
        return list_html(self.first.kind, self.first.number, said)


def _paragraphs(words: list[str]) -> list[str]:
    return words if len(words) == 1 else [f"<p>{one}</p>" for one in words]


def nested(items: Iterable[Item]) -> str:
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
