"""Who wrote a page, when it was published, and where it was taken from."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from dataclasses import dataclass

from summaries.quality.phrases import folded

from .titles import weight
from .vocabulary.labels import (
    AFTER_NAMES,
    COMPILING,
    COUNTERS,
    LABELS,
    LENT_BY,
    NO_NAMES,
    OURSELVES,
    PUBLICATIONS,
    PUBLICATIONS_IN_CHINESE,
    PUBLISHED,
    ROLES,
)
from .vocabulary.notices import SOURCES


@dataclass(frozen=True, slots=True)
class Credits:
    """What the lines around a title say about the page; what is unknown is ``""``."""

    byline: str = ""
    published: str = ""
    source: str = ""
    category: str = ""

    def filled_from(self, other: Credits) -> Credits:
        """These credits, with the empty fields filled from another."""
        return Credits(
            self.byline or other.byline,
            self.published or other.published,
            self.source or other.source,
            self.category or other.category,
        )


def read_credits(line: str) -> Credits | None:
    """What a line such as "Author: X  Source: Y" or a bare date says; else ``None``."""
    if weight(line) > _LONGEST_LINE:
        return None
    line = _WRITTEN_BY.sub("作者：", line)
    return _read_signed(line) or _read_labelled(line)


def _read_signed(line: str) -> Credits | None:
    """``by Lin Mei on 2020-03-01``, or a date alone; not ``We met on 2020-03-01``."""
    signed = _BY_ON.match(line) or _ON_BY.match(line)
    if signed:
        return Credits(_names(signed["name"]), read_date(signed["date"]))
    dated = _BARE_DATE.fullmatch(line)
    if dated:
        return Credits(_names(dated["signer"] or ""), read_date(line))
    if updated := _UPDATED.fullmatch(line):
        return Credits(published=read_date(updated["date"]))
    return None


def _read_labelled(line: str) -> Credits | None:
    """``Author: Lin Mei  Views: 12``, perhaps behind a date; not ``Name: Lin Mei``."""
    labels = list(_LABEL.finditer(folded(line)))
    if not labels:
        return None
    first = labels[0].start()
    if first > _FURTHEST_LABEL or (first and not _DATE.match(line)):
        return None
    values = {"published": read_date(line[:first])} if first else {}
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = line[label.end() : following.start() if following else len(line)]
        _fill(values, label.lastgroup or "", value.strip(_AROUND_VALUES))
    values.pop("noise", None)
    values.setdefault("byline", values.pop("editor", ""))
    values.pop("editor", None)
    return Credits(**values)


def _fill(values: dict[str, str], field: str, value: str) -> None:
    """Set a field to the value behind its label, unless an earlier label did."""
    if field == "published":
        value = read_date(_COMPACT_DATE.sub(r"\1-\2-\3", value))
        if not value:
            return
    elif field in ("byline", "editor"):
        if date := read_date(value):
            values.setdefault("published", date)
        value = _names(value)
    elif field == "source" and OURSELVES.finds(value):
        value = ""
    values.setdefault(field, value)


def read_date(text: str) -> str:
    """The first full date in ``text`` in ISO form, with its time if any; ``""`` without a year."""
    matches = [match for pattern in _DATES if (match := pattern.search(text))]
    if not matches:
        return ""
    found = min(matches, key=re.Match.start).groupdict()
    month = found["month"]
    if not month.isdigit():
        month = _MONTHS.index(month[:3].lower()) + 1
    try:
        date = datetime.date(int(found["year"]), int(month), int(found["day"])).isoformat()
    except ValueError:
        return ""
    time = found["time"]
    if not time:
        return date
    return f"{date}T{datetime.time(*map(int, time.split(':'))).isoformat()}"


def split_signature(line: str, *, alone: bool = False) -> tuple[str, str]:
    """A last line without the author's note in brackets at its end, and that note.

    At the very end of a page the brackets may contain the name ``alone``.
    """
    match = _find_signature(line) or (_NAME_ALONE.search(line) if alone else None)
    if not match or weight(match[0]) > _LONGEST_NOTE:
        return line, ""
    return line[: match.start()].rstrip(), match[0].strip()


def signature_names(note: str) -> str:
    """The names in "(Reporter: NAME)"."""
    if match := _find_signature(note):
        names = match["note"]
        return _names(names[_role_end(names) :])
    match = _NAME_ALONE.search(note)
    return _names(match["names"]) if match else ""


def find_source(text: str) -> str:
    """The site or publication from which the text was taken, as a lead or tail says."""
    return next((name for name in _sources(text) if name and not OURSELVES.finds(name)), "")


def _sources(text: str) -> Iterator[str]:
    """What may be the name of the source, the likeliest first."""
    for pattern in _SOURCES:
        yield from (match["name"].strip(_AROUND_SOURCES) for match in pattern.finditer(text))
    for line in text.split("\n"):
        label = SOURCES.find(line)
        if label and (name := _SOURCE_NAME.match(line, label.end())):
            yield name["name"].strip(_AROUND_SOURCES)
    for pattern in _CHINESE_SOURCES:
        yield from (match["name"].strip(_AROUND_SOURCES) for match in pattern.finditer(text))


def _find_signature(line: str) -> re.Match[str] | None:
    """The note ``(Reporter: Lin Mei)`` at the end of a line; not ``(a little)``."""
    match = _NOTE.search(line, max(0, len(line) - _LONGEST_NOTE))
    return match if match and _role_end(match["note"]) else None


def _role_end(note: str) -> int:
    """Where the words for the author's role end in a note, or 0."""
    match = ROLES.find(note)
    return match.end() if match else 0


def _names(value: str) -> str:
    """The value without dates, user numbers and view counts."""
    value = _DATE.sub("", value)
    if field := AFTER_NAMES.find(value):
        value = value[: field.start()]
    value = _USER_NUMBER.sub("", value).strip(_AROUND_VALUES + ":：")
    return "" if _NO_LETTERS.fullmatch(value) or NO_NAMES.finds(value) else value


# Such lines are short, in Latin letters; a longer one is a sentence.
_LONGEST_LINE = 240
_LONGEST_NOTE = 120
# Before the first label stands a date at most.
_FURTHEST_LABEL = 40
_AROUND_VALUES = " \t\u3000|｜,，;；/-—()（）[]【】"
_NO_LETTERS = re.compile(r"[\W\d_xX]*")
_USER_NUMBER = re.compile(
    r"[(（\[]?\b(?:id|uid|user|no\.?)?\s*[:：#]?\s*\d{3,}[)）\]]?", re.IGNORECASE
)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_TIME = r"(?:[\sT,]*(?P<time>(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?))?"
_DATES = tuple(
    re.compile(pattern + _TIME, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}\s*[-/.年년]\s*(?P<month>1[0-2]|0?[1-9])\s*[-/.月월]"
        r"\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*[日일号]?",
        rf"{_MONTH}\s*(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s*,?\s*{_YEAR}",
        rf"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s*{_MONTH}\s*,?\s*{_YEAR}",
    )
)
_ANY_DATE = "|".join(re.sub(r"\?P<\w+>", "?:", pattern.pattern) for pattern in _DATES)
_DATE = re.compile(_ANY_DATE, re.IGNORECASE)
# "20170531" is a date behind a label only; elsewhere it may be any number.
_COMPACT_DATE = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)$")
# A date, perhaps followed by the numbers of views and comments, and by the author.
_BARE_DATE = re.compile(
    rf"[(（\[]?\s*(?:{_ANY_DATE})\s*[)）\]]?(?:[\s\d|,/]|{COUNTERS.pattern})*"
    r"(?:by\s*(?P<signer>[^\d]{0,40}))?",
    re.IGNORECASE,
)
_BY_ON = re.compile(
    rf"(?i)(?:(?:{PUBLISHED.pattern}) )?by:?\s+(?P<name>.{{1,60}}?)\s+(?:on|at)"
    r"\s+(?P<date>.{6,40})$"
)
_ON_BY = re.compile(
    rf"(?i)(?:(?:{PUBLISHED.pattern}) )?on\s+(?P<date>{_ANY_DATE})\s*,?\s+by:?"
    r"\s+(?P<name>.{1,40})$"
)
# "Plum Monthly Updated on 2020-03-01": the words before "Updated" name no author.
_UPDATED = re.compile(
    rf"(?:[A-Z]\w* ){{0,4}}(?i:(?:last )?(?:{PUBLISHED.pattern})(?: on| at)?\s*[:：]?"
    rf"\s*(?P<date>{_ANY_DATE}))"
)
# "文/林梅" is how magazines name the author; "语文/数学" and "文/理分科" are other things.
_WRITTEN_BY = re.compile(r"^文\s?[/／|｜]\s?(?=[\u4e00-\u9fff]{2,4}(?:\s|$))")
_LABEL = re.compile("|".join(f"(?P<{field}>{labels.pattern})" for field, labels in LABELS.items()))
_NOTE = re.compile(r"[(（\[【]\s*(?P<note>[^()（）]{1,100})[)）\]】]\s*$")
_NAME_ALONE = re.compile(
    r"(?:^|(?<=[.。!！”\"]))\s*[(（](?P<names>[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}"
    r"|[\u4e00-\u9fff]{2,3}(?: [\u4e00-\u9fff]{2,3})?)[)）]\s*$"
)
_SITE = r"(?:[\w-]{1,40}\.){1,4}(?:com|cn|net|org|cc|info|me|top)\b"
_SOURCES = (
    re.compile(r"^(?P<name>[A-Z]\w+ Encyclopedia|\w{2,4}百科)(?=\s*[-—]|$)", re.MULTILINE),
    re.compile(rf"(?i)\b(?:by|from|on|of|at|in)\s+(?P<name>{_SITE})"),
    re.compile(
        r"\b(?:by|from|[Ss]ource\s*[:：])\s*(?P<name>(?:the )?(?:[A-Z][\w'&-]*\s+){1,5}"
        rf"(?i:{PUBLICATIONS.pattern}))"
    ),
)
_CHINESE_SOURCES = (
    re.compile(
        rf"(?:{LENT_BY.pattern})(?P<name>[\w.]{{2,14}}?(?:{PUBLICATIONS_IN_CHINESE.pattern}))"
    ),
    re.compile(
        rf"(?P<name>\w{{2,10}}(?:{PUBLICATIONS_IN_CHINESE.pattern}))(?:{COMPILING.pattern})"
    ),
    re.compile(rf"(?<![\w.-])(?P<name>{_SITE})\s*(?:{COMPILING.pattern})"),
)
_AROUND_SOURCES = ' ,，.:："“”《》'
_SOURCE_NAME = re.compile(r"\s*[:：于自]?\s*(?P<name>[^\n,，。;；()（）|]{2,60})")
