"""Tables: CSV and TSV as spreadsheets write them, an article a row below a row of headers."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import StringIO, TextIOWrapper
from itertools import chain, islice
from typing import BinaryIO, cast
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from summaries import text as texts
from summaries.conf import settings
from summaries.document import Document, Part, Source

from . import markdown
from .decoding import UnreadableFile
from .files import File, as_text
from .plaintext.credits import read_date
from .plaintext.documents import TITLE_LENGTH
from .plaintext.documents import moment as as_moment
from .plaintext.sentences import split_sentences
from .reading import FoundImage, Reading
from .richtext import listed, rich_text

SUFFIXES = (".csv", ".tsv")

# The names of columns, by the field that they fill; in lower case, with single spaces.
FIELDS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "subject", "post title", "标题", "题目", "文章标题", "標題"),
    "text": (
        *("text", "body", "content", "article", "html", "post content", "body html", "markdown"),
        *("正文", "内容", "文章内容", "文本", "內容"),
    ),
    "category": (
        *("category", "categories", "section", "path", "folder"),
        *("分类", "类别", "栏目", "目录", "分類"),
    ),
    "tags": ("tags", "tag", "keywords", "labels", "标签", "关键词", "关键字", "標籤"),
    "date": (
        *("date", "published", "published at", "publication date", "publish date", "pub date"),
        *("created", "created at", "post date", "日期", "发布日期", "发布时间", "时间", "發布日期"),
    ),
    "byline": ("byline", "author", "authors", "writer", "by", "作者", "撰稿人", "撰文"),
    "lead": (
        *("lead", "summary", "excerpt", "abstract", "description", "teaser", "post excerpt"),
        *("摘要", "导语", "简介", "概要", "描述"),
    ),
    "slug": ("slug", "handle", "post name", "别名"),
    "address": ("url", "address", "link", "permalink", "old url", "链接", "网址", "地址"),
    "status": ("status", "state", "post status", "状态", "狀態"),
    "language": ("language", "lang", "locale", "语言", "語言"),
    "source": ("source", "source name", "来源", "出处", "來源"),
    "source url": ("source url", "source address", "original url", "来源网址", "来源链接"),
    "licence": ("licence", "license", "许可", "许可证"),
    "key": ("key", "id", "guid", "uuid", "number", "编号", "序号"),
}
_STATUSES = {
    "draft": ("draft", "unpublished", "private", "0", "no", "false", "草稿", "未发布"),
    "review": ("review", "in review", "pending", "待审", "审核中", "待审核"),
    "published": ("published", "publish", "public", "live", "1", "yes", "true", "已发布", "发布"),
    "archived": ("archived", "archive", "归档", "已归档"),
}
_DELIMITERS = ",;\t|"


def read(file: File) -> Iterator[Reading]:
    """Each row's document or its error; empty rows are skipped."""
    encoding = _encoding(file)
    with _rows(file, encoding) as rows:
        table = _table(rows, file)
    months_first = None
    if (place := table.places.get("date")) is not None:
        with _rows(file, encoding) as rows:
            months_first = _months_first(rows, place)
    notes = table.notes
    with _rows(file, encoding) as rows:
        for row in islice(rows, 1, None):
            if isinstance(row, UnreadableFile):
                yield Reading(file.name, f"{file.key}:", error=str(row))
            elif any(row.cells):
                yield _Row(table, row, file, months_first=months_first).reading(notes)
                notes = ()


class Row:
    """The cells of a row, and the line of the file that it begins in."""

    __slots__ = ("cells", "line")

    def __init__(self, cells: list[str], line: int) -> None:
        self.cells, self.line = cells, line


# -- the file as rows ------------------------------------------------------------------------


@contextmanager
def _rows(file: File, encoding: str) -> Iterator[Iterator[Row | UnreadableFile]]:
    if not encoding:
        limit = settings.UPLOAD_MAX_BYTES
        yield _divided(StringIO(as_text(file.data(limit), max_bytes=limit)), file.suffix)
        return
    with file.open() as data:
        lines = TextIOWrapper(cast(BinaryIO, data), encoding, errors="replace", newline="")
        try:
            yield _divided(lines, file.suffix)
        finally:
            lines.detach()


def _encoding(file: File) -> str:
    """That of a text with a mark, or UTF-8; ``""`` for another one, which is to be found out."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    with file.open() as data:
        piece = data.read(_PIECE)
        if piece.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        try:
            while piece:
                decoder.decode(piece)
                if b"\x00" in piece:
                    return ""
                piece = data.read(_PIECE)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return ""
    return "utf-8-sig"


def _divided(lines: Iterable[str], suffix: str) -> Iterator[Row | UnreadableFile]:
    """The rows; as the last one, why it cannot be read any further."""
    lines = iter(lines)
    above, first = next(((n, one) for n, one in enumerate(lines) if one.strip()), (0, ""))
    if match := _SEPARATOR_LINE.match(first):
        delimiter, first, above = match[1], next(lines, ""), above + 1
    else:
        delimiter = "\t" if suffix == ".tsv" else _likeliest_delimiter(first)
    csv.field_size_limit(max(csv.field_size_limit(), settings.IMPORT_MAX_BYTES))
    reader = csv.reader(chain([first], lines), delimiter=delimiter, strict=True)
    line = above + 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            yield UnreadableFile(_reason(error) % {"line": line})
            return
        if cells is None:
            return
        yield Row([texts.normalise(cell).strip() for cell in cells], line)
        line = above + reader.line_num + 1


def _reason(error: csv.Error) -> str:
    if "larger" in str(error):
        return _("Line %(line)d: a cell is too large; the rows below were not read.")
    if "expected" in str(error) and "unexpected" not in str(error):
        return _(
            "Line %(line)d: a quotation mark inside of a cell must be doubled; the rows below"
            " were not read."
        )
    return _(
        "Line %(line)d: a quotation mark is opened in this row, and never closed; the rows below"
        " were not read."
    )


def _likeliest_delimiter(header: str) -> str:
    """The one that divides the header into the most columns that are known, or the most."""

    def known(delimiter: str) -> tuple[int, int]:
        cells = next(csv.reader([header], delimiter=delimiter), [])
        return sum(_folded(cell) in _FIELD_OF for cell in cells), len(cells)

    return max(_DELIMITERS, key=known)


# -- the header ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Table:
    """The places of the columns by their fields, and what is to be said of the others."""

    places: Mapping[str, int]
    width: int
    notes: tuple[str, ...]


def _table(rows: Iterator[Row | UnreadableFile], file: File) -> Table:
    first = next(rows, None)
    if isinstance(first, UnreadableFile):
        raise first
    if first is None or not any(first.cells):
        raise UnreadableFile(_("The file is empty."))
    headers = first.cells
    columns = {_FIELD_OF.get(_folded(field), field): h for field, h in file.options.columns.items()}
    wanted = {_folded(header): field for field, header in columns.items()}
    places: dict[str, int] = {}
    unknown = []
    for place, header in enumerate(headers):
        field = wanted.get(_folded(header))
        if field is None and header and (known := _FIELD_OF.get(_folded(header))):
            field = known if known not in columns else None
        if field and field not in places:
            places[field] = place
        elif header:
            unknown.append(header)
    _check(places, headers, columns)
    said = _("Columns that were not read: “%(names)s”.")
    notes = (said % {"names": listed(unknown)},) if unknown else ()
    return Table(places, len(headers), notes)


def _check(places: Mapping[str, int], headers: list[str], columns: Mapping[str, str]) -> None:
    """Raise ``UnreadableFile`` if a column is missing, or mapped to a field that there is not."""
    shown = {"headers": listed([header for header in headers if header])}
    for field, header in columns.items():
        if field not in FIELDS:
            said = _("There is no field “%(field)s” for a column; there are: %(fields)s.")
            raise UnreadableFile(said % {"field": field, "fields": ", ".join(FIELDS)})
        if field not in places:
            said = _("There is no column “%(header)s”; the first row has: %(headers)s.")
            raise UnreadableFile(said % {**shown, "header": header})
    for field in ("title", "text"):
        if field not in places:
            said = _(
                "No column is known to hold the %(field)s; the first row has: %(headers)s."
                " Name it: %(field)s=Header."
            )
            raise UnreadableFile(said % {**shown, "field": field})


def _folded(header: str) -> str:
    return " ".join(re.split(r"[\s_-]+", texts.caseless(header).strip("\ufeff :：*#")))


_FIELD_OF = {name: field for field, names in FIELDS.items() for name in names}


# -- dates -----------------------------------------------------------------------------------


def _months_first(rows: Iterator[Row | UnreadableFile], place: int) -> bool | None:
    """Whether the dates of the column are like 12/31/2024; ``None`` if that cannot be told."""
    first = second = False
    for row in islice(rows, 1, None):
        cell = row.cells[place] if isinstance(row, Row) and place < len(row.cells) else ""
        if match := _SLASHES.match(cell):
            first |= int(match["first"]) > _MONTHS
            second |= int(match["second"]) > _MONTHS
    return None if first == second else second


def _date(written: str, months_first: bool | None) -> str:
    """The date in ISO 8601, with its time and offset if there are any; ``""`` if it is unclear."""
    written = _AFTERNOON.sub(_in_24_hours, written)
    if _ISO.match(written):
        iso = re.sub(r"\s*([+-]\d\d:?\d\d|Z|UTC)$", r"\1", written).replace("UTC", "Z")
        try:
            return datetime.fromisoformat(iso).isoformat() if len(iso) > _DAY else iso
        except ValueError:
            return read_date(written)
    if match := _DOTS.match(written):
        day, month = match["first"], match["second"]
    elif match := _SLASHES.match(written):
        day, month = match["first"], match["second"]
        if months_first is None and day != month:
            return ""
        if months_first:
            day, month = month, day
    elif match := _DAY_MONTH_NAME.match(written):
        return read_date(f"{match['month']} {match['day']}, {_full(match['year'])} {match['rest']}")
    else:
        return read_date(written)
    return read_date(f"{_full(match['year'])}-{month}-{day} {match['rest']}")


def _in_24_hours(match: re.Match[str]) -> str:
    hour = int(match["hour"]) % 12 + (12 if match["half"].lower() == "p" else 0)
    return f"{hour}{match['rest']}"


def _full(year: str) -> str:
    return f"20{year}" if len(year) == len("24") else year


# -- a row -----------------------------------------------------------------------------------


class _Row:
    """A row of the table on the way to its reading."""

    def __init__(self, table: Table, row: Row, file: File, *, months_first: bool | None) -> None:
        self._table, self._row, self._file = table, row, file
        self._months_first = months_first
        self._notes: list[str] = []
        self._images: tuple[FoundImage, ...] = ()

    def reading(self, notes: Sequence[str]) -> Reading:
        name = f"{self._file.name}:{self._row.line}"
        own = self._cell("key") or self._cell("address") or self._cell("slug")
        key = f"{self._file.key}:{own or self._row.line}"[:_LONGEST_KEY]
        over = [cell for cell in self._row.cells[self._table.width :] if cell]
        if over:
            said = _("The row has more cells than the header: “%(cell)s” belongs to no column.")
            return Reading(name, key, error=said % {"cell": texts.excerpt(over[0], 60)})
        document = self._document()
        if not document.title:
            return Reading(name, key, error=_("The row has neither a title nor a text."))
        address = self._cell("address")
        parsed = urlsplit(address) if _WEB.match(address) else None
        return Reading(
            name,
            key,
            document,
            addresses=(address,) if parsed or address.startswith("/") else (),
            images=self._images,
            site=f"{parsed.scheme}://{parsed.netloc}" if parsed else "",
            notes=(*notes, *self._notes),
            takes_status=not self._cell("status"),
        )

    def _cell(self, field: str) -> str:
        place = self._table.places.get(field)
        return self._row.cells[place] if place is not None and place < len(self._row.cells) else ""

    def _line(self, field: str) -> str:
        return " ".join(self._cell(field).split())

    def _document(self) -> Document:
        title, body = self._line("title"), self._body()
        if not title and (words := texts.from_html(body)):
            title = split_sentences(words.partition("\n")[0])[0].strip()
            self._notes.append(_("The row has no title; this is the first sentence of its text."))
        source, url = self._line("source"), self._line("source url")
        if _WEB.match(source):
            source, url = "", url or source
        return Document(
            title=texts.excerpt(title, TITLE_LENGTH - 1),
            parts=(Part(body=body),) if body else (),
            slug=texts.slugify(slug) if (slug := self._line("slug").strip("/")) else "",
            category=tuple(self._divided("category")),
            tags=tuple(dict.fromkeys(self._divided("tags"))),
            lead=self._line("lead"),
            status=self._status(),
            published_at=self._published(),
            byline=self._line("byline")[:200],
            source=Source(source[:200], url if _WEB.match(url) else ""),
            licence=self._line("licence")[:100],
            language=self._line("language").replace("_", "-")[:16],
        )

    def _body(self) -> str:
        """The text as HTML: it is HTML, Markdown or plain paragraphs."""
        text = self._cell("text")
        if _HTML.search(text):
            rich = rich_text(text, self._file, base=self._cell("address"))
            self._images = rich.images
            self._notes += rich.notes
            return rich.html
        if markdown.is_markdown(text):
            _page, html = markdown.read(text, title=self._line("title"))
            return html or texts.to_html(text)
        return texts.to_html(text)

    def _divided(self, field: str) -> list[str]:
        cell = self._line(field)
        if field == "tags":
            names = re.split(r"[,;|、，；]", cell)
        else:
            names = _ARROW.split(cell) if _ARROW.search(cell) else re.split("[/／]", cell)
        return [name.strip()[:_LONGEST_NAME] for name in names if name.strip()]

    def _status(self) -> str:
        said = texts.caseless(self._cell("status"))
        status = _STATUS_OF.get(said, "")
        if said and not status:
            note = _("The status “%(status)s” is not known: it is a draft.")
            self._notes.append(note % {"status": self._line("status")[:40]})
        return status or "draft"

    def _published(self) -> datetime | None:
        written = self._line("date")
        if not written:
            return None
        moment = as_moment(_date(written, self._months_first))
        if moment is None and _SLASHES.match(written) and self._months_first is None:
            said = _("The date “%(date)s” may be two: write it as 2024-12-31.")
            self._notes.append(said % {"date": written[:40]})
        elif moment is None:
            said = _("The date “%(date)s” cannot be read: write it as 2024-12-31.")
            self._notes.append(said % {"date": written[:40]})
        return moment


_STATUS_OF = {name: status for status, names in _STATUSES.items() for name in names}
_PIECE = 1024 * 1024
_MONTHS = 12
_DAY = len("2024-12-31")
_LONGEST_KEY = 500
_LONGEST_NAME = 100
_SEPARATOR_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\s*$", re.I)
_WEB = re.compile(r"https?://[^\s/]", re.I)
_HTML = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|ol|li|table|tr|td|blockquote|pre|strong|em|b|i|u|a|img|span)"
    r"(?:\s[^<>]*)?/?>",
    re.I,
)
_ARROW = re.compile(r"\s*(?:->|[>›»＞→])\s*")
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_AFTERNOON = re.compile(
    r"\b(?P<hour>1[0-2]|0?[1-9])(?P<rest>:\d\d(?::\d\d)?)\s*(?P<half>[ap])\.?m\b\.?", re.I
)
_REST = r"(?P<rest>(?:[ ,T].*)?)$"
_DOTS = re.compile(rf"(?P<first>\d\d?)\.\s?(?P<second>\d\d?)\.\s?(?P<year>\d{{4}}|\d\d){_REST}")
_SLASHES = re.compile(
    rf"(?P<first>\d\d?)(?P<sign>[/-])(?P<second>\d\d?)(?P=sign)(?P<year>\d{{4}}|\d\d){_REST}"
)
_DAY_MONTH_NAME = re.compile(
    rf"(?P<day>\d\d?)[ .-]+(?P<month>[A-Za-z]{{3,9}})[ .,-]+(?P<year>\d{{4}}|\d\d){_REST}"
)
