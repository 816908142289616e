"""How an image stands in the HTML of a part, and how a page shows it.

A part names an image by its key alone, ``<figure><img src="image:…" alt="…"><figcaption>…``,
so that no address, size or file is written into a text. ``shown()`` makes of it what
browsers need. ``text.sanitise()`` lets nothing else through that has to do with images.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from html import escape, unescape
from typing import NamedTuple

import nh3

SCHEME = "image:"
KEY = "[0-9a-f]{32}"
ADDRESS = re.compile(f"{SCHEME}({KEY})")

_ATTRIBUTES = r"""((?:\s(?:"[^"]*"|'[^']*'|[^>"'])*)?)"""
_IMG = re.compile(rf"<img{_ATTRIBUTES}>", re.I)
_ATTRIBUTE = re.compile(r"""\s(src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
# Both as ``settled()`` writes them, and as the cleaner leaves them.
_IMAGE = rf'<img src="{SCHEME}(?P<key>{KEY})" alt="(?P<alt>[^"]*)">'
_FIGURE = re.compile(
    rf"<figure>{_IMAGE}(?:<figcaption>(?P<caption>(?:(?!</?fig).)*)</figcaption>)?</figure>", re.S
)
_AROUND = "p|a|div|picture|span|strong|em|b|i|u|s|sub|sup|code"
_LOOSE_FIGURE = re.compile(
    rf"<figure\b[^>]*>\s*(?:<(?:{_AROUND})\b[^>]*>\s*)*(?P<image>{_IMAGE})\s*"
    rf"(?:</(?:{_AROUND})>\s*)*"
    r"(?:<figcaption\b[^>]*>(?P<caption>(?:(?!</?fig).)*)</figcaption>\s*)?</figure>",
    re.I | re.S,
)
_BLOCK_TAG = re.compile(r"</?(?:p|div|h[1-6]|li|ul|ol|tr|t[dh]|blockquote|pre)\b[^>]*>", re.I)
_in_caption = nh3.Cleaner(
    tags={*("strong", "em", "b", "i", "u", "s", "sub", "sup", "a", "br", "code")},
    attributes={"a": {"href", "title"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
)


class Size(NamedTuple):
    """One of the files of a picture: its width and where browsers find it."""

    width: int
    url: str


@dataclass(frozen=True, slots=True)
class Picture:
    """What is needed to show an image; ``read`` gives the bytes of a JPEG or PNG of it.

    ``webp`` and ``plain`` are the same sizes, the narrowest first, in WebP and in JPEG or PNG.
    """

    width: int
    height: int
    webp: tuple[Size, ...]
    plain: tuple[Size, ...]
    alt: str = ""
    credit: str = ""
    read: Callable[[], bytes] = bytes

    @property
    def url(self) -> str:
        """One address for all that take only one: of the widest that is at most 960 wide."""
        fits = [size for size in self.plain if size.width <= _MIDDLE]
        return (fits[-1:] or self.plain[:1])[0].url


Pictures = Mapping[str, Picture]
_MIDDLE = 960
# The widths of a text on a phone and on a desk; see ``--measure`` in summaries.css.
_SIZES = "(max-width: 45rem) 100vw, 42rem"


def keys(html: str) -> list[str]:
    """The keys of the images that the HTML names, each once, in order."""
    return list(dict.fromkeys(key for key, _alt in named(html)))


def named(html: str) -> list[tuple[str, str]]:
    """The key and the alternative text of each image that the HTML names, in order."""
    if SCHEME not in html:
        return []
    return [(match["key"], unescape(match["alt"])) for match in _FIGURE.finditer(html)]


def shown(html: str, pictures: Pictures) -> str:
    """The sanitised HTML with its figures as browsers show them.

    An image that is not among the pictures is its alternative text.
    """
    if SCHEME not in html:
        return html
    return _FIGURE.sub(lambda match: _shown(match, pictures.get(match["key"])), html)


def _shown(match: re.Match[str], picture: Picture | None) -> str:
    caption = match["caption"] or ""
    if picture is None:
        alt = match["alt"]
        image = f'<p class="missing-image">{alt}</p>' if alt else ""
        credit = ""
    else:
        image = _picture(picture, match["alt"])
        credit = f'<span class="credit">{escape(picture.credit)}</span>' if picture.credit else ""
    said = " ".join(filter(None, (caption, credit)))
    caption = f"<figcaption>{said}</figcaption>" if said else ""
    return f"<figure>{image}{caption}</figure>" if image or caption else ""


def plain(html: str, urls: Mapping[str, str]) -> str:
    """The sanitised HTML with each image at the URL of its key; without one, as its words."""
    return _FIGURE.sub(lambda match: _plain(match, urls.get(match["key"], "")), html)


def _plain(match: re.Match[str], url: str) -> str:
    alt, caption = match["alt"], match["caption"] or ""
    image = f'<img src="{escape(url)}" alt="{alt}">' if url else alt and f"<p>{alt}</p>"
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{image}{caption}</figure>" if image or caption else ""


def _picture(picture: Picture, alt: str) -> str:
    return (
        f'<picture><source type="image/webp" srcset="{_srcset(picture.webp)}" sizes="{_SIZES}">'
        f'<img src="{escape(picture.url)}" srcset="{_srcset(picture.plain)}" sizes="{_SIZES}"'
        f' width="{picture.width}" height="{picture.height}" alt="{alt}"'
        ' loading="lazy" decoding="async"></picture>'
    )


def _srcset(sizes: Iterable[Size]) -> str:
    return escape(", ".join(f"{size.url} {size.width}w" for size in sizes))


def figure(key: str, alt: str = "", caption: str = "") -> str:
    """The HTML of an image in a text; the caption is HTML."""
    image = f'<img src="{SCHEME}{key}" alt="{escape(alt)}">'
    return f"<figure>{image}{_caption(caption)}</figure>"


def without(html: str) -> str:
    """The HTML without the images that a text may hold."""
    return _IMG.sub(lambda match: "" if _address(match) else match[0], html)


def settled(html: str, others: Callable[[str], str]) -> str:
    """The HTML with each image of the library in a figure, and all else as ``others`` makes it.

    A figure holds its image and at most a caption of words; one without an image of the
    library is left to ``others``.
    """
    html = _IMG.sub(_own, html)
    pieces, last = [], 0
    for match in _LOOSE_FIGURE.finditer(html):
        pieces += [_in_figures(others(html[last : match.start()]))]
        pieces += [f"<figure>{match['image']}{_caption(match['caption'] or '')}</figure>"]
        last = match.end()
    return "".join([*pieces, _in_figures(others(html[last:]))])


def _in_figures(html: str) -> str:
    return re.sub(_IMAGE, lambda match: f"<figure>{match[0]}</figure>", html)


def _own(match: re.Match[str]) -> str:
    """The tag with address and alternative text alone; nothing, if it is of another image."""
    found = _attributes(match)
    if not (address := _address(match)):
        return ""
    return f'<img src="{address}" alt="{escape(unescape(found.get("alt", "")))}">'


def _address(match: re.Match[str]) -> str:
    address = _attributes(match).get("src", "").strip()
    return address if ADDRESS.fullmatch(address) else ""


def _attributes(match: re.Match[str]) -> dict[str, str]:
    found = _ATTRIBUTE.findall(match[1])
    return {name.lower(): "".join(values) for name, *values in reversed(found)}


def _caption(html: str) -> str:
    said = " ".join(_in_caption.clean(_BLOCK_TAG.sub(" ", html)).split())
    return f"<figcaption>{said}</figcaption>" if _BREAKS.sub("", said).strip() else ""


_BREAKS = re.compile(r"<br>|&nbsp;")
