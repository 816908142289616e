"""Two plain texts compared word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal, NamedTuple

from summaries.text import CJK

# A number, a word, a character of a script without spaces, a sign, or the space between.
_TOKEN = re.compile(rf"\d+(?:[.,:/]\d+)+|[{CJK}]|[^\W{CJK}]+(?:['’\-][^\W{CJK}]+)*|\s+|[^\w\s]")
# More tokens than this are compared by their sentences, since the time grows with their square.
_MANY = 3000
_SENTENCE = re.compile(r"[^.!?。！？\n]*[.!?。！？\n]+\s*|[^.!?。！？\n]+")
# Texts that share less than this of the shorter one are told as two.
_SHARED = 0.25


class Run(NamedTuple):
    """Some words that both texts have, or that were added or removed."""

    kind: Literal["same", "added", "removed"]
    text: str


def compare_words(old: str, new: str) -> tuple[Run, ...]:
    """The runs of words; all but the added are the old text, all but the removed the new one.

    >>> [tuple(run) for run in compare_words("A cold March", "A mild March")]
    [('same', 'A '), ('removed', 'cold'), ('added', 'mild'), ('same', ' March')]
    """
    runs = tuple(run for run in _runs(_TOKEN.findall(old), _TOKEN.findall(new)) if run.text)
    shared = sum(len(run.text) for run in runs if run.kind == "same")
    if old and new and shared < _SHARED * min(len(old), len(new)):
        return Run("removed", old), Run("added", new)
    return runs


def _runs(old: list[str], new: list[str]) -> Iterator[Run]:
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    yield Run("same", "".join(old[:start]))
    last = len(old) - end
    old, new, tail = old[start:last], new[start : len(new) - end], old[last:]
    if len(old) + len(new) > _MANY:
        old, new = (_SENTENCE.findall("".join(some)) for some in (old, new))
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            yield Run("same", "".join(old[i1:i2]))
        else:
            yield Run("removed", "".join(old[i1:i2]))
            yield Run("added", "".join(new[j1:j2]))
    yield Run("same", "".join(tail))


def _alike(one: list[str], other: list[str]) -> int:
    """How many of the first tokens are the same."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
