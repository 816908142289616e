"""The number of articles that a page announces: "(selected 5 articles)"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from summaries.quality.phrases import folded

from .numbering import CARDINAL, CHINESE, number_value
from .sentences import ends_sentence, split_sentences
from .vocabulary.samples import ANNOUNCING, CHOSEN, MEASURES, NOT_COUNTED, NUMBERED, SAMPLES, VERBS

# Only the first characters of a lead are searched for the number.
_REACH = 3000
# A page has more than one text, and not hundreds.
_FEWEST, _MOST = 2, 99
# A longer line without a stop is no title.
_LONGEST_TITLE = 200
# What a number may number stands so near before it: "chapter 5".
_LONGEST_NAME = 10


def announced_count(*texts: str) -> int | None:
    """The number of parts announced by the first of ``texts`` that announces one.

    ``Work plan (5 articles)``, ``Here are five letters.``; not ``I wrote five letters.``
    """
    for text in texts:
        text = text[:_REACH]
        counts = (
            *(_count(bracket, _BRACKETED + _PATTERNS) for bracket in _in_brackets(text)),
            *(_count(sentence, _PATTERNS) for sentence in _in_sentences(text)),
        )
        if found := next(filter(None, counts), None):
            return found
    return None


def without_count(title: str) -> str:
    """The title without an announcement in brackets."""
    return _BRACKETS.sub(
        lambda match: match[0] if announced_count(match[0]) is None else " ", title
    ).strip()


def _in_brackets(text: str) -> list[str]:
    """``(5 articles)``, ``(general 5)``, ``（共5篇）``; not ``(5 km)``."""
    return [
        match[0]
        for match in _BRACKETS.finditer(text)
        if SAMPLES.finds(match[0]) or CHOSEN.finds(match[0]) or MEASURES.finds(match[0])
    ]


def _in_sentences(text: str) -> list[str]:
    """Titles, and sentences that announce: ``Here are five letters.``"""
    sentences = (sentence for line in text.split("\n") for sentence in split_sentences(line))
    return [
        sentence
        for sentence in sentences
        if ANNOUNCING.finds(sentence)
        or (len(sentence) <= _LONGEST_TITLE and not ends_sentence(sentence))
    ]


def _count(text: str, patterns: Sequence[re.Pattern[str]]) -> int | None:
    """The number of texts that an announcement names."""
    text = folded(text)
    for pattern in patterns:
        for match in pattern.finditer(text):
            value = number_value(match["number"])
            if (
                value
                and _FEWEST <= value <= _MOST
                and not NOT_COUNTED.finds(match[0])
                and not _is_tail(text, match)
                and not _TOLD.match(text, match.end())
            ):
                return value
    return None


def _is_tail(text: str, match: re.Match[str]) -> bool:
    """Whether the digits end a longer number, such as a year, or a mark: ``第5篇``, ``grade 5``."""
    before = text[max(0, match.start("number") - _LONGEST_NAME) : match.start("number")]
    last = before[-1:]
    return last.isdigit() or last in ("第", ".", "-", "/") or bool(_NAMED.search(before))


_BRACKETS = re.compile(r"[(（【\[][^()（）【】\[\]]{1,50}[)）】\]]")
_NUMBER = rf"(?P<number>\d(?: ?\d)?|\b(?:{CARDINAL})\b)"
_HAN_NUMBER = rf"(?P<number>\d(?: ?\d)?|两|{CHINESE})"
_BRACKETED = tuple(
    re.compile(pattern)
    for pattern in (
        # (selected 5), (general 1 1), (6 general remarks), (a collection of 7 articles).
        rf"[(\[]\s*(?:[a-z]+ ){{0,4}}?{_NUMBER}(?: [a-z]+){{0,3}}\s*[)\]]$",
        rf"[(\[](?:{CHOSEN.pattern}){_HAN_NUMBER}[)\]]$",
    )
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        # 精选5篇, but not 三篇一 or 5份:.
        rf"{_HAN_NUMBER}\s*(?:{MEASURES.pattern})(?!\s*[:：]|[一二三四五六七八九\d])",
        # Three 3000-word work summaries.
        rf"{_NUMBER} (?:(?:(?!words\b)[a-z]+(?:'s)?|\d[\d,]{{0,6}}-words?) ){{0,4}}?"
        rf"(?:{SAMPLES.pattern})",
    )
)
# "three letters were lost in the post" tells of things.
_NAMED = re.compile(rf"(?:{NUMBERED.pattern}) $")
_TOLD = re.compile(rf" (?:{VERBS.pattern})")
