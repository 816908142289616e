"""Who wrote a page, when it was published, and where it was taken from."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

from .titles import weight


@dataclass(frozen=True, slots=True)
class Credits:
    """What the lines around a title say about the page; what is unknown is ``""``."""

    byline: str = ""
    published: str = ""
    source: str = ""
    category: str = ""

    def filled_from(self, other: Credits) -> Credits:
        """These credits, with the empty fields filled from another."""
        return Credits(
            self.byline or other.byline,
            self.published or other.published,
            self.source or other.source,
            self.category or other.category,
        )


def read_credits(line: str) -> Credits | None:
    """What a line such as "Author: X  Source: Y" or a bare date says; else ``None``."""
    if weight(line) > 240:
        return None
    signed = _BY_ON.match(line) or _ON_BY.match(line)
    if signed:
        return Credits(_names(signed["name"]), read_date(signed["date"]))
    dated = _BARE_DATE.fullmatch(line)
    if dated:
        return Credits(_names(dated["signer"] or ""), read_date(line))
    if updated := _UPDATED.fullmatch(line):
        return Credits(published=read_date(updated["date"]))
    labels = list(_LABEL.finditer(line))
    if not labels or labels[0].start() > 40 or (labels[0].start() and not _DATE.match(line)):
        return None
    values: dict[str, str] = {}
    if labels[0].start():
        values["published"] = read_date(line[: labels[0].start()])
    for label, following in zip(labels, [*labels[1:], None], strict=True):
        value = line[label.end() : following.start() if following else len(line)]
        value = value.strip(" \t|｜,，;；/-—()（）[]【】")
        kind = next(kind for kind, found in label.groupdict().items() if found)
        if kind == "published":
            value = read_date(value)
            if not value:
                continue
        elif kind in ("byline", "editor"):
            if date := read_date(value):
                values.setdefault("published", date)
                value = _DATE.sub("", value)
            value = _names(value)
        elif kind == "source" and _OURSELVES.match(value):
            value = ""
        values.setdefault(kind, value)
    values.pop("noise", None)
    editor = values.pop("editor", "")
    values.setdefault("byline", _names(editor))
    return Credits(**values)


def read_date(text: str) -> str:
    """The first full date in ``text`` in ISO form, with its time if any; ``""`` without a year."""
    matches = [match for pattern in _DATES if (match := pattern.search(text))]
    if not matches:
        return ""
    found = min(matches, key=re.Match.start).groupdict()
    month = found["month"]
    if not month.isdigit():
        month = _MONTHS.index(month[:3].lower()) + 1
    try:
        date = datetime.date(int(found["year"]), int(month), int(found["day"])).isoformat()
    except ValueError:
        return ""
    time = found["time"]
    if not time:
        return date
    return f"{date}T{datetime.time(*map(int, time.split(':'))).isoformat()}"


def split_signature(line: str, *, alone: bool = False) -> tuple[str, str]:
    """A last line without the author's note in brackets at its end, and that note.

    At the very end of a page the brackets may contain the name ``alone``.
    """
    match = _SIGNATURE.search(line) or (_NAME_ALONE.search(line) if alone else None)
    if not match or weight(match[0]) > 120:
        return line, ""
    return line[: match.start()].rstrip(), match[0].strip()


def signature_names(note: str) -> str:
    """The names in "(Reporter: NAME)"."""
    match = _SIGNATURE.search(note) or _NAME_ALONE.search(note)
    return _names(match["names"]) if match else ""


def find_source(text: str) -> str:
    """The site or publication from which the text was taken, as a lead or tail says."""
    for pattern in _SOURCES:
        for match in pattern.finditer(text):
            name = match["name"].strip(' ,，.:："“”《》')
            if name and not _OURSELVES.match(name):
                return name
    return ""


def _names(value: str) -> str:
    """The value without dates, user numbers and view counts."""
    value = _DATE.sub("", value)
    value = re.split(
        r"(?i)\b(?:views?|hits|clicks?|read|published|source|time)\b|浏览|点击|阅读|来源|时间",
        value,
    )[0]
    value = re.sub(
        r"[(（\[]?\b(?:id|uid|user|no\.?)?\s*[:：#]?\s*\d{3,}[)）\]]?",
        "",
        value,
        flags=re.IGNORECASE,
    )
    value = value.strip(" \t|｜,，;；:：/-—()（）[]【】")
    return "" if _NO_NAME.fullmatch(value) else value


_NO_NAME = re.compile(r"[\W\d_xX]*|admin(?:istrator)?|root|user", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\.?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_TIME = r"(?:[\sT,]*(?P<time>(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?))?"
_DATES = tuple(
    re.compile(pattern + _TIME, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}\s*[-/.年년]\s*(?P<month>1[0-2]|0?[1-9])\s*[-/.月월]"
        r"\s*(?P<day>3[01]|[12]\d|0?[1-9])\s*[日일号]?",
        rf"{_MONTH}\s*(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s*,?\s*{_YEAR}",
        rf"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?\s*{_MONTH}\s*,?\s*{_YEAR}",
    )
)
_ANY_DATE = "|".join(re.sub(r"\?P<\w+>", "?:", pattern.pattern) for pattern in _DATES)
_DATE = re.compile(_ANY_DATE, re.IGNORECASE)
# A date, perhaps followed by the numbers of views and comments, and by the author.
_BARE_DATE = re.compile(
    rf"[(（\[]?\s*(?:{_ANY_DATE})\s*[)）\]]?"
    r"(?:[\s\d|,/]|views?|comments?|reads?|阅读|浏览|评论|点击"
    r"|[次条人])*(?:by\s*(?P<signer>[^\d]{0,40}))?",
    re.IGNORECASE,
)
_BY_ON = re.compile(
    r"(?i)^(?:posted |written |published )?by:?\s+(?P<name>.{1,60}?)\s+(?:on"
    r"|at)\s+(?P<date>.{6,40})$"
)
_ON_BY = re.compile(
    rf"(?i)^(?:posted |written |published "
    rf"|updated )?on\s+(?P<date>{_ANY_DATE})\s*,?\s+by:?\s+(?P<name>.{{1,40}})$"
)
# "Science Monthly Updated on 2024-02-19": the words before "Updated" name no author.
_UPDATED = re.compile(
    r"(?:[A-Z]\w* ){0,4}(?i:(?:last )?(?:updated|published|posted|released)(?: on| at)?\s*[:：]?)"
    rf"\s*(?P<date>(?i:{_ANY_DATE}))"
)
_LABEL = re.compile(
    r"(?i)(?:(?P<category>栏目|欄目|所属栏目|分类|分類|类别|category|column)"
    r"|(?P<published>(?:发布|發佈|发表|更新|上传|添加|編輯)?(?:时间|時間|日期)|发布于|發佈於|发表于"
    r"|(?:release|publish(?:ing|ed)?|publication|update(?:d)?|post(?:ing|ed)?|upload)?\s*(?:time"
    r"|date)\b|published(?: on| at)?|posted(?: on)?|updated(?: on)?|작성일|등록일|날짜)"
    r"|(?P<byline>文章作者|作者|撰稿人?|撰文|发布者|发布人|记者|通讯员"
    r"|\bauthors?|\bwriter|\breporter|\bcontributor|\bpublisher|작성자|글쓴이|기자)"
    r"|(?P<source>文章来源|信息来源|来源|來源|出处|\bsource|출처)"
    r"|(?P<editor>小编|小編|(?:责任|責任)?(?:编辑|編輯)|\b(?:responsible )?editor)"
    r"|(?P<noise>(?:责任|責任)?(?:编辑|編輯)|录入|校对|[初二三终]审|\b(?:responsible )?editor"
    r"|浏览(?:次数|量)?|点击(?:数|量|率)?|阅读(?:次数|量)?|人气|评论|字号|字数|\bviews?"
    r"|\bhits|\bclicks?|\bread(?:s|ing)?(?: times)?|\bcomments?|\bfont(?: size)?|조회(?:수)?))"
    r"\s*[:：]\s*"
)
_SIGNATURE = re.compile(
    r"(?i)[(（\[【]\s*(?:our |this newspaper'?s? )?(?:reporters?|correspondents?|authors?"
    r"|contributors?|writers?|editors?|responsible editor|text/photo|记者|通讯员|作者|供稿|撰稿"
    r"|编辑|责任编辑|文/图|기자)\s*[:：/]?\s*(?P<names>[^()（）]{1,60})[)）\]】]\s*$"
)
_NAME_ALONE = re.compile(
    r"(?:^|(?<=[.。!！”\"]))\s*[(（](?P<names>[A-Z][a-z]+(?: [A-Z][a-z]+){1,2}"
    r"|[\u4e00-\u9fff]{2,3}(?: [\u4e00-\u9fff]{2,3})?)[)）]\s*$"
)
_SITE = r"(?:[\w-]+\.)+(?:com|cn|net|org|cc|info|me|top)\b|[\w-]+\.com"
_SOURCES = (
    re.compile(r"^(?P<name>[A-Z]\w+ Encyclopedia|\w{2,4}百科)(?=\s*[-—]|$)", re.MULTILINE),
    re.compile(rf"(?i)\b(?:by|from|on|of|at|in)\s+(?P<name>{_SITE})"),
    re.compile(
        r"\b(?:by|from|[Ss]ource\s*[:：])\s*(?P<name>(?:the )?(?:[A-Z][\w'&-]*\s+){1,5}(?:Network"
        r"|Net|Website|Web|Library|Daily|News|Newspaper|Online))\b"
    ),
    re.compile(
        r"(?i)^[(（\[【]?\s*(?:article |information |original )?(?:source(?: of (?:the "
        r"|this )?article)?|reprinted from|reproduced from|(?:文章|本文|信息|资料|内容)?(?:来源"
        r"|出处|來源)|(?:本文)?转(?:载)?自|출처)\s*[:：于自]?\s*(?P<name>[^\n,，。;；()（）"
        r"|]{2,60})",
        re.MULTILINE,
    ),
    re.compile(
        r"(?:由|是|来自|自|源于|出自|载于)(?P<name>[\w.\u4e00-\u9fff]{2,14}?(?:网|网站|文库|日报"
        r"|晚报|公众号))"
    ),
    re.compile(r"(?P<name>[\w\u4e00-\u9fff]{2,10}(?:网|文库))(?:小编|编辑)"),
    re.compile(rf"(?P<name>{_SITE})\s*(?:小编|整理|收集|为大家|has|compiled|collected)"),
)
_OURSELVES = re.compile(
    r"(?i)(?:the )?(?:editor|internet|network|this site|本站|本网|网络|互联网|原创|不详|未知|网友"
    r"|因特网|整理|unknown|original)"
)
