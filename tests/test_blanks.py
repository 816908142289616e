import pytest

from summaries.blanks import Blank, distinct, find_blanks, mark_blanks


@pytest.mark.parametrize(
    ("text", "blanks"),
    [
        ("In 20xx, 20XX, 201x and 1xx days", ("20xx", "20XX", "201x", "1xx")),
        ("since 20xx65438+February; 20x3", ("20xx",)),
        ("XX town, xxx and XXXX; XX again", ("XX", "xxx", "XXXX")),
        ("Wang X thanked Zheng XX of County X", ("Wang X", "Zheng XX", "X")),
        ("at most X.XX or xx,xxx yuan", ("X.XX", "xx,xxx")),
        ("_ _ _ yuan, ____% of 20__", ("_ _ _", "____%", "20__")),
        ("---- people in 20-- years", ("----", "20--")),
        ("20** and ** Village", ("20**", "**")),
        ("**社区，May 16, 20xx\n6. More", ("**社区", "20xx")),
        ("20**年，**村的××公司，x月x日", ("20**", "**村", "××", "x")),
        ("李某某、王xx，二〇××年，○○公司", ("李某某", "王xx", "二〇××", "○○")),
        ("[Company name] or [X]", ("[Company name]", "[X]")),
        ("[Your school], [Name of the teacher]", ("[Your school]", "[Name of the teacher]")),
        ("Dear {name} of {{company_name}}，{姓名}", ("{name}", "{{company_name}}", "{姓名}")),
        ("in X county", ("X",)),
        ("【公司名称】于【填写日期】成立", ("【公司名称】", "【填写日期】")),
    ],
)
def test_places_to_fill_in(text, blanks):
    assert distinct(text) == blanks


@pytest.mark.parametrize(
    "text",
    [
        "X. Results\nXX. More\nIX. Less",
        "an X-ray, 3 x 4 m, ten times (10x), size XXL, Chapter X",
        "Six boxes for Max",
        "----------\n____________\n* * *",
        "**bold** and __stress__ and snake__case",
        "as shown [1], [Recommended], [5 articles], [a link](https://example.org/xx)",
        "【一、概况】二〇〇八年的X光片",
        "**上半年**种了树，见[清单](https://example.org/xx)。\n![](a.png)\n| a | b |\n|----|----|",
        "`a__b`, x = 3, f(x), Planet X, \\textbf{name}, {1, 2}",
        "table [countable] [ˈteɪbl]; [Hippias] left [the town]. [Exit Ann]",
        "-----Original Message-----\n[x] yes [ ] no",
        "public **** health, led by * * *, the city * factory",
        "so -- as we said -- it went",
    ],
)
def test_what_only_looks_like_a_blank(text):
    assert find_blanks(text) == []


def test_blanks_know_their_place_and_name():
    assert find_blanks("Dear [Your name], in XX") == [
        Blank("[Your name]", 5, 16, "Your name"),
        Blank("XX", 21, 23, ""),
    ]


def test_marking_leaves_tags_and_the_rest_of_the_text_alone():
    html = '<p title="XX > 3">R&amp;D in <b>20xx</b> &lt;XX&gt; &amp; [Company name]</p>'
    assert mark_blanks(html, lambda blank: f"<i>{blank.name or blank.text}</i>") == (
        '<p title="XX > 3">R&amp;D in <b><i>20xx</i></b> &lt;<i>XX</i>&gt; &amp; '
        "<i>Company name</i></p>"
    )


def test_beside_a_name_that_forms_ask_for_other_phrases_are_blanks():
    blanks = [blank.text for blank in find_blanks("[Your name] did [first thing] and [what else].")]
    assert blanks == ["[Your name]", "[first thing]", "[what else]"]
    assert find_blanks("water [wɔːtə] n. [first thing] [countable]") == []


def test_each_cell_of_a_row_has_blanks_of_its_own():
    html = "<table><tr><td>____</td><td>____</td></tr></table>"
    marked = mark_blanks(html, lambda blank: f"<i>{blank.text}</i>")
    assert marked == html.replace("____", "<i>____</i>")


@pytest.mark.parametrize("unit", ["x", "_", "-", "*", "[", "word ", "<a ", "{"])
def test_a_huge_line_is_read(unit):
    assert len(find_blanks(unit * (2_000_000 // len(unit)))) <= 1
