"""Read numbers, and the marks at the start of numbered paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from summaries.text import HAN

# A mark and the space behind it are no longer.
_LONGEST_MARK = 60

CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
).split()
ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth "
    "fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
).split()
_KOREAN_ORDINALS = "첫째 둘째 셋째 넷째 다섯째 여섯째 일곱째 여덟째 아홉째 열째".split()
_ROMANS = "I II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI XVII XVIII XIX XX".split()
_CHINESE_DIGITS = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {
    digit: value for value, digit in enumerate("零壹贰叁肆伍陆柒捌玖")
}
_CHINESE_DIGITS["两"] = 2

_WORD_VALUES = (
    {word: value for value, word in enumerate(CARDINALS, 1)}
    | {word: value for value, word in enumerate(ORDINALS, 1)}
    | {word + "ly": value for value, word in enumerate(ORDINALS, 1)}
    | {word: value for value, word in enumerate(_KOREAN_ORDINALS, 1)}
)
_ROMAN_VALUES = {roman: value for value, roman in enumerate(_ROMANS, 1)}

CARDINAL = "|".join(sorted(CARDINALS, key=len, reverse=True))
ORDINAL = "|".join(sorted(ORDINALS, key=len, reverse=True))
CHINESE = "[一二三四五六七八九十百]{1,4}"
ROMAN = "[IVX]{1,5}"

FULL_WIDTH = {0xFF10 + i: ord("0") + i for i in range(10)} | {
    0xFF08: "(",
    0xFF09: ")",
    0xFF0E: ".",
}
_ROMAN_SIGNS = {chr(0x2160 + i): str(_ROMANS[i]) for i in range(12)}
_CIRCLED = {chr(0x2460 + i): i + 1 for i in range(20)}
_BRACKETED_SIGNS = {chr(0x2474 + i): i + 1 for i in range(20)}
_CHINESE_BRACKETED_SIGNS = {chr(0x3220 + i): i + 1 for i in range(10)}


def number_value(token: str) -> int | None:
    """The value of a number in digits, Roman, Chinese or English words; ``None`` if it is none."""
    token = token.strip().translate(FULL_WIDTH)
    digits = token.replace(" ", "")
    if digits.isascii() and digits.isdigit():
        return int(digits) if len(digits) < 7 else None
    if token in _ROMAN_VALUES:
        return _ROMAN_VALUES[token]
    if token.lower() in _WORD_VALUES:
        return _WORD_VALUES[token.lower()]
    if token.upper() in _ROMAN_VALUES and token.islower():
        return _ROMAN_VALUES[token.upper()]
    return _chinese_value(token)


@dataclass(frozen=True, slots=True)
class Mark:
    """The number at the start of a paragraph.

    ``form`` is how it is written (``"1."``), ``style`` the kind of numeral with or
    without brackets. ``kind`` is the same for all forms into which one numeral may be
    translated: Chinese ``一、`` becomes ``First,``, ``One,``, ``I.`` or ``1.``.
    """

    form: str
    style: str
    kind: str
    value: int
    end: int

    @property
    def is_named(self) -> bool:
        """Whether the mark names what it counts, as 第一章 does: 第二条 is no next one."""
        return self.form == self.kind and not self.form.isascii()

    @property
    def is_clause(self) -> bool:
        """Whether laws and contracts number their clauses so: 第一条, 3.1."""
        return self.is_named or self.style.startswith("decimal")

    @property
    def counts_in_prose(self) -> bool:
        """Whether this is "the first is ...", which numbers sentences and not sections."""
        return self.style == "prose"


def read_marks(line: str) -> tuple[Mark, ...]:
    """Every reading of the number at the start of ``line``; only few, like ``(i)``, have two."""
    return _read_marks(line[:_LONGEST_MARK])


@lru_cache(maxsize=1024)  # each line is asked for several times on its way
def _read_marks(beginning: str) -> tuple[Mark, ...]:
    text = beginning.translate(FULL_WIDTH)
    lost = _LOST_SIGNS.match(text)
    start = lost.end() if lost else 0
    if start == len(text):
        return ()
    for pattern, read in _COMPILED[_begins_with(text[start])]:
        match = pattern.match(text, start)
        if match and (marks := tuple(read(match))):
            return marks
    return ()


def _chinese_value(token: str) -> int | None:
    if (
        not token
        or len(token) > 4
        or any(c not in "十百" and c not in _CHINESE_DIGITS for c in token)
    ):
        return None
    total, digit = 0, 0
    for character in token:
        if character in "十百":
            total += (digit or 1) * (10 if character == "十" else 100)
            digit = 0
        else:
            digit = digit * 10 + _CHINESE_DIGITS[character]
    return total + digit or None


def _mark(match: re.Match, form: str, style: str, kind: str, value: int | None) -> list[Mark]:
    if value is None or not 1 <= value <= 60:
        return []
    return [Mark(form, style, kind, value, match.end())]


def _prose(match: re.Match) -> list[Mark]:
    return _mark(match, "prose", "prose", "bare", number_value(match["number"]))


def _word(match: re.Match) -> list[Mark]:
    word = match["number"].lower()
    form = "one" if word in CARDINALS else "first"
    return _mark(match, form, "upper", "bare", number_value(word))


def _roman(match: re.Match) -> list[Mark]:
    number = _ROMAN_SIGNS.get(match["number"], match["number"])
    return _mark(match, "I", "upper", "bare", number_value(number))


def _chinese(match: re.Match) -> list[Mark]:
    return _mark(match, "一", "upper", "bare", number_value(match["number"]))


def _ordinal_sign(match: re.Match) -> list[Mark]:
    return _mark(match, "第一", "ordinal", "bare", number_value(match["number"]))


def _section(match: re.Match) -> list[Mark]:
    word = match["word"].lower()
    return _mark(match, word, word, word, number_value(match["number"]))


def _labelled(match: re.Match) -> list[Mark]:
    label = match["label"].lower()
    return _mark(match, label, label, label, number_value(match["number"]))


def _arabic(match: re.Match) -> list[Mark]:
    return _mark(match, "1" + match["sign"], "arabic", "bare", number_value(match["number"]))


def _decimal(match: re.Match) -> list[Mark]:
    depth = match["number"].count(".") + 1
    style = f"decimal{depth}"
    return _mark(match, style, style, style, int(match["number"].rpartition(".")[2]))


def _bracketed(match: re.Match) -> list[Mark]:
    number = match["number"]
    if number in _CHINESE_BRACKETED_SIGNS:
        return _mark(match, "(一)", "bracket upper", "bracket", _CHINESE_BRACKETED_SIGNS[number])
    if number in _BRACKETED_SIGNS:
        return _mark(match, "(1)", "bracket arabic", "bracket", _BRACKETED_SIGNS[number])
    if number.isdigit():
        return _mark(match, "(1)", "bracket arabic", "bracket", int(number))
    if len(number) == 1 and number.isascii():
        letter = _mark(match, "(a)", "bracket letter", "bracket", ord(number.lower()) - 96)
        roman = _mark(match, "(i)", "bracket upper", "bracket", number_value(number))
        return roman + letter
    return _mark(match, "(one)", "bracket upper", "bracket", number_value(number))


def _letter(match: re.Match) -> list[Mark]:
    number = match["number"]
    form = "A" if number.isupper() else "a"
    return _mark(match, form, form, "letter", ord(number.lower()) - 96)


def _circled(match: re.Match) -> list[Mark]:
    return _mark(match, "①", "circled", "circled", _CIRCLED[match["number"]])


def _korean_letter(match: re.Match) -> list[Mark]:
    return _mark(
        match, "가", "korean", "letter", "가나다라마바사아자차카타파하".index(match["number"]) + 1
    )


# A bullet that was lost in decoding is often a question mark before the number.
_LOST_SIGNS = re.compile(r"[?？\s*#•·■◆●]{1,4}(?=[\w(（])")
_PROSE_VERB = r"(?:is|are|was|to|in terms of|aspect|thing|point|step|reason)\b"
# By what the mark begins with, for speed: a letter, a digit, a bracket, a sign such as ①,
# or an East Asian character.
_PATTERNS = {
    "letter": (
        (rf"(?i)(?:the )?(?P<number>{ORDINAL}|last)(?:ly)?,? {_PROSE_VERB}\s*", _prose),
        (rf"(?i)the (?P<number>{ORDINAL})\s*[,:，：]\s*", _prose),
        (rf"(?i)(?P<number>{CARDINAL}) (?:is|are) (?:to )?", _prose),
        (rf"(?i)(?P<number>{ORDINAL})(?:ly| of all)?\s*[,，、.:：]\s*", _word),
        (rf"(?i)(?P<number>{CARDINAL})\s*[,，、.:：]\s*", _word),
        (rf"(?P<number>{ROMAN}|[Ⅰ-Ⅻ])\s*[.、,，:：]\s*", _roman),
        (
            rf"(?i)(?P<word>section|part|chapter|article)\s+(?P<number>\d{{1,2}}|{ROMAN}"
            rf"|{CARDINAL})\b\s*[:：.,、]?\s*+(?!(?-i:[a-z]))",
            _section,
        ),
        (
            r"(?P<label>(?!Table|Figure|Picture|Photo|Page|Phone|Tel|Room|Building|No|Grade|Class|Unit)"
            r"[A-Z][a-z]{2,})\s(?P<number>\d{1,2}|one|two|three|four|five|six)\s*[:：]\s*",
            _labelled,
        ),
        (r"(?P<number>[a-h])\s*\)\s*[,、.:：]?\s*", _bracketed),
        (r"(?P<number>[A-HJ-U])\s*(?:[.、:：]\s*|,\s+)(?![A-Z]\b)", _letter),
        (r"(?P<number>[a-h])\s*[.、]\s+", _letter),
    ),
    "digit": (
        (
            r"(?P<number>\d{1,2}(?:\.\d{1,2}){1,3})[.、]?\s*(?=[^\W\d])(?!(?:million|billion"
            r"|percent|yuan|times|hours)\b)",
            _decimal,
        ),
        (r"(?P<number>\d{1,2})\s*(?P<sign>[.、,:，：])\s*(?![\d%])", _arabic),
        (r"(?P<number>\d{1,2})\s*\)\s*[,、.:：]?\s*", _bracketed),
    ),
    "bracket": (
        (
            rf"(?i)[(\[]\s*(?:the )?(?P<number>\d{{1,2}}|{ROMAN}|{CHINESE}|{CARDINAL}|{ORDINAL}"
            rf"|[a-zA-Z])\s*[)\]]\s*[,、.:：]?\s*",
            _bracketed,
        ),
    ),
    "sign": (
        (r"(?P<number>[⑴-⒇㈠-㈩])\s*[,、.:：]?\s*", _bracketed),
        (r"(?P<number>[①-⑳])\s*[,、.:：]?\s*", _circled),
    ),
    "eastern": (
        (rf"(?P<number>{CHINESE})(?:是|要|则|来)(?=\S)", _prose),
        (r"首先\s*[,，、:：]?", lambda match: _mark(match, "prose", "prose", "bare", 1)),
        (r"其次\s*[,，、:：]?", lambda match: _mark(match, "prose", "prose", "bare", 2)),
        (
            rf"第\s*(?P<number>\d{{1,2}}|{CHINESE})\s*(?P<word>部分|章|节|節|条|條|方面"
            rf"|阶段)\s*[:：、.,，]?\s*",
            _section,
        ),
        (
            rf"第\s*(?P<number>\d{{1,2}}|{CHINESE})\s*(?P<word>[回讲課课幕])(?=[\s:：、.]|$)"
            r"\s*[:：、.]?\s*",
            _section,
        ),
        (
            rf"(?P<label>[{HAN}]{{2,4}}之?)(?P<number>{CHINESE[:-5]})\s*[:：]\s*",
            _labelled,
        ),
        (rf"第\s*(?P<number>\d{{1,2}}|{CHINESE})\s*[、,，:：.]\s*", _ordinal_sign),
        (rf"(?P<number>{CHINESE})\s*[、.,，:：]\s*", _chinese),
        (rf"(?P<number>{CHINESE})\s*\)\s*[,、.:：]?\s*", _bracketed),
        (rf"(?P<number>{'|'.join(_KOREAN_ORDINALS)})\s*[,、.]?\s*", _word),
        (r"(?P<number>[가나다라마바사아자차카타파하])\s*[.)]\s*", _korean_letter),
    ),
}
_COMPILED = {
    begins: tuple((re.compile(pattern), read) for pattern, read in patterns)
    for begins, patterns in _PATTERNS.items()
}


def _begins_with(character: str) -> str:
    if character.isdigit() and character not in _SIGNS:
        return "digit"
    if character in "([":
        return "bracket"
    if character in _SIGNS:
        return "sign"
    return "letter" if character < "\u2e80" else "eastern"


_SIGNS = frozenset((*_CIRCLED, *_BRACKETED_SIGNS, *_CHINESE_BRACKETED_SIGNS))
