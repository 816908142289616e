"""HTML from a clipboard, of Word, Google Docs, LibreOffice or a web page, as clean HTML.

nh3 reads it as browsers do and gives it back balanced, so that the standard library's parser
is enough for the rest. What a style means is kept as an element: bold, italic, lists of Word,
headings. What only looks is gone, and what says something and cannot be kept is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries import text as texts

from .looks import Look
from .tree import DROPPED, level_of, read, walk
from .writing import Take, Writer, joined

__all__ = ["Pasted", "Take", "clean"]


@dataclass(frozen=True, slots=True)
class Pasted:
    """Clean HTML, and how much of what was left out: of ``picture``, ``menu`` and so on."""

    html: str
    dropped: dict[str, int]

    @property
    def sentence(self) -> str:
        """What was left out, in a line for the editor; ``""`` if it was nothing."""
        said = [_COUNTED[kind](count) % {"count": count} for kind, count in self.dropped.items()]
        return _("Left out: %(what)s.") % {"what": _(", ").join(said)} if said else ""


def clean(
    html: str,
    take: Take = lambda _address, _alt: None,
    link: Callable[[str], str] = lambda address: address,
) -> Pasted:
    """What an article may hold of the HTML, with its structure; ``link`` resolves addresses."""
    html = texts.normalise(_COMMENT.sub("", html))
    dropped = Counter(
        DROPPED[name] for name in map(str.lower, _TAG.findall(html)) if name in DROPPED
    )
    root = read(html)
    for node in walk(root):
        if node.tag == "a" and (address := node.attributes.get("href", "").strip()):
            node.attributes["href"] = link(address)
    writer = Writer(take, dropped, has_top=any(level_of(node) == 1 for node in walk(root)))
    made = joined(writer.flow(root.children, Look()))
    return Pasted(texts.sanitise(made), dict(dropped))


def _pictures(count: int) -> str:
    return ngettext("%(count)s picture", "%(count)s pictures", count)


def _menus(count: int) -> str:
    return ngettext("%(count)s menu", "%(count)s menus", count)


def _players(count: int) -> str:
    return ngettext("%(count)s video or frame", "%(count)s videos or frames", count)


def _controls(count: int) -> str:
    return ngettext("%(count)s button or field", "%(count)s buttons or fields", count)


def _drawings(count: int) -> str:
    return ngettext("%(count)s drawing", "%(count)s drawings", count)


_COUNTED = {
    "picture": _pictures,
    "menu": _menus,
    "player": _players,
    "control": _controls,
    "drawing": _drawings,
}
# One that nothing closes goes on to the end, as in browsers.
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.S)
_TAG = re.compile(r"<([a-z][a-z0-9]*)", re.I)
