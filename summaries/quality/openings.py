"""The turns that standard introductions take, and those of authors, each as a table."""

from .phrases import ANYWHERE, Vocabulary

WORDS = {
    "compiled": (
        "compiled, collected, collated, sorted out, brought, arranged, prepared, gathered, shared,"
        " edited"
    ),
    "reader": "you, everyone, everybody, readers, me, us",
}

# What only somebody says who compiles the texts of others.
COMPILERS = {
    "compiled for you": Vocabulary(
        ANYWHERE,
        words=WORDS,
        en="""
    {compiled} … (for|by|to|with) … {reader}
        Letters compiled for you
        Letters collected by me
        Letters collated for everyone
        Letters were sorted out for everybody
        Letters brought to you
        Letters arranged for readers
        Letters prepared for you
        Letters gathered for you
        Letters shared with us
        Letters edited for you
    {compiled} … (by|from) … (editor|website|network|com)
        Letters compiled by the editor
        Letters shared by a website
        Letters prepared from a network
        Letters collected by Plum.com
    """,
        zh="""
    (为|给)(大家|您|你)…(整理|收集|搜集|带来|准备)
        为大家整理的计划
        给您收集的计划
        给你搜集的计划
        为大家带来的计划
        为大家准备的计划
    """,
    ),
    "the editor compiled": Vocabulary(
        ANYWHERE,
        words=WORDS,
        en="""
    (i|we|editor|website|network) … {compiled}
        I have compiled
        We collected
        The editor collated
        This website has gathered
        This network has shared
        The editor sorted out
        The editor brought
        The editor arranged
        The editor prepared
        The editor edited
    """,
        zh="""
    (小编|笔者|编辑|本站)…(整理|收集|搜集|带来|精心|分享|推荐)
        小编整理的
        笔者收集的
        编辑搜集的
        本站带来的
        小编精心挑选的
        小编分享的
        小编推荐的
    """,
        ko="""
    정리(했|하였)
        계획을 정리했습니다
        계획을 정리하였습니다
    """,
    ),
    "for reference": Vocabulary(
        ANYWHERE,
        en="""
    for (your|everyone's|) reference
        For your reference.
        For everyone's reference.
        For reference.
    for you to refer
        Some plans for you to refer to.
    refer to (it|them)
        You can refer to it.
        You can refer to them.
    """,
        zh="""
    仅供…参考
        仅供同学参考
    供大家参考
        供大家参考
    """,
        ko="""
    참고(하|용)
        참고하세요
        참고용입니다
    """,
    ),
    "we hope it helps": Vocabulary(
        ANYWHERE,
        en="""
    (hope|wish) … (help|helps|helpful|useful|like it|inspire)
        We hope to help.
        We hope it helps.
        We hope it is helpful.
        We wish it to be useful.
        We hope you like it.
        We hope to inspire.
    """,
        zh="""
    希望…(参考|借鉴|帮助|帮到|喜欢|有用)
        希望可以参考
        希望值得借鉴
        希望有帮助
        希望帮到你
        希望你喜欢
        希望有用
    看看吧
        快看看吧
    """,
        ko="""
    도움이 되
        도움이 되기를 바랍니다
    """,
    ),
    "share it": Vocabulary(
        ANYWHERE,
        en="""
    (share|recommend) … (your friends|people around you)
        Share it with your friends.
        Recommend it to people around you.
    """,
    ),
    "welcome to read": Vocabulary(
        ANYWHERE,
        en="""
    welcome (everyone|you|all|) to (read|share|refer|learn|browse|view|download)
        Welcome everyone to read.
        We welcome you to share.
        We welcome all to refer.
        Welcome to learn.
        Welcome to browse.
        Welcome to view.
        Welcome to download.
    """,
        zh="""
    欢迎(大家|)(阅读|借鉴|参考|查看|收藏|下载)
        欢迎大家阅读
        欢迎借鉴
        欢迎参考
        欢迎查看
        欢迎收藏
        欢迎下载
    """,
    ),
    "the following is": Vocabulary(
        ANYWHERE,
        en="""
    the following (is|are) … (for you|summary|essay|essays|article|articles|model)
        The following is for you.
        The following is a summary.
        The following is an essay.
        The following are essays.
        The following is an article.
        The following are articles.
        The following is a model.
    the following (is|are) … (sample|samples|template|templates)
        The following is a sample.
        The following are samples.
        The following is a template.
        The following are templates.
    """,
        ko="""
    소개(합니다|하겠습니다)
        계획을 소개합니다
        계획을 소개하겠습니다
    (살펴|알아)보겠습니다
        계획을 살펴보겠습니다
        계획을 알아보겠습니다
    """,
    ),
    "other people's models": Vocabulary(
        ANYWHERE,
        zh="""
    (参考|借鉴|阅读)…范文
        可以参考一些范文
        可以借鉴范文
        可以阅读范文
    """,
    ),
}

# What texts may say as well.
ANYBODYS = {
    "time has passed": Vocabulary(
        ANYWHERE,
        en="""
    time (flies|passes|goes by|is fleeting|is gone|is like)
        Time flies.
        Time passes.
        Time goes by.
        Time is fleeting.
        Time is gone.
        Time is like a river.
    unconsciously
        Unconsciously, a year went by.
    in (a|the) (blink|twinkling|flash)
        In a flash a year went by.
        In the blink of an eye.
        In the twinkling of an eye.
    """,
        zh="""
    时间(过得|飞逝|流逝|一晃|稍纵即逝)
        时间过得快
        时间飞逝
        时间流逝
        时间一晃
        时间稍纵即逝
    (光阴似箭|时光|岁月|转眼|不知不觉)
        光阴似箭
        时光匆匆
        岁月匆匆
        转眼一年
        不知不觉一年
    """,
    ),
    "how is one written": Vocabulary(
        ANYWHERE,
        en="""
    how (to|do you|should|can) …?
        How to write one?
        How do you write one?
        How should one write it?
        How can one write it?
    question (is coming|comes|arises)
        The question is coming.
        The question comes.
        The question arises.
    """,
        zh="""
    (怎么|如何|怎样|该)…写…(?|呢)
        怎么写？
        如何写？
        怎样写呢
        该写几页呢
    什么…(?|呢)
        写什么？
        写什么呢
    """,
    ),
    "you worry": Vocabulary(
        ANYWHERE,
        en="""
    (do you know|are you still|worried about|worry about|headache|headaches)
        Do you know one?
        Are you still at it?
        They are worried about it.
        They worry about it.
        It is a headache.
        They have headaches.
    i believe (many|everyone|you)
        I believe many do.
        I believe everyone does.
        I believe you do.
    """,
    ),
    "one should be written": Vocabulary(
        ANYWHERE,
        en="""
    (it is time to|it's time to|sit down and)
        It is time to begin.
        It's time to begin.
        Let us sit down and begin.
    write (a|an) … (summary|report|plan|essay)
        We write a good summary.
        We write an annual report.
        We write a new plan.
        We write an honest essay.
    """,
        zh="""
    是时候
        是时候了
    写一(份|篇|写)
        写一份吧
        写一篇吧
        写一写吧
    好好(地|)(总结|写)
        好好总结
        好好地写
    范文
        几篇范文
    """,
    ),
    "look at some": Vocabulary(
        ANYWHERE,
        en="""
    let's (take a|have a|) (look|see|read|learn)
        Let's take a look.
        Let's have a look.
        Let's see.
        Let's read.
        Let's learn.
    (log|login) (on|in|) to
        Log on to the site.
        Log in to the site.
        Login to the site.
    welcome
        Welcome!
    (model essay|model essays)
        A model essay
        Two model essays
    """,
    ),
    "it is good to look back": Vocabulary(
        ANYWHERE,
        en="""
    looking back on (this|the past)
        Looking back on this year
        Looking back on the past
    (laughter|sweat) … tears
        There was laughter, and tears.
        There was sweat, and tears.
    (draw|sum up) (lessons|experience)
        We draw lessons.
        We sum up experience.
    """,
    ),
    "what a summary is": Vocabulary(
        ANYWHERE,
        en="""
    summary is (a|to) … (material|analyze|analyse)
        A summary is a written material.
        A summary is to analyze.
        A summary is to analyse.
    """,
        zh="""
    总结(是|就是)…(书面|文体|材料)
        总结是一种书面的话
        总结就是一种文体
        总结是一种材料
    """,
    ),
}

# What authors say about their own texts.
AUTHORS = {
    "as follows": Vocabulary(
        ANYWHERE,
        en="""
    (summarized|summarised|summary is|reported|report is|report) as follows
        It is summarized as follows:
        It is summarised as follows:
        The summary is as follows:
        It is reported as follows:
        The report is as follows:
        I report as follows:
    i would like to (report|summarize|summarise)
        I would like to report.
        I would like to summarize.
        I would like to summarise.
    """,
        zh="""
    (总结|汇报|报告|小结)如下
        现总结如下
        现汇报如下
        现报告如下
        小结如下
    在…领导下
        在馆长的领导下
    """,
    ),
    "under the leadership": Vocabulary(
        ANYWHERE,
        en="""
    under the (correct|strong|) (leadership|guidance)
        Under the correct leadership of the head
        Under the strong leadership of the head
        Under the leadership of the head
        Under the guidance of the head
    """,
    ),
}
