"""The head of a page: breadcrumbs, title, author and date."""

from __future__ import annotations

import pytest

from summaries.importers.plaintext.breadcrumbs import read_breadcrumbs
from summaries.importers.plaintext.head import read_head
from summaries.importers.plaintext.lines import Line

TEXT = (
    "The bees came back in March and found the meadow under water, so they waited. " * 4
).strip()


@pytest.mark.parametrize(
    ("line", "site", "categories", "title"),
    [
        ("Bee Site - News - Bee work - a summary", "Bee Site", ("News",), "Bee work - a summary"),
        ("Current location - Bee Site - News - Bee work", "Bee Site", ("News",), "Bee work"),
        ("Current location: Home > Work > Bee work", "", ("Work", "Bee work"), ""),
        ("Work Summary > Bee work summary", "", ("Work Summary", "Bee work summary"), ""),
        ("1. 首页 > 知识大全 >", "", ("知识大全",), ""),
        ("• 当前位置:首页  工作总结  蜜蜂", "", ("工作总结", "蜜蜂"), ""),
        ("您的位置:蜜蜂范文网>范文>工作总结", "蜜蜂范文网", ("范文", "工作总结"), ""),
    ],
)
def test_breadcrumbs(line, site, categories, title):
    found = read_breadcrumbs(line, [TEXT])
    assert (found.site, found.categories, found.title) == (site, categories, title)


@pytest.mark.parametrize(
    "line",
    ["Bee work - a summary", TEXT, "The well-kept hives", "It grew from 3 > 2. Then it fell."],
)
def test_a_line_that_is_no_breadcrumbs(line):
    assert read_breadcrumbs(line, [TEXT]) is None


def test_the_title_line_tells_how_far_the_categories_go():
    lines = ["Bee Site - News - Work - Bee work - 2019", "Bee work - 2019"]
    found = read_breadcrumbs(lines[0], lines[1:])
    assert (found.categories, found.title, found.guessed) == (
        ("News", "Work"),
        "Bee work - 2019",
        False,
    )


def test_a_title_cut_at_the_end_of_breadcrumbs_is_no_category():
    lines = ["首页 > 总结 > 蜜蜂养殖场年度工作总结及20", "蜜蜂养殖场年度工作总结及2021年计划"]
    head = read_head([*map(Line, [*lines, TEXT])])
    assert (head.trail, head.title) == (("总结",), lines[1])


def test_the_first_of_numbered_titles_is_a_part_s_mark_and_no_repeat():
    lines = ["Bee Site - News - Bee work plan", "1. Bee work plan", TEXT, "2. The bee work plan"]
    assert read_head([*map(Line, [*lines, TEXT])]).rest == [*lines[1:], TEXT]


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Bee Site - News - Bee work", "Bee work"], "Bee work"),
        (["Bee Site - News - Bee work"], "Bee work"),
        (["Bee work summary", "Bee work summary"], "Bee work summary"),
        (["Bee work summary.", "Bee work summary sample"], "Bee work summary."),
        (["Bee work summary_725.docx"], "Bee work summary_725.docx"),
        (["Bee work summary (selected 5 articles)"], "Bee work summary (selected 5 articles)"),
        (["蜜蜂网", "蜜蜂工作总结"], "蜜蜂工作总结"),
        (["首页 工作总结 工作计划 述职报告", "蜜蜂工作总结"], "蜜蜂工作总结"),
        (["This document is in docx format. Download it.", "Bee work.docx"], "Bee work.docx"),
        (
            [
                "蜜蜂工作总结",
                "时间:2021-08-31",
                "【精品】蜜蜂工作总结3篇",
                "【精品】蜜蜂工作总结3篇",
            ],
            "蜜蜂工作总结",
        ),
        (["本文系作者原创,请勿转载", "蜜蜂工作总结"], "蜜蜂工作总结"),
        (["First, the bees"], ""),
        (["Article 1:"], ""),
        (["Dear leaders:"], ""),
        ([], ""),
    ],
)
def test_the_title_line(lines, title):
    head = read_head([*map(Line, [*lines, TEXT])])
    assert head.title == title
    assert head.rest[-1] == TEXT
    assert [cut.text for cut in head.cuts] + head.rest == [*lines, TEXT]


@pytest.mark.parametrize(
    ("line", "byline", "published"),
    [
        ("by Wang Fang on 2011-10-19 08:28:18", "Wang Fang", "2011-10-19T08:28:18"),
        ("author:Wang Fang", "Wang Fang", ""),
        ("Author: Wang Fang (id 20931) Time: May 3, 2019 Views: 301", "Wang Fang", "2019-05-03"),
        ("时间:2021-08-31 作者:王芳 点击:33", "王芳", "2021-08-31"),
        ("2021-08-31 08:28:18    小编:王芳", "王芳", "2021-08-31T08:28:18"),
        ("发布于:2021-08-3108:28:18", "", "2021-08-31T08:28:18"),
        ("2022-07-30 0 By", "", "2022-07-30"),
        ("Bee Weekly Updated on 2024-02-19", "", "2024-02-19"),
        ("Author: user20931", "", ""),
        ("Published: May 3", "", ""),
    ],
)
def test_author_and_date(line, byline, published):
    head = read_head([*map(Line, ["Bee work summary", line, TEXT])])
    assert (head.credits.byline, head.credits.published) == (byline, published)


def test_the_column_of_a_chinese_page_is_its_category():
    head = read_head(
        [*map(Line, ["蜜蜂工作总结", "栏目:工作总结 时间:2021-08-31", "今年三月,蜜蜂回来了。" * 9])]
    )
    assert head.trail == ("工作总结",)


def test_a_page_without_line_breaks_is_divided_where_the_title_repeats():
    text = "The bees came back in March. They found the meadow under water. " * 8
    head = read_head([*map(Line, [f"Bee Site - News - Bee work summary Bee work summary {text}"])])
    assert (head.site, head.title, head.rest) == ("Bee Site", "Bee work summary", [text.strip()])


def test_a_chinese_page_without_line_breaks_is_divided_behind_its_title():
    text = "三月里蜜蜂回来了。" * 20 + "【篇一】蜜蜂工作总结 今年"
    head = read_head([*map(Line, [f"蜜蜂工作总结 {text}"])])
    assert (head.title, head.rest) == ("蜜蜂工作总结", [text])
