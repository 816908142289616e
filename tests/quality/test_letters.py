import pytest

from summaries.quality import letters

from .rules import found


@pytest.mark.parametrize(
    ("rule", "hit", "place", "near_miss"),
    [
        ("hyphenated_syllables", "ma-ki-ng a plan", ("ma-ki-ng", "making"), "up-to-date"),
        (
            "hyphens_in_words",
            "manage-ment is management",
            ("manage-ment", "management"),
            "long-term and longterm term",
        ),
        (
            "spaces_in_words",
            "coo peration is cooperation",
            ("coo peration", "cooperation"),
            "along a long road",
        ),
        ("lone_endings", "much informa tion", ("informa tion", "information"), "an able mention"),
        ("changed_case", "our SUmmary", ("SUmmary", "Summary"), "CDs and WeChat"),
        ("lost_stops", "methods to The theory", ("to The", "to the"), "to The Hague. The end"),
        ("lone_letters", "it s not so", ("s", ""), "a plan b."),
        ("fused_words", "theschool is a school", ("theschool", "the school"), "theory, therapy"),
        ("fused_words", "it changedevery day", ("changedevery", "changed every"), "every"),
    ],
)
def test_rule(rule, hit, place, near_miss):
    rule = getattr(letters, rule)
    assert found(rule, hit) == [place]
    assert found(rule, near_miss) == []
