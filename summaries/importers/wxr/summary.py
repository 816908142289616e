"""What of an export did not become articles, in sentences for the one who moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(slots=True)
class Summary:
    kinds: Counter[str] = field(default_factory=Counter)
    statuses: Counter[str] = field(default_factory=Counter)
    taxonomies: Counter[str] = field(default_factory=Counter)
    comments: int = 0
    pingbacks: int = 0
    several_categories: int = 0
    descriptions: int = 0
    files: int = 0

    def sentences(self) -> list[str]:
        """A sentence for each kind of thing, if there was any."""
        return [*self._of_entries(), *self._of_posts()]

    def _of_entries(self) -> list[str]:
        kinds = Counter(self.kinds)
        said = []
        if pages := kinds.pop("page", 0):
            sentence = ngettext(
                "%(count)s page was left out; import_articles --pages takes it.",
                "%(count)s pages were left out; import_articles --pages takes them.",
                pages,
            )
            said.append(sentence % {"count": pages})
        if media := kinds.pop("attachment", 0):
            sentence = ngettext(
                "%(count)s file of the media library was taken only if a text shows it.",
                "%(count)s files of the media library were taken only if a text shows them.",
                media,
            )
            said.append(sentence % {"count": media})
        if kinds:
            said.append(_("Entries of other kinds were left out: %s.") % counted(kinds))
        if self.statuses:
            said.append(_("Posts were left out by their status: %s.") % counted(self.statuses))
        if self.taxonomies:
            sentence = _("Posts are also sorted in ways that were left out: %s.")
            said.append(sentence % counted(self.taxonomies))
        return said

    def _of_posts(self) -> list[str]:
        said = []
        if self.comments or self.pingbacks:
            sentence = _("Left out of all posts: %s.")
            said.append(sentence % comments(self.comments, self.pingbacks))
        if count := self.several_categories:
            sentence = ngettext(
                "%(count)s post stood in several categories: the others became tags.",
                "%(count)s posts stood in several categories: the others became tags.",
                count,
            )
            said.append(sentence % {"count": count})
        if count := self.descriptions:
            sentence = ngettext(
                "%(count)s description for search engines was left out; the lead serves as one.",
                "%(count)s descriptions for search engines were left out; the lead serves as one.",
                count,
            )
            said.append(sentence % {"count": count})
        if count := self.files:
            sentence = ngettext(
                "%(count)s link leads to another file of the old site, such as a PDF.",
                "%(count)s links lead to other files of the old site, such as PDFs.",
                count,
            )
            said.append(sentence % {"count": count})
        return said


def comments(count: int, pingbacks: int) -> str:
    """How many comments, and how many notices of other sites: ``3 comments, 1 pingback``."""
    said = []
    if count:
        said.append(ngettext("%(count)s comment", "%(count)s comments", count) % {"count": count})
    if pingbacks:
        sentence = ngettext("%(count)s pingback", "%(count)s pingbacks", pingbacks)
        said.append(sentence % {"count": pingbacks})
    return _(", ").join(said)


def counted(counts: Counter[str]) -> str:
    """The names with their numbers, the most frequent first."""
    return _(", ").join(f"{name} ({count})" for name, count in counts.most_common())
