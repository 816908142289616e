"""Characters that were lost, decoded wrongly or replaced by pinyin."""

from __future__ import annotations

import re
from collections.abc import Iterator

import ftfy
from ftfy.badness import BADNESS_RE

from summaries.text import HAN

from .place import Place, behind

KIND = "lost-character"

TONE = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹ"

QUESTION_AT_LINE_START = re.compile(
    r"(?m)^[ \t\u3000]*(\?+ ?(?:\d+[.、)]|[\"“(]?[^\W_]+)|？+(?=[^\s？!！」”]))"
)
QUESTION_IN_WORD = re.compile(r"\?(?<!\?.)\?*+[a-z]+(?![\w=&/?])")
BEFORE_QUESTION = re.compile(r"(?<![\w.:/?=&-])[A-Za-z]+$")
QUESTIONS = re.compile(r"(?m)\?(?<!^.)(?<![\w?\"“(\[].)(?<!\w[\"”)].)\?+(?![\"”)\]])")
# A byte was lost inside a Chinese word: "圣?保罗"; or the beginning of its pinyin: "们?nèi)".
IN_CHINESE = re.compile(rf"(?<=[{HAN}])\?(?=[{HAN}])")
ASKING = re.compile("[吗嗎呢吧么麼谁誰哪几幾怎何啥啊呀吗否]|多少|[不没沒]")
CLAUSE = re.compile(r"[^，。！？；：,!?;:\n]*$")
LONGEST_CLAUSE = 40
CUT_PINYIN = re.compile(rf"(?<=[{HAN}])\?(?=[a-z]{{0,5}}[{TONE}])[a-z{TONE}]{{1,6}}[)）]")
STRAY_QUESTION = re.compile(r"[?？](?<![?？].)[?？]*+(?=\s|$)")
BEFORE_STRAY = re.compile(r"(?<=[\w)\"”][.,;。，；])[ \u3000]?$")
REPLACEMENT = re.compile(r"[\ufffd\ue000-\uf8ff]+")
TONED_PINYIN = re.compile(
    rf"[{HAN}][(（]\s?(?=[^()（）]{{0,30}}[{TONE}])[a-zA-Zü{TONE}' ]{{1,30}}\s?[)）]"
)
INITIAL = "(?:[zcs]h?|[bpmfdtnlgkhjqxryw])?"
FINAL = "(?:[iuü]?a(?:ng?|i|o)?|i?ong|[iu]e|ei|e(?:ng?|r)?|i(?:ng?|u)?|ou?|u(?:[ino])?|üe?)"
PLAIN_PINYIN = re.compile(rf"[{HAN}][(（]((?:{INITIAL}{FINAL}[ ']?){{1,6}})[)）]")
LATIN_WORDS = frozenset(
    """
    app can men pin die ding dan long sang gang bang ban fan pan tan menu tofu panda mango banana
    piano ping pong gun fun run sun bin tin gin men hui ui lu lua go hugo
    """.split()
)
SILENT_E = re.compile("[^iuü]e$")  # English words: "name", "goroutine"
NON_ASCII = re.compile(r"[^\x00-\x7f]{3,}")
NEAR = 60  # bad places with fewer characters between them are reported as one
KNOWN_MOJIBAKE = re.compile("锟斤拷|(?:烫烫)+|(?:屯屯)+|ï¿½")


def lost_characters(text: str) -> Iterator[Place]:
    """``? 1.`` at a line's start, ``don?t``, ``done. ?``, U+FFFD; not ``why?``, ``a?b=1``."""
    if "?" in text or "？" in text:
        for match in QUESTION_AT_LINE_START.finditer(text):
            yield Place(match.start(1), match.end(1), KIND, match[1].lstrip("?？ "))
    for before, pattern in ((BEFORE_QUESTION, QUESTION_IN_WORD), (BEFORE_STRAY, STRAY_QUESTION)):
        for match in pattern.finditer(text):
            if (lead := behind(before, text, match.start())) is not None:
                yield Place(match.start() - len(lead[0]), match.end(), KIND)
    for pattern in (QUESTIONS, REPLACEMENT):
        for match in pattern.finditer(text):
            yield Place(match.start(), match.end(), KIND)


def lost_bytes(text: str) -> Iterator[Place]:
    """``圣?保罗``, ``们?nèi)``: a sign inside Chinese; not the question ``你是谁?我是``."""
    for match in IN_CHINESE.finditer(text):
        clause = CLAUSE.search(text[max(0, match.start() - LONGEST_CLAUSE) : match.start()])
        if clause and not ASKING.search(clause[0]):
            yield Place(match.start() - 1, match.end() + 1, KIND)
    for match in CUT_PINYIN.finditer(text):
        yield Place(match.start(), match.end(), KIND)


def mojibake(text: str) -> Iterator[Place]:
    """``donâ€™t`` (ftfy knows), ``鎴戜滑`` (UTF-8 read as GBK); not ``café``, not Chinese."""
    if text.isascii():
        return
    for start, end in _bad_stretches(text):
        fixed = ftfy.fix_encoding(text[start:end])
        if fixed != text[start:end]:
            yield Place(start, end, "mojibake", fixed)
    for match in NON_ASCII.finditer(text):
        fixed = _read_as_utf8(match[0])
        if fixed:
            yield Place(match.start(), match.end(), "mojibake", fixed)
    for match in KNOWN_MOJIBAKE.finditer(text):
        yield Place(match.start(), match.end(), "mojibake")


def _bad_stretches(text: str) -> list[tuple[int, int]]:
    """The words around characters that ftfy calls bad, joined if near each other on a line."""
    stretches: list[tuple[int, int]] = []
    for match in BADNESS_RE.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        after = text[match.end() : match.end() + 40]
        start = match.start() - len(re.split(r"\s", before)[-1])
        end = match.end() + len(re.split(r"\s", after, maxsplit=1)[0])
        near = stretches and start - stretches[-1][1] < NEAR
        if near and "\n" not in text[stretches[-1][1] : start]:
            start = stretches.pop()[0]
        stretches.append((start, end))
    return stretches


def _read_as_utf8(run: str) -> str:
    """``run`` decoded correctly if it is UTF-8 read as GBK, else ""."""
    try:
        fixed = run.encode("gb18030").decode("utf-8")
    except UnicodeError:
        return ""
    return fixed if len(fixed) < len(run) and re.search(f"[{HAN}]", fixed) else ""


def pinyin(text: str) -> Iterator[Place]:
    """``業(yè)``, ``重庆(chongqing)``: a pronunciation after its character; not ``幻灯片(ppt)``."""
    for match in TONED_PINYIN.finditer(text):
        yield Place(match.start(), match.end(), "pinyin", match[0][0].strip("(（"))
    for match in PLAIN_PINYIN.finditer(text):
        if match[1] not in LATIN_WORDS and not SILENT_E.search(match[1]):
            yield Place(match.start(), match.end(), "pinyin", match[0][0])


RULES = (lost_characters, lost_bytes, mojibake, pinyin)
