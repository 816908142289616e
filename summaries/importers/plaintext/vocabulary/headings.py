"""Words of lines and of beginnings of paragraphs that are no headings."""

from summaries.quality.phrases import ANYWHERE, Vocabulary

# At the start of a line.
START = r"\s*(?:{})"

# Before a colon, at the end of a line that announces a list.
LIST_OPENINGS = Vocabulary(
    r".*(?:{})[^:]{{0,20}}:$",
    en="""
    (following|as follows)
        We did the following:
        The rules are as follows:
    """,
)
LIST_OPENINGS_IN_CHINESE = Vocabulary(
    r".*(?:{})[^:]{{0,9}}:$",
    zh="""
    (下列|如下|以下)
        规定下列几条：
        规定如下几条：
        规定以下几条：
    """,
)
# A sentence begins so, and no topic.
STATEMENT_OPENINGS = Vocabulary(
    START,
    en="""
    (i|we|he|she|they|it|you|there|this|these|those|my|our)
        I pick plums.
        We pick plums.
        He picks plums.
        She picks plums.
        They pick plums.
        It grows plums.
        You pick plums.
        There grow plums.
        This grows plums.
        These grow plums.
        Those grow plums.
        My plums grow.
        Our plums grow.
    in (order|the|this|terms|addition|view|accordance|my|our)
        In order to grow plums
        In the orchard
        In this orchard
        In terms of plums
        In addition to plums
        In view of the plums
        In accordance with the rules
        In my orchard
        In our orchard
    (during|since|when|while|as|on|at|after|before|because|due|if|although|from|every|each|now)
        During the harvest
        Since the harvest
        When plums grow
        While plums grow
        As plums grow
        On the tree
        At the tree
        After the harvest
        Before the harvest
        Because plums grow
        Due to the harvest
        If plums grow
        Although plums grow
        From the tree
        Every plum
        Each plum
        Now plums grow
    (according|through|under|with|for)
        According to the plan
        Through the orchard
        Under the tree
        With the plums
        For the plums
    """,
    zh="""
    (我|本人|为了|由于|根据|通过|今年|本学期|这|因为|虽然|每)
        我果园
        本人果园
        为了果园
        由于果园
        根据果园
        通过果园
        今年果园
        本学期果园
        这果园
        因为果园
        虽然果园
        每果园
    在…(中|下|里|上|时|后)
        在果园中
        在果园下
        在果园里
        在果园上
        在果园时
        在果园后
    """,
)
# A sentence has one of these, and a topic hardly ever.
STATEMENT_VERBS = Vocabulary(
    ANYWHERE,
    en="""
    (is|are|was|were|has|have|had|will|cannot|can't|don't|do not|doesn't)
        The plum is ripe.
        Plums are ripe.
        The plum was ripe.
        Plums were ripe.
        The plum has fallen.
        Plums have fallen.
        Plums had fallen.
        Plums will fall.
        Plums cannot fly.
        Plums can't fly.
        Plums don't fly.
        Plums do not fly.
        The plum doesn't fly.
    (i|we) (can|should|must|also|always)
        Here I can pick.
        Here we should pick.
        Here we must pick.
        Here we also pick.
        Here we always pick.
    """,
)
# Who is spoken to or of, as in no topic.
ADDRESSED = Vocabulary(
    ANYWHERE,
    en="""
    (you|your|yours|me|mine|him|her|them|it)
        Give you plums.
        Give your plums.
        Give yours plums.
        Give me plums.
        Give mine plums.
        Give him plums.
        Give her plums.
        Give them plums.
        Give it plums.
    """,
)
# Before a colon, who speaks, or what the sentence goes on to say: no label of a section.
NO_LABELS = Vocabulary(
    ANYWHERE,
    en="""
    (is|are|was|were|has|have|said|say|says|asked|follows|following|question|answer|q|a)
        The plan is:
        The plans are:
        The plan was:
        The plans were:
        The plan has:
        The plans have:
        Ann said:
        They say:
        Ann says:
        Ann asked:
        As follows:
        The following:
        Question:
        Answer:
        Q:
        A:
    (party|teacher|student|example|note)
        Party:
        Teacher:
        Student:
        Example:
        Note:
    """,
    zh="""
    (说|问|答|道|曰|如|下|师|生|方)
        园丁说：
        园丁问：
        园丁答：
        园丁道：
        老子曰：
        例如：
        以下：
        园艺师：
        学生：
        校方：
    """,
)
# Who is greeted, or what a clause begins with.
NO_HEADINGS = Vocabulary(
    START,
    en="""
    (dear|respected|hello|hi|good (morning|afternoon|evening)|thank|distinguished|ladies)
        Dear pickers
        Respected pickers
        Hello pickers
        Hi pickers
        Good morning
        Good afternoon
        Good evening
        Thank you
        Distinguished pickers
        Ladies of the orchard
    (leaders|comrades|judges|teachers|classmates|colleagues|everyone)
        Leaders
        Comrades
        Judges
        Teachers
        Classmates
        Colleagues
        Everyone
    (like|such as|for example)
        Like plums
        Such as plums
        For example plums
    """,
    zh="""
    (尊敬的|各位|敬爱的|亲爱的|大家好|谢谢|同志们|老师|同学们|你好|您好|此致|敬礼)
        尊敬的
        各位
        敬爱的
        亲爱的
        大家好
        谢谢
        同志们
        老师
        同学们
        你好
        您好
        此致
        敬礼
    """,
)
# Between the names at the head of a contract.
CONTRACT_WORDS = Vocabulary(
    r"\s*(?:{})$",
    en="""
    (between|and|by and between|whereas)
        Between
        And
        By and between
        Whereas
    """,
)
# Above a list of contents.
CONTENTS = Vocabulary(
    r"\s*(?:{})\s*:?$",
    en="""
    (table of|) contents
        Table of contents
        Contents
    """,
    zh="""
    目(| |  )(录|錄|次)
        目录
        目 录
        目  录
        目錄
        目次
    """,
    ko="""
    목차
        목차
    """,
)
# What rules and contracts say.
RULE_VERBS = Vocabulary(
    ANYWHERE,
    en="""
    (shall|may not|must)
        The hirer shall pay.
        The hirer may not pay.
        The hirer must pay.
    """,
    zh="""
    (应当|不得|可以|必须)
        租船人应当付款。
        租船人不得付款。
        租船人可以付款。
        租船人必须付款。
    """,
)
