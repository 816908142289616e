"""Labels of the lines around a title: author, date, source, views."""

from summaries.quality.phrases import ANYWHERE, OPENING, WHOLE, Vocabulary

# By the field of ``Credits`` that they fill; an editor is named if no author is.
LABELS = {
    "category": Vocabulary(
        OPENING,
        en="""
    (category|column):
        Category: orchards
        Column: orchards
    """,
        zh="""
    (栏目|分类|类别):
        栏目：果园
        分类：果园
        类别：果园
    """,
    ),
    "published": Vocabulary(
        OPENING,
        en="""
    (release|publication|publishing|update|upload|post) (time|date):
        Release time: 2020-03-01
        Publication date: 2020-03-01
        Publishing date: 2020-03-01
        Update time: 2020-03-01
        Upload time: 2020-03-01
        Post date: 2020-03-01
    (time|date):
        Time: 2020-03-01
        Date: 2020-03-01
    (published|posted|updated)( on| at|):
        Published on: 2020-03-01
        Posted at: 2020-03-01
        Updated: 2020-03-01
    """,
        zh="""
    (发布|发表|更新|上传|添加|编辑|)(时间|日期):
        发布时间：2020-03-01
        发表日期：2020-03-01
        更新时间：2020-03-01
        上传时间：2020-03-01
        添加时间：2020-03-01
        编辑时间：2020-03-01
        时间：2020-03-01
    (发布|发表)于:
        发布于：2020-03-01
        发表于：2020-03-01
    """,
        ko="""
    (작성일|등록일|날짜):
        작성일: 2020-03-01
        등록일: 2020-03-01
        날짜: 2020-03-01
    """,
    ),
    "byline": Vocabulary(
        OPENING,
        en="""
    (author|authors|writer|reporter|contributor|publisher):
        Author: Lin Mei
        Authors: Lin Mei, Chen Bo
        Writer: Lin Mei
        Reporter: Lin Mei
        Contributor: Lin Mei
        Publisher: Lin Mei
    """,
        zh="""
    (文章|)(作者|撰稿|撰稿人|撰文|发布者|发布人|记者|通讯员):
        文章作者：林梅
        作者：林梅
        撰稿：林梅
        撰稿人：林梅
        撰文：林梅
        发布者：林梅
        发布人：林梅
        记者：林梅
        通讯员：林梅
    """,
        ko="""
    (작성자|글쓴이|기자):
        작성자: 임매
        글쓴이: 임매
        기자: 임매
    """,
    ),
    "source": Vocabulary(
        OPENING,
        en="""
    source:
        Source: Plum Daily
    """,
        zh="""
    (文章|信息|)(来源|出处):
        文章来源：李子日报
        信息来源：李子日报
        来源：李子日报
        出处：李子日报
    """,
        ko="""
    출처:
        출처: 자두일보
    """,
    ),
    "editor": Vocabulary(
        OPENING,
        en="""
    (responsible |)editor:
        Responsible editor: Lin Mei
        Editor: Lin Mei
    """,
        zh="""
    (责任|)编辑:
        责任编辑：林梅
        编辑：林梅
    小编:
        小编：林梅
    """,
    ),
    "noise": Vocabulary(
        OPENING,
        en="""
    (view|views|hits|click|clicks|read|reads|reading|readings|read times|comment|comments):
        View: 12
        Views: 12
        Hits: 12
        Click: 12
        Clicks: 12
        Read: 12
        Reads: 12
        Reading: 12
        Readings: 12
        Read times: 12
        Comment: 3
        Comments: 3
    (font|font size):
        Font: large
        Font size: large
    """,
        zh="""
    (录入|校对|初审|二审|三审|终审|人气|评论|字号|字数):
        录入：林梅
        校对：林梅
        初审：林梅
        二审：林梅
        三审：林梅
        终审：林梅
        人气：12
        评论：3
        字号：大
        字数：800
    (浏览|点击|阅读)(次数|量|数|率|):
        浏览次数：12
        点击量：12
        点击数：12
        点击率：12
        阅读：12
    """,
        ko="""
    (조회|조회수):
        조회: 12
        조회수: 12
    """,
    ),
}

# In front of the author's name, in brackets at the end of a text.
ROLES = Vocabulary(
    OPENING,
    en="""
    (our |this newspaper's |)(reporter|reporters|correspondent)
        Our reporter: Lin Mei
        This newspaper's correspondent: Lin Mei
        Reporters: Lin Mei, Chen Bo
        Reporter: Lin Mei
    (author|authors|contributor|writer|editor|responsible editor)
        Author: Lin Mei
        Authors: Lin Mei, Chen Bo
        Contributor: Lin Mei
        Writer: Lin Mei
        Editor: Lin Mei
        Responsible editor: Lin Mei
    text/photo
        Text/photo: Lin Mei
    """,
    zh="""
    (记者|通讯员|作者|供稿|撰稿|编辑|责任编辑|文/图)
        记者 林梅
        通讯员 林梅
        作者：林梅
        供稿：林梅
        撰稿：林梅
        编辑：林梅
        责任编辑：林梅
        文/图 林梅
    """,
    ko="""
    기자
        기자: 임매
    """,
)

# In front of the date or the author, perhaps behind a site's name.
PUBLISHED = Vocabulary(
    ANYWHERE,
    en="""
    (updated|published|posted|released|written)
        Plum Monthly Updated on 2020-03-01
        Plum Monthly published at 2020-03-01
        Plum Monthly posted 2020-03-01
        Plum Monthly released on 2020-03-01
        Written by Lin Mei on 2020-03-01
    """,
)

# Behind a date stand numbers of these.
COUNTERS = Vocabulary(
    ANYWHERE,
    en="""
    (view|views|comment|comments|read|reads)
        2020-03-01 1 view
        2020-03-01 12 views
        2020-03-01 1 comment
        2020-03-01 12 comments
        2020-03-01 12 read
        2020-03-01 12 reads
    """,
    zh="""
    (阅读|浏览|评论|点击|次|条|人)
        2020-03-01 阅读 12
        2020-03-01 浏览 12
        2020-03-01 评论 12
        2020-03-01 点击 12
        2020-03-01 12次
        2020-03-01 12条
        2020-03-01 12人
    """,
)

# Behind an author's name, other fields begin with these.
AFTER_NAMES = Vocabulary(
    ANYWHERE,
    en="""
    (view|views|hits|click|clicks|read|published|source|time)
        Lin Mei 1 view
        Lin Mei 12 views
        Lin Mei 12 hits
        Lin Mei 1 click
        Lin Mei 12 clicks
        Lin Mei 12 read
        Lin Mei published
        Lin Mei source
        Lin Mei time
    """,
    zh="""
    (浏览|点击|阅读|来源|时间)
        林梅 浏览12
        林梅 点击12
        林梅 阅读12
        林梅 来源
        林梅 时间
    """,
)

# Instead of an author's name.
NO_NAMES = Vocabulary(
    WHOLE,
    en="""
    (admin|administrator|root|user)
        admin
        Administrator
        root
        user
    """,
)

# Instead of a source's name.
OURSELVES = Vocabulary(
    OPENING,
    en="""
    (the |)(editor|internet|network|this site|unknown|original)
        the editor
        internet
        network
        this site
        unknown
        original
    """,
    zh="""
    (本站|本网|网络|互联网|原创|不详|未知|网友|因特网|整理)
        本站
        本网
        网络
        互联网
        原创
        不详
        未知
        网友
        因特网
        整理
    """,
)

# With these words end the names of sites and newspapers.
PUBLICATIONS = Vocabulary(
    ANYWHERE,
    en="""
    (network|net|website|web|library|daily|news|newspaper|online)
        Plum Network
        Plum Net
        Plum Website
        Plum Web
        Plum Library
        Plum Daily
        Plum News
        Plum Newspaper
        Plum Online
    """,
)
PUBLICATIONS_IN_CHINESE = Vocabulary(
    ANYWHERE,
    zh="""
    (网|文库|日报|晚报|公众号)
        李子网
        李子文库
        李子日报
        李子晚报
        李子公众号
    """,
)

# In front of such a name: the text was lent or compiled there.
LENT_BY = Vocabulary(
    ANYWHERE,
    zh="""
    (由|是|来自|源于|出自|载于)
        由李子网整理
        这是李子网的计划
        来自李子网
        源于李子网
        出自李子网
        载于李子日报
    """,
)

# Behind such a name.
COMPILING = Vocabulary(
    ANYWHERE,
    en="""
    (has|compiled|collected)
        Plum.com has three plans
        Plum.com compiled three plans
        Plum.com collected three plans
    """,
    zh="""
    (小编|编辑|整理|收集|为大家)
        李子网小编
        李子网编辑
        李子网整理
        李子网收集
        李子网为大家
    """,
)
