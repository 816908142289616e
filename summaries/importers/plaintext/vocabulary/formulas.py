"""By what sentences a site opens and closes the articles of others."""

from summaries.quality.phrases import OPENING, Vocabulary

from .words import WORDS

FORMULAS = Vocabulary(
    words=WORDS,
    en="""
    {compiled} … for (you|everyone)
        These letters were compiled from many sources for you.
        Reports on orchards, collected for everyone.
        Ten plans were sorted out for you.
        The letters were collated for everyone.
    {compiled} … by (me|{editor})
        A plan compiled by me.
        Ten plans, collected by the editor.
    {offered} for (you|everyone)
        A plan arranged for you.
        Plans shared for everyone.
        A plan prepared for you.
        Plans recommended for you.
        Plans brought for you.
        Plans introduced for you.
        Plans edited for you.
        Plans organized for you.
    {offered} by … for (you|everyone)
        A plan shared by Plum Net for you.
        A plan prepared by Plum Net for everyone.
    {offered} … by {editor}
        The plan was carefully arranged by Bian Xiao.
        A plan prepared by Xiaobian.
        A plan shared by small make-up.
        A plan recommended by small series.
        A plan edited by small editor.
        A plan introduced by little editor.
        A plan shared by netizens.
    {editor} … {compiled}
        The editor has compiled ten plans.
        This site collected ten plans.
    {editor} … {offered}
        Today our site brings ten plans.
        This website prepared ten plans.
    (brought|bring|brings) … to you by
        This plan is brought to you by Plum Net.
        Plum Net and friends bring it to you by post.
        Plum Net brings it to you by post.
    for (your|everyone's|reading and|) reference
        A plan, for your reference.
        A plan, for everyone's reference.
        A plan for reading and reference.
        A plan for reference.
    hope … {helps} (to|for|) (you|everyone|your)
        We hope it will be helpful to you.
        We hope that these plans are useful for everyone.
        We hope they will help your work.
        We hope this can inspire you.
        We hope to help you.
    hope (it|this|that) {helps}
        We hope it helps.
        We hope this helps.
        We hope that helps.
    hope (that|) you (will|can|) (all|) (like|enjoy) (it|them|this)
        We hope that you will all like it.
        We hope you enjoy them.
        We hope you can like this.
    (let's|let us) (take|have) a look
        Let's take a look at how others do it.
        Let us have a look.
    take a look (at it|at them|) together
        We take a look at it together.
        We take a look at them together.
        We take a look together.
    welcome (everyone|) to (read|share|refer|browse|learn from|reference|consult)
        Welcome everyone to read.
        Welcome to share.
        Welcome to refer to it.
        Welcome to browse.
        Welcome to learn from it.
        Welcome to reference.
        Welcome to consult it.
    (the following|below|here) (is|are) … (for you|to share|help you)
        The following is a plan for you.
        Below are three plans to share.
        Here are some plans which may help you.
    (the following|below|here) (is|are) … {compiled}
        The following is a plan that we collected.
        Below are three plans, compiled in spring.
        Here are plans that were sorted out.
        The following is a plan that was collated.
    the following (is|are) … (relevant information|model essay|model essays|sample|samples)
        The following is the relevant information on plums.
        The following is a model essay.
        The following are model essays.
        The following is a sample.
        The following are samples.
    (come and|please) (take|have) a look
        Come and have a look.
        Please take a look.
    please refer to
        For other plans please refer to the list.
    """,
    zh="""
    小编
        小编挑了三篇。
    仅供参考
        三份计划，仅供参考。
    供(大家|您|你|各位)(参考|借鉴|阅读|学习)
        三份计划，可供大家借鉴。
        三份计划，可供您参考。
        三份计划，可供你阅读。
        三份计划，可供各位学习。
    希望(对|能|可以|给|这)…(帮助|帮到|有所|喜欢|启发)
        希望对您的工作有帮助。
        希望能帮到您。
        希望可以让工作有所进步。
        希望给您一点启发。
        希望这三篇你会喜欢。
    希望大家(喜欢|参考)
        希望大家喜欢。
        希望大家参考。
    欢迎(大家|您|各位|)(前来|)(阅读|参考|查看|借鉴|浏览|学习|分享)
        欢迎大家阅读。
        欢迎您前来查看。
        欢迎各位浏览。
        欢迎参考。
        欢迎借鉴。
        欢迎学习。
        欢迎分享。
    (一起|快)来(看|了解)
        一起来看几份计划吧。
        快来了解一下。
    (以下|下面|下文|本文|这里)…(整理|收集|搜集|推荐|精心)
        以下是整理好的计划。
        下面是收集来的计划。
        下文的计划是搜集来的。
        本文推荐三份计划。
        这里有精心挑选的计划。
    (为|给)(大家|您)(带来|分享|整理|准备|收集|推荐)
        为大家带来三份计划。
        给您分享三份计划。
        为大家准备了三份计划。
        为大家整理了三份计划。
        为您收集了三份计划。
        给您推荐三份计划。
    """,
    ko="""
    참고(하세요|하시기)
        아래 계획을 참고하세요.
        아래 계획을 참고하시기 바랍니다.
    도움이 되
        작은 도움이 되기를 바랍니다.
    소개(합니다|하겠습니다)
        세 가지 계획을 소개합니다.
        세 가지 계획을 소개하겠습니다.
    정리(했습니다|하였습니다)
        세 가지 계획을 정리했습니다.
        세 가지 계획을 정리하였습니다.
    """,
)

CLOSINGS = Vocabulary(
    OPENING,
    words=WORDS,
    en="""
    (i|) recommend it.
        I recommend it.
        Recommend it!
    (i|) recommend it carefully
        I recommend it carefully to all.
        Recommend it carefully to all.
    (i|) (carefully|highly|sincerely) recommend … to (you|everyone)
        I carefully recommend this plan to you.
        Highly recommend it to everyone.
        Sincerely recommend it to you.
    recommended … to (read|everyone)
        Recommended to read.
        Recommended to everyone.
    {above} … {editor}
        The above is what the editor found.
        The above are three plans by Xiaobian.
        Above is what this site found.
    {above} … for (your|) reference
        The above is a plan for your reference.
        The above content is for reference.
    {above} … {helps} (to|for|) (you|everyone|your)
        The above are three plans, which may be useful to everyone.
        All the above may help you.
        The above content is useful for your work.
    {above} … {compiled} … (you|everyone)
        The above is a plan compiled by us for you.
        The above are plans that we sorted out for everyone.
    {above} … from the internet
        The above is collected from the internet.
    the above is the introduction (of|to) "…
        The above is the introduction of "Plums".
        The above is the introduction to "Plums".
    {above} … (website|network)
        The above is from a website.
        All the above is from the Plum network.
    {above} … (relevant|whole|entire|full) (content|information|text)
        The above is the relevant content on plums.
        The above is the whole text.
        The above is the entire text.
        The above is the full information.
    that's all … (content|{compiled}|{offered})
        That's all the content on plums.
        That's all we have collected.
        That's all that was shared today.
    this is the (whole|full|entire) … (content|article|text)
        This is the whole content.
        This is the full article.
        This is the entire text.
    (i|we|) (sincerely|) hope … {helps} (to|for|) (you|everyone|your)
        I sincerely hope it is helpful to you.
        We hope these plans are useful for everyone.
        Hope it helps your work.
    (i|we|) hope (it|this|that|these) … {helps}.
        I hope it helps.
        We hope this article is useful!
        Hope that will be of help.
        We hope these were helpful.
    (i|we|) hope you (will|) (like|enjoy) (it|this|them)
        I hope you will like it.
        We hope you enjoy this article.
        Hope you like them.
    (thanks|thank you) (very much|all|) for (your|) (reading|browsing|visiting)
        Thanks for reading.
        Thank you very much for your visiting.
        Thank you all for browsing.
    if you (like|think|find|feel) … (article|essay|website|page)
        If you like this article, share it.
        If you think the essay is good, keep it.
        If you find this page of use, keep it.
        If you feel at home on this website, tell others.
    the full text is over
        The full text is over.
    end of (the|) full text
        End of the full text.
        End of full text.
    """,
    zh="""
    以上(就|便|)是…(全部内容|相关内容)
        以上就是计划的全部内容。
        以上便是计划的相关内容。
        以上是计划的全部内容。
    以上…(小编|仅供参考|分享给大家|为大家)
        以上是小编的话。
        以上计划，仅供参考。
        以上三份计划分享给大家。
        以上是为大家找来的计划。
    以上…希望…(帮助|帮到|喜欢)
        以上几份计划，希望有帮助。
        以上几份计划，希望帮到读者。
        以上几份计划，希望读者喜欢。
    (最后|)希望(本文|以上|这篇|这些|对|能对|能给|能帮)…(大家|您|你|各位|读者)
        最后希望本文能帮上您。
        希望这篇计划您用得上。
        希望以上计划您用得上。
        希望这些计划各位用得上。
        希望对大家有所帮助。
        希望能对你有用。
        希望能给读者启发。
        希望能帮到你。
    希望(大家|您)(喜欢|参考)
        希望大家喜欢。
        希望您参考。
    (感谢|谢谢)(您|大家|你|)(的|)(阅读|浏览|观看|访问)
        感谢您的阅读。
        谢谢大家浏览。
        感谢你的观看。
        谢谢访问。
    (全文完|本文完|完|完毕).
        （全文完）
        本文完。
        【完】
        完毕。
    """,
    ko="""
    이상 … (도움|소개|참고)
        이상 세 계획이 도움이 되길 바랍니다.
        이상 세 계획을 소개했습니다.
        이상 세 계획을 참고하세요.
    """,
)
