"""Words of the marks of parts, "Chapter 1", and of numbers that are no marks: "3 years"."""

from summaries.quality.phrases import ANYWHERE, Vocabulary

# Behind a number.
BEHIND = r"\d *(?:{})"

# Before the number of a part, as translators call a sample. "Chapter 1" may be followed
# by "Article 2".
NOUNS = Vocabulary(
    r"\s*(?:{})\.? \d",
    en="""
    (selected|general|recommended|latest|excellent|) (article|articles|essay|essays|text|texts)
        selected article 1
        general article 1
        recommended article 1
        latest article 1
        excellent article 1
        article 1
        articles 1
        essay 1
        essays 1
        text 1
        texts 1
    (chapter|chapters|part|parts|sample|samples|piece|pieces|template|templates|model|models)
        Chapter 1
        Chapters 1
        Part 1
        Parts 1
        Sample 1
        Samples 1
        Piece 1
        Pieces 1
        Template 1
        Templates 1
        Model 1
        Models 1
    (example|examples|version|versions|selection|selections|fan wen|fanwen|no)
        Example 1
        Examples 1
        Version 1
        Versions 1
        Selection 1
        Selections 1
        Fan wen 1
        Fanwen 1
        No 1
    """,
)
# Before a number, these are marks of parts wherever they stand.
PART_NOUNS = Vocabulary(
    r"\s*(?:{})",
    en="""
    (chapter|article|part|sample)
        Chapter 1
        Article 1
        Part 1
        Sample 1
    """,
)
# These count things of their own kind alone.
OWN_NOUNS = Vocabulary(
    ANYWHERE,
    en="""
    (composition|letter|speech|lesson|lecture|unit|story|tale|poem|scene|act|diary|dialogue|exercise)
        Composition 1
        Letter 1
        Speech 1
        Lesson 1
        Lecture 1
        Unit 1
        Story 1
        Tale 1
        Poem 1
        Scene 1
        Act 1
        Diary 1
        Dialogue 1
        Exercise 1
    """,
)
OWN_NOUNS_IN_CHINESE = Vocabulary(
    ANYWHERE,
    zh="""
    (回|讲|講|课|課|首|则|則|例|幕|章|节|節|封)
        第一回
        第一讲
        第一講
        第一课
        第一課
        第一首
        第一则
        第一則
        第一例
        第一幕
        第一章
        第一节
        第一節
        第一封
    """,
)
NOUNS_IN_CHINESE = Vocabulary(
    ANYWHERE,
    zh="""
    (范文|例文|作文|习作|样本|模板|篇|第)
        范文1
        例文1
        作文1
        习作1
        样本1
        模板1
        篇1
        第1
    """,
)
# What the first articles of a law are, behind a number: no parts of a page.
CLAUSES_IN_CHINESE = Vocabulary(
    ANYWHERE,
    zh="""
    (条|條|款|项|項|章|节|節|届|次|页)
        第一条
        第一條
        第一款
        第一项
        第一項
        第一章
        第一节
        第一節
        第一届
        第一次
        第一页
    """,
)
# "(1 selected article)" is the first, not a count.
SELECTED = Vocabulary(
    BEHIND,
    en="""
    selected (article|essay|piece)
        1 selected article
        1 selected essay
        1 selected piece
    """,
)
# Behind a number that is no mark.
UNITS = Vocabulary(
    BEHIND,
    en="""
    (year|years|month|months|day|days|week|weeks|hour|hours|minute|minutes|times|people|yuan)
        3 year
        3 years
        3 month
        3 months
        3 day
        3 days
        3 week
        3 weeks
        3 hour
        3 hours
        3 minute
        3 minutes
        3 times
        3 people
        3 yuan
    (million|article|articles|essay|essays|piece|pieces|copies|samples|selected|words|grade)
        3 million
        3 article
        3 articles
        3 essay
        3 essays
        3 piece
        3 pieces
        3 copies
        3 samples
        3 selected
        3 words
        3 grade
    (classes|st|nd|rd|th|percent|point|points|km|kg|cm|mm|m|o'clock|am|pm|a.m|p.m)
        3 classes
        3 st
        3 nd
        3 rd
        3 th
        3 percent
        3 point
        3 points
        3 km
        3 kg
        3 cm
        3 mm
        3 m
        3 o'clock
        3 am
        3 pm
        3 a.m
        3 p.m
    """,
    zh="""
    (年|月|日|号|届|屆|个|個|名|份|万|萬|元|岁|歲|次|人|班|级|季|周|字)
        3年
        3月
        3日
        3号
        3届
        3屆
        3个
        3個
        3名
        3份
        3万
        3萬
        3元
        3岁
        3歲
        3次
        3人
        3班
        3级
        3季
        3周
        3字
    (项|項|款|条|條|倍|亿|億|千|百|位|件|家|时|分|秒|米|吨|噸|亩|畝|度|只)
        3项
        3項
        3款
        3条
        3條
        3倍
        3亿
        3億
        3千
        3百
        3位
        3件
        3家
        3时
        3分
        3秒
        3米
        3吨
        3噸
        3亩
        3畝
        3度
        3只
    (隻|头|頭|辆|輛|台|套|座|间|所|户|戶|村|县|縣|市|省|层|層|楼|樓|线|線)
        3隻
        3头
        3頭
        3辆
        3輛
        3台
        3套
        3座
        3间
        3所
        3户
        3戶
        3村
        3县
        3縣
        3市
        3省
        3层
        3層
        3楼
        3樓
        3线
        3線
    (路|种|種|类|批|期|等|多|余|餘|把|张|張|本|门|門|点|些|起|样|樣|定)
        3路
        3种
        3種
        3类
        3批
        3期
        3等
        3多
        3余
        3餘
        3把
        3张
        3張
        3本
        3门
        3門
        3点
        3些
        3起
        3样
        3樣
        3定
    (切|直)
        3切
        3直
    """,
)
# Before a number that is no mark: a sentence about the samples, "here are 5".
SAMPLE_SENTENCES = Vocabulary(
    ANYWHERE,
    en="""
    (the following|is|are|was|were|below|have|has|had|as follows)
        The following 5
        The plum is 5
        Plums are 5
        The plum was 5
        Plums were 5
        Below 5
        We have 5
        Ann has 5
        Ann had 5
        Plums as follows 5
    """,
    zh="""
    (以下|如下|下面|小编|整理|收集|希望|欢迎)
        以下五篇
        如下五篇
        下面五篇
        小编五篇
        整理五篇
        收集五篇
        希望五篇
        欢迎五篇
    """,
)
# In a title are no such pronouns, and in a Chinese one hardly such a verb.
PRONOUNS = Vocabulary(
    ANYWHERE,
    en="""
    (i|we|he|she|it|they|you)
        Plums i picked
        Plums we picked
        Plums he picked
        Plums she picked
        Plums it picked
        Plums they picked
        Plums you picked
    """,
)
VERBS_IN_CHINESE = Vocabulary(
    ANYWHERE,
    zh="""
    (是|了|把|被|将|將|从|從|达|達|至|超|比|占|佔|增|减|減)
        果园是
        果园了
        果园把
        果园被
        果园将
        果园將
        果园从
        果园從
        果园达
        果园達
        果园至
        果园超
        果园比
        果园占
        果园佔
        果园增
        果园减
        果园減
    """,
)
# Words that continue a title after its number: "Summary 1 of the year".
LINKS = Vocabulary(
    r"\s*(?:{})",
    en="""
    (of|for|in|on|by|at|from|and|to|with|about)
        Of the orchard
        For the orchard
        In the orchard
        On the orchard
        By the orchard
        At the orchard
        From the orchard
        And the orchard
        To the orchard
        With the orchard
        About the orchard
    """,
)
