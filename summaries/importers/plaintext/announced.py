"""The number of articles that a page announces: "(selected 5 articles)"."""

from __future__ import annotations

import re

from .numbering import CARDINAL, CHINESE, number_value

_NUMBER = rf"(?P<number>\d(?: ?\d)?|{CARDINAL})"
_HAN_NUMBER = rf"(?P<number>\d(?: ?\d)?|{CHINESE})"
_SAMPLES = (
    r"(?:articles?|essays?|pieces?|samples?|papers?|copies|chapters?|models?|templates?|texts?"
    r"|selections?|versions?"
    r"|examples?|posts?|remarks|comments|compositions?|sets?|parts?|documents?|summaries|reports"
    r"|plans|speeches"
    r"|reflections|experiences|letters|statements)"
)
_CHOSEN = (
    r"(?:general|selected|selection|collected|collection|recommended|common|universal|latest"
    r"|excellent|practical"
    r"|refined|boutique|full|popular|total|best|classic)"
)
_HAN_CHOSEN = (
    "(?:收集|精选|整理|汇总|匯總|通用|推荐|推薦|范文|最新|分享|合集|集合|大全"
    "|优秀|锦集|集锦|模板|热门|实用|合计|共)"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        # In brackets: (5 articles), (selected 5), (general 1 1), (6 general remarks), (5).
        rf"[(\[（【]\s*(?=[^()\[\]（）【】]{{0,50}}\b(?:{_SAMPLES}"
        rf"|{_CHOSEN})\b)(?:[a-z]+ ){{0,4}}?{_NUMBER}(?: [a-z]+){{0,3}}\s*[)\]）】]",
        rf"[(\[（【][\u4e00-\u9fff]{{0,8}}?{_HAN_NUMBER}\s*[篇份則套]",
        rf"[(\[（【]{_HAN_CHOSEN}{_HAN_NUMBER}[)\]）】]",
        # In the sentence: 精选5篇, selected 6 articles, including 5 monthly summaries.
        rf"{_HAN_NUMBER}\s*[篇份](?!\s*[:：]|[一二三四五六七八九\d])",
        rf"\b{_NUMBER} (?:(?:(?!words\b)[a-z]+(?:'s)?|\d[\d,]*-words?) ){{0,4}}?{_SAMPLES}\b",
        r"(?P<number>\d(?: ?\d)?)\s*편",
    )
)
# Only the first characters of a lead are searched for the number.
_REACH = 3000
_IN_BRACKETS = re.compile(r"[(（【\[][^()（）【】\[\]]{1,50}[)）】\]]")
_NOT_A_COUNT = re.compile(
    r"(?i)\b(?:years?|months?|weeks?|days?|class|grade|quarter|first|second|half|semester|minutes?"
    r"|part [ivx\d]+)\b"
)


def announced_count(*texts: str) -> int | None:
    """The number of parts announced by the first of ``texts`` that announces one."""
    for text in texts:
        for pattern in _PATTERNS:
            for match in pattern.finditer(text[:_REACH]):
                value = number_value(match["number"])
                if (
                    value
                    and 2 <= value <= 99
                    and not _NOT_A_COUNT.search(match[0])
                    and not _is_tail(text, match)
                ):
                    return value
    return None


def without_count(title: str) -> str:
    """The title without an announcement in brackets."""
    return _IN_BRACKETS.sub(
        lambda match: match[0] if announced_count(match[0]) is None else " ", title
    ).strip()


def _is_tail(text: str, match: re.Match) -> bool:
    """Whether the digits end a longer number, such as a year, or a mark like ``第5篇``."""
    before = text[max(0, match.start("number") - 1) : match.start("number")]
    return before.isdigit() or before in ("第", ".", "-", "/")
