"""Find where the samples of a collection begin, by their marks: "Chapter 1", "Chapter 2" ..."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from .numbering import (
    CARDINAL,
    CHINESE,
    ORDINAL,
    ORDINALS,
    ROMAN,
    number_value,
    read_marks,
)
from .titles import alike, common_opening, content_words, weight

# A mark is within the first words of its paragraph.
_REACH = 260
_MOST_PARTS = 60
# After other text on the same line, only a short title can be distinguished from text.
_SHORT_TITLE = 90
# If all sections are shorter, they are the articles of a regulation, not samples.
_SHORTEST_PART = 400
# Most clauses of a contract are shorter than this, and samples are longer.
_LONGEST_CLAUSE = 700


@dataclass(frozen=True, slots=True)
class PartMark:
    """A part's mark: its line, its start and end in the line, and its number.

    ``exact`` is false if the number was separated from the digits after it;
    ``words`` are those of the title in the mark.
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


def find_parts(lines: Sequence[str], title: str, announced: int | None) -> list[PartMark]:
    """The marks of the parts in ``lines``, in order; none if the page is one text.

    A mark may be read in several ways ("31" as 3 or 31); the sequence decides.
    """
    reference = content_words(title)
    candidates = list(_read_candidates(lines, reference))
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


# -- candidates --------------------------------------------------------------


def _read_candidates(lines: Sequence[str], reference: frozenset[str]) -> Iterator[PartMark]:
    """Every mark that may be read at the start of a line or of a sentence."""
    for index, line in enumerate(lines):
        yield from _listed_title(line, index, reference)
        yield from _read_marks(line, index, 0)
        for boundary in _BOUNDARY.finditer(line):
            if boundary.end() < len(line):
                yield from _read_marks(line, index, boundary.end())


def _read_marks(line: str, index: int, start: int) -> Iterator[PartMark]:
    text = line[start : start + _REACH]
    keyword = _KEYWORD.match(text)
    if keyword and (
        not start
        or keyword["colon"]
        or keyword[0][0] + keyword[0][-1] == "【】"
        or _ends(line, start + keyword.end())
    ):
        yield from _keyword_mark(line, index, start, keyword)
    bare = _BARE.fullmatch(line) if not start else None
    if bare and (value := number_value(bare["number"])):
        yield PartMark(index, 0, len(line), value, _clean(line), "bare", own_line=True)
    if not start and _QUESTION.fullmatch(line):
        return
    stop = _STOP.search(text)
    for match in _NUMBER.finditer(text, 0, stop.end() if stop else len(text)):
        stem = text[: match.start()]
        if weight(stem) > 240 or _SENTENCE.search(stem):
            break
        words = content_words(stem)
        if not words and _number_comes_first(line, start, match):
            words = content_words(line[match.end() :])
        if words:
            yield from _title_marks(line, index, start, match, words)


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


def _number_comes_first(line: str, start: int, match: re.Match) -> bool:
    """Whether a whole line may be a number and a title: "2 head nurse's summary"."""
    return not (start or match["open"] or weight(line) > 120 or read_marks(line))


def _keyword_mark(line: str, index: int, start: int, match: re.Match) -> Iterator[PartMark]:
    """The mark "Chapter 1:", with the sample's title if it follows on the same line."""
    value = number_value(next(filter(None, match.group("a", "b", "c", "d"))))
    if not value:
        return
    end = start + match.end()
    rest = line[end:].strip()
    own_line = _ends(line, end)
    if rest and _is_title_text(rest) and (not start or weight(rest) <= _SHORT_TITLE):
        own_line, end = True, len(line)
    title = _clean(line[start:end])
    words = content_words(line[start + match.end() : end])
    yield PartMark(index, start, end, value, title, "keyword", words, own_line=own_line)


def _is_title_text(text: str) -> bool:
    return (
        weight(text) <= 160
        and text[-1] not in ",.;:，；：、。"
        and not _STOP.search(text)
        and not read_marks(text)
    )


def _title_marks(
    line: str, index: int, start: int, match: re.Match, words: frozenset[str]
) -> Iterator[PartMark]:
    """The readings of a number after a title: whole, split by a space, or run into the text."""
    kind = next(kind for kind in _NUMERALS if match[kind])
    begin = start + match.start(kind)
    after = line[start + match.end() :]
    is_word = kind not in ("digits", "damaged") and not (match["keyword"] or match["open"])
    if is_word and (after.strip(" :：)）】].") or match[kind].lower() in ORDINALS):
        return
    sizes = [(len(match[kind]), True)]
    if kind == "digits":
        sizes += [(size, False) for size in (1, 2) if _divides(match["digits"], size, after)]
        if match["more"] and len(match["digits"]) == 1:
            sizes.append((1 + len(match["more"]), True))
    for size, exact in sizes:
        value = 1 if kind == "damaged" else number_value(line[begin : begin + size])
        if not value or value > _MOST_PARTS:
            continue
        selected = _SELECTED.match(line, begin + size) if value == 1 else None
        if exact and _UNIT.match(line, begin + size) and not selected:
            continue
        end = selected.end() if selected else _CLOSING.match(line, begin + size).end()
        own_line = _ends(line, end)
        rest = line[end:].strip()
        if not own_line and exact and not start and _goes_on(rest, words, line[:begin]):
            own_line, end = True, len(line)
        title = _clean(line[start:end])
        yield PartMark(index, start, end, value, title, "title", words, exact, own_line)


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
    places = [list(group) for _, group in groupby(candidates, lambda mark: (mark.line, mark.start))]
    chains = []
    for first_value in (1, 2):
        firsts = [
            (number, mark)
            for number, place in enumerate(places)
            for mark in place
            if mark.value == first_value
            and (first_value == 1 or (mark.exact and reference and alike(mark.words, reference)))
        ]
        # A table of contents lists the marks first; so try several, up to those in the text.
        chains += [_follow(places, number, mark, reference) for number, mark in firsts[:40]]
    return chains


def _follow(
    places: Sequence[Sequence[PartMark]], start: int, first: PartMark, reference: frozenset[str]
) -> list[PartMark]:
    """The sequence from ``first`` on; single numbers may be missing."""
    titles = [first.words]
    if reference and alike(first.words, reference):
        titles.append(reference)
    chain = [first]
    for place in places[start + 1 :]:
        last = chain[-1].value
        if (place[0].line, place[0].start) < (chain[-1].line, chain[-1].end):
            continue
        fitting = [
            mark
            for mark in place
            if (
                mark.value == last + 1 or (mark.value == last + 2 and mark.exact and not mark.start)
            )
            and (mark.family != "title" or any(alike(mark.words, words) for words in titles))
        ]
        if fitting:
            chain.append(min(fitting, key=lambda mark: (mark.value, not mark.exact, -mark.end)))
    return chain


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
        if _are_clauses(chain, announced, lines):
            return False
        if len(chain) == 1:
            return first.own_line or lines[first.line][: first.end].endswith((":", "："))
        sizes = [_distance(one, other, lines) for one, other in pairwise(chain)]
        return first.own_line or len(chain) == announced or max(sizes) >= _SHORTEST_PART
    if reference and alike(first.words, reference):
        return len(chain) > 1 or first.exact
    if len(chain) == 1:
        exact = first.exact or _YEAR.match(lines[first.line], first.end)
        return bool(exact and len(first.words) >= 3 and _GENRE.search(first.title))
    return len(first.words) >= 2 and all(
        mark.exact or mark.own_line or mark.words == first.words for mark in chain
    )


def _are_clauses(chain: Sequence[PartMark], announced: int | None, lines: Sequence[str]) -> bool:
    """Whether "Article 1", "Article 2" ... are the short clauses of a contract."""
    if len(chain) < 3 or len(chain) == announced or not _ARTICLE.match(chain[0].title):
        return False
    sizes = sorted(_distance(one, other, lines) for one, other in pairwise(chain))
    return sizes[len(sizes) // 2] < _LONGEST_CLAUSE


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
    return not line[position:].strip(" :：.。-—")


def _clean(mark: str) -> str:
    return mark.strip().rstrip(":： ").strip()


_BOUNDARY = re.compile(
    r"[.!?。！？;；:：…][\"'”’)）]*\s*(?=[A-Z\d\"“(（【\[\u3400-\u9fff\uac00-\ud7af])"
)
# Words that continue a title after its number: "Summary 1 of the year".
_LINK = re.compile(r"(?:of|for|in|on|by|at|from|and|to|with|about)\b")
# A number inside a question is not a mark.
_QUESTION = re.compile(r"[^.!?。！？]*\d[^.!?。！？\d]*[a-z\d\u3400-\u9fff] ?[?？]")
_ARTICLE = re.compile(r"\W*article\b", re.IGNORECASE)
_STOP = re.compile(r"[.!?;](?=\s+[A-Z\uac00-\ud7af]|[\u3400-\u9fff])|[。！？；]|,\s.{90}")
_NUMBER_WORD = rf"(?:{CARDINAL}|{ORDINAL})"
_NOUN = (
    r"(?:(?:selected|general|recommended|latest|excellent)\s+)?"
    r"(?:chapter|article|part|sample|essay|piece|template|model(?: essay| article)?|example|text"
    r"|version"
    r"|selection|fan ?wen|no\.?)"
)
_KEYWORD = re.compile(
    rf"[【\[(（《<]?\s*(?:{_NOUN}s?\s*(?P<a>\d{{1,2}}(?!\d|\.\d)|{ROMAN}\b|{_NUMBER_WORD}\b)"
    rf"|(?:the )?(?P<b>{ORDINAL}) {_NOUN}\b(?=\s*[:：)）\]】]|\s*$)"
    rf"|(?:范文|篇|第)\s*(?P<c>\d{{1,2}}|{CHINESE})\s*[篇份]?(?=\s*[:：】)）\]、.\s]|$)"
    rf"|第\s*(?P<d>\d{{1,2}}|{CHINESE})\s*[篇份])"
    r"\s*[】\])）》>]?(?P<colon>\s*[:：])?",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"\s*[(（【\[]\s*(?P<number>\d{{1,2}}|{ROMAN}|{CHINESE}|{CARDINAL})\s*[)）】\]]\s*[:：.]?\s*"
)
_NUMBER_ALONE = re.compile(r"1\s+(?=[A-Z\u3400-\u9fff])")
_NUMBER = re.compile(
    rf"(?P<open>[(（【\[]\s*)?(?P<keyword>\b{_NOUN}s?\s*|第\s*|[篇文]\s*)?(?:(?<!\w)[(（【\[]\s*)?"
    r"(?:(?<![xX\d])(?P<damaged>/kloc-0|65438\+0?)|(?<![\d.])(?P<digits>\d{1,6})(?=(?P<more>\s\d(?!\d))?)"
    rf"|\b(?P<roman>{ROMAN})\b|\b(?P<word>{_NUMBER_WORD})\b|(?P<chinese>{CHINESE}))",
    re.IGNORECASE,
)
_NUMERALS = ("damaged", "digits", "roman", "word", "chinese")
_CLOSING = re.compile(r"\s*篇?\s*[)）】\]]?\s*[:：]?")
# "(1 selected article)" is the first, not a count.
_SELECTED = re.compile(r"\s*selected (?:article|essay|piece)\s*[)）]")
# After a number that is no mark: "3 years", "5,000", "2-3".
_UNIT = re.compile(
    r"\s*(?:[%％,，.]\d|[-–~/]\d|(?:years?|months?|days?|weeks?|hours?|minutes?|times|people|yuan"
    r"|million"
    r"|articles?|essays?|pieces?|copies|samples|selected|words|grade|classes|st|nd|rd|th)\b"
    r"|[年月日号届个名份万元岁次人班级季周字])"
)
_YEAR = re.compile(r"(?:19|20)(?:\d\d|[xX*_]{1,2})")
_YEAR_SIGNS = re.compile(r"[xX*_]{0,2}")
# Before a number that is no mark: a sentence about the samples, "here are 5", or a
# bracket that announces them, "(selected 5".
_SENTENCE = re.compile(
    r"(?i)\b(?:the following|is|are|was|were|below|have|has|had|as follows)\b|以下|如下|下面"
    r"|小编|整理|收集|希望|欢迎|[(（][^()（）]*\w\s*$"
)
_GENRE = re.compile(
    r"(?i)summar|report|plan|speech|experience|reflection|essay|总结|總結|报告|報告|计划|体会|演讲"
    r"|范文|心得|述职"
    r"|요약|보고"
)
