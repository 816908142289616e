"""What a list shows of an article: its first running sentences, else what it contains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import dropwhile, takewhile

from django.utils import translation
from django.utils.translation import ngettext

from . import text as texts
from .blanks import find_blanks
from .document import Part
from .quality import is_filler

LENGTH = 240
# Fewer words than this say less than the titles of several sections.
SHORT = 12
# A line of fewer words, or of fewer Chinese characters, may be a label.
FEWEST_WORDS, FEWEST_CHARACTERS = 6, 9
# The share of a line's characters that blanks may take in a running sentence.
MOST_BLANK = 0.3

_FURNITURE = re.compile(r"<(h[2-6]|table|dt|pre)\b.*?</\1>", re.I | re.S)
_LIST = re.compile(r"<([uod]l)\b.*</\1>", re.I | re.S)
_SENTENCE_END = re.compile(r"[.!?…](?=[\"'”’»)\]]*(?:\s|$))|[。！？…]")
_LABEL = re.compile(r"(?:^|(?<=\s))(?:[^\s:：]+ ){0,2}[^\s:：]+[:：](?=\s|$)|^[^\s:：，。]{1,8}：")


def excerpt(lead: str, parts: Sequence[Part], language: str) -> str:
    """The lead or the text's own first sentences; of a form or a table, what it contains."""
    if any(map(_is_sentence, lead.splitlines())) and not is_filler(lead):
        return texts.excerpt(lead, LENGTH)
    bodies = [part.body for part in parts]
    contents = _contents(parts, language)
    # What stands in paragraphs goes before what stands in lists.
    for without in (_LIST, None):
        text = next(filter(None, (_running(_plain(body, without)) for body in bodies)), "")
        if text and (texts.word_count(text) >= SHORT or not contents):
            return texts.excerpt(text, LENGTH)
    return texts.excerpt(contents or "\n".join(map(texts.from_html, bodies)) or lead, LENGTH)


def _plain(body: str, without: re.Pattern[str] | None = None) -> str:
    """The body as lines, with a dot for a heading, a table or what else is left out."""
    body = _FURNITURE.sub("<p>·</p>", body)
    return texts.from_html(without.sub("<p>·</p>", body) if without else body)


def _running(text: str) -> str:
    """The first lines in a row that hold sentences: no labels, form lines or signatures."""
    lines = dropwhile(lambda line: not _is_running(line), text.splitlines())
    return " ".join(takewhile(_is_running, lines))


def _is_running(line: str) -> bool:
    """Whether the line is a sentence too long to be a label.

    ``We met in [town] on Monday and agreed.``; not ``Grant no. ____ Project: [Title]``
    """
    fewest = FEWEST_CHARACTERS if texts.is_cjk(line) else FEWEST_WORDS
    return texts.word_count(line) >= fewest and _is_sentence(line)


def _is_sentence(line: str) -> bool:
    return bool(_SENTENCE_END.search(line)) and not _is_form(line)


def _is_form(line: str) -> bool:
    """Whether the line is one to fill in, or a row of labels with their values."""
    blanks = find_blanks(line)
    blank = sum(one.end - one.start for one in blanks)
    label = _LABEL.search(line)
    return bool(label and (blanks or not label.start())) or blank > MOST_BLANK * len(line)


def _contents(parts: Sequence[Part], language: str) -> str:
    """The titles in the text, in the words of its language: ``7 sections: Aim · Costs · …``."""
    titles = [part.title for part in parts if part.title]
    if len(titles) < 2:
        found = (texts.anchor_headings(part.body, "")[1] for part in parts)
        titles = [one.title for anchors in found for one in anchors] or titles
    if len(titles) < 2:
        return ""
    with translation.override(_spoken(language)):
        said = ngettext("%s section", "%s sections", len(titles)) % texts.grouped(len(titles))
    return f"{said}: {' · '.join(titles)}"


def _spoken(language: str) -> str:
    """The site's own code for the language; English where it does not speak it."""
    try:
        return translation.get_supported_language_variant(language)
    except LookupError:
        return "en"
