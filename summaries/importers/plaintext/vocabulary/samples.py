"""How a page says that it has several texts: "(5 articles)", 精选五篇."""

from summaries.quality.phrases import ANYWHERE, Vocabulary

from .words import WORDS

# What is counted; a page may call its texts by any of these.
SAMPLES = Vocabulary(
    ANYWHERE,
    en="""
    (articles|essays|pieces|samples|papers|copies|chapters|models|templates|texts|selections)
        5 articles
        5 essays
        5 pieces
        5 samples
        5 papers
        5 copies
        5 chapters
        5 models
        5 templates
        5 texts
        5 selections
    (versions|examples|posts|remarks|comments|compositions|sets|parts|documents|summaries)
        5 versions
        5 examples
        5 posts
        6 general remarks
        5 comments
        5 compositions
        5 sets
        5 parts
        5 documents
        5 monthly summaries
    (reports|plans|speeches|reflections|experiences|letters|statements|lessons|lectures|units)
        5 reports
        5 plans
        5 speeches
        5 reflections
        5 experiences
        5 letters
        5 statements
        12 lessons
        12 lectures
        12 units
    (stories|poems|songs|diaries|scenes|acts|reviews|notes|contracts|plays)
        5 stories
        5 poems
        5 songs
        5 diaries
        5 scenes
        5 acts
        5 reviews
        5 notes
        5 contracts
        5 plays
    """,
)
# In brackets, a chosen number without a word for the texts: "(general 5)".
CHOSEN = Vocabulary(
    ANYWHERE,
    en="""
    (general|selected|selection|collected|collection|recommended|common|universal|latest)
        (general 5)
        (selected 5)
        (selection 5)
        (collected 5)
        (collection 5)
        (recommended 5)
        (common 5)
        (universal 5)
        (latest 5)
    (excellent|practical|refined|boutique|full|popular|total|best|classic)
        (excellent 5)
        (practical 5)
        (refined 5)
        (boutique 5)
        (full 5)
        (popular 5)
        (total 5)
        (best 5)
        (classic 5)
    """,
    zh="""
    (收集|精选|整理|汇总|通用|推荐|范文|最新|分享|合集|集合|大全|优秀|锦集|集锦|模板|热门|实用|合计|共)
        （收集5）
        （精选5）
        （整理5）
        （汇总5）
        （通用5）
        （推荐5）
        （范文5）
        （最新5）
        （分享5）
        （合集5）
        （集合5）
        （大全5）
        （优秀5）
        （锦集5）
        （集锦5）
        （模板5）
        （热门5）
        （实用5）
        （合计5）
        （共5）
    """,
)
# Chinese and Korean count with a measure word.
MEASURES = Vocabulary(
    ANYWHERE,
    zh="""
    (篇|份|则|套|首|讲|课|封)
        作文5篇
        计划5份
        日记五则
        教案5套
        诗六首
        共8讲
        共12课
        书信五封
    """,
    ko="""
    편
        보고서 5편
    """,
)
# In a sentence, the number announces texts only beside one of these.
ANNOUNCING = Vocabulary(
    ANYWHERE,
    words=WORDS,
    en="""
    (here are|the following|below|including|for reference|for your reference)
        Here are three essays on plums.
        The following five essays tell of plums.
        Below you find five essays.
        Essays on plums, including five letters.
        Five essays for reference.
        Five essays for your reference.
    {compiled}
        We collected five essays.
        Five essays, compiled in May.
        Five essays were sorted out.
        Five essays were collated.
    (this page|this book|this volume|this article|this collection) (contains|has|brings|consists of)
        This page contains five essays.
        This book has five chapters.
        This volume brings five essays.
        This article consists of five parts.
        This collection has five essays.
    (selected|share|shares|shared)
        Five essays are selected.
        We share five essays.
        The site shares five essays.
        Five essays were shared.
    """,
    zh="""
    (精选|整理|收集|搜集|汇总|推荐|分享|以下|下面|范文|参考|共|合集)
        精选作文五篇。
        整理了作文五篇。
        收集了作文五篇。
        搜集了作文五篇。
        汇总了作文五篇。
        推荐作文五篇。
        分享作文五篇。
        以下作文五篇。
        下面有作文五篇。
        范文五篇。
        作文五篇供参考。
        共五篇。
        合集五篇。
    """,
    ko="""
    (모음|모았|소개|추천)
        보고서 5편 모음.
        보고서 5편을 모았다.
        보고서 5편 소개.
        보고서 5편 추천.
    """,
)
# Words of spans of time, of classes and of parts of something: "(first 5 months)".
NOT_COUNTED = Vocabulary(
    ANYWHERE,
    en="""
    (year|years|month|months|week|weeks|day|days|minute|minutes|semester|quarter|half)
        year 5 reports
        5 years of reports
        month 5 reports
        5 months of reports
        week 5 reports
        5 weeks of reports
        day 5 reports
        5 days of reports
        minute 5 reports
        5 minutes of reports
        semester 5 reports
        quarter 5 reports
        half 5 reports
    (class|grade|first|second|part #)
        class 5 reports
        grade 5 reports
        first 5 reports
        second 5 reports
        part 5 of the reports
    """,
)
# A number behind one of these is its name: "grade 5".
NUMBERED = Vocabulary(
    ANYWHERE,
    en="""
    (grade|class|chapter|part|article|lesson|unit|no|section)
        grade 5
        class 5
        chapter 5
        part 5
        article 5
        lesson 5
        unit 5
        no 5
        section 5
    """,
)
# Behind the counted things, a verb makes them things of the story.
VERBS = Vocabulary(
    ANYWHERE,
    en="""
    (were|was|are|have|had|lay|came|went|fell)
        were lost in the post
        was lost in the post
        are lost in the post
        have come
        had come
        lay on the desk
        came at noon
        went with the post
        fell on the floor
    """,
)
