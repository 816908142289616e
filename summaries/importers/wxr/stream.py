"""The entries of an export, one after the other: memory does not grow with the file.

Expat reads no other file, and a document type, in which entities are declared, is refused
before anything of it is read.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import unescape
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _

from summaries.conf import settings

from ..decoding import UnreadableFile
from ..files import File

_CHUNK = 256 * 1024
# Below an entry: its own children, theirs (``wp:postmeta``), and theirs (``wp:commentmeta``).
_DEEPEST = 3
# What an element takes beside its text.
_WEIGHT = 200
# Nobody reads these, and they may be longer than all the rest.
_UNREAD = frozenset(
    f"wp:comment_{name}" for name in ("author", "author_email", "author_url", "content")
)
# WordPress writes these raw, but XML knows no such characters.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\r"))
_NEVER = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_DECLARED = re.compile(rb"""<\?xml\s[^>]{0,100}?encoding\s*=\s*["']([\w.-]+)["']""")
_WORDPRESS = re.compile(r"https?://wordpress\.org/export/[^/]+/(excerpt/)?")
_PREFIXES = {
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://purl.org/dc/elements/1.1/": "dc:",
}
_CUT_OFF = {
    expat.errors.codes[message]
    for message in (
        expat.errors.XML_ERROR_NO_ELEMENTS,
        expat.errors.XML_ERROR_UNCLOSED_TOKEN,
        expat.errors.XML_ERROR_PARTIAL_CHAR,
        expat.errors.XML_ERROR_UNCLOSED_CDATA_SECTION,
    )
}
_AFTER_THE_END = expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]


@dataclass(slots=True)
class Element:
    """An element with its own text; names have the prefixes that WordPress gives them.

    An entry that is larger than a page may be is not ``is_whole``.
    """

    name: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Element] = field(default_factory=list)
    is_whole: bool = True

    def __getitem__(self, name: str) -> str:
        """The text of the first child of this name, or ``""``."""
        return next((one.text.strip() for one in self.children if one.name == name), "")

    def all(self, name: str) -> list[Element]:
        return [one for one in self.children if one.name == name]


def entries(file: File) -> Iterator[Element]:
    """What stands in the channel: its title, authors, categories, posts and so on.

    Raises ``UnreadableFile`` for what is no export; where one breaks off or is malformed,
    after what stands before that.
    """
    parser = _Parser(settings.IMPORT_MAX_BYTES)
    with file.open() as opened:
        for data in _chunks(opened):
            fault = parser.feed(data)
            yield from parser.taken()
            if fault:
                raise UnreadableFile(fault)
    parser.check()


class _Parser:
    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._size = 0
        self._depth = 0
        self._open: list[Element] = []
        self._complete: list[Element] = []
        self._has_read = False
        self._is_export = False
        self._first_line: int | None = None
        # The chunks are in UTF-8, whatever the file declares.
        self._expat = expat.ParserCreate("utf-8", " ")
        self._expat.buffer_text = True
        self._expat.buffer_size = _CHUNK
        # Names that HTML knows, such as &nbsp;, are in no declaration: they are skipped.
        self._expat.UseForeignDTD(True)  # noqa: FBT003  (takes no name)
        self._expat.SkippedEntityHandler = self._entity
        self._expat.StartDoctypeDeclHandler = self._doctype
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._data

    def feed(self, data: bytes) -> str:
        """Read on; no data is the end. The sentence about what is wrong, if anything is."""
        if self._first_line is None:
            # Plugins write blank lines above everything.
            bare = data.lstrip()
            self._first_line = data.count(b"\n", 0, len(data) - len(bare))
            data = bare
        try:
            self._expat.Parse(data, not data)
        except expat.ExpatError as error:
            if error.code == _AFTER_THE_END:
                return ""
            return self._said(error)
        return ""

    def taken(self) -> list[Element]:
        """The entries that are complete since the last time."""
        complete, self._complete = self._complete, []
        self._has_read |= any(one.name == "item" for one in complete)
        return complete

    def check(self) -> None:
        if not self._is_export:
            raise UnreadableFile(_no_export("rss"))

    def _line(self, line: int) -> int:
        return line + (self._first_line or 0)

    def _said(self, error: expat.ExpatError) -> str:
        has_read = self._has_read or any(one.name == "item" for one in self._complete)
        line = self._line(error.lineno)
        if error.code in _CUT_OFF:
            if has_read:
                said = _("The file is cut off in line %(line)d; what stands before it was read.")
            else:
                said = _("The file is cut off in line %(line)d.")
            return said % {"line": line}
        if has_read:
            said = _(
                "The XML is malformed in line %(line)d (%(why)s); what stands before it was read."
            )
        else:
            said = _("The XML is malformed in line %(line)d (%(why)s).")
        return said % {"line": line, "why": expat.ErrorString(error.code)}

    # -- what expat finds ----

    def _doctype(self, *_declared: object) -> None:
        said = _(
            "Line %(line)d declares a document type, as no export of WordPress does; since that"
            " can do harm, the file is not read."
        )
        raise UnreadableFile(said % {"line": self._line(self._expat.CurrentLineNumber)})

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = _short(name)
        self._depth += 1
        below = self._depth - 3
        if self._depth == 1 and name != "rss":
            raise UnreadableFile(_no_export(name))
        if below == 0:
            self._size = 0
        if not self._is_read(below):
            return
        self._size += _WEIGHT
        element = Element(name, attributes, self._line(self._expat.CurrentLineNumber))
        if below:
            self._open[-1].children.append(element)
            self._open[0].is_whole = self._size <= self._max_bytes
        self._open.append(element)
        self._is_export |= name.startswith("wp:")

    def _is_read(self, below: int) -> bool:
        """Whether an element that far below an entry is kept."""
        return below == 0 or (
            0 < below <= _DEEPEST and len(self._open) == below and self._open[0].is_whole
        )

    def _end(self, _name: str) -> None:
        if len(self._open) == self._depth - 2 > 0:
            element = self._open.pop()
            if not self._open:
                if element.name == "item" and not self._is_export:
                    raise UnreadableFile(_no_export("rss"))
                self._complete.append(element)
        self._depth -= 1

    def _data(self, text: str) -> None:
        if not self._open or len(self._open) != self._depth - 2:
            return
        element = self._open[-1]
        if element.name in _UNREAD:
            return
        self._size += len(text)
        self._open[0].is_whole = self._size <= self._max_bytes
        if self._open[0].is_whole:
            element.text += text

    def _entity(self, name: str, _is_parameter: bool) -> None:
        self._data(unescape(f"&{name};"))


@cache
def _short(name: str) -> str:
    """The name with a prefix for its address, whatever the file itself calls it."""
    address, _space, local = name.rpartition(" ")
    if match := _WORDPRESS.fullmatch(address):
        return f"excerpt:{local}" if match[1] else f"wp:{local}"
    return f"{_PREFIXES.get(address, '')}{local}" if address in _PREFIXES or not address else name


def _no_export(root: str) -> str:
    known = {
        "urlset": _("a sitemap"),
        "sitemapindex": _("a sitemap"),
        "rss": _("an RSS feed"),
        "http://www.w3.org/1999/02/22-rdf-syntax-ns# RDF": _("an RSS feed"),
        "feed": _("an Atom feed"),
        "html": _("a web page"),
    }
    what = known.get(root) or known.get(root.rpartition(" ")[2]) or f"<{root.rpartition(' ')[2]}>"
    return _("This is XML, but no export of WordPress: it is %(what)s.") % {"what": what}


def _chunks(opened: IO[bytes]) -> Iterator[bytes]:
    """The file in UTF-8, without what XML cannot hold; an empty chunk at the end."""
    data = opened.read(_CHUNK)
    if not data:
        raise UnreadableFile(_("The file is empty."))
    decode = codecs.getincrementaldecoder(_encoding(data))(errors="replace").decode
    while data:
        chunk = decode(data).encode().translate(None, _CONTROLS)
        for never in _NEVER:
            chunk = chunk.replace(never, b"")
        if chunk:
            yield chunk
        data = opened.read(_CHUNK)
    if rest := decode(b"", final=True).encode():
        yield rest
    yield b""


def _encoding(data: bytes) -> str:
    marked = next((one for mark, one in _MARKS.items() if data.startswith(mark)), "")
    if marked:
        return marked
    match = _DECLARED.search(data[:500])
    declared = match[1].decode() if match else "utf-8"
    try:
        b"".decode(declared)
    except LookupError:
        return "utf-8"
    return declared
