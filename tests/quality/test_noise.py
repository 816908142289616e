import pytest

from summaries.quality import noise

from .rules import found


@pytest.mark.parametrize(
    ("rule", "hit", "place", "near_miss"),
    [
        ("markup", "the end< /p> of it", "< /p>", "a < b > c, R&D"),
        ("markup", "a&nbsp;b", "&nbsp;", "this & that;"),
        ("markup", "第一点……此处隐藏36个字……第二点", "……此处隐藏36个字……", "此处隐藏着秘密"),
        ("markup", "in the #### slow spring", "####", "No. #2"),
        ("markup", "public opinion< The fourth", "<", "a < B"),
        ("page_slices", "我" * 100 + "们将继\n2、续努力工作。", "将继\n2、续努", "完。\n2、续"),
        ("sown_signs", "我们的'目标是", "的'目标", "他说的。目标"),
        ("addresses", "提高www.example.com学习", "www.example.com", "小编在www.example.com整理"),
        ("addresses", "study wWw.eXample.cOm now", "wWw.eXample.cOm", "see www.example.com"),
        (
            "jumbles",
            "我们走了。 7 Q+ u# B: ~! E6 k%",
            "7 Q+ u# B: ~! E6 k%",
            "a + b = c + d; x is in A",
        ),
        ("page_numbers", "The end.\n- 3 -\nMore", "- 3 -", "from 2 - 3 - 4"),
        ("page_numbers", "Aims.......3", "Aims.......3", "wait ... 3"),
        ("page_numbers", "第3页 共5页", "第3页 共5页", "第3页的图"),
    ],
)
def test_rule(rule, hit, place, near_miss):
    rule = getattr(noise, rule)
    assert [text for text, _ in found(rule, hit)] == [place]
    assert found(rule, near_miss) == []


def test_a_page_number_of_so_many_pages():
    assert [text for text, _ in found(noise.page_numbers, "One\n1/2\nTwo\n2/2")] == ["1/2", "2/2"]
    assert found(noise.page_numbers, "The season\n23/24\nwas better than\n22/23") == []


def test_contents_lists():
    contents = "I. Aims1\nII. Work3\nIII. Plans9\n\nThe end"
    assert found(noise.contents_lists, contents) == [
        ("I. Aims1", "I. Aims"),
        ("II. Work3", "II. Work"),
        ("III. Plans9", "III. Plans"),
    ]
    assert found(noise.contents_lists, "Week1\nWeek2\nWeek3") == []
    assert found(noise.contents_lists, "About COVID19\nWe were all at home.") == []
