"""Word: ``.docx`` files by mammoth, of which only what the text says is taken.

Headings, lists, tables, images and notes come from the document's styles and numbering.
Macros, comments and what stands in headers and footers are no part of the text.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any, BinaryIO, cast
from xml.parsers.expat import ExpatError

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from summaries import figures, pictures
from summaries import text as texts
from summaries.conf import settings
from summaries.document import Document, Part

from .decoding import UnreadableFile
from .files import File
from .plaintext.documents import TITLE_LENGTH
from .reading import FoundImage, Reading
from .richtext import listed, rich_text

SUFFIXES = (".docx", ".docm")

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# Text in XML is compressed to a fiftieth at best; above this it is a bomb.
_MOST_COMPRESSED = 200
_HARMLESS = 1_000_000
_MOST_MEMBERS = 5_000
# What mammoth and zipfile raise for files that are damaged, or made to damage.
_DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, TypeError, LookupError),
    *(AttributeError, ArithmeticError, NotImplementedError, RecursionError, SyntaxError),
    ExpatError,
)


def read(file: File) -> Iterator[Reading]:
    """The one document in the file."""
    with file.open() as data:
        archive = _archive(cast(BinaryIO, data))
        with archive:
            found = _Converted(file, archive)
            try:
                html = found.convert(cast(BinaryIO, data))
                core = _core(archive)
            except _DAMAGED as error:
                raise UnreadableFile(_("The Word file is damaged.")) from error
    yield _reading(file, found, html, core)


def _archive(data: BinaryIO) -> zipfile.ZipFile:
    """The file as an archive of a size that does no harm; raises ``UnreadableFile``."""
    start = data.read(len(_OLE))
    if start == _OLE:
        if _ENCRYPTED in data.read(settings.IMPORT_MAX_BYTES):
            raise UnreadableFile(_("The Word file is encrypted: save it without a password."))
        raise UnreadableFile(_("This is an old Word file: save it as .docx."))
    if not start:
        raise UnreadableFile(_("The file is empty."))
    try:
        archive = zipfile.ZipFile(data)
        members = archive.infolist()
    except _DAMAGED as error:
        raise UnreadableFile(_("This is no Word file, or it is damaged.")) from error
    if "[Content_Types].xml" not in archive.namelist():
        raise UnreadableFile(_("This is no Word file, or it is damaged."))
    is_bomb = any(
        one.file_size > max(_HARMLESS, _MOST_COMPRESSED * one.compress_size) for one in members
    )
    if is_bomb or len(members) > _MOST_MEMBERS:
        raise UnreadableFile(_("It is compressed more than any text would be."))
    text = sum(one.file_size for one in members if one.filename.endswith((".xml", ".rels")))
    if text > 2 * settings.IMPORT_MAX_BYTES:
        said = _("The text of the Word file is larger than %(limit)s MB.")
        raise UnreadableFile(said % {"limit": 2 * settings.IMPORT_MAX_BYTES // 1_000_000})
    return archive


# -- the text --------------------------------------------------------------------------------


@dataclass(slots=True)
class _Converted:
    """What is met on the way from the file to HTML."""

    file: File
    archive: zipfile.ZipFile
    images: dict[str, FoundImage] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    _members: dict[str, str] = field(default_factory=dict)
    _drawings: int = 0

    def convert(self, data: BinaryIO) -> str:
        try:
            import mammoth
        except ImportError as error:
            said = _("To read Word files, install: pip install 'django-summaries[docx]'.")
            raise UnreadableFile(said) from error
        self._note_what_is_left_out()
        result = mammoth.convert_to_html(
            data,
            style_map=_STYLE_MAP,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(self._image),
        )
        self._note_messages([message.message for message in result.messages])
        return str(result.value)

    def _image(self, image: Any) -> dict[str, str]:
        """The ``src`` of an image: its key, or nothing for one that browsers cannot show."""
        if image.content_type not in _CONTENT_TYPES:
            self._drawings += 1
            return {"src": ""}
        with image.open() as opened:
            data = opened.read()
        if not data or len(data) > settings.IMAGE_MAX_BYTES:
            self._drawings += 1
            return {"src": ""}
        key = pictures.digest(data)
        member = self._member(key)
        alt = " ".join((image.alt_text or "").split())
        self.images.setdefault(key, FoundImage(key, partial(_picture, self.file, member), alt))
        return {"src": figures.SCHEME + key}

    def _member(self, key: str) -> str:
        """The name of the image's file in the archive, so that no image is kept in memory."""
        if not self._members:
            for one in self.archive.infolist():
                is_text = one.filename.endswith((".xml", ".rels"))
                if not is_text and one.file_size <= settings.IMAGE_MAX_BYTES:
                    self._members[pictures.digest(self.archive.read(one))] = one.filename
        return self._members.get(key, "")

    def _note_what_is_left_out(self) -> None:
        names = set(self.archive.namelist())
        if "word/comments.xml" in names and b"<w:t" in self.archive.read("word/comments.xml"):
            self.notes.append(_("Comments were left out."))
        body = self.archive.read("word/document.xml") if "word/document.xml" in names else b""
        if formulas := len(re.findall(rb"<m:oMath[\s/>]", body)):
            said = ngettext(
                "%(count)s formula was left out.", "%(count)s formulas were left out.", formulas
            )
            self.notes.append(said % {"count": formulas})

    def _note_messages(self, messages: list[str]) -> None:
        styles = [match[1] for one in messages if (match := _UNKNOWN_STYLE.match(one))]
        styles = [one for one in dict.fromkeys(styles) if one.lower() not in _PLAIN_STYLES]
        if styles:
            said = _("Styles that were read as plain text: “%(names)s”.")
            self.notes.append(said % {"names": listed(styles)})
        if self._drawings:
            said = ngettext(
                "%(count)s drawing was left out.",
                "%(count)s drawings were left out.",
                self._drawings,
            )
            self.notes.append(said % {"count": self._drawings})
        others = [one for one in messages if not _IGNORED_MESSAGE.match(one)]
        self.notes += [texts.excerpt(one, 200) for one in dict.fromkeys(others)][:5]


def _picture(file: File, member: str) -> bytes:
    with file.open() as data, zipfile.ZipFile(cast(BinaryIO, data)) as archive:
        return archive.read(member)


# -- the reading -----------------------------------------------------------------------------


def _reading(file: File, found: _Converted, html: str, core: dict[str, str]) -> Reading:
    if not texts.from_html(html) and not found.images:
        raise UnreadableFile(_("The Word file has no text."))
    title, html = _divided(html, core.get("title", ""))
    notes = list(found.notes)
    if not title:
        title = file.stem
        notes.insert(0, _("It has no title: this is the name of its file."))
    rich = rich_text(html, file)
    keys = figures.keys(rich.html)
    author = core.get("creator", "")
    document = Document(
        title=texts.excerpt(title, TITLE_LENGTH - 1),
        parts=(Part(body=rich.html),) if rich.html else (),
        category=tuple(_names(core.get("category", ""), "[/>]"))[:5],
        tags=tuple(dict.fromkeys(_names(core.get("keywords", ""), "[,;，；、]"))),
        byline=author[:200] if _is_person(author) else "",
        language=_language(core.get("language", ""), texts.from_html(rich.html)),
    )
    own = tuple(image for key, image in found.images.items() if key in keys)
    return Reading(
        file.name,
        file.key,
        document,
        images=(*own, *rich.images),
        notes=(*notes, *rich.notes),
        takes_status=True,
    )


def _divided(html: str, named: str) -> tuple[str, str]:
    """The title and the HTML below it.

    The title is a paragraph of that style at the top, or the one heading of level 1 there;
    else what the properties say; else the first of several headings.
    """
    match = _TOP_HEADING.match(html)
    words = " ".join(texts.from_html(match["words"]).split()) if match else ""
    is_only = len(_HEADING.findall(html)) == 1
    if match and words and (match["title"] or is_only):
        return words, html[match.end() :]
    if named and not _NO_TITLE.search(named):
        same = match and words.casefold() == named.casefold()
        return named, html[match.end() :] if match and same else html
    return (words, html[match.end() :]) if match and words else ("", html)


def _core(archive: zipfile.ZipFile) -> dict[str, str]:
    """The properties of the document: title, creator, keywords, category, language."""
    from lxml import etree

    if "docProps/core.xml" not in archive.namelist():
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    root = etree.fromstring(archive.read("docProps/core.xml"), parser)
    found = {
        etree.QName(one).localname: " ".join((one.text or "").split())
        for one in root.iterchildren(tag=etree.Element)
    }
    return {name: texts.normalise(value) for name, value in found.items()}


def _names(said: str, separator: str) -> list[str]:
    return [one.strip()[:100] for one in re.split(separator, said) if one.strip()]


def _is_person(name: str) -> bool:
    """Whether the author is a name of two words, or a Chinese one, and no program or account."""
    if _ACCOUNT.search(name):
        return False
    return bool(_CHINESE_NAME.fullmatch(name) or _NAME.fullmatch(name))


def _language(said: str, text: str) -> str:
    """The one that the properties name, unless the text is written otherwise."""
    detected = texts.detect_language(text)
    if detected != "en" or not _CODE.fullmatch(said):
        return detected
    return "en" if said[:2].lower() in ("zh", "ja", "ko") else said.lower().split("-")[0]


def _style_map() -> str:
    """Styles beside those that mammoth knows, also by their Chinese names."""
    lines = [
        f"p[style-name='{name}'] => h1.title:fresh" for name in ("Title", "title", "标题", "標題")
    ]
    for level in range(1, 10):
        tag = f"h{min(level, 6)}"
        names = (f"标题 {level}", f"标题{level}", f"標題 {level}")
        names = (*names, f"Heading {level}", f"heading {level}") if level > len(_LEVELS) else names
        lines += [f"p[style-name='{name}'] => {tag}:fresh" for name in names]
    quotes = ("Quote", "Intense Quote", "Block Text", "Quotations", "引用", "明显引用")
    lines += [f"p[style-name='{name}'] => blockquote > p:fresh" for name in quotes]
    # Lists whose level is only in the name of the style.
    for kind, tag in (("Bullet", "ul"), ("Number", "ol")):
        lines.append(f"p[style-name='List {kind}'] => {tag} > li:fresh")
        for level in (2, 3, 4, 5):
            above = " > ".join(["ul|ol > li"] * (level - 1))
            lines.append(f"p[style-name='List {kind} {level}'] => {above} > {tag} > li:fresh")
    codes = ("HTML Preformatted", "Source Code", "Preformatted Text", "HTML 预设格式")
    lines += [f"p[style-name='{name}'] => pre:separator('\\n')" for name in codes]
    return "\n".join([*lines, "u => u", "r[style-name='Emphasis'] => em"])


_LEVELS = range(6)
_STYLE_MAP = _style_map()
_CONTENT_TYPES = ("image/jpeg", "image/jpg", "image/pjpeg", "image/png", "image/gif", "image/webp")
_UNKNOWN_STYLE = re.compile(r"Unrecognised (?:paragraph|run|table) style: '?(.+?)'? \(Style ID:")
_IGNORED_MESSAGE = re.compile(
    r"Unrecognised (?:paragraph|run|table) style|An unrecognised element was ignored"
    r"|Image of type|Could not find image file for a:blip|\w+ style with ID"
)
# Ordinary text, in the names that Word and LibreOffice give it.
_PLAIN_STYLES = frozenset(
    (
        "none",
        "list paragraph",
        "body text",
        "body text indent",
        "first paragraph",
        "compact",
        "caption",
        "normal (web)",
        "plain text",
        "no spacing",
        "subtitle",
        "author",
        "date",
        "text body",
        "table contents",
        "table heading",
        "standard",
        "header",
        "footer",
        "default paragraph font",
        "page number",
        "emphasis",
        "列出段落",
        "正文",
        "正文文本",
        "列表段落",
        "题注",
        "副标题",
        "普通(网站)",
        "图片",
        "image caption",
    )
)
_TOP_HEADING = re.compile(
    r'\s*(?:<a id="[^"]*"></a>)?<h1(?P<title> class="title")?>(?P<words>.*?)</h1>', re.S
)
_HEADING = re.compile(r"<h1[ >]")
# What programs write as a title.
_NO_TITLE = re.compile(
    r"^(?:microsoft word|document\d*$|doc\d*$|untitled|title$|文档\s*\d*$|无标题|未命名)"
    r"|\.(?:docx?|dotx?|odt|rtf|wps)$",
    re.I,
)
_ACCOUNT = re.compile(
    r"admin|user|microsoft|office|python|docx|pandoc|windows|lenovo|dell|hewlett|asus|apple|"
    r"libreoffice|owner|guest|client|@|\d|用户|微软|管理员|中国|系统|电脑",
    re.I,
)
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: [^\W\d_][\w.'’-]*){1,4}")
_CHINESE_NAME = re.compile(f"[{texts.HAN}]{{2,4}}")
_CODE = re.compile(r"[a-z]{2,3}(?:-[\w-]{2,10})?", re.I)
