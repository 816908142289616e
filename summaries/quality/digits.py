"""Digits that were split, fused, moved or replaced.

Machine translation of these pages writes ``65438+0`` or ``/kloc-0`` instead of "1",
and may damage the date or number around it beyond repair.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summaries.text import HAN

from .place import Place, behind

KIND = "digits"

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
SCALES = r"(?:million|billion|trillion|thousand|hundred)"
UNITS = (
    rf"(?:%|percent|percentage|{SCALES}|yuan|dollars|RMB|mu|tons?|kilometers?|km|meters?|hectares"
    r"|people|students|teachers|households|times|points?)"
)

# A month after a "1" that belongs to its number: "1" and January are November.
TEN_MORE = {"January": "November", "February": "December"}

SUBSTITUTE = re.compile(
    r"(?<!\d)(?P<before>\d{0,6}?)(?P<one>6[.,]?5[.,]?4[.,]?3[.,]?8)(?P<plus> ?\+ ?)(?P<zero>0?)"
    r"(?P<after>\d*(?:[.,]\d+)*(?:[xX]{2})?%?)"
    rf"(?:(?P<word>[A-Z][a-z]+)(?P<next>\ (?:{MONTHS})\b)?|\ {SCALES}\b)?"
)
SUBSTITUTED = re.compile(r"5[.,]?4[.,]?3[.,]?8")
WHOLE_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?%?")
BARE_SUBSTITUTE = re.compile(r"(?<![\d.,])6[.,]?5[.,]?4[.,]?3[.,]?8(?:\.0+)?(?![\d+]| \+)")
# The 6 of the number was translated as June: "June 5438+".
SUBSTITUTE_AS_DATE = re.compile(rf"\b(?:June |6 )5438 ?\+ ?\d*(?P<month>{MONTHS})?")
KLOC = re.compile(r"(?:/?k[lo]oc-0/?)+(?P<rest>\d+(?:[.,]\d+)*)?", re.IGNORECASE)
SPLIT = re.compile(
    r"(?<![A-Za-z\d.,:/+-])(?<!\d )(?P<first>(?:\d{1,3}[,.])?[1-9]\d{0,3})"
    r"\ (?P<second>\d{1,3}(?:[.,]\d+)?)"
    r"(?![A-Za-z\d/:+-]|[.,]\d| \d|[xX*_])"
    rf"(?P<unit>%|\ (?:{SCALES}|years?|months?|days?|yuan)\b|[年月日])?"
)
# The beginning of a year or of a number from 10 to 19; two other numbers may only be neighbours.
SURELY_SPLIT = ("1", "19", "20")
WITHIN_SENTENCE = re.compile(rf"(?:(?<!\w)[a-z]+ |[a-z] ?[(]|\([a-z]+ |[{HAN}]|\b(?:{MONTHS}) )$")
AFTER_NUMBERING = re.compile(r"[.、,)）]")
FUSED_YEAR = re.compile(
    r"[12](?<!\d.)[09](?<=19|20)(?:[xX]{2}\d{3,}(?:\.\d+)?|\d{2,3}[1-9] ?(?:years?\b|年))"
)
FUSED_MONTH = re.compile(
    rf"(?P<digits>\d(?<![\d+.].)\d{{0,3}})(?P<month>{MONTHS})\b(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?"
)
MALFORMED = re.compile(rf"\d(?<![\d.].)\d*\.\d+\.\d+(?:\ ?%|\ {UNITS}\b)")
BROKEN_DECIMAL = re.compile(rf"\d(?<=[a-z] .)\d*\. \d+(?:%|\ {UNITS}(?!\w))")
BROKEN_THOUSANDS = re.compile(
    rf"\d(?<![\d,].)\d{{0,2}}, \d{{3}}(?:%|\ (?:{SCALES}|yuan|dollars|mu|tons?)\b)"
)
AFTER_NAME = re.compile(r"(?<!\w)[A-Z][a-z]+ $")
AFTER_MONTH = re.compile(rf"\b(?:{MONTHS}) $")
# Plurals before a number of their own ("pages 12"), and words that only look like plurals.
NUMBERED = (
    "articles|items|chapters|sections|pages|grades|classes|figures|tables|numbers|steps|lessons|parts"
    "|points|times|years|months|days|hours|minutes|levels|volumes|units|phases|stages|topics|tasks"
    "|clauses|paragraphs|rules|schedules|annexes|exhibits|verses|psalms|hymns|lines|rows|columns"
    "|rooms|ports|rounds|weeks|channels|acts|scenes|sizes|scores|costs|takes|weighs|reaches"
    "|questions|exercises|versions|versus|across|towards|always|perhaps|plus|less|this|thus|hers|ours"
)
MOVED = re.compile(r"\d(?<=s \d)\d{0,3}(?= (?:of|in|from|for|and|with)\b(?! \d)|[.;](?:\s|$))")
PLURAL = re.compile(rf"\b(?!(?:{NUMBERED})\b)[a-z]{{3,}}[^s\W]s $")

MOVED_DAY = re.compile(
    r"(?P<year>(?:19|20)\d\d) (?P<day>[12]?\d|3[01])"
    r"(?=[,;)]|\.(?!\d)|$| (?:to|in|at|on|and|when|was|is)\b)"
)


def substituted_ones(text: str) -> Iterator[Place]:
    """``165438+1October``, ``6.5438+0.000 million``, ``65438+February``; not a sum ``65+38``."""
    if not SUBSTITUTED.search(text):
        return
    for match in SUBSTITUTE.finditer(text):
        yield Place(match.start(), match.end(), KIND, _restored(match))
    for match in SUBSTITUTE_AS_DATE.finditer(text):
        yield Place(match.start(), match.end(), KIND, TEN_MORE.get(match["month"], ""))
    for match in BARE_SUBSTITUTE.finditer(text):
        yield Place(match.start(), match.end(), KIND)


def _restored(match: re.Match[str]) -> str:
    word, after = match["word"], match["after"]
    if not word:
        number = f"{match['before']}1{after}" if match["zero"] else ""
        scale = match[0][match.end("after") - match.start() :]
        return number + scale if WHOLE_NUMBER.fullmatch(number) else ""
    if (match["before"], after) == ("1", "1"):
        month = "November"
    elif not after:  # the first 1 of 11 or 12, before January or February
        month = TEN_MORE.get(word, "")
    else:
        month = ""
    if not month or word in MONTHS:
        return month
    return f"{word} {month}" if match["next"] else f"{month} {word}"


def kloc(text: str) -> Iterator[Place]:
    """``/kloc-0``, ``/KOOC-0/50``: a one; not ``KLOC`` by itself."""
    if "-0" not in text:
        return
    for match in KLOC.finditer(text):
        ones = len(re.findall("oc-0", match[0], re.IGNORECASE))
        yield Place(match.start(), match.end(), KIND, "1" * ones + (match["rest"] or ""))


def split_digits(text: str) -> Iterator[Place]:
    """``1 1 month``, ``20 19``, ``7,1 50``; not ``10 000``, ``Work 3 1. Study``."""
    for match in SPLIT.finditer(text):
        if _is_split(text, match):
            digits = match["first"] + match["second"]
            sure = match["unit"] or match["first"] in SURELY_SPLIT or "," in match["first"]
            repaired = digits + (match["unit"] or "") if sure else ""
            yield Place(match.start(), match.end(), KIND, repaired)


def _is_split(text: str, match: re.Match[str]) -> bool:
    first, second, unit = match["first"], match["second"], match["unit"]
    if second == "000" or re.fullmatch("(?:19|20)..", first) or ("." in first and not unit):
        return False
    if second == "1" and not unit and AFTER_NUMBERING.match(text, match.end()):
        before = text[max(0, match.start() - 40) : match.start()]
        return before.rfind("(") > before.rfind(")")  # else two numbers, a part's and a heading's
    if unit or first in ("19", "20"):
        return True
    return bool(WITHIN_SENTENCE.search(text[max(0, match.start() - 12) : match.start()]))


def fused_years(text: str) -> Iterator[Place]:
    """``20021year``, ``20191年``; not ``2002 years``."""
    for match in FUSED_YEAR.finditer(text):
        yield Place(match.start(), match.end(), KIND)


def fused_months(text: str) -> Iterator[Place]:
    """``1October 1``, ``201October``; not ``1 October`` or ``24th October``."""
    months = {"1January": "November", "1February": "December"}
    for match in FUSED_MONTH.finditer(text):
        month = months.get(match["digits"] + match["month"], "")
        rest = match[0][match.end("month") - match.start() :]
        yield Place(match.start(), match.end(), KIND, month and month + rest)


def malformed_numbers(text: str) -> Iterator[Place]:
    """``1.49.5%``, ``5. 46 million``, ``3, 200 yuan``; not the section number ``1.4.9``."""
    for match in MALFORMED.finditer(text):
        yield Place(match.start(), match.end(), KIND)
    for pattern in (BROKEN_DECIMAL, BROKEN_THOUSANDS):
        for match in pattern.finditer(text):
            if behind(AFTER_NAME, text, match.start()):
                continue  # "On May 5, 100 yuan", "in Article 5. 46 people"
            yield Place(
                match.start(), match.end(), KIND, re.sub(r"([.,]) ", r"\1", match[0], count=1)
            )


def moved_digits(text: str) -> Iterator[Place]:
    """``telephones 12 of``, ``May 2012 14,``: a number after its noun; not ``pages 12``."""
    for match in MOVED.finditer(text):
        if noun := behind(PLURAL, text, match.start()):
            start = match.start() - len(noun[0])
            yield Place(start, match.end(), KIND, f"{match[0]} {noun[0].strip()}")
    for match in MOVED_DAY.finditer(text):
        if month := behind(AFTER_MONTH, text, match.start()):
            start = match.start() - len(month[0])
            repaired = f"{month[0]}{match['day']}, {match['year']}"
            yield Place(start, match.end(), KIND, repaired)


RULES = (
    substituted_ones,
    kloc,
    split_digits,
    fused_years,
    fused_months,
    malformed_numbers,
    moved_digits,
)
