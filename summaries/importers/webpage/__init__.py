"""A page of a web site, as a browser or a program saved it: its article, without the chrome.

``maintext`` finds the text with the help of trafilatura, ``metadata`` reads what the page says
of itself. The element that holds the text is taken with its own HTML, so that lists, tables
and images stay what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from django.utils.translation import gettext as _

from summaries import text as texts
from summaries.document import Document, Part, Source

from ..decoding import UnreadableFile, decode
from ..files import File
from ..plaintext.documents import TITLE_LENGTH, moment
from ..reading import Reading
from ..richtext import rich_text

if TYPE_CHECKING:
    from lxml.html import HtmlElement

SUFFIXES = (".html", ".htm", ".xhtml")


def read(file: File) -> Iterator[Reading]:
    """The one document in the page."""
    html = texts.normalise(_decoded(file.data()))
    if not html.strip():
        raise UnreadableFile(_("The file is empty."))
    try:
        from .maintext import main_text
        from .metadata import metadata
    except ImportError as error:
        said = _("To read HTML pages, install: pip install 'django-summaries[html]'.")
        raise UnreadableFile(said) from error
    tree = _parsed(html)
    about = metadata(tree, html)
    found = main_text(tree, about)
    about = found.about
    base = urljoin(about.address, about.base)
    rich = rich_text(found.html, file, base=base if _WEB.match(base) else "")
    title, notes = about.title, list(found.notes)
    if not title:
        title = file.stem
        notes.insert(0, _("It has no title: this is the name of its file."))
    if not texts.from_html(rich.html) and not rich.images:
        raise UnreadableFile(_("No text was found in the page."))
    parsed = urlsplit(about.address)
    document = Document(
        title=texts.excerpt(title, TITLE_LENGTH - 1),
        parts=(Part(body=rich.html),),
        category=about.trail,
        tags=about.tags,
        published_at=moment(about.published),
        byline=about.byline[:200],
        source=Source(name=about.source[:200]),
        language=about.language or texts.detect_language(texts.from_html(rich.html)),
    )
    yield Reading(
        file.name,
        file.key,
        document,
        addresses=(about.address,) if about.address else (),
        images=rich.images,
        site=f"{parsed.scheme}://{parsed.netloc}" if about.address else "",
        notes=(*notes, *rich.notes),
        lacks_images=rich.lacks_images,
        takes_status=True,
    )


def _decoded(data: bytes) -> str:
    """The page in the encoding that it names, unless a mark or its bytes say otherwise."""
    match = _CHARSET.search(data[:_HEAD])
    if match and not data.startswith(_MARKS):
        name = match[1].decode("ascii").lower()
        try:
            return data.decode(_ENCODINGS.get(name, name))
        except (LookupError, UnicodeDecodeError):
            pass
    return decode(data)


def _parsed(html: str) -> HtmlElement:
    from lxml import etree
    from lxml.html import HTMLParser, document_fromstring

    html = _DECLARATION.sub("", html)
    try:
        return document_fromstring(html, parser=HTMLParser(encoding="utf-8", huge_tree=False))
    except (etree.ParserError, ValueError, AssertionError) as error:
        raise UnreadableFile(_("No text was found in the page.")) from error


_HEAD = 4096
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]*?(?:charset|encoding)\s*=\s*["']?([\w:.-]+)""", re.I
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
# As browsers read these names.
_ENCODINGS = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "x-gbk"), "gb18030"),
    **dict.fromkeys(("iso-8859-1", "latin1", "ascii", "us-ascii"), "cp1252"),
    **dict.fromkeys(("big5", "big5-hkscs", "x-x-big5"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "x-sjis", "sjis"), "cp932"),
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987"), "cp949"),
    "utf8": "utf-8",
    "unicode": "utf-8",
}
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_WEB = re.compile(r"https?://[^/]", re.I)
