"""The notation of the tables of phrases."""

import pytest

from summaries.quality.phrases import ANYWHERE, OPENING, WHOLE, Vocabulary, folded

from .tables import needless


def table(phrase, place=ANYWHERE, **words):
    return Vocabulary(place, words=words, en=phrase)


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("read more", "We READ MORE of plums", True),
        ("read more", "We spread moreover plums", False),
        ("hope … helps", "We hope that the plum helps", True),
        ("hope … helps", "We hope so. It helps", False),
        ("thank (you|them)", "Thank them", True),
        ("thank (you|them)", "Thank us", False),
        ("thank you (all|) for", "Thank you for the plums", True),
        ("thank you (all|) for", "Thank you all for the plums", True),
        ("{sent} by post", "A plum carried by post", True),
        ("source:", "source ：plums", True),
        ("source:", "source of plums", False),
        ("# plums", "12 plums", True),
        ("the end.", "This is the end!", True),
        ("the end.", "The end of plums", False),
        ("参考", "請參考", True),
        ("更多…关注", "plums更多李子请关注", True),
    ],
)
def test_notation(phrase, text, found):
    assert table(phrase, sent="sent, carried").finds(text) == found


@pytest.mark.parametrize(
    ("place", "text", "found"),
    [
        (ANYWHERE, "some plums here", True),
        (OPENING, "【plums here", True),
        (OPENING, "some plums", False),
        (WHOLE, "plums *", True),
        (WHOLE, "plums here", False),
    ],
)
def test_places(place, text, found):
    assert table("plums", place).finds(text) == found


def test_characters_keep_their_places():
    text = "İ（參考）：\u3000X"
    assert len(folded(text)) == len(text)


# Every traditional character that the tables know, in phrases of theirs.
TRADITIONAL = (
    "參關網頁僅來載鑑閱讀帶為準備幫歡薦時寫該總結匯報領導轉覺編輯間類別欄責發佈點擊評論"
    "標簽權聲係篇後擴鏈專題檔書級給這們顯問還會對範鍵"
)
SIMPLIFIED = (
    "参关网页仅来载鉴阅读带为准备帮欢荐时写该总结汇报领导转觉编辑间类别栏责发布点击评论"
    "标签权声系篇后扩链专题档书级给这们显问还会对范键"
)


def test_traditional_characters_read_as_simplified_ones():
    assert folded(TRADITIONAL) == SIMPLIFIED


def test_a_phrase_that_no_example_needs_is_named():
    assert list(needless(table("plums\n    plums\nripe plums\n    ripe plums"))) == [
        "ripe plums -> "
    ]
    assert list(needless(table("(red|ripe) plums\n    red plums"))) == [
        "(red|ripe) plums -> (red) plums"
    ]
