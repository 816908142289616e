"""Words that were cut up, lost a letter or changed case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .finding import Finding

KIND = "letters"

HYPHENATED = re.compile(r"(?<![\w-])[A-Za-z]{1,4}(?:-[a-z]{1,4}){2,}(?![\w-])")
LINKS = frozenset(
    "a an and as at by de en for in it la le no of off on or out the to up us".split()
)
BROKEN_BY_HYPHEN = re.compile(r"(?<![\w-])([a-z]{2,})-([a-z]{2,})(?![\w-])")
WORD = re.compile(r"(?<![\w-])[a-z]{2,}(?![\w-])")
LONE_ENDING = re.compile(
    r"\b[a-z]{2,} (?:tions?|ations?|eration|peration|sions?|ments?|ness|ity|ingly?|ings|ly|ally"
    r"|edly|ers|ible|ence|ance|ency|ancy|tive|ture|tic|ied|ies)\b"
)
LOST_STOP = re.compile(
    r"\b[a-z]{2,} (?:The|On|In|At|This|These|It|We|They|And|Of|To|With|By|From|For|Through|After"
    r"|During|As|If|Then|There)(?= [a-z])"
)
FUSED = re.compile(
    r"(?<![\w-])(?:(the|and)([a-z]{5,})|([a-z]{4,})(every|which|their|because|should|would|could))(?![\w-])"
)
LONE_LETTER = re.compile(r"(?<=[a-z] )[b-hj-wyz](?= [a-z]{2,})")
CASE = re.compile(
    r"\b(?:[A-Z]{2}[a-z]{3,}|[a-df-hj-z][A-Z][a-z]{2,}|[a-z]+[A-Z]{1,2}[a-z]*[A-Z]+[a-z]*)\b"
)
PLURAL_ACRONYMS = re.compile(r"Mc|Mac|[A-Z]+s$|PhD|WeChat")


def hyphenated_syllables(text: str) -> Iterator[Finding]:
    """``ma-ki-ng``; not ``up-to-date``, ``face-to-face``."""
    for match in HYPHENATED.finditer(text):
        pieces = match[0].lower().split("-")
        if LINKS.isdisjoint(pieces):
            yield Finding(match.start(), match.end(), KIND, match[0].replace("-", ""))


def hyphens_in_words(text: str) -> Iterator[Finding]:
    """``manage-ment`` where the text has ``management`` too and no ``ment``; not ``long-term``."""
    found = list(BROKEN_BY_HYPHEN.finditer(text))
    if not found:
        return
    words = set(re.findall(r"(?<![\w-])[a-z]+(?![\w-])", text.lower()))
    for match in found:
        if match[1] + match[2] in words and match[2] not in words:
            yield Finding(match.start(), match.end(), KIND, match[1] + match[2])


def lone_endings(text: str) -> Iterator[Finding]:
    """``informa tion``: an ending that is no word; not ``able men``."""
    for match in LONE_ENDING.finditer(text):
        yield Finding(match.start(), match.end(), KIND, match[0].replace(" ", ""))


def changed_case(text: str) -> Iterator[Finding]:
    """``SUmmary``; not ``CDs``, ``WeChat``."""
    for match in CASE.finditer(text):
        if not PLURAL_ACRONYMS.match(match[0]):
            yield Finding(match.start(), match.end(), KIND, match[0].capitalize())


def lost_stops(text: str) -> Iterator[Finding]:
    """``methods to The theory``: a capital that no stop leads up to; not ``to The Hague``."""
    for match in LOST_STOP.finditer(text):
        yield Finding(match.start(), match.end(), KIND, match[0].lower())


def lone_letters(text: str) -> Iterator[Finding]:
    """``it s not``; not ``a plan``, ``plan b.``."""
    for match in LONE_LETTER.finditer(text):
        yield Finding(match.start(), match.end(), KIND)


def spaces_in_words(text: str) -> Iterator[Finding]:
    """``coo peration`` where the text has ``cooperation`` too; not ``a long`` beside ``along``."""
    words = list(WORD.finditer(text))
    counts = Counter(word[0] for word in words)
    for first, second in pairwise(words):
        joined = first[0] + second[0]
        if (
            len(joined) > 5
            and joined in counts
            and counts[first[0]] == counts[second[0]] == 1
            and text[first.end() : second.start()] == " "
        ):
            yield Finding(first.start(), second.end(), KIND, joined)


def fused_words(text: str) -> Iterator[Finding]:
    """``changedevery``, ``theschool`` where the text has ``school``; not ``theory``."""
    words = None
    for match in FUSED.finditer(text):
        first, second = (part for part in match.groups() if part)
        if match[1]:
            words = words or set(WORD.findall(text))
            if second not in words:
                continue
        yield Finding(match.start(), match.end(), "spacing", f"{first} {second}")


RULES = (
    fused_words,
    hyphenated_syllables,
    hyphens_in_words,
    spaces_in_words,
    lone_endings,
    changed_case,
    lost_stops,
    lone_letters,
)
