"""Authors, dates and sources."""

from __future__ import annotations

import pytest

from summaries.importers.plaintext.credits import (
    Credits,
    find_source,
    read_credits,
    read_date,
    split_signature,
)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2021-08-31", "2021-08-31"),
        ("2021/8/3 9:05", "2021-08-03T09:05:00"),
        ("2021-08-3108:28:18", "2021-08-31T08:28:18"),
        ("2021年8月3日", "2021-08-03"),
        ("March 3, 2021", "2021-03-03"),
        ("3rd March 2021", "2021-03-03"),
        ("2021-13-01", ""),
        ("2021-02-30", ""),
        ("March 3", ""),
        ("20XX-03-03", ""),
        ("2016-7-3", "2016-07-03"),
        ("2016年7月", ""),
        ("20170531", ""),
    ],
)
def test_a_date_needs_a_year(text, date):
    assert read_date(text) == date


@pytest.mark.parametrize(
    "line", ["We met at the river.", "Time flies: so do we.", "Name: Old Chen", ""]
)
def test_lines_that_say_nothing_of_the_page(line):
    assert read_credits(line) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Date: 20170531", Credits(published="2017-05-31")),
        ("发布日期：20171331", Credits()),
        ("文/林梅", Credits(byline="林梅")),
        (
            "文/林梅　发表于：2016-07-03 21:15 阅读：（908） 得票：（12）",
            Credits(byline="林梅", published="2016-07-03T21:15:00"),
        ),
        ("文/理分科的通知", None),
        ("编号：20170531", None),
    ],
)
def test_authors_and_dates_behind_their_labels(line, expected):
    assert read_credits(line) == expected


def test_a_signature_behind_the_text():
    assert split_signature("It rained. (Reporter: Lin Mei)") == (
        "It rained.",
        "(Reporter: Lin Mei)",
    )
    assert split_signature("It rained.(Lin Mei)", alone=True) == ("It rained.", "(Lin Mei)")
    assert split_signature("It rained (a little).") == ("It rained (a little).", "")


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("compiled by Plum.com for everyone", "Plum.com"),
        ("Source: Plum Daily", "Plum Daily"),
        ("来源:李子日报", "李子日报"),
        ("本文由李子网整理", "李子网"),
        ("compiled by the editor for everyone", ""),
        ("来源:网络", ""),
        ("We drove to Plum County.", ""),
    ],
)
def test_sources(text, source):
    assert find_source(text) == source
