"""Stars for words that were lost or censored."""

from __future__ import annotations

import re
from collections.abc import Iterator

from summaries.blanks import blanks_of_prose

from .finding import Finding

KIND = "stars"

STARS = re.compile(r"\*(?:[ \u3000]?\*)*")
FORM_FIELD = re.compile(r"\b(?:comment|name|e-?mail|website|marked) $", re.IGNORECASE)
ALONE_ON_LINE = re.compile(r"(?m)^[ \t]*\*(?:[ \t]?\*)*[ \t]*$")
# A rating behind a sentence, a heading's stars, a footnote's mark.
RATING = re.compile(r"(?m)(?<=[^\s*])[ \t]*\(?\*[*()]*[ \t]*$")
RATINGS = 5  # so many lines that end in stars are ratings
BEHIND_SENTENCE = re.compile(r"(?m)(?<=[.!?)。！？])[ \t]*\*+[ \t]*$")
BETWEEN_STARS = re.compile(r"(?m)^\*{2,}[^*\n]+\*{2,}$")
HEADING = re.compile(r"(?m)^[ \t]*\*{2,}(?= [^\Wa-z_])")
FOOTNOTE = re.compile(r"(?<=[A-Za-z\d)%])\*{2,3}(?=[\s.,;)]|$)")
MARKS = (ALONE_ON_LINE, BETWEEN_STARS, HEADING, FOOTNOTE)


def stars(text: str) -> Iterator[Finding]:
    """``* * *``, ``***`` and a lone ``*`` between words; not blanks, bullets, ratings or rules."""
    if "*" not in text:
        return
    taken = {
        blank.start + offset
        for blank in blanks_of_prose(text, text)
        if "*" in blank.text
        for offset in range(blank.end - blank.start)
    }
    rated = len(RATING.findall(text)) >= RATINGS
    for pattern in (*MARKS, RATING if rated else BEHIND_SENTENCE):
        for match in pattern.finditer(text):
            taken.update(range(match.start(), match.end()))
    for match in STARS.finditer(text):
        if match.start() not in taken and not _is_sign(text, match):
            yield Finding(match.start(), match.end(), KIND)


def _is_sign(text: str, match: re.Match[str]) -> bool:
    """Whether a single star is a bullet, a footnote mark, an operator or a wildcard."""
    if len(match[0]) > 1:
        return False
    before, after = (
        text[max(0, match.start() - 2) : match.start()],
        text[match.end() : match.end() + 2],
    )
    at_line_start = not before.rstrip(" \t") or before.rstrip(" \t").endswith("\n")
    between_digits = re.search(r"\d ?$", before) and re.match(r" ?\d", after)
    footnote = re.search(r"\w$", before) and re.match(r"[\s.,;)]|$", after)
    operator = re.search(r"[\w(/=\"'.,-]$", before) and re.match(r"[\w)/=\"'.,-]", after)
    form_field = FORM_FIELD.search(text[max(0, match.start() - 10) : match.start()])
    at_line_end = re.match(r"\s*(?:\n|$)", after)
    return bool(
        at_line_start or between_digits or footnote or operator or at_line_end or form_field
    )


RULES = (stars,)
