"""Words that mean the same, for the search."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from summaries import text as texts

from .library import LibraryModel, LibraryQuerySet

# What stands between two words of a group.
_BETWEEN = re.compile(r"[,;=\n、，；＝]")


class SynonymQuerySet(LibraryQuerySet):
    def groups(self) -> tuple[tuple[str, ...], ...]:
        """The words of each group. One query."""
        return tuple(map(split, self.order_by("pk").values_list("words", flat=True)))


class Synonym(LibraryModel):
    """A group of words: a search for one finds the others as well."""

    words = models.CharField(
        _("words"),
        max_length=500,
        unique=True,
        help_text=_("Two or more, with commas between: “clerk, office assistant”."),
    )

    objects = SynonymQuerySet.as_manager()

    class Meta:
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        ordering = ["words"]

    def __str__(self):
        return self.words

    def clean(self):
        words = split(self.words)
        if len({texts.caseless(word) for word in words if texts.tokens(word)}) < 2:
            raise ValidationError({"words": _("Write two different words or more.")})
        self.words = ", ".join(words)


def split(words: str) -> tuple[str, ...]:
    """The words of a group, each once."""
    found = (" ".join(word.split()) for word in _BETWEEN.split(words))
    return tuple(dict.fromkeys(filter(None, found)))
