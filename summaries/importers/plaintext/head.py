"""The head of a page: breadcrumbs, title, author and date."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from summaries.text import HAN

from .boilerplate import is_chrome, is_menu, is_weak, line_reason
from .breadcrumbs import BULLETS, DASH, is_site_name, read_breadcrumbs
from .credits import Credits, read_credits
from .lines import Line
from .mail import read_mail
from .numbering import read_marks
from .page import Cut, Guess, _
from .parts import continues_marks
from .titlelines import has_genre, is_date, is_label, is_salutation, may_be_title
from .titles import alike, content_words, extends, letters, same, weight
from .vocabulary.sites import POSITIONS
from .vocabulary.titles import CATEGORIES, TITLE_LABELS

# The head ends within so many lines, and the breadcrumbs are among the first.
_HEAD_LINES = 14
_BREADCRUMBS_WITHIN = 4
# The title stands within so many lines below the breadcrumbs or the first fields of a form.
_NEAR = 3
# Addresses and a date take so many lines above the salutation of a letter.
_LETTERHEAD = 8
# A link between the breadcrumbs and the title's own line is no longer than this.
_LONGEST_LINK = 60
# Breadcrumbs cut off a title that is longer than this, and at most so many characters.
_SHORTEST_CUT = 30
_CUT_OFF = 12
# A title behind a label has at most so many characters.
_LONGEST_LABELLED = 121
# A page without line breaks is longer than this.
_SHORTEST_GLUED = 400


@dataclass(slots=True)
class Head:
    """What the lines above the text say, and the remaining lines."""

    title: str = ""
    site: str = ""
    trail: tuple[str, ...] = ()
    credits: Credits = field(default_factory=Credits)
    cuts: list[Cut] = field(default_factory=list)
    rest: list[Line] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)


def read_head(lines: Sequence[Line]) -> Head:
    """Read breadcrumbs, title, author and date from the first lines of a page."""
    if mail := read_mail(lines):
        return Head(title=mail[0], credits=mail[1], rest=list(lines))
    head = Head()
    lines = [*_unglue(lines[0]), *lines[1:]] if lines else []
    fields = _fields_above_title(lines)
    head.rest = lines[:fields]
    position = fields
    for position, line in enumerate(lines[fields : fields + _HEAD_LINES], start=fields):
        reason = _read_line(head, line, lines[position + 1 :], position)
        if not reason:
            break
        head.cuts.append(Cut(line, reason))
    else:
        position = min(len(lines), fields + _HEAD_LINES)
    head.rest += lines[position:]
    if head.credits.category and not head.trail:
        head.trail = (head.credits.category,)
    return head


def _fields_above_title(lines: Sequence[Line]) -> int:
    """How many fields of a form stand above the title: "编号：____" above "房屋租赁合同"."""
    for number, line in enumerate(lines[: _NEAR + 1]):
        if number and may_be_title(line) and has_genre(line):
            return number
        if not is_label(line):
            break
    return 0


def _read_line(head: Head, line: Line, following: Sequence[Line], position: int) -> str:
    """Note in ``head`` what the line says, and return why it is cut; ``""`` ends the head."""
    for rule in _RULES:
        reason = rule(head, line, following)
        if reason is not None:
            return reason
    return ""


# -- rules -----------------------------------------------------------------------------------
#
# Each returns why the line is cut, "" if the text begins there, or None if it cannot tell.


def _breadcrumbs(head: Head, line: Line, following: Sequence[Line]) -> str | None:
    if head.trail or len(head.cuts) >= _BREADCRUMBS_WITHIN:
        return None
    found = read_breadcrumbs(line, following[:_NEAR])
    if found is None:
        return None
    head.site, head.trail, head.title = found.site or head.site, found.categories, found.title
    if found.guessed:
        reason = _("The title is not repeated; the breadcrumbs were divided from the left.")
        head.guesses.append(Guess("trail", reason))
    return "trail"


def _first_of_a_list(head: Head, line: Line, following: Sequence[Line]) -> str | None:
    """ "1. Title" above "2. Title": the mark of a part."""
    if not head.title or not any(mark.value == 1 for mark in read_marks(line)):
        return None
    words = content_words(line)
    goes_on = any(
        weight(other) <= 200
        and any(mark.value == 2 for mark in read_marks(other))
        and alike(content_words(other), words)
        for other in following
    )
    return "" if goes_on else None


def _repeated_title(head: Head, line: Line, following: Sequence[Line]) -> str | None:
    title = head.title
    if not title or not (same(line, title) or extends(title, line) or _completes(title, line)):
        return None
    if not any(cut.reason == "title" for cut in head.cuts):
        head.title = _better_title(head.title, line)
    return "title"


def _author_and_date(head: Head, line: Line, following: Sequence[Line]) -> str | None:
    found = read_credits(line)
    if found is None or (not head.cuts and not following):
        return None
    if following and is_label(following[0]) and read_credits(following[0]) is None:
        return "" if head.title else None  # the time and place of a meeting
    head.credits = head.credits.filled_from(found)
    if found.published:
        return "date"
    if found.byline:
        return "byline"
    return "source" if found.source else "menu"


def _menu(head: Head, line: Line, following: Sequence[Line]) -> str | None:
    return "menu" if is_menu(line) or (not head.title and is_chrome(line)) else None


def _notice(head: Head, line: Line, following: Sequence[Line]) -> str | None:
    reason = line_reason(line)
    is_notice = reason in ("download notice", "site notice") and not is_weak(line)
    return reason if is_notice else None


def _link_above_title(head: Head, line: Line, following: Sequence[Line]) -> str | None:
    """A short line between the breadcrumbs and the title's own line."""
    if not head.title:
        return None
    title_comes = any(letters(other) == letters(head.title) for other in following[:_NEAR])
    return "menu" if title_comes and head.trail and weight(line) <= _LONGEST_LINK else ""


def _labelled_title(head: Head, line: Line, following: Sequence[Line]) -> str | None:
    """ "Title: The ferry"."""
    title = _title_behind_label(line)
    if head.title or not title:
        return None
    head.title = title
    return "title"


def _title(head: Head, line: Line, following: Sequence[Line]) -> str | None:
    """The title, or what is known to stand above it: the site's name or the category."""
    if line.is_code or not may_be_title(line) or continues_marks(line, following):
        return ""
    if _is_letterhead(line, following):
        return ""
    if title := _title_named_below(line, following):
        head.title = title
        return ""
    below = next((other for other in following[:_NEAR] if read_credits(other) is None), None)
    if below is not None and may_be_title(below):
        if is_site_name(line) and (has_genre(below) or weight(below) > weight(line)):
            head.site = head.site or line
            return "site name"
        if _names_category(line, below):
            return "menu"
    if _is_first_clause(line, following):
        return ""
    head.title = _HEADING_SIGNS.sub("", line.lstrip(BULLETS))
    return "title"


_RULES: tuple[Callable[[Head, Line, Sequence[Line]], str | None], ...] = (
    *(_breadcrumbs, _first_of_a_list, _repeated_title, _author_and_date),
    *(_menu, _notice, _labelled_title, _link_above_title, _title),
)


def _title_named_below(line: str, following: Sequence[str]) -> str:
    """The title in "The e-book of The Pond, by Ann Hill", if "Title: The Pond" stands below."""
    titles = filter(None, map(_title_behind_label, following[:_HEAD_LINES]))
    return next((title for title in titles if letters(title) in letters(line)), "")


def _title_behind_label(line: str) -> str:
    """The title in "Title: The Pond", or ""."""
    label = TITLE_LABELS.find(line)
    title = line[label.end() :].strip() if label else ""
    return title if len(title) <= _LONGEST_LABELLED else ""


def _is_letterhead(line: str, following: Sequence[str]) -> bool:
    """Whether a letter begins with the line: address and date, some lines above "Dear ..."."""
    salutations = (n for n, other in enumerate(following[:_LETTERHEAD]) if is_salutation(other))
    above = [line, *following[: next(salutations, 0)]]
    return len(above) > 1 and not has_genre(line) and any(map(is_date, above))


def _names_category(line: str, below: str) -> bool:
    """Whether a line is what sites call a category, above a title of that kind.

    "工作总结" above "渡口年终工作总结"; not "Office rules" above "Office rules for May".
    """
    one, other = letters(line), letters(below)
    return CATEGORIES.finds(line) and one != other and one in other


def _is_first_clause(line: str, following: Sequence[str]) -> bool:
    """Whether a line with a comma begins a text of lines that are no longer than it."""
    if not re.search("[，,；]", line) or has_genre(line) or not following:
        return False
    return weight(following[0]) <= weight(line) and may_be_title(following[0])


def _completes(title: str, line: str) -> bool:
    """Whether the site cut the title off in the breadcrumbs, inside a word or number."""
    rest = line.removeprefix(title)
    cut_off = line != rest and rest[:1].isalnum() and len(rest) <= _CUT_OFF
    return cut_off and weight(title) > _SHORTEST_CUT


def _better_title(known: str, line: str) -> str:
    """``line`` if it is the ``known`` title in full; breadcrumbs often shorten it."""
    longer = letters(line).startswith(letters(known)[:-1]) and len(line) <= len(known) + _CUT_OFF
    return line if longer else known


# -- a page without line breaks --------------------------------------------------------------


def _unglue(line: Line) -> list[Line]:
    """Divide a page without line breaks behind its title, if the text repeats the title."""
    if weight(line) < _SHORTEST_GLUED:
        return [line]
    glued = _GLUED.match(line)
    if glued and glued["title"] in glued["rest"]:
        return [line.piece(0, glued.end("title")), line.piece(glued.start("rest"))]
    if not POSITIONS.finds(line) and len(DASH.findall(line[:300])) < 2:
        return [line]
    for match in DASH.finditer(line[:400]):
        rest = line[match.end() :]
        for end in [found.start() for found in re.finditer(r"\s", rest[:300])]:
            if end > 8 and rest[end:].lstrip().startswith(rest[:end]):
                second = rest[end:].lstrip()
                crumbs = line.piece(0, match.end() + end)
                return [crumbs, Line(second[:end]), Line(second[end:])]
    return [line]


_HEADING_SIGNS = re.compile(r"^#{1,3}\s+")
# Chinese is written without spaces, so the first space ends the title.
_GLUED = re.compile(rf"(?P<title>[^\s,.;:!?，。；：！？]{{6,50}})\s+(?P<rest>[{HAN}].*)")
