import pytest

from summaries.quality import characters

from .rules import found


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("? 1. Aims\n??The plan", [("? 1.", "1."), ("??The", "The")]),
        ("we don?t know", [("don?t", "")]),
        ("All was done. ?", [(" ?", "")]),
        ("a \ufffd\ufffd b", [("\ufffd\ufffd", "")]),
        ("Why? Really?? See page?id=1, which (??) is odd.\n?: What?", []),
    ],
)
def test_lost_characters(text, places):
    assert found(characters.lost_characters, text) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("在蒙?多的山上", ["蒙?多"]),
        ("朋友?nèi)来了", ["?nèi)"]),
        ("你去不去?我去。他是谁?我不认识。", []),
    ],
)
def test_lost_bytes(text, places):
    assert [place for place, _ in found(characters.lost_bytes, text)] == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("we donâ€™t know", [("donâ€™t", "don’t")]),
        ("这是鎴戜滑的", []),
        ("at the café in Köln, 我们联通了", []),
    ],
)
def test_mojibake(text, places):
    assert found(characters.mojibake, text) == places


def test_mojibake_of_chinese():
    spoilt = "今年工作".encode().decode("gb18030")
    assert found(characters.mojibake, f"{spoilt} 2020") == [(spoilt, "今年工作")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("專業(yè)的", [("業(yè)", "業")]),
        ("重庆(chongqing)", [("庆(chongqing)", "庆")]),
        ("幻灯片(ppt)，应用(app)；名称(name)；one (more) by (José)", []),
    ],
)
def test_pinyin(text, places):
    assert found(characters.pinyin, text) == places
