"""What is to be said of very many pages, in few lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from django.utils.translation import ngettext

from summaries import text as texts

# Kinds of notes that are told apart; what is beyond is counted together.
MOST = 200
# What differs in two notes of a kind: what is quoted or in brackets, addresses, paths, numbers.
_PARTICULAR = re.compile(
    r"“[^”]*”|\[[^]]*\]|[^\s“”，。：；、（）]*[/:.][^\s“”，。：；、（）]*\w|\d+"
)
# What is listed at the end, such as so many of this and so many of that.
_LIST = re.compile(r"(?:: |：)….*$", re.S)
# The first note of a kind is told at this length.
_TOLD = 240


class Notes:
    """Notes of pages, counted by kind; of each kind, the first one stands for all."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._first: dict[str, str] = {}

    def add(self, path: str, notes: Iterable[str]) -> None:
        for note in notes:
            kind = _LIST.sub(":", _PARTICULAR.sub("…", note))
            if kind not in self._first and len(self._first) >= MOST:
                kind = ""
            self._first.setdefault(kind, f"{path}: {texts.excerpt(note, _TOLD)}")
            self._counts[kind] += 1

    def sentences(self, most: int = 20) -> list[str]:
        """The most frequent kinds, and how many notes are left out."""
        said, left = [], self._counts.total()
        for kind, count in self._counts.most_common(most):
            more = ngettext("and %(count)d more like it", "and %(count)d more like it", count - 1)
            more = f" ({more % {'count': count - 1}})" if count > 1 and kind else ""
            said.append(self._first[kind] + more)
            left -= count if kind else 1
        if left:
            further = ngettext(
                "%(count)d further note: the report of its page holds it",
                "%(count)d further notes: the reports of their pages hold them",
                left,
            )
            said.append(further % {"count": left})
        return said
