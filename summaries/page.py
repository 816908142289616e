"""What was found on one page of text: the importer's report, as plain data.

A ``Page`` says what an editor would say who read the page with a pencil in
hand. Strings stand as they do in the page; nothing in it is repaired.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


def _(message: str) -> str:
    """Mark a text for the translators (Django's ``gettext_noop`` would ask for its settings)."""
    return message


# The fields, reasons and kinds that findings are told by, named here to be translated
# where they are shown.
NAMES = (
    *(_("title"), _("trail"), _("menu"), _("site name"), _("date"), _("byline"), _("source")),
    *(_("form"), _("download notice"), _("previous and next"), _("elsewhere"), _("closing")),
    *(_("lead"), _("parts"), _("digits"), _("stars"), _("lost-character"), _("punctuation")),
    *(_("spacing"), _("letters"), _("repeat"), _("broken-sentence"), _("pinyin"), _("mojibake")),
    *(_("noise"), _("page-number"), _("cut-title")),
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
    """One sample: its mark as ``title`` (or ``""``) and its ``text``, one paragraph a line."""

    title: str
    text: str
    headings: tuple[Heading, ...] = ()


@dataclass(frozen=True, slots=True)
class Cut:
    """Text of the page that does not belong to the article, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Damage:
    """A damaged place: its ``text`` as it stands, the ``kind`` of fault, a repair where known."""

    text: str
    kind: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Guess:
    """A field that was inferred rather than read, and the reason in one sentence."""

    field: str
    reason: str


@dataclass(frozen=True, slots=True)
class Page:
    """Everything read off one page.

    ``published`` is an ISO date or date and time as far as the page gives it,
    ``""`` if it gives none. ``trail`` holds the categories from the outermost
    in, without site and title. ``announced_parts`` is ``None`` where the page
    names no count. ``blanks`` are distinct and in order of appearance.
    """

    title: str
    parts: tuple[PagePart, ...]
    site: str = ""
    trail: tuple[str, ...] = ()
    byline: str = ""
    published: str = ""
    source: str = ""
    announced_parts: int | None = None
    lead: str = ""
    lead_is_filler: bool = False
    cut: tuple[Cut, ...] = ()
    blanks: tuple[str, ...] = ()
    damage: tuple[Damage, ...] = ()
    guesses: tuple[Guess, ...] = ()
    language: str = "en"

    def as_dict(self) -> dict[str, Any]:
        """The page as JSON-ready data, the shape documented in docs/reference/import-report.md."""
        return asdict(self)
