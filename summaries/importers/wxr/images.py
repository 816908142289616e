"""The images and players in the text of a post: found among the media, or links."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from summaries import figures

from ..media import SUFFIXES, Media
from ..reading import FoundImage
from . import addresses
from .site import Site

_ATTRIBUTES = r"""((?:"[^"]*"|'[^']*'|[^<>"'])*)"""
_IMAGE = re.compile(rf"<(?P<end>/)?a\b{_ATTRIBUTES}>|<img\b(?P<image>{_ATTRIBUTES})>", re.I)
_PLAYER = re.compile(
    rf"<(?P<name>iframe|video|audio|object)\b(?P<own>{_ATTRIBUTES})>"
    r"(?P<inner>(?:(?!<(?P=name)\b).)*?)</(?P=name)\s*>"
    rf"|<embed\b(?P<lone>{_ATTRIBUTES})>",
    re.I | re.S,
)
_ADDRESS = re.compile(
    r"""\s(?:src|data|value|data-src)\s*=\s*["']?((?:https?:)?//[^\s"'<>]+)""", re.I
)
_ATTRIBUTE = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))""")
_OWN_NUMBER = re.compile(r"\bwp-image-(\d+)")
_EMOJI = re.compile(r"\b(?:emoji|wp-smiley)\b")
_WIDTH = re.compile(r"(\S+)\s+(\d+)(?:\.\d+)?[wx]\s*(?:,|$)")
# Where lazy loading keeps the address that it puts into the image later.
_LATER = ("data-orig-file", "data-large-file", "data-lazy-src", "data-src", "data-original")
_UPLOADS = re.compile(r"/(?:wp-content|uploads|files)/")
_VIDEO = re.compile(
    r"(?:https?:)?//(?:www\.)?(?:youtube(?:-nocookie)?\.com/(?:embed|v)/)([\w-]{6,})(?:[?&]\S*)?",
    re.I,
)


@dataclass(slots=True)
class Images:
    """The images of one post. ``base`` is its address; what it names is as seen from there."""

    site: Site
    media: Media
    base: str
    found: dict[str, FoundImage] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    elsewhere: int = 0
    players: int = 0
    files: int = 0

    def placed(self, html: str) -> str:
        """The HTML with its images as the library names them, others and players as links."""
        in_link = False

        def replaced(match: re.Match[str]) -> str:
            nonlocal in_link
            if match["image"] is None:
                in_link = not match["end"]
                return match[0]
            return self._image(_attributes(match["image"]), in_link=in_link)

        return _IMAGE.sub(replaced, _PLAYER.sub(self._player, html))

    def linked(self, address: str) -> str:
        """The address that a link of the post leads to."""
        if address.startswith("#"):
            return address
        address = self._absolute(address)
        self.files += bool(_UPLOADS.search(address)) and not is_image(address)
        return address

    def attachment(self, number: str, *, alt: str = "") -> str:
        """The figure of a file in the media library; a link to it, if it is no image."""
        attachment = self.site.attachments.get(number)
        if attachment is None:
            self.missing.append(f"#{number}")
            return ""
        if not is_image(attachment.url):
            return link(attachment.url, attachment.title)
        alt = attachment.alt or alt
        caption = f"<figcaption>{attachment.caption}</figcaption>" if attachment.caption else ""
        image = f'<img src="{escape(attachment.url)}" alt="{escape(alt)}">'
        return f"\n\n<figure>{image}{caption}</figure>\n\n"

    def key(self, *wanted: str, alt: str = "") -> str:
        """The key of the image at the first of the addresses that is found, or ``""``."""
        own = [one for one in map(self._absolute, filter(None, wanted)) if self._is_own(one)]
        for address in dict.fromkeys(own):
            if image := self.media.find(address, alt=alt):
                self.found.setdefault(image.key, image)
                return image.key
        if own:
            self.missing.append(own[-1])
        return ""

    def _image(self, named: dict[str, str], *, in_link: bool) -> str:
        source, alt = named.get("src", ""), named.get("alt", "").strip()
        if _EMOJI.search(named.get("class", "")) and alt:
            return escape(alt)
        if {named.get("width"), named.get("height")} <= {"0", "1"}:
            return ""  # it only counts readers
        number = _OWN_NUMBER.search(named.get("class", ""))
        attachment = self.site.attachments.get(number[1]) if number else None
        later = [named[name] for name in _LATER if name in named]
        wanted = [attachment.url if attachment else "", *later, _widest(named), source]
        alt = alt or (attachment.alt if attachment else "")
        if key := self.key(*wanted, alt=alt):
            return f'<img src="{figures.SCHEME}{key}" alt="{escape(alt)}">'
        address = self._absolute(next(filter(None, (*later, source)), ""))
        if address.startswith("data:"):
            return escape(alt)
        self.elsewhere += not self._is_own(address)
        words = escape(alt or _name(address))
        return words if in_link else f'<a href="{escape(address)}">{words}</a>'

    def _player(self, match: re.Match[str]) -> str:
        """A link to what plays; the frame itself, to be left out, if that is not known."""
        address = _ADDRESS.search(f"{match[0]} ")
        if not address:
            return match[0]
        self.players += 1
        return link(playable(self._absolute(unescape(address[1]))))

    def _absolute(self, address: str) -> str:
        return address if address.startswith("data:") else addresses.absolute(address, self.base)

    def _is_own(self, address: str) -> bool:
        """Whether the image may be among the media, and is no other of the same name."""
        is_own = addresses.host(address) in self.site.hosts or address.startswith("data:")
        return is_own or bool(_UPLOADS.search(address))


def is_image(address: str) -> bool:
    return _name(address).lower().endswith(SUFFIXES)


def link(address: str, words: str = "") -> str:
    """A paragraph with a link, called by its words or by the address itself."""
    return f'\n\n<p><a href="{escape(address)}">{escape(words or address)}</a></p>\n\n'


def playable(address: str) -> str:
    """The address at which people watch what a frame shows."""
    return _VIDEO.sub(r"https://www.youtube.com/watch?v=\1", address)


def _attributes(written: str) -> dict[str, str]:
    found = _ATTRIBUTE.findall(written)
    return {name.lower(): unescape("".join(values)) for name, *values in reversed(found)}


def _widest(named: dict[str, str]) -> str:
    sizes = _WIDTH.findall(named.get("srcset", ""))
    return max(sizes, key=lambda size: int(size[1]))[0] if sizes else ""


def _name(address: str) -> str:
    try:
        return unquote(urlsplit(address).path.rpartition("/")[2])
    except ValueError:
        return ""
