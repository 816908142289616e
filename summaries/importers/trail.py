"""The head of a page: where it stands on its site, its title, author and date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from summaries.importers.boilerplate import is_menu, line_reason
from summaries.importers.colophon import Colophon, read_colophon
from summaries.importers.numbering import read_marks
from summaries.importers.titles import alike, content_words, extends, letters, same, weight
from summaries.page import Cut, Guess, _

# The lines in which a head may stand; the title is among the first.
_HEAD_LINES = 14


@dataclass(slots=True)
class Head:
    """What the lines above the text say, and the lines that are left."""

    title: str = ""
    site: str = ""
    trail: tuple[str, ...] = ()
    colophon: Colophon = field(default_factory=Colophon)
    cuts: list[Cut] = field(default_factory=list)
    rest: list[str] = field(default_factory=list)
    guesses: list[Guess] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Trail:
    """A line that leads from the site to the page."""

    site: str
    categories: tuple[str, ...]
    title: str
    guessed: bool = False


def read_head(lines: Sequence[str]) -> Head:
    """Read trail, title, author and date off the first lines of a page."""
    head = Head()
    lines = list(lines)
    position = 0
    if lines:
        first, glued = _unglue(lines[0])
        if glued:
            lines[0:1] = [first, *glued]
    for position, line in enumerate(lines[:_HEAD_LINES]):
        found = (
            read_trail(line, lines[position + 1 : position + 4])
            if not head.trail and position < 4
            else None
        )
        if found:
            head.site, head.trail = found.site or head.site, found.categories
            head.title = found.title
            head.cuts.append(Cut(line, "trail"))
            if found.guessed:
                head.guesses.append(
                    Guess(
                        "trail",
                        _("The title is not repeated, so the trail was divided from the left."),
                    )
                )
            continue
        if head.title and _opens_list(line, lines[position + 1 :]):
            break
        if head.title and (same(line, head.title) or extends(head.title, line)):
            if not any(cut.reason == "title" for cut in head.cuts):
                head.title = _better_title(head.title, line)
            head.cuts.append(Cut(line, "title"))
            continue
        said = read_colophon(line)
        if said is not None:
            head.colophon = head.colophon.filled_from(said)
            head.cuts.append(Cut(line, _colophon_reason(said)))
            continue
        if is_menu(line):
            head.cuts.append(Cut(line, "menu"))
            continue
        reason = line_reason(line)
        if reason in ("download notice", "site notice"):
            head.cuts.append(Cut(line, reason))
            continue
        if head.title and _comes_soon(head.title, line, lines[position + 1 : position + 4]):
            head.cuts.append(Cut(line, "menu"))
            continue
        if not head.title:
            chosen = _choose_title(lines, position)
            if chosen == position:
                head.title = line.lstrip(_BULLETS)
                head.cuts.append(Cut(line, "title"))
                continue
            if chosen > position:
                if not head.site and _is_site_name(line):
                    head.site = line
                head.cuts.append(Cut(line, "site name" if _is_site_name(line) else "menu"))
                continue
        break
    else:
        position = min(len(lines), _HEAD_LINES)
    head.rest = lines[position:]
    if head.colophon.category and not head.trail:
        head.trail = (head.colophon.category,)
    return head


def read_trail(line: str, following: Sequence[str]) -> Trail | None:
    """The trail in ``line``, divided with the help of the lines below; ``None`` if it is none."""
    opening = _OPENING.match(line)
    text = line[opening.end() :] if opening else line
    if _ARROW.search(text):
        text = _LIST_NUMBER.sub("", text)
    if weight(text) > 900:
        return None
    if opening and not _DASH.search(text):
        text = _WIDE_SPACE.sub(" > ", text)
    if _ARROW.search(text):
        return _arrow_trail(text, following, bool(opening))
    pieces = [piece.strip() for piece in _DASH.split(text)]
    if len(pieces) < 2 or not all(pieces[:2]) or weight(pieces[0]) > 75:
        return None
    for start in range(1, len(pieces)):
        title = _from_piece(text, start)
        if any(_is_title_line(title, other) for other in following[:3]):
            return Trail(*_without_home(pieces[:start]), title)
    if opening and len(pieces) == 2:
        return Trail(pieces[0], (), pieces[1], guessed=True)
    if len(pieces) < 3 or any(
        weight(piece) > 75 or _SENTENCE.search(piece) for piece in pieces[:2]
    ):
        return None
    return Trail(*_without_home(pieces[:2]), _from_piece(text, 2), guessed=True)


def _arrow_trail(text: str, following: Sequence[str], opened: bool) -> Trail | None:
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
    return Trail(site, tuple(pieces), title)


def _without_home(pieces: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    pieces = [piece for piece in pieces if piece.lower() not in _HOME]
    return (pieces[0] if pieces else ""), tuple(pieces[1:])


def _from_piece(text: str, number: int) -> str:
    """The text from the piece behind the ``number``-th dash on, dashes of its own included."""
    matches = list(_DASH.finditer(text))
    return text[matches[number - 1].end() :].strip()


def _is_title_line(title: str, line: str) -> bool:
    one, other = letters(title), letters(line)
    return bool(one) and (
        one == other or (len(one) > 24 and other.startswith(one) and len(other) < len(one) + 12)
    )


def _is_whole_or_cut(piece: str, line: str) -> bool:
    """Whether a trail's last piece is the title in ``line``, or what a site leaves of it."""
    cut = weight(piece) > 30 and line.startswith(piece) and line[len(piece) :][:1].isalnum()
    return cut or letters(piece) == letters(line)


def _comes_soon(title: str, line: str, following: Sequence[str]) -> bool:
    """Whether a short line stands between the trail and the title's own line."""
    return weight(line) <= 60 and any(letters(other) == letters(title) for other in following)


def _opens_list(line: str, following: Sequence[str]) -> bool:
    """Whether the title is the first of a list of them, "1. Title": a part's mark, no repeat."""
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
    """The title line as it stands, where the trail's tail is cut or set differently."""
    return (
        line
        if letters(line).startswith(letters(known)[:-1]) and len(line) <= len(known) + 12
        else known
    )


def _choose_title(lines: Sequence[str], start: int) -> int:
    """Which of the coming lines is the title; -1 if the page has none."""
    candidates = []
    for position in range(start, min(len(lines), start + 6)):
        line = lines[position]
        if read_colophon(line) is not None or is_menu(line) or line_reason(line):
            continue
        if not _is_title_like(line):
            break
        candidates.append(position)
    if not candidates or candidates[0] != start:
        return -1
    repeats = Counter(letters(line) for line in lines[: start + 40])
    for position in candidates:
        if repeats[letters(lines[position])] > 1:
            # What is repeated may be the first line with a count or a flourish added.
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


def _colophon_reason(said: Colophon) -> str:
    if said.published:
        return "date"
    if said.byline:
        return "byline"
    return "source" if said.source else "menu"


def _unglue(line: str) -> tuple[str, list[str]]:
    """Divide a page without line breaks behind its title, if that stands there again."""
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
# Chinese has no spaces, so that the first one ends the title.
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
