"""Tables: what spreadsheets write, with the headers and dates that people give their columns."""

from datetime import datetime

import pytest
from django.utils.timezone import make_aware

from summaries.importers import Options

from .reads import document, read

PIER = "title,text\nThe pier,It was built of oak.\n"


def rows(data, name="table.csv", **how):
    return [reading.document for reading in read(name, data, **how)]


@pytest.mark.parametrize(
    "data",
    [
        PIER.encode(),
        PIER.replace(",", ";").encode("utf-8-sig"),
        PIER.replace(",", "\t").encode("utf-16"),
        ("sep=|\r\n" + PIER.replace(",", "|")).encode(),
        PIER.replace("\n", "\r\n").replace(",", "\t").encode(),
        b"\n\n" + PIER.encode(),
    ],
)
def test_a_table_is_read_as_spreadsheets_write_it(data):
    (pier,) = rows(data)
    assert (pier.title, pier.parts[0].body) == ("The pier", "<p>It was built of oak.</p>")


def test_chinese_headers_and_encoding():
    table = "标题;正文;分类;标签;作者;发布日期;状态\n渡口;船每天早上出发。;见闻/江河;船、水;林梅;2020年3月1日;已发布\n"
    ferry = document("文章.csv", table.encode("gb18030"))
    assert ferry.category == ("见闻", "江河")
    assert ferry.tags == ("船", "水")
    assert (ferry.byline, ferry.status) == ("林梅", "published")
    assert ferry.published_at == make_aware(datetime(2020, 3, 1))  # noqa: DTZ001


def test_cells_of_several_lines_keep_their_paragraphs_and_quotes():
    said = 'Title,Body\n"Oak, and ""ash""","One.\n\nTwo."\nElm,Three.\n'
    oak, elm = rows(said)
    assert oak.title == 'Oak, and "ash"'
    assert oak.parts[0].body == "<p>One.</p>\n<p>Two.</p>"
    assert elm.title == "Elm"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("<h1>Oak</h1><p onclick=x>Hard <b>wood</b></p>", "<h2>Oak</h2><p>Hard <strong>"),
        ("## Oak\n\nHard **wood**", "<h3>Oak</h3>\n<p>Hard <strong>wood</strong></p>"),
        ("1 < 2 & 3 > 2", "<p>1 &lt; 2 &amp; 3 &gt; 2</p>"),
    ],
)
def test_a_text_may_be_html_markdown_or_plain(text, body):
    oak = document("table.csv", f'title,text\nWood,"{text}"\n')
    assert oak.parts[0].body.startswith(body)


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2024-12-31", "2024-12-31T00:00:00"),
        ("2024-12-31 09:05:07", "2024-12-31T09:05:07"),
        ("31.12.2024 09:05", "2024-12-31T09:05:00"),
        ("31.12.24", "2024-12-31T00:00:00"),
        ("31-Dec-24", "2024-12-31T00:00:00"),
        ("Dec 31, 2024", "2024-12-31T00:00:00"),
        ("12/31/2024 3:45 PM", "2024-12-31T15:45:00"),
        ("31/12/2024 12:05 am", "2024-12-31T00:05:00"),
        ("2024/12/31", "2024-12-31T00:00:00"),
    ],
)
def test_dates_as_spreadsheets_write_them(written, iso):
    oak = document("table.csv", f'title,text,date\nOak,Hard.,"{written}"\n')
    assert oak.published_at == make_aware(datetime.fromisoformat(iso))


def test_one_date_tells_the_order_of_all_and_none_leaves_them_out():
    table = "title,text,date\nOak,Hard.,3/4/2024\nElm,Soft.,{}\n"
    oak, _elm = rows(table.format("4/25/2024"))
    assert (oak.published_at.month, oak.published_at.day) == (3, 4)
    oak, _elm = rows(table.format("25/4/2024"))
    assert (oak.published_at.month, oak.published_at.day) == (4, 3)
    oak, _elm = read("table.csv", table.format("5/4/2024"))
    assert oak.document.published_at is None
    assert oak.notes == ("The date “3/4/2024” may be two: write it as 2024-12-31.",)


def test_columns_are_mapped_by_hand_and_unknown_ones_told_once():
    table = "Thing,Words,Colour,title\nOak,Hard.,brown,x\nElm,Soft.,red,x\n"
    options = Options(columns={"title": "thing", "body": "Words"})
    oak, elm = read("table.csv", table, options=options)
    assert (oak.document.title, elm.document.title) == ("Oak", "Elm")
    assert oak.notes == ("Columns that were not read: “Colour, title”.",)
    assert elm.notes == ()


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (
            {},
            "No column is known to hold the text; the first row has: title, Words."
            " Name it: text=Header.",
        ),
        ({"text": "Wrods"}, "There is no column “Wrods”; the first row has: title, Words."),
        ({"colour": "Words"}, "There is no field “colour” for a column; there are: title, text,"),
    ],
)
def test_a_missing_column_is_told_with_the_headers_and_the_way_out(columns, said):
    (reading,) = read("t.csv", "title,Words\nOak,Hard.\n", options=Options(columns=columns))
    assert reading.error.startswith(said)


def test_each_row_has_its_own_error_with_its_line():
    table = 'title,text\n"Oak","One.\nTwo."\nElm,Soft.,too,many\n,\nAsh,Tough.\n'
    oak, elm, ash = read("t.csv", table)
    assert elm.path == "t.csv:4"
    assert elm.error == "The row has more cells than the header: “too” belongs to no column."
    assert (oak.document.title, ash.document.title, ash.path) == ("Oak", "Ash", "t.csv:6")


def test_a_quotation_mark_that_is_never_closed_ends_the_table_with_its_line():
    oak, error = read("t.csv", 'title,text\nOak,Hard.\nElm,"Soft.\nAsh,Tough.\n')
    assert oak.document.title == "Oak"
    assert error.error.startswith("Line 3: a quotation mark is opened in this row, and never")


def test_a_row_is_known_again_by_its_id_and_brings_its_old_address():
    table = "id,title,text,url,status\n{}7,Oak,Hard.,https://old.example/oak,live\n"
    (first,) = read("t.csv", table.format(""))
    (again,) = read("t.csv", table.format("6,Elm,Soft.,,odd\n"))[1:]
    assert first.key == again.key
    assert first.addresses == ("https://old.example/oak",)
    assert first.site == "https://old.example"
    assert (first.document.status, first.takes_status) == ("published", False)


def test_an_unknown_status_is_a_draft_and_without_one_the_import_decides():
    (odd,) = read("t.csv", "title,text,status\nOak,Hard.,odd\n")
    assert odd.document.status == "draft"
    assert odd.notes == ("The status “odd” is not known: it is a draft.",)
    (none,) = read("t.csv", PIER)
    assert none.takes_status
