"""The likeness of titles."""

from __future__ import annotations

import pytest

from summaries.importers.plaintext.titles import (
    alike,
    content_words,
    extends,
    is_numbered,
    same,
    weight,
)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Summary of the nurse's work", "Nurses' work summary", True),
        ("果园年度工作总结", "果园工作的年度总结", True),
        ("Summary of the nurse's work", "The weather in March", False),
        (
            "Summary of the nurse's work",
            "In our work we saw many things that no summary can tell of",
            False,
        ),
    ],
)
def test_alike(one, other, expected):
    assert alike(content_words(one), content_words(other)) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Nurse work summary", "Nurse work summary.", True),
        ("Nurse work summary of 2019", "Nurse work summary for 2019", True),
        ("Nurse work summary", "Nurse work summary 1", False),
        ("Nurse work summary", "Nurses eat lunch", False),
    ],
)
def test_same(one, other, expected):
    assert same(one, other) == expected


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Nurse work summary 1", True),
        ("Nurse work summary (Part 2)", True),
        ("果园工作总结篇1", True),
        ("第一篇:果园", True),
        ("【篇一】果园", True),
        ("Nurse work summary 2019", False),
        ("Nurse work summary (5 articles)", False),
        ("果园工作总结(收集5篇)", False),
    ],
)
def test_is_numbered(title, expected):
    assert is_numbered(title) == expected


def test_a_title_with_a_word_added():
    assert extends("Nurse work summary", "Nurse work summary sample (5 articles)")
    assert not extends("Nurse work summary", "Nurse work summary 2")


def test_weight_counts_a_chinese_character_as_three_letters():
    assert weight("果园ab") == 8
