"""The line that leads from the site to the page: "Site > Category > Title"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .sentences import has_several_sentences
from .titlelines import may_be_title
from .titles import letters, weight
from .vocabulary.sites import HERE, HOME, POSITIONS, SITE_NAMES

# The longest line, the longest name of a site or category, and the longest in arrows.
_LONGEST = 900
_LONGEST_NAME = 75
_LONGEST_STEP = 130
_LONGEST_SITE = 60
# A title that the site cut off is longer than this, in letters and digits, and lacks at
# most so many.
_SHORTEST_CUT = 24
_CUT_OFF = 12
# In arrows, in Latin letters.
_SHORTEST_CUT_STEP = 30


@dataclass(frozen=True, slots=True)
class Breadcrumbs:
    """The names from the site to the page; ``guessed`` if the title is not repeated below."""

    site: str
    categories: tuple[str, ...]
    title: str
    guessed: bool = False


def read_breadcrumbs(line: str, following: Sequence[str]) -> Breadcrumbs | None:
    """The breadcrumbs in ``line``, or ``None``; the lines below help to find the title in it."""
    opening = POSITIONS.find(line)
    text = line[opening.end() :] if opening else line
    if weight(text) > _LONGEST:
        return None
    if opening and not DASH.search(text):
        text = _WIDE_SPACE.sub(" > ", text)
    if _ARROW.search(text):
        return _divide_by_arrows(_LIST_NUMBER.sub("", text), following, opened=bool(opening))
    return _divide_by_dashes(text, following, opened=bool(opening))


def is_site_name(line: str) -> bool:
    """``蜜蜂范文网``, ``Bee Network``; not ``Bees and nets``."""
    return weight(line) <= _LONGEST_SITE and (SITE_NAMES.finds(line) or bool(_DOMAIN.search(line)))


def _divide_by_dashes(text: str, following: Sequence[str], *, opened: bool) -> Breadcrumbs | None:
    """``Site - Category - Title``; without a title below it, the first two are no text."""
    pieces = [piece.strip() for piece in DASH.split(text)]
    if len(pieces) < 2 or not all(pieces[:2]) or weight(pieces[0]) > _LONGEST_NAME:
        return None
    for start in range(1, len(pieces)):
        title = _from_piece(text, start)
        if any(_is_title_line(title, other) for other in following[:3]):
            return Breadcrumbs(*_without_home(pieces[:start]), title)
    if opened and len(pieces) == 2:
        return Breadcrumbs(pieces[0], (), pieces[1], guessed=True)
    if len(pieces) < 3 or not all(map(_is_name, pieces[:2])):
        return None
    if opened and HOME.finds(pieces[0]) and _is_title_of_its_own(pieces[-1], following):
        return Breadcrumbs(*_divided(pieces), "")
    return Breadcrumbs(*_without_home(pieces[:2]), _from_piece(text, 2), guessed=True)


def _divide_by_arrows(text: str, following: Sequence[str], *, opened: bool) -> Breadcrumbs | None:
    """``Home > Work > Title``; not ``<<Home>>``, ``> quoted``, ``1 → 2``."""
    pieces = [piece.strip() for piece in _ARROW.split(text)]
    if pieces[-1] == "" and len(pieces) > 1:
        pieces.pop()  # the page itself is not named
    if "<" in text or ("→" in text and not opened):
        return None
    if not all(_is_step(piece) for piece in pieces):
        return None
    title = ""
    if len(pieces) > 2 and any(_is_whole_or_cut(pieces[-1], line) for line in following[:3]):
        title = pieces.pop()
    return Breadcrumbs(*_divided(pieces), title)


def _is_step(piece: str) -> bool:
    letters_in = sum(map(str.isalpha, piece))
    return letters_in > 1 and weight(piece) <= _LONGEST_STEP and not has_several_sentences(piece)


def _is_name(piece: str) -> bool:
    letters_in = sum(map(str.isalpha, piece))
    return letters_in > 1 and weight(piece) <= _LONGEST_NAME and not has_several_sentences(piece)


def _without_home(pieces: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    pieces = [piece for piece in pieces if not HOME.finds(piece)]
    return (pieces[0] if pieces else ""), tuple(pieces[1:])


def _divided(pieces: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """The site, if it is named behind "Home", and the categories."""
    names = [piece for piece in pieces if not (HOME.finds(piece) or HERE.finds(piece))]
    site = names.pop(0) if len(names) > 1 and is_site_name(names[0]) else ""
    return site, tuple(names)


def _is_title_of_its_own(last: str, following: Sequence[str]) -> bool:
    """Whether another title stands below the last of the categories."""
    return bool(following) and may_be_title(following[0]) and weight(following[0]) > weight(last)


def _from_piece(text: str, number: int) -> str:
    """The text after the ``number``-th dash, which may contain further dashes."""
    matches = list(DASH.finditer(text))
    return text[matches[number - 1].end() :].strip()


def _is_title_line(title: str, line: str) -> bool:
    one, other = letters(title), letters(line)
    return bool(one) and (
        one == other
        or (len(one) > _SHORTEST_CUT and other.startswith(one) and len(other) < len(one) + _CUT_OFF)
    )


def _is_whole_or_cut(piece: str, line: str) -> bool:
    """Whether the last breadcrumb is the title in ``line``, whole or shortened by the site."""
    cut = (
        weight(piece) > _SHORTEST_CUT_STEP
        and line.startswith(piece)
        and line[len(piece) :][:1].isalnum()
    )
    return cut or letters(piece) == letters(line)


BULLETS = "•·●■◆ "
DASH = re.compile(r"\s+[-–—]{1,2}\s+")
_WIDE_SPACE = re.compile(r"\s{2,}")
_ARROW = re.compile(r"\s*(?:>+|»|›|→|＞|&gt;)\s*")
_LIST_NUMBER = re.compile(r"^\d+\.\s*")
_DOMAIN = re.compile(r"(?i)\.(?:com|cn)$")
