"""The report on one page of text: what was found, as plain data.

All strings are copied from the page; nothing is repaired.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from summaries.quality import Damage

from .lines import Line


def _(message: str) -> str:
    """Mark a text for translation; unlike Django's ``gettext_noop``, it needs no settings."""
    return message


# Fields, reasons and kinds of findings, marked for translation; the admin shows them.
NAMES = (
    *(_("title"), _("trail"), _("menu"), _("site name"), _("date"), _("byline"), _("source")),
    *(_("form"), _("download notice"), _("previous and next"), _("elsewhere"), _("closing")),
    *(_("lead"), _("parts"), _("digits"), _("stars"), _("lost-character"), _("punctuation")),
    *(_("spacing"), _("letters"), _("repeat"), _("broken-sentence"), _("pinyin"), _("mojibake")),
    *(_("noise"), _("page-number"), _("cut-title"), _("front matter"), _("comment")),
    *(_("teaser"), _("site notice")),
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading inside a part; ``level`` is its depth there, from 1."""

    text: str
    level: int
    run_in: bool = False


@dataclass(frozen=True, slots=True)
class PagePart:
    """One sample: its mark as ``title`` (or ``""``), its lines, and which are headings."""

    title: str
    lines: tuple[Line, ...]
    headings: Mapping[int, Heading] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The text, one paragraph a line."""
        return "\n".join(self.lines)

    def as_dict(self) -> dict[str, Any]:
        headings = [asdict(heading) for _line, heading in sorted(self.headings.items())]
        return {"title": self.title, "text": self.text, "headings": headings}


@dataclass(frozen=True, slots=True)
class Cut:
    """Text of the page that does not belong to the article, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Guess:
    """A field that was inferred rather than read, and the reason in one sentence."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything found on one page.

    ``published`` is an ISO date or date and time as far as the page gives it,
    ``""`` if it gives none. ``is_draft`` says that the page calls itself a draft.
    ``suggested_cuts`` may be furniture, but were left in the text. ``trail`` holds
    the categories from the outermost in, without site and title. ``announced_parts``
    is ``None`` if the page announces no number of parts. ``blanks`` are distinct and
    in order of appearance.
    """

    title: str
    parts: tuple[PagePart, ...]
    site: str = ""
    trail: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    is_draft: bool = False
    byline: str = ""
    published: str = ""
    source: str = ""
    announced_parts: int | None = None
    lead: str = ""
    lead_is_filler: bool = False
    cut: tuple[Cut, ...] = ()
    suggested_cuts: tuple[Cut, ...] = ()
    blanks: tuple[str, ...] = ()
    damage: tuple[Damage, ...] = ()
    guesses: tuple[Guess, ...] = ()
    language: str = "en"

    def as_dict(self) -> dict[str, Any]:
        """The page as JSON-ready data, the shape documented in docs/reference/import-report.md."""
        return asdict(replace(self, parts=())) | {"parts": [part.as_dict() for part in self.parts]}
