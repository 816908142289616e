"""Fields above a text: read in every form that blog software writes, and told from text."""

import pytest

from summaries import importers
from summaries.importers.frontmatter import split

TEXT = "The ice was thick enough to walk on.\nNobody dared.\n"


def fields_of(block: str, fence: str = "---"):
    fields, rest = split(f"{fence}\n{block}\n{fence}\n{TEXT}")
    assert rest == TEXT
    return fields


def test_yaml():
    fields = fields_of(
        "title: 'Winter: a pond'\nauthor: Lin Mei\ndate: 2018-03-05\n"
        "tags: [ice, fish, Ice]\ncategories:\n- Nature\n- Ponds\ndraft: true"
    )
    assert fields.title == "Winter: a pond"
    assert (fields.byline, fields.published) == ("Lin Mei", "2018-03-05")
    assert fields.tags == ("ice", "fish")
    assert fields.trail == ("Nature", "Ponds")
    assert fields.is_draft
    assert fields.guesses == ()


def test_toml():
    fields = fields_of(
        "title = 'A pond'\ndate = 2018-03-05T10:20:00+08:00\ndraft = false\n"
        "authors = ['甲', '乙']\n[taxonomies]\ntags = ['ice']",
        fence="+++",
    )
    assert (fields.title, fields.byline, fields.tags) == ("A pond", "甲、乙", ("ice",))
    assert fields.published == "2018-03-05T10:20:00+08:00"
    assert not fields.is_draft


@pytest.mark.parametrize(
    ("written", "published"),
    [
        ("2018-03-05 10:20:00 +0800", "2018-03-05T10:20:00+08:00"),
        ("2018/3/5 9:05", "2018-03-05T09:05:00"),
        ("2018-03-05T10:20:00.000Z", "2018-03-05T10:20:00+00:00"),
        ("March 5, 2018", "2018-03-05"),
        ("9999-12-31 23:59:59 -0800", "9999-12-31T23:59:59-08:00"),
    ],
)
def test_dates(written, published):
    assert fields_of(f"title: A pond\ndate: {written}").published == published


@pytest.mark.parametrize("written", ["0001-01-01T00:00:00+08:00", "2018-02-30", "soon"])
def test_a_date_that_is_none_is_reported(written):
    fields = fields_of(f"title: A pond\ndate: {written}")
    assert fields.published == ""
    assert [guess.field for guess in fields.guesses] == ["date"]


@pytest.mark.parametrize(
    ("written", "trail"),
    [
        ("categories: Nature", ("Nature",)),
        ("category: Nature/Ponds", ("Nature", "Ponds")),
        ("categories:\n- [Nature, Ponds]\n- [Diary]", ("Nature", "Ponds")),
        ("categories:", ()),
    ],
)
def test_categories(written, trail):
    assert fields_of(f"title: A pond\n{written}").trail == trail


def test_other_forms_of_author_tags_and_draft():
    fields = fields_of(
        "title: A pond\nauthor:\n  name: Lin Mei\ntags: 冰，鱼, ice\npublished: false"
    )
    assert (fields.byline, fields.tags, fields.is_draft) == ("Lin Mei", ("冰", "鱼", "ice"), True)


def test_hexo_may_leave_out_the_first_line():
    fields, rest = split(f"title: A pond\ndate: 2018-03-05\n---\n{TEXT}")
    assert (fields.title, rest) == ("A pond", TEXT)


def test_a_mistake_loses_no_field():
    fields = fields_of('title: Winter: a pond\ntags:\n- ice\n- fish\nauthor: "Lin Mei"')
    assert (fields.title, fields.tags, fields.byline) == (
        "Winter: a pond",
        ("ice", "fish"),
        "Lin Mei",
    )
    assert [guess.field for guess in fields.guesses] == ["front matter"]


@pytest.mark.parametrize(
    "text",
    [
        "---\nThe ice was thick.\n---\nNobody dared.",
        "---\n\nThe ice\n",
        "---\n---\nThe ice",
        "---\ntitle: never closed\n\nThe ice",
        "---\nTo: all members\nFrom: the chair\nDate: 3 May 2019\n---\nNo skating.",
        "Title: a talk\nThe ice was thick.\n---\nNobody dared.",
        "---\nNote: no skating\n---\nThe ice was thick.",
        "---\n" + "title: x\n" * 2000 + "---\nThe ice",
    ],
)
def test_what_is_no_front_matter_is_text(text):
    assert split(text) == (None, text)


@pytest.mark.parametrize(
    "block",
    [
        "title: A pond\na: &a [x, x]\nb: &b [*a, *a]\ntags: *b",
        "title: A pond\nx: !!python/object/apply:os.getcwd []",
        "title: A pond\nx: " + "[" * 9000,
        "title: A pond\nx: " + "{a: " * 2000,
    ],
)
def test_extravagant_yaml_does_no_harm(block):
    assert fields_of(block).title == "A pond"


def test_a_field_of_the_authors_own_that_holds_a_text_stays_in_the_text():
    soup = [
        "- one small onion and two very large carrots",
        "- salt, pepper and a bay leaf",
        "- fish",
    ]
    block = "\n".join(["title: Fish soup", "layout: recipe", "ingredients:", *soup, "serves: 4"])
    fields, rest = split(f"---\n{block}\n---\nCook it.\n")
    assert fields.title == "Fish soup"
    assert rest.split() == ["ingredients:", *" ".join(soup).split(), "Cook", "it."]
    assert "onion" not in fields.block
    assert "serves: 4" in fields.block


def test_the_fields_win_over_a_page_of_plain_text(tmp_path):
    path = tmp_path / "pond.txt"
    path.write_text(f"---\ntitle: Ice\nauthor: Lin Mei\ntags: fish\n---\n{TEXT}", encoding="utf-8")
    (reading,) = importers.read(path)
    assert (reading.document.title, reading.document.byline) == ("Ice", "Lin Mei")
    assert reading.document.tags == ("fish",)
    assert [part.text for part in reading.page.parts] == [TEXT.strip()]
    assert [cut.reason for cut in reading.page.cut] == ["front matter"]
    assert reading.page.guesses == ()


@pytest.mark.parametrize("title", ["2018-03-05", "We walked. We fell.", "尊敬的老师："])
def test_a_title_may_be_one_that_no_line_of_a_page_would_be(tmp_path, title):
    path = tmp_path / "pond.txt"
    path.write_text(f"---\ntitle: {title}\n---\n{TEXT}", encoding="utf-8")
    (reading,) = importers.read(path)
    assert reading.document.title == title
    assert [part.text for part in reading.page.parts] == [TEXT.strip()]
