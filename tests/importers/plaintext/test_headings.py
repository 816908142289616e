"""Headings inside a part, and their levels."""

from __future__ import annotations

import pytest

from summaries.importers.plaintext.headings import find_headings

TEXT = (
    "All in all the ferry crossed the river 1,204 times, with 318 bicycles, 77 goats and a piano "
    "on board, and on no day was it more than nine minutes late."
)


def outline(*lines: str) -> list[tuple[int, str]]:
    return [(heading.level, heading.text) for heading in find_headings(lines).values()]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("1. The ferry", "2. The landing"),
        ("1, the ferry", "2, the landing"),
        ("First, the ferry", "Second, the landing"),
        ("First of all, the ferry", "Second, the landing"),
        ("I. The ferry", "II. The landing"),
        ("A, the ferry", "B, the landing"),
        ("(1) The ferry", "(2) The landing"),
        ("(a) the ferry", "(b) the landing"),
        ("(one) the ferry", "(two) the landing:"),
        ("? 1. The ferry", "2. The landing."),
        ("一、渡船", "二、码头"),
        ("(一)渡船", "(二)码头"),
        ("1、渡船", "2、码头"),
        ("第一部分 渡船", "第二部分 码头"),
        ("첫째, 나룻배", "둘째, 선착장"),
        ("The ferry", "The landing"),
        ("The ferry:", "The landing:"),
    ],
)
def test_short_lines_over_text(one, two):
    assert outline(one, TEXT, two, TEXT) == [(1, one), (1, two)]


def test_a_topic_run_into_its_paragraph():
    lines = [f"1. Safety of the ferry. {TEXT}", f"2. Care for the ropes: {TEXT}"]
    found = find_headings(lines).values()
    assert [(heading.text, heading.run_in) for heading in found] == [
        ("1. Safety of the ferry.", True),
        ("2. Care for the ropes:", True),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["1. Ropes", "2. Oars", "3. A bell", TEXT],
        ["1. Ropes;", TEXT, "2. Oars;", TEXT],
        ["1. We have bought new ropes.", "2. We have sold the oars.", TEXT],
        [f"1. We painted the ferry in May. {TEXT}", f"2. It was green before. {TEXT}"],
        [f"The first is the ferry. {TEXT}", f"The second is the landing. {TEXT}"],
        [f"一是修船。{TEXT}", f"二是修码头。{TEXT}"],
        [f"First, the ropes were replaced. Second, the oars were. {TEXT}"],
        ["For this purpose we did the following:", TEXT],
        ["Dear passengers", TEXT],
        ["March 3, 20XX", TEXT],
        ["X year x month x day", TEXT],
        ["Like this:", TEXT],
        [f"Question: who rows? {TEXT}", f"Answer: the ferryman. {TEXT}"],
        [f"Rowing: {TEXT}", TEXT, TEXT, f"Mooring: {TEXT}"],
        ["我" * 100 + "们将继", "2、续努力。", TEXT],
        ["Name: Old Chen", TEXT],
        ["Contents", "1. The ferry 1", "2. The landing 7", TEXT],
        [TEXT],
        [],
    ],
)
def test_what_is_no_heading(lines):
    assert outline(*lines) == []


def test_one_series_is_treated_alike():
    long = "3. The landing was built by the grandfathers, and the water has taken two of its posts."
    lines = [f"1. The ferry. {TEXT}", f"2. The oars. {TEXT}", f"{long} {TEXT}"]
    assert [text for _, text in outline(*lines)] == ["1. The ferry.", "2. The oars.", long]


def test_level_is_depth_and_not_style():
    assert outline(
        "I. The ferry",
        "(1) The hull",
        f"1. Tar. {TEXT}",
        f"2. Paint. {TEXT}",
        "(2) The oars",
        TEXT,
        "II. The landing",
        "1. The posts",
        TEXT,
        "2. The planks",
        TEXT,
    ) == [
        (1, "I. The ferry"),
        (2, "(1) The hull"),
        (3, "1. Tar."),
        (3, "2. Paint."),
        (2, "(2) The oars"),
        (1, "II. The landing"),
        (2, "1. The posts"),
        (2, "2. The planks"),
    ]


def test_one_level_in_three_translations_of_one_numeral():
    lines = [
        "First, the ferry",
        TEXT,
        "2. The oars",
        TEXT,
        "III. The landing",
        TEXT,
        "Four, the rest",
        TEXT,
    ]
    assert [level for level, _ in outline(*lines)] == [1, 1, 1, 1]


def test_a_bracket_lost_from_its_series():
    lines = [f"(1) Ropes of hemp. {TEXT}", f"2) Oars of ash. {TEXT}", f"(c) Bells of brass. {TEXT}"]
    assert [level for level, _ in outline(*lines)] == [1, 1, 1]


def test_the_same_style_on_two_levels():
    lines = ["1. The ferry", "1. The hull", TEXT, "2. The oars", TEXT, "2. The landing", TEXT]
    assert [level for level, _ in outline(*lines)] == [1, 2, 2, 1]


def test_numbers_that_start_again_are_a_new_list_on_the_same_level():
    lines = [
        "1. Ropes",
        TEXT,
        "2. Oars",
        TEXT,
        "3. Bells",
        TEXT,
        "1. Goats",
        TEXT,
        "2. Pianos",
        TEXT,
    ]
    assert [level for level, _ in outline(*lines)] == [1, 1, 1, 1, 1]


def test_every_number_may_have_become_a_one():
    lines = ["1. Ropes", TEXT, "1. Oars", TEXT, "1. Bells", TEXT]
    assert [level for level, _ in outline(*lines)] == [1, 1, 1]


@pytest.mark.parametrize("numbers", [(2, 3, 4), (1, 2, 2, 3), (1, 2, 4)])
def test_lists_that_start_late_repeat_or_lose_a_number(numbers):
    lines = [line for number in numbers for line in (f"{number}. Item of the ferry", TEXT)]
    assert [level for level, _ in outline(*lines)] == [1] * len(numbers)


def test_unnumbered_headings_over_and_under_numbered_ones():
    over = [
        "The ferry",
        TEXT,
        "1. Ropes",
        TEXT,
        "2. Oars",
        TEXT,
        "The landing",
        TEXT,
        "1. Posts",
        TEXT,
    ]
    assert [level for level, _ in outline(*over)] == [1, 2, 2, 1, 2]
    under = ["1. The ferry", "The ropes", TEXT, "The oars", TEXT, "2. The landing", TEXT]
    assert [level for level, _ in outline(*under)] == [1, 2, 2, 1]


def test_news_items_in_a_row_are_headings():
    dated = f"On May 3, 2019, it was so. {TEXT}"
    lines = ["Ferry crosses the river in fog.", dated, "Landing gets a lamp.", dated]
    assert [text for _, text in outline(*lines)] == lines[::2]


def test_a_page_in_two_languages_has_two_lists_on_one_level():
    lines = ["一、渡船", TEXT, "1. The ferry", TEXT, "二、码头", TEXT, "2. The landing", TEXT]
    assert [level for level, _ in outline(*lines)] == [1, 1, 1, 1]


def test_a_lone_item_after_its_announcement_has_lost_its_fellows():
    assert outline("We did this:", f"1. Ropes for the ferry. {TEXT}") == [
        (1, "1. Ropes for the ferry.")
    ]


def test_paragraphs_that_open_with_a_label_one_after_another():
    lines = [f"Rowing: {TEXT}", f"Mooring in storms: {TEXT}", TEXT]
    assert [(heading.text, heading.run_in) for heading in find_headings(lines).values()] == [
        ("Rowing:", True),
        ("Mooring in storms:", True),
    ]


def test_the_clauses_of_a_contract():
    lines = ["Article 1 The ferry", "1. Its hull;", "2. Its oars.", "Article 2 The fare", TEXT]
    assert outline(*lines) == [(1, "Article 1 The ferry"), (1, "Article 2 The fare")]


def test_a_line_with_nothing_but_the_next_heading_beneath_is_none():
    lines = ["1. Theme", "Crossing the river together", "2. Aims", TEXT]
    assert outline(*lines) == [(1, "1. Theme"), (1, "2. Aims")]


def test_numbers_below_an_unnumbered_heading_keep_their_depth():
    lines = [TEXT, "The ferry", "First, the hull", f"(1) Tar. {TEXT}", f"(2) Paint. {TEXT}"]
    lines += ["Second, the oars", TEXT]
    assert [level for level, _ in outline(*lines)] == [1, 2, 3, 3, 2]


def test_a_bilingual_page_says_each_heading_twice():
    lines = [
        "I. The ferry",
        "一、渡船",
        TEXT,
        "渡船过河。" * 9,
        "II. The landing",
        "二、码头",
        TEXT,
    ]
    assert [level for level, _ in outline(*lines)] == [1, 1, 1, 1]


def test_first_of_all_counts_anew_inside_a_paragraph():
    one = f"First, mind the ropes. First of all, I look at them. Secondly, I oil them. {TEXT}"
    assert [text for _, text in outline(one, f"Second, mind the oars. {TEXT}")] == [
        "First, mind the ropes.",
        "Second, mind the oars.",
    ]


def test_a_short_chinese_opening_is_a_topic():
    assert [text for _, text in outline(f"1、每月考核。{TEXT}", f"2、每周例会。{TEXT}")] == [
        "1、每月考核。",
        "2、每周例会。",
    ]


def test_counts_inside_paragraphs_do_not_disturb_the_numbers_around_them():
    prose = "一是修船;二是修桨;三是修绳。" * 5
    lines = [prose, "一、渡船", prose, "1、船体", prose, "2、船桨", prose, "二、码头", prose]
    assert [level for level, _ in outline(*lines)] == [1, 2, 2, 1]


def test_one_arabic_number_among_words_does_not_open_the_arabic_lists_below():
    lines = ["First, the ferry", TEXT, "2. The oars", TEXT, "Third, the landing", "(1) Posts", TEXT]
    lines += [f"1. We set {TEXT}", f"2. We tarred {TEXT}", "(2) Planks", TEXT]
    assert [level for level, _ in outline(*lines)] == [1, 1, 1, 2, 2]


def test_a_list_right_below_a_first_item_of_its_own_style():
    lines = ["1. The ferry", TEXT, f"1. Tar. {TEXT}", f"2, Paint. {TEXT}", "Second, the oars", TEXT]
    assert [level for level, _ in outline(*lines)] == [1, 2, 2, 1]


def test_a_list_announced_behind_another_list_lies_beside_it():
    lines = [
        f"1. Ropes. {TEXT}",
        f"2. Oars. {TEXT}",
        "And all this we had to mind on the river besides:",
    ]
    lines += [f"1. Fog. {TEXT}", f"2. Ice. {TEXT}"]
    assert [level for level, _ in outline(*lines)] == [1, 1, 1, 1]
