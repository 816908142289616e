"""What of a text is prose: the rules for blanks and damage read nothing else.

Program code, addresses, the head of an e-mail, rules across the page and the marks
of Markdown are no sentences: a star among them is no lost word, a bracket no blank.
"""

from __future__ import annotations

import re

# Stands for each character that is not prose. It is a letter, since signs and spaces would look
# like damage to the words beside them, and one of no alphabet, so that no rule looks for it.
STAND_IN = "\u02d0"

# What only a text in Markdown has: headings, fences, tables, links.
MARKDOWN = re.compile(
    r"^(?:#{1,6} \S|```|~~~|\|[ \t]*:?-{3}|\[[^\]\n]{1,80}\]: \S)|\]\([^\s()]{1,500}[)\s]", re.M
)
MARKDOWN_MARK = re.compile(
    r"\*+|^[ \t]*[-*+] #{1,6}(?= )|</?[a-zA-Z!][^<>\n]{0,500}+>|&[a-z]{2,6};|\[[ xX]\](?= )"
    r"|^[ \t]*\|?[ :|-]{3,}$",
    re.M,
)
FENCE = re.compile(r"^[ \t]*(?P<fence>`{3,}|~{3,})[^\n]*+(?s:\n.*?)?(?:^[ \t]*(?P=fence)|\Z)", re.M)
INLINE_CODE = re.compile(r"(?<!`)(?P<ticks>`{1,2})(?!`)[^`\n]{1,200}+(?P=ticks)(?!`)")
LINK = re.compile(
    r"!?\[(?P<text>[^\[\]\n]{0,200}+)\]"
    r"\([^\s()]*+(?:\([^\s()]*+\)[^\s()]*+)?(?:\s\"[^\"\n]{0,200}+\")?\)"
)
ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s\u3000-\u9fff]+|(?<![\w.+-])[\w.+-]{1,64}+@[\w-]+(?:\.[\w-]+)+"
)
# "**word**": a place, a unit or a particle after two stars begins no stress, as in "**村".
STRESS = re.compile(
    r"(?P<mark>(?<!\*)\*\*)"
    r"(?![\s*，。、；：）]|[村镇鎮乡鄉县縣市区區省局校组組街路年月日号號元人名个個万萬%的])"
    r"(?P<text>[^*\n，。！？；]{1,80}+|(?<=^..)[^*\n]{1,200}+)"
    r"(?<![\s，、；])(?P=mark)(?!\*)",
    re.M,
)
LATIN_STRESS = re.compile(
    r"(?<![\w*])(?P<mark>\*{1,3}|__)(?=['’\"“(《「]?[^\W_])(?P<text>[^*_\n]{1,200}+)"
    r"(?<=[\w.!?:。！？'’\"”)》」])(?P=mark)(?![\w*])"
)
# Rules across the page, and between the heads and cells of a table of signs.
RULE = re.compile(
    r"^(?:[ \t\-_＿=*—~.·]{3,}|[ \t]*[|+][|+: \-=]{3,}|[ \t]*-{8,}[^\n]*"
    r"|-{4,} ?[A-Z][^\n]{0,80}?-{4,})$",
    re.M,
)
HEAD_OF_MAIL = re.compile(
    r"^(?:X-[\w-]+|Received|Return-Path|Delivered-To|Message-I[dD]|In-Reply-To|References"
    r"|M[Ii][Mm][Ee]-Version|Content-[\w-]+|List-[\w-]+|User-Agent|Errors-To|Sender): [^\n]*+"
    r"(?:\n[ \t]+\S[^\n]*+)*",
    re.M,
)
# A line with two signs of program code is code; prose has one at most.
LINE = re.compile(r"^[^\n]{2,200}$", re.M)
CODE = re.compile(
    r"^\s*\}|\{$|\w\([^()]{0,80}\);|\w\(\)|\w\(.*\):$|\)\);?$|[=!<>]=|[=-]>|::|&&|\|\||;$|[a-z]_[a-z]|\w\.\w+\(|\s[:+-]?=\s"
    r"|^\s*(?:import|#include|def|class|return|//|/\*|\(\*|>>>|\$) "
)


def prose(text: str) -> str:
    """``text`` with a stand-in for whatever is not prose; every position still holds."""
    markdown = MARKDOWN.search(text)
    if "```" in text or "~~~" in text:
        text = FENCE.sub(_cover, text)
    if "`" in text:
        text = INLINE_CODE.sub(_cover, text)
    if "](" in text:
        text = LINK.sub(_cover_all_but_text, text)
    if "www." in text or "://" in text or "@" in text:
        text = ADDRESS.sub(_cover, text)
    if "**" in text:
        text = STRESS.sub(_cover_all_but_text, text)
    if "*" in text or "__" in text:
        text = LATIN_STRESS.sub(_cover_all_but_text, text)
    if markdown:
        text = MARKDOWN_MARK.sub(_cover, text)
    text = RULE.sub(_cover, text)
    text = HEAD_OF_MAIL.sub(_cover, text)
    return LINE.sub(_cover_code, text)


def _cover(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", STAND_IN, match[0])


def _cover_all_but_text(match: re.Match[str]) -> str:
    before, after = match.start("text") - match.start(), match.end() - match.end("text")
    return STAND_IN * before + match["text"] + STAND_IN * after


def _cover_code(match: re.Match[str]) -> str:
    return _cover(match) if len(CODE.findall(match[0])) > 1 else match[0]
