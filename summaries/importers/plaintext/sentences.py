"""Where the sentences of a paragraph end."""

from __future__ import annotations

import re
from collections.abc import Iterator

_END = re.compile(
    r"""(?:[.!?](?=["'”’)\]]*(?:\s|$))|[.!?](?=["”’]?[A-Z][a-z])|[。!?！？…]+)["'”’)\]）]*\s*"""
)
# Shortened words before a name, before a number, and before a word in lower case.
_TITLES = frozenset("Mr Mrs Ms Dr Prof Rev St Gen Col Capt Lt vs cf e.g E.g i.e I.e".split())
_NUMBERED = frozenset("No no Nos nos Vol vol Fig fig p pp".split())
_LOOSE = frozenset("etc al Co Ltd Inc Corp Jr Sr a.m p.m e.g i.e vs cf".split())
# An initial stands behind another name or one of these: "by T. Cole"; not "plan B. Then".
_BEFORE_NAMES = frozenset("by and of to with from for".split())
# So many characters before a stop hold the shortened word and the name before it.
_LOOK_BACK = 24


def split_sentences(text: str) -> list[str]:
    """The sentences of a paragraph, each with the space after it.

    ``Dr. T. Cole paid 3.5 crowns. He left.`` has two.
    """
    return list(_sentences(text))


def first_sentence(text: str) -> str:
    """The first sentence of a paragraph; all of it, if it has no stop."""
    return next(_sentences(text), "")


def has_several_sentences(text: str) -> bool:
    """``It rained. We stayed.``; not ``Samuel T. Cole``."""
    return len(first_sentence(text)) < len(text)


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for match in _END.finditer(text):
        if not _goes_on(text, match):
            yield text[start : match.end()]
            start = match.end()
    if start < len(text):
        yield text[start:]


def ends_sentence(line: str) -> bool:
    """Whether the line is prose up to its end: it has a stop there, as sentences have."""
    return bool(_LAST_STOP.search(line))


def _goes_on(text: str, end: re.Match[str]) -> bool:
    """Whether the stop belongs to a shortened word or an initial."""
    following = text[end.end() : end.end() + 1]
    if not following or end[0].strip() != "." or not text[end.start() - 1].isalpha():
        return False
    before = text[max(0, end.start() - _LOOK_BACK) : end.start()].split()
    word = before[-1].lstrip("(\"'“‘（") if before else ""
    if word in _TITLES:
        return True
    if following.isdigit():
        return word in _NUMBERED
    if following.islower():
        return word in _LOOSE or _is_initial(word)
    return _is_initial(word) and word != "I" and _precedes_name(before[:-1])


def _is_initial(word: str) -> bool:
    """``T`` or ``J.R``; the stop behind it is not part of the word."""
    return len(word) < _LONGEST_INITIALS and all(
        len(letter) == 1 and letter.isupper() for letter in word.split(".")
    )


def _precedes_name(words: list[str]) -> bool:
    """Whether the words before an initial are none, a name, or ``by``."""
    return not words or words[-1][:1].isupper() or words[-1] in _BEFORE_NAMES


_LONGEST_INITIALS = 8
_LAST_STOP = re.compile(r"""[.!?。！？…]["'”’)\]）]*\s*$""")
