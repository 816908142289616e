"""Find and replace in a document: titles, lead and what a reader sees of the texts.

A place is found where it stands in one piece: tags and their attributes are never looked
at, and what a tag cuts in two is not found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from html import escape
from time import monotonic
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from summaries.blanks import BETWEEN, split
from summaries.document import Document

# Where may be looked, as the parameters name it.
TITLES, LEAD, TEXTS = PLACES = ("titles", "lead", "texts")
LONGEST = 500
# So long one document may take; only an expression takes any time at all.
SECONDS = 1.0
# Letters that are shown around a place.
AROUND = 60


@dataclass(frozen=True, slots=True)
class Found:
    """One place: where it stands, the words around it, and what becomes of it."""

    where: str
    before: str
    old: str
    new: str
    after: str


@dataclass(frozen=True)
class Search:
    """What is looked for and put in its place; ``ValidationError`` if it cannot be.

    An expression is RE2's: its time grows with the text and no faster, whatever it says.
    """

    find: str
    replacement: str = ""
    is_expression: bool = False
    whole_words: bool = False
    match_case: bool = False
    places: tuple[str, ...] = PLACES

    @classmethod
    def of(cls, params: dict[str, Any]) -> Search:
        search = cls(**{**params, "places": tuple(params.get("places", PLACES))})
        search.check()
        return search

    def check(self) -> None:
        """Raise ``ValidationError`` if this is no search."""
        if not self.find:
            raise ValidationError({"find": _("Nothing to look for.")})
        if max(len(self.find), len(self.replacement)) > LONGEST:
            said = _("No longer than %(count)d letters.")
            raise ValidationError({"find": said % {"count": LONGEST}})
        pattern = self.pattern
        groups = [int(one) for one in _GROUP.findall(self.replacement) if one != "\\"]
        if self.is_expression and groups and max(groups) > pattern.groups:
            said = _("\\%(number)d: the expression has no such group.")
            raise ValidationError({"replacement": said % {"number": max(groups)}})

    @cached_property
    def pattern(self) -> Any:
        if not self.is_expression:
            return re.compile(re.escape(self.find), 0 if self.match_case else re.IGNORECASE)
        try:
            import re2
        except ImportError:
            said = _('Regular expressions need: pip install "django-summaries[re2]"')
            raise ValidationError({"find": said}) from None
        options = re2.Options()
        options.log_errors = False
        options.case_sensitive = self.match_case
        try:
            return re2.compile(f"(?m){self.find}", options)
        except re2.error as error:
            why = error.args[0]
            why = why.decode(errors="replace") if isinstance(why, bytes) else why
            said = _("This is no regular expression: %(why)s.") % {"why": why}
            raise ValidationError({"find": said}) from error

    def apply(self, document: Document) -> Document:
        """The document with every place replaced."""
        return self._run(document)[0]

    def found(self, document: Document) -> list[Found]:
        """Every place in the document, in the order of the text."""
        return self._run(document)[1]

    def _run(self, document: Document) -> tuple[Document, list[Found]]:
        run = _Run(self, monotonic() + SECONDS)
        if TITLES in self.places:
            document = replace(document, title=run.in_plain(document.title, _("title")))
        if LEAD in self.places:
            document = replace(document, lead=run.in_plain(document.lead, _("lead")))
        parts = []
        for number, part in enumerate(document.parts, start=1):
            name = _("Part %(number)s") % {"number": number}
            if TITLES in self.places:
                part = replace(part, title=run.in_plain(part.title, name))
            if TEXTS in self.places:
                part = replace(part, body=run.in_html(part.body, name))
            parts.append(part)
        return replace(document, parts=tuple(parts)), run.found


class _Run:
    """One document's search: counts its time and notes its places."""

    def __init__(self, search: Search, until: float):
        self.search, self.until = search, until
        self.found: list[Found] = []

    def in_plain(self, text: str, where: str) -> str:
        pieces, last = [], 0
        for start, end, new in self._places(text):
            self._note(text, start, end, new, where)
            pieces += [text[last:start], new]
            last = end
        return "".join([*pieces, text[last:]])

    def in_html(self, html: str, where: str) -> str:
        pieces, texts, starts, legible = split(html)
        places = self._places(legible)
        place = next(places, None)
        for index, (text, first) in enumerate(zip(texts, starts, strict=True)):
            changed, last = [], 0
            while place and place[0] < first + len(text):
                start, end, new = place
                if start >= first and end <= first + len(text):
                    self._note(legible, start, end, new, where)
                    changed += [text[last : start - first], new]
                    last = end - first
                place = next(places, None)
            if changed:
                pieces[2 * index] = escape("".join([*changed, text[last:]]), quote=False)
        return "".join(pieces)

    def _places(self, text: str) -> Iterator[tuple[int, int, str]]:
        for match in self.search.pattern.finditer(text):
            if monotonic() > self.until:
                raise ValidationError(_("The expression takes too long on this article."))
            start, end = match.span()
            if start == end or (self.search.whole_words and not _is_whole(text, start, end)):
                continue
            yield start, end, self._replacement(match)

    def _replacement(self, match: Any) -> str:
        if not self.search.is_expression:
            return self.search.replacement
        return _GROUP.sub(
            lambda group: "\\" if group[1] == "\\" else match.group(int(group[1])) or "",
            self.search.replacement,
        )

    def _note(self, text: str, start: int, end: int, new: str, where: str) -> None:
        before = text[max(start - AROUND, 0) : start].rpartition("\n")[2].replace(BETWEEN, " ")
        after = text[end : end + AROUND].partition("\n")[0].replace(BETWEEN, " ")
        before = f"…{before}" if start - len(before) > 0 and len(before) == AROUND else before
        after = f"{after}…" if len(after) == AROUND else after
        self.found.append(Found(where, before, text[start:end], new, after))


_GROUP = re.compile(r"\\([0-9\\])")


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether the place begins and ends where words do."""
    return not (_joins(text, start) or _joins(text, end))


def _joins(text: str, at: int) -> bool:
    return 0 < at < len(text) and _is_letter(text[at - 1]) and _is_letter(text[at])


def _is_letter(sign: str) -> bool:
    return sign.isalnum() or sign == "_"
