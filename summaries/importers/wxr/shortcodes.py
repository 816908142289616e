"""Shortcodes: what stands in square brackets and WordPress or a plugin makes something of.

Words in brackets are text, such as a blank to fill in: a shortcode is known, has values
(``[map id="3"]``), or is closed (``[box]…[/box]``).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import islice

from .images import Images, is_image, link, playable

_QUOTES = str.maketrans("“”″„‘’", '""""\'\'')
_VALUES = r"""(?:[\s=](?:"[^"]*"|'[^']*'|[^\[\]"'])*)?"""
_TAG = re.compile(rf"(\[?)\[(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<values>{_VALUES})\](\]?)")
_VALUE = re.compile(r"""(?:([\w-]+)\s*=\s*)?(?:"([^"]*)"|'([^']*)'|([^\s"'=]+))""")
_NAMED = re.compile(r"""(?:\s+[\w-]+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=]+))+\s*""")
_CODE = re.compile(r"<(pre|code)\b(?:(?!<\1\b).)*?</\1\s*>", re.I | re.S)
_IMAGE = re.compile(r"\s*((?:<a\b[^>]*>\s*)?<img\b[^>]*>(?:\s*</a>)?)(?P<rest>.*)", re.I | re.S)
_WEB = re.compile(r"https?://[^\s\"'<>\[\]]+", re.I)
_LINKED = re.compile(r"""(?:href|src)\s*=\s*["'](https?://[^"']+)""", re.I)
_SOURCES = ("src", "url", "href", "link")
_FILES = ("mp4", "m4v", "webm", "ogv", "mp3", "m4a", "ogg", "wav", "flac", "wmv", "flv")


@dataclass(slots=True)
class _Tag:
    start: int
    end: int
    name: str
    values: str
    is_end: bool
    is_escaped: bool


@dataclass(slots=True)
class Shortcodes:
    """Makes HTML of the shortcodes of one post; ``unknown`` counts those that are gone."""

    images: Images
    attached: list[str]
    unknown: Counter[str] = field(default_factory=Counter)

    def expanded(self, html: str) -> str:
        """The HTML without shortcodes; what stands between those nobody knows stays."""
        if "[" not in html:
            return html
        tags = list(_tags(html))
        closings = Counter(tag.name for tag in tags if tag.is_end and not tag.is_escaped)
        opened: list[tuple[_Tag, list[str]]] = []
        pieces: list[str] = []
        position = 0
        for number, tag in enumerate(tags):
            if tag.start < position:  # within code
                closings[tag.name] -= tag.is_end
                continue
            pieces.append(html[position : tag.start])
            position = tag.end
            source = html[tag.start : tag.end]
            if tag.is_escaped:
                pieces.append(source[1:-1])
            elif tag.is_end:
                closings[tag.name] -= 1
                pieces = self._close(tag, source, opened, pieces)
            elif not closings[tag.name]:
                pieces.append(self._alone(tag, source))
            elif _is_code(tag.name):
                later = islice(tags, number, None)
                end = next(one for one in later if one.is_end and one.name == tag.name)
                pieces.append(_code(html[tag.end : end.start]))
                position = end.end
            else:
                opened.append((tag, pieces))
                pieces = []
        pieces.append(html[position:])
        while opened:
            tag, outer = opened.pop()
            pieces = [*outer, self._alone(tag, html[tag.start : tag.end]), *pieces]
        return "".join(pieces)

    def _close(
        self, tag: _Tag, source: str, opened: list[tuple[_Tag, list[str]]], pieces: list[str]
    ) -> list[str]:
        """What stands outside of the tag that is closed, with what becomes of it."""
        if all(one.name != tag.name for one, _outer in opened):
            return [*pieces, source]
        while True:
            opening, outer = opened.pop()
            if opening.name == tag.name:
                return [*outer, self._around(opening, "".join(pieces))]
            pieces = [*outer, self._alone(opening, f"[{opening.name}{opening.values}]"), *pieces]

    def _alone(self, tag: _Tag, source: str) -> str:
        if made := self._known(tag, ""):
            return made
        if tag.name in _EMPTY:
            return ""
        if _NAMED.fullmatch(tag.values) or tag.name in _BARE or tag.name in _KNOWN:
            self.unknown[tag.name] += 1
            return ""
        return source

    def _around(self, tag: _Tag, inner: str) -> str:
        if made := self._known(tag, inner):
            return made
        self.unknown[tag.name] += 1
        return inner

    def _known(self, tag: _Tag, inner: str) -> str:
        make = _KNOWN.get(tag.name)
        return make(self, _values(tag.values), inner) if make else ""

    # -- those that are known ----

    def _caption(self, values: dict[str, str], inner: str) -> str:
        match = _IMAGE.fullmatch(inner)
        if not match:
            return inner
        said = (values.get("caption") or match["rest"]).strip()
        caption = f"<figcaption>{said}</figcaption>" if said else ""
        return f"\n\n<figure>{match[1]}{caption}</figure>\n\n"

    def _gallery(self, values: dict[str, str], inner: str) -> str:
        """The images that it names; else those that belong to the post."""
        named = values.get("ids") or values.get("include") or ""
        numbers = re.findall(r"\d+", named)
        if not named:
            without = set(re.findall(r"\d+", values.get("exclude", "")))
            files = self.images.site.attachments
            numbers = [
                one for one in self.attached if one not in without and is_image(files[one].url)
            ]
        return "".join(map(self.images.attachment, numbers)) + inner

    def _playlist(self, values: dict[str, str], inner: str) -> str:
        files = self.images.site.attachments
        named = [files[one] for one in re.findall(r"\d+", values.get("ids", "")) if one in files]
        self.images.players += len(named)
        return "".join(link(one.url, one.title) for one in named) + inner

    def _player(self, values: dict[str, str], inner: str) -> str:
        """A link to what is played: by its name, on its own, or between the tags."""
        named = [values[name] for name in (*_SOURCES, *_FILES) if name in values]
        linked = _LINKED.search(inner)
        found = [*named, *values.values(), linked[1] if linked else "", unescape(inner)]
        address = next((match[0] for one in found if (match := _WEB.search(one))), "")
        if not address:
            return inner
        self.images.players += 1
        return link(playable(address))

    def _video(self, values: dict[str, str], inner: str) -> str:
        number = values.get("id") or values.get("0") or inner.strip()
        if re.fullmatch(r"[\w-]{6,20}", number):
            host = "https://www.youtube.com/watch?v="
            values = {"src": ("https://vimeo.com/" if number.isdigit() else host) + number}
        return self._player(values, inner)

    def _quote(self, values: dict[str, str], inner: str) -> str:
        said = values.get("author") or values.get("cite") or values.get("name") or ""
        source = f"<p>{escape(said)}</p>" if said else ""
        return f"\n\n<blockquote>{inner}{source}</blockquote>\n\n"

    def _note(self, _values: dict[str, str], inner: str) -> str:
        return f" ({inner.strip()})" if inner.strip() else ""


_KNOWN = {
    **dict.fromkeys(("caption", "wp_caption"), Shortcodes._caption),
    "gallery": Shortcodes._gallery,
    "playlist": Shortcodes._playlist,
    **dict.fromkeys(
        (
            "audio",
            "video",
            "embed",
            "wpvideo",
            "soundcloud",
            "twitter",
            "tweet",
            "gist",
            "flash",
            "googlemaps",
        ),
        Shortcodes._player,
    ),
    **dict.fromkeys(("youtube", "vimeo"), Shortcodes._video),
    **dict.fromkeys(("quote", "blockquote", "pullquote"), Shortcodes._quote),
    **dict.fromkeys(("ref", "footnote"), Shortcodes._note),
}
# Nothing is lost without these.
_EMPTY = frozenset(("more", "clear", "divider", "toc", "br"))
# These stand alone and without values, too.
_BARE = frozenset(
    "contact-form contact_form archives sitemap polls products woocommerce_cart"
    " woocommerce_checkout woocommerce_my_account".split()
)
_CODES = frozenset(
    "code sourcecode source bash css cpp csharp html java javascript js php python ruby shell sql"
    " text xml".split()
)
_COLOURED = re.compile(r"cc[a-z]{0,3}(?:_\w+)?")


def _is_code(name: str) -> bool:
    return name in _CODES or bool(_COLOURED.fullmatch(name))


def _code(text: str) -> str:
    """Code as it is read; plugins keep its signs as they are, or as entities."""
    return f"\n\n<pre>{escape(unescape(text).strip(), quote=False)}</pre>\n\n"


def _tags(html: str) -> Iterator[_Tag]:
    spans = [match.span() for match in _CODE.finditer(html)]
    for match in _TAG.finditer(html):
        name = match["name"].lower()
        while spans and spans[0][1] <= match.start():
            spans.pop(0)
        is_escaped = bool(match[1] and match[5])
        in_code = bool(spans) and spans[0][0] <= match.start()
        if in_code and not (is_escaped and name in _KNOWN):
            continue
        is_escaped &= name in _KNOWN or match["name"] == name
        start = match.start() + (0 if is_escaped else len(match[1]))
        end = match.end() - (0 if is_escaped else len(match[5]))
        yield _Tag(start, end, name, match["values"].rstrip("/"), bool(match["end"]), is_escaped)


def _values(written: str) -> dict[str, str]:
    """The values by their names; those without one by their place: ``0``, ``1``."""
    written = unescape(written).translate(_QUOTES).lstrip("=")
    found: dict[str, str] = {}
    for name, *values in _VALUE.findall(written):
        found.setdefault(name.lower() or str(len(found)), "".join(values))
    return found
