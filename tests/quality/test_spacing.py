import pytest

from summaries.quality import spacing

from .rules import found


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("We finished.Then etc.The rest", [
            ("finished.Then", "finished. Then"), ("etc.The", "etc. The"),
        ]),
        ("work,study in 2019.The", [("work,study", "work, study"), ("2019.The", "2019. The")]),
        ("call f.Then(1) with a,bc,d of data.frame", []),
        ("see example.com, e.g. https://example.org/a.Then, 1.Study", []),
    ],
)  # fmt: skip
def test_after_punctuation(text, places):
    assert found(spacing.after_punctuation, text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("300yuan in2008 and 2008The", [
            ("300yuan", "300 yuan"), ("2008The", "2008 The"), ("in2008", "in 2008"),
        ]),
        ("completed120% of it", [("completed120%", "completed 120%")]),
        ("3G on the 20th, Part 1This", []),
    ],
)  # fmt: skip
def test_beside_numbers(text, places):
    assert found(spacing.beside_numbers, text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("the workThe plan(study) and (plan)and", [
            ("workThe", "work The"), ("plan(study", "plan (study"), ("plan)and", "plan) and"),
        ]),
        ("WeChat, iPhone, PowerPoint, easyJet, teacher(s), child(ren), (re)read", []),
        ("rowCount of the row count", [("rowCount", "row Count")]),
        ("rowCount, rowStart, rowEnd, rowName: the count, start, end and name of a row", []),
    ],
)  # fmt: skip
def test_between_words(text, places):
    assert found(spacing.between_words, text) == places
