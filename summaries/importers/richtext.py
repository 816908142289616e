"""The HTML of another program as what an article may hold, with the images that it names."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from html import escape, unescape
from urllib.parse import urljoin

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries import pasting

from .files import File
from .reading import FoundImage


@dataclass(frozen=True, slots=True)
class RichText:
    """Clean HTML, the images that it names, and what is to be said of the rest."""

    html: str
    images: tuple[FoundImage, ...] = ()
    notes: tuple[str, ...] = ()
    lacks_images: bool = False


def rich_text(html: str, file: File, *, base: str = "") -> RichText:
    """What an article may hold of the HTML, with the images that the file's media have.

    Relative links are read from ``base``, a URL or a path on the old site. Without it only
    those are kept that begin at the site's root. Videos and frames become links.
    """
    gathered = Gathered(file, base)
    html = _PLAYER.sub(gathered.player, _IMG.sub(gathered.image, html))
    pasted = pasting.clean(html, gathered.take, gathered.link)
    notes = gathered.notes(pasted)
    return RichText(pasted.html, gathered.images, notes, bool(gathered.missing))


@dataclass(slots=True)
class Gathered:
    """What is met on the way through a text: images found and missing, links, players.

    Its ``take()`` and ``link()`` are those of ``pasting.clean()``.
    """

    file: File
    base: str = ""
    missing: list[str] = field(default_factory=list)
    _found: dict[str, FoundImage] = field(default_factory=dict)
    _players: int = 0
    _lost_links: int = 0

    @property
    def images(self) -> tuple[FoundImage, ...]:
        return tuple(self._found.values())

    def take(self, address: str, alt: str) -> str | None:
        """The key of the image; it is missing if the media of the file do not have it."""
        if not address:
            return None
        found = self.file.media.find(address, beside=self.file.name, alt=alt)
        if found is None:
            self.missing.append(address)
            return None
        return self._found.setdefault(found.key, found).key

    def link(self, address: str) -> str:
        """The address as it is to be in the article: absolute, or from the site's root."""
        if address.startswith("#") or _SCHEME.match(address):
            return address
        if address.startswith("//"):
            return f"https:{address}"
        try:
            address = urljoin(self.base, address)
        except ValueError:
            address = ""
        if not _SCHEME.match(address) and not address.startswith("/"):
            self._lost_links += 1
            return ""
        return address

    def image(self, match: re.Match[str]) -> str:
        """The ``<img>`` with the address of the file, where another stands in for it."""
        found = _attributes(match["attributes"])
        lazy = [found[name] for name in _LAZY if found.get(name)]
        sizes = _SIZE.findall(found.get("srcset") or found.get("data-srcset", ""))
        addresses = [*lazy, found.get("src", ""), *reversed(sizes)]
        real = [one for one in addresses if one and not (lazy and one.startswith("data:"))]
        if not real or real[0] == found.get("src"):
            return match[0]
        kept = {**found, "src": real[0]}
        said = (f' {name}="{escape(value)}"' for name, value in kept.items() if name in _KEPT)
        return f"<img{''.join(said)}>"

    def player(self, match: re.Match[str]) -> str:
        """A link to what is played there; what it is without an address, if it has none."""
        found = _attributes(match["attributes"])
        inside = _SOURCE.search(match["content"] or "")
        address = found.get("src") or found.get("data") or found.get("data-src", "")
        if not address and inside:
            address = _attributes(inside["attributes"]).get("src", "")
        address = _watched(self.link(address.strip())) if address.strip() else ""
        if not _WEB.match(address):
            return match[0]
        self._players += 1
        words = " ".join(found.get("title", "").split()) or address
        return f'<p><a href="{escape(address)}">{escape(words)}</a></p>'

    def notes(self, pasted: pasting.Pasted) -> tuple[str, ...]:
        """What was left out of a text, in sentences."""
        others = {kind: n for kind, n in pasted.dropped.items() if kind != "picture"}
        sentences = [missing_images(self.missing), replace(pasted, dropped=others).sentence]
        if self._players:
            said = ngettext(
                "%(count)s video or frame became a link.",
                "%(count)s videos or frames became links.",
                self._players,
            )
            sentences.append(said % {"count": self._players})
        if self._lost_links:
            said = ngettext(
                "%(count)s link to a page of the same site became words: its address is unknown.",
                "%(count)s links to pages of the same site became words: their addresses are"
                " unknown.",
                self._lost_links,
            )
            sentences.append(said % {"count": self._lost_links})
        return tuple(filter(None, sentences))


def missing_images(addresses: Iterable[str]) -> str:
    """The sentence that names them; ``""`` for none."""
    names = [one if len(one) <= _LONGEST_NAME else f"{one[:_LONGEST_NAME]}…" for one in addresses]
    names = list(dict.fromkeys(names))
    if not names:
        return ""
    said = ngettext("Image not found: “%(names)s”.", "Images not found: “%(names)s”.", len(names))
    return said % {"names": listed(names)}


def listed(names: list[str]) -> str:
    """The first names with commas between, and how many more there are."""
    shown = _(", ").join(names[:_MOST_NAMES])
    more = len(names) - _MOST_NAMES
    return (
        _("%(names)s and %(count)d more") % {"names": shown, "count": more} if more > 0 else shown
    )


def _watched(address: str) -> str:
    """The page of a video instead of the frame that it plays in."""
    for pattern, page in _PAGES_OF_VIDEOS:
        if match := pattern.match(address):
            return page + match[1]
    return address


def _attributes(written: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(written)
    return {name.lower(): unescape("".join(values)) for name, *values in reversed(found)}


_MOST_NAMES = 5
_LONGEST_NAME = 120
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.I)
_WEB = re.compile(r"https?://", re.I)
_ATTRIBUTES = r"""(?P<attributes>(?:\s(?:"[^"]*"|'[^']*'|[^>"'])*)?)"""
_ATTRIBUTE = re.compile(r"""\s([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_IMG = re.compile(rf"<img{_ATTRIBUTES}>", re.I)
_PLAYER = re.compile(
    rf"<(?P<name>iframe|video|audio|embed){_ATTRIBUTES}>"
    r"(?:(?P<content>(?:(?!<(?:iframe|video|audio|embed)\b).)*?)</(?P=name)\s*>)?",
    re.I | re.S,
)
_SOURCE = re.compile(rf"<source{_ATTRIBUTES}>", re.I)
# Where scripts that load images late find the address.
_LAZY = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-original-src")
_SIZE = re.compile(r"(\S+)\s+[\d.]+[wx](?:,|\s*$)")
_KEPT = ("src", "alt", "width", "height", "class", "style")
_PAGES_OF_VIDEOS = (
    (
        re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)", re.I),
        "https://www.youtube.com/watch?v=",
    ),
    (re.compile(r"https?://player\.vimeo\.com/video/(\d+)", re.I), "https://vimeo.com/"),
)
