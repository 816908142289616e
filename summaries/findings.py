"""Findings: what deserves an editor's attention in a document, each at its place.

A rule is a function from a ``Document`` to its findings; docs/how-to/quality-rules.md
shows how a project adds its own. Rules read ``passages()``, and make the findings by
``Passage.finding()``. ``repaired()`` takes over what they suggest.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape, unescape
from typing import Protocol, TypeVar

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from . import text as texts
from . import words
from .document import Document

KIND_LENGTH = 40
# Characters of the sentence that are shown on each side of a finding, and tell it from others.
CONTEXT = 120

LABELS = {
    "digits": _("Damaged numbers"),
    "stars": _("Stars for words"),
    "lost-character": _("Lost characters"),
    "punctuation": _("Punctuation"),
    "spacing": _("Lost spaces"),
    "letters": _("Letters"),
    "repeat": _("Repeated sentences"),
    "broken-sentence": _("Broken sentences"),
    "pinyin": _("Pinyin in the text"),
    "mojibake": _("Wrongly decoded"),
    "noise": _("Noise of a site"),
    "page-number": _("Page numbers"),
    "filler": _("Lead that says nothing"),
    "category": _("No category of its own"),
    "tags": _("No tags"),
    "short": _("Too short"),
    "title": _("Guessed title"),
    "cut": _("May be left out"),
    "link": _("Links that lead nowhere"),
    "moved-link": _("Links to old addresses"),
    "dead-link": _("Dead links to other sites"),
    "image": _("Images that are missing"),
    "duplicate": _("Near-duplicates"),
}
# The kind of a link whose address is to be replaced: from that in the note to the suggested one.
MOVED = "moved-link"
# Those of places in a text that are broken.
DAMAGE = tuple(LABELS)[:12]


def label(kind: str) -> str:
    """What a kind of finding is called; a project's own as its translations say."""
    return str(LABELS.get(kind) or gettext(kind))


@dataclass(frozen=True, slots=True)
class Finding:
    """What is found at ``text[start:end]`` of a field; ``text`` is ``""`` for a field as a whole.

    ``field`` is one of the document, or with an ``anchor`` the "title" or "body" of that
    part, whose text is what ``text.from_html()`` makes of it. ``suggestion`` is what should
    stand there, ``None`` where that is not sure. ``before`` and ``after`` are the rest of
    the sentence, ``note`` is anything else that an editor should know.
    """

    kind: str
    field: str = ""
    anchor: str = ""
    start: int = 0
    end: int = 0
    text: str = ""
    suggestion: str | None = None
    before: str = ""
    after: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        if not 0 < len(self.kind) <= KIND_LENGTH:
            raise ValueError(f"A finding's kind has 1 to {KIND_LENGTH} characters: {self.kind!r}.")

    @property
    def digest(self) -> str:
        """The same as long as the kind, the text and its sentence are."""
        said = "\0".join([self.kind, self.field, self.before, self.text, self.after])
        return hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


Rule = Callable[[Document], Iterable[Finding]]


class Repair(Protocol):
    """What of a finding, or of its row, is needed to take over its suggestion."""

    kind: str
    field: str
    anchor: str
    start: int
    text: str
    suggestion: str | None
    before: str
    after: str
    note: str


@dataclass(frozen=True, slots=True)
class Passage:
    """The text of one field of a document, or of a part of it; the ``html`` of a part's body."""

    field: str
    text: str
    anchor: str = ""
    html: str = ""

    @property
    def is_title(self) -> bool:
        """Whether this is the title of the document, not of a part."""
        return self.field == "title" and not self.anchor

    def finding(
        self, kind: str, start: int, end: int, suggestion: str | None = None, note: str = ""
    ) -> Finding:
        """The finding at these characters; a suggestion that cannot be put there is left out."""
        before, after = _sentence(self.text, start, end)
        text = self.text[start:end]
        if suggestion is not None and self._replace(start, end, suggestion) is None:
            suggestion = None
        return Finding(
            kind, self.field, self.anchor, start, end, text, suggestion, before, after, note
        )

    def joins_cells(self, start: int, end: int) -> bool:
        """Whether these characters stand in several cells of a table."""
        if "</t" not in self.html or " " not in self.text[start:end]:
            return False
        return None in words.spans(self.html)[start:end]

    def repaired(self, finding: Repair) -> Passage | None:
        """The passage with the suggestion in its place; ``None`` if the text there has changed."""
        if finding.kind == MOVED:
            return self._linked(finding.note, finding.suggestion or "")
        start = self._locate(finding)
        if start is None or finding.suggestion is None:
            return None
        return self._replace(start, start + len(finding.text), finding.suggestion)

    def _locate(self, finding: Repair) -> int | None:
        """Where the text of the finding stands now: at its place, or where else its sentence is."""
        start, end = finding.start, finding.start + len(finding.text)
        if self.text[start:end] == finding.text and (
            self.text[:start].endswith(finding.before) or self.text.startswith(finding.after, end)
        ):
            return start
        sentence = f"{finding.before}{finding.text}{finding.after}"
        if finding.text and self.text.count(sentence) == 1:
            return self.text.index(sentence) + len(finding.before)
        return None

    def _linked(self, old: str, new: str) -> Passage | None:
        """The passage with its links to the old address leading to the new one."""
        html = _HREF.sub(
            lambda found: f'{found[1]}"{escape(new)}"' if unescape(found[2]) == old else found[0],
            self.html,
        )
        return None if html == self.html else replace(self, html=html)

    def _replace(self, start: int, end: int, new: str) -> Passage | None:
        if self.field != "body":
            return replace(self, text=f"{self.text[:start]}{new}{self.text[end:]}")
        html = words.replace(self.html, start, end, new)
        return html if html is None else replace(self, html=html, text=texts.from_html(html))


@lru_cache(maxsize=1)  # all rules read the same document, one after the other
def passages(document: Document) -> tuple[Passage, ...]:
    """Title, lead, and each part's title and body, as far as they have text."""
    found = [Passage("title", document.title), Passage("lead", document.lead)]
    for part in document.parts:
        found.append(Passage("title", part.title, part.anchor))
        found.append(Passage("body", texts.from_html(part.body), part.anchor, part.body))
    return tuple(passage for passage in found if passage.text)


AnyRepair = TypeVar("AnyRepair", bound=Repair)


def repaired(document: Document, findings: Iterable[AnyRepair]) -> tuple[Document, list[AnyRepair]]:
    """The stored document with what the findings suggest, and those that were taken over.

    The others have no suggestion, or their text has changed.
    """
    places = {(one.anchor, one.field): one for one in passages(document)}
    taken = []
    for finding in sorted(findings, key=lambda one: one.start, reverse=True):
        place = finding.anchor, finding.field
        if place in places and (passage := places[place].repaired(finding)):
            places[place] = passage
            taken.append(finding)
    parts = tuple(
        replace(
            part,
            title=places[part.anchor, "title"].text if part.title else "",
            body=places[part.anchor, "body"].html if (part.anchor, "body") in places else part.body,
        )
        for part in document.parts
    )
    title, lead = places["", "title"].text, places["", "lead"].text if document.lead else ""
    return replace(document, title=title, lead=lead, parts=parts), taken


def _sentence(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands before and behind these characters in their sentence, as far as it is shown."""
    before, behind = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    *_others, last = _STOP.split(before)
    first = _STOP.split(behind, maxsplit=1)[0]
    stop = _STOP.match(behind, len(first))
    return last, first + (stop[0].rstrip() if stop else "")


_HREF = re.compile(r'(<a (?:[^<>]* )?href=)"([^"]*)"')
# The end of a sentence, or of a line.
_STOP = re.compile(r"[.!?]+[\"”’)]* +|[。！？]+[”」』）]*|\n")
