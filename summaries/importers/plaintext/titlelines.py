"""Which line may be the title of a page: what it is in doubt, a title is not.

Each rule takes a line and says whether it is of a kind that is never a title. Its
docstring names a line that is, and one that only looks so.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from summaries.blanks import find_blanks
from summaries.text import HAN

from .credits import read_date
from .numbering import read_marks
from .sentences import has_several_sentences
from .titles import weight

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
    bare = _ASIDE.sub(" ", line).strip()
    return bool(_GENRE_FIRST.match(bare) or _GENRE_LAST.search(bare))


def is_salutation(line: str) -> bool:
    """``Dear parents,``, ``各位老师：``; not ``Dearest of all``, ``各位置工作职责``."""
    return bool(_SALUTATION.match(line)) and weight(line) <= _LONGEST


def is_label(line: str) -> bool:
    """``联系人：王芳``, ``Present: Ann and Bob``; not ``Summary: the year 2019``."""
    match = _LABELLED.match(line)
    return bool(match) and weight(match[0]) <= _LONGEST_LABEL


def is_paragraph(line: str) -> bool:
    """A line of more than 240 letters."""
    return weight(line) > _LONGEST


def is_bare_sign(line: str) -> bool:
    """``---``, ``* * *``, ``7.``; not ``C``, ``冬``."""
    return not any(character.isalpha() for character in line)


def is_menu_item(line: str) -> bool:
    """``≡ 目录``, ``- 相关推荐``; not ``-- spring --``."""
    return bool(_MENU_ITEM.match(line))


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
    if _WEEKDAY.fullmatch(line) or _DAY.fullmatch(line):
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
_GENRES = (
    r"(?:summar(?:y|ies)|reports?|plans?|speech(?:es)?|experiences?|reflections?|essays?|samples?"
    r"|models?|reviews?|minutes|letters?|notices?|contracts?|agreements?|songs?|poems?|lessons?"
    r"|stor(?:y|ies)|diar(?:y|ies)|statements?|applications?|proposals?|rules|regulations?|laws?"
    r"|acts?|notes|guides?|templates?|compositions?|lectures?|articles?)"
)
HAN_GENRES = (
    "(?:总结|總結|小结|报告|報告|报告书|计划|計劃|计划书|体会|演讲|演讲稿|范文|範文|心得|述职|方案|纪要|紀要"
    "|合同|合同书|协议|协议书|協議|通知|通告|公告|条例|條例|办法|規定|规定|规则|制度|章程|申请书|申请|倡议书"
    "|感言|讲话|讲话稿|致辞|发言稿|日记|作文|读后感|观后感|随笔|散文|诗|歌|信|简历|说明书|教案|汇报|材料|大全"
    "|模板|요약|보고|보고서|총결|결산)"
)
_GENRE_FIRST = re.compile(
    rf"(?i)(?:the )?(?:\w+ )?{_GENRES} (?:of|on|for|to|from|about|by|against)\b|关于"
)
_GENRE_LAST = re.compile(rf"(?i)\b{_GENRES}$|{HAN_GENRES}(?:[一二三四五\d]*[篇份则]|：.*|:.*)?$")
_SALUTATION = re.compile(
    r"(?i)(?:my )?(?:dear|respected|distinguished|honou?red|to whom)\b"
    r"|(?:hello|hi|good (?:morning|afternoon|evening)|ladies and gentlemen|greetings)\b"
    r"(?=\s*[,!.:]|\s+(?:to )?(?:everyone|every|all|everybody|my|dear|teachers|friends|class|sir))"
    "|(?:尊敬的|敬爱的|亲爱的|尊敬|各位(?!置)|大家好|同志们|同学们|朋友们|老师们|你好|您好|女士们|先生们)"
)
_LABELLED = re.compile(
    r"(?i)(?:from|to|cc|date|subject|re|name|tel|phone|telephone|mobile|fax|address|e-?mail|present"
    r"|attendees|absent|time|place|venue|location|chair(?:man|person)?|no|number|contract no"
    r"|party [ab]|buyer|seller|landlord|tenant|employer|employee|age|gender|class|grade)\.?\s*[:：]"
    "|(?:甲方|乙方|丙方|姓名|性别|年龄|班级|学号|时 ?间|日期|地 ?点|出席|出席人员|参加人员|缺席"
    "|主持人?|记录人?|主持|列席|编号|合同编号|协议编号|电话|联系电话|联系人|传真|地址|住址|邮编|发件人|收件人|抄送|主题"
    "|身份证号|法定代表人|出租方|承租方|买方|卖方|用人单位|劳动者)(?:[(（][^)）]{0,12}[)）])?\\s*[:：]"
)
_MENU_ITEM = re.compile(r"[≡☰▶►»]|[-–·]\s*(?:相关|推荐|热门|最新|related\b|recommended\b)", re.I)
_WEEKDAY = re.compile(
    r"(?i)(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:星期|周|礼拜)[一二三四五六日天]"
)
# A day without its year, and perhaps the weather.
_DAY = re.compile(
    r"(?i)\d{1,2} ?月 ?\d{1,2} ?[日号]\W{0,3}(?:(?:星期|周)[一二三四五六日天])?\W{0,3}\w{0,4}"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"\.? \d{1,2}(?:st|nd|rd|th)?(?:\W{1,3}\w{0,10})?"
)
_DATE_FIRST = re.compile(
    r"(?i)\W?(?:19|20)\d\d\s*[-/.年]|\W?\d{1,2}(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?,?\s+\d{4}"
    r"|[a-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s+\d{4}"
)
_PART_MARK = re.compile(
    r"(?i)[【\[(（]?(?:(?:chapter|article|part|sample) (?:\d+|[IVX]+|one)\b(?!\s+of\b)"
    r"|(?:篇|第)\s*[一1]\s*[篇:：】]|篇[一1](?![\w]))"
)
_TALK = re.compile(r"\b(?:I|we|We|my|us|you)\b")
_HAN_COMMA = re.compile(f"[，；]|(?<=[{HAN}]),(?=[{HAN}])")
