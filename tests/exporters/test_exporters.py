"""Export: all that a document says is in each file, in its order."""

import json
import random
import re
import sys
from datetime import UTC, datetime

import pytest
from django.conf import settings

from summaries import exporters
from summaries.document import Document, Part, Source
from summaries.exporters import MissingExtra, UnknownFormat, export, filename
from summaries.text import from_html, sanitise

from .reading import READERS, article, letters

FIXTURE = settings.BASE_DIR / "fixtures" / "04_parts.json"
every_format = pytest.mark.parametrize("kind", exporters.FORMATS)


@every_format
def test_every_word_of_the_demo_is_there_in_order(kind):
    for part in json.loads(FIXTURE.read_text(encoding="utf-8")):
        body = part["fields"]["body"]
        found = READERS[kind](article(body)).split()
        assert follows(from_html(body).split(), found) or letters(from_html(body)) in letters(
            "".join(found)
        ), body


def follows(words, found):
    """Whether the words are among those found, in this order."""
    rest = iter(found)
    return all(word in rest for word in words)


@every_format
@pytest.mark.parametrize("seed", range(20))
def test_every_word_of_nasty_html_is_there_in_order(kind, seed):
    body = sanitise(random_html(random.Random(seed)))
    found = READERS[kind](article(body))
    assert WORD.findall(found) == WORD.findall(from_html(body))


WORD = re.compile(r"w\d+w")
SIGNS = [
    "",
    "",
    "",
    "*",
    "_",
    "`",
    "[",
    "](",
    "<b>",
    "#",
    "- ",
    "1. ",
    "&amp;",
    "!",
    "\\",
    "|",
    "~~",
]
TAGS = (
    "p h2 h3 h6 ul ol li dl dt dd blockquote pre code strong em u s sub sup table thead"
    " tr td th tr td"
).split()


def random_html(chance):
    """Tags and words in any order; each word is another."""
    html, is_open = [], []
    for number in range(60):
        action = chance.random()
        if action < 0.5:
            sign, space = chance.choice(SIGNS), chance.choice(["", " ", "\n"])
            html.append(f"{space}{sign.replace('<', '&lt;')}w{number}w{chance.choice(SIGNS)[:1]}")
        elif action < 0.75 or not is_open:
            is_open.append(chance.choice(TAGS))
            html.append(f'<{is_open[-1]} colspan="{chance.randint(0, 70)}" rowspan="2">')
        elif action < 0.8:
            html.append(chance.choice(["<br>", "<hr>", '<a href="/here">', "</a>"]))
        else:
            html.append(f"</{is_open.pop()}>")
    return "".join(html).replace("<b>w", "w")


@every_format
@pytest.mark.parametrize("tag", ["blockquote", "ul", "ul><li", "b", "table><tr><td", "dl><dd"])
def test_deep_nesting_keeps_all_words(kind, tag):
    body = "".join(f"<{tag}>w{number}w " for number in range(300))
    assert len(WORD.findall(READERS[kind](article(body)))) == 300


HOSTILE = [
    "<script>alert(1)</script> &amp; &lt;",
    "x" * 10_000,
    "\u202eright to left \u05e9\u05dc\u05d5\u05dd",
    "😀 👩‍👩‍👧 🏴",
    '=HYPERLINK("http://example.org") +1 @SUM(A1)',
    "]]> <!-- --> ${name} {{ name }} %s",
    r"\ ` * _ {} [] <> () # + - . ! | ~ [a](b) ![c](d) **e** `f` http://example.org",
]


@every_format
@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_comes_out_literally(kind, text):
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    document = Document(
        title=text, lead=text, byline=text, parts=(Part(text, f"<p>{escaped}</p>"),), licence=text
    )
    assert letters(READERS[kind](document)).count(letters(text)) == 6


@every_format
def test_characters_that_no_file_can_hold_are_left_out(kind):
    document = article("<p>thin\x0b ice\x01</p>", title="The\x00 pond\ud800\uffff", lead="\x1bLead")
    assert READERS[kind](document).split() == ["The", "pond", "Lead", "thin", "ice"]


@every_format
def test_the_end_says_where_it_comes_from(kind):
    document = article(
        "<p>Thin ice.</p>",
        byline="Ada Quill",
        published_at=datetime(2026, 11, 12, tzinfo=UTC),
        source=Source("The Ice Post", "https://example.org/post"),
        licence="CC BY 4.0",
    )
    end = READERS[kind](document).partition("Thin ice.")[2]
    assert "Ada Quill" in end
    assert "2026" in end
    assert "The Ice Post" in end
    assert "CC BY 4.0" in end


@every_format
def test_the_same_document_gives_the_same_bytes(kind, monkeypatch):
    document = article("<p>[Your name] saw <a href='/ice'>ice</a></p>")
    first = export(document, kind).data
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert export(document, kind).data == first


def test_an_export_says_what_it_is():
    made = export(article("<p>Ice</p>"), "md")
    assert (made.suffix, made.content_type) == (".md", "text/markdown; charset=utf-8")


def test_an_unknown_format_names_the_known_ones():
    with pytest.raises(UnknownFormat, match=r"“pdf”.*docx, md, txt"):
        export(article(), "pdf")


def test_without_python_docx_the_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(MissingExtra, match=r"django-summaries\[docx\]"):
        export(article(), "docx")
    assert export(article(), "md").data


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"title": "The pond", "slug": "pond-in-may"}, "pond-in-may.docx"),
        ({"title": "The pond: ice / snow?"}, "the-pond-ice-snow.docx"),
        ({"title": "年终总结（二）"}, "年终总结二.docx"),
        ({"title": "x", "slug": "../../etc/passwd"}, "etcpasswd.docx"),
        ({"title": "CON"}, "con-text.docx"),
        ({"title": "😀"}, "article.docx"),
        ({"title": "冰" * 200}, "冰" * 66 + ".docx"),
    ],
)
def test_file_names_suit_every_system(fields, name):
    assert filename(Document(**fields), ".docx") == name
