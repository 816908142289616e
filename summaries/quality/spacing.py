"""Spaces lost between words, in languages that use them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .place import Place, behind

KIND = "spacing"

# Each place is looked for by its rarest sign; then the words before it are read.
AFTER_STOP = re.compile(r"[.!?;](?P<after>[A-Z][a-z]*|[a-z]{2,})(?![@./\w(-])")
BEFORE_STOP = re.compile(r"(?<![\w@./:-])[A-Za-z]*[a-z]{2}[)\"”]?$")
AFTER_COMMA = re.compile(r",(?P<after>[A-Za-z]{2,}|\d+(?![\d,]))(?![@/\w,-])")
BEFORE_COMMA = re.compile(r"(?<![\w@./:,;-])[A-Za-z]*[a-z][)\"”]?$")
ADDRESS_ENDS = frozenset(
    """
    com cn net org edu gov info cc tv io co uk me top vip site xyz html htm shtml php asp aspx jsp
    doc docx pdf ppt pptx xls xlsx txt jpg png gif zip rar mp exe js py
    """.split()
)
STOPPED_NUMBER = re.compile(
    r"(?P<before>\d(?<![\w.,]\d)(?:\d{3}(?<=19..|20..)[.,;]|\d*%[.,;]?))(?P<after>[A-Za-z]{2,})"
)
NUMBER_AND_WORD = re.compile(
    r"(?P<before>\d(?<![\w.,/-]\d)\d*(?:[.,]\d+|[xX]{2})?)(?P<after>[A-Z]?[a-z]+)\b"
)
COUNTED = frozenset(
    """
    year years month months day days hours minutes people students teachers employees households
    villages departments cases projects copies sets items classes units times yuan million billion
    and of for the with from were was
    """.split()
)
AFTER_LONG_NUMBER = frozenset("to in on by".split())
LONG_NUMBER = re.compile(r"\d{3,}|(?:19|20)[xX]{2}")
NUMBER_AFTER_LETTER = re.compile(
    r"\d(?<=[a-z]\d)\d*(?:(?P<percent>(?:\.\d+)?%)|(?:[xX]{2})?(?:st|nd|rd|th)?(?!\w))"
)
BEFORE_NUMBER = re.compile(
    r"\b(?:in|on|of|from|by|since|to|and|the|than|about|over|for|at|with|until|during"
    r"|January|February|March|April|June|July|August|September|October|November|December)$"
)
BEFORE_PERCENT = re.compile(r"(?<![\w.-])[a-z]{3,}$")
CAPITAL_IN_WORD = re.compile(r"[A-Z](?<=[a-z]{3}.)[a-z]+(?![\w@/])")
BEFORE_CAPITAL = re.compile(r"(?<![\w@/.:-])[a-z]{3,}$")
# Words that open a sentence, so that the one before them has lost its stop or space.
OPENING = frozenset(
    """
    The We This It They There These Those He She But Our His Her After During Through However
    Because Although Therefore
    """.split()
)
IDENTIFIERS = 3  # more words with a capital inside are names of a program
OPENED = re.compile(r"\((?<=[A-Za-z\d].)(?!(?:ren|nel|ies|ing|men)\))[A-Za-z]{3,}")
BEFORE_OPENED = re.compile(r"(?<![\w.:>$])(?:[A-Za-z]{3,}|\d{3,})$")
CLOSED = re.compile(
    r"\)(?<=[A-Za-z]{3}.)"
    r"(?:(?:and|or|of|to|in|the|for|with|is|are|was|were|by|on|as)\b|[A-Z][a-z])"
)
BEFORE_CLOSED = re.compile(r"(?<!\w)[A-Za-z]{3,}$")


def after_punctuation(text: str) -> Iterator[Place]:
    """``finished.Then``, ``work,study``, ``2019.The``; not ``Kao.com``, ``a,bc,d``."""
    for match in AFTER_STOP.finditer(text):
        if match["after"].lower() not in ADDRESS_ENDS and _is_stop(match):
            yield from _divided(text, BEFORE_STOP, match, 1)
    for match in AFTER_COMMA.finditer(text):
        yield from _divided(text, BEFORE_COMMA, match, 1)
    for match in STOPPED_NUMBER.finditer(text):
        yield Place(match.start(), match.end(), KIND, f"{match['before']} {match['after']}")


def _is_stop(match: re.Match[str]) -> bool:
    """Whether the sign ends a sentence: a dot does only before a capital, ``Kao.com`` is a name."""
    return match[0][0] != "." or match["after"][0].isupper()


def beside_numbers(text: str) -> Iterator[Place]:
    """``300yuan``, ``2008The``, ``in2008``; not ``3G``, ``20th``, ``Part 1This`` (a mark)."""
    for match in NUMBER_AND_WORD.finditer(text):
        number, word = match["before"], match["after"]
        opens = word in AFTER_LONG_NUMBER or (len(word) > 1 and word.istitle())
        if word in COUNTED or (opens and LONG_NUMBER.fullmatch(number)):
            yield Place(match.start(), match.end(), KIND, f"{number} {word}")
    for match in NUMBER_AFTER_LETTER.finditer(text):
        before = BEFORE_PERCENT if match["percent"] else BEFORE_NUMBER
        yield from _divided(text, before, match, 0)


def between_words(text: str) -> Iterator[Place]:
    """``workThe``, ``work(study``, ``plan)and``; not ``iPhone``, ``easyJet``, ``teacher(s)``."""
    found = list(CAPITAL_IN_WORD.finditer(text))
    words = set(re.findall(r"[^\W\d_]+", text)) if 0 < len(found) <= IDENTIFIERS else set()
    for match in found:
        before = behind(BEFORE_CAPITAL, text, match.start())
        if match[0] in OPENING or (before and {before[0], match[0].lower()} <= words):
            yield from _divided(text, BEFORE_CAPITAL, match, 0)
    for match in OPENED.finditer(text):
        yield from _divided(text, BEFORE_OPENED, match, 0)
    for match in CLOSED.finditer(text):
        after = re.compile(r"\w*").match(text, match.end())
        end = after.end() if after else match.end()
        before = behind(BEFORE_CLOSED, text, match.start())
        if before:
            word = text[match.start() + 1 : end]
            yield Place(match.start() - len(before[0]), end, KIND, f"{before[0]}) {word}")


def _divided(
    text: str, before: re.Pattern[str], match: re.Match[str], signs: int
) -> Iterator[Place]:
    """The place with a space behind the word before it and the first ``signs`` of the match."""
    word = behind(before, text, match.start())
    if word:
        repaired = f"{word[0]}{match[0][:signs]} {match[0][signs:]}"
        yield Place(match.start() - len(word[0]), match.end(), KIND, repaired)


RULES = (after_punctuation, beside_numbers, between_words)
