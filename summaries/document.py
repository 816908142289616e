"""The neutral form of an article: what every importer returns and every exporter takes.

``Document.to_json()`` and ``Document.from_json()`` are inverse to each other.
The JSON is versioned: ``{"version": 1, "title": …, "parts": [{"title": …,
"body": …, "anchor": …}], …}``; docs/reference/document.md lists every field.
"""

from __future__ import annotations

import json
import re
import reprlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

VERSION = 1
STATUSES = ("draft", "review", "published", "archived")
# The fields that say where and when a document is shown, not what it says.
PUBLICATION_FIELDS = frozenset(
    ("slug", "status", "published_at", "expires_at", "is_featured", "comments_allowed")
)


class DocumentError(ValueError):
    """The data is not a document; the message names the field and what is expected there."""


@dataclass(frozen=True, slots=True)
class Part:
    """One text of the document; ``body`` is HTML, ``anchor`` is stable or, if new, ``""``."""

    title: str = ""
    body: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where the document was taken from; ``key`` identifies it in a repeated import."""

    name: str = ""
    url: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An article with its parts. All text is plain, except the parts' ``body``.

    ``category`` holds the names from the root of the tree; ``author`` and
    ``changed_by`` are user names. Times are aware datetimes or ``None``.
    """

    title: str
    parts: tuple[Part, ...] = ()
    slug: str = ""
    category: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lead: str = ""
    status: str = "draft"
    published_at: datetime | None = None
    expires_at: datetime | None = None
    byline: str = ""
    author: str = ""
    source: Source = Source()
    licence: str = ""
    language: str = ""
    is_featured: bool = False
    comments_allowed: bool = True

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready data; times as ISO 8601."""
        data = {"version": VERSION, **_fields(self)}
        data["source"] = _fields(self.source)
        data["parts"] = [_fields(part) for part in self.parts]
        for name in ("published_at", "expires_at"):
            if data[name] is not None:
                data[name] = data[name].isoformat()
        return data

    def changes_from(self, other: Document | None) -> list[str]:
        """The names of the fields that differ; without ``other``, of those that are not empty."""
        other = other or Document(title="")
        names = (field.name for field in fields(self))
        return [name for name in names if getattr(self, name) != getattr(other, name)]

    def to_json(self) -> str:
        """The document as one line of JSON."""
        return json.dumps(self.to_dict(), ensure_ascii=False)

    @classmethod
    def from_dict(cls, data: Any, *, is_complete: bool = True) -> Document:
        """The document that ``to_dict()`` wrote; raises ``DocumentError`` for anything else.

        One that is still being written, and so not ``is_complete``, may lack a title.
        """
        if not isinstance(data, Mapping):
            raise DocumentError(_('A document is a JSON object, such as {"title": "…"}.'))
        data = dict(data)
        version = data.pop("version", VERSION)
        if version != VERSION or isinstance(version, bool):
            raise DocumentError(_("version: %s is not supported.") % reprlib.repr(version))
        if unknown := sorted(data.keys() - {field.name for field in fields(cls)}):
            raise DocumentError(_("%s: a document has no such field.") % _shown(unknown[0]))
        check_strings(data, _TEXT_FIELDS)
        if is_complete and not str(data.get("title", "")).strip():
            raise DocumentError(_("title: a document needs a title."))
        if data.get("status", "draft") not in STATUSES:
            raise DocumentError(_("status: expected one of %s.") % ", ".join(STATUSES))
        for name in ("is_featured", "comments_allowed"):
            if not isinstance(data.get(name, True), bool):
                raise DocumentError(_("%s: expected true or false.") % name)
        for name in ("category", "tags"):
            data[name] = strings(data.get(name, ()), name)
        for name in ("published_at", "expires_at"):
            data[name] = _moment(data.get(name), name)
        source = data.get("source")
        data["source"] = _nested(Source, {} if source is None else source, "source")
        parts = data.get("parts", ())
        if not isinstance(parts, list | tuple):
            raise DocumentError(_("parts: expected a list of objects."))
        data["parts"] = tuple(_nested(Part, part, f"parts[{i}]") for i, part in enumerate(parts))
        return cls(**{"title": "", **data})

    @classmethod
    def from_json(cls, text: str) -> Document:
        """The document that ``to_json()`` wrote; raises ``DocumentError`` for anything else."""
        return cls.from_dict(parsed(text))


def parsed(text: str) -> Any:
    """What the JSON holds; raises ``DocumentError``."""
    try:
        return json.loads(text)
    except ValueError as error:  # also a number of too many digits
        raise DocumentError(_("Not JSON: %s.") % error) from error
    except RecursionError as error:
        raise DocumentError(_("The JSON is nested too deeply.")) from error


def check_fields(data: Mapping[str, Any], names: Collection[str], where: str = "") -> None:
    """Raise ``DocumentError`` if the data have a field that is none of these."""
    if unknown := sorted(data.keys() - set(names)):
        raise DocumentError(_("%s: there is no such field.") % (where + _shown(unknown[0])))


def check_strings(data: Mapping[str, Any], names: Iterable[str], where: str = "") -> None:
    """Raise ``DocumentError`` if one of these fields is there and is no text."""
    for name in names:
        if not isinstance(value := data.get(name, ""), str):
            raise DocumentError(_("%s: expected a string.") % (where + name))
        _check_characters(value, where + name)


def strings(value: Any, name: str) -> tuple[str, ...]:
    """The texts in a list; raises ``DocumentError``."""
    if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
        raise DocumentError(_("%s: expected a list of strings.") % name)
    for item in value:
        _check_characters(item, name)
    return tuple(value)


def _fields(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


_SURROGATE = re.compile("[\ud800-\udfff]")
_TEXT_FIELDS = ("title", "slug", "lead", "status", "byline", "author", "licence", "language")


def _check_characters(value: str, name: str) -> None:
    """Refuse the characters that no database or no encoding can hold."""
    if "\x00" in value:
        raise DocumentError(_("%s: contains a NUL character.") % name)
    if half := _SURROGATE.search(value):
        raise DocumentError(
            _("%(field)s: contains %(half)s, which is half a character.")
            % {"field": name, "half": _shown(half[0])}
        )


def _shown(name: str) -> str:
    """The name, not too long, as every terminal and file can take it."""
    return name[:100].encode(errors="backslashreplace").decode()


def _moment(value: Any, name: str) -> datetime | None:
    if value is None:
        return None
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    except (TypeError, ValueError):
        moment = None
    if moment is None or moment.tzinfo is None:
        raise DocumentError(
            _("%s: expected a time with its time zone, such as 2026-11-23T09:00:00+00:00.") % name
        )
    if not is_representable(moment):
        raise DocumentError(_("%s: the time lies outside the years 1 to 9999.") % name)
    return moment


def is_representable(moment: datetime) -> bool:
    """Whether the time lies in the years 1 to 9999 in UTC and in the project's time zone."""
    try:
        moment.astimezone(UTC)
        moment.astimezone(timezone.get_default_timezone())
    except OverflowError:
        return False
    return True


def _nested(kind: type, value: Any, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise DocumentError(_("%s: expected an object.") % where)
    names = tuple(field.name for field in fields(kind))
    check_fields(value, names, f"{where}.")
    check_strings(value, names, f"{where}.")
    return kind(**value)
