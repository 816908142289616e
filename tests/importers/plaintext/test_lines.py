"""The lines of a page: wrapped paragraphs, indentation and code."""

from __future__ import annotations

import pytest

from summaries.importers.plaintext.lines import split_lines

WRAPPED = """\
The ferryman had a dog that could count to three, and he was asked for
it by the circus, by the school and by a man with a large moustache.
  He kept it. In the evening the dog sat in the bow and barked at every
buoy, but never at more than three of them, which the passengers found
very polite.
"""


def test_wrapped_paragraphs_are_put_together():
    assert split_lines(WRAPPED) == [
        "The ferryman had a dog that could count to three, and he was asked for it by the circus, "
        "by the school and by a man with a large moustache.",
        "He kept it. In the evening the dog sat in the bow and barked at every buoy, but never at "
        "more than three of them, which the passengers found very polite.",
    ]


def test_wrapped_chinese_is_put_together_without_spaces():
    text = "渡口的老船夫养了一条会数到三的狗，马戏团、学校和一个留大胡子的人都来要"
    assert split_lines(
        f"{text}过，\n他都没有给，晚上狗坐在船头，看见一个浮标就叫一声，可是从来不会叫\n超过三声，坐船的人都说它很懂礼貌，下次还要再来坐他的船，还要给狗带点\n吃的。"
    ) == [
        f"{text}过，他都没有给，晚上狗坐在船头，看见一个浮标就叫一声，可是从来不会叫超过三声，坐船的人都说它很懂礼貌，下次还要再来坐他的船，还要给狗带点吃的。"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The wheel goes round and\nthe water falls and\nthe miller sleeps and\nthe mice are out",
        "We have the ferry.\nIt is blue.\nThe river is wide.",
        f"{'A paragraph of its own. ' * 9}\nthat goes on\nand on and on",
        "- the first of the oars is long\n- the second is short\n- the third is broken",
        "Date: the third of May\nPlace: the landing\nPresent: the ferryman and his dog",
    ],
)
def test_lines_that_are_not_wrapped_stay_lines(text):
    assert split_lines(text) == [line.strip() for line in text.split("\n")]


def test_lines_know_how_far_they_are_indented_and_what_is_above():
    lines = split_lines("\u3000\u3000一、船\n\n\t- two\n  end")
    assert [(line, line.indent, line.gap) for line in lines] == [
        ("一、船", 4, False),
        ("- two", 4, True),
        ("end", 2, False),
    ]


def test_code_is_indented_and_full_of_signs_or_between_fences():
    text = (
        "Row so:\n\n    def row(boat):\n        return boat.oars + 2\n\n```\nrow well\n```\nDone."
    )
    code = [line for line in split_lines(text) if line.is_code]
    assert code == ["def row(boat):", "return boat.oars + 2", "```", "row well", "```"]


def test_indented_prose_is_no_code():
    text = "    We rowed for an hour; then it rained.\n    We rowed home.\n\t船队有船十二条；要修。"
    assert not any(line.is_code for line in split_lines(text))
