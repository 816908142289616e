import pytest

from summaries.quality import Damage, find_damage
from summaries.text import detect_language


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
        "The 4 x 100 m race took 38.5 s at 4 Mill Row, Leeds, LS6 3QT (see Dec., 1847, p. 12).",
        "Soft rain, turn the wheel,\nTurn the wheel again for me.\nSoft rain, turn the wheel,\n"
        "Turn the wheel again for me.",
        "From: Ann <ann@example.org>\nX-Mailer: Post 1.2\n\n> Tea at 5?\nYes ;-) ...",
        "run [rʌn] verb [intransitive] (ran, run); [Hippias] ran. [Exit Ann]",
        "**Note:** see [the list](a_b.md).\n\n| a | b |\n|---|---|\n| 1 | `x*y` |\n\n![](c.png)",
        "Name: ____\nRStudio and macOS, LaTeX and PyPI; f() and `rm *.txt`.",
        "第三条 读者逾期不还的，由图书馆责令改正。\n第四条 读者损坏图书的，由图书馆责令改正。",
        "２０１２年，全县种树１２．４万棵，增长９．１％。**上半年**种了一半。",
        "二〇二〇年，我校（含分校）共植树3200棵，“春季计划”完成了……大家都很满意！",
    ],
)
def test_sound_text_has_no_damage(text):
    assert find_damage(text, detect_language(text)) == []


def test_what_has_one_cause_is_found_once():
    page = "<td>one</td> <td>two</td>\n" * 20
    assert [place.text for place in find_damage(page, "en")] == ["<td>"]


def test_a_suggestion_shows_what_the_text_says():
    (damage,) = find_damage("the list (see www.example.org ) is long", "en")
    assert damage == Damage(".org )", "spacing", "")


def test_rules_of_english_leave_other_languages_alone():
    text = "Die Kinder gehen zu der Schule und nicht im Regen zu den Eltern, Buchstabe b und c."
    assert find_damage(text, "en") == []


ODD = ["1. ", "??XX", "a ", "字", "* ", ". ", "?", '"', "( ", " ", "6.5438", "aB", "x,", "\n", "â"]


@pytest.mark.parametrize("unit", ODD)
def test_an_odd_line_is_read(unit):
    """Each would take minutes if a rule were quadratic."""
    assert len(find_damage(unit * (200_000 // len(unit)), "en")) < 200_000 / len(unit)


def test_a_line_of_two_megabytes_is_read():
    line = "In 20xx we planted many trees behind the school, and * * * came; " * 31_000
    assert {place.text for place in find_damage(line, "en")} == {"* * *"}
