"""WordPress' own export (WXR): posts as articles, with their old addresses, images and notes.

The file is read twice, each time an entry at a time: posts refer to categories and media that
may stand behind them. ``stream`` reads the XML, ``site`` keeps what posts refer to, ``posts``
makes documents, whose text is made by ``content``, ``shortcodes`` and ``images``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from ..decoding import UnreadableFile
from ..files import File
from ..reading import Place, Reading
from .posts import Posts
from .site import survey
from .stream import entries

SUFFIXES = (".xml",)


def read(file: File) -> Iterator[Reading | Place]:
    """The categories and tags, then the posts; the last of them says what was left out."""
    site = survey(file)
    yield from site.places(file.name)
    posts = Posts(site, file)
    last: Reading | None = None
    fault: UnreadableFile | None = None
    try:
        for entry in entries(file):
            if entry.name == "item" and (reading := posts.read(entry)):
                if last:
                    yield last
                last = reading
    except UnreadableFile as error:
        fault = error
    if last:
        yield replace(last, notes=(*last.notes, *posts.summary.sentences()))
    if fault:
        raise fault
    if not last:
        said = posts.summary.sentences()
        raise UnreadableFile(" ".join([_("The export has no post to import."), *said]))
