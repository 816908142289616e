"""Words of breadcrumbs: "Your location: Home > Work > Title"."""

from summaries.quality.phrases import WHOLE, Vocabulary

# Before the site's name; a bullet may precede, and a dash, colon or arrow follows.
POSITIONS = Vocabulary(
    r"[•·●■◆ ]*(?:{})\s*[-–—:>»]+\s*",
    en="""
    (your|you are|the|) (current|currently) (location|position|place)
        Your current location: Plum Library
        You are currently position: Plum Library
        The current place: Plum Library
        Current location: Plum Library
    (your|) (location|position)
        Your location: Plum Library
        Position: Plum Library
    you are here
        You are here: Plum Library
    """,
    zh="""
    (您|你|)(的|现在|现在的|目前|目前的|当前|当前的|)(所在|所在的|)位置(是|)
        您的位置：果园
        你现在的位置：果园
        您现在位置：果园
        您目前位置：果园
        您目前的位置：果园
        您当前位置：果园
        您当前的位置：果园
        您所在的位置：果园
        所在位置是：果园
    當前位置
        當前位置：果园
    """,
    ko="""
    현재(| )위치
        현재위치: 과수원
        현재 위치: 과수원
    """,
)
# The first step of breadcrumbs.
HOME = Vocabulary(
    WHOLE,
    en="""
    (home|home page|homepage|front page)
        Home
        Home page
        Homepage
        Front page
    """,
    zh="""
    (首页|主页|网站首页)
        首页
        主页
        网站首页
    """,
    ko="""
    (홈|처음)
        홈
        처음
    """,
)
# The last step, in place of the title.
HERE = Vocabulary(
    WHOLE,
    en="""
    (text|main text|content|body)
        Text
        Main text
        Content
        Body
    """,
    zh="""
    (正文|内容|文章)
        正文
        内容
        文章
    """,
    ko="""
    본문
        본문
    """,
)
# A site's name ends so.
SITE_NAMES = Vocabulary(
    r".*?(?:{})$",
    en="""
    (network|website|net|library)
        Plum network
        Plum website
        Plum net
        Plum library
    """,
    zh="""
    (网|网站|文库|论坛|在线)
        果园网
        果园网站
        果园文库
        果园论坛
        果园在线
    """,
)
