"""The documents of Ghost's editors, Lexical and Mobiledoc, as HTML.

Ghost keeps the HTML of a post beside them; some exports lack it. Cards are written as what
they hold: an image, a heading, a link. Those that are only for mails, and those that nobody
knows, are left out and named.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from html import escape
from typing import Any

from . import markdown

Node = Mapping[str, Any]
# Deeper nodes are not read any more.
_DEEPEST = 50


class Unknown(list[str]):
    """The names of the cards that were left out, each once."""

    def note(self, name: str) -> str:
        if name not in self:
            self.append(name)
        return ""


def lexical(text: str, unknown: Unknown) -> str:
    """The HTML of a document of Lexical; ``""`` for what is none."""
    return _nodes(_children(_root(text).get("root")), unknown, 0)


def mobiledoc(text: str, unknown: Unknown) -> str:
    """The HTML of a document of Mobiledoc 0.3; ``""`` for what is none."""
    document = _root(text)
    sections = document.get("sections")
    if not isinstance(sections, list):
        return ""
    return "".join(_section(one, document, unknown) for one in sections if isinstance(one, list))


def _root(text: str) -> Node:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return document if isinstance(document, dict) else {}


# -- Lexical ---------------------------------------------------------------------------------


def _children(node: Any) -> list[Node]:
    children = node.get("children") if isinstance(node, dict) else None
    return [one for one in children if isinstance(one, dict)] if isinstance(children, list) else []


def _nodes(nodes: Iterable[Node], unknown: Unknown, depth: int) -> str:
    if depth > _DEEPEST:
        return ""
    return "".join(_node(node, unknown, depth) for node in nodes)


def _node(node: Node, unknown: Unknown, depth: int) -> str:
    kind = _said(node, "type").removeprefix("extended-")
    if kind == "text":
        return _formatted(_said(node, "text"), node.get("format"))
    if kind == "linebreak":
        return "<br>"
    if kind in _CARDS:
        return _CARDS[kind](node)
    inside = _nodes(_children(node), unknown, depth + 1)
    if kind in ("link", "autolink"):
        return f'<a href="{escape(_said(node, "url"))}">{inside}</a>'
    tag = _tag_of(kind, node)
    if tag:
        return f"<{tag}>{inside}</{tag}>"
    return inside or unknown.note(kind)


def _tag_of(kind: str, node: Node) -> str:
    if kind == "heading":
        tag = _said(node, "tag")
        return tag if tag in _HEADINGS else "h2"
    if kind == "list":
        return "ol" if node.get("listType") == "number" else "ul"
    return _TAGS.get(kind, "")


def _formatted(text: str, bits: Any) -> str:
    html = escape(text, quote=False)
    for bit, tag in _FORMATS.items():
        if isinstance(bits, int) and bits & bit:
            html = f"<{tag}>{html}</{tag}>"
    return html


_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_TAGS = {
    "paragraph": "p",
    "quote": "blockquote",
    "aside": "blockquote",
    "listitem": "li",
}
_FORMATS = {16: "code", 32: "sub", 64: "sup", 8: "u", 4: "s", 2: "em", 1: "strong"}


# -- Mobiledoc -------------------------------------------------------------------------------

_MARKUP, _IMAGE, _LIST, _CARD = 1, 2, 3, 10


def _section(section: list[Any], document: Node, unknown: Unknown) -> str:
    match section:
        case [1, str(tag), list(markers), *_rest]:
            inside = _markers(markers, document)
            tag = tag if tag in (*_HEADINGS, "p", "blockquote") else "p"
            return f"<{tag}>{inside}</{tag}>"
        case [2, str(source)]:
            return _image({"src": source})
        case [3, str(tag), list(items), *_rest]:
            inside = "".join(
                f"<li>{_markers(item, document)}</li>" for item in items if isinstance(item, list)
            )
            return f"<ol>{inside}</ol>" if tag == "ol" else f"<ul>{inside}</ul>"
        case [10, int(place)]:
            return _mobile_card(_at(document.get("cards"), place), unknown)
    return ""


def _markers(markers: list[Any], document: Node) -> str:
    """Words with the markups that begin before and end behind them."""
    written: list[str] = []
    open_tags: list[str] = []
    for marker in markers:
        match marker:
            case [int(kind), list(opened), int(closed), value]:
                for place in opened:
                    tag, attributes = _markup(_at(document.get("markups"), place))
                    written.append(f"<{tag}{attributes}>")
                    open_tags.append(tag)
                written.append(_words(kind, value, document))
                for _count in range(min(closed, len(open_tags))):
                    written.append(f"</{open_tags.pop()}>")
    written += [f"</{tag}>" for tag in reversed(open_tags)]
    return "".join(written)


def _words(kind: int, value: Any, document: Node) -> str:
    if kind == 0:
        return escape(str(value), quote=False)
    match _at(document.get("atoms"), value):
        case ["soft-return", *_rest]:
            return "<br>"
        case [_name, str(text), *_rest]:
            return escape(text, quote=False)
    return ""


def _markup(markup: Any) -> tuple[str, str]:
    """The tag, and its address if it is a link."""
    match markup:
        case ["a", list(attributes), *_rest] if "href" in attributes[:-1]:
            address = str(attributes[attributes.index("href") + 1])
            return "a", f' href="{escape(address)}"'
        case [str(tag), *_rest] if tag.isalnum():
            return tag, ""
    return "span", ""


def _mobile_card(card: Any, unknown: Unknown) -> str:
    match card:
        case [str(name), dict(payload), *_rest]:
            kind = name.removeprefix("card-")
            return _CARDS[kind](payload) if kind in _CARDS else unknown.note(name)
    return ""


def _at(values: Any, place: Any) -> Any:
    is_there = isinstance(values, list) and isinstance(place, int) and 0 <= place < len(values)
    return values[place] if is_there else None


# -- cards -----------------------------------------------------------------------------------


def _said(node: Node, *names: str) -> str:
    """The first of the values that is a text."""
    values = (node.get(name) for name in names)
    return next((value for value in values if isinstance(value, str) and value), "")


def _image(node: Node) -> str:
    source, alt = escape(_said(node, "src")), escape(_said(node, "alt"))
    caption = _said(node, "caption")
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{source}" alt="{alt}">{caption}</figure>' if source else ""


def _gallery(node: Node) -> str:
    images = node.get("images")
    found = images if isinstance(images, list) else []
    caption = _said(node, "caption")
    written = "".join(_image(one) for one in found if isinstance(one, dict))
    return f"{written}<p>{caption}</p>" if caption else written


def _code(node: Node) -> str:
    caption = _said(node, "caption")
    caption = f"<p>{caption}</p>" if caption else ""
    return f"<pre>{escape(_said(node, 'code'), quote=False)}</pre>{caption}"


def _link(node: Node) -> str:
    inside = node.get("metadata")
    meta: Node = inside if isinstance(inside, dict) else {}
    address = _said(node, "url", "src", "buttonUrl", "fileSrc")
    words = _said(meta, "title") or _said(node, "title", "buttonText", "fileTitle", "fileName")
    about = " ".join(filter(None, (_said(meta, "description"), _said(node, "caption"))))
    about = f"<p>{about}</p>" if about else ""
    if not address:
        return f"<p>{escape(words, quote=False)}</p>{about}" if words else about
    words = escape(words or address, quote=False)
    return f'<p><a href="{escape(address)}">{words}</a></p>{about}'


def _embed(node: Node) -> str:
    html, caption = _said(node, "html"), _said(node, "caption")
    caption = f"<p>{caption}</p>" if caption else ""
    return f"{html}{caption}" if "<iframe" in html else _link(node)


def _words_of_card(node: Node) -> str:
    """What a card says in a heading, a text and a link."""
    heading = _said(node, "heading", "header", "productTitle")
    text = _said(
        node, "content", "calloutText", "subheading", "subheader", "productDescription", "text"
    )
    heading = f"<h3>{heading}</h3>" if heading else ""
    text = text if text.lstrip().startswith("<") else f"<p>{text}</p>"
    button = _link(node) if _said(node, "buttonUrl") else ""
    return f"{heading}{text}{button}"


def _nothing(_node: Node) -> str:
    return ""


def _markdown(node: Node) -> str:
    return markdown.read(_said(node, "markdown"))[1]


_CARDS: dict[str, Callable[[Node], str]] = {
    "image": _image,
    "gallery": _gallery,
    "html": lambda node: _said(node, "html"),
    "markdown": _markdown,
    **dict.fromkeys(("code", "codeblock"), _code),
    **dict.fromkeys(("hr", "horizontalrule"), lambda _node: "<hr>"),
    "embed": _embed,
    **dict.fromkeys(("bookmark", "button", "file", "audio", "video"), _link),
    **dict.fromkeys(("callout", "toggle", "header", "product", "call-to-action"), _words_of_card),
    **dict.fromkeys(("email", "email-cta", "paywall", "signup"), _nothing),
}
