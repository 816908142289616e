"""The headers of an e-mail: its subject, who wrote it and when; they stay in the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.utils import parseaddr, parsedate_to_datetime

from .credits import Credits
from .lines import Line

# Between its headers and its text an e-mail has a blank line; so many lines are headers.
_MOST_HEADERS = 80


def read_mail(lines: Sequence[Line]) -> tuple[str, Credits] | None:
    """The subject of an e-mail, its author and date; ``None`` for any other text.

    ``From: Ann``, ``Subject: Fog``, ``Date: …`` above a blank line; not ``From: the river``.
    """
    end = next((n for n, line in enumerate(lines[:_MOST_HEADERS]) if n and line.gap), 0)
    headers = _headers(lines[:end])
    if not {"from", "subject"} <= headers.keys() or not {"to", "date"} & headers.keys():
        return None
    name, address = parseaddr(_decoded(headers["from"]))
    byline = name or address.partition("@")[0]
    return _decoded(headers["subject"]), Credits(byline, _moment(headers.get("date", "")))


def _headers(lines: Sequence[str]) -> dict[str, str]:
    """The headers by their names in small letters; a line without a name continues the last."""
    headers: dict[str, str] = {}
    name = ""
    for line in lines:
        if match := _HEADER.match(line):
            name = match["name"].lower()
            headers[name] = line[match.end() :]
        elif name:
            headers[name] += f" {line}"
        elif not _ENVELOPE.match(line):
            return {}
    return headers


def _decoded(value: str) -> str:
    """The words of a header such as ``=?utf-8?b?6Zu+?=``, or as they stand if it is torn."""
    try:
        return str(make_header(decode_header(value))).strip()
    except (HeaderParseError, UnicodeError, LookupError):
        return value.strip()


def _moment(value: str) -> str:
    try:
        return parsedate_to_datetime(value).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


_HEADER = re.compile(r"(?P<name>[A-Z][\w-]{1,40}): (?=\S)")
_ENVELOPE = re.compile(r"From \S+@\S+ ")
