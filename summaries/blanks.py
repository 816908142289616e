"""Blanks: the places in a text that its reader is to fill in.

They are found in the text itself and never stored beside it. A named blank is
a phrase in square brackets (``[Company name]``); an unnamed one is a run of
letters or signs that stands for something left out (``20XX``, ``Wang X``,
``____%``). Stars between words are lost or censored words instead: see
``quality``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape, unescape
from typing import NamedTuple

from .prose import prose
from .text import HAN


@dataclass(frozen=True, slots=True)
class Blank:
    """A place to fill in: ``text[start:end]``, and its ``name`` ("" for an unnamed one)."""

    text: str
    start: int
    end: int
    name: str = ""


def find_blanks(text: str) -> list[Blank]:
    """The blanks of ``text`` in order, none overlapping another."""
    # Most texts hold few of the signs, and to look for one sign is quick.
    rules = [rule for rule, signs in RULES.items() if any(sign in text for sign in signs)]
    if not rules:
        return []
    legible = prose(text)
    found = sorted((start, -end, name) for rule in rules for start, end, name in rule(legible))
    blanks: list[Blank] = []
    last = 0
    for start, end, name in found:
        if start >= last:
            last = -end
            blanks.append(Blank(text[start:last], start, last, name))
    return blanks


def distinct(text: str) -> tuple[str, ...]:
    """The different blanks of ``text``, each as it first stands there, in order."""
    return tuple(dict.fromkeys(blank.text for blank in find_blanks(text)))


def mark_blanks(html: str, wrap: Callable[[Blank], str]) -> str:
    """Replace each blank between the tags of sanitised ``html`` by what ``wrap`` makes of it.

    ``wrap`` gets the blank as a reader sees it and returns HTML. A blank that
    a tag cuts in two is left alone.
    """
    pieces, texts, starts, legible = split(html)
    blanks = iter(find_blanks(legible))
    blank = next(blanks, None)
    for index, (text, start) in enumerate(zip(texts, starts, strict=True)):
        marked, last = [], 0
        while blank and blank.start < start + len(text):
            if blank.start >= start and blank.end <= start + len(text):
                marked += [escape(text[last : blank.start - start], quote=False), wrap(blank)]
                last = blank.end - start
            blank = next(blanks, None)
        if marked:
            pieces[2 * index] = "".join([*marked, escape(text[last:], quote=False)])
    return "".join(pieces)


class Pieces(NamedTuple):
    """HTML as ``split()`` takes it apart.

    ``pieces`` are texts and tags by turns, ``texts`` those of them that a reader sees, each
    beginning at one of ``starts`` in ``legible``, the whole text.
    """

    pieces: list[str]
    texts: list[str]
    starts: list[int]
    legible: str


def split(html: str) -> Pieces:
    """Sanitised ``html`` as the text in which its blanks are found."""
    pieces = TAG.split(html)
    texts = [unescape(piece) for piece in pieces[::2]]
    legible, starts = "", []
    for text, tag in zip(texts, [*pieces[1::2], ""], strict=True):
        starts.append(len(legible))
        # A row of a table is read as one line, in which no blank goes beyond its cell.
        legible += text + ("\n" if LINE_END.match(tag) else BETWEEN if CELL_END.match(tag) else "")
    return Pieces(pieces, texts, starts, legible)


TAG = re.compile(r"""(<[a-zA-Z/!](?:[^<>"']|"[^"]*"|'[^']*')*+>)""")
LINE_END = re.compile(r"</(?:p|h[1-6]|li|tr|blockquote|pre|dt|dd|caption)>|<br", re.I)
CELL_END = re.compile(r"</t[dh]>", re.I)
BETWEEN = "\x1f"  # ASCII's unit separator: white space, but no part of a line

Span = tuple[int, int, str]


# --- Named blanks --------------------------------------------------------------------------

BRACKETED_CROSSES = re.compile(r"\[[xX×_*]+\]")
BRACKETED = re.compile(r"[\[［]([^\[\]［］【】\n]{2,40})[\]］](?!\()|【([^【】\n]{2,12})】")

# What a form asks for, as the last word of the phrase or before "of": "Name of the school".
ASKED = (
    r"(?:\w*name|surname|date|day|month|year|time|deadline|period|duration|hours?|weeks?|days?|months?"
    r"|years?|number|amount|sum|price|fee|rate|percentage|quantity|age|gender|signature|initials"
    r"|address|street|city|town|state|country|county|district|place|location|venue|zip|postcode"
    r"|phone|telephone|mobile|fax|e-?mail|website|url|company|employer|employee|organi[sz]ation"
    r"|institution|department|office|school|university|college|bank|account|position|job|role"
    r"|title|product|project|event|service|program(?:me)?|manager|recipient|sender|landlord|tenant"
    r"|buyer|seller|client|customer|candidate|applicant|supervisor|teacher|student|professor"
    r"|relationship|reason|purpose|topic|course|degree|major|skills?|industry|occasion|guest"
    r"|task|action|area|aim|measure|achievement|result|decision|resolution|machine|colleague"
    r"|occupation|function|item|funder)"
)
# 【】 marks sections and stress as well, so that it must name a field of a form to be a blank.
FIELD = re.compile(
    r"^(?!(?:the|his|her|their)\b)(?:(?:insert|fill in|specify|your)\b.+"
    rf"|(?:\S+ ){{0,4}}{ASKED}s?(?: of [\w' ]+)?)$"
    r"|(?:名称|名稱|姓名|名字|日期|时间|時間|地址|地点|地點|电话|電話|部门|部門|职位|职务|職位|職務|单位|單位"
    r"|公司|学校|學校|班级|班級|金额|金額|数量|數量|年份|月份|城市|省份|人数|人數|编号|編號|填写|填寫|事项|内容|名单|议题|条件)[^，。：:]{0,2}$",
    re.IGNORECASE,
)
# What editors put into brackets of their own, mostly beside a title.
EDITORIAL = re.compile(
    r"\b(?:new|newest|latest|hot|original|note|image|photo|picture|figure|edit|source|page|part|chapter)\b"
    r"|推荐|精选|精品|最新|合集|汇编|通用|实用|必备|范文|模板|原创|转载|推薦|精選|範文|轉載",
    re.IGNORECASE,
)
BRACED = re.compile(r"(?<![A-Za-z\d\\^$#=}])\{\{? ?([^\W\d_][\w ]{1,30}?) ?\}\}?(?![\w{])")


def named(text: str) -> Iterator[Span]:
    """``[Company name]``, ``【公司名称】``, ``{name}``; not ``[1]``, ``【一、概况】``.

    Beside a name that forms ask for, any other phrase is one: ``[Your name] ... [task]``.
    """
    if "[ ]" not in text:  # then a cross in brackets is a box that was ticked
        for match in BRACKETED_CROSSES.finditer(text):
            yield match.start(), match.end(), ""
    phrases = [
        (match, name, bool(FIELD.search(name.replace("_", " "))))
        for pattern in (BRACKETED, BRACED)
        for match in pattern.finditer(text)
        if not EDITORIAL.search(name := next(filter(None, match.groups())).strip())
    ]
    is_form = any(is_asked for _match, _name, is_asked in phrases)
    for match, name, is_asked in phrases:
        if is_asked or (is_form and match[0][0] in "[［" and _is_phrase(name)):
            yield match.start(), match.end(), name


def _is_phrase(name: str) -> bool:
    """``first task``, ``事项``; not ``1``, ``xx``, nor a sentence."""
    letters = sum(map(str.isalpha, name))
    is_crossed_out = not name.strip("xX×_*-. ")
    return letters > 1 and 2 * letters > len(name) and not is_crossed_out and len(name.split()) < 6


# --- Crosses: xx, 20XX, Wang X, ×× ---------------------------------------------------------

SURNAMES = frozenset(
    """
    Ai Bai Ban Bao Bi Bian Bo Bu Cai Cao Cen Chai Chang Che Chen Cheng Chi Chu Cui Dai Deng Di
    Ding Dong Dou Du Duan Fan Fang Fei Feng Fu Gan Gao Ge Geng Gong Gu Guan Guo Han Hao He Hong
    Hou Hu Hua Huang Huo Ji Jia Jian Jiang Jiao Jin Jing Ju Kang Ke Kong Kuang Lai Lan Lang Lei
    Leng Li Lian Liang Liao Lin Ling Liu Long Lou Lu Luo Lv Ma Mao Mei Meng Mi Miao Min Mo Mu Ni
    Nie Ning Niu Ou Ouyang Pan Pang Pei Peng Pi Pu Qi Qian Qiao Qin Qiu Qu Quan Ran Rao Ren Rong
    Ruan Sang Sha Shan Shang Shao Shen Sheng Shi Shu Si Sima Song Su Sui Sun Tan Tang Tao Teng
    Tian Tong Tu Wan Wang Wei Wen Weng Wu Xi Xia Xiang Xiao Xie Xin Xing Xiong Xu Xuan Xue Yan
    Yang Yao Ye Yi Yin Ying Yong Yu Yuan Yue Yun Zang Zeng Zha Zhai Zhan Zhang Zhao Zhen Zheng
    Zhong Zhou Zhu Zhuang Zhuo Zong Zou Zuo
    """.split()
)

# Those alone that are hardly ever another word before a blank (周xx may be a week, 于xx a date).
CHINESE_SURNAMES = (
    "王李张刘陈杨赵吴徐孙胡朱郭罗郑梁谢宋唐许邓冯韩曹彭萧蔡潘董袁蒋苏魏吕沈姚卢姜崔谭汪廖贾韦邹邱侯尹薛"
    "張劉陳楊趙吳孫羅鄭許鄧馮韓蕭蔣蘇呂盧譚賈韋鄒"
)

CROSS = re.compile(r"[xXｘＸ×╳✕](?<![xXｘＸ×╳✕].)")
CROSSES = re.compile(
    r"(?P<crosses>[xXｘＸ]++(?:,[xX]{3})*(?:\.[xX]{1,2}(?!\w))?|[×╳✕]++)(?!,?[xXｘＸ×@])"
)
DIGITS = re.compile(r"(?<![A-Za-z0-9@/_&])(?<!\w\.)(?:\d{1,4}|二[〇○零0])?$")
FUSED = re.compile(r"(?<=[a-z])X++(?![A-Za-z])")
SURNAME = re.compile(rf"(?:(?<![A-Za-z])([A-Z][a-z]{{1,5}}) ?|[{CHINESE_SURNAMES}])$")
LINE_START = re.compile(r"(?:^|\n)[ \t\u3000#*(（]*$")
NUMBERED = re.compile(
    r"\b(?:chapter|part|article|section|volume|appendix|generation|iphone|mac ?os|os)\s$", re.I
)
NOT_UNKNOWN = re.compile(
    r"(?:[-\s]?(?:rays?|axis|chromosomes?)\b|光|射线|射線|线|線|轴|軸|型)", re.I
)
# One letter alone is a blank beside these, and where a text has others of more letters.
BEFORE_LONE = re.compile(
    rf"(?:[{HAN}（]|\b(?:City|County|Town|Village|District|Province|Street|School|Company"
    r"|Mr|Ms|Mrs|Dr)\.? )$"
)
AFTER_LONE = re.compile(
    rf"[{HAN}]|\s(?:city|county|town|township|village|district|province|street|school|university|company"
    r"|factory|bureau|department|years?|months?|days?|yuan|people|students)\b",
    re.I,
)
LONE = ("x", "X")
CROSSED_OUT = re.compile(r"(?<![A-Za-z])[xX×]{2,}(?![A-Za-z])|(?:19|20)\d?[xX]")
AFTER_NAME = re.compile(r"[a-zA-Z]|-ray")
OPERAND_BEFORE = re.compile(r"[\d)）=+×*/<>]\s?$")
OPERAND_AFTER = re.compile(r"\s?[\d(=+×*/<>]")


def crosses(text: str) -> Iterator[Span]:
    """``xx``, ``20XX``, ``Wang X``, ``××``; not ``X-ray``, ``3 x 4``, ``XXL``, ``X. Title``."""
    crossed_out = bool(CROSSED_OUT.search(text))
    for start in CROSS.finditer(text):
        before = text[max(0, start.start() - 20) : start.start()]
        digits, surname = DIGITS.search(before), _surname(before)
        match = CROSSES.match(text, start.start()) if digits else None
        if not digits or not match:
            if surname and (match := FUSED.match(text, start.start())):
                yield start.start() - len(surname), match.end(), ""
            continue
        run, after = match[0], text[match.end() : match.end() + 20]
        if digits[0]:
            is_blank = _is_number(digits[0], run, after)
        elif surname:
            is_blank = not AFTER_NAME.match(after)
        else:
            known = crossed_out or run not in LONE or _has_neighbour(before, after)
            is_blank = known and _is_cross(run, before, after)
        if is_blank:
            yield start.start() - len(digits[0] or surname), match.end(), ""


def _surname(before: str) -> str:
    """The family name at the end of ``before``: ``Wang `` in ``Wang X``, ``李`` in ``李xx``."""
    match = SURNAME.search(before)
    return match[0] if match and (not match[1] or match[1] in SURNAMES) else ""


def _has_neighbour(before: str, after: str) -> bool:
    """Whether one ``X`` stands beside what it names, and is no variable: ``X county``, ``x月``."""
    return bool(BEFORE_LONE.search(before) or AFTER_LONE.match(after))


def _is_number(digits: str, run: str, after: str) -> bool:
    """``20xx``, ``201x``, ``1xx``, also before a damaged number; not ``10x`` or ``3x4``."""
    is_year = len(digits) > 1 and (digits[:2] in ("19", "20") or not digits.isdigit())
    return (len(run) > 1 or is_year) and not re.match(r" ?\d(?!5438\+)", after)


def _is_cross(run: str, before: str, after: str) -> bool:
    if re.match(r"[a-z]|[A-Z](?![a-z])|\.\w", after):
        return False
    if len(run) < 4 and run.isupper() and re.match(r"[.)、]", after) and LINE_START.search(before):
        return False  # a Roman numeral before a heading
    if len(run) > 1:
        return True
    if run in "×╳✕" and re.match(r" ?\d", after):
        return False  # so many times
    if re.match(r"[A-Z\d'’]", after) or re.search(r"['’&\-]$", before):
        return False
    if NUMBERED.search(before) or NOT_UNKNOWN.match(after):
        return False
    return not (OPERAND_BEFORE.search(before) and OPERAND_AFTER.match(after))


# --- Other signs ---------------------------------------------------------------------------

UNDERLINE = re.compile(
    r"(?<![A-Za-z0-9_])(?:\d{1,3})?[_＿](?: ?[_＿])+ ?%?|(?<!\d)(?:19|20)_(?!\w)"
)
DASHES = re.compile(
    r"(?<![\w<|+!/-])(?:19|20)--(?=\s?(?:年|year))"
    rf"|(?:(?<=[{HAN}])|(?<![\w<|+!/-]))(?:19|20)?-{{4,}}(?![-A-Za-z>|+])"
)
STARS = re.compile(r"(?<![\w*])(?:19|20)\d?\ ?\*(?:\ ?\*)?(?!\ ?\*)|(?<![\w* ])(?:19|20)\d?\*+")
PLACES = "村镇鎮乡鄉县縣市区區省局校组組街路"
INSTITUTIONS = "社区|社區|小区|公司|学校|學校|医院|醫院|单位|單位"
CHINESE_STARS = re.compile(
    rf"(?<![*])(?:\*{{2,}}(?:[{PLACES}]|{INSTITUTIONS})|(?<=[{HAN}、，。；：“《（(])\*\*(?=[{HAN}])|\*+(?=[年月日号號元人名个個万萬%]))"
)
PLACE_STARS = re.compile(
    r"(?<![*\w])\*\*(?=\s(?:village|town|township|county|city|district|province|street|company|school|bureau)\b)",
    re.IGNORECASE,
)
CIRCLES = re.compile(r"(?<![〇○◯零一二三四五六七八九十])[○◯〇]{2,}(?![〇○◯零一二三四五六七八九十])")
SOMEBODY = re.compile(rf"[{CHINESE_SURNAMES}]?某某+")


def underlines(text: str) -> Iterator[Span]:
    """``____%``, ``20__``, ``_ _ _``; not ``snake__case``."""
    for match in UNDERLINE.finditer(text):
        yield match.start(), match.start() + len(match[0].rstrip()), ""


def dashes(text: str) -> Iterator[Span]:
    """``----`` and ``20--`` inside a line; not ``--`` for a dash."""
    for match in DASHES.finditer(text):
        yield match.start(), match.end(), ""


def stars(text: str) -> Iterator[Span]:
    """``20**``, ``**村``, ``** Village``; other stars are lost words."""
    for pattern in (STARS, CHINESE_STARS, PLACE_STARS):
        for match in pattern.finditer(text):
            yield match.start(), match.end(), ""


def circles(text: str) -> Iterator[Span]:
    """``○○``; not the zeros of ``二〇〇八``."""
    for match in CIRCLES.finditer(text):
        yield match.start(), match.end(), ""


def somebody(text: str) -> Iterator[Span]:
    """``某某``, ``李某某``: so-and-so."""
    for match in SOMEBODY.finditer(text):
        yield match.start(), match.end(), ""


# Each rule with the signs of which its blanks hold at least one.
RULES = {
    named: "[［【{",
    crosses: "xXｘＸ×╳✕",
    underlines: "_＿",
    dashes: ("--",),
    stars: "*",
    circles: "○◯〇",
    somebody: "某",
}
