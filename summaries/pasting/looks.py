"""Words and how they look: what styles mean is kept as elements."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html import escape
from itertools import groupby
from typing import Any, NamedTuple

from .tree import Node


class Look(NamedTuple):
    """What the styles around some words mean."""

    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    raised: str = ""  # "sup" or "sub"
    code: bool = False
    href: str = ""

    def inside(self, node: Node) -> Look:
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
# To the web, or to the same site.
_LINK = re.compile(r"https?:|mailto:|tel:|/(?!/)", re.I)


class Run(NamedTuple):
    """Words of one look; ``BREAK`` is a line break."""

    text: str
    look: Look


BREAK = "\x00"
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
# A line to write on, as it is made with the bar of spaces or the tabulator.
_DRAWN_LINE = re.compile(r"[ \t\xa0]{3,}")
_LINE = "____"


def inline(runs: Iterable[Run]) -> str:
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


def _collapsed(runs: Iterable[Run]) -> list[Run]:
    found: list[Run] = []
    after = BREAK
    for run in runs:
        text = _SPACE.sub(" ", run.text)
        if after in (BREAK, " "):
            text = text.lstrip(" ")
        if not text:
            continue
        # A space alone looks like what it follows, but is no part of a link.
        is_joined = found and text == " " and found[-1].look.href == run.look.href
        found.append(Run(text, found[-1].look if is_joined else run.look))
        after = text[-1]
    while found and not found[0].text.strip(" " + BREAK):
        found.pop(0)
    while found and not found[-1].text.strip(" " + BREAK):
        found.pop()
    if found:
        found[-1] = found[-1]._replace(text=found[-1].text.rstrip(" " + BREAK))
    return found


def _marked(text: str, look: Look) -> str:
    html = escape(text, quote=False).replace(BREAK, "<br>")
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


def as_line(text: str, look: Look) -> str:
    """The text; underlined space is a line to write on."""
    if look.underline and not look.href:
        return _DRAWN_LINE.sub(_LINE, text) if not text.strip() else text
    return text
