"""A title for a page that has no title line: what its text says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from summaries.quality.phrases import folded

from .page import PagePart, _
from .parts import PartMark, without_keyword
from .sentences import first_sentence, has_several_sentences, split_sentences
from .titlelines import is_bare_sign, is_date, is_label, is_menu_item, is_salutation
from .titles import common_opening, weight
from .vocabulary.marks import PART_NOUNS
from .vocabulary.titles import TITLE_LABELS, TOPIC_LABELS, TOPICS

# A text names its topic within so many lines, and of a long one within so many characters.
_WITHIN = 10
_REACH = 1000


def derive_title(
    marks: Sequence[PartMark], lead: str, parts: Sequence[PagePart], name: str
) -> tuple[str, str]:
    """The title, and how it was found; ``name`` is for a page without text."""
    lines = [line for part in parts for line in part.lines] or lead.split("\n")
    if title := _named_title(lines[:_WITHIN]):
        return title, _("The page has no title line; this is what the text calls itself.")
    stems = [
        _NUMBER.sub("", without_keyword(mark.title)).strip(" :：-—()（）[]【】") for mark in marks
    ]
    if stems and len(stems[0]) > 3:
        stem = common_opening(stems[:2]) or stems[0]
        return stem, _("The page has no title line; this is what the part titles have in common.")
    if not any(lines):
        return name, _("The page has no text; this is its name.")
    sentence = _first_sentence(lines)
    return sentence, _("The page has no title line; this is its first sentence or heading.")


def _named_title(lines: Iterable[str]) -> str:
    """``Title: The pond``, ``the topic of my speech is "The pond"``; not ``my topic is fish``."""
    for line in lines:
        for pattern in (_LABELLED_TITLE, _TOPIC):
            if match := pattern.search(folded(line)):
                return line[match.start("title") : match.end("title")].strip()
    return ""


def _first_sentence(lines: Sequence[str]) -> str:
    """The first sentence that is no greeting, date, sign or field of a form."""
    greeting = next((n for n, line in enumerate(lines[:_WITHIN]) if is_salutation(line)), 0)
    for line in lines[greeting : greeting + _WITHIN]:
        if _says_nothing(line):
            continue
        for sentence in split_sentences(line[:_REACH]):
            if weight(sentence.strip()) > 3 and not is_salutation(sentence.strip()):
                return sentence.strip()
    return first_sentence(lines[0]).strip()


def _says_nothing(line: str) -> bool:
    rules = (is_salutation, is_date, is_bare_sign, is_menu_item, is_label)
    return not has_several_sentences(line) and any(rule(line) for rule in rules)


_LABELLED_TITLE = re.compile(
    rf"^(?:{TITLE_LABELS.pattern}|{TOPIC_LABELS.pattern})\s*:\s*(?P<title>\S[^\n]{{1,120}})$"
)
_QUOTED = r"[\"'《「『](?P<title>[^\"《》「」『』\n]{2,80}?)[\"'》」』]"
_TOPIC = re.compile(rf"(?:{TOPICS.pattern}):?\s?{_QUOTED}")
_NUMBER = re.compile(
    r"(?i)\s*[(（【\[][^()（）【】\[\]]{0,24}[)）】\]]$"
    rf"|(?:(?:{PART_NOUNS.pattern}) |no\.? ?|#|第|篇)?(?:\d+|[IVX]+|[一二三四五六七八九十]+|one"
    r"|first)\s*篇?$"
)
