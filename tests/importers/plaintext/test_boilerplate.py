"""What surrounds an article on its site."""

from __future__ import annotations

import pytest

from summaries.importers.plaintext.boilerplate import (
    is_chrome,
    is_elsewhere,
    is_form_word,
    is_formula,
    is_menu,
    is_weak,
    line_reason,
    neighbours_start,
    sentence_reason,
    split_sentences,
)


@pytest.mark.parametrize(
    "text",
    [
        "One. Two! Three?",
        "Was it 3.5 km? Yes.",
        "一。二!三?",
        'He said "no." She went.',
        "No stop",
        "a.Then b",
    ],
)
def test_sentences_joined_are_the_paragraph(text):
    assert "".join(split_sentences(text)) == text


def test_decimals_do_not_end_a_sentence():
    assert split_sentences("It was 3.5 km. Then home.") == ["It was 3.5 km. ", "Then home."]


@pytest.mark.parametrize(
    "lead",
    [
        "The following is a summary that the editor compiled for you, for reference only.",
        "This was carefully arranged by Bian Xiao.",
        "I hope it will be helpful to everyone!",
        "Let's take a look at how others do it.",
        "下面是小编为大家整理的总结,仅供参考,希望对大家有所帮助。",
    ],
)
def test_formulas(lead):
    assert is_formula(lead)


@pytest.mark.parametrize(
    "text",
    [
        "The office provided good service for all departments.",
        "Our three carpenters repaired the roof of the school.",
        "I am happy to share my experience with you today.",
        "The union organized three trips for everyone.",
        "今年三月,蜜蜂回来了。",
        "下面,我向大家汇报一年来的工作。",
    ],
)
def test_sentences_of_a_text_are_no_formulas(text):
    assert not is_formula(text)


@pytest.mark.parametrize(
    ("line", "menu"),
    [
        ("首页 工作总结 工作计划 述职报告", True),
        ("Home | Work | Plans", True),
        ("The work of the year", False),
        ("We went home today", False),
        ("Home Sweet Home", False),
        ("今天 天气 很好。我们 出门", False),
        ("fruit := plum | pear | fig.", False),
        ("경비실 하반기 업무 총결", False),
    ],
)
def test_menus(line, menu):
    assert is_menu(line) == menu


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Previous: Plums", "previous and next"),
        ("下一篇:梨", "previous and next"),
        ("Leave a Reply", "form"),
        ("发表评论", "form"),
        ("来源:果园日报", "source"),
        ("原文地址:https://example.org/", "source"),
        ("《果园.docx》由会员分享,可在线阅读", "download notice"),
        ("【字体:大 中 小】", "site notice"),
        ("本文为作者原创", "site notice"),
        ("点击下载本文文档", "download notice"),
        ("Related articles:", "elsewhere"),
        ("推荐阅读:", "elsewhere"),
        ("Keywords: plums", "site notice"),
        ("Your email address will not be published.", "form"),
        ("因篇幅问题不能全部显示,请点此查看", "elsewhere"),
        ("点击查看全文", "elsewhere"),
        ("展开全部", "elsewhere"),
        ("Continue reading", "elsewhere"),
        ("Read the full text", "elsewhere"),
        ("【李子】相关文章：", "elsewhere"),
        ("请勿转载。", "site notice"),
        ("转自李子日报", "source"),
        ("上一封：李子信", "previous and next"),
        ("Page 1 of 10: 1 2 3 Next page", "previous and next"),
        ("赞（12）　踩（0）　收藏　打赏", "site notice"),
        ("【返回顶部】【加入收藏】【推荐给好友】", "site notice"),
        ("Like (12) Share Comment (3)", "site notice"),
        ("网友评论（0）", "site notice"),
        ("如有侵权，请联系我们删除。", "site notice"),
        ("If there is any infringement, please contact us to delete it.", "site notice"),
        ("Share", ""),
        ("Like, share, print.", ""),
        ("主办：青河中学　承办：初二年级", ""),
        ("温馨提示：请带好雨具。", ""),
        ("如有侵权，乙方应立即赔偿。", ""),
        ("If there is any infringement, Party A shall contact Party B.", ""),
        ("主持人报了下一首：《李子》", ""),
        ("12 people liked this song, and nine did not.", ""),
        ("Name", ""),
        ("评论", ""),
        ("Leave a reply at the desk of the mill.", ""),
        ("我写得很短，也请勿转载。李子是酸的。梨是甜的。", ""),
        ("声明：李子，只是水果，不是别的。", ""),
        ("Source: the brook rises in the hills.", ""),
        ("本文来自我的日记。", ""),
        ("Download the plums from the cart.", ""),
        ("Please pay attention to the ladders.", ""),
        ("Recommended by the village, he was elected.", ""),
        ("We downloaded nothing.", ""),
    ],
)
def test_lines(line, reason):
    assert line_reason(line) == reason


@pytest.mark.parametrize("line", ["Name *", "Email", "Website", "Address", "验证码", "评论"])
def test_fields_of_any_form(line):
    assert is_form_word(line)


@pytest.mark.parametrize("line", ["Leave a Reply", "Name of the miller", "The address is lost."])
def test_other_lines_are_no_fields(line):
    assert not is_form_word(line)


@pytest.mark.parametrize(
    "line",
    [
        "See also the notice at the door.",
        "Related topics are taught in May.",
        "更多内容请看下面的章节。",
        "Next: stir the plums",
        "Keywords: plums; pears",
        "Copyright is a right of authors.",
        "关键词：李子；梨",
        "主办：李子局　承办：李子信息中心",
        "作者其他作品：《李子》",
        "Recommended: two spoons of plums",
        "下一课：《李子》",
        "我来说两句。",
    ],
)
def test_an_author_may_write_a_weak_line(line):
    assert line_reason(line)
    assert is_weak(line)
    assert not is_elsewhere(line)


@pytest.mark.parametrize(
    "line",
    [
        "See also: Plums",
        "Read more on our website.",
        "For more plans, please pay attention to the plum column.",
        "更多内容请关注李子网。",
        "Next page: Plums",
        "Your email address will not be published.",
        "All rights reserved.",
        "剩余一半未读。",
        "Extended reading: Where do plums grow?",
        "相关推荐：李子为什么酸？",
    ],
)
def test_no_author_writes_the_other_lines(line):
    assert line_reason(line)
    assert not is_weak(line)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("以上就是小编整理的全部内容。", "closing"),
        ("希望对大家有所帮助。", "closing"),
        ("Thank you for reading.", "closing"),
        ("更多内容请关注本站。", "elsewhere"),
        ('The above is the introduction of "Plums in May".', "closing"),
        ("If you have any legal questions, please consult a lawyer online.", "elsewhere"),
        ("The above is the introduction of our new members.", ""),
        ("报名请扫码。", ""),
        ("请登录学校的网站填表。", ""),
        ("以上是我的总结,希望领导批评指正。", ""),
        ("谢谢大家!", ""),
        ("See also the notice at the door.", ""),
        ("I recommend it to anyone with a ladder.", ""),
        ("I hope they will help each other.", ""),
    ],
)
def test_closing_sentences(sentence, reason):
    assert sentence_reason(sentence) == reason


@pytest.mark.parametrize(
    "line", ["Skip to content", "Loading...", "User name or email:", "登录注册", "返回首页>>"]
)
def test_links_that_every_site_has(line):
    assert is_chrome(line)


@pytest.mark.parametrize("line", ["The search", "Home Sweet Home", "登录失败", "Subscribe to it"])
def test_titles_are_no_links_of_the_site(line):
    assert not is_chrome(line)


def test_links_fused_with_the_last_paragraph():
    line = "So it ended. - Previous article: Plums - Next article: Pears"
    assert line[neighbours_start(line) :].startswith("- Previous article")
    assert neighbours_start("What comes next: pears.") == -1
