"""HTML as a tree: nh3 reads it as browsers do and gives it back balanced."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from summaries import figures

# What is left out with all that is in it, and what it is counted as.
DROPPED = {
    "nav": "menu",
    **dict.fromkeys(("video", "audio", "iframe", "object", "embed"), "player"),
    **dict.fromkeys(("input", "select", "textarea"), "control"),
    **dict.fromkeys(("svg", "canvas", "math"), "drawing"),
}
INLINE = frozenset(
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
reader = nh3.Cleaner(
    tags={*INLINE, *_TRANSPARENT, *_STRUCTURE},
    clean_content_tags={*("script", "style", "title", "template", "noscript"), *DROPPED}
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
VOID = ("br", "hr", "img")
# Deeper elements are not nested any more; their words stay.
_DEEPEST = 100
_DECLARATION = re.compile(r"([\w-]+)\s*:\s*([^;]+)")


@dataclass(slots=True)
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    style: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)

    def has_class(self, begin: str) -> bool:
        return any(name.startswith(begin) for name in self.attributes.get("class", "").split())

    @property
    def nodes(self) -> list[Node]:
        return [child for child in self.children if isinstance(child, Node)]


class TreeBuilder(HTMLParser):
    """Builds the tree of balanced HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self._open = [self.root]
        self._too_deep = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        style = _DECLARATION.findall(attributes.pop("style", ""))
        node = Node(tag, attributes, {name.lower(): value.strip() for name, value in style})
        if tag in VOID:
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


def walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.nodes:
        yield from walk(child)


def words_of(node: Node) -> str:
    """The words of the node in one line."""
    said = (child if isinstance(child, str) else words_of(child) for child in node.children)
    return " ".join("".join(said).split())


def level_of(node: Node) -> int:
    """The level of the heading that the node is, or 0."""
    if len(node.tag) == 2 and node.tag[0] == "h" and node.tag[1].isdigit():
        return int(node.tag[1])
    if node.attributes.get("role") == "heading" and node.tag not in INLINE:
        return min(max(number(node.attributes.get("aria-level")), 1), 6)
    return 0


def number(value: str | None, default: int = 1) -> int:
    return int(value) if value and re.fullmatch("[0-9]{1,5}", value) else default


def read(html: str) -> Node:
    """The root of the tree of the HTML, however that is nested."""
    tree = TreeBuilder()
    tree.feed(reader.clean(html))
    tree.close()
    return tree.root
