"""Forms, notices of downloads and of the site, labels of sources and tags."""

from summaries.quality.phrases import ANYWHERE, OPENING, WHOLE, Vocabulary

from .words import WORDS

# No author begins a line with these.
FORMS = Vocabulary(
    OPENING,
    en="""
    (leave|post) (a|) (reply|comment).
        Leave a Reply
        Post Comment (+)
    leave a reply cancel
        Leave a Reply Cancel reply
    cancel reply
        Cancel reply
    your email address will not be published
        Your email address will not be published. Plums are.
    required fields are marked
        Required fields are marked *
    save my name
        Save my name in this browser.
    submit comment
        Submit Comment
    (log in|you must be logged in) to (comment|reply|post)
        Log in to comment
        Log in to reply
        You must be logged in to post a plum.
    you may use these html
        You may use these HTML tags
    (all|latest|hot) comments.
        All comments
        Latest comments
        Hot comments
    (be the first to|write a|add a) comment.
        Be the first to comment
        Write a comment
        Add a comment
    # (comment|comments|response|responses|reply|replies) (on|to)
        1 comment on plums
        3 comments on plums
        1 response to plums
        3 responses to plums
        1 reply to plums
        3 replies to plums
    # (comments|responses|replies).
        3 comments
        3 responses
        3 replies
    no comments.
        No comments
    """,
    zh="""
    (发表|提交)(评论|回复|留言).
        发表评论
        提交回复
        发表留言
    (全部|热门|暂无)评论.
        全部评论
        热门评论
        暂无评论
    (我要|网友|最新|用户|文章)评论.
        我要评论
        网友评论：
        最新评论
        用户评论
        文章评论
    评论(列表|区|…#).
        评论列表
        评论区
        评论(3)
    必填项
        必填项已标记
    取消回复
        取消回复
    """,
    ko="""
    댓글 (쓰기|달기)
        댓글 쓰기
        댓글 달기
    """,
)

# Fields of a comment form, and of every other form as well.
FORM_WORDS = Vocabulary(
    WHOLE,
    en="""
    (name|email|e-mail|email address|address|website|url|phone|nickname|message|subject)
        Name *
        Email *
        E-mail *
        Email address
        Address
        Website
        URL
        Phone
        Nickname
        Message
        Subject
    (comment|comments|submit|captcha|verification code)
        Comment *
        Comments
        Submit
        Captcha
        Verification code
    """,
    zh="""
    (您的|)(姓名|昵称|邮箱|电子邮箱地址|网址|地址|验证码|评论|提交)
        您的姓名
        昵称
        邮箱 *
        电子邮箱地址
        网址
        地址
        验证码
        评论
        提交
    """,
    ko="""
    (이름|댓글|이메일|비밀번호)
        이름
        댓글
        이메일
        비밀번호
    """,
)

DOWNLOADS = Vocabulary(
    ANYWHERE,
    en="""
    download (the|this) (full|complete|word|pdf|original) (document|version|text|file|article)
        You can download the full document.
        You can download this complete text.
        Here you download the word file.
        Here you download the PDF version.
        Here you download the original article.
    download (the|this) (document|file|article|template)
        Here you download the document.
        Here you download this file.
        Here you download the article.
        Here you download the template.
    word version of (this|the) (article|document)
        The Word version of this article is here.
        The Word version of the document is here.
    download it.
        The plan is a document. Download it.
    click (here|) to download.
        Click here to download
        Click to download
    free download
        Plan of the orchard, free download
    (download link|download address|download for free|download now)
        Download link of the plan
        Download address of the plan
        Here you download for free.
        Download now!
    (word|doc|pdf|docx|wps) (version|) download
        Plan of the orchard (Word version download)
        Plan of the orchard (doc download)
        Plan of the orchard (PDF download)
        Plan of the orchard (docx download)
        Plan of the orchard (WPS download)
    (download|downloads|download points|download times):
        Download: plan.doc
        Downloads: 12
        Download points: 3
        Download times: 12
    (document|file) (size|format|type|pages):
        Document size: 12
        File format: doc
        File type: doc
        File pages: 3
    """,
    zh="""
    下载(本文|文档|全文|此文档|该文档|word|积分|次数|地址|链接|原文)
        请下载本文
        请下载文档
        请下载全文
        请下载此文档
        请下载该文档
        李子下载word版
        下载积分 3
        下载次数 12
        下载地址在下方
        下载链接在下方
        请下载原文
    (文档|免费|点击|word|word版|全文|立即|打包)下载
        果园计划文档下载
        果园计划免费下载
        点击下载
        果园计划word下载
        果园计划word版下载
        全文下载
        立即下载
        打包下载
    (文档|文件)(大小|格式|页数|类型|上传)
        文档大小 12
        文件格式 doc
        文件页数 3
        文件类型 doc
        文档上传
    由会员分享
        《果园》由会员分享
    可在线阅读
        《果园》可在线阅读
    """,
)

NOTICES = Vocabulary(
    OPENING,
    words=WORDS,
    en="""
    copyright
        Copyright 2020 Plum Net
    ©
        © Plum Net
    all rights reserved
        All rights reserved.
    disclaimer
        Disclaimer: plums come from many trees.
    share (to|this|on):
        Share to: friends
        Share this: mail
        Share on: mail
    share this (article|post|page).
        Share this article
        Share this post
        Share this page
    (back|return) to (top|home|list|the top|the list).
        Back to top
        Back to the top
        Return to home
        Return to list
        Return to the list
    (font|font size):…(large|big|medium|small)
        Font: large
        Font size: big
        Font size: medium
        Font: small
    (this|the) (work|article|document|content) (was|is) {given} by (users|netizens|user)
        This work was uploaded by users.
        The article is contributed by netizens.
        This document is provided by user 7.
        The content was submitted by users.
    (print|email|bookmark|rate) this (article|post).
        Print this article
        Email this article
        Bookmark this post
        Rate this post
    was this (page|article|answer) helpful.
        Was this page helpful?
        Was this article helpful?
        Was this answer helpful?
    # people (like|liked) this.
        12 people like this
        12 people liked this
    (ads by google|google ads|ads provided by google|sponsored links).
        Ads by Google
        Google Ads
        Ads provided by Google
        Sponsored links
    if … (infringement|infringes) … contact … (delete|remove|deletion|deleted)
        If there is any infringement, please contact us to delete it.
        If this infringes your rights, contact us to remove it.
        If there is infringement, contact the site for deletion.
        If there is infringement, contact us and it will be deleted.
    the copyright … belongs to the original author
        The copyright of the plan belongs to the original author.
    (this|the) article … not represent the (views|position) of (this|our) (site|website)
        This article does not represent the views of this site.
        The article does not represent the position of our website.
    please indicate the source … (reprint|reprinting|reprinted)
        Please indicate the source when reprinting.
        Please indicate the source if you reprint it.
        Please indicate the source if it is reprinted.
    powered by (wordpress|tumblr|blogger|discuz)
        Powered by WordPress
        Powered by Tumblr
        Powered by Blogger
        Powered by Discuz
    (tag|tags|label|labels|keywords):
        Tag: plums
        Tags: plums
        Label: plums
        Labels: plums
        Keywords: plums
    """,
    zh="""
    (字体|字号):…(大|中|小)
        字体：大
        字号：[中]
        字号：[小]
    (标签|关键词|关键字|tag标签):
        标签：李子
        关键词：李子
        关键字：李子
        tag标签：李子
    本文(系|为|是)…原创
        本文系原创
        本文为作者原创
        本文是本站原创
    (未经许可|未经允许|)(，|)请勿(照搬|转载|抄袭)
        未经许可，请勿转载。
        未经允许请勿照搬。
        请勿抄袭
    版权(所有|声明|归)
        版权所有 李子网
        版权声明：李子网
        版权归作者
    免责声明
        免责声明：李子
    声明:…(本文|版权|转载|侵权|本站|网友)
        声明：本文只谈李子。
        声明：李子网有版权。
        声明：欢迎转载。
        声明：如有侵权，请来信。
        声明：本站只谈李子。
        声明：李子由网友提供。
    分享(到|至):
        分享到：好友
        分享至：好友
    分享到.
        分享到
    转载请注明
        转载请注明出处
    (我|我来|我要|我也|)说两句.
        我说两句
        我来说两句
        我要说两句
        我也说两句
        说两句
    (google|谷歌|百度)( |)提供的广告
        Google 提供的广告
        谷歌提供的广告
        百度提供的广告
    (推荐给好友|设为首页).
        推荐给好友
        设为首页
    温馨提示:…有(任何|什么|)(想法|意见|建议)…评论
        温馨提示：如果您对《李子》有任何想法，欢迎评论。
        温馨提示：您有什么意见，请评论。
        温馨提示：您有建议，请评论。
    (如|若)…侵(权|犯)…(请|联系)…(删除|处理)
        如有侵权，请来信，马上删除。
        若侵犯了您，联系我们处理。
    侵权(投诉|举报):
        侵权投诉：李子网
        侵权举报：李子网
    (以上|本文|本站|部分)(内容|文章|资料|图片|文字)…(来自|源于|收集于|整理自)(网络|互联网)
        以上内容来自网络
        本文资料来源于互联网
        本站文章收集于网络
        部分图片源于网络
        以上文字整理自网络
    (本文|文章|以上)…不代表(本站|本网|本平台)(的|)(观点|立场)
        本文不代表本站观点
        文章不代表本网的立场
        以上内容不代表本平台立场
    (本文|文章|以上)…(仅|只)代表作者(本人|个人|)(观点|立场)
        本文仅代表作者本人观点
        文章只代表作者个人立场
        以上内容仅代表作者观点
    您是(本站|)第…位(访客|访问者|来访者)
        您是本站第 7 位访客
        您是第 7 位访问者
        您是第 7 位来访者
    (主办|主管|承办|协办|维护)(单位|):…(信息中心|网络中心|技术支持)
        主办：李子局 承办：李子信息中心
        主管单位：李子局 技术支持：梨公司
        承办：李子网络中心
        协办：李子信息中心
        维护：李子信息中心
    (收藏|打印|返回)(本文|本站|本页|顶部|首页|列表|目录|).
        收藏
        打印本页
        返回顶部
        收藏本文
        收藏本站
        返回首页
        返回列表
        返回目录
    (点赞|举报|纠错|投稿|投诉建议).
        点赞
        举报
        纠错
        投稿
        投诉建议
    (本文|本文档)由…(上传|提供|投稿|整理发布)
        本文由果园上传
        本文档由网友提供
        本文由读者投稿
        本文由果园整理发布
    """,
    ko="""
    태그:
        태그: 자두
    """,
)

# Registration numbers of Chinese sites stand behind their names.
REGISTRATIONS = Vocabulary(
    ANYWHERE,
    en="""
    icp (bei|no. #)
        Plum Net ICP Bei 12
        Plum Net ICP No. 12
    """,
    zh="""
    icp(备|证)
        李子网 京ICP备12号
        李子网 京ICP证12号
    公网安备
        京公网安备12号
    """,
)

# So a line of an author's may begin as well: "Keywords: ..." of a paper.
AUTHORS_OPENINGS = Vocabulary(
    OPENING,
    en="""
    (keywords|disclaimer|next|tags|label|labels):
        Keywords: plums
        Disclaimer: plums come from many trees.
        Next: stir the plums
        Tags: plums
        Label: plums
        Labels: plums
    recommended:
        Recommended: two spoons of plums
    next (lesson|story|topic|song|poem):
        Next lesson: Plums
        Next story: Plums
        Next topic: Plums
        Next song: Plums
        Next poem: Plums
    copyright (is|was|law)
        Copyright is a right.
        Copyright was a new word.
        Copyright law is old.
    """,
    zh="""
    (关键词|关键字|标签|声明):
        关键词：李子
        关键字：李子
        标签：李子
        声明：李子都是酸的。
    (主办|主管|承办|协办|维护)(单位|):
        主办：李子局
        主管单位：李子局
        承办：李子局
        协办：李子局
        维护：李子局
    (作者|该作者|本书)(的|)其他(作品|文章):
        作者其他作品：《李子》
        该作者的其他文章：《李子》
        本书其他作品：《李子》
    下(一|1)(节|集|讲|课|期|回|首|个):
        下一节：李子
        下一集：李子
        下一讲：李子
        下1课：李子
        下一期：李子
        下一回：李子
        下一首：李子
        下一个：李子
    我(来|也|)说两句
        我来说两句。
        我也说两句。
        我说两句。
    """,
)

# What a line or sentence says of where the text was taken from; its name follows.
SOURCES = Vocabulary(
    OPENING,
    en="""
    (article|information|original|) source:
        Article source: Plum Daily
        Information source: Plum Daily
        Original source: Plum Daily
        Source: Plum Daily
    source of (the|this) article:
        Source of the article: Plum Daily
        Source of this article: Plum Daily
    (reprinted|reproduced) from
        Reprinted from Plum Daily
        Reproduced from Plum Daily
    (this|the) article (is|was) (reproduced|reprinted|taken|transferred) from
        This article is reproduced from Plum Daily.
        The article was reprinted from Plum Daily.
        This article was taken from Plum Daily.
        The article is transferred from Plum Daily.
    (this|the) article comes from
        This article comes from Plum Daily.
        The article comes from Plum Daily.
    """,
    zh="""
    (文章|本文|信息|资料|内容|)(来源|出处)(:|于|自)
        文章来源：李子日报
        本文来源于李子日报
        信息来源自李子日报
        资料来源：李子日报
        内容出处：李子日报
        来源：李子日报
    原文(地址|链接|网址|出处):
        原文地址：李子网
        原文链接：李子网
        原文网址：李子网
        原文出处：李子日报
    (本文|)(转自|转载自|来自)
        本文转自李子日报
        转载自李子日报
        本文来自：李子日报
        转自李子日报
    """,
    ko="""
    출처:
        출처: 자두일보
    """,
)

# By these words a name after a source's label is one of a site or publication.
PUBLISHERS = Vocabulary(
    en="""
    (daily|news|newspaper|times|network|net|web|website|online|encyclopedia|library|press)
        Plum Daily
        Plum News
        Plum Newspaper
        Plum Times
        Plum Network
        Plum Net
        Plum Web
        Plum Website
        Plum Online
        Plum Encyclopedia
        Plum Library
        Plum Press
    (internet|magazine|journal|gazette|review|monthly|weekly|blog|university|bureau)
        internet
        Plum Magazine
        Plum Journal
        Plum Gazette
        Plum Review
        Plum Monthly
        Plum Weekly
        Plum Blog
        Plum University
        Plum Bureau
    (com|org|cn|http|https|www)
        plum.com
        plum.org
        plum.cn
        http://plum/
        https://plum/
        www.plum
    """,
    zh="""
    (网|报|文库|百科|公众号|杂志|出版社|博客|论坛|新华社|微信|电视台|周刊|月刊)
        李子网
        李子日报
        李子文库
        李子百科
        李子公众号
        李子杂志
        李子出版社
        李子博客
        李子论坛
        新华社
        微信
        李子电视台
        李子周刊
        李子月刊
    (本站|原创|不详|未知)
        本站
        原创
        不详
        未知
    """,
    ko="""
    (일보|신문|뉴스|블로그)
        자두일보
        자두신문
        자두뉴스
        자두블로그
    """,
)
