"""Sentences that were broken, cut off or repeated."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice, pairwise
from typing import NamedTuple

from summaries.prose import STAND_IN
from summaries.text import HAN

from .language import ABBREVIATIONS
from .place import Place

# Beside a short word, which may be cut short, only these are surely inside a sentence.
GOING_ON = frozenset(
    """
    a an the of and to for with by from at or but as if than into in on that which who is are was
    were be been will can should must has have not we they our their its this these those
    """.split()
)
LONG = 6  # letters
STRAY_STOP = re.compile(
    r"(?<![\w.])(?P<before>[a-z]{3,})\. (?P<after>(?!www)[a-z]{2,})\b(?!\.\w|\))"
)
HANGING_STOP = re.compile(
    r"(?<=[a-z] )(?:(?:the|an?|and|or|but|our|their|its|my|your|because|than|whose)\. [A-Z][a-z]+"
    r"|(?:is|are|was|were|be|been)\. [A-Z][a-z]+(?:ed|ing|en)|without\. [A-Z][a-z]+ing)\b"
)
HARD_WRAPPED = 3  # broken lines; a text with more was cut at one width
VERSE = 45  # characters; lines of a poem are seldom longer
SENTENCE_END = re.compile(r"[.!?:;。！？：；][\"”’)）]*\s*$")
INNER_END = re.compile(r"[.!?]\s|[。！？].")
LINE = re.compile(r"\S[^\n]*")
LAST_WORDS = re.compile(r"(?:\S+\s+){0,2}\S+$")
FIRST_WORDS = re.compile(r"\s*\S+(?:\s+\S+){0,2}")
OPEN_END = re.compile(r"(?:[a-z]|,|-)$")
# A list's items end so, a new speaker begins so.
ITEM_END = re.compile(r"[;,] (?:and|or)$")
SPEAKER = re.compile(r"\s*\w{1,12}:")
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
WORD = re.compile(rf"[{HAN}]|\w+")
LIST_NUMBER = re.compile(r"\d[.)、]\s*$")
DOUBLED_WORD = re.compile(r"(?<![\w-])([A-Za-z]{2,})(?: \1)+(?![\w-])")
# Words that are never doubled on purpose; others may be a name or a translator's habit.
LINKING = frozenset(
    """
    a an the of and to for with by from at or but as if than into is are was were be been will would
    can could should must has have not we they their our its this these those
    """.split()
)
# What laws and contracts say again and again.
FORMULA = re.compile(
    r"\b(?:shall|pursuant|hereby|herein\w*|Agreement|Section)\b|第[\d一二三四五六七八九十百]+条|依照|本法|本条例|本规定"
)
COMMON = LINKING | {"in", "on", "it", "that", "i", "us", "的", "了", "和", "在", "是"}
NEAR = 4  # a sentence repeated within so many is damage, later on it may be a refrain
FEWEST_WORDS = 6  # in Chinese twice as many characters
SHORTEST = 11  # characters; no six words are shorter


def stray_stops(text: str) -> Iterator[Place]:
    """``the plan. and then``: a stop inside a sentence; ``was. Praised``; not ``etc. and``."""
    for match in STRAY_STOP.finditer(text):
        small = {match["before"], match["after"]} & GOING_ON
        sure = small or len(match["before"]) >= LONG
        if sure and match["before"] not in ABBREVIATIONS:
            yield Place(match.start(), match.end(), "broken-sentence", match[0].replace(".", "", 1))
    for match in HANGING_STOP.finditer(text):
        repaired = match[0].replace(".", "", 1).lower()
        yield Place(match.start(), match.end(), "broken-sentence", repaired)


def broken_lines(text: str) -> Iterator[Place]:
    """A long line that ends inside a sentence that the next line ends; not a heading or verse.

    A text whose lines were all cut at one width gives only its first place.
    """
    lines = [
        (match.start(), match[0]) for match in re.finditer(r"[^\n]+", text) if match[0].strip()
    ]
    if not _is_verse([line.strip() for _, line in lines]):
        found = _broken_lines(lines)
        in_a_row = any("\n" not in text[one.end : next_.start] for one, next_ in pairwise(found))
        yield from found[:1] if in_a_row or len(found) > HARD_WRAPPED else found


def _broken_lines(lines: list[tuple[int, str]]) -> list[Place]:
    ended = False  # whether the sentence of the line after comes to its end
    places: list[Place] = []
    for (start, line), (next_start, following) in reversed(list(pairwise(lines))):
        stripped = line.rstrip()
        ended = bool(SENTENCE_END.search(following)) or (ended and _is_open(following.rstrip()))
        if (
            ended
            and _is_open(stripped)
            and _carries_on(stripped, following)
            and (tail := LAST_WORDS.search(stripped[-60:]))
            and (head := FIRST_WORDS.match(following[:80]))
        ):
            place = start + len(stripped) - len(tail[0])
            repaired = _together(tail[0], head[0].lstrip())
            places.append(Place(place, next_start + head.end(), "broken-sentence", repaired))
    return places[::-1]


def _is_verse(lines: list[str]) -> bool:
    """Whether the lines are short, or no sentence ends inside any, as in poems and lists."""
    short = len(lines) > 5 and sum(len(line) > VERSE for line in lines) * 4 < len(lines)
    return short or (len(lines) > 3 and not any(map(INNER_END.search, lines)))


def _is_open(line: str) -> bool:
    if re.search(f"[{HAN}]", line):
        return len(line) > 15 and line[-1] in "，、"
    return len(line) > 50 and bool(OPEN_END.search(line))


def _carries_on(line: str, following: str) -> bool:
    following = following.lstrip()
    if line[-1] in "，、":
        return bool(re.match(rf"[{HAN}“《]", following)) and not re.match(
            r"[一二三四五六七八九十]+、", following
        )
    if LIST_MARK.match(following) or ITEM_END.search(line[-6:]) or SPEAKER.match(following):
        return False
    return following[0].islower() or (bool(LINKING_END.search(line)) and following[0].isalnum())


def _together(tail: str, head: str) -> str:
    return tail + head if tail[-1] in "，、" else f"{tail} {head}"


class Said(NamedTuple):
    """A sentence to compare others with: its words, and their stems without the common ones."""

    words: list[str]
    stems: set[str]
    chinese: bool
    line: int

    @classmethod
    def read(cls, sentence: str, line: int) -> Said:
        words = WORD.findall(sentence.lower())
        chinese = bool(re.search(f"[{HAN}]", sentence))
        return cls(words, {word[:5] for word in words} - COMMON, chinese, line)

    def is_long(self, times: float = 1) -> bool:
        """Whether the sentence is too long to be said twice by chance."""
        return len(self.words) >= FEWEST_WORDS * times * (1 + self.chinese)

    def repeats(self, other: Said) -> bool:
        return self.words == other.words

    def rewords(self, other: Said) -> bool:
        alike = 0.8 if self.chinese else 0.6
        shared = len(self.stems & other.stems)
        return len(self.stems) > 6 and shared >= alike * len(self.stems | other.stems)

    def is_said_again(self, recent: Sequence[Said]) -> bool:
        """Whether one of ``recent`` says the same: on its line, or just before it on another."""
        near = [said for said in recent if said.line == self.line]
        return (
            any(map(self.repeats, near))
            or any(map(self.rewords, near[-2:]))
            or (self.is_long(1.5) and any(map(self.repeats, recent[-1:])))
        )


def repeated_sentences(text: str) -> Iterator[Place]:
    """A sentence that repeats one just before it, or rewords it; not a refrain or an answer."""
    recent: list[Said] = []
    line = last = 0
    question = ""
    for match in SENTENCE.finditer(text):
        line += text.count("\n", last, match.start())
        last, sentence = match.start(), match[0].strip()
        answers, question = question, (match["stop"] or "").strip('.!。！"”’)')
        if len(sentence) < SHORTEST or not match["stop"]:
            continue
        said = Said.read(sentence, line)
        if not said.is_long():
            continue
        # Answers, items of a list and formulas may be similar.
        numbered = LIST_NUMBER.search(text, max(0, last - 6), last + 1)
        free = answers or numbered or FORMULA.search(sentence)
        if not free and said.is_said_again(recent):
            start = last + match[0].index(sentence)
            yield Place(start, start + len(sentence), "repeat")
        recent = [*recent[1 - NEAR :], said]


def doubled_words(text: str) -> Iterator[Place]:
    """``the the``; not ``had had``, ``ha ha ha``, ``Wang Wang``."""
    for match in DOUBLED_WORD.finditer(text):
        thrice = len(match[0]) > 3 * len(match[1]) and match[1].istitle()
        if thrice or match[1] in LINKING:
            yield Place(match.start(), match.end(), "repeat", match[1])


def cut_titles(text: str) -> Iterator[Place]:
    """A title that is the first sentence, cut off inside a word; not a whole sentence."""
    lines = list(islice(LINE.finditer(text), 8))
    for index, line in enumerate(lines[:3]):
        title = line[0].rstrip().rsplit(" - ", 1)[-1]
        if not title[-1:].isalnum() or STAND_IN in title:
            continue
        too_long = not index and 150 <= len(title) <= 400 and title[-1].isascii()
        is_cut = too_long or (
            len(title) >= 80 and _is_cut(title, [later[0] for later in lines[index + 1 :]])
        )
        if is_cut and (tail := LAST_WORDS.search(title[-60:])):
            end = line.end() - len(line[0]) + len(line[0].rstrip())
            yield Place(end - len(tail[0]), end, "cut-title")


def _is_cut(title: str, lines: list[str]) -> bool:
    return any(
        line.startswith(title) and line[len(title) : len(title) + 1].isalpha() for line in lines
    )


RULES = (stray_stops, broken_lines, repeated_sentences, doubled_words, cut_titles)
