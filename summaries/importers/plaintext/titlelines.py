"""Which line may be the title of a page: what it is in doubt, a title is not.

Each rule takes a line and says whether it is of a kind that is never a title. Its
docstring names a line that is, and one that only looks so.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from summaries.blanks import find_blanks
from summaries.quality.phrases import folded
from summaries.text import HAN

from .credits import read_date
from .numbering import read_marks
from .sentences import has_several_sentences
from .titles import weight
from .vocabulary.dates import MONTHS, WEEKDAYS
from .vocabulary.marks import PART_NOUNS
from .vocabulary.titles import (
    ABOUT,
    FIELDS,
    FIELDS_IN_CHINESE,
    GENRE_LINKS,
    GENRES,
    GENRES_IN_CHINESE,
    GREETED,
    GREETINGS,
    MENU_ITEMS,
    SALUTATIONS,
)

# A longer line is a paragraph, and a longer line with a stop at its end a sentence.
_LONGEST = 240
_LONGEST_WITH_STOP = 130
# A label before a colon has so many letters: "Date:", "Name of the pupil:".
_LONGEST_LABEL = 40


def may_be_title(line: str) -> bool:
    """Whether a line is of none of the kinds that are never a title."""
    return not any(rule(line) for rule in RULES)


def has_genre(line: str) -> bool:
    """``Minutes of the club``, ``蜜蜂工作总结``; not ``Ann reported on the beans``.

    The noun stands at the head or the end of the line, but for brackets and numbers, or
    before a colon.
    """
    bare = folded(_ASIDE.sub(" ", line).strip())
    return bool(_GENRE_FIRST.match(bare) or _GENRE_LAST.search(bare)) or ABOUT.finds(bare)


def is_salutation(line: str) -> bool:
    """``Dear parents,``, ``各位老师：``; not ``Dearest of all``, ``各位置工作职责``."""
    if weight(line) > _LONGEST or _NO_SALUTATION.match(line):
        return False
    return SALUTATIONS.finds(line) or bool(_GREETING.match(folded(line)))


def is_label(line: str) -> bool:
    """``联系人：王芳``, ``Present: Ann and Bob``; not ``Summary: the year 2019``."""
    match = FIELDS.find(line) or FIELDS_IN_CHINESE.find(line)
    return bool(match) and weight(line[: match.end()]) <= _LONGEST_LABEL


def is_paragraph(line: str) -> bool:
    """A line of more than 240 letters."""
    return weight(line) > _LONGEST


def is_bare_sign(line: str) -> bool:
    """``---``, ``* * *``, ``7.``; not ``C``, ``冬``."""
    return not any(character.isalpha() for character in line)


def is_menu_item(line: str) -> bool:
    """``≡ 目录``, ``- 相关推荐``; not ``-- spring --``."""
    return line[0] in _MENU_SIGNS or MENU_ITEMS.finds(line)


def is_quoted(line: str) -> bool:
    """``> Did you come?``; not ``3 > 2``."""
    return line[0] in ">＞"


def is_flow(line: str) -> bool:
    """``步骤1 → 步骤2``; not ``Home > Work``, which are breadcrumbs."""
    return "→" in line or "->" in line


def is_in_brackets(line: str) -> bool:
    """``(5 articles)``; not ``(Draft) Rules``."""
    return bool(re.fullmatch(r"[(（【\[][^()（）【】\[\]]{1,40}[)）】\]]", line))


def is_date(line: str) -> bool:
    """``2019-02-03 阿明``, ``Monday``, ``3月5日 晴``; not ``May 3, 2019: work report``."""
    if WEEKDAYS.finds(line) or _DAY.fullmatch(line):
        return True
    opens = _DATE_FIRST.match(line)
    return bool(opens and read_date(line)) and not has_genre(line)


def has_blank(line: str) -> bool:
    """``编号：____``; not ``20XX work summary``, ``XX公司总结``."""
    if "_" not in line and "＿" not in line and "--" not in line:
        return False
    return any(re.search("[_＿]|-{4}", blank.text) for blank in find_blanks(line))


def is_numbered_heading(line: str) -> bool:
    """``First, the bees``, ``一、概况``; not ``One day in May``."""
    return bool(read_marks(line))


def is_part_mark(line: str) -> bool:
    """``Article 1:``, ``【篇一】``; not ``Article 9 of the year``."""
    return bool(_PART_MARK.match(line))


def is_several_sentences(line: str) -> bool:
    """``It rained. We stayed.``; not ``Samuel T. Cole``."""
    return has_several_sentences(line)


def has_open_end(line: str) -> bool:
    """``as follows:``, ``we came,``, ``很冷。``; not ``Why?``."""
    return line[-1] in ",;:，；：、。"


def is_statement(line: str) -> bool:
    """``We read a book.``; not ``Summary of the year.``."""
    if line[-1] not in ".!！":
        return False
    return weight(line) > _LONGEST_WITH_STOP or not has_genre(line) or bool(_TALK.search(line))


def is_clauses(line: str) -> bool:
    """``今天做了晚饭，感觉很好，以后要坚持``; not ``强化责任，狠抓落实，再创佳绩的报告``."""
    return len(_HAN_COMMA.findall(line)) > 1 and not has_genre(line)


RULES: tuple[Callable[[str], bool], ...] = (
    *(
        is_paragraph,
        is_bare_sign,
        is_menu_item,
        is_quoted,
        is_flow,
        is_in_brackets,
        is_date,
        is_label,
        has_blank,
    ),
    *(is_salutation, is_numbered_heading, is_part_mark, is_several_sentences, has_open_end),
    *(is_statement, is_clauses),
)

_ASIDE = re.compile(r"[(（【\[][^()（）【】\[\]]*[)）】\]]|[\s\W\d_]+$|\.docx?$|_\d+(?:\.docx?)?$")
_GENRE_FIRST = re.compile(rf"(?:the )?(?:\w+ )?(?:{GENRES.pattern}) (?:{GENRE_LINKS.pattern})")
_GENRE_LAST = re.compile(
    rf"(?:{GENRES.pattern})$"
    rf"|(?:{GENRES_IN_CHINESE.pattern})(?:[一二三四五\d]*[篇份则]|:.*)?$"
)
_NO_SALUTATION = re.compile("各位置")
_GREETING = re.compile(rf"(?:{GREETINGS.pattern})(?=\s*[,!.:]|\s+(?:to )?(?:{GREETED.pattern}))")
_MENU_SIGNS = "≡☰▶►»"
# A day without its year, and perhaps the weather.
_DAY = re.compile(
    r"(?i)\d{1,2} ?月 ?\d{1,2} ?[日号]\W{0,3}(?:(?:星期|周)[一二三四五六日天])?\W{0,3}\w{0,4}"
    rf"|(?:{MONTHS.pattern})\.? \d{{1,2}}(?:st|nd|rd|th)?(?:\W{{1,3}}\w{{0,10}})?"
)
_DATE_FIRST = re.compile(
    r"(?i)\W?(?:19|20)\d\d\s*[-/.年]|\W?\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{4}"
    r"|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
)
_PART_MARK = re.compile(
    rf"(?i)[【\[(（]?(?:(?:{PART_NOUNS.pattern}) (?:\d+|[IVX]+|one)\b(?!\s+of\b)"
    r"|(?:篇|第)\s*[一1]\s*[篇:：】]|篇[一1](?![\w]))"
)
_TALK = re.compile(r"\b(?:I|we|We|my|us|you)\b")
_HAN_COMMA = re.compile(f"[，；]|(?<=[{HAN}]),(?=[{HAN}])")
