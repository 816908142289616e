"""Find where the samples of a collection begin, by their marks: "Chapter 1", "Chapter 2" ..."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice, pairwise

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
from .titlelines import HAN_GENRES, has_genre
from .titles import alike, common_opening, content_words, letters, weight

# A mark is within the first words of its paragraph, and its number among the first ones.
_REACH = 260
_NUMBERS_IN_REACH = 4
_LONGEST_TITLE = 240
_MOST_PARTS = 60
# A table of contents lists the marks first; so several sequences are tried, up to this one.
_MOST_BEGINNINGS = 40
# A sequence looks at so many marks of the number that comes next.
_MOST_NEXT = 40
# After other text on the same line, only a short title can be distinguished from text.
_SHORT_TITLE = 90
# If all sections are shorter, they are the articles of a regulation, not samples.
_SHORTEST_PART = 400
# Most clauses of a contract are shorter than this, and samples are longer.
_LONGEST_CLAUSE = 700


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


class _Title:
    """The page's title, as a mark's words are compared with it."""

    def __init__(self, title: str):
        self.words = content_words(title)
        self.letters = letters(title)
        # For ``str.translate()``: what is left of a text without the title's characters.
        self.taken_away = dict.fromkeys(map(ord, title))


def find_parts(lines: Sequence[str], title: str, announced: int | None) -> list[PartMark]:
    """The marks of the parts in ``lines``, in order; none if the page is one text.

    A mark may be read in several ways ("31" as 3 or 31); the sequence decides.
    """
    reference = content_words(title)
    candidates = list(_read_candidates(lines, _Title(title)))
    chains = []
    for family in ("title", "keyword", "bare"):
        members = [mark for mark in candidates if mark.family == family]
        chains += [
            chain
            for chain in _chains(members, reference)
            if _is_credible(chain, reference, announced, lines)
        ]
        if family != "title" and any(len(chain) > 1 for chain in chains):
            break
    if not chains:
        return []
    best = max(chains, key=lambda chain: _merit(chain, lines, announced))
    if best[0].family == "keyword":
        best = _with_titles(best, lines, title)
    if best[0].value > 1:
        best = [*_bare_first(lines[: best[0].line]), *best]
    return best


def without_keyword(title: str) -> str:
    """What a mark says beside its number: "The ferry" of "Lesson 2: The ferry"."""
    return _KEYWORD.sub("", title, count=1)


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


# -- candidates --------------------------------------------------------------


def _read_candidates(lines: Sequence[str], title: _Title) -> Iterator[PartMark]:
    """Every mark that may be read at the start of a line or of a sentence."""
    for index, line in enumerate(lines):
        if not _ANY_NUMBER.search(line):
            continue
        plain = line.translate(FULL_WIDTH)
        for mark in _read_line(plain, index, title):
            if plain != line:
                mark = replace(mark, title=_clean(line[mark.start : mark.end]))
            yield mark


def _read_line(line: str, index: int, title: _Title) -> Iterator[PartMark]:
    yield from _listed_title(line, index, title.words)
    bare = _BARE.fullmatch(line)
    if bare and (value := number_value(bare["number"])):
        yield PartMark(index, 0, len(line), value, _clean(line), "bare", own_line=True)
    starts = [0, *(found.end() for found in _BOUNDARY.finditer(line))]
    keywords = [mark for start in starts for mark in _keyword_marks(line, index, start)]
    yield from keywords
    if not _QUESTION.fullmatch(line):
        taken = {mark.start for mark in keywords}
        free = [start for start in starts if start not in taken]
        yield from _title_marks(line, index, free, title)


def _listed_title(line: str, index: int, reference: frozenset[str]) -> Iterator[PartMark]:
    """The page's title as an item of a list: "1. Title"."""
    if not reference or weight(line) > 200:
        return
    for mark in read_marks(line)[:1]:
        words = content_words(line[mark.end :])
        if len(words) >= 3 and len(words & reference) >= 0.8 * len(words):
            yield PartMark(
                index, 0, len(line), mark.value, _clean(line), "title", words, own_line=True
            )


# -- marks with a keyword ----------------------------------------------------


def _keyword_marks(line: str, index: int, start: int) -> Iterator[PartMark]:
    """The mark "Chapter 1:", with the sample's title if it follows on the same line."""
    match = _KEYWORD.match(line, start)
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
    title = _clean(line[start:end])
    words = content_words(line[match.end() : end])
    noun = (match["unit"] or match["own"] or "").lower()
    yield PartMark(index, start, end, value, title, "keyword", words, own_line=own_line, noun=noun)


def _may_stand_there(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether the number ends there: behind it are a colon, the line's end or a sentence."""
    end = match.end()
    if _ends(line, end) or match["colon"] or match[0][0] + match[0][-1] == "【】":
        return True
    return not (start or _GOES_ON.match(line, end) or _LETTERS.match(line, end))


def _is_title_text(text: str) -> bool:
    return (
        weight(text) <= 160
        and text[-1] not in ",.;:，；：、。"
        and not _STOP.search(text)
        and not read_marks(text)
    )


# -- marks with a title ------------------------------------------------------


def _title_marks(line: str, index: int, starts: Sequence[int], title: _Title) -> Iterator[PartMark]:
    """The readings of the numbers after a title: "Bee work summary 1"."""
    numbers = [
        match
        for match in _NUMBER.finditer(line)
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
    if match["damaged"] or _SELECTED.match(line, match.end()):
        return True
    if not _FOLLOWS.match(line, match.end()):
        return False
    if match["digits"] and len(match["digits"]) > 1:
        return True  # which may be divided
    if match["chinese"] and not (match["open"] or match["keyword"]):
        return bool(_HAN_NUMBER_END.match(line, match.end()))
    return not _UNIT.match(line, match.end()) and not _LETTERS.match(line, match.end())


def _is_sentence(stem: str, title: _Title) -> bool:
    """Whether the words before a number are a sentence, or announce the samples."""
    if not _LETTER.search(stem):
        return False
    if weight(stem) > _LONGEST_TITLE or _SENTENCE.search(stem):
        return True
    if not (_CLAUSE.search(stem) or _HAN_VERB.search(stem.translate(title.taken_away))):
        return False
    return letters(stem) not in title.letters


def _number_comes_first(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether a whole line may be a number and a title: "2 head nurse's summary"."""
    if start or match["open"] or match["keyword"] or line[-1] in ".。":
        return False
    return weight(line) <= 120 and not read_marks(line)


def _readings(
    line: str,
    index: int,
    start: int,
    match: re.Match[str],
    words: frozenset[str],
    title: _Title,
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
        selected = _SELECTED.match(line, begin + size) if value == 1 else None
        if exact and not selected and _UNIT.match(line, begin + size):
            continue
        end = selected.end() if selected else _CLOSING.match(line, begin + size).end()
        own_line = _ends(line, end)
        rest = line[end : end + _REACH].strip()
        if not own_line and exact and not start and _goes_on(rest, words, line[:begin]):
            own_line, end = True, len(line)
        ends = own_line or line[end - 1] in ":：" or _may_begin_text(rest, words, title)
        clean = _clean(line[start:end])
        mark = PartMark(index, start, end, value, clean, "title", words, exact, own_line)
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
    if _YEAR.fullmatch(digits + signs):
        return False
    return not _UNIT.match(after) or bool(_YEAR.fullmatch(digits[size:] + signs))


def _goes_on(rest: str, words: frozenset[str], before: str) -> bool:
    """Whether a few words after the number still belong to the title."""
    if weight(rest) > 60 or _STOP.search(rest) or read_marks(rest):
        return False
    return not content_words(before) or bool(_LINK.match(rest)) or alike(content_words(rest), words)


def _may_begin_text(rest: str, words: frozenset[str], title: _Title) -> bool:
    """Whether the text of a sample may begin so: with a capital, or behind the page's title."""
    return bool(_BEGINNING.match(rest)) or alike(words, title.words)


def _bare_first(lines: Sequence[str]) -> list[PartMark]:
    """The first part's mark if only its number remains: "1 Time flies ..."."""
    for index, line in enumerate(lines):
        match = _NUMBER_ALONE.match(line)
        if match:
            return [PartMark(index, 0, match.end(), 1, "1", "title")]
    return []


def _with_titles(chain: list[PartMark], lines: Sequence[str], title: str) -> list[PartMark]:
    """The marks including the title if each part repeats it: "Chapter 1: Title In the ..."."""
    running = [mark for mark in chain if not mark.own_line]
    openings = [lines[mark.line][mark.end : mark.end + 200].lstrip() for mark in running]
    common = common_opening(openings)
    extended = []
    for mark in chain:
        opening = lines[mark.line][mark.end : mark.end + 200]
        gap = len(opening) - len(opening.lstrip())
        repeat = title if title and opening.lstrip().lower().startswith(title.lower()) else common
        if repeat and not mark.own_line and opening[gap:].lower().startswith(repeat.lower()):
            end = mark.end + gap + len(repeat)
            text = _clean(lines[mark.line][mark.start : end])
            mark = replace(mark, end=end, title=text, words=content_words(repeat))
        extended.append(mark)
    return extended


# -- sequences ---------------------------------------------------------------


def _chains(candidates: Sequence[PartMark], reference: frozenset[str]) -> list[list[PartMark]]:
    """The sequences 1, 2, 3 ... in the candidates, from each mark that may be the first."""
    by_value: dict[int, list[PartMark]] = defaultdict(list)
    for mark in sorted(candidates, key=lambda mark: mark.place):
        by_value[mark.value].append(mark)
    firsts = [mark for mark in by_value[1] if not mark.is_next][:_MOST_BEGINNINGS]
    seconds = [mark for mark in by_value[2] if mark.exact and alike(mark.words, reference)]
    firsts += seconds[:_MOST_BEGINNINGS]
    return [_follow(by_value, first, reference) for first in firsts]


def _follow(
    by_value: Mapping[int, Sequence[PartMark]], first: PartMark, reference: frozenset[str]
) -> list[PartMark]:
    """The sequence from ``first`` on; single numbers may be missing."""
    titles = [first.words]
    if alike(first.words, reference):
        titles.append(reference)
    chain = [first]
    while True:
        last = chain[-1]
        following = [
            mark
            for value in (last.value + 1, last.value + 2)
            if (mark := _next(by_value.get(value, ()), last, titles))
        ]
        if not following:
            return chain
        chain.append(min(following, key=lambda mark: (mark.place, mark.value)))


def _next(
    marks: Sequence[PartMark], last: PartMark, titles: Sequence[frozenset[str]]
) -> PartMark | None:
    """The first of the marks behind ``last`` that fits, in its best reading."""
    start = bisect_left(marks, (last.line, last.end), key=lambda mark: mark.place)
    near = marks[start : start + _MOST_NEXT]
    for _place, readings in groupby(near, lambda mark: mark.place):
        fitting = [mark for mark in readings if _fits(mark, last, titles)]
        if fitting:
            return min(fitting, key=lambda mark: (not mark.exact, -mark.end))
    return None


def _fits(mark: PartMark, last: PartMark, titles: Sequence[frozenset[str]]) -> bool:
    if mark.noun != last.noun or (mark.value > last.value + 1 and (not mark.exact or mark.start)):
        return False
    return mark.family != "title" or any(alike(mark.words, words) for words in titles)


def _is_credible(
    chain: Sequence[PartMark],
    reference: frozenset[str],
    announced: int | None,
    lines: Sequence[str],
) -> bool:
    """Whether a sequence is likely to mark parts, by its title, keyword or length."""
    first = chain[0]
    if first.value > 1 and len(chain) == 1:
        return False
    if first.family == "bare":
        return len(chain) >= 2 and (announced == len(chain) or len(chain) >= 3)
    if first.family == "keyword":
        if _are_clauses(chain, announced, lines) or _hold_clauses(chain, lines):
            return False
        if len(chain) == 1:
            return first.own_line or lines[first.line][: first.end].endswith((":", "："))
        sizes = [_distance(one, other, lines) for one, other in pairwise(chain)]
        return first.own_line or len(chain) == announced or max(sizes) >= _SHORTEST_PART
    if reference and alike(first.words, reference):
        return len(chain) > 1 or first.exact
    if len(chain) == 1:
        exact = first.exact or _YEAR.match(lines[first.line], first.end)
        return bool(exact and len(first.words) >= 3 and has_genre(first.title))
    return len(first.words) >= 2 and all(
        mark.exact or mark.own_line or mark.words == first.words for mark in chain
    )


def _are_clauses(chain: Sequence[PartMark], announced: int | None, lines: Sequence[str]) -> bool:
    """Whether "Article 1", "Article 2" ... are the short clauses of a contract."""
    if len(chain) < 3 or len(chain) == announced or not _ARTICLE.match(chain[0].title):
        return False
    sizes = sorted(_distance(one, other, lines) for one, other in pairwise(chain))
    return sizes[len(sizes) // 2] < _LONGEST_CLAUSE


def _hold_clauses(chain: Sequence[PartMark], lines: Sequence[str]) -> bool:
    """Whether 第一章 is the chapter of a law: it holds 第一条."""
    if not chain[0].noun:
        return False
    return sum(bool(_CLAUSE_MARK.match(line)) for line in lines[chain[0].line + 1 :]) > 1


def _merit(chain: Sequence[PartMark], lines: Sequence[str], announced: int | None) -> tuple:
    """The sort key of sequences, the best last: announced number, text between marks, ..."""
    filled = sum(_distance(one, other, lines) > 80 for one, other in pairwise(chain))
    return (
        len(chain) == announced,
        filled > 0 or len(chain) == 1,
        min(len(chain), 2) + (chain[0].family != "bare"),
        chain[0].family == "title",
        chain[0].value == 1,
        filled,
        sum(mark.exact for mark in chain),
        sum(mark.own_line for mark in chain),
        -_first_line(chain[0], lines),
    )


def _first_line(first: PartMark, lines: Sequence[str]) -> int:
    """The mark's line as a sort key: the last one of marks repeated after short lines."""
    again = [
        index
        for index in range(first.line + 1, min(first.line + 8, len(lines)))
        if lines[index] == lines[first.line]
    ]
    if again and all(weight(line) <= 240 for line in lines[first.line : again[-1]]):
        return len(lines) + first.line
    return first.line


def _distance(one: PartMark, other: PartMark, lines: Sequence[str]) -> int:
    """The number of characters between two marks."""
    if one.line == other.line:
        return other.start - one.end
    between = sum(len(line) for line in lines[one.line + 1 : other.line])
    return len(lines[one.line]) - one.end + between + other.start


def _ends(line: str, position: int) -> bool:
    return bool(_END.match(line, position))


def _clean(mark: str) -> str:
    return mark.strip().rstrip(":： ").strip()


_BOUNDARY = re.compile(rf"[.!?。！？;；:：…][\"'”’)）]*\s*(?=[A-Z\d\"“(（【\[{HAN}{HANGUL}])")
# Words that continue a title after its number: "Summary 1 of the year".
_LINK = re.compile(r"(?:of|for|in|on|by|at|from|and|to|with|about)\b")
# A number inside a question is not a mark.
_QUESTION = re.compile(rf"[^.!?。！？]*\d[^.!?。！？\d]*[a-z\d{HAN}] ?[?？]")
_ARTICLE = re.compile(r"\W*article\b", re.IGNORECASE)
_CLAUSE_MARK = re.compile(rf"第\s*(?:\d+|{CHINESE})\s*[条條]")
_STOP = re.compile(rf"[.!?;](?=\s+[A-Z{HANGUL}]|[{HAN}])|[。！？；]|,\s(?=.{{90}})")
_AFTER_COMMA = 90
_NUMBER_WORD = rf"(?:{CARDINAL}|{ORDINAL})"
# Translators call a sample by many names; "Chapter 1" may be followed by "Article 2".
_NOUN = (
    r"(?:(?:selected|general|recommended|latest|excellent)\s+)?"
    r"(?:chapter|article|part|sample|essay|piece|template|model(?: essay| article)?|example|text"
    r"|version"
    r"|selection|fan ?wen|no\.?)"
)
# These count things of their own kind alone.
_OWN_NOUN = (
    "composition|letter|speech|lesson|lecture|unit|story|tale|poem|scene|act|diary|dialogue"
    "|exercise"
)
_HAN_UNIT = "[回讲課课首则則例幕章节節封]"
_KEYWORD = re.compile(
    rf"[【\[(（《<]?\s*(?:{_NOUN}s?\s*(?P<a>\d{{1,2}}(?!\d|\.\d)|{ROMAN}\b|{_NUMBER_WORD}\b)"
    rf"|(?P<own>{_OWN_NOUN})\s*(?P<e>\d{{1,2}}(?!\d|\.\d)|{ROMAN}\b|{_NUMBER_WORD}\b)"
    rf"|(?:the )?(?P<b>{ORDINAL}) {_NOUN}\b(?=\s*[:：)）\]】]|\s*$)"
    rf"|第\s*(?P<f>\d{{1,2}}|{CHINESE})\s*(?P<unit>{_HAN_UNIT})(?=\s|[:：、.]|$)"
    rf"|(?:范文|例文|作文|习作|样本|模板|篇|第)\s*(?P<c>\d{{1,2}}|{CHINESE})\s*[篇份]?"
    r"(?!\s*[条條款项項章节節届次页頁])"
    r"(?=\s*[:：】)）\]、.\s]|$)"
    rf"|{HAN_GENRES}\s*(?P<g>\d{{1,2}}|{CHINESE})(?=\s*(?:[:：】]|$))"
    rf"|第\s*(?P<d>\d{{1,2}}|{CHINESE})\s*[篇份])"
    r"\s*[】\])）》>]?(?P<colon>\s*[:：])?",
    re.IGNORECASE,
)
# Behind a keyword's number, the rest of its sentence: "Part 1 of the plan", "Article 3, 4".
_GOES_ON = re.compile(r"\s*(?:[,，%]|[-–~]\s?\d|[a-z])")
_BARE = re.compile(
    rf"\s*[(（【\[]\s*(?P<number>\d{{1,2}}|{ROMAN}|{CHINESE}|{CARDINAL})\s*[)）】\]]\s*[:：.]?\s*"
)
_NUMBER_ALONE = re.compile(rf"1\s+(?=[A-Z{HAN}])")
_NUMBER = re.compile(
    rf"(?P<open>[(（【\[]\s*)?(?P<keyword>\b{_NOUN}s?\s*|第\s*|[篇文]\s*)?(?:(?<!\w)[(（【\[]\s*)?"
    r"(?:(?<![xX\d])(?P<damaged>/kloc-0|65438\+0?)|(?<![\d.])(?P<digits>\d{1,6})(?=(?P<more>\s\d(?!\d))?)"
    rf"|\b(?P<roman>{ROMAN})\b|\b(?P<word>{_NUMBER_WORD})\b|(?P<chinese>{CHINESE}))",
    re.IGNORECASE,
)
_NUMERALS = ("damaged", "digits", "roman", "word", "chinese")
_HAN_NUMBER_END = re.compile(r"\s*(?:$|[篇)）】\]:：])|\s")
_CLOSING = re.compile(r"\s*篇?\s*[)）】\]]?\s*[:：]?")
# "(1 selected article)" is the first, not a count.
_SELECTED = re.compile(r"\s*selected (?:article|essay|piece)\s*[)）]")
# After a number that is no mark: "3 years", "5,000", "2-3".
_UNIT = re.compile(
    r"\s*(?:[%％‰℃,，.]\d|[-–~/:]\d|[%％‰℃]|(?:years?|months?|days?|weeks?|hours?|minutes?|times|people"
    r"|yuan|million|articles?|essays?|pieces?|copies|samples|selected|words|grade|classes|st|nd|rd|th"
    r"|percent|points?|km|kg|cm|mm|m|o'clock|am|pm|a\.m|p\.m)\b"
    r"|[年月日号號届屆个個名份万萬元岁歲次人班级級季周字项項款条條倍亿億千百位件家时時分秒米吨噸亩畝度只隻头頭辆輛"
    r"台套座间間所户戶村县縣市省层層楼樓线線路种種类類批期等多余餘把张張本门門点點些起样樣定切直])"
)
# Behind a number are the end, a bracket or colon, or the text.
_FOLLOWS = re.compile(r"\s*(?:$|篇|[)）】\]:：]|[\w\"“'(\[《【]|/kloc|[.。_-]+\s*(?:$|[^\W\d_]))")
_END = re.compile(r"[\s:：.。—-]*$")
_ANY_NUMBER = re.compile(rf"\d|[IVX]|{CHINESE[:-5]}|\b{_NUMBER_WORD}\b", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
# Letters of the same word: "3D", "1st"; not the next sentence: "1This", "1A serious".
_LETTERS = re.compile(r"[a-z]|[A-Z](?![a-z’']|\s[a-z])|[B-HJ-Z]\s")
# How the text of a sample begins behind a number.
_BEGINNING = re.compile(rf"[\"“'(\[《【]*[A-Z\d{HANGUL}]|65438|/kloc")
_YEAR = re.compile(r"(?:19|20)(?:\d\d|[xX*_]{1,2})")
_YEAR_SIGNS = re.compile(r"[xX*_]{0,2}")
# Before a number that is no mark: a sentence about the samples, "here are 5", or a
# bracket that announces them, "(selected 5".
_SENTENCE = re.compile(
    r"(?i)\b(?:the following|is|are|was|were|below|have|has|had|as follows)\b|以下|如下|下面"
    r"|小编|整理|收集|希望|欢迎|[(（][^()（）]*\w\s*$"
)
# In a title are no pronouns and few commas, and in a Chinese one hardly a verb.
_CLAUSE = re.compile(r"(?i)\b(?:I|we|he|she|it|they|you)\b|[,，;；]")
_HAN_VERB = re.compile("[是了把被将從从达達至超比占佔增减減]")
