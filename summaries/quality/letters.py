"""Words that were split or fused, lost a letter or changed case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .finding import Finding

KIND = "letters"

HYPHENATED = re.compile(r"(?<![\w-])[A-Za-z]{1,4}(?:-[a-z]{1,4}){2,}(?![\w-])")
LINKS = frozenset(
    "a an and as at by de en for in it la le no of off on or out the to up us".split()
)
BROKEN_BY_HYPHEN = re.compile(r"(?<![\w-])([a-z]{2,})-([a-z]{2,})(?![\w-])")
WORD = re.compile(r"(?<![\w-])[a-z]{2,}(?![\w-])")
LONE_ENDING = re.compile(
    r"\b[a-z]{2,} (?:tions?|ations?|eration|peration|sions?|ments?|ness|ity|ingly?|ings|ly|ally"
    r"|edly|ers|ible|ence|ance|ency|ancy|tive|ture|tic|ied|ies)\b"
)
# Words that begin a sentence and are not part of a name.
OPENING = (
    r"(?:The|On|In|At|This|These|It|We|They|And|Of|To|With|By|From|For|Through|After|During|As|If|Then"
    r"|There|Therefore|However|Because|Although)"
)
IMPERATIVE = (
    r"(?:Actively|Adhere|All|Carry|Combine|Complete|Conduct|Conscientiously|Cooperate|Create|Cultivate"
    r"|Develop|Do|Earnestly|Enhance|Ensure|Establish|Follow|Fully|Further|Give|Help|Implement|Improve"
    r"|Increase|Keep|Learn|Let|Make|Organize|Participate|Pay|Promote|Put|Seriously|Solve|Strengthen"
    r"|Strictly|Strive|Study|Summarize|Take|Understand|Use|Vigorously)"
)
NEVER_NAMED = (
    r"Create|Dedicate|Devote|Ensure|Enhance|Establish|Improve|Implement|Strengthen|Formulate"
)
PARTICIPLE = (
    r"(?:Taking|Focusing|Relying|Adhering|Insisting|Combining|Aiming|Centering|Facing|Starting)"
    r" (?:the|on|to|with|at|by|from|this|our)\b"
)
LOST_STOP = re.compile(
    rf"\b[a-z]{{2,}},? {OPENING} [a-z]+|(?<=[.)] )[A-Z][a-z]+ (?:The|To|Of|And) [a-z]+"
    r"|\b(?!(?:the|an|of|our|its|to|and|or|in|on|by|for|with|called|named)\b)[a-z]{2,}"
    rf" {IMPERATIVE} [a-z]+"
    r"|\b(?!class|grade|type|level|group|categor|plan|vitamin|hepatitis|party|parties|model|section)"
    r"[a-z]{2,} A (?!class|grade|level|type|group|team)[a-z]{2,}"
    # After these, a capital begins no name: "we Focusing", "with Dedicate", "a Create a".
    r"|\b(?:we|they|he|she|you) (?:(?!Beij|Nanj|Chongq|Viking)[A-Z][a-z]+ing|Have|Will|Can|Should)"
    r"\b(?= [a-z])"
    rf"|(?<=[,;] )I {OPENING} [a-z]+"
    rf"|\b(?:with|a) (?:{NEVER_NAMED}) [a-z]+"
    rf"|(?<=[a-z] )(?!(?:One|Two|Three|First|Second|Third|Notice|Opinions?|Decision) )"
    rf"[A-Z][a-z]{{2,}} (?:{PARTICIPLE} [a-z]+|(?:The|These|This)(?= [\"“]))"
)
LOST_SS = re.compile(
    r"\b(?!(?:succeed|proceed)\b)(?P<stem>busine|addre|succe|proce|expre|progre|unle|congre|impre|profe|regardle|endle"
    r"|happine|kindne|weakne|effectivene|awarene)a?(?P<end>es|ion|ional|ive|ful|ed|ing)?\b"
)
LOST_END = re.compile(
    r"\b[a-z]{3,}(?:[st]io|(?<!fa)cto|[st]iona|agemen|opmen|ernmen|artmen|vemen|abilit|ivit)\b"
)
NO_LOST_END = frozenset("ratio patio".split())
FRAGMENT = re.compile(r"(?<=[a-z] )[a-z]{2}(?=[ ,.;] ?[a-zA-Z])")
SHORT_WORDS = frozenset(
    """
    ii iv vi ix ad ah am an as at ax be by de do ed eh el em en er et ex go ha he hi id ie if in
    is it la le li ma me mi mr ms my no of oh ok on op or os ox pa pi qi re sh so ta to um up us
    vs we xi ya ye yo cc cm dl fl ft gb hz kb kg km kw kv lb mb mg ml mm mu oz pc pm pt rd sq st
    th tv xx
    """.split()
)
ONE_FOR_I = re.compile(r"(?<![\w.,-])1(?:n|f|ts?)(?= [a-z]{2,})")
FUSED = re.compile(
    r"(?<![\w-])(?:(the|and)([a-z]{5,})|([a-z]{4,})(every|which|their|because|should|would|could))(?![\w-])"
)
LONE_LETTER = re.compile(r"(?<=[a-z] )[b-hj-wyz](?= [a-z]{2,})")
CASE = re.compile(
    r"\b(?:[A-Z]{2}[a-z]{3,}|[a-df-hj-z][A-Z][a-z]{2,}|[a-z]+[A-Z]{1,2}[a-z]*[A-Z]+[a-z]*)\b"
)
PLURAL_ACRONYMS = re.compile(r"Mc|Mac|[A-Z]+s$|PhD|WeChat")


def hyphenated_syllables(text: str) -> Iterator[Finding]:
    """``ma-ki-ng``; not ``up-to-date``, ``face-to-face``."""
    for match in HYPHENATED.finditer(text):
        pieces = match[0].lower().split("-")
        if LINKS.isdisjoint(pieces):
            yield Finding(match.start(), match.end(), KIND, match[0].replace("-", ""))


def hyphens_in_words(text: str) -> Iterator[Finding]:
    """``manage-ment`` where the text has ``management`` too and no ``ment``; not ``long-term``."""
    found = list(BROKEN_BY_HYPHEN.finditer(text))
    if not found:
        return
    words = set(re.findall(r"(?<![\w-])[a-z]+(?![\w-])", text.lower()))
    for match in found:
        if match[1] + match[2] in words and match[2] not in words:
            yield Finding(match.start(), match.end(), KIND, match[1] + match[2])


def lone_endings(text: str) -> Iterator[Finding]:
    """``informa tion``: an ending that is not a word; not ``able men``."""
    for match in LONE_ENDING.finditer(text):
        yield Finding(match.start(), match.end(), KIND, match[0].replace(" ", ""))


def changed_case(text: str) -> Iterator[Finding]:
    """``SUmmary``; not ``CDs``, ``WeChat``."""
    for match in CASE.finditer(text):
        if not PLURAL_ACRONYMS.match(match[0]):
            yield Finding(match.start(), match.end(), KIND, match[0].capitalize())


def lost_stops(text: str) -> Iterator[Finding]:
    """``methods to The theory``: a capital without a stop before it; not ``to The Hague``."""
    for match in LOST_STOP.finditer(text):
        word, _, intruder = match[0].partition(" ")
        yield Finding(match.start(), match.end(), KIND, f"{word} {intruder.lower()}")


def lost_letters(text: str) -> Iterator[Finding]:
    """``a busine trip``, ``a tracto``, ``of ou masters``; not ``ratio``, ``45 cm``."""
    for match in LOST_SS.finditer(text):
        yield Finding(match.start(), match.end(), KIND, f"{match['stem']}ss{match['end'] or ''}")
    for match in LOST_END.finditer(text):
        if match[0] not in NO_LOST_END:
            yield Finding(match.start(), match.end(), KIND)
    for match in FRAGMENT.finditer(text):
        if match[0] not in SHORT_WORDS:
            yield Finding(match.start(), match.end(), KIND)


def ones_for_letters(text: str) -> Iterator[Finding]:
    """``1n order to``: a one that was a capital I; not ``1st``, ``1 t``."""
    for match in ONE_FOR_I.finditer(text):
        yield Finding(match.start(), match.end(), KIND, "I" + match[0][1:])


def lone_letters(text: str) -> Iterator[Finding]:
    """``it s not``; not ``a plan``, ``plan b.``."""
    for match in LONE_LETTER.finditer(text):
        yield Finding(match.start(), match.end(), KIND)


def spaces_in_words(text: str) -> Iterator[Finding]:
    """``coo peration`` where the text has ``cooperation`` too; not ``a long`` beside ``along``."""
    words = list(WORD.finditer(text))
    counts = Counter(word[0] for word in words)
    for first, second in pairwise(words):
        joined = first[0] + second[0]
        if (
            len(joined) > 5
            and joined in counts
            and counts[first[0]] == counts[second[0]] == 1
            and text[first.end() : second.start()] == " "
        ):
            yield Finding(first.start(), second.end(), KIND, joined)


def fused_words(text: str) -> Iterator[Finding]:
    """``changedevery``, ``theschool`` where the text has ``school``; not ``theory``."""
    words = None
    for match in FUSED.finditer(text):
        first, second = (part for part in match.groups() if part)
        if match[1]:
            words = words or set(WORD.findall(text))
            if second not in words:
                continue
        yield Finding(match.start(), match.end(), "spacing", f"{first} {second}")


RULES = (
    fused_words,
    hyphenated_syllables,
    hyphens_in_words,
    spaces_in_words,
    lone_endings,
    changed_case,
    lost_stops,
    lost_letters,
    ones_for_letters,
    lone_letters,
)
