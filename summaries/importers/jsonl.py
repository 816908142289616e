"""JSON lines: what ``export_articles jsonl`` writes, a document, place or image a line.

docs/reference/document.md lists what a line may say, document.schema.json says it to programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from summaries.conf import settings
from summaries.document import Document, DocumentError, check_fields, check_strings, parsed, strings
from summaries.figures import KEY

from .decoding import UnreadableFile
from .files import File, as_lines
from .reading import Entry, FoundImage, Place, Reading

SUFFIXES = (".jsonl",)

# The fields of lines that are no articles.
_PLACE = ("slug", "description", "addresses")
_FIELDS = {
    "category": ("category", *_PLACE),
    "tag": ("tag", *_PLACE),
    "image": ("key", "file", "alt", "is_decoration", "credit"),
}
_LISTS = frozenset({"addresses", "category"})
_FLAG = "is_decoration"
_GUID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_SAMPLE = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6"


def read(file: File) -> Iterator[Entry]:
    """What each line holds, or its error; blank lines are skipped."""
    with file.open() as lines:
        for number, line in enumerate(as_lines(lines, max_bytes=settings.IMPORT_MAX_BYTES), 1):
            name, key = f"{file.name}:{number}", f"{file.key}:{number}"
            if isinstance(line, UnreadableFile):
                yield Reading(name, key, error=str(line))
            elif line.strip():
                yield _read_line(line, name, key, file)


def _read_line(line: str, name: str, key: str, file: File) -> Entry:
    try:
        data = parsed(line)
        if isinstance(data, dict) and "type" in data:
            return _other(data, name, file)
        addresses, guid = _addresses(data), _guid(data)
        document = Document.from_dict(data)
    except (DocumentError, UnreadableFile) as error:
        return Reading(name, key, error=str(error))
    return Reading(name, document.source.key or key, document, addresses=addresses, guid=guid)


def _addresses(data: Any) -> tuple[str, ...]:
    """Take the addresses out of what is to be a document."""
    if not isinstance(data, dict) or "addresses" not in data:
        return ()
    return strings(data.pop("addresses"), "addresses")


def _guid(data: Any) -> str:
    """Take what feeds call the article out of what is to be a document."""
    guid = data.pop("guid", "") if isinstance(data, dict) else ""
    if guid != "" and not (isinstance(guid, str) and re.fullmatch(_GUID, guid)):
        raise DocumentError(_("guid: expected a UUID, such as %s.") % _SAMPLE)
    return guid


def _other(data: dict[str, Any], name: str, file: File) -> Entry:
    """The place or image of a line that says its type."""
    kind = data.pop("type")
    fields = _FIELDS.get(kind) if isinstance(kind, str) else None
    if fields is None:
        raise DocumentError(_("type: expected one of %s.") % ", ".join(_FIELDS))
    check_fields(data, fields)
    check_strings(data, (one for one in fields if one not in _LISTS and one != _FLAG))
    for one in _LISTS & data.keys():
        data[one] = strings(data[one], one)
    return _image(data, name, file) if kind == "image" else _place(data, name)


def _place(data: dict[str, Any], name: str) -> Place:
    place = Place(name, **data)
    if not (any(one.strip() for one in place.category) or place.tag.strip()):
        raise DocumentError(_("A category or tag needs a name."))
    return place


def _image(data: dict[str, Any], name: str, file: File) -> FoundImage:
    path = data.pop("file", "")
    if not isinstance(data.get(_FLAG, False), bool):
        raise DocumentError(_("%s: expected true or false.") % _FLAG)
    if not re.fullmatch(KEY, data.setdefault("key", "")):
        raise DocumentError(_("key: expected 32 digits or letters from a to f."))
    read = file.media.named(path, beside=file.name)
    if read is None:
        raise DocumentError(_("file: there is no image %(path)s.") % {"path": path or "“”"})
    return FoundImage(read=read, path=name, **data)
