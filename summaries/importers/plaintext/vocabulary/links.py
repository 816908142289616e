"""By what words a site leads its readers to other pages."""

from summaries.quality.phrases import ANYWHERE, OPENING, WHOLE, Vocabulary

# Lines of links begin so; a text may also say "See also the notice at the door".
POINTERS = Vocabulary(
    OPENING,
    en="""
    (for more|more) … please
        For more plans, please ask Plum Net.
        More plans, please!
    (for more|more) … (click|visit|follow|column|channel|website|log in|log on)
        For more plans click on the plum.
        More plans: visit Plum Net.
        More plans, follow Plum Net.
        More plans in the summary column.
        More plans on the plum channel.
        More plans on this website.
        For more plans, log in.
        For more plans, log on.
    recommended (reading|articles)
        Recommended reading: Plums
        Recommended articles
    related (articles|article|reading|posts|recommendations|links|topics|content)
        Related articles: Plums
        Related article
        Related reading
        Related posts
        Related recommendations
        Related links
        Related topics
        Related content
    (further|extended|expand|expanded) reading
        Further reading
        Extended reading
        Expand reading
        Expanded reading
    read more
        Read more: Plums
    see also
        See also: Plums
    (guess you|you may|you may also|you might|you might also) like
        Guess you like
        You may like
        You may also like
        You might like
        You might also like
    you (may|might) be interested
        You may be interested in plums
        You might be interested in plums
    (hot|popular) (articles|topics|posts)
        Hot topics
        Popular articles
        Popular posts
    (click|tap) (here|to|on)
        Click here for plums
        Tap to see plums
        Click on the plum
    editor's recommendation
        Editor's recommendation
    people who have read … also
        People who have read of plums also read:
    articles related to
        Articles related to plums:
    recommended:
        Recommended: Plums, Pears
    (other|more) (works|articles|posts) by (the|this) author.
        Other works by the author
        More articles by this author
        Other posts by this author
    (subscribe to|sign up for) our (newsletter|mailing list)
        Subscribe to our newsletter
        Sign up for our mailing list
    follow us on (facebook|twitter|instagram|wechat|weibo)
        Follow us on Facebook
        Follow us on Twitter
        Follow us on Instagram
        Follow us on WeChat
        Follow us on Weibo
    (long press|scan) … code … follow us
        Long press the QR code to follow us
        Scan the code below and follow us
    """,
    zh="""
    (更多|推荐|相关|延伸|扩展|精彩|热门)(阅读|文章|推荐|范文|链接|内容|专题|资讯).
        更多阅读
        推荐文章
        相关推荐
        延伸阅读
        扩展阅读
        精彩内容
        热门专题
        相关链接
        更多范文
        相关资讯
    (更多|推荐|相关|延伸|扩展|精彩|热门)(阅读|文章|推荐|范文|链接|内容|专题|资讯):
        更多阅读：李子
        推荐文章：李子
        相关推荐：李子
        延伸阅读：李子
        扩展阅读：李子
        精彩内容：李子
        热门专题：李子
        相关链接：李子
        更多范文：李子
        相关资讯：李子
    猜你(喜欢|感兴趣|还喜欢)
        猜你喜欢
        猜你感兴趣
        猜你还喜欢
    (相关热词|推荐度|大家都在看|大家还在看|精选阅读).
        相关热词：
        推荐度：
        大家都在看
        大家还在看
        精选阅读
    (想|)(了解|查看|阅读|浏览|)更多…(请|点击|关注|尽在|查看|阅读|访问|欢迎|推荐)
        更多计划请看李子网
        想了解更多点击李子
        想查看更多计划，关注李子网
        阅读更多计划尽在李子网
        浏览更多，查看李子网
        更多计划阅读
        更多计划访问李子网
        更多计划，欢迎来李子网
        更多计划推荐
    (作者|该作者|TA的|本书)(的|)其他(作品|文章):
        作者其他作品：《李子》
        该作者的其他文章：《李子》
        TA的其他文章：《李子》
        本书其他文章：《李子》
    (长按|扫描|扫一扫|微信扫)…码…关注
        长按识别二维码，关注李子网
        扫描下方二维码关注李子
        扫一扫此码关注李子
        微信扫码关注李子网
    更多(>>|»)
        更多>>
        更多»
    (打开|下载)…(app|客户端)…(更多|全文|完整)
        打开APP看全文
        下载客户端，看更多李子
        打开客户端看完整的李子
    (看了|看过)…(还看|人还|的人)
        看了李子还看
        看了李子，别人还吃梨
        看过李子的人
    """,
    ko="""
    관련 (글|기사|추천)
        관련 글
        관련 기사
        관련 추천
    더 (많은|보기)
        더 많은 글
        더 보기
    """,
)

# A label of links, whatever the titles behind it end with.
LINK_LABELS = Vocabulary(
    OPENING,
    en="""
    (related|recommended|extended|expanded|expand) (articles|reading|posts|links|topics):
        Related articles: Where do plums grow?
        Recommended reading: Where do plums grow?
        Extended reading: Where do plums grow?
        Expanded reading: Where do plums grow?
        Expand reading: Where do plums grow?
        Related posts: Where do plums grow?
        Related links: Where do plums grow?
        Related topics: Where do plums grow?
    """,
    zh="""
    (推荐|相关|延伸|扩展)(阅读|文章|推荐|链接):
        推荐阅读：李子是什么？
        相关文章：李子是什么？
        延伸阅读：李子是什么？
        扩展阅读：李子是什么？
        相关推荐：李子是什么？
        相关链接：李子是什么？
    """,
)

# Sentences that send the reader elsewhere.
ELSEWHERE = Vocabulary(
    ANYWHERE,
    en="""
    (want to|if you need to) (know|see|learn|read|get) more
        Want to know more?
        If you want to see more, write to Plum Net.
        If you need to learn more, write to Plum Net.
        Want to read more?
        Want to get more?
    please … (follow|click|visit|search|log in|log on) … (website|site|page|link|us|articles)
        Please follow us.
        Please click the link.
        Please visit our website.
        Please search the site.
        Please log in to our website.
        Please log on to our website.
        Please click on this page.
        Please visit Plum Net for articles.
    please … bookmark
        Please bookmark this page.
    please (continue to|) pay (more|) attention to … (website|site|column|channel|network)
        Please pay attention to our website.
        Please continue to pay attention to this site.
        Please pay more attention to the summary column.
        Please pay attention to the plum channel.
        Please pay attention to Plum network.
    please (continue to|) pay (more|) attention to … (account|page|articles)
        Please pay attention to our account.
        Please continue to pay attention to this page.
        Please pay more attention to our articles.
    please stay tuned
        Please stay tuned.
    scan … code … follow us
        Scan the QR code to follow us.
    wechat (official|public)
        Find our WeChat public number.
        Find our WeChat official number.
    official account
        Find our official account.
    if you have any (legal|) questions, (please consult|you can consult) … online
        If you have any legal questions, please consult Plum Net online.
        If you have any questions, you can consult Plum Net online.
    (column|channel|website|network|site) … (pay attention|welcome to visit|for more)
        On this column you can pay attention to plums.
        Our channel has more, welcome to visit.
        Look at our website for more.
        Look at the network for more.
        Look at the site for more.
    """,
    zh="""
    更多…(点击|尽在|欢迎)
        要看更多，点击李子。
        有更多计划尽在李子网。
        要看更多，欢迎来李子网。
    点击(查看|下载|进入|这里|此处|阅读)
        点击查看三份计划。
        点击下载三份计划。
        点击进入李子网。
        点击这里。
        点击此处。
        点击阅读三份计划。
    请(继续|)关注
        请继续关注李子网。
        请关注李子网。
    欢迎(关注|访问|继续|收藏)
        欢迎关注李子网。
        欢迎访问李子网。
        欢迎继续来李子网。
        欢迎收藏李子网。
    扫(码|一扫)…(关注|阅读)
        扫一扫，关注李子网。
        扫码阅读三份计划。
    (关注|扫)…公众号
        关注李子公众号。
        扫描李子公众号。
    请(访问|登录|收藏)(本|我们)
        请访问本站。
        请登录我们的网站。
        请收藏本页。
    """,
)

# Instead of the rest of a text: its other pages are behind a link, in any language.
TRUNCATED = Vocabulary(
    OPENING,
    en="""
    (continue|keep) reading.
        Continue reading »
        Keep reading
    (read|view|see) the (full|whole|rest of the|complete) (text|article|story|post)
        Read the full text
        View the whole story
        See the rest of the article
        Read the complete post
    the (text|article) is too long to (show|display)
        The text is too long to show here.
        The article is too long to display.
    """,
    zh="""
    (因|由于)篇幅(问题|原因|限制|有限|所限)
        因篇幅问题，只显示一页，请点下一页
        因篇幅原因，只显示一页
        由于篇幅限制，只显示一页
        由于篇幅有限，只显示一页
        因篇幅所限，只显示一页
    (请|)(点击|点此|点这里)(查看|阅读|展开|浏览)(更多|全文|全部|剩余)
        点击查看全文
        请点此阅读更多
        点这里展开剩余
        点击浏览全部
    (展开|查看|阅读|显示)(全文|全部|剩余).
        展开全部
        查看全文
        阅读全部
        显示剩余
    剩余…未读
        剩余一半未读
    未完待续…点击
        未完待续，点击李子
    """,
    ko="""
    (전체|계속) (보기|읽기).
        전체 보기
        계속 읽기
    """,
)

# The words of a link; a sentence without them may be the author's own.
LINK_WORDS = Vocabulary(
    en="""
    (click|tap|scan|download|website|webpage|column|channel|wechat|account|follow|bookmark)
        Click on the plum.
        Tap the plum.
        Scan the plum.
        Download it.
        More on our website.
        More on this webpage.
        More in the summary column.
        More on the plum channel.
        Find us on WeChat.
        Find our account.
        Follow us.
        Bookmark it.
    (site|network|link|articles|attention|log in|log on|online|http)
        More on this site.
        More in the plum network.
        See the link.
        See these articles.
        Please pay attention.
        Please log in.
        Please log on.
        Read it online.
        See http://plums.
    (com|org|net|cn)
        See example.com.
        See example.org.
        See example.net.
        See example.cn.
    """,
    zh="""
    (点击|点此|关注|访问|登录|收藏|下载|本站|网|扫码|公众号|范文|转载|版权)
        请点击。
        请点此。
        请关注。
        请访问。
        请登录。
        请收藏。
        请下载。
        更多在本站。
        李子网。
        请扫码。
        我们的公众号。
        更多范文。
        请勿转载。
        版权说明。
    """,
)

# Where the links to the previous and next page begin.
NEIGHBOURS = Vocabulary(
    ANYWHERE,
    en="""
    (previous|prev|next) (article|post|page|one|chapter|piece|content):
        Previous article: Plums
        Prev post: Plums
        Next page: Plums
        Next one: Plums
        Next chapter: Plums
        Next piece: Plums
        Next content: Plums
    (previous|next) (article|post|page|chapter) -
        Previous article - Plums
        Next post - Plums
        Next page - Plums
        Next chapter - Plums
    (previous|next) (article|post|page|chapter).
        Previous article
        Next post »
        Next page
        Next chapter
    last article:
        Last article: Plums
    """,
    zh="""
    (上|下|前|后)(一|1)(篇|页|章|条|则)(文章|):
        上一篇：李子
        下一页：李子
        前一章：李子
        后一条：李子
        下1则：李子
        下一篇文章：李子
    (上|下|前|后)(一|1)(篇|页|章|条|则)(文章|).
        上一篇
        下一页 >
        前一章
        后一条
        下1则
        下一篇文章
    上一页…下一页
        上一页 1 2 3 下一页 末页
    (上|下)篇:
        上篇：李子
        下篇：李子
    """,
    ko="""
    (이전|다음) (글|기사|페이지):
        이전 글: 자두
        다음 기사: 자두
        다음 페이지: 자두
    (이전|다음)(글|기사|페이지):
        이전글: 자두
        다음기사: 자두
        다음페이지: 자두
    """,
)

# The same at the start of a line, where one word is enough.
NEIGHBOUR_LABELS = Vocabulary(
    OPENING,
    en="""
    (previous|prev|next):
        Previous: Plums
        Prev: Plums
        Next: Pears
    previous page next page
        Previous page Next page 3
    page # of #: … next
        Page 1 of 10: 1 2 3 Next page
    # # … next page.
        1 2 3 Next page
    previous (letter|poem|song|story|lesson|news|entry|topic|thread|title):
        Previous letter: Plums
        Previous poem: Plums
        Previous song: Plums
        Previous story: Plums
        Previous lesson: Plums
        Previous news: Plums
        Previous entry: Plums
        Previous topic: Plums
        Previous thread: Plums
        Previous title: Plums
    next (letter|poem|song|story|lesson|news|entry|topic|thread|title):
        Next letter: Plums
        Next poem: Plums
        Next song: Plums
        Next story: Plums
        Next lesson: Plums
        Next news: Plums
        Next entry: Plums
        Next topic: Plums
        Next thread: Plums
        Next title: Plums
    (older|newer) posts.
        Older posts
        Newer posts »
    """,
    zh="""
    上(一|1)(封|首|节|集|讲|课|期|回|个|部|组|幅|张|文):
        上一封：李子
        上1首：李子
        上一节：李子
        上一集：李子
        上一讲：李子
        上一课：李子
        上一期：李子
        上一回：李子
        上一个：李子
        上一部：李子
        上一组：李子
        上一幅：李子
        上一张：李子
        上一文：李子
    下(一|1)(封|首|节|集|讲|课|期|回|个|部|组|幅|张|文):
        下一封：李子
        下1首：李子
        下一节：李子
        下一集：李子
        下一讲：李子
        下一课：李子
        下一期：李子
        下一回：李子
        下一个：李子
        下一部：李子
        下一组：李子
        下一幅：李子
        下一张：李子
        下一文：李子
    (上|下)(一|1)(封|首|节|集|讲|课|期).
        上一封
        下1首
        上一节
        下一集
        上一讲
        下一课
        下一期
    (共|第)#页…(下一页|尾页|末页)
        共3页：1 2 3 下一页
        第1页 2 3 尾页
        共3页：1 2 3 末页
    #] [#]…(下一页|尾页|末页).
        [1] [2] [3] 下一页
        [1] [2] [3] 尾页
        [1] [2] [3] 末页
    # # …(下一页|尾页|末页).
        1 2 3 下一页
        1 2 3 尾页
        1 2 3 末页
    """,
)

# A row of links begins with one of these.
MENU = Vocabulary(
    OPENING,
    en="""
    (home|login|register|sitemap)
        Home Plums Pears News
        Login Plums Pears News
        Register Plums Pears News
        Sitemap Plums Pears News
    """,
    zh="""
    (首页|主页|登录|登陆|注册|会员|设为首页|加入收藏|网站地图|网站首页|联系我们|关于我们)
        首页 李子 梨
        主页 李子 梨
        登录 李子 梨
        登陆 李子 梨
        注册 李子 梨
        会员 李子 梨
        设为首页 李子 梨
        加入收藏 李子 梨
        网站地图 李子 梨
        网站首页 李子 梨
        联系我们 李子 梨
        关于我们 李子 梨
    """,
    ko="""
    (홈|로그인|회원가입)
        홈 자두 배
        로그인 자두 배
        회원가입 자두 배
    """,
)

# Links and buttons of every site, each a line of its own.
CHROME = Vocabulary(
    WHOLE,
    en="""
    (home|search|menu|main menu|navigation|site navigation|toggle navigation|english)
        Home
        Search
        Menu
        Main menu
        Navigation
        Site navigation
        Toggle navigation
        English
    (log in|login|sign in|log out|sign up|register|subscribe|subscribe now|my account)
        Log in
        Login
        Sign in
        Log out
        Sign up
        Register
        Subscribe
        Subscribe now
        My account
    (password|remember me|forgot password|username|user name|user name or email)
        Password:
        Remember me
        Forgot password?
        Username:
        User name:
        User name or email:
    (skip to|jump to) (content|main content|navigation|main navigation)
        Skip to content
        Jump to main content
        Skip to navigation
        Jump to main navigation
    (main content|share this|share|loading|view all|see all|show more|back to top|close)
        Main content
        Share this
        Share
        Loading...
        View all
        See all
        Show more
        Back to top
        Close
    (contact us|about us|site map|sitemap|advertisement|follow us|facebook|twitter|instagram|rss)
        Contact us
        About us
        Site map
        Sitemap
        Advertisement
        Follow us
        Facebook
        Twitter
        Instagram
        RSS
    """,
    zh="""
    (登录|登陆|登入|注册|登录注册|登录/注册|退出|会员中心)
        登录
        登陆
        登入
        注册
        登录注册
        登录/注册
        退出
        会员中心
    (搜索|导航|菜单|首页|主页|网站首页|返回首页|网站地图|设为首页|加入收藏|收藏本站)
        搜索
        导航
        菜单
        首页
        主页
        网站首页
        返回首页>>
        网站地图
        设为首页
        加入收藏
        收藏本站
    (关于我们|联系我们|我要投稿|手机版|电脑版|客户端|简体|繁体|简体版|繁體版|无障碍浏览)
        关于我们
        联系我们
        我要投稿
        手机版
        电脑版
        客户端
        简体
        繁体
        简体版
        繁體版
        无障碍浏览
    """,
    ko="""
    (홈|검색|메뉴|로그인|회원가입|본문 바로가기)
        홈
        검색
        메뉴
        로그인
        회원가입
        본문 바로가기
    """,
)

# Buttons below an article; a row of nothing else is the site's.
BUTTONS = Vocabulary(
    WHOLE,
    en="""
    (like|likes|share|tweet|print|close|comment|comments|favorite|favorites|save|report|email)
        Like
        Likes
        Share
        Tweet
        Print
        Close
        Comment
        Comments
        Favorite
        Favorites
        Save
        Report
        Email
    (facebook|twitter|linkedin|pinterest|whatsapp|wechat|weibo|qq|reward|collect)
        Facebook
        Twitter
        LinkedIn
        Pinterest
        WhatsApp
        WeChat
        Weibo
        QQ
        Reward
        Collect
    (back to top|return to top|add to favorites|recommend to friends|print this page|close window)
        Back to top
        Return to top
        Add to favorites
        Recommend to friends
        Print this page
        Close window
    """,
    zh="""
    (点赞|赞|踩|顶|收藏|打赏|分享|转发|举报|打印|关闭|评论|网友评论|用户评论|喜欢)
        点赞
        赞
        踩
        顶
        收藏
        打赏
        分享
        转发
        举报
        打印
        关闭
        评论
        网友评论
        用户评论
        喜欢
    (返回顶部|返回首页|返回列表|加入收藏|推荐给好友|告诉好友|打印本页|关闭窗口|复制链接)
        返回顶部
        返回首页
        返回列表
        加入收藏
        推荐给好友
        告诉好友
        打印本页
        关闭窗口
        复制链接
    (微信|微博|新浪微博|朋友圈|qq空间|qq好友)
        微信
        微博
        新浪微博
        朋友圈
        QQ空间
        QQ好友
    """,
)
