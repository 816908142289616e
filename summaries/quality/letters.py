"""Words that were split or fused, lost a letter or changed case."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from .place import Place, behind

KIND = "letters"

HYPHENATED = re.compile(r"(?<![\w-])[A-Za-z]{1,4}(?:-[a-z]{1,4}){2,}(?![\w-])")
LINKS = frozenset(
    "a an and as at by de en for in it la le no of off on or out the to up us".split()
)
NO_VOWEL = re.compile(r"^[b-df-hj-np-tv-xz]{2,}$")
ENDING = (
    r"(?:tions?|ations?|eration|peration|sions?|ments?|ness|ity|ingly?|ings|ly|edly|ers|ible|ence|ance"
    r"|ency|ancy|tive|ture|ied|ies)"
)
BROKEN_BY_HYPHEN = re.compile(rf"(?<![\w-])([a-z]{{2,}})-({ENDING})(?![\w-])")
WORD = re.compile(r"(?<![\w-])[a-z]{2,}(?![\w-])")
LONE_ENDING = re.compile(rf"\b[a-z]{{2,}} {ENDING}\b")
# Halves of compounds that some write as two words: "every day", "work place".
HALVES = frozenset(
    """
    after any auto back book by class data day down every eye fire foot for full hand head health
    high home house how in key land life light line long no note off on out over pass pop post rain
    road school side some sun super team time under up water web week well what when where while
    wind with word work
    """.split()
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
CAPITAL = re.compile(r"[A-Z](?<= .)")
WORD_BEFORE = re.compile(r"\b[A-Za-z]+,? $")
LOST_STOP = re.compile(
    rf"\b[a-z]{{2,}}(?:,(?! And))? {OPENING} [a-z]+|(?<=[.)] )[A-Z][a-z]+ (?:The|To|Of|And) [a-z]+"
    r"|\b(?!(?:the|an|of|our|its|to|and|or|in|on|by|for|with|called|named)\b)[a-z]{2,}"
    rf"(?<!click)(?<!press)(?<!select)(?<!choose)(?<!button)(?<!menu)"
    rf" {IMPERATIVE} (?!menu|button|page|key)[a-z]+"
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
FOREIGN = frozenset(
    """
    ab af ai al av ay bi bo br ca cd da di dj dr du eg fa fn ho hm io ja je jo js li lo md mo na
    ni nu oi ow oy ps qt re sa se si su te ti tu uh un va ve vi von wa wp yu za zu
    """.split()
)
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
# "SUmmary": a consonant and a vowel as no acronym and no "RStudio" begins.
CASE = re.compile(r"\b[B-DF-HJ-NP-TV-Z][AEIOU](?=[^\W_aeiou])[a-z]{4,}\b")
OTHER_CASE = re.compile(r"\b(?:[A-Z]{2}[a-z]{3,}|[a-z]+[A-Z]+[a-z]+)\b")
LABELS = re.compile(
    r"\b(?:plan|group|class|type|grade|point|vitamin|hepatitis|option|section|article|paragraph|line"
    r"|letter|column|variable|step|item|part|let|and|or|of) $"
)


def hyphenated_syllables(text: str) -> Iterator[Place]:
    """``ma-ki-ng``; not ``up-to-date``, ``tic-tac-toe``."""
    found = list(HYPHENATED.finditer(text))
    words = set(WORD.findall(text)) if found else set()
    for match in found:
        pieces, joined = match[0].lower().split("-"), match[0].replace("-", "")
        broken = joined.lower() in words or any(map(NO_VOWEL.match, pieces))
        if broken and LINKS.isdisjoint(pieces):
            yield Place(match.start(), match.end(), KIND, joined)


def hyphens_in_words(text: str) -> Iterator[Place]:
    """``manage-ment`` where the text has ``management`` too and no ``ment``; not ``long-term``."""
    found = list(BROKEN_BY_HYPHEN.finditer(text))
    if not found:
        return
    words = set(re.findall(r"(?<![\w-])[a-z]+(?![\w-])", text.lower()))
    for match in found:
        if match[1] + match[2] in words and match[2] not in words:
            yield Place(match.start(), match.end(), KIND, match[1] + match[2])


def lone_endings(text: str) -> Iterator[Place]:
    """``informa tion``: an ending that is not a word; not ``able men``."""
    for match in LONE_ENDING.finditer(text):
        yield Place(match.start(), match.end(), KIND, match[0].replace(" ", ""))


def changed_case(text: str) -> Iterator[Place]:
    """``SUmmary``, ``thE`` beside ``the``; not ``CDs``, ``RStudio``, ``macOS``, ``iTunesStore``."""
    found = [*CASE.finditer(text), *OTHER_CASE.finditer(text)]
    if not found:
        return
    counts = Counter(re.findall(r"[^\W\d_]+", text))
    for match in found:
        word = match[0]
        usual = word.lower() in counts or word.capitalize() in counts
        if counts[word] == 1 and (match.re is CASE or usual):
            yield Place(match.start(), match.end(), KIND, word.capitalize())


def lost_stops(text: str) -> Iterator[Place]:
    """``methods to The theory``: a capital without a stop before it; not ``to The Hague``."""
    for match in _at_word_before(CAPITAL, LOST_STOP, text):
        word, _, intruder = match[0].partition(" ")
        yield Place(match.start(), match.end(), KIND, f"{word} {intruder.lower()}")


def _at_word_before(
    starts: re.Pattern[str], pattern: re.Pattern[str], text: str
) -> Iterator[re.Match[str]]:
    """The matches of ``pattern`` from the word before each match of ``starts``."""
    end = 0
    for start in starts.finditer(text):
        word = behind(WORD_BEFORE, text, start.start())
        place = start.start() - len(word[0]) if word else -1
        if place >= end and (match := pattern.match(text, place)):
            end = match.end()
            yield match


def lost_letters(text: str) -> Iterator[Place]:
    """``a busine trip``, ``a tracto``, ``of ou masters``; not ``ratio``, ``45 cm``."""
    for match in LOST_SS.finditer(text):
        yield Place(match.start(), match.end(), KIND, f"{match['stem']}ss{match['end'] or ''}")
    for match in LOST_END.finditer(text):
        if match[0] not in NO_LOST_END:
            yield Place(match.start(), match.end(), KIND)
    for match in _once(FRAGMENT, text):
        if match[0] not in SHORT_WORDS | FOREIGN:
            yield Place(match.start(), match.end(), KIND)


def ones_for_letters(text: str) -> Iterator[Place]:
    """``1n order to``: a one that was a capital I; not ``1st``, ``1 t``."""
    for match in ONE_FOR_I.finditer(text):
        yield Place(match.start(), match.end(), KIND, "I" + match[0][1:])


def lone_letters(text: str) -> Iterator[Place]:
    """``it s not``; not ``a plan``, ``plan b.``."""
    for match in _once(LONE_LETTER, text):
        if not LABELS.search(text[max(0, match.start() - 12) : match.start()]):
            yield Place(match.start(), match.end(), KIND)


def _once(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches that the text has once; with more, it is a name or a variable."""
    matches = list(pattern.finditer(text))
    counts = Counter(match[0] for match in matches)
    yield from (match for match in matches if counts[match[0]] == 1)


def spaces_in_words(text: str) -> Iterator[Place]:
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
            and HALVES.isdisjoint((first[0], second[0]))
        ):
            yield Place(first.start(), second.end(), KIND, joined)


def fused_words(text: str) -> Iterator[Place]:
    """``changedevery``, ``theschool`` where the text has ``school``; not ``theory``."""
    words = None
    for match in FUSED.finditer(text):
        first, second = (part for part in match.groups() if part)
        if match[1]:
            words = words or set(WORD.findall(text))
            if second not in words:
                continue
        yield Place(match.start(), match.end(), "spacing", f"{first} {second}")


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
