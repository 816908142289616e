"""Stars for words that were lost or censored."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summaries.blanks import stars as blanks_of_stars

from .place import Place

KIND = "stars"

STARS = re.compile(r"\*(?:[ \u3000]?\*)*")
RATINGS = 5  # so many lines that end in stars are ratings
FORM_FIELD = re.compile(r"\b(?:comment|name|e-?mail|website|marked) $", re.IGNORECASE)
LINE_START = re.compile(r"(?:^|\n)[ \t]*$")
LINE_END = re.compile(r"[()*]{0,4}[ \t]*(?:\n|$)")
SENTENCE_END = re.compile(r"(?:[.!?)。！？]|[A-Z]{2})[ \t]*$")
HEADED = re.compile(r" [^\Wa-z_]")  # what follows the stars before a heading
FOOTNOTED = re.compile(r"[A-Za-z\d)%]$")
AFTER_FOOTNOTE = re.compile(r"[\s.,;)]|$")
WILDCARD = re.compile(r"\.\w")
OPERAND_BEFORE = re.compile(r"[\w(/=\"'.,-]$|\d ?$")
OPERAND_AFTER = re.compile(r"[\w)/=\"'.,-]| ?\d")


def stars(text: str) -> Iterator[Place]:
    """``* * *``, ``***`` and a lone ``*`` between words; not blanks, bullets, ratings or rules."""
    if "*" not in text:
        return
    blanks = {place for start, end, _ in blanks_of_stars(text) for place in range(start, end)}
    found = [match for match in STARS.finditer(text) if match.start() not in blanks]
    rated = sum(bool(LINE_END.match(text, match.end())) for match in found) >= RATINGS
    for match in found:
        before = text[max(0, match.start() - 20) : match.start()]
        after = text[match.end() : match.end() + 20]
        is_mark = _is_sign if len(match[0]) == 1 else _is_row
        if not is_mark(match[0], before, after) and not (rated and LINE_END.match(after)):
            yield Place(match.start(), match.end(), KIND)


def _is_row(row: str, before: str, after: str) -> bool:
    """Whether some stars are a rule, a rating, a blank, or belong to a heading or footnote."""
    if LINE_START.search(before):
        return bool(LINE_END.match(after) or HEADED.match(after))
    ends = LINE_END.match(after) and SENTENCE_END.search(before)
    bracketed = before.endswith("[") and after.startswith("]")
    footnote = len(row) < 4 and FOOTNOTED.search(before) and AFTER_FOOTNOTE.match(after)
    return bool(ends or bracketed or footnote)


def _is_sign(_star: str, before: str, after: str) -> bool:
    """Whether a single star is a bullet, a footnote mark, an operator or a wildcard."""
    operator = OPERAND_BEFORE.search(before) and OPERAND_AFTER.match(after)
    footnote = re.search(r"\w$", before) and AFTER_FOOTNOTE.match(after)
    return bool(
        LINE_START.search(before)
        or LINE_END.match(after)
        or operator
        or WILDCARD.match(after)
        or footnote
        or FORM_FIELD.search(before)
    )


RULES = (stars,)
