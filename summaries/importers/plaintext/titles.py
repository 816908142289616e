"""How alike two titles are: by letters, and by words across translations."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summaries.quality.phrases import folded
from summaries.text import CJK, HANGUL

from .announced import without_count
from .numbering import CARDINALS
from .vocabulary.marks import PART_NOUNS
from .vocabulary.titles import ADDED, ADDED_IN_CHINESE, LOOSE_ENDS, STOP_WORDS

_WORD = re.compile(rf"[a-z]+(?:'[a-z]+)?|[{HANGUL}]+|[{CJK}]+")
_CJK = re.compile(rf"[{HANGUL}{CJK}\uff00-\uffef\u3000-\u303f]")
_NUMBERED = re.compile(
    r"(?i)(?<![\d-])\d{1,2}\s*[)）】\]]*[:：.]?\s*$"
    r"|[(（【\[篇第]\s*[一二三四五六七八九十\dIVX]{1,3}(?![篇份])\s*[)）】\]]*(?=\s*$|\s*[:：])"
    r"|第\s*[一二三四五六七八九十\d]{1,3}\s*篇|^\W?\s*篇\s*[一二三四五六七八九十\d]{1,2}\W"
    rf"|\b(?:{'|'.join(CARDINALS[:10])}|I{{1,3}}|IV|V)[)\]]?$"
    rf"|(?:{PART_NOUNS.pattern}) (?:\d|[IVX]+\b|one\b)"
)
_LOOSE_END = re.compile(rf"(?i)(?:\s+(?:{LOOSE_ENDS.pattern}))+\s*$")
_STOP_WORDS = frozenset(phrase.text for phrase in STOP_WORDS.phrases["en"])
_ADDED = frozenset(phrase.text for phrase in ADDED.phrases["en"])
_ADDED_HAN = re.compile(rf"(?:{ADDED_IN_CHINESE.pattern}|[\d一二三四五六七八九十]+[篇份则])*")
# Titles are alike if they share half of the shorter one's words. They must also be a
# quarter of the longer one's: a sentence that only mentions the subject has many others.
_ALIKE = 0.5
_ALIKE_OF_LONGER = 0.25
# Longer lines are the same title only letter by letter; shorter ones if they share so many
# words, and so many of the longer one's.
_LONGEST = 300
_FEWEST_COMMON = 3
_SAME = 0.8


def weight(text: str) -> int:
    """The length in Latin letters; a CJK character counts as three."""
    return len(text) + 2 * len(_CJK.findall(text))


def letters(text: str) -> str:
    """Only the letters and digits, in lower case, to compare titles without punctuation."""
    return "".join(character for character in text.lower() if character.isalnum())


def content_words(text: str) -> frozenset[str]:
    """A title's words without stop words, as stems; for CJK, pairs of characters."""
    words: set[str] = set()
    for run in _WORD.findall(text.lower()):
        if run[0] >= "\u3040":
            words.update(run[i : i + 2] for i in range(max(1, len(run) - 1)))
        elif run not in _STOP_WORDS:
            words.add(_stem(run))
    return frozenset(words)


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two sets of content words may be the same title in two translations."""
    common = len(one & other)
    if not common:
        return False
    shorter, longer = sorted((len(one), len(other)))
    if common < min(2, shorter):
        return False
    return common >= _ALIKE * shorter and common >= _ALIKE_OF_LONGER * longer


def same(one: str, other: str) -> bool:
    """Whether two lines are the same title, apart from punctuation and a word or two."""
    first, second = letters(one), letters(other)
    if not first or not second:
        return False
    if first == second:
        return True
    if is_numbered(one) != is_numbered(other):
        return False
    if max(weight(one), weight(other)) > _LONGEST:
        return False
    words, others = content_words(one), content_words(other)
    if words < others or others < words:
        return (words ^ others) <= _ADDED
    common = len(words & others)
    return common >= _FEWEST_COMMON and common >= _SAME * max(len(words), len(others))


def extends(title: str, line: str) -> bool:
    """Whether a line is the title with "sample" or "范文" added; "tips for" would say more."""
    line = without_count(line)
    if not line or is_numbered(line) or line[-1] in ",;:，；：、":
        return False
    if len(content_words(title)) < 3:
        return False
    before, found, after = letters(line).partition(letters(title))
    if found and _CJK.search(found):
        return bool(_ADDED_HAN.fullmatch(folded(before + after)))
    return content_words(title) <= content_words(line) <= content_words(title) | _ADDED


def common_opening(titles: Sequence[str]) -> str:
    """The words with which the titles begin alike, or ``""`` if they say nothing yet."""
    if len(titles) < 2:
        return ""
    first, last = min(titles), max(titles)
    length = next(
        (i for i, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]),
        min(len(first), len(last)),
    )
    opening = first[:length]
    if opening.isascii() and any(title[length : length + 1].strip() for title in titles):
        opening = opening[: opening.rfind(" ") + 1]
    opening = _LOOSE_END.sub("", opening).strip()
    return opening if len(content_words(opening)) >= 3 else ""


def is_numbered(title: str) -> bool:
    """Whether a title has a part's number, at its end or as a mark before it."""
    return bool(_NUMBERED.search(without_count(title)))


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
