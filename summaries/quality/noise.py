"""What does not belong to the text: markup, addresses of the site, page numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from summaries.text import HAN

from .place import Place, behind, matches_at

MARKUP_START = re.compile(r"[<&\[]")
MARKUP = re.compile(
    r"<(?:\s?/\s?)?(?:p|br|div|span|strong|b|i|em|a|img|td|tr|th|table|tbody|font|li|ul|ol|h[1-6]|script"
    r"|style)(?:\s[^<>\n]{0,200})?/?\s?>"
    r"|&(?:nbsp|amp|quot|lt|gt|[lr][ds]quo|[mn]dash|hellip|middot|ensp|emsp|#\d{2,5});?"
    r"|\[/?(?:img|url|b|quote)\]",
    re.IGNORECASE,
)
CUT_TAG = re.compile(r"(?<![\w</])(?<!< )/?(?:p|br|div|span|strong) ?/?>", re.IGNORECASE)
SIGNS = re.compile(r"(?<=\S )#{2,}(?=\s)|(?<=[a-z])<(?= ?[A-Z][a-z])(?![^<>\n]{0,40}>)")
ESCAPES = re.compile(r"(?<![\w:\\])(?:\\[rnt])+(?![\w\\])|\\x[0-9a-f]{2}\\?")
ADDRESS_IN_SENTENCE = re.compile(
    rf"(?<=[{HAN}])(?:https?://)?[wW]{{3}}[.．。][\w-]+[.．。][a-z]{{2,4}}(?:[.．。][a-z]{{2,3}})?(?=[{HAN}])"
)
DISGUISED_ADDRESS = re.compile(
    r"(?<!\w)(?!www|WWW)[wW] ?[wW] ?[wW] ?[.．。、] ?[A-Za-z0-9-]+ ?[.．。] ?[A-Za-z]{2,4}\b"
)
COMPILER = re.compile("小编|小編|编辑|整理")
HIDDEN = re.compile(r"[.…]{0,12}[(（]?此[处處][隐隱]藏\d+[个個]?字[)）]?[.…]*(?:[”\"]>)?")
JUMBLE = re.compile(r"(?<!\S)(?:[!-~]{1,2} +){4,}[!-~]{1,3}(?!\S)")
MIXED = re.compile(r"[A-Za-z\d][!-/:-@[-`{-~]|[!-/:-@[-`{-~][A-Za-z\d]")
RARE_SIGNS = frozenset("#$%^&*@~|{}<>\\[]_`+!?:;'\"")
SOWN = re.compile(rf"的['’.．](?=[{HAN}])[{HAN}]{{1,2}}")
PAGE_NUMBER = re.compile(
    r"[第共] ?\d{1,4} ?页 ?[,，/]? ?[第共] ?\d{1,4} ?页|[Pp](?<!\w.)age \d{1,4} of \d{1,4}\b"
)
BETWEEN_DASHES = re.compile(r"(?m)[-—–] ?\d{1,4} ?[-—–][ \t]*$")
BEFORE_DASHES = re.compile(r"(?:^|\n)[ \t]*$|(?<=[.!?。！？]) ?$")
PAGE_OF_PAGES = re.compile(r"(?m)(\d{1,3}) ?/ ?(\d{1,3})[ \t]*$")
LINE_START = re.compile(r"(?:^|\n)[ \t]*$")
PAGE_START = re.compile(r"\d{1,3}、(?=[^\d\s])")
BEFORE_PAGE = re.compile(rf"[{HAN}\w，、“]$")
SHORTEST_PAGE = 100
CONTENTS_LINE = re.compile(r"(?m)^[ \t]*(\S[^\n]{2,60}?[^\W\d_])(\d{1,3})[ \t]*$")
LEADERS_START = re.compile(r"[.…·](?=[ .…·])")
LEADERS = re.compile(
    r"(?:(?<!\.)\.{4,}+|(?<!…)…{2,}+|(?<!·)·{4,}+|(?<!\. )(?:\. ){4,}+)[ \t]?\d{1,3}(?!\d)"
)
LED = re.compile(r"[^\W\d]{1,20}[ \t]?$")


def markup(text: str) -> Iterator[Place]:
    """``< /p>``, ``&nbsp;``, ``\\n`` spelt out, ``the ### plan``; not ``a < b``, ``R&D``."""
    for match in matches_at(MARKUP_START, MARKUP, text):
        yield Place(match.start(), match.end(), "noise")
    for signs, pattern in ((">", CUT_TAG), ("#<", SIGNS), ("\\", ESCAPES), ("此", HIDDEN)):
        if any(sign in text for sign in signs):
            for match in pattern.finditer(text):
                yield Place(match.start(), match.end(), "noise")


def jumbles(text: str) -> Iterator[Place]:
    """``9 J+ u# H: ~! E6 k%``: letters and signs that forums mix into a text; not ``a + b = c``."""
    for match in JUMBLE.finditer(text):
        pieces = match[0].split()
        mixed = sum(bool(MIXED.fullmatch(piece)) for piece in pieces)
        if mixed > 1 and len({char for char in match[0] if char in RARE_SIGNS}) > 1:
            yield Place(match.start(), match.end(), "noise")


def addresses(text: str) -> Iterator[Place]:
    """A site's address inside a Chinese sentence, or one disguised (``wWw.``); not a source."""
    for match in ADDRESS_IN_SENTENCE.finditer(text):
        if not COMPILER.search(text[max(0, match.start() - 20) : match.end() + 20]):
            yield Place(match.start(), match.end(), "noise")
    for match in DISGUISED_ADDRESS.finditer(text):
        yield Place(match.start(), match.end(), "noise")


def sown_signs(text: str) -> Iterator[Place]:
    """``的'目标``: signs that sites insert after 的 against copying; not a quotation."""
    for match in SOWN.finditer(text):
        yield Place(match.start(), match.end(), "noise", match[0][0] + match[0][2:])


def page_numbers(text: str) -> Iterator[Place]:
    """``- 3 -`` on its own line, ``第3页 共5页``, ``Aims.......3``; not a score, ``23/24``."""
    for match in PAGE_NUMBER.finditer(text):
        yield Place(match.start(), match.end(), "page-number")
    for match in matches_at(LEADERS_START, LEADERS, text):
        if led := behind(LED, text, match.start()):
            yield Place(match.start() - len(led[0]), match.end(), "page-number")
    for match in BETWEEN_DASHES.finditer(text):
        if before := behind(BEFORE_DASHES, text, match.start()):
            start = match.start() - len(before[0].lstrip("\n"))
            yield Place(start, match.end(), "page-number")
    pages = [
        page for page in PAGE_OF_PAGES.finditer(text) if behind(LINE_START, text, page.start())
    ]
    if len(pages) > 1 and _are_pages([(int(page[1]), int(page[2])) for page in pages]):
        for page in pages:
            yield Place(page.start(), page.end(), "page-number")


def _are_pages(fractions: Sequence[tuple[int, int]]) -> bool:
    """Whether they count up to one total: ``1/3``, ``2/3``."""
    return all(
        page < following <= total == same
        for (page, total), (following, same) in pairwise(fractions)
    )


def page_slices(text: str) -> Iterator[Place]:
    """``将继\\n2、续努力``: a page number inside a sentence; not a list."""
    start = 0
    for before, line in pairwise(text.split("\n")):
        start += len(before) + 1
        number = PAGE_START.match(line)
        if number and starts_page([before], line):
            end = min(start + number.end() + 2, start + len(line))
            repaired = before[-2:] + line[number.end() : number.end() + 2]
            yield Place(start - 3, end, "page-number", repaired)


def starts_page(before: Sequence[str], line: str) -> bool:
    """Whether ``line`` begins with a page number, since the line ``before`` is cut off."""
    return bool(
        before
        and len(before[0]) >= SHORTEST_PAGE
        and PAGE_START.match(line)
        and BEFORE_PAGE.search(before[0])
    )


def contents_lists(text: str) -> Iterator[Place]:
    """Three or more headings in a row with page numbers run into them; not ``Week1``, ``Week2``."""
    run: list[re.Match[str]] = []
    for match in [*CONTENTS_LINE.finditer(text), None]:
        if match and run and _continues(text, run[-1], match):
            run.append(match)
            continue
        if len(run) > 2:
            for line in run:
                yield Place(line.start(1), line.end(2), "page-number", line[1])
        run = [match] if match else []


def _continues(text: str, line: re.Match[str], following: re.Match[str]) -> bool:
    between = text[line.end() : following.start()]
    return not between.strip() and line[1] != following[1] and int(line[2]) <= int(following[2])


# ``addresses`` is no part of them, since it reads what is no prose.
RULES = (markup, jumbles, sown_signs, page_numbers, page_slices, contents_lists)
