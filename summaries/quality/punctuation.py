"""Stops, commas and brackets in the wrong place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .finding import Finding

KIND = "punctuation"

SPACE_BEFORE = re.compile(
    r"(?<=[\w)）\]”\"%’'*])[ \u3000]+"
    r"(?:[,;](?![.)])|(?<![\uac00-\ud7af] ):(?=\s|$)|[!?.](?=\s|$)|[，。；：、！？](?!\S?[）)]))"
)
SEPARATED = re.compile(
    r"(?P<first>[.,;:!?，。；：、])[ \u3000]+[.,;，。；、](?:[ \u3000]*[.,;，。；、])*(?![\w.])"
)
DOUBLED = re.compile(
    r"(?:,,+|;;+|::+|，，+|；；+|、、+|：：+|(?<![.\d])\.\.(?![./\d])|(?<!。)。。(?!。)"
    r"|[.。][\"”][.。]|[,;:，；：、][.;。；]|[.;。；！!?？][,，、;；]|,[，;；:：]|，[,:：;]|[:：][，,、]|[?!？！][.。]|;:)"
    r"(?![.。])"
)
ABBREVIATED = re.compile(
    r"(?:\betc|\bCo|\bLtd|\bInc|\bJr|\bSr|\bCorp|\bNo|\bVol|\bDr|\bProf|\bal|\b[A-Za-z])$"
)
AT_LINE_START = re.compile(r"(?m)^[ \t\u3000]*([,.;:!，。；：、！](?![.\d])\s?[\w\"“]{0,12})")
EMPTY = re.compile(r"\(\)|（）|\[\]|【】|《》|“”|(?<=[,.;] )\" \"")
BESIDE_BRACKET = re.compile(
    r"[,，;；、][ ]?[)）」』》](?!\))|[(（][ ]?[,，.。;；:：、](?![\w.])"
    r"|[^\W\d_]{0,20}[ ]?[“《][,，.。;；、](?!\w)"
)
MISPLACED = re.compile(r"[，、；]的(?![确確士话話])|(?<=[a-z])。(?=[a-z])")
SPACE_INSIDE = re.compile(
    r"[(（\[【《“「][ \u3000]+(?=\S)(?:[^()（）\[\]【】《》“”「」\n]{1,30}[)）\]】》”」]|\w+)"
    r"|(?:[A-Za-z0-9.,%*]{1,20}|[^\W0-9A-Za-z]{1,4}[，。…]?)[ \u3000]+[)）\]】》”」]"
)
SPACE_BEFORE_QUOTE = re.compile(r"\w{1,20} \"(?=[.,;:)])")


def orphans(text: str) -> Iterator[Finding]:
    """``work ;`` and ``. ,``: a mark without its word; not ``costs .5`` or ``wait ...``."""
    for match in SPACE_BEFORE.finditer(text):
        yield Finding(match.start(), match.end(), KIND, match[0].strip())
    for match in SEPARATED.finditer(text):
        yield Finding(match.start(), match.end(), KIND)


def doubled(text: str) -> Iterator[Finding]:
    """``,,``, ``.,``, ``。，``; not ``etc.,``, ``...`` or ``?!``."""
    for match in DOUBLED.finditer(text):
        if match[0][0] == "." and ABBREVIATED.search(
            text[max(0, match.start() - 6) : match.start()]
        ):
            continue
        same = match[0] == match[0][0] * len(match[0])
        yield Finding(match.start(), match.end(), KIND, match[0][0] if same else "")


def at_line_start(text: str) -> Iterator[Finding]:
    """A line that begins with a comma or stop; not one that begins with ``...``."""
    for match in AT_LINE_START.finditer(text):
        yield Finding(match.start(1), match.end(1), KIND, match[1][1:].lstrip())


def beside_brackets(text: str) -> Iterator[Finding]:
    """``()``, ``，）``, ``“,``: brackets that lost their words; not ``( )``, which is a blank."""
    for pattern in (EMPTY, BESIDE_BRACKET):
        for match in pattern.finditer(text):
            yield Finding(match.start(), match.end(), KIND)


def misplaced(text: str) -> Iterator[Finding]:
    """``example。com``, ``、的``; not ``，的确``."""
    for match in MISPLACED.finditer(text):
        yield Finding(match.start(), match.end(), KIND)


def spaces_inside(text: str) -> Iterator[Finding]:
    """``( 15)``, ``“ study ”``, ``" study"``: space inside brackets or quotes; not beside them."""
    for match in SPACE_INSIDE.finditer(text):
        repaired = re.sub(r"(?<=^[^\w\s])[ \u3000]+|[ \u3000]+(?=\W$)", "", match[0])
        yield Finding(match.start(), match.end(), "spacing", repaired)
    start = 0
    for line in text.split("\n"):
        yield from _spaces_inside_straight_quotes(line, start)
        start += len(line) + 1


def _spaces_inside_straight_quotes(line: str, start: int) -> Iterator[Finding]:
    places = [place for place, char in enumerate(line) if char == '"']
    if len(places) % 2:  # an unpaired quote: only before a stop is it surely a closing one
        for match in SPACE_BEFORE_QUOTE.finditer(line):
            repaired = match[0].replace(" ", "")
            yield Finding(start + match.start(), start + match.end(), "spacing", repaired)
        return
    for opening, closing in zip(places[::2], places[1::2], strict=True):
        quoted = line[opening + 1 : closing]
        before, after = line[opening - 1 : opening], line[closing + 1 : closing + 2]
        if quoted.startswith(" ") and quoted.strip() and (not before or before in " (（:"):
            end = opening + 2 + _word_length(quoted[1:21])
            repaired = '"' + line[opening + 2 : end]
            yield Finding(start + opening, start + end, "spacing", repaired)
        if quoted.endswith(" ") and quoted.strip() and not after.isalnum():
            begin = closing - 1 - _word_length(quoted[-2:-22:-1])
            repaired = line[begin : closing - 1] + '"'
            yield Finding(start + begin, start + closing + 1, "spacing", repaired)


def _word_length(text: str) -> int:
    """How many characters ``text`` has before its first space."""
    return len(text.split(" ", 1)[0])


RULES = (orphans, doubled, at_line_start, beside_brackets, misplaced, spaces_inside)
