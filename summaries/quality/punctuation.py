"""Stops, commas and brackets in the wrong place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from summaries.prose import STAND_IN

from .language import ABBREVIATIONS, is_english
from .place import Place, behind, matches_at

KIND = "punctuation"

SIGN = r"[,.;:!?，。；：、！？]"
SPACE = re.compile(rf"[ \u3000](?<![ \u3000].)(?=[ \u3000]*+{SIGN})")
SPACE_BEFORE = re.compile(
    rf"(?<=[\w)）\]”\"%’'*])(?<!{STAND_IN})[ \u3000]+"
    r"(?:[,;](?![-'^]?[.)(DP])|(?<![\uac00-\ud7af] ):(?=\s|$)|[!?](?=\s|$)|\.(?=\s|$)(?! \.)"
    r"|[，。；：、！？](?!\S?[）)]))"
)
LABEL = re.compile(r"(?m)^[^\w\n]*[\w'’/()-]+(?: [\w'’/()-]+){0,3}$")
CUSTOM = 3  # so many marks with a space before them, most of their kind, are the author's way
SIGN_AND_SPACE = re.compile(r"[.,;:!?，。；：、](?=[ \u3000])")
SEPARATED = re.compile(
    r"(?<!\. )(?P<first>[.,;:!?，。；：、])[ \u3000]+(?!\.\.|\. \.)[.,;，。；、](?![-'^]?[)(DP])"
    r"(?:[ \u3000]*[.,;，。；、])*(?![\w.])"
)
SIGN_AND_SIGN = re.compile(rf"{SIGN}(?={SIGN}|[\"”’][.。])")
DOUBLED = re.compile(
    r"(?:,,+|(?<=\w);;+(?=\s)|(?<=\w)::+(?=[ \t]\w)|，，+|；；+|、、+|：：+"
    r"|(?<=[\w)”\"])\.\.(?=\s|$)|(?<!。)。。(?!。)|[.。!?！？][\"”’][.。]|(?<!\.)\.。|。\.(?!\w)"
    r"|[,:;，：；、][.;。；]|[.;。；！!?？][,，、;；]|,[，;；:：]|，[,:：;]|[:：][，,、]"
    r"|[?!？！][.。](?![a-z/])|;:)(?![.。])"
)
MOST_TWO_DOTS = 2  # who writes more of them means them
SHORT = 3  # letters; such a word before ".," may be cut short
ABBREVIATED = re.compile(
    r"(?:(?<!\w)(?:[A-Za-z]|\w+\.[A-Za-z]+|\d+[a-z]+|[A-Z][a-z]{1,5}|(?P<word>[a-z]+))|\d)$"
)
AT_LINE_START = re.compile(
    r"(?m)^[ \t\u3000]*"
    r"((?:[,;，。；：、！](?![-'^]?[)(DP;])|[:!](?= ?[A-Za-z]+\s|$)|\.(?= [A-Za-z]|$))"
    r"(?![.\d])[ \t]?[\w\"“]{0,12})"
)
BRACKETS = re.compile(r"[(（\[【《“,，；、;](?=[ ,，.。;；:：、)）\]】》”」』])")
EMPTY = re.compile(r"(?<![\w>\]}$.])\(\)|（）|(?<![\w!\]/=])(?<!: )\[\](?![(\[])|【】|《》|“”")
EMPTY_QUOTES = re.compile(r"\" \"(?<=[,.;] ...)")
BESIDE_BRACKET = re.compile(
    r"(?:[，；、][ ]?|[,;] )[)）」』》](?!\))"
    r"|[(（][ ]?(?:[,，。；：、]|[.;:](?= ?\w))(?![\w.)）/-])"
)
COMMA_CLOSED = re.compile(r",\)(?<=[a-z]..)")
OPENED = re.compile(r"[“《][,，.。;；、](?![\w”/.])")
WORD_BEFORE = re.compile(r"[^\W\d_]{0,20} ?$")
MISPLACED = re.compile(r"[，、；]的(?![确確士话話哥])|(?<=[a-z])。(?=[a-z])")
SPACE_INSIDE = re.compile(
    r"[(（【《“「][ \u3000]+(?=\w)(?:[^()（）【】《》“”「」\n]{1,30}[)）】》”」]|\w+)"
)
SPACE_AND_CLOSE = re.compile(r"[)）】》”」](?<=[ \u3000].)")
BEFORE_CLOSE = re.compile(r"(?:[A-Za-z0-9.,%*]{1,20}|[^\W0-9A-Za-z]{1,4}[，。…]?)[ \u3000]+$")
BOTH_SIDES = re.compile(r"\W[ \u3000].*[ \u3000]\W")
SPACE_BEFORE_QUOTE = re.compile(r"\w{1,20} \"(?=[.,;:)])")


def orphans(text: str) -> Iterator[Place]:
    """``work ;`` and ``. ,``: a mark without its word; not ``costs .5`` or ``wait ...``."""
    spaced = list(matches_at(SPACE, SPACE_BEFORE, text))
    customs = _customs(spaced, text)
    for match in spaced:
        sign = match[0].strip()
        if sign not in customs and not (sign == ":" and _follows_label(text, match.start())):
            yield Place(match.start(), match.end(), KIND, sign)
    for match in matches_at(SIGN_AND_SPACE, SEPARATED, text):
        yield Place(match.start(), match.end(), KIND)


def _customs(spaced: list[re.Match[str]], text: str) -> set[str]:
    """The marks that mostly have a space before them, as ``!`` and ``?`` do in French."""
    counts = Counter(match[0].strip() for match in spaced)
    foreign = set() if is_english(text) else set("!?:;")
    return foreign | {
        sign for sign, count in counts.items() if CUSTOM <= count >= text.count(sign) / 2
    }


def _follows_label(text: str, end: int) -> bool:
    return bool(LABEL.match(text, text.rfind("\n", max(0, end - 60), end) + 1, end))


def doubled(text: str) -> Iterator[Place]:
    """``,,``, ``.".``, ``。，``; not ``Dec., 1847``, ``...``, ``?!``, many ``..``."""
    matches = list(matches_at(SIGN_AND_SIGN, DOUBLED, text))
    is_habit = sum(match[0] == ".." for match in matches) > MOST_TWO_DOTS
    for match in matches:
        if match[0] in (".,", ".;", ".:") and _is_abbreviated(text, match.start()):
            continue
        if match[0] == ".." and is_habit:
            continue
        same = match[0] == match[0][0] * len(match[0])
        yield Place(match.start(), match.end(), KIND, match[0][0] if same else "")


def _is_abbreviated(text: str, end: int) -> bool:
    """Whether ``text`` up to ``end`` ends with a word cut short, such as ``Dec`` or ``U.S``."""
    match = behind(ABBREVIATED, text, end)
    if match is None or not (word := match["word"]):
        return match is not None
    return word in ABBREVIATIONS or (text[end : end + 2] == ".," and len(word) <= SHORT)


def at_line_start(text: str) -> Iterator[Place]:
    """A line that begins with a comma or stop; not one that begins with ``...``."""
    for match in AT_LINE_START.finditer(text):
        yield Place(match.start(1), match.end(1), KIND, match[1][1:].lstrip())


def beside_brackets(text: str) -> Iterator[Place]:
    """``()``, ``，）``, ``“,``: brackets that lost their words; not ``( )``, which is a blank."""
    for pattern in (EMPTY, BESIDE_BRACKET):
        for match in matches_at(BRACKETS, pattern, text):
            yield Place(match.start(), match.end(), KIND)
    closed = list(COMMA_CLOSED.finditer(text))
    for match in closed if len(closed) < CUSTOM else ():
        yield Place(match.start(), match.end(), KIND)
    for match in EMPTY_QUOTES.finditer(text):
        yield Place(match.start(), match.end(), KIND)
    for match in OPENED.finditer(text):
        if word := behind(WORD_BEFORE, text, match.start()):
            yield Place(match.start() - len(word[0]), match.end(), KIND)


def misplaced(text: str) -> Iterator[Place]:
    """``example。com``, ``、的``; not ``，的确``."""
    for match in MISPLACED.finditer(text):
        yield Place(match.start(), match.end(), KIND)


def spaces_inside(text: str) -> Iterator[Place]:
    """``( 15)``, ``“ study ”``, ``" study"``: space inside brackets or quotes; not beside them."""
    found = [match.span() for match in SPACE_INSIDE.finditer(text)]
    if sum(bool(BOTH_SIDES.fullmatch(text[start:end])) for start, end in found) >= CUSTOM:
        return  # the author's way to write brackets
    ends = {end for _, end in found}
    for match in SPACE_AND_CLOSE.finditer(text):
        if match.end() not in ends and (before := behind(BEFORE_CLOSE, text, match.start())):
            found.append((match.start() - len(before[0]), match.end()))
    for start, end in found:
        repaired = re.sub(r"(?<=^[^\w\s])[ \u3000]+|[ \u3000]+(?=\W$)", "", text[start:end])
        yield Place(start, end, "spacing", repaired)
    start = 0
    for line in text.split("\n"):
        if '"' in line:
            yield from _spaces_inside_straight_quotes(line, start)
        start += len(line) + 1


def _spaces_inside_straight_quotes(line: str, start: int) -> Iterator[Place]:
    places = [match.start() for match in re.finditer('"', line)]
    if len(places) % 2:  # an unpaired quote: only before a stop is it surely a closing one
        for match in SPACE_BEFORE_QUOTE.finditer(line):
            repaired = match[0].replace(" ", "")
            yield Place(start + match.start(), start + match.end(), "spacing", repaired)
        return
    for opening, closing in zip(places[::2], places[1::2], strict=True):
        quoted = line[opening + 1 : closing]
        before, after = line[opening - 1 : opening], line[closing + 1 : closing + 2]
        if quoted.startswith(" ") and quoted.strip() and (not before or before in " (（:"):
            end = opening + 2 + _word_length(quoted[1:21])
            repaired = '"' + line[opening + 2 : end]
            yield Place(start + opening, start + end, "spacing", repaired)
        if quoted.endswith(" ") and quoted.strip() and not after.isalnum():
            begin = closing - 1 - _word_length(quoted[-2:-22:-1])
            repaired = line[begin : closing - 1] + '"'
            yield Place(start + begin, start + closing + 1, "spacing", repaired)


def _word_length(text: str) -> int:
    """How many characters ``text`` has before its first space."""
    return len(text.split(" ", 1)[0])


RULES = (orphans, doubled, at_line_start, beside_brackets, misplaced, spaces_inside)
