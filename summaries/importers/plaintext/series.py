"""Series of numbered lines, "1.", "2." ..., and how they lie in one another."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from .numbering import Mark

# Deeper than any list of a text.
_DEEPEST = 7
# From the last number of a series, its next one may be so far in the same form.
_LONGEST_GAP = 3
# So many of the next numbered lines may continue a list.
_FORESIGHT = 60
# The form of a series' numbers is that of so many last ones.
_MEMORY = 12


@dataclass(slots=True)
class Member:
    """A line that may be a heading, with its number if it has one; ``text`` is its beginning."""

    line: int
    mark: Mark | None
    text: str
    own_line: bool


@dataclass(slots=True, eq=False)
class Series:
    """Lines of one level that are numbered 1, 2, 3 ..., or are not numbered."""

    parent: Series | None = None
    members: list[Member] = field(default_factory=list)
    is_heading: bool = False

    @property
    def first(self) -> Member:
        return self.members[0]

    @property
    def last(self) -> Member:
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
        place = bisect_left(self.members, line, key=line_of)
        return self.members[place - 1].line if place else -1


def arrange(members: Sequence[Member], lines: Sequence[str], translated: bool) -> list[Series]:
    """Put every numbered line into the series that it continues, or into a new one."""
    series: list[Series] = []
    stack: list[Series] = []
    for position, member in enumerate(members):
        coming = members[position + 1 : position + 1 + _FORESIGHT]
        home = _home(stack, member, coming, translated)
        if home is None:
            del stack[_depth(stack, member, coming, lines) :]
            home = Series(stack[-1] if stack else None)
            series.append(home)
            stack.append(home)
        else:
            del stack[stack.index(home) + 1 :]
        home.members.append(member)
    return series


def _home(
    stack: Sequence[Series], member: Member, coming: Sequence[Member], translated: bool
) -> Series | None:
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
            if alike(one, mark) and 0 <= mark.value - one.last.mark.value <= _LONGEST_GAP:
                return one
    return None


def _depth(
    stack: Sequence[Series], member: Member, coming: Sequence[Member], lines: Sequence[str]
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


def _goes_on_later(last: Mark, coming: Sequence[Member]) -> bool:
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


def _is_written_in(series: Series, mark: Mark) -> bool:
    """Whether most of a series' numbers are written as ``mark`` is."""
    recent = series.members[-_MEMORY:]
    return 2 * sum(member.mark.form == mark.form for member in recent) > len(recent)


def _same_form(series: Series, mark: Mark) -> bool:
    return any(member.mark.form == mark.form for member in series.members[-_MEMORY:])


def _same_style(series: Series, mark: Mark) -> bool:
    return any(member.mark.style == mark.style for member in series.members[-_MEMORY:])


def _repeated_one(
    deepest_first: Sequence[Series], mark: Mark, coming: Sequence[Member]
) -> Series | None:
    """The series that another 1 continues if every item is numbered 1: damaged numbers."""
    following = next((m.mark.value for m in coming if m.mark.style == mark.style), None)
    for depth, one in enumerate(deepest_first):
        if one.last.mark.form == mark.form and one.last.mark.value == 1:
            return one if following == 1 or (following is None and not depth) else None
    return None


def insert_bare(bare: Sequence[Member], numbered: Sequence[Series]) -> list[Series]:
    """Put unnumbered headings below the series that continues after them, or on top."""
    homes = sorted(
        ((member, one) for one in numbered for member in one.members),
        key=lambda pair: pair[0].line,
    )
    groups: dict[tuple[int, int], Series] = {}
    group_at: list[Series] = []
    parent: Series | None = None
    before = -1
    for member in bare:
        if not parent or parent.above(before) != parent.above(member.line):
            parent = _around(member.line, homes)
        before = member.line
        above = parent.above(member.line) if parent else -1
        group = groups.setdefault((id(parent), above), Series(parent, is_heading=True))
        group.members.append(member)
        group_at.append(group)
    for one in numbered:
        place = bisect_left(bare, one.first.line, key=line_of)
        if place and _belongs_beneath(one, group_at[place - 1]):
            one.parent = group_at[place - 1]
    return list(groups.values())


def _around(line: int, homes: Sequence[tuple[Member, Series]]) -> Series | None:
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


def _belongs_beneath(series: Series, group: Series) -> bool:
    """Whether a numbered series belongs below the unnumbered headings before it."""
    if len(group.members) == 1 and group.first.line == 0:
        return False  # a single one on the first line is the text's title, not a section
    over = group.above(series.first.line)
    if group.above(series.last.line) != over or not descends(series, group.parent):
        return False
    parent = series.parent
    if parent is None or parent is group.parent:
        return True
    return not parent.spans(over) and not descends(parent, group)


def descends(series: Series, ancestor: Series | None) -> bool:
    """Whether a series is below ``ancestor``, at any depth."""
    if ancestor is None:
        return True
    parent = series.parent
    while parent is not None and parent is not ancestor:
        parent = parent.parent
    return parent is ancestor


def line_of(member: Member) -> int:
    """The sort key of members."""
    return member.line
