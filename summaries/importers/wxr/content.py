"""The text of a post as the parts of an article: blocks, or paragraphs made of lines."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html import escape, unescape

from summaries import pasting

from .images import Images
from .shortcodes import Shortcodes

_COMMENT = r"<!--(?:(?!<!--).)*?-->"
_BLOCK = re.compile(
    r"<!--\s*(?P<end>/)?wp:(?P<name>[a-z][\w/-]*)(?P<values>(?:(?!<!--).)*?)(?P<alone>/)?-->", re.S
)
_REUSED = re.compile(r'<!--\s*wp:block\s*\{[^{}]*?"ref"\s*:\s*(\d+)[^{}]*\}\s*/-->')
_NEXT_PAGE = re.compile(
    r"(?:<!--\s*wp:nextpage\s*-->\s*)?<!--\s*nextpage\s*-->(?:\s*<!--\s*/wp:nextpage\s*-->)?"
    r"|\[nextpage(?:\s[^\[\]]*)?\]",
    re.I,
)
_MORE = re.compile(r"<!--\s*(?:more\b(?:(?!<!--).)*?|noteaser\s*)-->", re.I | re.S)
_LONE_ADDRESS = re.compile(r"""^[ \t]*(https?://[^\s<>"']+)[ \t]*$""", re.M | re.I)
_ADDRESS_IN_BLOCK = re.compile(
    r"""(<(?:p|div)\b[^<>]*>)\s*(https?://[^\s<>"']+)\s*(?=</(?:p|div)>)""", re.I
)
_GALLERY_LIST = re.compile(r"""</?(?:ul|li)\b[^<>]*\bblocks-gallery-(?:grid|item)\b[^<>]*>""", re.I)
_OLD_CAPTION = re.compile(
    r"""<div\b[^<>]*\bwp-caption\b[^<>]*>\s*(?P<image>(?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)"""
    r"""\s*<p\b[^<>]*\bwp-caption-text\b[^<>]*>(?P<said>(?:(?!</p>).)*)</p>\s*</div>""",
    re.I | re.S,
)
_FIGURE = r"<figure>\g<image><figcaption>\g<said></figcaption></figure>"
_PIECE = re.compile(
    rf"""{_COMMENT}|<(?P<end>/?)(?P<name>[a-z][a-z0-9]*)\b(?:"[^"]*"|'[^']*'|[^<>"'])*>""",
    re.I | re.S,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
# In these a line break is none, or is kept as it is.
_RAW = frozenset(("pre", "script", "style", "textarea", "svg"))
# Blocks that show what is elsewhere on the site, or nothing.
_SILENT = frozenset(("more", "nextpage", "spacer", "separator", "block", "paragraph", "heading"))
_DEEPEST = 5


@dataclass(slots=True)
class Content:
    """The text of one post as HTML, a string for each of its pages."""

    bodies: list[str] = field(default_factory=list)
    dropped: list[str] = field(default_factory=list)
    shortcodes: Counter[str] = field(default_factory=Counter)
    blocks: Counter[str] = field(default_factory=Counter)


def read(html: str, images: Images, attached: list[str]) -> Content:
    """The clean text; what it names and what was left out stands in ``images`` and itself."""
    content = Content()
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    html = _with_reused(html, images.site.blocks)
    shortcodes = Shortcodes(images, attached, content.shortcodes)
    for page in _NEXT_PAGE.split(html):
        made = _OLD_CAPTION.sub(_FIGURE, _MORE.sub("", shortcodes.expanded(page)))
        made = _with_lines(_LONE_ADDRESS.sub(_linked, made), content.blocks)
        made = _ADDRESS_IN_BLOCK.sub(lambda match: match[1] + _linked(match, 2), made)
        made = images.placed(_GALLERY_LIST.sub("", made))
        pasted = pasting.clean(made, link=images.linked)
        content.bodies.append(pasted.html)
        if pasted.sentence:
            content.dropped.append(pasted.sentence)
    content.bodies = list(filter(None, content.bodies)) or [""]
    return content


def _with_reused(html: str, blocks: dict[str, str]) -> str:
    """The HTML with the blocks that several posts share in their places."""
    for _depth in range(_DEEPEST):
        html, count = _REUSED.subn(lambda match: blocks.get(match[1], ""), html)
        if not count:
            break
    return html


def _linked(match: re.Match[str], group: int = 1) -> str:
    address = escape(unescape(match[group]))
    return f'<a href="{address}">{address}</a>'


def _with_lines(html: str, left_out: Counter[str]) -> str:
    """The HTML without the marks of blocks; between these, line breaks are what they look like.

    A text without any block is all between. What shows something of the rest of the site is
    counted in ``left_out``.
    """
    pieces, last, depth = [], 0, 0
    for match in _BLOCK.finditer(html):
        between = html[last : match.start()]
        pieces.append(between if depth else with_breaks(between))
        last = match.end()
        if match["alone"]:
            name = match["name"]
            left_out[name] += name not in _SILENT
        else:
            depth = max(depth - 1, 0) if match["end"] else depth + 1
            depth = 0 if match["name"] in ("freeform", "core/freeform") else depth
    rest = html[last:]
    return "".join([*pieces, rest if depth else with_breaks(rest)])


def with_breaks(html: str) -> str:
    """The HTML with its line breaks, and blank lines as two: as WordPress shows plain lines.

    ``pasting`` makes paragraphs of two, and drops those between blocks.
    """
    pieces, last, raw, after_break = [], 0, "", False
    for match in _PIECE.finditer(html):
        name = (match["name"] or "").lower()
        text = html[last : match.start()]
        pieces += [text if raw else _broken(text, after_break=after_break), match[0]]
        last = match.end()
        if raw:
            raw = "" if name == raw and match["end"] else raw
        elif name in _RAW and not match["end"]:
            raw = name
        after_break = name == "br"
    rest = html[last:]
    return "".join([*pieces, rest if raw else _broken(rest, after_break=after_break)])


def _broken(text: str, *, after_break: bool) -> str:
    if after_break:
        text = re.sub(r"\A[ \t]*\n", "", text)
    return _BLANK_LINE.sub("<br><br>", text).replace("\n", "<br>")
