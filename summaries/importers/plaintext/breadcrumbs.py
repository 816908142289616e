"""The head of a page: breadcrumbs, title, author and date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from .boilerplate import is_menu, line_reason
from .credits import Credits, read_credits
from .numbering import read_marks
from .page import Cut, Guess, _
from .titles import (
    alike,
    content_words,
    extends,
    letters,
    same,
    weight,
)

# The head ends within so many lines.
_HEAD_LINES = 14


@dataclass(slots=True)
class Head:
    """What the lines above the text say, and the remaining lines."""

    title: str = ""
    site: str = ""
    trail: tuple[str, ...] = ()
    credits: Credits = field(default_factory=Credits)
    cuts: list[Cut] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Breadcrumbs:
    """A line that leads from the site to the page: "Site > Category > Title"."""

    site: str
    categories: tuple[str, ...]
    title: str
    guessed: bool = False


def read_head(lines: Sequence[str]) -> Head:
    """Read breadcrumbs, title, author and date from the first lines of a page."""
    head = Head()
    lines = list(lines)
    position = 0
    if lines:
        first, glued = _unglue(lines[0])
        if glued:
            lines[0:1] = [first, *glued]
    for position, line in enumerate(lines[:_HEAD_LINES]):
        reason = _read_line(head, lines, position)
        if not reason:
            break
        head.cuts.append(Cut(line, reason))
    else:
        position = min(len(lines), _HEAD_LINES)
    head.rest = lines[position:]
    if head.credits.category and not head.trail:
        head.trail = (head.credits.category,)
    return head


def _read_line(head: Head, lines: Sequence[str], position: int) -> str:
    """Note in ``head`` what the line says, and return why it is cut; ``""`` ends the head."""
    line, following = lines[position], lines[position + 1 :]
    may_be_breadcrumbs = not head.trail and position < 4
    if may_be_breadcrumbs and (found := read_breadcrumbs(line, following[:3])):
        head.site, head.trail, head.title = found.site or head.site, found.categories, found.title
        if found.guessed:
            reason = _("The title is not repeated; the breadcrumbs were divided from the left.")
            head.guesses.append(Guess("trail", reason))
        return "trail"
    if head.title and _opens_list(line, following):
        return ""
    if head.title and (same(line, head.title) or extends(head.title, line)):
        if not any(cut.reason == "title" for cut in head.cuts):
            head.title = _better_title(head.title, line)
        return "title"
    if (found := read_credits(line)) is not None:
        head.credits = head.credits.filled_from(found)
        return _credits_reason(found)
    if is_menu(line):
        return "menu"
    if (reason := line_reason(line)) in ("download notice", "site notice"):
        return reason
    if head.title:
        return "menu" if _comes_soon(head.title, line, following[:3]) else ""
    return _read_title(head, lines, position)


def _read_title(head: Head, lines: Sequence[str], position: int) -> str:
    """Note the title if it is this line; a line before it is the site's name or a menu."""
    line = lines[position]
    chosen = _choose_title(lines, position)
    if chosen == position:
        head.title = line.lstrip(_BULLETS)
        return "title"
    if chosen < position:
        return ""
    if not _is_site_name(line):
        return "menu"
    head.site = head.site or line
    return "site name"


def read_breadcrumbs(line: str, following: Sequence[str]) -> Breadcrumbs | None:
    """The breadcrumbs in ``line``, or ``None``; the lines below help to find the title in it."""
    opening = _OPENING.match(line)
    text = line[opening.end() :] if opening else line
    if _ARROW.search(text):
        text = _LIST_NUMBER.sub("", text)
    if weight(text) > 900:
        return None
    if opening and not _DASH.search(text):
        text = _WIDE_SPACE.sub(" > ", text)
    if _ARROW.search(text):
        return _divide_by_arrows(text, following)
    pieces = [piece.strip() for piece in _DASH.split(text)]
    if len(pieces) < 2 or not all(pieces[:2]) or weight(pieces[0]) > 75:
        return None
    for start in range(1, len(pieces)):
        title = _from_piece(text, start)
        if any(_is_title_line(title, other) for other in following[:3]):
            return Breadcrumbs(*_without_home(pieces[:start]), title)
    if opening and len(pieces) == 2:
        return Breadcrumbs(pieces[0], (), pieces[1], guessed=True)
    if len(pieces) < 3 or any(
        weight(piece) > 75 or _SENTENCE.search(piece) for piece in pieces[:2]
    ):
        return None
    return Breadcrumbs(*_without_home(pieces[:2]), _from_piece(text, 2), guessed=True)


def _divide_by_arrows(text: str, following: Sequence[str]) -> Breadcrumbs | None:
    pieces = [piece.strip() for piece in _ARROW.split(text)]
    pieces = [piece for piece in pieces if piece]
    if not pieces or any(weight(piece) > 130 or _SENTENCE.search(piece) for piece in pieces):
        return None
    title = ""
    if len(pieces) > 2 and any(_is_whole_or_cut(pieces[-1], line) for line in following[:3]):
        title = pieces.pop()
    pieces = [
        piece for piece in pieces if piece.lower() not in _HOME and piece.lower() not in _HERE
    ]
    site = pieces.pop(0) if len(pieces) > 1 and _is_site_name(pieces[0]) else ""
    return Breadcrumbs(site, tuple(pieces), title)


def _without_home(pieces: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    pieces = [piece for piece in pieces if piece.lower() not in _HOME]
    return (pieces[0] if pieces else ""), tuple(pieces[1:])


def _from_piece(text: str, number: int) -> str:
    """The text after the ``number``-th dash, which may contain further dashes."""
    matches = list(_DASH.finditer(text))
    return text[matches[number - 1].end() :].strip()


def _is_title_line(title: str, line: str) -> bool:
    one, other = letters(title), letters(line)
    return bool(one) and (
        one == other or (len(one) > 24 and other.startswith(one) and len(other) < len(one) + 12)
    )


def _is_whole_or_cut(piece: str, line: str) -> bool:
    """Whether the last breadcrumb is the title in ``line``, whole or shortened by the site."""
    cut = weight(piece) > 30 and line.startswith(piece) and line[len(piece) :][:1].isalnum()
    return cut or letters(piece) == letters(line)


def _comes_soon(title: str, line: str, following: Sequence[str]) -> bool:
    """Whether ``line`` is a short one between the breadcrumbs and the title's own line."""
    return weight(line) <= 60 and any(letters(other) == letters(title) for other in following)


def _opens_list(line: str, following: Sequence[str]) -> bool:
    """Whether ``line`` begins a list of similar titles: "1. Title", a part's mark."""
    if not any(mark.value == 1 for mark in read_marks(line)):
        return False
    words = content_words(line)
    return any(
        weight(other) <= 200
        and any(mark.value == 2 for mark in read_marks(other))
        and alike(content_words(other), words)
        for other in following
    )


def _better_title(known: str, line: str) -> str:
    """``line`` if it is the ``known`` title in full; breadcrumbs often shorten it."""
    return (
        line
        if letters(line).startswith(letters(known)[:-1]) and len(line) <= len(known) + 12
        else known
    )


def _choose_title(lines: Sequence[str], start: int) -> int:
    """The number of the title's line, from ``start`` on; -1 if the page has no title."""
    candidates = []
    for position in range(start, min(len(lines), start + 6)):
        line = lines[position]
        if read_credits(line) is not None or is_menu(line) or line_reason(line):
            continue
        if not _is_title_like(line):
            break
        candidates.append(position)
    if not candidates or candidates[0] != start:
        return -1
    repeats = Counter(letters(line) for line in lines[: start + 40])
    for position in candidates:
        if repeats[letters(lines[position])] > 1:
            # The repeated line may be the first line with a number of parts added.
            return start if letters(lines[start]) in letters(lines[position]) else position
    if _is_site_name(lines[start]) and len(candidates) > 1:
        return candidates[1]
    if not _GENRE.search(lines[start]):
        for position in candidates[1:3]:
            if _GENRE.search(lines[position]) and not _is_bare_count(lines[position]):
                return position
    return start


def _is_title_like(line: str) -> bool:
    if weight(line) > 240 or read_marks(line) or _SALUTATION.match(line) or _MARKED.match(line):
        return False
    if _SENTENCE.search(line) or line[-1] in ",;:，；：、。":
        return False
    if line[-1] in ".!！":
        return weight(line) <= 130 and bool(_GENRE.search(line)) and not _TALK.search(line)
    return not _is_bare_count(line)


def _is_bare_count(line: str) -> bool:
    return bool(re.fullmatch(r"[(（【\[].{1,40}[)）】\]]", line))


def _is_site_name(line: str) -> bool:
    return weight(line) <= 60 and bool(_SITE_NAME.search(line))


def _credits_reason(found: Credits) -> str:
    if found.published:
        return "date"
    if found.byline:
        return "byline"
    return "source" if found.source else "menu"


def _unglue(line: str) -> tuple[str, list[str]]:
    """Divide a page without line breaks after its title, if the text repeats the title."""
    glued = _GLUED.match(line) if weight(line) >= 400 else None
    if glued and glued["title"] in glued["rest"]:
        return glued["title"], [glued["rest"]]
    if weight(line) < 400 or not (_OPENING.match(line) or len(_DASH.findall(line[:300])) >= 2):
        return line, []
    matches = list(_DASH.finditer(line[:400]))
    for match in matches:
        rest = line[match.end() :]
        for end in [found.start() for found in re.finditer(r"\s", rest[:300])]:
            if end > 8 and rest[end:].lstrip().startswith(rest[:end]):
                second = rest[end:].lstrip()
                return line[: match.end() + end], [second[:end], second[end:].strip()]
    return line, []


_BULLETS = "•·●■◆ "
_OPENING = re.compile(
    rf"(?i)^[{_BULLETS}]*"
    r"(?:(?:your |you are |the )?current(?:ly)? (?:location|position|place)|your (?:location"
    r"|position)|you are here|location|position"
    r"|(?:您|你)?(?:的|现在的?|目前的?|当前的?|所在的?)*位置(?:是)?|当前(?:所在)?位置|當前位置"
    r"|现在位置|현재 ?위치)\s*[-–—:：>»]+\s*"
)
# Chinese is written without spaces, so the first space ends the title.
_GLUED = re.compile(
    r"(?P<title>[^\s,.;:!?，。；：！？]{6,50})[ \u3000]+(?P<rest>[\u3400-\u9fff].*)"
)
_WIDE_SPACE = re.compile(r"[ \t\u3000\xa0]{2,}")
_DASH = re.compile(r"\s+[-–—]{1,2}\s+")
_ARROW = re.compile(r"\s*(?:>+|»|›|→|＞|&gt;)\s*")
_LIST_NUMBER = re.compile(r"^\d+\.\s*")
_HOME = frozenset(
    (
        "首页",
        "首頁",
        "主页",
        "网站首页",
        "home",
        "home page",
        "homepage",
        "front page",
        "홈",
        "처음",
    )
)
_HERE = frozenset(("正文", "text", "content", "main text", "body", "内容", "文章", "본문"))
_SENTENCE = re.compile(r"[.!?](?=\s+\S)|[。！？](?=.)")
_SALUTATION = re.compile(
    r"(?i)(?:dear|respected|hello|distinguished|good (?:morning|afternoon))\b|尊敬的|各位|亲爱的"
    r"|大家好"
)
_MARKED = re.compile(
    r"(?i)[【\[(（]?(?:(?:chapter|article|part|sample) (?:\d|[IVX]+\b|one\b)|(?:篇"
    r"|第)\s*[一1]\s*[篇:：】]|篇[一1])"
)
_TALK = re.compile(r"\b(?:I|we|We|my|us|you)\b")
_SITE_NAME = re.compile(
    r"(?i)(?:网|網|网站|網站|文库|论坛|在线|\bnetwork|\bwebsite|\bnet|\.com|\.cn|\blibrary)$"
)
_GENRE = re.compile(
    r"(?i)summar|report|plan|speech|experience|reflection|essay|sample|model|review|总结|總結|报告"
    r"|報告|计划|计劃|体会|演讲|范文|心得|述职|方案|요약|보고|총결|결산"
)
