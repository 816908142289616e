import time

import pytest

from summaries.quality import Damage, find_damage


def test_damage_comes_in_order_with_kind_and_suggestion():
    text = "We sent out 30 books/kloc-0 ;then * * * came. Six of 1 1 months were dry."
    assert find_damage(text, "en") == [
        Damage("/kloc-0", "digits", "1"),
        Damage(" ;", "punctuation", ";"),
        Damage("* * *", "stars", ""),
        Damage("1 1 months", "digits", "11 months"),
    ]


def test_places_that_touch_are_one():
    assert [damage.text for damage in find_damage("led by ***( 15) men", "en")] == ["***( 15)"]


def test_chinese_is_spared_the_rules_about_spaces():
    text = "完成 workThe 部分，共3.5万元，联系Bob。"
    assert find_damage(text, "zh-hans") == []
    assert [damage.kind for damage in find_damage(text, "en")] == ["spacing"]


@pytest.mark.parametrize(
    "text",
    [
        "In 20xx we planted 3,200 trees (up 4.5%) on an 8 x 12 m plot, i.e. the old yard; "
        "see www.example.com/a?b=1 or e-mail us, etc., before 5 p.m. on May 5, 2019.",
        "Dear colleagues:\nThanks to Wang X, the “spring plan” was done. Was it easy? No!",
        "二〇二〇年，我校（含分校）共植树3200棵，“春季计划”完成了……大家都很满意！",
    ],
)
def test_sound_text_has_no_damage(text):
    assert find_damage(text, "zh" if text[0] == "二" else "en") == []


ODD = ["1", "1 ", "a", "字", "*", ". ", ".", "?", '"', "( ", "-", "6.5438", "aB", "x,", "\n", "â"]


@pytest.mark.parametrize("unit", ODD)
def test_an_odd_line_takes_linear_time(unit):
    started = time.perf_counter()
    find_damage(unit * (200_000 // len(unit)), "en")
    assert time.perf_counter() - started < 5


def test_a_line_of_two_megabytes_is_read():
    line = "In 20xx we planted many trees behind the school, and * * * came; " * 31_000
    started = time.perf_counter()
    damage = find_damage(line, "en")
    assert {place.text for place in damage} == {"* * *"}
    assert time.perf_counter() - started < 30
