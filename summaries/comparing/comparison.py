"""The difference of two documents."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cached_property
from typing import Any, Literal

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from summaries import text as texts
from summaries.document import Document, Part, Source

from .blocks import BlockChange, compare_blocks
from .words import Run, compare_words

_STATUSES = {
    "draft": _("Draft"),
    "review": _("In review"),
    "published": _("Published"),
    "archived": _("Archived"),
}
# The plain fields, in the order in which they are told, by the names of their columns.
_LABELS: dict[str, str | Promise] = {
    "title": _("title"),
    "category": _("category"),
    "tags": _("tags"),
    "lead": _("lead"),
    "status": _("status"),
    "published_at": _("publication time"),
    "expires_at": _("expiry time"),
    "is_featured": _("featured"),
    "byline": _("byline"),
    "author": _("author"),
    "source_name": _("source"),
    "source_url": _("source address"),
    "source_key": _("import key"),
    "licence": _("licence"),
    "slug": _("slug"),
    "language": _("language"),
    "comments_allowed": _("comments allowed"),
}

_WORDED = ("title", "lead", "byline", "source_name", "licence")


def label(name: str) -> str:
    """What the admin calls a plain field, or the parts."""
    return str(_LABELS.get(name, _("text")))


def shown(name: str, value: Any) -> str:
    """The value of a plain field, or the parts, in words; ``""`` for nothing."""
    if name == "parts":
        return ", ".join(part.title or part.anchor for part in value)
    if isinstance(value, bool):
        return gettext("Yes") if value else gettext("No")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "DATETIME_FORMAT")
    if name == "status":
        return str(_STATUSES.get(value, value))
    if isinstance(value, tuple):
        return (" › " if name == "category" else ", ").join(value)
    return str(value or "")


def values(document: Document) -> dict[str, Any]:
    """The plain fields of the document; those of its source have names of their own."""
    source = {f"source_{one.name}": getattr(document.source, one.name) for one in fields(Source)}
    return {name: source[name] if name in source else getattr(document, name) for name in _LABELS}


def with_values(document: Document, new: Mapping[str, Any]) -> Document:
    """The document with these plain fields."""
    plain = dict(new)
    source = {
        one.name: plain.pop(f"source_{one.name}")
        for one in fields(Source)
        if f"source_{one.name}" in plain
    }
    return replace(document, source=replace(document.source, **source), **plain)


def differs(name: str, old: Any, new: Any) -> bool:
    """Whether two values of a plain field are different; tags have no order."""
    return set(old) != set(new) if name == "tags" else bool(old != new)


@dataclass(frozen=True)
class FieldChange:
    """A plain field and its two values; those of the category are names from the root."""

    name: str
    old: Any
    new: Any

    @property
    def label(self) -> str:
        return label(self.name)

    @property
    def added(self) -> tuple[str, ...]:
        """Of tags, those that were added."""
        return tuple(sorted(set(self.new) - set(self.old)))

    @property
    def removed(self) -> tuple[str, ...]:
        """Of tags, those that were removed."""
        return tuple(sorted(set(self.old) - set(self.new)))

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """Texts word by word, tags one by one; other values as a whole."""
        if self.name == "tags":
            return tuple(self._tags())
        if self.name in _WORDED:
            return compare_words(self.old, self.new)
        old, new = shown(self.name, self.old), shown(self.name, self.new)
        runs = (Run("same", new),) if old == new else (Run("removed", old), Run("added", new))
        return tuple(run for run in runs if run.text)

    def _tags(self) -> Iterator[Run]:
        for number, tag in enumerate(sorted({*self.old, *self.new})):
            if number:
                yield Run("same", ", ")
            is_same = tag in self.old and tag in self.new
            yield Run("same" if is_same else "added" if tag in self.new else "removed", tag)


@dataclass(frozen=True)
class PartChange:
    """A part that was added, removed, changed or moved.

    The numbers are its places among the old and the new parts; the first is 1.
    """

    old: Part | None = None
    new: Part | None = None
    old_number: int = 0
    number: int = 0
    is_moved: bool = False

    @property
    def part(self) -> Part:
        part = self.new or self.old
        assert part is not None, "A part of neither text is no change."  # noqa: S101
        return part

    @property
    def label(self) -> str:
        number = self.number or self.old_number
        return self.part.title or gettext("Part %(number)s") % {"number": number}

    @property
    def kind(self) -> Literal["added", "removed", "changed", "moved"]:
        """What has become of it; of a part that was moved and changed, that it changed."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "changed" if self.old != self.new else "moved"

    @cached_property
    def title(self) -> tuple[Run, ...]:
        return compare_words(self.old.title if self.old else "", self.new.title if self.new else "")

    @cached_property
    def blocks(self) -> tuple[BlockChange, ...]:
        """The blocks of both bodies, in order; those of a moved part are all the same."""
        return compare_blocks(self.old.body if self.old else "", self.new.body if self.new else "")

    @property
    def is_formatting(self) -> bool:
        """Whether the words are the same as before, and only their form is another."""
        if self.kind != "changed" or self.old is None or self.new is None:
            return False
        if self.old.title != self.new.title:
            return False
        return texts.from_html(self.old.body) == texts.from_html(self.new.body)


@dataclass(frozen=True)
class Comparison:
    """What makes of one document another. It is false if nothing does.

    The parts stand in the order of the new document, each removed one at its old place.
    """

    fields: tuple[FieldChange, ...] = ()
    parts: tuple[PartChange, ...] = ()
    # Whether the old and the new document have one part, the same.
    is_of_one_part: bool = False

    def __bool__(self) -> bool:
        return bool(self.fields or self.parts)

    def apply(self, old: Document) -> Document:
        """The new document, made of the old one."""
        gone = {change.old_number for change in self.parts}
        kept = iter([part for number, part in enumerate(old.parts, 1) if number not in gone])
        new = {change.number: change.new for change in self.parts if change.new}
        total = len(old.parts) - len(gone - {0}) + len(new)
        parts = tuple(new.get(number) or next(kept) for number in range(1, total + 1))
        return with_values(replace(old, parts=parts), {one.name: one.new for one in self.fields})

    def summary(self) -> str:
        """What changed, in a few words: ``title, 2 parts changed, 1 part added, tags``."""
        first = [change.label for change in self.fields if change.name in ("title", "lead")]
        rest = [_said(change) for change in self.fields if change.name not in ("title", "lead")]
        return gettext(", ").join([*first, *self._said_of_parts(), *rest])

    def _said_of_parts(self) -> list[str]:
        if self.is_of_one_part:
            return _said_of_blocks(self.parts[0]) if self.parts else []
        counts = Counter(_said_kind(change) for change in self.parts)
        counts["moved"] = sum(change.is_moved for change in self.parts)
        return _counted(_PARTS, counts)


def _said(change: FieldChange) -> str:
    """The field; of those that place an article, also their value."""
    is_told = change.name in ("status", "category") and change.new
    return f"{change.label}: {shown(change.name, change.new)}" if is_told else change.label


# What is said of so many parts, and of so many paragraphs of the only part.
_PARTS = {
    "changed": ngettext_lazy("%(count)d part changed", "%(count)d parts changed", "count"),
    "formatted": ngettext_lazy("%(count)d part formatted", "%(count)d parts formatted", "count"),
    "added": ngettext_lazy("%(count)d part added", "%(count)d parts added", "count"),
    "removed": ngettext_lazy("%(count)d part removed", "%(count)d parts removed", "count"),
    "moved": ngettext_lazy("%(count)d part moved", "%(count)d parts moved", "count"),
}
_BLOCKS = {
    "changed": ngettext_lazy(
        "%(count)d paragraph changed", "%(count)d paragraphs changed", "count"
    ),
    "added": ngettext_lazy("%(count)d paragraph added", "%(count)d paragraphs added", "count"),
    "removed": ngettext_lazy(
        "%(count)d paragraph removed", "%(count)d paragraphs removed", "count"
    ),
}


def _said_kind(change: PartChange) -> str:
    return "formatted" if change.is_formatting else change.kind


def _said_of_blocks(change: PartChange) -> list[str]:
    counts = Counter(block.kind for block in change.blocks)
    said = _counted(_BLOCKS, counts)
    if change.old and change.new and change.old.title != change.new.title:
        said.insert(0, gettext("title of the part"))
    return [*said, gettext("formatting")] if counts["formatted"] or not said else said


def _counted(phrases: Mapping[str, str | Promise], counts: Mapping[Any, int]) -> list[str]:
    return [str(phrases[kind] % {"count": counts[kind]}) for kind in phrases if counts[kind]]


def compare(old: Document, new: Document) -> Comparison:
    """What changed between two versions of a document.

    Parts are matched by their anchors; one without is new, unless both have it as it is.
    """
    before, after = values(old), values(new)
    changed = tuple(
        FieldChange(name, before[name], after[name])
        for name in before
        if differs(name, before[name], after[name])
    )
    old_parts, new_parts = dict(keyed(old.parts)), dict(keyed(new.parts))
    is_of_one_part = len(old_parts) == 1 and old_parts.keys() == new_parts.keys()
    return Comparison(changed, tuple(_changed_parts(old_parts, new_parts)), is_of_one_part)


def keyed(parts: Sequence[Part]) -> Iterator[tuple[Hashable, Part]]:
    """Each part with what it is known by: its anchor or, without one, all that it says."""
    seen: Counter[Hashable] = Counter()
    for part in parts:
        known_by = part.anchor or (part.title, part.body)
        seen[known_by] += 1
        yield (known_by, seen[known_by]), part


def _changed_parts(old: dict[Hashable, Part], new: dict[Hashable, Part]) -> Iterator[PartChange]:
    moved = moved_keys(list(old), list(new))
    places = {key: number for number, key in enumerate(old, 1)}
    removed = [PartChange(old[key], None, places[key]) for key in old if key not in new]
    for number, (key, part) in enumerate(new.items(), 1):
        while removed and removed[0].old_number <= number:
            yield removed.pop(0)
        if old.get(key) != part or key in moved:
            yield PartChange(old.get(key), part, places.get(key, 0), number, key in moved)
    yield from removed


def moved_keys(old: Sequence[Hashable], new: Sequence[Hashable]) -> set[Hashable]:
    """The fewest keys of both that must move, so that the others keep their order."""
    place = {key: number for number, key in enumerate(old)}
    both = [key for key in new if key in place]
    # The longest rising run of old places: the last of a run of each length, and who came before.
    ends: list[int] = []
    keys: list[Hashable] = []
    before: dict[Hashable, Hashable | None] = {}
    for key in both:
        at = bisect_left(ends, place[key])
        ends[at : at + 1], keys[at : at + 1] = [place[key]], [key]
        before[key] = keys[at - 1] if at else None
    moved, stays = set(both), keys[-1] if keys else None
    while stays is not None:
        moved.discard(stays)
        stays = before[stays]
    return moved
