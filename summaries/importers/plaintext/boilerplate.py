"""Recognise what a site puts around its articles: menus, forms, links, standard sentences."""

from __future__ import annotations

import re

from .titles import weight


def split_sentences(text: str) -> list[str]:
    """The sentences of a paragraph, each with the space after it."""
    sentences, start = [], 0
    for match in _SENTENCE_END.finditer(text):
        sentences.append(text[start : match.end()])
        start = match.end()
    if start < len(text):
        sentences.append(text[start:])
    return sentences


def is_formula(paragraph: str) -> bool:
    """Whether a paragraph is a site's standard text: "compiled for you, for reference only"."""
    return weight(paragraph) < 1500 and bool(_FORMULA.search(paragraph))


def line_reason(line: str) -> str:
    """Why a line does not belong to the article, or ``""`` if it may."""
    if len(line) > 400:
        return ""
    for reason, pattern in _LINES:
        if pattern.match(line):
            return reason
    return ""


def sentence_reason(sentence: str) -> str:
    """Why the last sentence does not belong to the text, or ``""`` if it may."""
    sentence = sentence.strip()
    if len(sentence) > 500:
        return ""
    for reason, pattern in (("elsewhere", _ELSEWHERE), ("closing", _CLOSING), ("source", _SOURCE)):
        if pattern.search(sentence):
            return reason
    return ""


def is_elsewhere(sentence: str) -> bool:
    """Whether a sentence sends the reader to other pages."""
    return len(sentence) < 400 and bool(_ELSEWHERE.search(sentence.strip()))


def neighbours_start(line: str) -> int:
    """Where the links to the previous and next page begin in a line, or -1."""
    match = _NEIGHBOURS.search(line)
    return match.start() if match else -1


def is_menu(line: str) -> bool:
    """Whether a line is a row of links, "Home | News | About us", and not a sentence."""
    if len(line) > 600 or _SENTENCE_END.search(line[:-1]):
        return False
    items = [item for item in re.split(r"[\s|│｜/·•]+", line) if item]
    if len(items) >= 3 and any(item.lower() in _MENU_WORDS for item in items):
        return True
    if len(re.findall(r"[|│｜]", line)) >= 2 and all(weight(item) <= 40 for item in items):
        return True
    chinese = all("\u3040" <= item[0] < "\uac00" for item in items)
    return chinese and len(items) >= 4 and all(len(item) <= 8 for item in items)


def _any(*phrases: str) -> re.Pattern[str]:
    """One pattern for several phrases, upper or lower case."""
    return re.compile("|".join(phrases), re.IGNORECASE)


_SENTENCE_END = re.compile(
    r"""(?:[.!?](?=["'”’)\]]*(?:\s|$))|[.!?](?=["”’]?[A-Z][a-z])|[。!?！？…]+)["'”’)\]）]*\s*"""
)
_MENU_WORDS = frozenset(
    "home login register sitemap 首页 首頁 主页 登录 登陆 注册 会员 会员中心 设为首页 加入收藏"
    " 网站地图 网站首页"
    " 联系我们 关于我们 홈 로그인 회원가입".split()
)

# Machine translations of 小编, a site's editor.
_EDITOR = (
    r"(?:the editor|editors|bian ?xiao|xiao ?bian|small (?:make ?up|series|editor|edition)"
    r"|little editor"
    r"|this site|our site|this website|netizens)"
)
_COMPILED = (
    r"(?:compiled?|collect(?:ed)?|sort(?:ed)? out|arranged|prepared|collated|edited|brought|bring"
    r"|shared?|recommended|introduced?|carefully|summari[sz]ed|selected|organi[sz]ed)"
)
_HELPS = r"(?:help(?:ful|s)?|useful|inspir\w+|enlighten\w*)"

# Sentences by which a site introduces an article.
_FORMULA = _any(
    rf"\b(?!organi|select|summari){_COMPILED}\b(?:[^.!?]|\.(?=\w)){{0,90}}"
    rf"\b(?:for (?:you|everyone)|by (?:me|{_EDITOR}))\b",
    r"\bbr(?:ing|ought) (?:it |them )?to you\b|\bbring you\b",
    rf"\b{_EDITOR} (?:has |have |will |here )?(?:specially |carefully )?{_COMPILED}",
    r"\bfor (?:your |everyone'?s? |reading )?(?:and )?reference\b|\breference only\b",
    rf"\bhope (?:it|this|that|these|to|you|they|the|everyone|can)\b[^.!?]{{0,90}}\b{_HELPS}\b",
    r"\bhope (?:that )?you (?:will |can )?(?:all )?(?:like|enjoy)\b",
    r"\b(?:let'?s|let us) (?:all )?(?:take|have) a (?:closer )?look|\btake a look at (?:it"
    r"|them) together",
    r"\bwelcome (?:everyone )?to (?:read|share|learn|refer|browse|view|reference|consult)",
    rf"\b(?:the following|below|here) (?:is|are)\b[^.!?]{{0,140}}\b(?:for you|reference|share|help"
    rf"|{_COMPILED})\b",
    r"\bthe following (?:is|are) [^.!?]{0,60}(?:relevant information|model essays?|sample)",
    r"\b(?:come and|please) (?:take a look|have a look|refer to)",
    "小编|小編|编者|仅供(?:大家)?参考|僅供參考|供(?:大家|您|你|各位)?(?:参考|參考|借鉴|阅读|学习)",
    "希望(?:对|對|能|可以|大家|给|这)[^。！]{0,24}(?:帮助|幫助|帮到|有所|喜欢|启发|借鉴|参考)",
    "欢迎(?:大家|您|各位|来)?(?:前来)?(?:阅读|参考|查看|借鉴|浏览|学习|分享)|(?:一起|快)来(?:看"
    "|了解)",
    "(?:以下|下面|下文|本文|这里)[^。]{0,30}(?:整理|收集|搜集|推荐|精心)",
    "(?:为|给)(?:大家|您)(?:带来|分享|整理|准备|收集|推荐)",
    "참고(?:하|용|로)|도움이 되|소개(?:합니다|하겠습니다)|정리(?:했|한|하였)",
)
# What "For more ..." links to: "For more articles, please visit ...".
_MORE = (
    r"(?:articles?|essays?|summar(?:y|ies)|information|content|knowledge|materials?|samples?"
    r"|models?|details"
    r"|reading|exciting|related|relevant|wonderful|about)"
)
_LINKS = (
    r"(?:recommended (?:reading|articles?)|related (?:articles?|reading|posts?|recommendations?"
    r"|links?|topics?|content)"
    r"|further reading|extended reading|expand(?:ed)? reading|read more|see also|guess you like"
    r"|you (?:may|might) (?:also )?(?:like|be interested)|hot (?:articles|topics|posts)"
    r"|popular articles"
    r"|(?:click|tap) (?:here|to|on)|editor'?s recommendation)\b"
)
_LINKS_IN_CHINESE = (
    "(?:更多|推荐|相关|延伸|拓展|扩展|精彩|热门|猜你)"
    "(?:阅读|文章|推荐|范文|链接|内容|喜欢|专题|资讯|好文)"
)
# How a line of links begins, anywhere on the page.
_POINTERS = (
    rf"^(?:for )?more\b[^.!?]{{0,60}}\b{_MORE}\b[^.!?]{{0,120}}\b(?:please|click|attention|visit"
    rf"|follow|column|channel|website|welcome|log ?(?:on|in))\b",
    rf"^(?:[【\[][^】\]]{{1,60}}[】\]]\s*)?[(\[【]?{_LINKS}",
    r"^articles related to\b[^.!?]{0,80}[:：]",
    rf"^(?:【[^】]{{1,40}}】的?\s*)?[(（【\[]?{_LINKS_IN_CHINESE}\s*(?:[:：】)）\]]|$)",
    "^(?:想)?(?:了解|查看|阅读|浏览)?更多[^。]{0,40}(?:请|点击|关注|尽在|查看|阅读|访问|欢迎|推荐)",
    "^看了[^。]{0,30}(?:还看|人还|的人)|^관련 ?(?:글|기사|추천)|^더 (?:많은|보기)",
)
_ELSEWHERE = _any(
    *_POINTERS,
    r"^(?:want to (?:know|see|learn|read) more|if you (?:want|need|would like) (?:to (?:know|see"
    r"|learn|read|get) )?more)\b",
    r"\bplease (?:continue to )?(?:pay (?:more )?attention to|follow|click|visit|stay tuned"
    r"|log ?(?:on|in)|search|bookmark|collect)\b"
    r"[^.!?]{0,80}\b(?:website|site|column|channel|network|account|page|link|us|articles?"
    r"|wechat)\b",
    r"\bscan the (?:qr ?)?code|\bwechat (?:official|public)|\bofficial account\b",
    r"\b(?:column|channel|website|network|site)\b[^.!?]{0,40}\b(?:pay attention|welcome to visit"
    r"|for more)",
    "更多[^。]{0,40}(?:请|点击|关注|尽在|访问|欢迎)|点击(?:查看|下载|进入|这里|此处|阅读)"
    "|请(?:继续)?关注",
    "欢迎(?:关注|访问|继续|收藏)|扫(?:码|一扫)|微信公众号|请(?:访问|登录|点击|收藏)",
)
_CLOSING = _any(
    r"^(?:i )?(?:carefully |highly |sincerely )?recommend(?:ed)? (?:it"
    r"|this)?[^.!?]{0,40}(?:carefully|to (?:you|everyone|read))\b|^i recommend it\b",
    r"^(?:all (?:of )?)?(?:the )?above (?:is|are|content|all)\b[^.!?]{0,260}(?:"
    rf"\bhope\b[^.!?]{{0,80}}\b(?:{_HELPS}|reference|like)|\b{_EDITOR}|\bfor (?:your )?reference"
    rf"|\b{_COMPILED}\b[^.!?]{{0,80}}\b(?:you|everyone)\b"
    r"|\b(?:website|network)\b|\b(?:relevant|whole|entire|full) (?:content|information|text))",
    rf"^(?:that'?s|this is) (?:all|the (?:whole|full|end|entire))\b[^.!?]{{0,200}}\b(?:{_EDITOR}"
    rf"|shar\w+|introduc\w+|article|content)",
    rf"^(?:so )?(?:i|we|and)? ?(?:sincerely )?hope(?:s|d)? (?:that )?(?:it|this|the above|these"
    rf"|they|the article|the content|what)\b[^.!?]{{0,140}}"
    rf"\b(?:{_HELPS} (?:to |for )?(?:you|everyone|your|all)|be (?:helpful|useful)|reference"
    rf"|you (?:will )?like)",
    r"\bthank(?:s| you) (?:very much |all )?for (?:reading|browsing|visiting|your (?:reading"
    r"|browsing))",
    r"^if you (?:like|think|find|feel)\b[^.!?]{0,120}\b(?:share|collect|bookmark|like it|praise"
    r"|forward)\b",
    r"^\(?(?:the )?(?:full text is over|end of (?:the )?(?:full )?text|(?:full )?(?:text"
    r"|article) ends)",
    "^以上(?:就|便|即)?(?:是|为|内容|文章|所有)?[^。]{0,120}(?:小编|参考|分享|整理|全部内容"
    "|相关内容|带来|介绍|希望[^。]{0,30}(?:帮助|喜欢|帮到))",
    "^(?:最后)?[,，]?希望(?:本文|以上|上面|这篇|这些|对|能对|可以帮|大家喜欢"
    "|能够?帮)[^。]{0,12}(?:大家|您|你|各位|读者)[^。]{0,40}(?:帮助|帮到|喜欢|参考|有所|借鉴)",
    "^(?:感谢|谢谢)(?:您|大家|你)?的?(?:阅读|浏览|观看|访问)|^[(（【]?(?:全文完|本文完"
    "|完毕?)[)）】]?$",
    "^(?:이상|위)[^.]{0,80}(?:도움|소개|참고)",
)
_SOURCE = _any(
    r"^[(（\[【]?\s*(?:(?:article |information |original )?source(?: of (?:the |this )?article)?"
    r"|reprinted from|reproduced from"
    r"|(?:文章|本文|信息|资料|内容)?(?:来源|出处|來源)|原文(?:地址|链接|网址|出处)|转自|转载自|本文转自|출처)\s*[:：于自]",
    r"^(?-i:[A-Z])\w+ Encyclopedia\s*(?:[-—].{0,60})?$|^\w{2,4}百科\s*(?:[-—].{0,60})?$",
    r"^(?:this|the) article (?:is|was|comes) (?:reproduced |reprinted |taken |transferred )?from\b",
    "^本文(?:来自|转自|转载自|来源于)",
)
_NEIGHBOUR = (
    r"(?:\b(?:previous|prev|next) (?:article|post|page|one|chapter|piece|content)\s*[:：]"
    r"|\b(?:previous|next) (?:article|post|page|chapter)\b\s*(?:[-–—]|$)|\blast article\s*[:：]"
    r"|(?:上|下|前|后)[一1](?:篇|页|章|条|頁|則)(?:文章)?\s*[:：>]|(?:上篇|下篇)\s*[:：]"
    r"|(?:이전|다음) ?(?:글|기사|페이지|편)\s*[:：])"
)
_NEIGHBOURS = _any(r"(?:[-–—|·]\s*)?" + _NEIGHBOUR)
_FORM = _any(
    r"leave a (?:reply|comment)|your email address will not be published"
    r"|required fields are marked|post (?:a )?comment",
    r"save my name|cancel reply|submit(?: comment)?$|comments? ?[*(:]|log in to (?:comment|reply)"
    r"|you must be logged in",
    r"(?:name|email|website|comment|e-mail|nickname|message|captcha|verification code) ?\*?$",
    r"\d* ?(?:comments?|responses?|replies)(?: (?:on|to) .{0,120})?$|no comments"
    r"|you may use these html",
    r"发表(?:评论|回复|留言)|(?:我要|网友|最新|用户|文章)?评论(?:列表|区)?(?:\s*[(（]\d*[)）])?$"
    r"|提交(?:评论)?$|验证码|必填项|取消回复",
    r"(?:您的)?(?:昵称|邮箱|电子邮箱地址)$|댓글$|댓글 ?(?:쓰기|달기)",
)
_DOWNLOAD = _any(
    r"(?=.{0,200}$)(?:.{0,120}\b(?:"
    r"download (?:the |this )?(?:full |complete |entire |original |word |pdf )?(?:document|version"
    r"|text|file|word|template|doc|pdf|article|format)"
    r"|download it\b|free download|download(?:able)? (?:link|address|for free|now|points|times)"
    r"|(?:word|doc|pdf|docx|wps) (?:version )?download|download(?:s|ed)?\s*[:：]"
    r"|(?:document|file) (?:size|format|type|pages)\s*[:：]))",
    r"download$",
    "(?=.{0,200}$).{0,60}(?:下[载載](?:本文|文档|文檔|全文|此文档|word|积分|次数|地址|链接|量|后"
    "|原文"
    "|该文档)|(?:文档|免费|点击|word版?|全文|立即|打包)下载)",
    "(?=.{0,200}$).{0,60}(?:文档|文件)(?:大小|格式|页数|类型|上传)",
    "(?=.{0,240}$).{0,120}(?:由会员分享|可在线阅读)",
)
_NOTICE = _any(
    r"copyright\b|©|all rights reserved|disclaimer\b|share (?:to|this|on)\b"
    r"|back to (?:the )?(?:top|home|list)|return to (?:the )?(?:list|home|top)",
    r"\W?(?:font(?: size)?|字体|字号)\s*[:：]\s*\W?(?:large|big|medium|small|[大中小])\b",
    r"(?:tags?|labels?|keywords?|标签|关键词|关键字|tag标签|태그)\s*[:：]",
    r"(?:this|the) (?:work|article|document|content) (?:was|is) (?:uploaded|contributed|provided"
    r"|submitted) by (?:users?|netizens?)",
    r"(?=.{0,120}$)本文(?:系|为|是).{0,12}原创|.{0,60}请勿(?:照搬|转载|抄袭)",
    r"版权(?:所有|声明|归)|免责声明|声明\s*[:：]|.{0,60}ICP备|分享(?:到|至)|我说两句|收藏(?:本文"
    r"|本站|$)"
    r"|打印(?:本文|本页|$)",
    "返回(?:顶部|首页|列表|目录)|(?:点赞|举报|纠错|投稿|赞)$|投诉建议$|本文(?:档)?由.{0,20}(?:上传"
    "|提供|投稿|整理发布)",
)
_LINES = (
    (
        "previous and next",
        re.compile(
            r"\s*(?:[-–—|·]\s*)?(?:(?:prev(?:ious)?|next)\s*[:：]|" + _NEIGHBOUR[3:], re.IGNORECASE
        ),
    ),
    ("form", _FORM),
    ("source", _SOURCE),
    ("download notice", _DOWNLOAD),
    ("elsewhere", re.compile(r"(?=.{0,240}$)(?:" + "|".join(_POINTERS) + ")", re.IGNORECASE)),
    ("site notice", _NOTICE),
)
