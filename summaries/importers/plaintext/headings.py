"""Find the headings inside a part, and the level of each."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from summaries.quality.noise import starts_page
from summaries.text import HAN

from .numbering import Mark, read_marks
from .page import Heading
from .sentences import has_several_sentences
from .titlelines import is_date, is_flow
from .titles import weight

# The longest heading before text in its paragraph, on its own line, and without a number,
# in Latin letters; a CJK character counts as three (see ``weight()``).
RUN_IN_LIMIT = 150
OWN_LINE_LIMIT = 210
BARE_LIMIT = 66
_SHORT_TOPIC = 20
# The first paragraph below an unnumbered heading is longer, and a question as heading shorter.
_SHORTEST_SECTION = 51
_SHORTEST_FIRST = 45  # below the first line of a part
_LONGEST_QUESTION = 54
# A clause of a law or contract with a stop at its end is a heading if it is no longer.
_LONGEST_WITH_STOP = 45
# A line that stands in the part so often is a refrain or the mark of a slide.
_REFRAIN = 3
_HEADING_LIMIT = 270
# Labelled paragraphs, "In study: ...", are longer than the fields of a form, and next to
# each other.
_SHORTEST_LABELLED = 90
_NEXT_LABEL = 2
_DEEPEST = 7
# So many of the next numbered lines may continue a list.
_FORESIGHT = 60
# The form of a series' numbers is that of so many last ones.
_MEMORY = 12


@dataclass(slots=True)
class _Member:
    """A line that may be a heading, with its number if it has one; ``text`` is its beginning."""

    line: int
    mark: Mark | None
    text: str
    own_line: bool


@dataclass(slots=True, eq=False)
class _Series:
    """Lines of one level that are numbered 1, 2, 3 ..., or are not numbered."""

    parent: _Series | None = None
    members: list[_Member] = field(default_factory=list)
    is_heading: bool = False

    @property
    def first(self) -> _Member:
        return self.members[0]

    @property
    def last(self) -> _Member:
        return self.members[-1]

    @property
    def level(self) -> int:
        return (self.parent.level if self.parent else 0) + self.is_heading

    @property
    def may_be_prose(self) -> bool:
        """Whether "the second is ..." may continue the series: not after headings."""
        return self.last.mark.counts_in_prose or not (self.last.own_line or len(self.members) > 1)

    def spans(self, line: int) -> bool:
        """Whether the series begins above ``line`` and ends below it."""
        return self.first.line < line < self.last.line

    def above(self, line: int) -> int:
        """The line of the last member above ``line``, or -1."""
        place = bisect_left(self.members, line, key=_line)
        return self.members[place - 1].line if place else -1


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
        one for track in _tracks(numbered, lines) for one in _arrange(track, lines, translated)
    ]
    _judge_all(series, lines)
    taken = {member.line for one in series for member in one.members}
    going_on = {member.line for one in series for member in one.members[1:]}
    repeats = Counter(lines)
    elsewhere = taken | contents
    bare = [
        _Member(index, None, line, own_line=True)
        for index, line in enumerate(lines)
        if not {index, index + 1} & going_on
        and index not in elsewhere
        and repeats[line] < _REFRAIN
        and _is_bare_heading(lines, index)
    ]
    bare += _labelled_paragraphs(lines, elsewhere)
    bare.sort(key=_line)
    series += _insert_bare(bare, series)
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


def _read_numbered(line: str, index: int) -> _Member | None:
    marks = read_marks(line)
    if not marks:
        return None
    mark = marks[0]
    if mark.style in ("upper", "prose") and _counts_on(line, mark):
        return None
    text = _topic(line, mark.end)
    return _Member(index, mark, text, own_line=len(text) >= len(line.rstrip()))


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
    start = next((n for n, line in enumerate(lines[:10]) if _CONTENTS.fullmatch(line)), None)
    if start is None:
        return set()
    repeats = Counter(lines)
    end = start + 1
    while end < len(lines) and (repeats[lines[end]] > 1 or _PAGE_NUMBER.search(lines[end])):
        repeats[lines[end]] -= 1
        end += 1
    return set(range(start, end)) if end > start + 1 else set()


def _tracks(members: Sequence[_Member], lines: Sequence[str]) -> list[list[_Member]]:
    """The numbered lines; on a bilingual page, those of each script by themselves."""
    tracks: tuple[list[_Member], list[_Member]] = ([], [])
    for member in members:
        tracks[bool(_CJK.search(lines[member.line]))].append(member)
    bilingual = all(any(member.mark.value == 1 for member in track) for track in tracks)
    return list(tracks) if bilingual else [list(members)]


# -- series ----------------------------------------------------------------


def _arrange(members: Sequence[_Member], lines: Sequence[str], translated: bool) -> list[_Series]:
    """Put every numbered line into the series that it continues, or into a new one."""
    series: list[_Series] = []
    stack: list[_Series] = []
    for position, member in enumerate(members):
        coming = members[position + 1 : position + 1 + _FORESIGHT]
        home = _home(stack, member, coming, translated)
        if home is None:
            del stack[_depth(stack, member, coming, lines) :]
            home = _Series(stack[-1] if stack else None)
            series.append(home)
            stack.append(home)
        else:
            del stack[stack.index(home) + 1 :]
        home.members.append(member)
    return series


def _home(
    stack: Sequence[_Series], member: _Member, coming: Sequence[_Member], translated: bool
) -> _Series | None:
    """The open series that ``member`` continues; ``None`` if it begins a new one."""
    mark = member.mark
    deepest_first = stack[::-1]
    if mark.counts_in_prose:
        deepest_first = [one for one in deepest_first if one.may_be_prose]
    expecting = [one for one in deepest_first if one.last.mark.value + 1 == mark.value]
    if mark.is_named:
        return next((one for one in expecting if one.last.mark.kind == mark.kind), None)
    expecting = [one for one in expecting if not one.last.mark.is_named]
    for alike in (_same_form, _same_style):
        fits = [one for one in expecting if alike(one, mark)]
        shaped = [one for one in fits if one.last.own_line == member.own_line]
        if fits:
            return (shaped or fits)[0]
    if mark.value == 1:
        return _repeated_one(deepest_first, mark, coming)
    same_kind = [
        one
        for one in expecting
        if one.last.mark.kind == mark.kind and (translated or one.last.own_line == member.own_line)
    ]
    if same_kind:
        # Roman and written-out numbers translate the highest level of the source.
        return same_kind[-1] if mark.style == "upper" else same_kind[0]
    shaped = [one for one in expecting if one.last.own_line and member.own_line]
    if shaped:
        return shaped[0]
    for alike in (_same_form, _same_style):
        for one in deepest_first:
            if alike(one, mark) and 0 <= mark.value - one.last.mark.value <= 3:
                return one
    return None


def _depth(
    stack: Sequence[_Series], member: _Member, coming: Sequence[_Member], lines: Sequence[str]
) -> int:
    """How many of the open series are above a new one.

    Numbers that start again in the form of an open series are a new list on its level,
    except directly below a numbered line, below a line of a heading's section that
    announces them ("as follows:"), or if the open series continues later.
    """
    mark = member.mark
    if mark.value > 1 or mark.style not in ("arabic", "bracket arabic"):
        return _DEEPEST
    if any(one.last.line == member.line - 1 for one in stack):
        return _DEEPEST
    announced = member.line > 0 and lines[member.line - 1].endswith((":", "："))
    for depth, one in enumerate(stack):
        beneath = announced and one.last.own_line
        if _is_written_in(one, mark) and not beneath and not _goes_on_later(one.last.mark, coming):
            return depth
    return _DEEPEST


def _goes_on_later(last: Mark, coming: Sequence[_Member]) -> bool:
    """Whether a list continues after another one that has just begun."""
    inner = 2
    for member in coming:
        if member.mark.kind != last.kind:
            continue
        if member.mark.value == 1:
            break
        if member.mark.value == inner:
            inner += 1
        elif member.mark.value == last.value + 1:
            return True
    return False


def _is_written_in(series: _Series, mark: Mark) -> bool:
    """Whether most of a series' numbers are written as ``mark`` is."""
    recent = series.members[-_MEMORY:]
    return 2 * sum(member.mark.form == mark.form for member in recent) > len(recent)


def _same_form(series: _Series, mark: Mark) -> bool:
    return any(member.mark.form == mark.form for member in series.members[-_MEMORY:])


def _same_style(series: _Series, mark: Mark) -> bool:
    return any(member.mark.style == mark.style for member in series.members[-_MEMORY:])


def _repeated_one(
    deepest_first: Sequence[_Series], mark: Mark, coming: Sequence[_Member]
) -> _Series | None:
    """The series that another 1 continues if every item is numbered 1: damaged numbers."""
    following = next((m.mark.value for m in coming if m.mark.style == mark.style), None)
    for depth, one in enumerate(deepest_first):
        if one.last.mark.form == mark.form and one.last.mark.value == 1:
            return one if following == 1 or (following is None and not depth) else None
    return None


def _insert_bare(bare: Sequence[_Member], numbered: Sequence[_Series]) -> list[_Series]:
    """Put unnumbered headings below the series that continues after them, or on top."""
    homes = sorted(
        ((member, one) for one in numbered for member in one.members),
        key=lambda pair: pair[0].line,
    )
    groups: dict[tuple[int, int], _Series] = {}
    group_at: list[_Series] = []
    parent: _Series | None = None
    before = -1
    for member in bare:
        if not parent or parent.above(before) != parent.above(member.line):
            parent = _around(member.line, homes)
        before = member.line
        above = parent.above(member.line) if parent else -1
        group = groups.setdefault((id(parent), above), _Series(parent, is_heading=True))
        group.members.append(member)
        group_at.append(group)
    for one in numbered:
        place = bisect_left(bare, one.first.line, key=_line)
        if place and _belongs_beneath(one, group_at[place - 1]):
            one.parent = group_at[place - 1]
    return list(groups.values())


def _around(line: int, homes: Sequence[tuple[_Member, _Series]]) -> _Series | None:
    """The deepest series that continues after ``line`` or has a heading directly above it."""
    place = bisect_left(homes, line, key=lambda pair: pair[0].line)
    if not place:
        return None
    last, series = homes[place - 1]
    if series.is_heading and last.own_line and last.line == line - 1:
        return series
    while series is not None and not series.spans(line):
        series = series.parent
    return series


def _belongs_beneath(series: _Series, group: _Series) -> bool:
    """Whether a numbered series belongs below the unnumbered headings before it."""
    if len(group.members) == 1 and group.first.line == 0:
        return False  # a single one on the first line is the text's title, not a section
    over = group.above(series.first.line)
    if group.above(series.last.line) != over or not _descends(series, group.parent):
        return False
    parent = series.parent
    if parent is None or parent is group.parent:
        return True
    return not parent.spans(over) and not _descends(parent, group)


def _descends(series: _Series, ancestor: _Series | None) -> bool:
    """Whether a series is below ``ancestor``, at any depth."""
    if ancestor is None:
        return True
    parent = series.parent
    while parent is not None and parent is not ancestor:
        parent = parent.parent
    return parent is ancestor


def _line(member: _Member) -> int:
    return member.line


# -- what is a heading -----------------------------------------------------


def _judge_all(series: Sequence[_Series], lines: Sequence[str]) -> None:
    homes = {member.line: one for one in series for member in one.members}
    for one in series:
        one.is_heading = _is_heading_series(one, lines, homes)


def _is_heading_series(series: _Series, lines: Sequence[str], homes: dict[int, _Series]) -> bool:
    """Whether the lines of a series are headings: all are, if most look so."""
    members = series.members
    if any(member.mark.counts_in_prose for member in members):
        return False
    if len(members) == 1 and not members[0].own_line and not _is_announced(members[0], lines):
        return False
    votes = []
    for member in members:
        if not member.own_line:
            votes.append(_is_topic(member, lines[member.line]))
        elif member is members[-1] and len(members) > 1 and not any(votes):
            votes.append(False)  # the text after a list's last item need not belong to it
        else:
            votes.append(_stands_over_text(series, member, lines, homes))
    needed = len(votes) / 2
    own_lines = all(member.own_line for member in members)
    return sum(votes) > needed or (own_lines and sum(votes) == needed)


def _is_announced(member: _Member, lines: Sequence[str]) -> bool:
    """Whether the line above announces items, of which only the first was recognised."""
    return member.mark.value == 1 and member.line > 0 and lines[member.line - 1][-1] in ":："


def _stands_over_text(
    series: _Series, member: _Member, lines: Sequence[str], homes: dict[int, _Series]
) -> bool:
    """Whether the line is short and followed by text or by items of a deeper series."""
    if weight(member.text) > OWN_LINE_LIMIT or member.text.endswith((";", "；", ",", "，")):
        return False
    if _is_clause(member) or _OPENS_LIST.search(member.text):
        return False
    below = member.line + 1
    if below < len(lines) and _is_same_in_other_script(member, lines[below], lines[member.line]):
        below += 1
    if below >= len(lines):
        return False
    other = homes.get(below)
    if other is None:
        return True
    return other is not series and _descends(other, series)


def _is_clause(member: _Member) -> bool:
    """``第四条 本条例自公布之日起施行。``, ``2. The hirer shall pay at the landing in May.``."""
    if member.text[-1] not in ".。" or weight(member.text) <= _LONGEST_WITH_STOP:
        return False
    return member.mark.is_clause or bool(_RULES.search(member.text))


def _is_same_in_other_script(member: _Member, following: str, line: str) -> bool:
    """Whether a bilingual page repeats the heading in the other language on the next line."""
    if bool(_CJK.search(following)) == bool(_CJK.search(line)):
        return False
    return any(mark.value == member.mark.value for mark in read_marks(following))


def _is_topic(member: _Member, line: str) -> bool:
    """Whether the beginning of a paragraph is a topic ("2. Study.") rather than a sentence."""
    topic = member.text[member.mark.end :]
    if weight(member.text) > RUN_IN_LIMIT or not topic.strip(" .:：。"):
        return False
    if weight(line[len(member.text) :]) < 20:
        return False
    if weight(topic) <= _SHORT_TOPIC:
        return True
    return not (_STATEMENT.search(topic) or _ADDRESSES.search(topic))


def _labelled_paragraphs(lines: Sequence[str], taken: set[int]) -> list[_Member]:
    """Labels at the start of paragraphs ("In study: ..."), if two or more follow one another."""
    found = [
        _Member(index, None, match[0].rstrip(), own_line=False)
        for index, line in enumerate(lines)
        if index not in taken and (match := _LABELLED.match(line)) and _is_label(match[0], line)
    ]
    near = [other.line - one.line <= _NEXT_LABEL for one, other in pairwise(found)]
    return [
        member
        for member, before, after in zip(found, [False, *near], [*near, False], strict=False)
        if before or after
    ]


def _is_label(label: str, line: str) -> bool:
    return not _NO_LABEL.search(label) and weight(line[len(label) :]) >= _SHORTEST_LABELLED


def _is_bare_heading(lines: Sequence[str], index: int) -> bool:
    """Whether an unnumbered line is short, no sentence, and followed by a longer paragraph."""
    if _is_news_heading(lines, index):
        return True
    line = lines[index]
    if len(line) < 2 or weight(line) > BARE_LIMIT or any(rule(line) for rule in _NEVER_BARE):
        return False
    return _is_over_text(lines, index) and not _is_in_a_list(lines, index)


def _is_over_text(lines: Sequence[str], index: int) -> bool:
    """Whether the next line is numbered, or at least twice as long."""
    if index + 1 >= len(lines):
        return False
    below = lines[index + 1]
    shortest = _SHORTEST_SECTION if index else _SHORTEST_FIRST
    return bool(read_marks(below)) or weight(below) >= max(shortest, 2 * weight(lines[index]))


def _is_in_a_list(lines: Sequence[str], index: int) -> bool:
    """Whether the line above does not end, or is one of several short ones: fields, a list."""
    if not index or lines[index - 1][-1] in _ENDS:
        return False
    above = lines[max(0, index - 2) : index]
    return weight(above[-1]) > BARE_LIMIT or (
        len(above) > 1
        and all(weight(line) <= BARE_LIMIT and line[-1] not in _ENDS for line in above)
        and not any(map(read_marks, above))
    )


def _ends_as_sentence(line: str) -> bool:
    """``We came.``; not ``Who came?``."""
    return line[-1] in ".,;!。，；！、…\"”'’)）"


def _is_spoken_question(line: str) -> bool:
    """``Nora. Why?``, ``You are late, Nora?``, or a long one; not ``Why so late?``."""
    if line[-1] not in "?？":
        return False
    return weight(line) > _LONGEST_QUESTION or has_several_sentences(line) or "," in line


def _is_opening_clause(line: str) -> bool:
    """``For this purpose we did this:``; not ``The ferry:``."""
    if line[-1] not in ":：":
        return False
    return len(line.split()) > 4 or weight(line) > 40 or bool(_STATEMENT.search(line))


def _begins_small(line: str) -> bool:
    """``and the oars``, ``“Oars``; not ``The oars``, ``[The oars]``, ``船桨``."""
    return line[0] in "“‘" or (line[0].isascii() and not (line[0].isupper() or line[0] in "[<"))


def _has_many_words(line: str) -> bool:
    """More than nine words."""
    return len(line.split()) > 9


def _is_address_or_date(line: str) -> bool:
    """``Dear passengers``, ``March 3, 20XX``, ``Monday``; not ``March of the geese``."""
    return bool(_NO_HEADING.search(line)) or is_date(line) or is_flow(line)


def _is_document_number(line: str) -> bool:
    """``国办发〔2019〕12号``, ``No. 12/2019``; not ``Room 12``."""
    return bool(_DOCUMENT_NUMBER.fullmatch(line))


_NEVER_BARE = (
    *(_ends_as_sentence, _is_spoken_question, _is_opening_clause, _begins_small, _has_many_words),
    *(_is_address_or_date, _is_document_number),
)


def _is_news_heading(lines: Sequence[str], index: int) -> bool:
    """Whether a short sentence is followed by a paragraph that begins with a date: a news item."""
    if weight(lines[index]) > 130 or index + 1 >= len(lines) or _DATELINE.match(lines[index]):
        return False
    below = lines[index + 1]
    if not _DATELINE.match(below) or weight(below) < 2 * weight(lines[index]):
        return False
    return bool(_ONE_SENTENCE.fullmatch(lines[index])) and not read_marks(lines[index])


_ENDS = '.!?。！？:：;；"”)）…'
_DOCUMENT_NUMBER = re.compile(
    rf"[{HAN}]{{1,12}}[〔\[【(（]\s?(?:19|20)\d\d\s?[〕\]】)）]\s?第?\s?\d+\s?号"
    r"|(?i:no)\.? ?\d[\d/-]*"
)
_STOP = re.compile(r"[.!?](?=[\"”']?(?:\s|$))|[.](?=[A-Z][a-z])|[:](?!\d)(?!//)|[。！？：]")
# The end of a sentence that opens a list.
_RULES = re.compile(r"(?i)\b(?:shall|may not|must)\b|应当|不得|可以|必须")
_OPENS_LIST = re.compile(
    r"(?i)(?:下列|如下|以下)[^：:]{0,9}[：:]$|\b(?:following|as follows)\b.{0,20}:$"
)
_STATEMENT = re.compile(
    r"(?i)^(?:i|we|he|she|they|it|you|there|this|these|those|my|our|in (?:order|the|this|20|19"
    r"|terms|addition|view|accordance|my|our)|during|since|when|while|as|on|at|after|before|because"
    r"|due|if|although|from|every|each|according|through|under|with|for|now|at present)\b"
    r"|\b(?:i|we) (?:have|had|will|can|should|must|are|were|also|always)\b|\b(?:is|are|has|have|was"
    r"|were|had|don't|do not|doesn't|cannot|can't|will)\b"
    r"|^(?:我|本人|在.{1,24}[中下里上时后]|为了|由于|根据|通过|今年|本学期|这|因为|虽然|每)"
)
# Who is spoken to or of, as in no topic: "Write your name in it."
_ADDRESSES = re.compile(r"(?i)\b(?:you|your|yours|me|mine|him|her|them|it)\b")
_LABELLED = re.compile(
    r"[A-Z][\w'’-]*(?: [\w'’-]+){0,4}\s?[:：](?!\d)\s*|[" + HAN + r"]{2,10}[:：]\s*"
)
_NO_LABEL = re.compile(
    r"(?i)\b(?:is|are|was|were|has|have|said|says?|asked|follows|following|question|answer|party"
    r"|teacher|student|example|note|[qa])\b|[说问答道曰如下师生方]|例如"
)
_NO_HEADING = re.compile(
    r"(?i)^(?:dear|respected|hello|hi|good (?:morning|afternoon|evening)|thank|distinguished|ladies"
    r"|like|such as|for example|leaders|comrades|judges|teachers|classmates|colleagues|everyone)\b"
    r"|^(?:between|and|by and between|whereas)$|^各[^，。]{1,20}[:：]$"
    r"|^(?:尊敬的|各位|敬爱的|亲爱的|大家好|谢谢|同志们|老师|同学们|你好|您好|此致|敬礼)"
    r"|\d{4}\s*[年./-]|年.{0,4}月|\d+\s*月|[xX*_]\s*(?:year|month|年)|(?:january|february|march"
    r"|april|may|june|july|august|september|october|november|december) \d"
    r"|[:：]\s*\S|_{2,}|^[-—=*_.·\s]+$"
)
_CJK = re.compile(f"[{HAN}]")
_ONE_SENTENCE = re.compile(rf"[A-Z][^.!?:;]+\.?|[{HAN}][^。！？：；]+。?")
_DATELINE = re.compile(
    r"(?i)(?:(?:on|at|in|from|the|afternoon|morning|evening|of|around|about|early)\s+"
    r"|[\d:]+\s*(?:am|pm|a\.m\.|p\.m\.)\s*){0,5}"
    r"(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\.? \d"
    r"|.{0,6}(?:\d{4}|[xX]{2,4})?\s*年?\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
)
_CONTENTS = re.compile(r"(?i)(?:table of )?contents\s*[:：]?|目\s*[录錄次]\s*[:：]?|목차")
_PAGE_NUMBER = re.compile(r"\d+\s*$|\.{3,}|…")
_ORDINAL_WORDS = (
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
)
# "First" again inside a paragraph begins another enumeration.
_FIRST = re.compile(r"(?i)\b(?:first(?:ly)?(?: of all)?|one)(?:,| is\b)|(?<![一-龥])一是")
_NEXT_IN_PROSE = {
    value: re.compile(
        rf"(?i)(?:[.;:,]\s+)(?:the )?{word}(?:ly)?(?:,| is\b)|[;；,，。]\s*{numeral}(?:是|要|则|来)"
    )
    for value, (word, numeral) in enumerate(
        zip(_ORDINAL_WORDS, "二三四五六七八九十", strict=True), 1
    )
}
