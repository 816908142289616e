"""Two texts in HTML compared block by block: paragraphs, headings, lists, tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from typing import Literal

from summaries import text as texts

from .words import Run, compare_words

# Two blocks are versions of one if they share so much of their words.
_SIMILAR = 0.4
# In more pairs than this, blocks are taken for versions of one by their order alone.
_PAIRS = 2500


@dataclass(frozen=True)
class BlockChange:
    """A block of the old text, of the new one, or of both; ``old`` and ``new`` are HTML.

    One that is ``formatted`` has the same words in another form.
    """

    kind: Literal["same", "added", "removed", "changed", "formatted"]
    old: str = ""
    new: str = ""

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        return compare_words(texts.from_html(self.old), texts.from_html(self.new))

    @property
    def text(self) -> str:
        """The words of the new block or, of a removed one, the old."""
        return texts.from_html(self.new or self.old)


def split(html: str) -> list[str]:
    """The outermost blocks of the sanitised HTML; the space between them is left out."""
    pieces = (html[start:end].strip() for start, end in texts.block_spans(html))
    return [piece for piece in pieces if piece]


def compare_blocks(old: str, new: str) -> tuple[BlockChange, ...]:
    """The blocks of both texts, in order."""
    return tuple(_compare(split(old), split(new)))


def _compare(old: list[str], new: list[str]) -> Iterator[BlockChange]:
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            yield from (BlockChange("same", one, one) for one in old[i1:i2])
        else:
            yield from _replaced(old[i1:i2], new[j1:j2])


def _replaced(old: list[str], new: list[str]) -> Iterator[BlockChange]:
    i = j = 0
    for pair in [*_versions(old, new), (len(old), len(new))]:
        yield from (BlockChange("removed", old=one) for one in old[i : pair[0]])
        yield from (BlockChange("added", new=one) for one in new[j : pair[1]])
        i, j = pair[0] + 1, pair[1] + 1
        if pair < (len(old), len(new)):
            is_same = texts.from_html(old[pair[0]]) == texts.from_html(new[pair[1]])
            yield BlockChange("formatted" if is_same else "changed", old[pair[0]], new[pair[1]])


def _versions(old: list[str], new: list[str]) -> list[tuple[int, int]]:
    """Which old block became which new one: the pairs, in order, that are most alike in all."""
    if not old or not new:
        return []
    if len(old) * len(new) > _PAIRS:
        return [(i, i) for i in range(min(len(old), len(new)))]
    words = [[Counter(texts.tokens(texts.from_html(one))) for one in some] for some in (old, new)]
    # The best sum of likenesses that the blocks from (i, j) on can have.
    best = [[0.0] * (len(new) + 1) for _one in range(len(old) + 1)]
    likeness = [[_likeness(one, other) for other in words[1]] for one in words[0]]
    for i in reversed(range(len(old))):
        for j in reversed(range(len(new))):
            paired = likeness[i][j] + best[i + 1][j + 1] if likeness[i][j] else 0.0
            best[i][j] = max(paired, best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(old) and j < len(new):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs.append((i, j))
            i, j = i + 1, j + 1
    return pairs


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """How much of their words the two have in common, from 0 to 1; too little is 0."""
    size = max(one.total(), other.total())
    if not size:
        return 1.0  # two blocks without words, such as rules across the page
    shared = (one & other).total() / size
    return shared if shared >= _SIMILAR else 0.0


def merge_blocks(base: str, mine: str, theirs: str) -> str | None:
    """The text with the changes of both; ``None`` where these overlap and are not the same."""
    old, one, other = split(base), split(mine), split(theirs)
    hunks = sorted({*_hunks(old, one), *_hunks(old, other)})
    merged, at = [], 0
    for number, (start, end, blocks) in enumerate(hunks):
        if number and _overlap(hunks[number - 1], (start, end, blocks)):
            return None
        merged += [*old[at:start], *blocks]
        at = end
    return "\n".join([*merged, *old[at:]])


_Hunk = tuple[int, int, tuple[str, ...]]


def _hunks(old: list[str], new: list[str]) -> Iterator[_Hunk]:
    """Which blocks of the old text have become which others."""
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield i1, i2, tuple(new[j1:j2])


def _overlap(one: _Hunk, next_one: _Hunk) -> bool:
    """Whether two hunks, in order, change the same blocks or add at the same place."""
    return next_one[0] < one[1] or one[:2] == next_one[:2]
