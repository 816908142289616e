"""Words of titles, of what sites add to them, and of the lines that are never titles."""

from summaries.quality.phrases import WHOLE, Vocabulary

# At the start and at the end of a line, with nothing but a space around.
START = r"\s*(?:{})"
END = r".*?(?:{})$"

# What kind of text a title names: such a line is a title rather than a sentence.
GENRES = Vocabulary(
    END,
    en="""
    (summary|summaries|report|reports|plan|plans|speech|speeches|review|reviews|minutes)
        Orchard summary
        Orchard summaries
        Orchard report
        Orchard reports
        Orchard plan
        Orchard plans
        Orchard speech
        Orchard speeches
        Orchard review
        Orchard reviews
        Orchard minutes
    (experience|experiences|reflection|reflections|essay|essays|sample|samples|model|models)
        Orchard experience
        Orchard experiences
        Orchard reflection
        Orchard reflections
        Orchard essay
        Orchard essays
        Orchard sample
        Orchard samples
        Orchard model
        Orchard models
    (letter|letters|notice|notices|contract|contracts|agreement|agreements|notes|guide|guides)
        Orchard letter
        Orchard letters
        Orchard notice
        Orchard notices
        Orchard contract
        Orchard contracts
        Orchard agreement
        Orchard agreements
        Orchard notes
        Orchard guide
        Orchard guides
    (song|songs|poem|poems|lesson|lessons|story|stories|diary|diaries|lecture|lectures)
        Orchard song
        Orchard songs
        Orchard poem
        Orchard poems
        Orchard lesson
        Orchard lessons
        Orchard story
        Orchard stories
        Orchard diary
        Orchard diaries
        Orchard lecture
        Orchard lectures
    (statement|statements|application|applications|proposal|proposals|template|templates)
        Orchard statement
        Orchard statements
        Orchard application
        Orchard applications
        Orchard proposal
        Orchard proposals
        Orchard template
        Orchard templates
    (rules|regulation|regulations|law|laws|act|acts|composition|compositions|article|articles)
        Orchard rules
        Orchard regulation
        Orchard regulations
        Orchard law
        Orchard laws
        Orchard act
        Orchard acts
        Orchard composition
        Orchard compositions
        Orchard article
        Orchard articles
    """,
)
GENRES_IN_CHINESE = Vocabulary(
    END,
    zh="""
    (总结|小结|报告|报告书|计划|计劃|计划书|体会|演讲|演讲稿|范文|心得|述职|方案|纪要|紀要)
        果园总结
        果园小结
        果园报告
        果园报告书
        果园计划
        果园计劃
        果园计划书
        果园体会
        果园演讲
        果园演讲稿
        果园范文
        果园心得
        果园述职
        果园方案
        果园纪要
        果园紀要
    (合同|合同书|协议|协议书|協议|通知|通告|公告|条例|條例|办法|规定|規定|规则|制度|章程)
        果园合同
        果园合同书
        果园协议
        果园协议书
        果园協议
        果园通知
        果园通告
        果园公告
        果园条例
        果园條例
        果园办法
        果园规定
        果园規定
        果园规则
        果园制度
        果园章程
    (申请书|申请|倡议书|感言|讲话|讲话稿|致辞|发言稿|日记|作文|读后感|观后感|随笔|散文|诗|歌|信)
        果园申请书
        果园申请
        果园倡议书
        果园感言
        果园讲话
        果园讲话稿
        果园致辞
        果园发言稿
        果园日记
        果园作文
        果园读后感
        果园观后感
        果园随笔
        果园散文
        果园诗
        果园歌
        果园信
    (简历|说明书|教案|汇报|材料|大全|模板)
        果园简历
        果园说明书
        果园教案
        果园汇报
        果园材料
        果园大全
        果园模板
    """,
    ko="""
    (요약|보고|보고서|총결|결산)
        과수원 요약
        과수원 보고
        과수원 보고서
        과수원 총결
        과수원 결산
    """,
)
# Behind a genre, what it is about: "Minutes of the club".
GENRE_LINKS = Vocabulary(
    START,
    en="""
    (of|on|for|to|from|about|by|against)
        Of the orchard
        On the orchard
        For the orchard
        To the orchard
        From the orchard
        About the orchard
        By the orchard
        Against the orchard
    """,
)
ABOUT = Vocabulary(
    START,
    zh="""
    关于
        关于果园的意见
    """,
)
# How a letter or a speech begins.
SALUTATIONS = Vocabulary(
    START,
    en="""
    (my |)(dear|respected|distinguished|honored|honoured|to whom)
        My dear pears
        Dear pears
        Respected guests
        Distinguished guests
        Honored guests
        Honoured guests
        To whom it may concern
    """,
    zh="""
    (尊敬|敬爱的|亲爱的|各位|大家好|同志们|同学们|朋友们|老师们|你好|您好|女士们|先生们)
        尊敬的来宾：
        敬爱的老园丁：
        亲爱的苹果：
        各位果农：
        大家好！
        同志们，
        同学们，
        朋友们，
        老师们，
        你好，苹果：
        您好，果农：
        女士们、来宾们：
        先生们、来宾们：
    """,
)
# These greet only with somebody greeted behind them, or a stop.
GREETINGS = Vocabulary(
    START,
    en="""
    (hello|hi|ladies and gentlemen|greetings|good (morning|afternoon|evening))
        Hello, pears!
        Hi, pears!
        Ladies and gentlemen, the pears!
        Greetings, pears!
        Good morning, pears!
        Good afternoon, pears!
        Good evening, pears!
    """,
)
GREETED = Vocabulary(
    START,
    en="""
    (everyone|everybody|every|all|my|dear|teachers|friends|class|classmates|sir)
        Everyone in the orchard
        Everybody in the orchard
        Every picker of plums
        All of you
        My neighbours
        Dear neighbours
        Teachers of the school
        Friends of the plum
        Class of the year
        Classmates of the year
        Sir Plum
    """,
)
# Before a colon: the fields of a form, of a letter and of minutes.
FIELDS = Vocabulary(
    r"\s*(?:{})\.? ?:",
    en="""
    (from|to|cc|date|subject|re|name|tel|phone|telephone|mobile|fax|address|email|e-mail)
        From: plums
        To: plums
        Cc: plums
        Date: plums
        Subject: plums
        Re: plums
        Name: plums
        Tel: plums
        Phone: plums
        Telephone: plums
        Mobile: plums
        Fax: plums
        Address: plums
        Email: plums
        E-mail: plums
    (present|attendees|absent|time|place|venue|location|chair|chairman|chairperson|no|number)
        Present: plums
        Attendees: plums
        Absent: plums
        Time: plums
        Place: plums
        Venue: plums
        Location: plums
        Chair: plums
        Chairman: plums
        Chairperson: plums
        No: plums
        Number: plums
    (contract no|party (a|b)|buyer|seller|landlord|tenant|employer|employee)
        Contract no.: 12
        Party A: the orchard
        Party B: the school
        Buyer: the school
        Seller: the orchard
        Landlord: the orchard
        Tenant: the school
        Employer: the orchard
        Employee: the picker
    (age|gender|class|grade)
        Age: plums
        Gender: plums
        Class: plums
        Grade: plums
    """,
)
FIELDS_IN_CHINESE = Vocabulary(
    r"\s*(?:{})(?:\([^)]{{0,12}}\))?\s*:",
    zh="""
    (甲方|乙方|丙方|姓名|性别|年龄|班级|学号|时间|时 间|日期|地点|地 点|邮编|主题)
        甲方：果园
        乙方：果园
        丙方：果园
        姓名：果园
        性别：果园
        年龄：果园
        班级：果园
        学号：果园
        时间：果园
        时 间：果园
        日期：果园
        地点：果园
        地 点：果园
        邮编：果园
        主题：果园
    (出席|出席人员|参加人员|缺席|列席|主持|主持人|记录|记录人|发件人|收件人|抄送)
        出席：果农
        出席人员：果农
        参加人员：果农
        缺席：果农
        列席：果农
        主持：果农
        主持人：果农
        记录：果农
        记录人：果农
        发件人：果农
        收件人：果农
        抄送：果农
    (编号|合同编号|协议编号|电话|联系电话|联系人|传真|地址|住址|身份证号|法定代表人)
        编号：果园
        合同编号：果园
        协议编号：果园
        电话：果园
        联系电话：果园
        联系人：果园
        传真：果园
        地址：果园
        住址：果园
        身份证号：果园
        法定代表人：果园
    (出租方|承租方|买方|卖方|用人单位|劳动者)
        出租方：果园
        承租方：果园
        买方：果园
        卖方：果园
        用人单位：果园
        劳动者：果园
    """,
)
# Behind a dash, the headings of a site's lists.
MENU_ITEMS = Vocabulary(
    r"[-–·]\s*(?:{})",
    en="""
    (related|recommended)
        - related pages
        - recommended pages
    """,
    zh="""
    (相关|推荐|热门|最新)
        - 相关文章
        - 推荐文章
        - 热门文章
        - 最新文章
    """,
)
# Words that say nothing of a title's subject.
STOP_WORDS = Vocabulary(
    en="""
    a
        a ferry
    an
        an ferry
    the
        the ferry
    of
        plums of pears
    in
        plums in pears
    on
        plums on pears
    at
        plums at pears
    for
        plums for pears
    to
        plums to pears
    and
        plums and pears
    or
        plums or pears
    by
        plums by pears
    with
        plums with pears
    from
        plums from pears
    as
        plums as pears
    is
        plums is ripe
    are
        plums are ripe
    be
        plums be ripe
    my
        my plums
    our
        our plums
    your
        your plums
    i
        i pick plums
    we
        we pick plums
    s
        baker 's
    x
        x city plums
    xx
        xx city plums
    xxx
        xxx city plums
    """,
)
# At the end of what titles have in common, these lead to where they differ.
LOOSE_ENDS = Vocabulary(
    END,
    en="""
    (in|of|for|on|at|by|the|a|an)
        Report in
        Report of
        Report for
        Report on
        Report at
        Report by
        Report the
        Report a
        Report an
    """,
)
# What sites add to a title: the genre, and praise.
ADDED = Vocabulary(
    en="""
    sample
        plum report sample
    model
        plum report model
    essay
        plum report essay
    article
        plum report article
    template
        plum report template
    text
        plum report text
    collection
        plum report collection
    version
        plum report version
    example
        plum report example
    selected
        selected plum report
    latest
        latest plum report
    general
        general plum report
    excellent
        excellent plum report
    recommended
        recommended plum report
    boutique
        boutique plum report
    practical
        practical plum report
    common
        common plum report
    full
        full plum report
    best
        best plum report
    new
        new plum report
    reference
        reference plum report
    """,
)
ADDED_IN_CHINESE = Vocabulary(
    WHOLE,
    zh="""
    (范文|模板|样本|精选|精選|精品|最新|通用|实用|推荐|优秀|大全|合集|汇总|集锦|热门|必备|简短|参考)
        范文
        模板
        样本
        精选
        精選
        精品
        最新
        通用
        实用
        推荐
        优秀
        大全
        合集
        汇总
        集锦
        热门
        必备
        简短
        参考
    (范本|例文|版)
        范本
        例文
        版
    """,
)
# Before a colon: what follows is the title.
TITLE_LABELS = Vocabulary(
    r"\s*(?:{})\s*:",
    en="""
    title
        Title: The plums
    """,
    zh="""
    (标题|题目)
        标题：果园
        题目：果园
    """,
)
# Before a colon, in a page without a title: what follows may serve as one.
TOPIC_LABELS = Vocabulary(
    r"\s*(?:{})\s*:",
    en="""
    (subject|topic)
        Subject: The plums
        Topic: The plums
    """,
    zh="""
    主题
        主题：果园
    """,
)
# Before words in quotation marks: what a text calls itself.
TALKS = {"talk": "speech, talk, lecture, report, essay, composition"}
TOPICS = Vocabulary(
    r".*?(?:{}):? ?[\"“‘'《]",
    words=TALKS,
    en="""
    (topic|title|subject|theme) of (my|our|the|this|today's|todays) {talk} (today|) is
        The topic of my talk is "Plums"
        The title of my talk is "Plums"
        The subject of my talk is "Plums"
        The theme of my talk is "Plums"
        The topic of my talk is "Plums"
        The topic of our talk is "Plums"
        The topic of the talk is "Plums"
        The topic of this talk is "Plums"
        The topic of today's talk is "Plums"
        The topic of todays talk is "Plums"
        The topic of our talk today is: "Plums"
        The topic of our lecture is "Plums"
        The topic of our report is "Plums"
        The topic of our essay is "Plums"
        The topic of our composition is "Plums"
        The topic of our speech is "Plums"
    (speech|talk|lecture) (today|) is (called|entitled|titled)
        My speech is called "Plums"
        My talk is called "Plums"
        My lecture is called "Plums"
        My talk today is called "Plums"
        My talk is called "Plums"
        My talk is entitled "Plums"
        My talk is titled "Plums"
    """,
    zh="""
    (题目|主题|话题)(叫|就|)(是|为|)
        题目《果园》
        主题《果园》
        话题《果园》
        题目叫《果园》
        题目为《果园》
        题目就是《果园》
        题目是《果园》
        题目就为《果园》
        主题《果园》
    """,
)
# What sites call a category.
CATEGORIES = Vocabulary(
    r"\s*(?:{})\s*$",
    en="""
    work (summary|summaries|plan|plans|report|reports)
        Work summary
        Work summaries
        Work plan
        Work plans
        Work report
        Work reports
    (essay|essays|speeches|summary|summaries)
        Essay
        Essays
        Speeches
        Summary
        Summaries
    """,
    zh="""
    (工作|年终|年度|个人|)(总结|计划|计劃|报告)
        工作总结
        年终总结
        年度总结
        个人总结
        计划
        计劃
        报告
    (范文|作文|读后感|演讲稿|心得体会|述职报告)
        范文
        作文
        读后感
        演讲稿
        心得体会
        述职报告
    """,
)
