"""Leads that say nothing: a site's standard introduction, before every article."""

from __future__ import annotations

import re

LONGEST = 2500  # characters; such an introduction is one paragraph


def _patterns(*phrases: str) -> list[re.Pattern[str]]:
    """A pattern for each phrase, since each counts once, however often it occurs."""
    return [re.compile(phrase, re.IGNORECASE) for phrase in phrases]


COMPILED = (
    r"(?:compiled|collected|collated|sorted out|brought|arranged|prepared|gathered|shared|edited)"
)
READER = r"(?:you|everyone|everybody|readers|me|us)"

# Phrases that only somebody uses who compiles the texts of others.
STRONG = _patterns(
    rf"\b{COMPILED}\b[^.!?]{{0,60}}\b(?:for|by|to|with)\b[^.!?]{{0,30}}\b(?:{READER}|editor|\w+\.com|website|network)\b",
    rf"\b(?:I|we|editor|website|network)\b[^.!?]{{0,30}}\b{COMPILED}\b",
    r"\bfor (?:your |everyone's )?reference\b|\bfor you to refer\b|\brefer to (?:it|them)\b",
    r"\b(?:hope|wish)\b[^.!?]{0,60}\b(?:help|helps|helpful|useful|like it|inspire)\b",
    r"\b(?:share|recommend)\b[^.!?]{0,30}\b(?:your friends|people around you)\b",
    r"\bwelcome (?:everyone |you |all )?to (?:read|share|refer|learn|browse|view|download)",
    rf"\bthe following (?:is|are)\b[^.!?]{{0,150}}"
    rf"\b(?:for {READER}|summary|essays?|articles?|samples?|templates?|model)\b",
    r"[仅僅]供[^。！？]{0,6}[参參]考|供大家[参參]考|[欢歡]迎(?:大家)?(?:[阅閱][读讀]|借[鉴鑑]|[参參]考|查看|收藏|下[载載])",
    r"(?:小[编編]|笔者|编辑|本站)[^。！？]{0,20}(?:整理|收集|搜集|[带帶][来來]|精心|分享|推[荐薦])",
    r"[为為](?:大家|您|你)[^。！？]{0,12}(?:整理|收集|搜集|[带帶][来來]|[准準][备備])",
    r"참고(?:하|용|로)|도움이 되|소개(?:합니다|하겠습니다)|정리(?:했|한|하였)"
    r"|(?:살펴|알아)보겠습니다",
    r"(?:[参參]考|借[鉴鑑]|[阅閱][读讀])[^。！？，]{0,12}(?:范文|範文)",
    r"希望[^。！？]{0,20}(?:[参參]考|借[鉴鑑]|[帮幫](?:助|到)|喜[欢歡]|有用)|看看吧",
)
# Phrases of such introductions that texts may use as well.
WEAK = _patterns(
    r"\btime (?:flies|passes|goes by|is (?:fleeting|gone|like))|\bunconsciously\b"
    r"|\bin (?:a|the) (?:blink|twinkling|flash)\b",
    r"\bhow (?:to|do you|should|can)\b[^.!?]{0,60}\?|\bquestion (?:is coming|comes|arises)",
    r"\bdo you know\b|\bare you still\b|\bworr(?:ied|y) about\b|\bheadaches?\b"
    r"|\bi believe (?:many|everyone|you)\b",
    r"\bit(?: is|'s) time to\b|\bsit down and\b"
    r"|\bwrite an? [^.!?]{0,40}(?:summary|report|plan|essay)\b",
    r"\blet's (?:take a |have a )?(?:look|see|read|learn)\b|\blog ?(?:on|in) to\b"
    r"|\bwelcome\b|\bmodel essays?\b",
    r"\blooking back on (?:this|the past)|\b(?:laughter|sweat)\b[^.!?]{0,30}\btears\b"
    r"|\b(?:draw|sum up) (?:lessons|experience)",
    r"\bsummary is (?:a|to) [^.!?]{0,60}(?:material|analy[sz]e)",
    r"时间(?:过得|飞逝|流逝|一晃|稍纵即逝)|光阴似箭|[时時]光|岁月|[转轉]眼|不知不[觉覺]",
    r"(?:怎么|怎麼|如何|怎样|[该該])[^。！？]{0,15}[写寫][^。！？]{0,10}[？?呢]|什么[^。！？]{0,6}[？?呢]",
    r"是[时時]候|[写寫]一(?:份|篇|[写寫])|好好(?:地)?(?:总结|[写寫])|范文|範文",
    r"[总總][结結](?:是|就是)[^。]{0,30}(?:书面|文体|材料)",
)
# Phrases that authors use about their own text.
OWN = _patterns(
    r"\b(?:summari[sz]ed|summary is|reported|report is|report) as follows\b"
    r"|\bI would like to (?:report|summari[sz]e)\b",
    r"(?:[总總][结結]|[汇匯][报報]|[报報]告|小[结結])如下|在[^。]{0,30}[领領][导導]下",
    r"\bunder the (?:correct |strong )?(?:leadership|guidance)\b",
)


def is_filler(lead: str) -> bool:
    """Whether ``lead`` is the formula: time has flown, a summary is due, here are some for you."""
    if not lead.strip() or len(lead) > LONGEST:
        return False
    strong, weak, own = (
        sum(bool(turn.search(lead)) for turn in turns) for turns in (STRONG, WEAK, OWN)
    )
    return (strong > 0 or weak > 2) and 2 * strong + weak - 2 * own >= 2
