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
        ("* a bullet\n* * *\n3 * 4, a footnote**, the files *.txt", []),
        ("*** NOTES OF THE CLUB ***\nA fine book. ****", []),
        ("dry *\nround ***\nthin and sour **\ngood ***\nvery good ****", []),
    ],
)
def test_stars(text, lost):
    assert [place for place, _ in found(stars, text)] == lost
