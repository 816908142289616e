"""The marks of a collection's parts."""

from __future__ import annotations

import pytest

from summaries.importers.plaintext.parts import find_parts

TITLE = "Summary of the work of the village baker (2 articles)"
TEXT = (
    "The oven was lit at three in the morning on every day but Sunday, and what was left over "
    "went to the school, where nothing was left over."
)


def titles(*lines: str, title: str = TITLE, announced: int | None = 2) -> list[str]:
    return [mark.title for mark in find_parts(lines, title, announced)]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            "Summary of the work of the village baker 1",
            "Summary of the work of the village baker 2",
        ),
        ("Village baker's work summary 1", "The work summary of the baker in the village 2"),
        ("Work summary of the village baker (1)", "Work summary of the village baker (2)"),
        (
            "Work summary of the village baker (Part I)",
            "Work summary of the village baker (Part II)",
        ),
        ("Village baker work summary sample one", "Village baker work summary sample two"),
        ("2 0 1 village baker summary", "2 0 2 village baker summary"),
        ("1. Work summary of the village baker", "2. Work summary of the village baker"),
        ("Article 1", "Article 2"),
        ("Chapter 1: A year at the oven", "Chapter 2: A year of rolls"),
        ("Part I", "Part II"),
        ("(the first article)", "(the second article)"),
        ("(I)", "(II)"),
        ("(1)", "(2)"),
        ("【篇一】", "【篇二】"),
        ("第1篇:面包师工作总结", "第2篇:面包师工作总结"),
        ("篇1", "篇2"),
    ],
)
def test_marks_on_lines_of_their_own(one, two):
    assert titles(one, TEXT, two, TEXT) == [one, two]


@pytest.mark.parametrize(
    ("mark", "behind"),
    [
        ("Village baker work summary 1", " In the spring we baked."),
        ("Village baker work summary 1", "2019 was a good year."),
        ("Village baker work summary 1", " rolls and bread"),
        ("Village baker work summary Part 1", "A serious year."),
        ("Village baker work summary articles 1", "53 The loaves were weighed."),
        ("Village baker work summary 1", " 1. The oven. It was lit."),
        ("Village baker work summary 1", "20XX was a good year."),
        ("Village baker work summary (Article 1)", " As a baker, I bake."),
        ("Village baker work summary (selected articles 1)", " passed quickly."),
    ],
)
def test_words_behind_the_number_belong_to_the_text(mark, behind):
    lines = [f"{mark}{behind} {TEXT}", f"Village baker work summary 2 {TEXT}"]
    first, second = find_parts(lines, TITLE, 2)
    assert first.title == mark
    assert lines[0][first.end :].startswith(behind.lstrip())
    assert second.title == "Village baker work summary 2"


def test_final_colons_are_dropped():
    assert titles("Article 1:", TEXT, "Article 2:", TEXT) == ["Article 1", "Article 2"]


def test_a_mark_at_the_end_of_the_lead():
    lead = "The following is compiled for reference only. Village baker work summary 1"
    mark = find_parts([lead, TEXT, "Village baker work summary 2", TEXT], TITLE, 2)[0]
    assert lead[: mark.start] == "The following is compiled for reference only. "


def test_eleven_with_split_digits_is_the_eleventh():
    lines = [line for n in range(1, 11) for line in (f"Village baker work summary {n}", TEXT)]
    assert titles(*lines, "Village baker work summary 1 1", TEXT, announced=11)[-1].endswith("1 1")


def test_a_part_that_lost_its_mark_does_not_end_the_sequence():
    lines = [f"Village baker work summary {n}" for n in (1, 3)]
    assert titles(lines[0], TEXT, lines[1], TEXT, announced=None) == lines


def test_a_list_of_contents_is_not_the_parts():
    marks = ["Village baker work summary 1", "Village baker work summary 2"]
    found = find_parts([*marks, marks[0], TEXT, marks[1], TEXT], TITLE, None)
    assert [mark.line for mark in found] == [2, 4]


def test_the_announced_count_decides_between_readings():
    lines = [
        "Part 1",
        TEXT,
        "Village baker work summary 1",
        TEXT,
        "Village baker work summary 2",
        TEXT,
    ]
    assert titles(*lines, announced=2) == lines[2::2]


@pytest.mark.parametrize(
    "lines",
    [
        ["1. The oven", TEXT, "2. The rolls", TEXT],
        ["First, the oven", TEXT, "Second, the rolls", TEXT],
        ["The oven", TEXT, "The rolls", TEXT],
        ["The village baker was given 1 medal in 20XX.", TEXT, "In 2 years there were none.", TEXT],
        ["第一部分 烤炉", TEXT, "第二部分 面包", TEXT],
        [line for n in "123" for line in (f"Article {n} Ovens", "Party A lights the oven.", TEXT)],
        ["How many loaves are left of 52 1 and 53 2?", TEXT],
        ["1. Summary of what the village baker does, the ovens first", TEXT],
        ["Article 1 The oven is lit.", "Article 2 The oven is swept.", "Article 3 It cools."],
    ],
)
def test_headings_and_sentences_are_no_marks(lines):
    assert titles(*lines, announced=None) == []


def test_fused_numbers_without_a_title_to_compare_with():
    lines = [f"Village baker work summary 1In spring. {TEXT}"]
    lines += [f"Village baker work summary 21. The oven. {TEXT}"]
    assert titles(*lines, title="", announced=None) == [
        "Village baker work summary 1",
        "Village baker work summary 2",
    ]


def test_a_number_fused_with_the_year_behind_it():
    line = f"Village baker work summary 120xx65438+February was cold. {TEXT}"
    assert titles(line, title="", announced=None) == ["Village baker work summary 1"]


def test_one_selected_article_is_the_first():
    mark = "Work summary of the village baker (1 selected article)"
    assert titles(mark, TEXT) == [mark]
    assert titles("Work summary of the village baker (5 selected articles)", TEXT) == []


def test_a_heading_behind_as_follows_is_no_mark():
    assert titles(f"现总结如下：一、面包师工作情况(一)烤炉。{TEXT}", title="", announced=None) == []


def test_marks_inside_a_page_without_line_breaks():
    line = f"【篇一】面包师工作总结 {TEXT} 【篇二】面包师工作总结 {TEXT}"
    assert titles(line, title="面包师工作总结") == [
        "【篇一】面包师工作总结",
        "【篇二】面包师工作总结",
    ]


def test_a_mark_behind_a_korean_lead():
    lead = "다음은 참고용입니다. 빵집 업무 요약 1"
    mark = find_parts([lead, TEXT, "빵집 업무 요약 2", TEXT], "빵집 업무 요약", 2)[0]
    assert lead[mark.start :] == "빵집 업무 요약 1"


def test_a_title_beside_a_mark_at_the_end_of_the_lead():
    lead = "以下是小编整理的范文,仅供参考。 【篇一】面包师工作总结"
    marks = ["【篇一】面包师工作总结", "【篇二】面包师工作总结"]
    assert titles(lead, TEXT, marks[1], TEXT, title="") == marks
