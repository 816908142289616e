import pytest

from summaries.quality.stars import stars

from .rules import found


@pytest.mark.parametrize(
    ("text", "lost"),
    [
        ("led by * * * and public **** health", ["* * *", "****"]),
        ("the city * factory", ["*"]),
        ("在***的领导下", ["***"]),
        ("in 20** the **村 had ** Village", []),
        ("* a bullet\n* * *\n**bold**, 3 * 4, a footnote*", []),
    ],
)
def test_stars(text, lost):
    assert [place for place, _ in found(stars, text)] == lost
