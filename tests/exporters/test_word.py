"""Word: the file has the structure that the page has, in Word's own terms."""

from datetime import UTC, datetime

import pytest

from summaries.document import Part, Source

from .reading import article, tag, text_of, value, word


def test_headings_have_the_levels_of_the_page():
    body = "<h3>Ice</h3><p>Thin.</p><h4>In May</h4>"
    document = article(body, parts=(Part("Winter", body), Part("", body)))
    assert word(document).paragraphs() == [
        ("Title", "The pond"),
        ("Heading1", "Winter"),
        ("Heading2", "Ice"),
        (None, "Thin."),
        ("Heading3", "In May"),
        ("Heading1", "Ice"),
        (None, "Thin."),
        ("Heading2", "In May"),
    ]


def test_every_list_starts_anew_and_nested_ones_are_deeper():
    made = word(
        article(
            "<ol><li>one<ol type='a'><li>a</li></ol></li><li>two</li></ol>"
            "<ol start='5'><li>five</li></ol><ul><li>dot<p>and more</p></li></ul>"
        )
    )
    items = [
        (text_of(one), value(one, "pPr/numPr/ilvl"), value(one, "pPr/numPr/numId"))
        for one in made.body.iter(tag("p"))
    ]
    numbers = [number for _text, _level, number in items if number]
    assert [(text, level) for text, level, _number in items[1:]] == [
        *(("one", "0"), ("a", "1"), ("two", "0"), ("five", "0"), ("dot", "0"), ("and more", None))
    ]
    one, a, two, five, dot = numbers
    assert one == two
    assert len({one, a, five, dot}) == 4
    lists = [numbering(made, number) for number in (one, a, five, dot)]
    assert lists == [("decimal", "1"), ("lowerLetter", "1"), ("decimal", "5"), ("bullet", None)]


def numbering(made, number):
    """The format of a list and the number that it starts with."""
    element = made.xml("word/numbering.xml")
    (one,) = (num for num in element.iter(tag("num")) if num.get(tag("numId")) == number)
    kind = value(one, "abstractNumId")
    (abstract,) = (
        found
        for found in element.iter(tag("abstractNum"))
        if found.get(tag("abstractNumId")) == kind
    )
    return value(abstract, "lvl/numFmt"), value(one, "lvlOverride/startOverride")


def test_tables_keep_their_head_and_their_spans():
    (table,) = word(
        article(
            "<table><caption>Ice</caption><thead><tr><th>Month</th><th>Depth</th></tr></thead>"
            "<tbody><tr><td rowspan='2'>May</td><td>1 cm</td></tr><tr><td>2 cm</td></tr>"
            "<tr><td colspan='2'>none</td></tr></tbody></table>"
        )
    ).body.iter(tag("tbl"))
    rows = table.findall(tag("tr"))
    assert [row.find(tag("trPr/tblHeader")) is not None for row in rows] == [True] + [False] * 3
    assert [[text_of(cell) for cell in row.findall(tag("tc"))] for row in rows] == [
        *(["Month", "Depth"], ["May", "1 cm"], ["", "2 cm"], ["none"])
    ]
    merged = [cell.find(tag("tcPr/vMerge")) for row in rows for cell in row.findall(tag("tc"))]
    assert [one.get(tag("val")) for one in merged if one is not None] == ["restart", None]
    assert value(rows[3], "tc/tcPr/gridSpan") == "2"


def test_each_row_of_a_table_fills_its_grid():
    (table,) = word(
        article(
            "<table><tr><td rowspan=9>a<td colspan=3>b<tr><td>c<tr><td>d<td>e<td>f<td>g</table>"
        )
    ).body.iter(tag("tbl"))
    widths = {
        sum(int(value(cell, "tcPr/gridSpan") or 1) for cell in row.findall(tag("tc")))
        for row in table.iter(tag("tr"))
    }
    assert widths == {len(table.findall(tag("tblGrid/gridCol")))}


def test_a_table_too_wide_for_word_keeps_its_words():
    row = "".join(f"<td>w{number}</td>" for number in range(70))
    made = word(article(f"<table><tr>{row}</tr></table>"))
    assert len(list(made.body.iter(tag("tc")))) == 63
    assert made.text().split()[-1] == "w69"


def test_blanks_are_fields_to_fill_in():
    made = word(article("<p>To <strong>[Your name]</strong>, ____ of &lt;b&gt;</p>"))
    fields = [
        (value(one, "sdtPr/alias"), text_of(one), one.find(tag("sdtPr/showingPlcHdr")) is not None)
        for one in made.body.iter(tag("sdt"))
    ]
    assert fields == [("Your name", "[Your name]", True), (None, "____", True)]
    assert made.text().endswith("To [Your name], ____ of <b>")


def test_links_lead_to_their_addresses():
    made = word(
        article(
            "<p><a href='https://example.org/ice?a=1&amp;b=2'>Ice</a>, <a href='/snow'>snow</a>"
            ", <a href='#top'>top</a></p>"
        ),
        address="https://example.org/pond",
    )
    targets = {one.get("Id"): one.get("Target") for one in made.xml("word/_rels/document.xml.rels")}
    key = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
    assert [(text_of(one), targets[one.get(key)]) for one in made.body.iter(tag("hyperlink"))] == [
        ("Ice", "https://example.org/ice?a=1&b=2"),
        ("snow", "https://example.org/snow"),
        ("top", "https://example.org/pond#top"),
        ("https://example.org/pond", "https://example.org/pond"),
    ]


def test_a_link_that_word_cannot_open_is_words():
    long = f"https://example.org/{'x' * 3000}"
    made = word(article(f"<p><a href='{long}'>Ice</a> <a href='/snow'>snow</a></p>"))
    assert not list(made.body.iter(tag("hyperlink")))
    assert made.text().endswith("Ice snow")


def test_code_keeps_its_lines_and_spaces():
    made = word(article("<pre>def melt():\n    return 1\n</pre>"))
    assert made.paragraphs()[1] == ("Code", "def melt():\n    return 1")


@pytest.mark.parametrize(
    ("language", "tagged", "font"),
    [
        ("zh-hans", "zh-CN", "SimSun"),
        ("zh-hant", "zh-TW", "PMingLiU"),
        ("ja", "ja-JP", "MS Mincho"),
        ("ko", "ko-KR", "Malgun Gothic"),
        ("en", "zh-CN", "SimSun"),
        ("", "zh-CN", "SimSun"),
    ],
)
def test_the_language_chooses_the_font_of_the_east(language, tagged, font):
    styles = word(article("<p>冰</p>", language=language)).xml("word/styles.xml")
    defaults = styles.find(tag("docDefaults/rPrDefault"))
    assert value(defaults, "rPr/lang", "eastAsia") == tagged
    assert {one.get(tag("eastAsia")) for one in styles.iter(tag("rFonts"))} == {font}


def test_every_style_that_is_used_is_there():
    made = word(
        article(
            "<h3>a</h3><h6>b</h6><ul><li>c</li></ul><blockquote>d</blockquote><pre>e</pre><dl>"
            "<dt>f<dd>g</dl><table><caption>h<tr><td>i</table><p><code>j</code>[Your name]"
            "<a href='https://example.org'>k</a></p>",
            byline="Ada Quill",
        )
    )
    used = {
        one.get(tag("val"))
        for name in ("pStyle", "rStyle", "tblStyle")
        for one in made.body.iter(tag(name))
    }
    known = {one.get(tag("styleId")) for one in made.xml("word/styles.xml").iter(tag("style"))}
    assert len(used) > 10
    assert used <= known


def test_right_to_left_is_kept():
    made = word(article("<p dir='rtl'>שלום</p><p>Ice</p>"))
    marked = [one.find(tag("pPr/bidi")) is not None for one in made.body.iter(tag("p"))]
    assert marked == [False, True, False]


def test_the_properties_say_whose_file_it_is_and_when_it_appeared():
    made = word(
        article(
            "<p>Ice</p>",
            title="T" * 300,
            byline="Ada Quill",
            tags=("ice",),
            published_at=datetime(2026, 11, 12, 9, tzinfo=UTC),
            source=Source(name="Post"),
        )
    )
    said = {one.tag.partition("}")[2]: one.text for one in made.xml("docProps/core.xml")}
    assert said["title"] == "T" * 255
    assert (said["creator"], said["keywords"]) == ("Ada Quill", "ice")
    assert said["created"] == said["modified"] == "2026-11-12T09:00:00Z"
    undated = {one.tag.partition("}")[2] for one in word(article()).xml("docProps/core.xml")}
    assert not undated & {"created", "modified"}
