"""Read the marks of samples: "Chapter 1: The ferry", "Bee work summary 1", "(1)"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from summaries.quality.phrases import folded
from summaries.text import HAN, HANGUL

from .numbering import (
    CARDINAL,
    CHINESE,
    FULL_WIDTH,
    ORDINAL,
    ORDINALS,
    ROMAN,
    number_value,
    read_marks,
)
from .titles import alike, content_words, letters, weight
from .vocabulary.marks import (
    CLAUSES_IN_CHINESE,
    LINKS,
    NOUNS,
    NOUNS_IN_CHINESE,
    OWN_NOUNS,
    OWN_NOUNS_IN_CHINESE,
    PRONOUNS,
    SAMPLE_SENTENCES,
    SELECTED,
    UNITS,
    VERBS_IN_CHINESE,
)
from .vocabulary.titles import GENRES_IN_CHINESE

# A mark is within the first words of its paragraph, and its number among the first ones.
_REACH = 260
_NUMBERS_IN_REACH = 4
_LONGEST_TITLE = 240
_MOST_PARTS = 60
# The page's title as an item of a list: its length, and how much of it the page's title is.
_LONGEST_ITEM = 200
_MOST_WORDS = 0.8
# A sample's own title behind a keyword, a title behind a number, and the end of a title
# behind its number are no longer.
_LONGEST_OWN_TITLE = 160
_LONGEST_ITEM_BEHIND_NUMBER = 120
_LONGEST_END = 60
# After other text on the same line, only a short title can be distinguished from text.
_SHORT_TITLE = 90


@dataclass(frozen=True, slots=True)
class PartMark:
    """A part's mark: its line, its start and end in the line, and its number.

    ``is_next`` marks cannot be the first: the text behind them begins with a small letter.
    ``exact`` is false if the number was separated from the digits after it; ``noun`` is
    what is counted, where that may not change (``回``); ``words`` are those of the title
    in the mark.
    """

    line: int
    start: int
    end: int
    value: int
    title: str
    family: str
    words: frozenset[str] = frozenset()
    exact: bool = True
    own_line: bool = False
    noun: str = ""
    is_next: bool = False

    @property
    def place(self) -> tuple[int, int]:
        return self.line, self.start


class ReferenceTitle:
    """The page's title, as a mark's words are compared with it."""

    def __init__(self, title: str):
        self.words = content_words(title)
        self.letters = letters(title)
        # For ``str.translate()``: what is left of a text without the title's characters.
        self.taken_away = dict.fromkeys(map(ord, title))


def without_keyword(title: str) -> str:
    """What a mark says beside its number: "The ferry" of "Lesson 2: The ferry"."""
    keyword = _KEYWORD.search(folded(title))
    return title[: keyword.start()] + title[keyword.end() :] if keyword else title


def continues_marks(line: str, following: Sequence[str]) -> bool:
    """Whether "Lesson 1 ..." is followed by "Lesson 2 ...": it is the mark of a part."""
    first = next(_keyword_marks(line, 0, 0), None)
    if first is None or not first.own_line:
        return False
    noun = _letters_before_number(first.title)
    return any(
        mark.value == first.value + 1 and _letters_before_number(mark.title) == noun
        for other in following
        for mark in islice(_keyword_marks(other, 0, 0), 1)
    )


def _letters_before_number(title: str) -> str:
    return letters(re.split(r"\d|\s", title.strip("【[(（《< "), maxsplit=1)[0])[:4]


def read_candidates(lines: Sequence[str], title: ReferenceTitle) -> Iterator[PartMark]:
    """Every mark that may be read at the start of a line or of a sentence."""
    for index, line in enumerate(lines):
        if not _ANY_NUMBER.search(line):
            continue
        plain = line.translate(FULL_WIDTH)
        for mark in _read_line(plain, index, title):
            if plain != line:
                mark = replace(mark, title=clean(line[mark.start : mark.end]))
            yield mark


def _read_line(line: str, index: int, title: ReferenceTitle) -> Iterator[PartMark]:
    yield from _listed_title(line, index, title.words)
    bare = _BARE.fullmatch(line)
    if bare and (value := number_value(bare["number"])):
        yield PartMark(index, 0, len(line), value, clean(line), "bare", own_line=True)
    starts = [0, *(found.end() for found in _BOUNDARY.finditer(line))]
    keywords = [mark for start in starts for mark in _keyword_marks(line, index, start)]
    yield from keywords
    if not _QUESTION.fullmatch(line):
        taken = {mark.start for mark in keywords}
        free = [start for start in starts if start not in taken]
        yield from _title_marks(line, index, free, title)


def _listed_title(line: str, index: int, reference: frozenset[str]) -> Iterator[PartMark]:
    """The page's title as an item of a list: "1. Title"."""
    if not reference or weight(line) > _LONGEST_ITEM:
        return
    for mark in read_marks(line)[:1]:
        words = content_words(line[mark.end :])
        if len(words) >= 3 and len(words & reference) >= _MOST_WORDS * len(words):
            yield PartMark(
                index, 0, len(line), mark.value, clean(line), "title", words, own_line=True
            )


# -- marks with a keyword ----------------------------------------------------


def _keyword_marks(line: str, index: int, start: int) -> Iterator[PartMark]:
    """The mark "Chapter 1:", with the sample's title if it follows on the same line."""
    match = _KEYWORD.match(folded(line), start)
    if not match or not _may_stand_there(line, start, match):
        return
    value = number_value(next(filter(None, match.group("a", "b", "c", "d", "e", "f", "g"))))
    if not value:
        return
    end = match.end()
    rest = line[end : end + _REACH].strip()
    own_line = _ends(line, end)
    if rest and _is_title_text(rest) and (not start or weight(rest) <= _SHORT_TITLE):
        own_line, end = True, len(line)
    title = clean(line[start:end])
    words = content_words(line[match.end() : end])
    noun = (match["unit"] or match["own"] or "").lower()
    yield PartMark(index, start, end, value, title, "keyword", words, own_line=own_line, noun=noun)


def _may_stand_there(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether the number ends there: behind it are a colon, the line's end or a sentence."""
    end = match.end()
    if _ends(line, end) or match["colon"] or line[start] + line[end - 1] == "【】":
        return True
    return not (start or _GOES_ON.match(line, end) or _LETTERS.match(line, end))


def _is_title_text(text: str) -> bool:
    return (
        weight(text) <= _LONGEST_OWN_TITLE
        and text[-1] not in ",.;:，；：、。"
        and not _STOP.search(text)
        and not read_marks(text)
    )


# -- marks with a title ------------------------------------------------------


def _title_marks(
    line: str, index: int, starts: Sequence[int], title: ReferenceTitle
) -> Iterator[PartMark]:
    """The readings of the numbers after a title: "Bee work summary 1"."""
    numbers = [
        match
        for match in _NUMBER.finditer(folded(line))
        if not _is_in_token(line, match) and _may_follow(line, match)
    ]
    if not numbers:
        return
    places = [match.start() for match in numbers]
    stops = [_end_of_stop(match) for match in _STOP.finditer(line)]
    for start in starts:
        at = bisect_left(stops, start)
        reach = min(start + _REACH, stops[at] if at < len(stops) else len(line))
        first = bisect_left(places, start)
        for match in numbers[first : first + _NUMBERS_IN_REACH]:
            if match.end() > reach or _is_sentence(line[start : match.start()], title):
                break
            if words := _words_of(line, start, match):
                yield from _readings(line, index, start, match, words, title)


def _words_of(line: str, start: int, match: re.Match[str]) -> frozenset[str]:
    """The title's words before the number or, if a line begins with it, behind it."""
    has_words = _LETTER.search(line, start, match.start())
    words = content_words(line[start : match.start()]) if has_words else frozenset()
    if not words and _number_comes_first(line, start, match):
        words = content_words(line[match.end() :])
    return words


def _end_of_stop(match: re.Match[str]) -> int:
    """A comma ends a title only if so many letters follow it."""
    return match.end() + _AFTER_COMMA * match[0].startswith(",")


def _is_in_token(line: str, match: re.Match[str]) -> bool:
    """Whether the number belongs to an address, a time or a range: "/p1", "8:30"."""
    begin = match.start(_kind(match))
    return line[max(0, begin - 1) : begin] in ("/", ":", "=", "&", "_", "@") and begin > 0


def _may_follow(line: str, match: re.Match[str]) -> bool:
    """Whether what is behind a number lets it be a mark's: no unit, decimal or letters."""
    if match["damaged"] or _SELECTED.match(folded(line), match.end()):
        return True
    if not _FOLLOWS.match(line, match.end()):
        return False
    if match["digits"] and len(match["digits"]) > 1:
        return True  # which may be divided
    if match["chinese"] and not (match["open"] or match["keyword"]):
        return bool(_HAN_NUMBER_END.match(line, match.end()))
    return not _UNIT.match(folded(line), match.end()) and not _LETTERS.match(line, match.end())


def _is_sentence(stem: str, title: ReferenceTitle) -> bool:
    """Whether the words before a number are a sentence, or announce the samples."""
    if not _LETTER.search(stem):
        return False
    if weight(stem) > _LONGEST_TITLE or _SENTENCE.search(stem):
        return True
    if not (_CLAUSE.search(stem) or VERBS_IN_CHINESE.finds(stem.translate(title.taken_away))):
        return False
    return letters(stem) not in title.letters


def _number_comes_first(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether a whole line may be a number and a title: "2 head nurse's summary"."""
    if start or match["open"] or match["keyword"] or line[-1] in ".。":
        return False
    return weight(line) <= _LONGEST_ITEM_BEHIND_NUMBER and not read_marks(line)


def _readings(
    line: str,
    index: int,
    start: int,
    match: re.Match[str],
    words: frozenset[str],
    title: ReferenceTitle,
) -> Iterator[PartMark]:
    """The readings of a number after a title: whole, split by a space, or run into the text."""
    kind = _kind(match)
    begin = match.start(kind)
    after = line[match.end() : match.end() + _REACH]
    if _is_lone_word(match, kind, after):
        return
    for size, exact in _sizes(match, kind, after):
        value = 1 if kind == "damaged" else number_value(line[begin : begin + size])
        if not value or value > _MOST_PARTS:
            continue
        selected = _SELECTED.match(folded(line), begin + size) if value == 1 else None
        if exact and not selected and _UNIT.match(folded(line), begin + size):
            continue
        end = selected.end() if selected else _CLOSING.match(line, begin + size).end()
        own_line = _ends(line, end)
        rest = line[end : end + _REACH].strip()
        if not own_line and exact and not start and _goes_on(rest, words, line[:begin]):
            own_line, end = True, len(line)
        ends = own_line or line[end - 1] in ":：" or _may_begin_text(rest, words, title)
        name = clean(line[start:end])
        mark = PartMark(index, start, end, value, name, "title", words, exact, own_line)
        yield mark if ends else replace(mark, is_next=True)


def _kind(match: re.Match[str]) -> str:
    return next(kind for kind in _NUMERALS if match[kind])


def _is_lone_word(match: re.Match[str], kind: str, after: str) -> bool:
    """Whether a written-out number has words behind it, and no keyword before it."""
    if kind in ("digits", "damaged") or match["keyword"] or match["open"]:
        return False
    return bool(after.strip(" :：)）】].")) or match[kind].lower() in ORDINALS


def _sizes(match: re.Match[str], kind: str, after: str) -> Iterator[tuple[int, bool]]:
    """How many of the digits may be the mark's number, and whether these are all."""
    yield len(match[kind]), True
    if kind == "digits":
        yield from ((size, False) for size in (1, 2) if _divides(match["digits"], size, after))
        if match["more"] and len(match["digits"]) == 1:
            yield 1 + len(match["more"]), True


def _divides(digits: str, size: int, after: str) -> bool:
    """Whether digits may be divided after ``size``: not inside a year, not before a zero."""
    if size >= len(digits) or digits[size] == "0":
        return False
    signs = _YEAR_SIGNS.match(after)[0]
    if YEAR.fullmatch(digits + signs):
        return False
    return not _UNIT.match(folded(after)) or bool(YEAR.fullmatch(digits[size:] + signs))


def _goes_on(rest: str, words: frozenset[str], before: str) -> bool:
    """Whether a few words after the number still belong to the title."""
    if weight(rest) > _LONGEST_END or _STOP.search(rest) or read_marks(rest):
        return False
    return not content_words(before) or bool(_LINK.match(rest)) or alike(content_words(rest), words)


def _may_begin_text(rest: str, words: frozenset[str], title: ReferenceTitle) -> bool:
    """Whether the text of a sample may begin so: with a capital, or behind the page's title."""
    return bool(_BEGINNING.match(rest)) or alike(words, title.words)


def _ends(line: str, position: int) -> bool:
    return bool(_END.match(line, position))


def clean(mark: str) -> str:
    return mark.strip().rstrip(":： ").strip()


_BOUNDARY = re.compile(rf"[.!?。！？;；:：…][\"'”’)）]*\s*(?=[A-Z\d\"“(（【\[{HAN}{HANGUL}])")
# In small letters: a capital begins the text.
_LINK = re.compile(LINKS.pattern)
# A number inside a question is not a mark.
_QUESTION = re.compile(rf"[^.!?。！？]*\d[^.!?。！？\d]*[a-z\d{HAN}] ?[?？]")
_STOP = re.compile(rf"[.!?;](?=\s+[A-Z{HANGUL}]|[{HAN}])|[。！？；]|,\s(?=.{{90}})")
_AFTER_COMMA = 90
_NUMBER_WORD = rf"(?:{CARDINAL}|{ORDINAL})"
# These two are looked for in ``folded()`` lines.
_ROMAN = ROMAN.lower()
_KEYWORD = re.compile(
    r"[\[(《<]?\s*(?:"
    rf"(?:{NOUNS.pattern})\.?\s*(?P<a>\d{{1,2}}(?!\d|\.\d)|{_ROMAN}\b|{_NUMBER_WORD}\b)"
    rf"|(?P<own>{OWN_NOUNS.pattern})\s*(?P<e>\d{{1,2}}(?!\d|\.\d)|{_ROMAN}\b|{_NUMBER_WORD}\b)"
    rf"|(?:the )?(?P<b>{ORDINAL}) (?:{NOUNS.pattern})(?=\s*[:)\]]|\s*$)"
    rf"|第\s*(?P<f>\d{{1,2}}|{CHINESE})\s*(?P<unit>{OWN_NOUNS_IN_CHINESE.pattern})"
    r"(?=\s|[:、.]|$)"
    rf"|(?:{NOUNS_IN_CHINESE.pattern})\s*(?P<c>\d{{1,2}}|{CHINESE})\s*[篇份]?"
    rf"(?!\s*(?:{CLAUSES_IN_CHINESE.pattern}))(?=\s*[:)\]、.\s]|$)"
    rf"|(?:{GENRES_IN_CHINESE.pattern})\s*(?P<g>\d{{1,2}}|{CHINESE})(?=\s*(?:[:\]]|$))"
    rf"|第\s*(?P<d>\d{{1,2}}|{CHINESE})\s*[篇份])"
    r"\s*[\])》>]?(?P<colon>\s*:)?"
)
# Behind a keyword's number, the rest of its sentence: "Part 1 of the plan", "Article 3, 4".
_GOES_ON = re.compile(r"\s*(?:[,，%]|[-–~]\s?\d|[a-z])")
_BARE = re.compile(
    rf"\s*[(（【\[]\s*(?P<number>\d{{1,2}}|{ROMAN}|{CHINESE}|{CARDINAL})\s*[)）】\]]\s*[:：.]?\s*"
)
_NUMBER = re.compile(
    rf"(?P<open>[(\[]\s*)?(?P<keyword>(?:{NOUNS.pattern})\.?\s*|第\s*|[篇文]\s*)?(?:(?<!\w)[(\[]\s*)?"
    r"(?:(?<![x\d])(?P<damaged>/kloc-0|65438\+0?)|(?<![\d.])(?P<digits>\d{1,6})(?=(?P<more>\s\d(?!\d))?)"
    rf"|\b(?P<roman>{_ROMAN})\b|\b(?P<word>{_NUMBER_WORD})\b|(?P<chinese>{CHINESE}))",
)
_NUMERALS = ("damaged", "digits", "roman", "word", "chinese")
_HAN_NUMBER_END = re.compile(r"\s*(?:$|[篇)）】\]:：])|\s")
_CLOSING = re.compile(r"\s*篇?\s*[)）】\]]?\s*[:：]?")
_SELECTED = re.compile(rf"\s*(?:{SELECTED.pattern})\s*[)\]]")
# After a number that is no mark: "3 years", "5,000", "2-3".
_UNIT = re.compile(rf"\s*(?:[%％‰℃,.]\d|[-–~/:]\d|[%％‰℃]|{UNITS.pattern})")
# Behind a number are the end, a bracket or colon, or the text.
_FOLLOWS = re.compile(r"\s*(?:$|篇|[)）】\]:：]|[\w\"“'(\[《【]|/kloc|[.。_-]+\s*(?:$|[^\W\d_]))")
_END = re.compile(r"[\s:：.。—-]*$")
_ANY_NUMBER = re.compile(rf"\d|[IVX]|{CHINESE[:-5]}|\b{_NUMBER_WORD}\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
# Letters of the same word: "3D", "1st"; not the next sentence: "1This", "1A serious".
_LETTERS = re.compile(r"[a-z]|[A-Z](?![a-z’']|\s[a-z])|[B-HJ-Z]\s")
# How the text of a sample begins behind a number.
_BEGINNING = re.compile(rf"[\"“'(\[《【]*[A-Z\d{HANGUL}]|65438|/kloc")
YEAR = re.compile(r"(?:19|20)(?:\d\d|[xX*_]{1,2})")
_YEAR_SIGNS = re.compile(r"[xX*_]{0,2}")
# Before a number that is no mark: a sentence about the samples, "here are 5", or a
# bracket that announces them, "(selected 5".
_SENTENCE = re.compile(rf"(?i){SAMPLE_SENTENCES.pattern}|[(（][^()（）]*\w\s*$")
# In a title are no pronouns and few commas.
_CLAUSE = re.compile(rf"(?i){PRONOUNS.pattern}|[,，;；]")
