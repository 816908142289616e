"""Numbers at the start of a paragraph."""

from __future__ import annotations

import pytest

from summaries.importers.plaintext.numbering import number_value, read_marks


@pytest.mark.parametrize(
    ("token", "value"),
    [("12", 12), ("1 1", 11), ("\uff15", 5), ("IV", 4), ("十一", 11), ("二十", 20), ("三", 3), ("Seventh", 7),
     ("two", 2), ("여섯째", 6), ("iv", 4), ("word", None), ("", None)],
)  # fmt: skip
def test_number_value(token, value):
    assert number_value(token) == value


@pytest.mark.parametrize(
    ("line", "style", "value", "text"),
    [
        ("1. Roof", "arabic", 1, "Roof"),
        ("2、屋顶", "arabic", 2, "屋顶"),
        ("3) Roof", "bracket arabic", 3, "Roof"),
        ("(3) Roof", "bracket arabic", 3, "Roof"),
        ("\uff08\u4e8c\uff09\u5c4b\u9876", "bracket upper", 2, "屋顶"),
        ("(seven) roof", "bracket upper", 7, "roof"),
        ("(b) roof", "bracket letter", 2, "roof"),
        ("Third, roof", "upper", 3, "roof"),
        ("Two, roof", "upper", 2, "roof"),
        ("II. Roof", "upper", 2, "Roof"),
        ("十二、屋顶", "upper", 12, "屋顶"),
        ("第三,屋顶", "ordinal", 3, "屋顶"),
        ("第二部分 屋顶", "部分", 2, "屋顶"),
        ("第二条 屋顶", "条", 2, "屋顶"),
        ("Article 2 Roof", "article", 2, "Roof"),
        ("Lesson 2: Roof", "lesson", 2, "Roof"),
        ("体会之二:屋顶", "体会之", 2, "屋顶"),
        ("① roof", "circled", 1, "roof"),
        ("1.2 Roof", "decimal2", 2, "Roof"),
        ("A, roof", "A", 1, "roof"),
        ("?1. Roof", "arabic", 1, "Roof"),
        ("The second is the roof", "prose", 2, "the roof"),
        ("二是修屋顶", "prose", 2, "修屋顶"),
    ],
)
def test_read_marks(line, style, value, text):
    mark = read_marks(line)[0]
    assert (mark.style, mark.value, line[mark.end :]) == (style, value, text)


def test_a_letter_in_brackets_may_be_a_roman_number():
    assert [mark.value for mark in read_marks("(i) roof")] == [1, 9]


@pytest.mark.parametrize(
    "line",
    [
        "1.5 million",
        "8:30 in the morning",
        "2019 was good",
        "One day",
        "1,200 trees",
        "Table 2: Roofs",
        "Roof",
        "",
    ],
)
def test_lines_without_a_mark(line):
    assert read_marks(line) == ()
