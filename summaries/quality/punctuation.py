"""Stops, commas and brackets in the wrong place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from summaries.prose import STAND_IN

from .finding import Finding
from .language import ABBREVIATIONS

KIND = "punctuation"

SPACE_BEFORE = re.compile(
    rf"(?<=[\w)）\]”\"%’'*])(?<!{STAND_IN})[ \u3000]+"
    r"(?:[,;](?![.)])|(?<![\uac00-\ud7af] ):(?=\s|$)|[!?](?=\s|$)|\.(?=\s|$)(?! \.)"
    r"|[，。；：、！？](?!\S?[）)]))"
)
LABEL = re.compile(r"(?m)^[^\w\n]*[\w'’/()-]+(?: [\w'’/()-]+){0,3}$")
CUSTOM = 3  # so many marks with a space before them, most of their kind, are the author's way
SEPARATED = re.compile(
    r"(?<!\. )(?P<first>[.,;:!?，。；：、])[ \u3000]+(?!\.\.|\. \.)[.,;，。；、](?![-'^]?[)(DP])"
    r"(?:[ \u3000]*[.,;，。；、])*(?![\w.])"
)
DOUBLED = re.compile(
    r"(?:,,+|(?<=\w);;+(?=\s)|(?<=\w)::+(?=[ \t]\w)|，，+|；；+|、、+|：：+|(?<=[\w)”\"])\.\.(?=\s|$)"
    r"|(?<!。)。。(?!。)|[.。!?！？][\"”’][.。]|\.。|。\.(?!\w)"
    r"|[,:;，：；、][.;。；]|[.;。；！!?？][,，、;；]|,[，;；:：]|，[,:：;]|[:：][，,、]|[?!？！][.。](?![a-z/])|;:)"
    r"(?![.。])"
)
ABBREVIATED = re.compile(r"(?:(?<!\w)(?:[A-Za-z]|\w+\.[A-Za-z]+|[A-Z][a-z]{1,5}|(?P<word>[a-z]+))|\d)$")
AT_LINE_START = re.compile(r"(?m)^[ \t\u3000]*((?:[,;，。；：、！](?![-'^]?[)(DP;])|[:!](?= ?[A-Za-z]+\s|$)|\.(?= [A-Za-z]|$))(?![.\d])[ \t]?[\w\"“]{0,12})")
EMPTY = re.compile(r"(?<![\w>\]}$.])\(\)|（）|(?<![\w!\]])\[\](?![(\[])|【】|《》|“”|(?<=[,.;] )\" \"")
BESIDE_BRACKET = re.compile(
    r"(?:[，；、][ ]?|[,;] )[)）」』》](?!\))|[(（][ ]?(?:[,，。；：、]|[.;:](?= ?\w))(?![\w.)）/-])"
)
OPENED = re.compile(r"[“《][,，.。;；、](?![\w”])")
WORD_BEFORE = re.compile(r"[^\W\d_]{0,20} ?$")
MISPLACED = re.compile(r"[，、；]的(?![确確士话話哥])|(?<=[a-z])。(?=[a-z])")
SPACE_INSIDE = re.compile(
    r"[(（【《“「][ \u3000]+(?=\w)(?:[^()（）【】《》“”「」\n]{1,30}[)）】》”」]|\w+)"
    r"|(?:[A-Za-z0-9.,%*]{1,20}|[^\W0-9A-Za-z]{1,4}[，。…]?)[ \u3000]+[)）】》”」]"
)
BOTH_SIDES = re.compile(r"\W[ \u3000].*[ \u3000]\W")
SPACE_BEFORE_QUOTE = re.compile(r"\w{1,20} \"(?=[.,;:)])")


def orphans(text: str) -> Iterator[Finding]:
    """``work ;`` and ``. ,``: a mark without its word; not ``costs .5`` or ``wait ...``."""
    customs = _customs(text)
    for match in SPACE_BEFORE.finditer(text):
        sign = match[0].strip()
        if sign not in customs and not (sign == ":" and _follows_label(text, match.start())):
            yield Finding(match.start(), match.end(), KIND, sign)
    for match in SEPARATED.finditer(text):
        yield Finding(match.start(), match.end(), KIND)


def _customs(text: str) -> set[str]:
    """The marks that mostly have a space before them, as ``!`` and ``?`` do in French."""
    spaced = Counter(match[0].strip() for match in SPACE_BEFORE.finditer(text))
    return {sign for sign, count in spaced.items() if CUSTOM <= count >= text.count(sign) / 2}


def _follows_label(text: str, end: int) -> bool:
    return bool(LABEL.match(text, text.rfind("\n", max(0, end - 60), end) + 1, end))


def doubled(text: str) -> Iterator[Finding]:
    """``,,``, ``.".``, ``。，``; not ``Dec., 1847``, ``...`` or ``?!``."""
    for match in DOUBLED.finditer(text):
        if match[0] in (".,", ".;", ".:") and _is_abbreviated(text, match.start()):
            continue
        same = match[0] == match[0][0] * len(match[0])
        yield Finding(match.start(), match.end(), KIND, match[0][0] if same else "")


def _is_abbreviated(text: str, end: int) -> bool:
    """Whether ``text`` up to ``end`` ends with a word cut short, such as ``Dec`` or ``U.S``."""
    match = ABBREVIATED.search(text[max(0, end - 12) : end])
    return bool(match) and (not match["word"] or match["word"] in ABBREVIATIONS)


def at_line_start(text: str) -> Iterator[Finding]:
    """A line that begins with a comma or stop; not one that begins with ``...``."""
    for match in AT_LINE_START.finditer(text):
        yield Finding(match.start(1), match.end(1), KIND, match[1][1:].lstrip())


def beside_brackets(text: str) -> Iterator[Finding]:
    """``()``, ``，）``, ``“,``: brackets that lost their words; not ``( )``, which is a blank."""
    for pattern in (EMPTY, BESIDE_BRACKET):
        for match in pattern.finditer(text):
            yield Finding(match.start(), match.end(), KIND)
    for match in OPENED.finditer(text):
        word = WORD_BEFORE.search(text[max(0, match.start() - 21) : match.start()])
        yield Finding(match.start() - len(word[0] if word else ""), match.end(), KIND)


def misplaced(text: str) -> Iterator[Finding]:
    """``example。com``, ``、的``; not ``，的确``."""
    for match in MISPLACED.finditer(text):
        yield Finding(match.start(), match.end(), KIND)


def spaces_inside(text: str) -> Iterator[Finding]:
    """``( 15)``, ``“ study ”``, ``" study"``: space inside brackets or quotes; not beside them."""
    found = list(SPACE_INSIDE.finditer(text))
    if sum(BOTH_SIDES.fullmatch(match[0]) is not None for match in found) >= CUSTOM:
        found = []  # the author's way to write brackets
    for match in found:
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
