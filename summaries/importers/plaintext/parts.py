"""Find where the samples of a collection begin, by their marks: "Chapter 1", "Chapter 2" ..."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from summaries.text import HAN

from .numbering import CHINESE
from .partmarks import (
    YEAR,
    PartMark,
    ReferenceTitle,
    clean,
    continues_marks,
    read_candidates,
    without_keyword,
)
from .titlelines import has_genre
from .titles import alike, common_opening, content_words, weight

__all__ = ["PartMark", "continues_marks", "find_parts", "without_keyword"]

# A table of contents lists the marks first; so several sequences are tried, up to this one.
_MOST_BEGINNINGS = 40
# A sequence looks at so many marks of the number that comes next.
_MOST_NEXT = 40
# If all sections are shorter, they are the articles of a regulation, not samples.
_SHORTEST_PART = 400
# Behind a mark, the title that a part repeats has at most so many characters.
_LONGEST_REPEAT = 200
# More characters between two marks are text.
_SHORTEST_TEXT = 80
# A list of contents has no longer lines.
_LONGEST_LISTED = 240
# Most clauses of a contract are shorter than this, and samples are longer.
_LONGEST_CLAUSE = 700


def find_parts(lines: Sequence[str], title: str, announced: int | None) -> list[PartMark]:
    """The marks of the parts in ``lines``, in order; none if the page is one text.

    A mark may be read in several ways ("31" as 3 or 31); the sequence decides.
    """
    reference = content_words(title)
    candidates = list(read_candidates(lines, ReferenceTitle(title)))
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
    openings = [
        lines[mark.line][mark.end : mark.end + _LONGEST_REPEAT].lstrip() for mark in running
    ]
    common = common_opening(openings)
    extended = []
    for mark in chain:
        opening = lines[mark.line][mark.end : mark.end + _LONGEST_REPEAT]
        gap = len(opening) - len(opening.lstrip())
        repeat = title if title and opening.lstrip().lower().startswith(title.lower()) else common
        if repeat and not mark.own_line and opening[gap:].lower().startswith(repeat.lower()):
            end = mark.end + gap + len(repeat)
            text = clean(lines[mark.line][mark.start : end])
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
        exact = first.exact or YEAR.match(lines[first.line], first.end)
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
    filled = sum(_distance(one, other, lines) > _SHORTEST_TEXT for one, other in pairwise(chain))
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
    if again and all(weight(line) <= _LONGEST_LISTED for line in lines[first.line : again[-1]]):
        return len(lines) + first.line
    return first.line


def _distance(one: PartMark, other: PartMark, lines: Sequence[str]) -> int:
    """The number of characters between two marks."""
    if one.line == other.line:
        return other.start - one.end
    between = sum(len(line) for line in lines[one.line + 1 : other.line])
    return len(lines[one.line]) - one.end + between + other.start


_ARTICLE = re.compile(r"\W*article\b", re.IGNORECASE)
_CLAUSE_MARK = re.compile(rf"第\s*(?:\d+|{CHINESE})\s*[条條]")
_NUMBER_ALONE = re.compile(rf"1\s+(?=[A-Z{HAN}])")
