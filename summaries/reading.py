"""A part's text as its page shows it: each heading with an id, each blank marked.

It is derived when the part is saved, so that a page need not. A digest of what it was
derived from tells whether it still fits: no ``update()`` and no SQL leaves an old text shown.
"""

from __future__ import annotations

import hashlib
import re
from html import escape
from typing import NamedTuple

from . import text as texts
from .blanks import Blank, mark_blanks

# Part of each digest; to be raised whenever ``prepare()`` makes something else of a text.
VERSION = 2

# A heading of the HTML: its level, its title and its id.
Heading = list[int | str]


class Prepared(NamedTuple):
    """What the page needs of a part, by the names of the columns of ``Part``.

    ``html`` is ``""`` where it would be the body as it is.
    """

    html: str
    headings: list[Heading]
    html_digest: str


def prepare(title: str, anchor: str, body: str) -> Prepared:
    """What the page shows of a part with this title, anchor and HTML.

    Without a title of its own the part's headings follow the page's title, one level higher.
    """
    body = texts.sanitise(body)
    html, anchors = texts.anchor_headings(body, anchor, raise_by=not title)
    html = mark_blanks(html, blank_html)
    headings: list[Heading] = [[one.level, one.title, one.id] for one in anchors]
    return Prepared("" if html == body else html, headings, digest(title, anchor, body))


def shown(
    title: str, anchor: str, body: str, html: str, headings: list[Heading], made_of: str
) -> tuple[str, list[Heading]]:
    """The safe HTML of a part and its headings, from its columns; ``made_of`` is the digest.

    What was derived from another text, or never, is derived now. Only sanitised text
    is given a digest, so that a body which has one is safe.
    """
    body = written(title, anchor, body, made_of)
    if made_of != digest(title, anchor, body):
        html, headings, _digest = prepare(title, anchor, body)
    return html or body, headings


def written(title: str, anchor: str, body: str, made_of: str) -> str:
    """The safe HTML of a part as it was written, without marks; ``made_of`` is the digest."""
    return body if made_of == digest(title, anchor, body) else texts.sanitise(body)


def digest(title: str, anchor: str, body: str) -> str:
    """Another one for each text of which ``prepare()`` makes something else."""
    text = f"{VERSION} {bool(title)} {anchor} {body}"
    return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def blank_html(blank: Blank) -> str:
    """The blank as a place to write in: the signs around or instead of a name are not seen.

    They stay in the text, so that they are copied with it.
    """
    if blank.name:
        opening, name, closing = blank.text[0], blank.text[1:-1], blank.text[-1]
        text = f"{_sign(opening)}{escape(name)}{_sign(closing)}"
    else:
        text = _LINE.sub(lambda line: _sign(line[0]), escape(blank.text))
    return f"{_BLANK}{text}</span>"


def count_blanks(html: str) -> int:
    """How many places to write in there are in the HTML of ``shown()``."""
    return html.count(_BLANK)


_BLANK = '<span class="blank">'
_LINE = re.compile(r"[_＿](?:[ _＿]*[_＿])?|-{2,}")


def _sign(text: str) -> str:
    return f'<span class="blank-sign">{text}</span>'
