"""Two plain texts compared word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import takewhile
from typing import Literal, NamedTuple

from summaries.text import CJK

# A number, a word, a character of a script without spaces, a sign, or the space between.
_WORD = rf"\d+(?:[.,:/]\d+)+|[{CJK}]|[^\W{CJK}]+(?:['’\-][^\W{CJK}]+)*|[^\w\s]"
_TOKEN = re.compile(rf"{_WORD}|\s+")
# The same with the space behind it.
_SPACED = re.compile(rf"(?:{_WORD})\s*|\s+")
# In more tokens than this, sentences are compared first, then the words of those that differ; of
# still more in one place, only the sentences.
_MANY, _MOST = 3000, 20_000
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
        sentences = (_SENTENCE.findall("".join(some)) for some in (old, new))
        for run, other in _matched(*sentences):
            words = [_SPACED.findall(one) for one in (run, other)]
            is_told = run != other and sum(map(len, words)) <= _MOST
            yield from _runs_of(*words) if is_told else _runs_of([run], [other])
    else:
        yield from _runs_of(old, new)
    yield Run("same", "".join(tail))


def _runs_of(old: list[str], new: list[str]) -> Iterator[Run]:
    for was, now in _matched(old, new):
        yield from [Run("same", was)] if was == now else [Run("removed", was), Run("added", now)]


def _matched(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """What both have and what they have not, in turn: the pieces of both texts side by side.

    Of very many, common ones begin no match: that takes a hundredth of the time.
    """
    is_long = len(old) + len(new) > _MANY
    matcher = SequenceMatcher(str.isspace, old, new, autojunk=is_long)
    for _kind, i1, i2, j1, j2 in matcher.get_opcodes():
        yield "".join(old[i1:i2]), "".join(new[j1:j2])


def _alike(one: list[str], other: list[str]) -> int:
    """How many of the first tokens are the same."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
