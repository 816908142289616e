"""Pages of web sites: the text comes whole, what is around it (each has quinces) does not."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils.timezone import make_aware

from summaries import pictures
from summaries.importers import Media
from summaries.text import from_html

from .reads import document, read

PAGES = Path(__file__).with_name("webpages")


def page(name, **how):
    (reading,) = read(name, (PAGES / name).read_bytes(), **how)
    assert not reading.error
    return reading


@pytest.fixture(scope="module")
def blog():
    media = Media([("old/images/seam.jpg", lambda: b"seam")])
    return page("blog.html", media=media)


@pytest.mark.parametrize("path", sorted(PAGES.iterdir()), ids=lambda path: path.stem)
def test_nothing_of_the_text_is_lost_and_nothing_else_is_in_it(path):
    reading = page(path.name)
    body = reading.document.parts[0].body
    assert "quince" not in body.lower()
    assert "枇杷" not in body
    assert reading.notes[0].startswith(("Left out around the text", "It has no title"))
    source = path.read_bytes()
    words = from_html(source.decode("gb2312" if b"gb2312" in source else "utf-8"))
    start, end = ENDS[path.stem]
    wanted = words[words.index(start) : words.index(end) + len(end)].split("\n")
    said = from_html(body)
    lost = [line for line in wanted if line not in said]
    assert [line for line in lost if "quince" not in line and "枇杷" not in line] == []


# The first and the last words of the text.
ENDS = {
    "blog": ("A winter under", "have to swell."),
    "news": ("Nach sechs Wochen", "umsonst mit."),
    "forum": ("The north side", "few winters."),
    "table": ("Times are given", "after the half moons"),
    "chinese": ("天还没有亮", "一笔一笔地画。"),
    "saved page": ("A heap that", "the autumn."),
}


def test_the_structure_stays(blog):
    body = blog.document.parts[0].body
    key = pictures.digest(b"seam")
    for html in (
        "<em>three weeks</em>",
        "<h2>What is needed</h2><ul><li>Cotton, two pounds<ul><li>one for the garboards</li>",
        f'<figure><img src="image:{key}" alt="An open seam"><figcaption>The seam before the work'
        " began.</figcaption></figure>",
        '<a href="https://harbour.example/2020/irons/" rel="noopener">thin iron</a>',
        "<blockquote><p>A boat is mended",
        "<ol><li>Prime the seam.</li>",
    ):
        assert html in body
    assert [image.key for image in blog.images] == [key]


def test_tables_stay_tables_with_their_spans():
    body = page("table.html").document.parts[0].body
    assert "<table><caption>High water</caption>" in body
    assert '<th colspan="2">Time</th>' in body
    assert '<td rowspan="2">3 June</td>' in body
    assert "<dl><dt>Spring tide</dt><dd>after full and new moon</dd>" in body


def test_what_a_page_says_of_itself(blog):
    document = blog.document
    assert (document.title, document.byline) == ("Mending a rowing boat", "Ann Oakley")
    assert document.published_at == datetime(2021, 4, 17, 8, 30, tzinfo=UTC)
    assert (document.category, document.tags) == (("Boats", "Repairs"), ("boats", "wood"))
    assert document.language == "en"
    assert blog.addresses == ("https://harbour.example/2021/04/mending-a-rowing-boat/",)
    assert blog.site == "https://harbour.example"
    assert blog.takes_status
    assert blog.notes[0].startswith("Left out around the text: ")
    assert "comments" in blog.notes[0]


def test_json_ld_says_it_too():
    reading = page("news.html")
    document = reading.document
    assert document.title == "Fähre fährt wieder im Stundentakt"
    assert document.byline == "Jan Petersen, Ute Holm"
    assert (document.tags, document.category) == (("Fähre", "Hafen"), ("Verkehr",))
    assert document.language == "de"
    assert reading.addresses == ("https://kuestenblatt.example/verkehr/faehre-1234.html",)


def test_a_chinese_page_in_its_encoding_says_it_in_a_line_below_its_title():
    document = page("chinese.html").document
    assert (document.title, document.byline) == ("渡口的早晨", "林梅")
    assert document.published_at == make_aware(datetime(2019, 11, 2, 8, 30))  # noqa: DTZ001
    assert document.category == ("文学", "散文")
    assert (document.source.name, document.language) == ("江边文学网", "zh")


def test_a_page_without_a_title_that_a_browser_saved():
    media = Media([("saved page_files/heap.png", lambda: b"heap"), ("x/heap.png", lambda: b"x")])
    reading = page("saved page.htm", media=media)
    assert reading.document.title == "saved page"
    assert reading.notes[0] == "It has no title: this is the name of its file."
    assert reading.addresses == ("https://garden.example/notes/compost-heaps",)
    assert [image.key for image in reading.images] == [pictures.digest(b"heap")]
    assert 'href="https://garden.example/notes/leaves"' in reading.document.parts[0].body


@pytest.mark.parametrize(
    ("title", "wanted"),
    [
        ("Oak | Wood", "Oak"),
        ("Oak - a tree - Wood", "Oak - a tree"),
        ("橡树_Wood", "橡树"),
        ("Wood: Oak", "Wood: Oak"),
        ("Oak-Wood", "Oak-Wood"),
    ],
)
def test_the_name_of_the_site_is_cut_from_the_title(title, wanted):
    html = (
        f"<title>{title}</title><meta property=og:site_name content=Wood>"
        "<p>The oak is hard, and old, and there is nothing else to say of it.</p>"
    )
    assert document("a.html", html).title == wanted


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="gbk">', "gb18030"),
        ("<meta http-equiv=Content-Type content='text/html; charset=big5'>", "big5"),
        ('<meta charset="utf-8">', "utf-16"),
        ("", "gb18030"),
        ('<?xml version="1.0" encoding="shift_jis"?>', "shift_jis"),
    ],
)
def test_the_encoding_is_that_which_is_named_or_found_out(head, encoding):
    said = "天下大事，人人有之，不可不知也。" * 4
    page = f"{head}<html><title>天下大事</title><p>{said}</p></html>".encode(encoding)
    assert from_html(document("a.html", page).parts[0].body) == said


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b"<html><body><nav>Menu</nav></body></html>", "No text was found in the page."),
        (bytes(range(256)) * 20, "The file is binary, not text."),
    ],
)
def test_a_page_that_cannot_be_read_says_why(data, said):
    (reading,) = read("a.html", data)
    assert reading.error == said
