import pytest

from summaries.quality import letters

from .rules import found


@pytest.mark.parametrize(
    ("rule", "hit", "place", "near_miss"),
    [
        (
            "hyphenated_syllables",
            "ma-ki-ng a plan",
            ("ma-ki-ng", "making"),
            "up-to-date, tic-tac-toe",
        ),
        (
            "hyphens_in_words",
            "manage-ment is management",
            ("manage-ment", "management"),
            "long-term and longterm, pop-up and popup",
        ),
        (
            "spaces_in_words",
            "coo peration is cooperation",
            ("coo peration", "cooperation"),
            "along a long road, every day is everyday",
        ),
        (
            "lone_endings",
            "much informa tion",
            ("informa tion", "information"),
            "an able mention of a reliable ally",
        ),
        (
            "changed_case",
            "our SUmmary",
            ("SUmmary", "Summary"),
            "CDs, WeChat, RStudio, CPython, macOS and iTunesStore",
        ),
        (
            "lost_stops",
            "methods to The theory",
            ("to The theory", "to the theory"),
            "to The Hague. The end",
        ),
        (
            "lost_stops",
            "the last week Conduct a check",
            ("week Conduct a", "week conduct a"),
            "the Study group",
        ),
        (
            "lost_stops",
            "in harmony, The calm sea",
            ("harmony, The calm", "harmony, the calm"),
            "So, I came, And saw",
        ),
        ("lost_stops", "then we Baking bread", ("we Baking", "we baking"), "we Beijing bakers"),
        (
            "lost_stops",
            "filled with Dedicate time",
            ("with Dedicate time", "with dedicate time"),
            "B",
        ),
        (
            "lost_stops",
            "on Bread Day Taking the day",
            ("Day Taking the day", "Day taking the day"),
            "on Baking the Loaf",
        ),
        (
            "lost_stops",
            "of majors A test",
            ("majors A test", "majors a test"),
            "a class A test in the A class",
        ),
        ("lost_letters", "a busine trip", ("busine", "business"), "to succeed in business"),
        (
            "lost_letters",
            "the old tracto stood",
            ("tracto", ""),
            "a ratio, de facto, of Ann du Pont",
        ),
        ("lost_letters", "one of ou masters", ("ou", ""), "up to 45 km or so"),
        ("ones_for_letters", "1n order to", ("1n", "In"), "the 1st of 1 t"),
        (
            "lone_letters",
            "it s not so",
            ("s", ""),
            "a plan b or c is, let n be, an x and an x that",
        ),
        ("fused_words", "theschool is a school", ("theschool", "the school"), "theory, therapy"),
        ("fused_words", "it changedevery day", ("changedevery", "changed every"), "every"),
    ],
)
def test_rule(rule, hit, place, near_miss):
    rule = getattr(letters, rule)
    assert found(rule, hit) == [place]
    assert found(rule, near_miss) == []
