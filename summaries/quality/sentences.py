"""Sentences that were broken, cut off or repeated."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from itertools import islice, pairwise

from .finding import Finding

CJK = "\u3400-\u9fff"

STRAY_STOP = re.compile(
    r"(?<![\w.])(?P<before>[a-z]{3,})\. (?P<after>(?!www)[a-z]{2,})\b(?!\.\w|\))"
)
HANGING_STOP = re.compile(
    r"(?<=[a-z] )(?:(?:the|an?|and|or|but|our|their|its|my|your|because|than|whose)\. [A-Z][a-z]+"
    r"|(?:is|are|was|were|be|been)\. [A-Z][a-z]+(?:ed|ing|en)|without\. [A-Z][a-z]+ing)\b"
)
ABBREVIATIONS = frozenset(
    """
    etc vs approx dept prof est incl fig ltd inc corp min max avg
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue wed thu fri sat sun
    """.split()
)
LINE = re.compile(r"\S[^\n]*")
LAST_WORDS = re.compile(r"(?:\S+\s+){0,2}\S+$")
FIRST_WORDS = re.compile(r"\s*\S+(?:\s+\S+){0,2}")
OPEN_END = re.compile(r"(?:[a-z]|,|-)$")
LINKING_END = re.compile(
    r"\b(?:the|of|and|to|in|with|for|a|an|by|on|or|our|is|are|as|at|from|that|than)$"
)
LIST_MARK = re.compile(
    r"\s*(?:(?:[a-z]|\d+)[.)、]|\(|www\.|http|by\b|source\b"
    r"|(?:the )?(?:first|second|third|fourth|fifth|sixth|seventh|last)(?:ly)?(?:,| is\b))"
)
SENTENCE = re.compile(
    r"[^.!?。！？\n]++(?:[.!?](?=\w)[^.!?。！？\n]*+)*+(?P<stop>[.!?。！？]++[\"”’)]?)?"
)
WORD = re.compile(rf"[{CJK}]|\w+")
LIST_NUMBER = re.compile(r"\d[.)、]\s*$")
DOUBLED_WORD = re.compile(r"(?<![\w-])([A-Za-z]{2,})(?: \1)+(?![\w-])")
# Words that are never doubled on purpose; others may be a name or a translator's habit.
LINKING = frozenset(
    """
    a an the of and to for with by from at or but as if than into is are was were be been will would
    can could should must has have not we they their our its this these those
    """.split()
)
COMMON = LINKING | {"in", "on", "it", "that", "i", "us", "的", "了", "和", "在", "是"}
NEAR = 6  # a sentence repeated within so many is damage, later on it may be a refrain
FEWEST_WORDS = 6  # characters, in Chinese twice that


def stray_stops(text: str) -> Iterator[Finding]:
    """``the plan. and then``: a stop inside a sentence; ``was. Praised``; not ``etc. and``."""
    for match in STRAY_STOP.finditer(text):
        if match["before"] not in ABBREVIATIONS:
            yield Finding(
                match.start(), match.end(), "broken-sentence", match[0].replace(".", "", 1)
            )
    for match in HANGING_STOP.finditer(text):
        repaired = match[0].replace(".", "", 1).lower()
        yield Finding(match.start(), match.end(), "broken-sentence", repaired)


def broken_lines(text: str) -> Iterator[Finding]:
    """A long line that ends inside a sentence that the next line continues; not a heading."""
    lines = [
        (match.start(), match[0]) for match in re.finditer(r"[^\n]+", text) if match[0].strip()
    ]
    for (start, line), (next_start, following) in pairwise(lines):
        stripped = line.rstrip()
        if (
            _is_open(stripped)
            and _carries_on(stripped, following)
            and (tail := LAST_WORDS.search(stripped[-60:]))
            and (head := FIRST_WORDS.match(following[:80]))
        ):
            place = start + len(stripped) - len(tail[0])
            repaired = _together(tail[0], head[0].lstrip())
            yield Finding(place, next_start + head.end(), "broken-sentence", repaired)


def _is_open(line: str) -> bool:
    if re.search(f"[{CJK}]", line):
        return len(line) > 15 and line[-1] in "，、"
    return len(line) > 50 and bool(OPEN_END.search(line))


def _carries_on(line: str, following: str) -> bool:
    following = following.lstrip()
    if line[-1] in "，、":
        return bool(re.match(rf"[{CJK}“《]", following)) and not re.match(
            r"[一二三四五六七八九十]+、", following
        )
    if LIST_MARK.match(following):
        return False
    return following[0].islower() or (bool(LINKING_END.search(line)) and following[0].isalnum())


def _together(tail: str, head: str) -> str:
    return tail + head if tail[-1] in "，、" else f"{tail} {head}"


def repeated_sentences(text: str) -> Iterator[Finding]:
    """A sentence that repeats a recent one in nearly the same words; not the page's title."""
    trail = text[:1000].split("\n", 1)[0].lower()
    recent: deque[tuple[list[str], set[str]]] = deque(maxlen=NEAR)
    for match in SENTENCE.finditer(text):
        sentence = match[0].strip()
        words = WORD.findall(sentence.lower())
        chinese = bool(re.search(f"[{CJK}]", sentence))
        if (
            len(words) < FEWEST_WORDS * (1 + chinese)
            or not match["stop"]
            or (match.start() > len(trail) and sentence.lower() in trail)
        ):
            continue
        stems = {word[:5] for word in words} - COMMON
        alike = 0.8 if chinese else 0.6
        # Items of a list may be similar.
        listed = LIST_NUMBER.search(text, max(0, match.start() - 6), match.start() + 1)
        if any(words == said for said, _ in recent) or any(
            not listed and len(stems) > 6 and len(stems & others) >= alike * len(stems | others)
            for _, others in list(recent)[-3:]
        ):
            start = match.start() + match[0].index(sentence)
            yield Finding(start, start + len(sentence), "repeat")
        recent.append((words, stems))


def doubled_words(text: str) -> Iterator[Finding]:
    """``the the``; not ``had had``, ``very very``, ``Wang Wang``."""
    for match in DOUBLED_WORD.finditer(text):
        thrice = len(match[0]) > 3 * len(match[1])
        if (thrice and match[1].strip("xX")) or match[1] in LINKING:
            yield Finding(match.start(), match.end(), "repeat", match[1])


def cut_titles(text: str) -> Iterator[Finding]:
    """A title that is the first sentence, cut off inside a word; not a whole sentence."""
    lines = list(islice(LINE.finditer(text), 8))
    for index, line in enumerate(lines[:3]):
        title = line[0].rstrip().rsplit(" - ", 1)[-1]
        if not title[-1:].isalnum():
            continue
        too_long = not index and 150 <= len(title) <= 400 and title[-1].isascii()
        is_cut = too_long or (
            len(title) >= 80 and _is_cut(title, [later[0] for later in lines[index + 1 :]])
        )
        if is_cut and (tail := LAST_WORDS.search(title[-60:])):
            end = line.end() - len(line[0]) + len(line[0].rstrip())
            yield Finding(end - len(tail[0]), end, "cut-title")


def _is_cut(title: str, lines: list[str]) -> bool:
    return any(
        line.startswith(title) and line[len(title) : len(title) + 1].isalpha() for line in lines
    )


RULES = (stray_stops, broken_lines, repeated_sentences, doubled_words, cut_titles)
