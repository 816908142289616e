"""Recognise what a site puts around its articles: menus, forms, links, standard sentences."""

from __future__ import annotations

import re

from summaries.quality.phrases import folded

from .sentences import ends_sentence, split_sentences
from .titles import weight
from .vocabulary.formulas import CLOSINGS, FORMULAS
from .vocabulary.links import (
    BUTTONS,
    CHROME,
    ELSEWHERE,
    LINK_LABELS,
    LINK_WORDS,
    MENU,
    NEIGHBOUR_LABELS,
    NEIGHBOURS,
    POINTERS,
    TRUNCATED,
)
from .vocabulary.notices import (
    AUTHORS_OPENINGS,
    DOWNLOADS,
    FORM_WORDS,
    FORMS,
    NOTICES,
    PUBLISHERS,
    REGISTRATIONS,
    SOURCES,
)

__all__ = [
    "is_chrome",
    "is_elsewhere",
    "is_form_word",
    "is_formula",
    "is_menu",
    "is_weak",
    "line_reason",
    "neighbours_start",
    "sentence_reason",
]

# A standard introduction is one paragraph; a longer one is a foreword.
_LONGEST_FORMULA = 1500
# A sentence that leads elsewhere may name several pages.
_LONGEST_SENTENCE = 500
# A pointer, notice or source is a line of its own, with a title in it at most.
_LONGEST_NOTICE = 240
# "This is a document. Download it." A paragraph of more sentences is text.
_MOST_SENTENCES = 2
# The name of a site or newspaper, in Latin letters; more is a sentence.
_LONGEST_NAME = 120
# A row of links: its length, its links, and the length of one.
_LONGEST_ROW = 600
_FEWEST_LINKS = 3
_FEWEST_BARE_LINKS = 4  # without bars between them
_LONGEST_LINK = 40


def is_formula(paragraph: str) -> bool:
    """Whether a paragraph is a site's standard text.

    ``Three plans, collected by the editor for your reference.``; not
    ``We collected plums for the school.``
    """
    return weight(paragraph) < _LONGEST_FORMULA and FORMULAS.finds(paragraph)


def line_reason(line: str) -> str:
    """Why a line does not belong to the article, or ``""`` if it may; see ``is_weak()``."""
    if len(line) > _LONGEST_NOTICE:
        return ""
    for reason, applies in _LINE_RULES.items():
        if applies(line):
            return reason
    return ""


def sentence_reason(sentence: str) -> str:
    """Why the last sentence does not belong to the text, or ``""`` if it may."""
    sentence = sentence.strip()
    if len(sentence) > _LONGEST_SENTENCE:
        return ""
    if is_elsewhere(sentence):
        return "elsewhere"
    if CLOSINGS.finds(sentence):
        return "closing"
    return "source" if _names_source(sentence) else ""


def is_elsewhere(sentence: str) -> bool:
    """Whether a sentence sends the reader to other pages.

    ``Please visit our website.`` or ``Read more:``; not ``See also the notice at the door.``
    """
    sentence = sentence.strip()
    if len(sentence) > _LONGEST_SENTENCE:
        return False
    return ELSEWHERE.finds(sentence) or (_is_pointer(sentence) and not is_weak(sentence))


def is_weak(line: str) -> bool:
    """Whether a line for which ``line_reason()`` gives a reason may be the author's as well.

    A whole sentence without the words of a link, ``See also the notice at the door.``, and
    a label such as ``Keywords: plums``; not ``Read more on our website.`` or ``See also: Plums``.
    """
    if AUTHORS_OPENINGS.finds(line):
        return True
    is_link = any(table.finds(line) for table in (LINK_WORDS, LINK_LABELS, TRUNCATED))
    return ends_sentence(line) and not is_link and line_reason(line) in _POINTING


def is_form_word(line: str) -> bool:
    """Whether a line is a field of some form: of comments only beside a line for which
    ``line_reason()`` is "form".

    ``Name *``; not ``Name of the mill``.
    """
    return len(line) <= _LONGEST_LINK and FORM_WORDS.finds(line)


def is_chrome(line: str) -> bool:
    """Whether a line is a link or button that every site has, and nothing else.

    ``Skip to content``, ``登录``; not ``The search``. Below a title the same may be text.
    """
    return len(line) <= _LONGEST_LINK and CHROME.finds(line)


def neighbours_start(line: str) -> int:
    """Where the links to the previous and next page begin in a line, or -1."""
    match = NEIGHBOURS.find(line)
    if not match:
        return -1
    start = match.start()
    dash = _DASH.search(line, max(0, start - 4), start)
    return dash.start() if dash else start


def is_menu(line: str) -> bool:
    """Whether a line is a row of links.

    ``Home | Plums | Pears``; not ``We went home today`` or ``fruit := plum | pear | fig.``
    """
    if len(line) > _LONGEST_ROW or ends_sentence(line) or len(split_sentences(line)) > 1:
        return False
    between_bars = _BAR.split(line)
    if len(between_bars) >= _FEWEST_LINKS and all(weight(i) <= _LONGEST_LINK for i in between_bars):
        return True
    items = [item for item in _BETWEEN_LINKS.split(line) if item]
    chinese = all("\u3040" <= item[0] < "\uac00" for item in items)
    # Whoever goes home in an English title does so behind other words.
    if MENU.finds(line) or any(MENU.finds(item) for item in items if not item.isascii()):
        capitals = all(item[0].isupper() or not item.isascii() for item in items)
        return capitals and len(items) >= (_FEWEST_BARE_LINKS if items[0].isascii() else 3)
    return chinese and len(items) >= _FEWEST_BARE_LINKS and all(len(item) <= 8 for item in items)


def _names_neighbour(line: str) -> bool:
    """``Next page: Plums``; not ``On the next page we drew plums``."""
    return 0 <= neighbours_start(line) <= _MARGIN or NEIGHBOUR_LABELS.finds(line)


def _names_source(line: str) -> bool:
    """``Source: Plum Daily``; not ``Source: the river rises in the hills``."""
    if _ENCYCLOPEDIA.match(line):
        return True
    match = SOURCES.find(line)
    if not match:
        return False
    name = line[match.end() :]
    return weight(name) <= _LONGEST_NAME and PUBLISHERS.finds(name)


def _is_download(line: str) -> bool:
    """``Plan of the orchard, free download``; not a paragraph, one sentence on a download."""
    return DOWNLOADS.finds(line) and len(split_sentences(line)) <= _MOST_SENTENCES


def _is_pointer(line: str) -> bool:
    """``Related articles: Plums``, ``Continue reading``; not ``Please mind the ladders.``"""
    behind = _BRACKETS.sub("", line)
    return POINTERS.finds(behind) or TRUNCATED.finds(line)


def _has_buttons(line: str) -> bool:
    """``Share | Print``, ``赞（12）``; not ``Share`` alone, nor ``Share, print.``"""
    if ends_sentence(line) or not _ROW_OF_BUTTONS.fullmatch(folded(line)):
        return False
    return len(_BUTTON.findall(folded(line))) > 1 or bool(_COUNTED.search(line))


def _is_notice(line: str) -> bool:
    """``版权所有``; not ``请勿转载`` in a paragraph of several sentences."""
    if _has_buttons(line):
        return True
    found = NOTICES.finds(line) or REGISTRATIONS.finds(line)
    return found and len(split_sentences(line)) <= _MOST_SENTENCES


_LINE_RULES = {
    "previous and next": _names_neighbour,
    "form": FORMS.finds,
    "source": _names_source,
    "download notice": _is_download,
    "elsewhere": _is_pointer,
    "site notice": _is_notice,
}
# A sentence of the text may point to something as well.
_POINTING = ("elsewhere", "previous and next")
_BUTTON = re.compile(BUTTONS.pattern)
_ROW_OF_BUTTONS = re.compile(rf"(?:[\W\d]*(?:{BUTTONS.pattern}))+[\W\d]*")
_COUNTED = re.compile(r"[(（]\d+[)）]\s*$")
_MARGIN = 4  # a dash and spaces may precede the links to other pages
_DASH = re.compile(r"[-–—|·]\s*$|[-–—|·]\s*(?=\w)")
_BAR = re.compile(r"[|│｜]")
_BETWEEN_LINKS = re.compile(r"[\s|│｜/·•]+")
_BRACKETS = re.compile(r"^\s*[\[【][^\]】]{1,60}[\]】]的?\s*")
_ENCYCLOPEDIA = re.compile(r"(?:[A-Z]\w+ Encyclopedia|\w{2,4}百科)\s*(?:[-—].{0,60})?$")
