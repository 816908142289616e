"""Find the headings inside a part, and the level of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from summaries.quality.noise import starts_page
from summaries.text import HAN

from .headinglines import is_bare_heading, is_label, is_topic
from .numbering import ORDINALS, Mark, read_marks
from .page import Heading
from .series import Member, Series, arrange, descends, insert_bare, line_of
from .titles import weight
from .vocabulary.headings import CONTENTS, LIST_OPENINGS, LIST_OPENINGS_IN_CHINESE, RULE_VERBS

# The longest numbered heading before text in its paragraph, and on its own line, in Latin
# letters; a CJK character counts as three (see ``weight()``).
RUN_IN_LIMIT = 150
OWN_LINE_LIMIT = 210
# Less behind a topic makes it the paragraph's first sentence.
_SHORTEST_REST = 20
# A clause of a law or contract with a stop at its end is a heading if it is no longer.
_LONGEST_WITH_STOP = 45
# A line that stands in the part so often is a refrain or the mark of a slide.
_REFRAIN = 3
# A longer line is a paragraph of its own, whatever its series.
_HEADING_LIMIT = 270
# Labelled paragraphs, "In study: ...", are next to each other, or have one between them.
_NEXT_LABEL = 2
# A list of contents begins within so many lines.
_CONTENTS_WITHIN = 10


def find_headings(lines: Sequence[str], *, translated: bool = True) -> dict[int, Heading]:
    """The headings of a part, which is given as paragraphs, by the numbers of their lines.

    In a ``translated`` text one series may mix kinds of numerals (see ``Mark.kind``);
    otherwise only if its lines are all headings of their own, or none is.
    """
    contents = _contents_list(lines)
    numbered = [
        member
        for index in range(len(lines))
        if index not in contents
        and not starts_page(lines[index - 1 : index], lines[index])
        and (member := _read_numbered(lines[index], index))
    ]
    series = [
        one for track in _tracks(numbered, lines) for one in arrange(track, lines, translated)
    ]
    _judge_all(series, lines)
    taken = {member.line for one in series for member in one.members}
    going_on = {member.line for one in series for member in one.members[1:]}
    repeats = Counter(lines)
    elsewhere = taken | contents
    bare = [
        Member(index, None, line, own_line=True)
        for index, line in enumerate(lines)
        if not {index, index + 1} & going_on
        and index not in elsewhere
        and repeats[line] < _REFRAIN
        and is_bare_heading(lines, index)
    ]
    bare += _labelled_paragraphs(lines, elsewhere)
    bare.sort(key=line_of)
    series += insert_bare(bare, series)
    found = [(member, one) for one in series if one.is_heading for member in one.members]
    found = [pair for pair in found if weight(pair[0].text) <= _HEADING_LIMIT]
    found.sort(key=lambda pair: pair[0].line)
    levels = _without_jumps([one.level for _member, one in found])
    return {
        member.line: Heading(member.text, level, run_in=not member.own_line)
        for (member, _one), level in zip(found, levels, strict=True)
    }


def _without_jumps(levels: Sequence[int]) -> list[int]:
    """The levels, none more than one below that of the heading before it.

    >>> _without_jumps([2, 3, 5, 3, 1])
    [1, 2, 3, 2, 1]
    """
    open_levels: list[int] = []
    depths = []
    for level in levels:
        while open_levels and open_levels[-1] >= level:
            open_levels.pop()
        open_levels.append(level)
        depths.append(len(open_levels))
    return depths


def _read_numbered(line: str, index: int) -> Member | None:
    marks = read_marks(line)
    if not marks:
        return None
    mark = marks[0]
    if mark.style in ("upper", "prose") and _counts_on(line, mark):
        return None
    text = _topic(line, mark.end)
    return Member(index, mark, text, own_line=len(text) >= len(line.rstrip()))


def _topic(line: str, start: int) -> str:
    """The beginning of the paragraph up to its first stop, including the number."""
    match = _STOP.search(line, start)
    return line[: match.end()].rstrip() if match else line.rstrip()


def _counts_on(line: str, mark: Mark) -> bool:
    """Whether "First, ..." is followed by "Second, ..." in the same paragraph."""
    following = _NEXT_IN_PROSE.get(mark.value)
    match = following.search(line, mark.end) if following else None
    return bool(match) and not _FIRST.search(line, mark.end, match.start())


def _contents_list(lines: Sequence[str]) -> set[int]:
    """The lines of a table of contents: they end in page numbers, or stand below once more."""
    opening = lines[:_CONTENTS_WITHIN]
    start = next((n for n, line in enumerate(opening) if CONTENTS.finds(line)), None)
    if start is None:
        return set()
    repeats = Counter(lines)
    end = start + 1
    while end < len(lines) and (repeats[lines[end]] > 1 or _PAGE_NUMBER.search(lines[end])):
        repeats[lines[end]] -= 1
        end += 1
    return set(range(start, end)) if end > start + 1 else set()


def _tracks(members: Sequence[Member], lines: Sequence[str]) -> list[list[Member]]:
    """The numbered lines; on a bilingual page, those of each script by themselves."""
    tracks: tuple[list[Member], list[Member]] = ([], [])
    for member in members:
        tracks[bool(_CJK.search(lines[member.line]))].append(member)
    bilingual = all(any(member.mark.value == 1 for member in track) for track in tracks)
    return list(tracks) if bilingual else [list(members)]


def _labelled_paragraphs(lines: Sequence[str], taken: set[int]) -> list[Member]:
    """Labels at the start of paragraphs ("In study: ..."), if two or more follow one another."""
    found = [
        Member(index, None, match[0].rstrip(), own_line=False)
        for index, line in enumerate(lines)
        if index not in taken and (match := _LABELLED.match(line)) and is_label(match[0], line)
    ]
    near = [other.line - one.line <= _NEXT_LABEL for one, other in pairwise(found)]
    return [
        member
        for member, before, after in zip(found, [False, *near], [*near, False], strict=False)
        if before or after
    ]


# -- which series are headings -----------------------------------------------


def _judge_all(series: Sequence[Series], lines: Sequence[str]) -> None:
    homes = {member.line: one for one in series for member in one.members}
    for one in series:
        one.is_heading = _is_heading_series(one, lines, homes)


def _is_heading_series(series: Series, lines: Sequence[str], homes: dict[int, Series]) -> bool:
    """Whether the lines of a series are headings: all are, if most look so."""
    members = series.members
    if any(member.mark.counts_in_prose for member in members):
        return False
    if len(members) == 1 and not members[0].own_line and not _is_announced(members[0], lines):
        return False
    votes = []
    for member in members:
        if not member.own_line:
            votes.append(_begins_with_topic(member, lines[member.line]))
        elif member is members[-1] and len(members) > 1 and not any(votes):
            votes.append(False)  # the text after a list's last item need not belong to it
        else:
            votes.append(_stands_over_text(series, member, lines, homes))
    needed = len(votes) / 2
    own_lines = all(member.own_line for member in members)
    return sum(votes) > needed or (own_lines and sum(votes) == needed)


def _is_announced(member: Member, lines: Sequence[str]) -> bool:
    """Whether the line above announces items, of which only the first was recognised."""
    return member.mark.value == 1 and member.line > 0 and lines[member.line - 1][-1] in ":："


def _stands_over_text(
    series: Series, member: Member, lines: Sequence[str], homes: dict[int, Series]
) -> bool:
    """Whether the line is short and followed by text or by items of a deeper series."""
    if weight(member.text) > OWN_LINE_LIMIT or member.text.endswith((";", "；", ",", "，")):
        return False
    if _is_clause(member) or _opens_list(member.text):
        return False
    below = member.line + 1
    if below < len(lines) and _is_same_in_other_script(member, lines[below], lines[member.line]):
        below += 1
    if below >= len(lines):
        return False
    other = homes.get(below)
    if other is None:
        return True
    return other is not series and descends(other, series)


def _opens_list(line: str) -> bool:
    """``We did the following:``; not ``The year that followed:``."""
    return LIST_OPENINGS.finds(line) or LIST_OPENINGS_IN_CHINESE.finds(line)


def _is_clause(member: Member) -> bool:
    """``第四条 本条例自公布之日起施行。``, ``2. The hirer shall pay at the landing in May.``."""
    if member.text[-1] not in ".。" or weight(member.text) <= _LONGEST_WITH_STOP:
        return False
    return member.mark.is_clause or RULE_VERBS.finds(member.text)


def _is_same_in_other_script(member: Member, following: str, line: str) -> bool:
    """Whether a bilingual page repeats the heading in the other language on the next line."""
    if bool(_CJK.search(following)) == bool(_CJK.search(line)):
        return False
    return any(mark.value == member.mark.value for mark in read_marks(following))


def _begins_with_topic(member: Member, line: str) -> bool:
    """Whether a numbered paragraph begins with a topic ("2. Study.") and goes on."""
    if weight(member.text) > RUN_IN_LIMIT or weight(line[len(member.text) :]) < _SHORTEST_REST:
        return False
    return is_topic(member.text[member.mark.end :])


_STOP = re.compile(r"[.!?](?=[\"”']?(?:\s|$))|[.](?=[A-Z][a-z])|[:](?!\d)(?!//)|[。！？：]")
_LABELLED = re.compile(
    r"[A-Z][\w'’-]*(?: [\w'’-]+){0,4}\s?[:：](?!\d)\s*|[" + HAN + r"]{2,10}[:：]\s*"
)
_CJK = re.compile(f"[{HAN}]")
_PAGE_NUMBER = re.compile(r"\d+\s*$|\.{3,}|…")
# "First" again inside a paragraph begins another enumeration.
_FIRST = re.compile(r"(?i)\b(?:first(?:ly)?(?: of all)?|one)(?:,| is\b)|(?<![一-龥])一是")
_NEXT_IN_PROSE = {
    value: re.compile(
        rf"(?i)(?:[.;:,]\s+)(?:the )?{word}(?:ly)?(?:,| is\b)|[;；,，。]\s*{numeral}(?:是|要|则|来)"
    )
    for value, (word, numeral) in enumerate(
        zip(ORDINALS[1:10], "二三四五六七八九十", strict=True), 1
    )
}
