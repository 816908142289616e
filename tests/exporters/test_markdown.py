"""Markdown: what is written reads back as the same text and the same structure."""

from datetime import UTC, datetime

import pytest

from summaries import importers
from summaries.document import Part, Source
from summaries.text import from_html, sanitise

from .reading import article, html_of, markdown


def read_back(body):
    """The HTML of the body after Markdown, without the title above it."""
    return html_of(article(body)).partition("</h1>\n")[2].replace("\n", "")


@pytest.mark.parametrize(
    "body",
    [
        "<p>Thin <strong>ice</strong>, <em>deep</em> <code>snow</code>.</p>",
        "<p>one<br>two</p><p>three</p>",
        "<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>",
        "<ol><li>a</li><li>b</li></ol>",
        '<ol start="5"><li>a</li></ol>',
        "<ul><li>a</li></ul><ul><li>b</li></ul>",
        "<blockquote><p>a</p><blockquote><p>b</p></blockquote></blockquote>",
        "<h2>Ice</h2><hr><p>Thin.</p>",
        "<p>H<sub>2</sub>O and <u>x</u><sup>2</sup>, <s>gone</s></p>",
        "<ul><li><hr></li><li></li><li><p>a</p><p>b</p></li></ul>",
    ],
)
def test_structure_reads_back(body):
    assert read_back(body) == body


@pytest.mark.parametrize(
    "text",
    [
        *("* a", "- a", "+ a", "1. a", "2) a", "# a", "> a", "---", "- - -", "===", "    a", "~~~"),
        *("```", "[a](b)", "![a](b)", "[a]: b", "[a][b]", "`a`", "*a*", "_a_", "__a__", "**a**"),
        *("a_b_c", "&amp;amp;", "&lt;b&gt;a&lt;/b&gt;", "&lt;http://a.example&gt;", "a\\", "\\*a"),
        *("a | b", "a*b*c", "#", "1.", "[Your name]", "____", "~~a~~", "a! [b]", ":---", "a  b\\"),
    ],
)
@pytest.mark.parametrize("around", ["<p>{}</p>", "<p>x<br>{}<br>y</p>", "<ul><li>{}</li></ul>"])
def test_signs_are_only_signs(text, around):
    body = around.format(text)
    assert from_html(read_back(body)) == from_html(body)
    assert "<a" not in read_back(body)


@pytest.mark.parametrize(
    "body",
    [
        "<p>文<strong>“重点”</strong>字</p>",
        "<p>a<strong>b</strong><em>c</em>d</p>",
        "<p><strong>a<em>b</em></strong>c</p>",
        "<p>a<strong> b </strong>c</p>",
        "<p>![<a href='https://example.org/a b(c)'>x [y]</a>](z)</p>",
        "<p>]<a href='https://example.org/'>x</a>!<a href='https://example.org/'>y</a></p>",
        "<p><code>a</code><code>`b`</code><strong><code>|</code></strong></p>",
        "<p>&amp;<strong>amp;</strong></p>",
    ],
)
def test_marks_beside_anything_keep_the_text(body):
    back = read_back(body)
    assert from_html(back) == from_html(body)
    assert back.count("<a") == body.count("<a")
    assert "<strong>" not in body or "<strong>" in back


def test_a_fence_is_longer_than_those_inside():
    code = "```\nmelt()\n````  \n    ~~~"
    assert read_back(f"<pre>{code}</pre>") == f"<pre><code>{code}</code></pre>".replace("\n", "")


def test_tables_read_back_cell_by_cell():
    back = read_back(
        "<table><tr><th>a|b</th><th>c</th></tr>"
        "<tr><td rowspan=2>d</td><td><p>e</p><p>f</p></td></tr>"
        "<tr><td><code>g|h</code></td></tr></table>"
    )
    assert back == sanitise(
        "<table><thead><tr><th>a|b</th><th>c</th></tr></thead>"
        "<tbody><tr><td>d</td><td>e<br>f</td></tr><tr><td></td><td>g|h</td></tr></tbody></table>"
    )


def test_front_matter_is_read_again_by_the_importer(tmp_path):
    document = article(
        title="Ice: [thin] # or 'not'?",
        parts=(Part(body="<p>It was thin, and the pond was deep.</p>"),),
        published_at=datetime(2026, 11, 12, 9, tzinfo=UTC),
        category=("Work", "Harbour"),
        tags=("ice", "年终"),
        source=Source("Post", "https://example.org/post"),
    )
    path = tmp_path / "ice.md"
    path.write_text(markdown(document, front_matter=True), encoding="utf-8")
    (reading,) = importers.read(path)
    found = reading.document
    assert (found.title, found.tags, found.category) == (
        *(document.title, document.tags, document.category),
    )
    assert found.published_at == document.published_at


def test_without_being_asked_for_there_is_no_front_matter():
    assert markdown(article("<p>Ice</p>")) == "# The pond\n\nIce\n"
