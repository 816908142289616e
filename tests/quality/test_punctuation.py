import pytest

from summaries.quality import punctuation

from .rules import found


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("our work ;then", [(" ;", ";")]),
        ("the masses. , and so on", [(". ,", "")]),
        ("개념 : 보고", []),
        ("Place : the old mill\nWell . . . no ;-)", []),
        ("C'est bon ! Et toi ? Oui : le pain et les oeufs.", []),
        ("it costs .5 and wait ... then, done.", []),
    ],
)
def test_orphans(text, places):
    assert found(punctuation.orphans, text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ('under the sky.".', [('.".', "")]),
        ("one,, two.; 三。，四", [(",,", ","), (".;", ""), ("。，", "")]),
        ('他说"好".。然后', [(".。", "")]),
        ("books, etc., and ... so?! Co., Ltd.", []),
        ("It rained.. We stayed.", [("..", ".")]),
        ("Well.. yes.. no.. I do not know.", []),
        ("on Nov., 1852 (31st Cong., 2d sess., p. 4), J. Apic., 12; a::b", []),
    ],
)
def test_doubled(text, places):
    assert found(punctuation.doubled, text) == places


def test_at_line_start():
    text = "One\n, two\n...three\n.txt files\n;-) no\n:   a term"
    assert found(punctuation.at_line_start, text) == [(", two", "two")]


def test_beside_brackets():
    text = "the plan () and gold “, 其中，）but ( ) is a blank, (1,) f() a call and ;) a smile"
    places = [place for place, _ in found(punctuation.beside_brackets, text)]
    assert sorted(places) == ["()", "gold “,", "，）"]


def test_misplaced():
    assert found(punctuation.misplaced, "example。com，的确、的目标") == [("。", ""), ("、的", "")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("all ( 15) men", [("( 15)", "(15)")]),
        ("“ study ”", [("“ study ”", "“study”")]),
        ('we " study" it', [('" study', '"study')]),
        ('we "study " it', [('study "', 'study"')]),
        ('“we "bake ".', [('bake "', 'bake"')]),
        ("( one ) or ( two ) or ( three )", []),
        ('a "study" (of 15) and "more" of 7" pipes', []),
    ],
)
def test_spaces_inside(text, places):
    assert found(punctuation.spaces_inside, text) == places
