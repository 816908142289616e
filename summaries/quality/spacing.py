"""Spaces lost between words, in languages that use them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding

KIND = "spacing"

AFTER_STOP = re.compile(
    r"(?<![\w@./:-])(?P<before>[A-Za-z]*[a-z]{2}[)\"”]?(?P<stop>[.!?;]))"
    r"(?P<after>[A-Z][a-z]*|[a-z]{2,})(?![@./\w(-])"
)
AFTER_COMMA = re.compile(
    r"(?<![\w@./:,;-])(?P<before>[A-Za-z]*[a-z][)\"”]?,)"
    r"(?P<after>[A-Za-z]{2,}|\d+(?![\d,]))(?![@/\w,-])"
)
ADDRESS_ENDS = frozenset(
    """
    com cn net org edu gov info cc tv io co uk me top vip site xyz html htm shtml php asp aspx jsp
    doc docx pdf ppt pptx xls xlsx txt jpg png gif zip rar mp exe js py
    """.split()
)
BETWEEN_STOPPED_NUMBER = re.compile(
    r"(?<![\w.,])(?P<before>(?:19|20)\d\d[.,;]|\d+%[.,;]?)(?P<after>[A-Za-z]{2,})"
)
AFTER_NUMBER = re.compile(
    r"(?<![\w.,/-])(?P<before>\d+(?:[.,]\d+)?)(?P<after>years?|months?|days?|hours|minutes|people"
    r"|students|teachers|employees|households|villages|departments|cases|projects|copies|sets|items"
    r"|classes|units|times|yuan|million|billion|and|the|with|from|were|was)\b"
    r"|(?<![\w.,/-])(?P<long>\d{3,})(?P<preposition>of|to|in|for|on|by)\b"
    r"|(?<![\w.,/-])(?P<number>\d{3,}|(?:19|20)[xX]{2})(?P<word>[A-Z][a-z]+|year)\b"
)
BEFORE_NUMBER = re.compile(
    r"\b(?P<before>in|on|of|from|by|since|to|and|the|than|about|over|for|at|with|until|during"
    r"|January|February|March|April|June|July|August|September|October|November|December)"
    r"(?P<after>\d+(?:[xX]{2})?(?:st|nd|rd|th)?)(?!\w)"
)
BEFORE_PERCENT = re.compile(r"(?<![\w.-])(?P<before>[a-z]{3,})(?P<after>\d+(?:\.\d+)?%)")
INSIDE_WORD = re.compile(r"(?<![\w@/.:-])(?P<before>[a-z]{3,})(?P<after>[A-Z][a-z]+)(?![\w@/])")
# Words that open a sentence, so that the one before them has lost its stop or space.
OPENING = frozenset(
    """
    The We In This It And Of To With By From For Through After During As If Then There They He She
    But So At On These Those Our His Her All When What How Why Not
    """.split()
)
AROUND_BRACKET = re.compile(
    r"(?<![\w.:>])(?P<before>[A-Za-z]{3,}|\d{3,})(?P<after>\((?!(?:ren|nel|ies|ing|men)\))[A-Za-z]{3,})"
    r"|(?<!\w)(?P<closing>[A-Za-z]{3,}\))"
    r"(?P<word>(?:and|or|of|to|in|the|for|with|is|are|was|were|by|on|as)\b|[A-Z][a-z])"
)


def after_punctuation(text: str) -> Iterator[Finding]:
    """``finished.Then``, ``work,study``, ``2019.The``; not ``Kao.com``, ``a.Then(1)``, ``a,bc,d``."""
    for match in AFTER_STOP.finditer(text):
        if match["after"].lower() not in ADDRESS_ENDS and _is_stop(match):
            yield _divided(match)
    for pattern in (AFTER_COMMA, BETWEEN_STOPPED_NUMBER):
        for match in pattern.finditer(text):
            yield _divided(match)


def _is_stop(match: re.Match[str]) -> bool:
    """Whether the sign ends a sentence: a dot does only before a capital, ``Kao.com`` is a name."""
    return match["stop"] != "." or match["after"][0].isupper()


def beside_numbers(text: str) -> Iterator[Finding]:
    """``300yuan``, ``2008The``, ``in2008``; not ``3G``, ``20th``, ``Part 1This`` (a mark)."""
    for match in AFTER_NUMBER.finditer(text):
        yield _divided(match)
    for pattern in (BEFORE_NUMBER, BEFORE_PERCENT):
        for match in pattern.finditer(text):
            yield _divided(match)


def between_words(text: str) -> Iterator[Finding]:
    """``workThe``, ``work(study``, ``plan)and``; not ``iPhone``, ``easyJet``, ``teacher(s)``."""
    words: set[str] = set()
    for match in INSIDE_WORD.finditer(text):
        words = words or set(re.findall(r"[^\W\d_]+", text))
        if match["after"] in OPENING or {match["before"], match["after"].lower()} <= words:
            yield _divided(match)
    for match in AROUND_BRACKET.finditer(text):
        yield _divided(match)


def _divided(match: re.Match[str]) -> Finding:
    words = [word for word in match.groupdict().items() if word[1] and word[0] != "stop"]
    return Finding(match.start(), match.end(), KIND, " ".join(word for _, word in words))


RULES = (after_punctuation, beside_numbers, between_words)
