import pytest

from summaries.prose import STAND_IN, prose


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("see `a*b` there", "see ----- there"),
        ("one\n```\na = b;\n```\ntwo", "one\n---\n------\n---\ntwo"),
        ("the [list](a_b.md) and ![](c.png)", "the -list--------- and ----------"),
        ("mail ann@example.org or www.example.org", "mail --------------- or ---------------"),
        ("我用**加粗**写字", "我用--加粗--写字"),
        ("a **bold** and an *odd* word", "a --bold-- and an -odd- word"),
        ("X-Mailer: Post 1.2\nDear all", "------------------\nDear all"),
        ("one\n* * *\ntwo", "one\n-----\ntwo"),
        ("return area(1, 2);\nso it goes", "------------------\nso it goes"),
    ],
)
def test_what_is_no_prose_is_covered(text, seen):
    assert prose(text).replace(STAND_IN, "-") == seen


@pytest.mark.parametrize(
    "text",
    [
        "在**村，**镇的同志，在**工作，与**一起",
        "led by * * * and public **** health, 20** and ____%",
        "the plan(s); the men (and women); a - b",
    ],
)
def test_prose_stays_as_it_is(text):
    assert prose(text) == text


def test_in_markdown_every_star_and_tag_is_a_mark():
    text = "# Head\n**\u201cAs is\u201d** and *$5*, <br> see"
    assert "*" not in prose(text)
    assert "<br>" not in prose(text)
