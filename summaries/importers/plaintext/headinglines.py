"""Which lines without a number are headings, and which beginnings of paragraphs topics."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from summaries.quality.phrases import folded
from summaries.text import HAN

from .numbering import read_marks
from .sentences import has_several_sentences
from .titlelines import is_date, is_flow
from .titles import weight
from .vocabulary.dates import DATELINES, MONTHS
from .vocabulary.headings import (
    ADDRESSED,
    CONTRACT_WORDS,
    NO_HEADINGS,
    NO_LABELS,
    STATEMENT_OPENINGS,
    STATEMENT_VERBS,
)

# The longest heading without a number, in Latin letters (see ``weight()``).
BARE_LIMIT = 66
# So short a beginning is a topic even if it has a verb.
_SHORT_TOPIC = 20
# The first paragraph below an unnumbered heading is longer, and a question as heading shorter.
_SHORTEST_SECTION = 51
_SHORTEST_FIRST = 45  # below the first line of a part
_LONGEST_QUESTION = 54
# Labelled paragraphs, "In study: ...", are longer than the fields of a form.
_SHORTEST_LABELLED = 90
# More words, or more letters, before a colon are a clause.
_MOST_WORDS_BEFORE_COLON = 4
_LONGEST_BEFORE_COLON = 40
# A heading without a number has no more words.
_MOST_WORDS = 9
# The longest sentence that stands as a heading over a piece of news.
_LONGEST_NEWS_HEADING = 130


def is_bare_heading(lines: Sequence[str], index: int) -> bool:
    """Whether an unnumbered line is short, no sentence, and followed by a longer paragraph."""
    if _is_news_heading(lines, index):
        return True
    line = lines[index]
    if len(line) < 2 or weight(line) > BARE_LIMIT or any(rule(line) for rule in NEVER_BARE):
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


def _is_news_heading(lines: Sequence[str], index: int) -> bool:
    """Whether a short sentence is followed by a paragraph that begins with a date: a news item."""
    if (
        weight(lines[index]) > _LONGEST_NEWS_HEADING
        or index + 1 >= len(lines)
        or _DATELINE.match(folded(lines[index]))
    ):
        return False
    below = lines[index + 1]
    if not _DATELINE.match(folded(below)) or weight(below) < 2 * weight(lines[index]):
        return False
    return bool(_ONE_SENTENCE.fullmatch(lines[index])) and not read_marks(lines[index])


def is_topic(beginning: str) -> bool:
    """``The oars.``, ``We row.``; not ``The oars are in the shed.``, ``:``."""
    if not beginning.strip(" .:：。"):
        return False
    if weight(beginning) <= _SHORT_TOPIC:
        return True
    return not (is_statement(beginning) or ADDRESSED.finds(beginning))


def is_statement(topic: str) -> bool:
    """``We mended the oars``, ``The oars are mended``; not ``Mended oars``."""
    return STATEMENT_OPENINGS.finds(topic) or STATEMENT_VERBS.finds(topic)


def is_label(label: str, line: str) -> bool:
    """Whether ``Rowing:`` stands before a paragraph of its section; not ``Ann said:``."""
    return not NO_LABELS.finds(label) and weight(line[len(label) :]) >= _SHORTEST_LABELLED


# -- lines that are never headings -------------------------------------------


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
    return (
        len(line.split()) > _MOST_WORDS_BEFORE_COLON
        or weight(line) > _LONGEST_BEFORE_COLON
        or is_statement(line)
    )


def _begins_small(line: str) -> bool:
    """``and the oars``, ``“Oars``; not ``The oars``, ``[The oars]``, ``船桨``."""
    return line[0] in "“‘" or (line[0].isascii() and not (line[0].isupper() or line[0] in "[<"))


def _has_many_words(line: str) -> bool:
    """``What we did for the ferry in the first week of May``; not ``What we did for the ferry``."""
    return len(line.split()) > _MOST_WORDS


def _is_address_or_date(line: str) -> bool:
    """``Dear passengers``, ``March 3, 20XX``, ``Monday``; not ``March of the geese``."""
    if NO_HEADINGS.finds(line) or CONTRACT_WORDS.finds(line) or _FIELD_OR_DATE.search(line):
        return True
    return is_date(line) or is_flow(line)


def _is_document_number(line: str) -> bool:
    """``国办发〔2019〕12号``, ``No. 12/2019``; not ``Room 12``."""
    return bool(_DOCUMENT_NUMBER.fullmatch(line))


NEVER_BARE: tuple[Callable[[str], bool], ...] = (
    *(_ends_as_sentence, _is_spoken_question, _is_opening_clause, _begins_small, _has_many_words),
    *(_is_address_or_date, _is_document_number),
)
_ENDS = '.!?。！？:：;；"”)）…'
_DOCUMENT_NUMBER = re.compile(
    rf"[{HAN}]{{1,12}}[〔\[【(（]\s?(?:19|20)\d\d\s?[〕\]】)）]\s?第?\s?\d+\s?号"
    r"|(?i:no)\.? ?\d[\d/-]*"
)
# A field and its value, the rest of a date, or a line of signs.
_FIELD_OR_DATE = re.compile(
    r"(?i)^各[^，。]{1,20}[:：]$|\d{4}\s*[年./-]|年.{0,4}月|\d+\s*月|[xX*_]\s*(?:year|month|年)"
    rf"|(?:{MONTHS.pattern}) \d|[:：]\s*\S|_{{2,}}|^[-—=*_.·\s]+$"
)
_ONE_SENTENCE = re.compile(rf"[A-Z][^.!?:;]+\.?|[{HAN}][^。！？：；]+。?")
_DATELINE = re.compile(
    rf"(?:(?:{DATELINES.pattern})\s+|[\d:]+\s*(?:am|pm|a\.m\.|p\.m\.)\s*){{0,5}}"
    rf"(?:{MONTHS.pattern})\.? \d"
    r"|.{0,6}(?:\d{4}|x{2,4})?\s*年?\s*\d{1,2}\s*月\s*\d{1,2}\s*日"
)
