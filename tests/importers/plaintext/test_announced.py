"""Announced numbers of parts."""

from __future__ import annotations

import pytest

from summaries.importers.plaintext.announced import announced_count, without_count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("(5 articles)", 5),
        ("Summary of work (selected 5 articles)", 5),
        ("(five selected essays)", 5),
        ("(a collection of 7 articles)", 7),
        ("(general 1 1)", 11),
        ("(6 general remarks)", 6),
        ("Summary of 5 articles of nurses in 2020", 5),
        ("Three 3000-word work summaries", 3),
        ("including 5 monthly summaries", 5),
        ("(收集5篇)", 5),
        ("工作总结精选十二篇", 12),
        ("工作总结(通用4篇)", 4),
        ("工作总结范文大全(集合8)", 8),
        ("Here are three English plays about plums, for pupils of all grades:", 3),
        ("Five letters", 5),
        ("12 lessons", 12),
        ("作文5篇", 5),
        ("日记五则", 5),
        ("诗六首", 6),
        ("共8讲", 8),
        ("工作总结多篇", None),
        ("Three letters were lost in the post", None),
        ("I wrote five letters to the miller.", None),
        ("这学期我写了5篇作文。", None),
        ("The pupils of grade 5 wrote reports", None),
        ("Letter (5)", None),
        ("工作总结第5篇", None),
        ("2020年5月工作总结", None),
        ("Work summary (1)", None),
        ("1500 words", None),
        ("Three years of work", None),
        ("the first half of the year (Part 5)", None),
        ("", None),
    ],
)
def test_announced_count(text, count):
    assert announced_count(text) == count


def test_the_first_text_that_names_a_count_decides():
    assert announced_count("no count", "(3 articles)", "(4 articles)") == 3


def test_a_title_without_its_count():
    assert without_count("Work summary (5 articles)") == "Work summary"
    assert without_count("Work summary (Hebei)") == "Work summary (Hebei)"
