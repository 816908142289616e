import pytest

from summaries.quality import digits

from .rules import found


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("since 165438+1October 3", [("165438+1October", "November")]),
        ("165438+1From October 2nd", [("165438+1From October", "From November")]),
        ("by 65438+February", [("65438+February", "December")]),
        ("about 6.5438+0.000 million yuan", [("6.5438+0.000 million", "1.000 million")]),
        ("the 165438+0 men", [("165438+0", "11")]),
        ("at 654.38+0.2.5%", [("654.38+0.2.5%", "")]),
        ("since June 5438+February", [("June 5438+February", "December")]),
        ("65 + 38 are 103", []),
    ],
)
def test_substituted_ones(text, places):
    assert found(digits.substituted_ones, text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("30 books/kloc-0 and /KOOC-0/50", [("/kloc-0", "1"), ("/KOOC-0/50", "150")]),
        ("about /kloc-0000 yuan", [("/kloc-0000", "1000")]),
        ("a tool of 3 KLOC", []),
    ],
)
def test_kloc(text, places):
    assert found(digits.kloc, text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("for 1 1 months, in 20 19.", [("1 1 months", "11 months"), ("20 19", "2019")]),
        ("a share (general 1 1).", [("1 1", "11")]),
        ("3 1.86 million of 7,1 50", [("3 1.86 million", "31.86 million"), ("7,1 50", "7,150")]),
        ("dial 88 217 for help", [("88 217", "")]),
        ("at 4 Mill Row, E2 7QD; week3 2.14; Rovers 3 1 Town; call 020 7946 0000", []),
        ("10 000 in Summary 3 1. Aims in 2019 12 men on 0731 8821 7733", []),
    ],
)
def test_split_digits(text, places):
    assert found(digits.split_digits, text) == places


def test_fused_years():
    text = "in 20021year, not 2002 years or 20000 years"
    assert found(digits.fused_years, text) == [("20021year", "")]


def test_fused_months():
    assert found(digits.fused_months, "on 1February 8, not 8 February") == [
        ("1February 8", "December 8")
    ]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("1.49.5% of it", [("1.49.5%", "")]),
        ("some 5. 46 million and 3, 200 yuan", [
            ("5. 46 million", "5.46 million"), ("3, 200 yuan", "3,200 yuan"),
        ]),
        ("see 1.4.9; on June 24, 160 children; on May 5, 100 yuan; in Rule 5. 46 people", []),
    ],
)  # fmt: skip
def test_malformed_numbers(text, places):
    assert found(digits.malformed_numbers, text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("sorted the telephones 12 of the house", [("telephones 12", "12 telephones")]),
        ("see pages 12 and 13, clauses 4 and 5 and schedules 1 and 2", []),
        ("On May 2012 14, we left", [("May 2012 14", "May 14, 2012")]),
        ("In May 2012 14 loaves were left", []),
    ],
)
def test_moved_digits(text, places):
    assert found(digits.moved_digits, text) == places
