"""Markdown: all that the source says is in the article, and no plain text is taken for it."""

import random
import re
from html import unescape

import pytest

from summaries import importers
from summaries.importers.markdown import is_markdown, read
from summaries.text import from_html


def html_of(text: str) -> str:
    return read(text)[1]


# -- is it Markdown? ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "## Ice\n\nThick.\n\n## Snow\n\nDeep.",
        "# Ice\n\nIt was **thick**, see [the map](https://example.org/map).",
        "![](https://example.org/ice.png)\n\nThe pond.",
        "| month | ice |\n|---|---|\n| May | none |\n\n## Snow",
        "```\nmelt()\n```\n\nSee [the map](https://example.org/map).",
    ],
)
def test_markdown_is_recognised(text):
    assert is_markdown(text)


@pytest.mark.parametrize(
    "text",
    [
        "The pond\n\n* * *\n\n- ice\n- snow\n\n#1 is the ice.",
        "# The pond\n\nThe ice was thick.",
        "In ** village the ice of ** pond was thick, said **Li**, and **Wang** too.",
        "#!/bin/sh\n# melt the ice\n# and the snow\nmelt --all",
        "1. Ice\n2. Snow [see note] (1)\n> quoted by mail\n\n---\n\nThe end_of_it.",
        "```\n# melt\n## all\n## ice\n```\nThat is the program.",
    ],
)
def test_plain_text_is_not(text):
    assert not is_markdown(text)


# -- title and headings ------------------------------------------------------------------------


@pytest.mark.parametrize("heading", ["# The *pond*", "The *pond*\n===", "The *pond*\n---"])
def test_the_heading_at_the_top_is_the_title(heading):
    page, html = read(f"{heading}\n\nThe ice.")
    assert (page.title, html) == ("The pond", "<p>The ice.</p>\n")
    assert [cut.reason for cut in page.cut] == ["title"]


def test_without_one_the_first_sentence_is():
    page, html = read("The ice was **thick**. Nobody dared.\n\n# Later\n")
    assert page.title == "The ice was thick."
    assert [guess.field for guess in page.guesses] == ["title"]
    assert "<h3>Later</h3>" in html


def test_the_front_matter_names_the_title(tmp_path):
    path = tmp_path / "pond.md"
    path.write_text(
        "---\ntitle: Ice\ntags: [pond]\n---\n\n# Ice\n\n## May\n\nThaw.", encoding="utf-8"
    )
    (reading,) = importers.read(path)
    assert (reading.document.title, reading.document.tags) == ("Ice", ("pond",))
    assert reading.document.parts[0].body == "<h3>May</h3>\n<p>Thaw.</p>\n"


def test_levels_never_jump():
    page, html = read("# Pond\n\n### a\n\n##### b\n\n## c\n\n> # d\n\n### e\n")
    assert re.findall(r"<h(\d)>(\w)", html) == [("3", "a"), ("4", "b"), ("3", "c"), ("4", "e")]
    assert "<strong>d</strong>" in html
    reported = [(h.text, h.level, h.run_in) for _line, h in sorted(page.parts[0].headings.items())]
    assert reported == [("a", 1, False), ("b", 2, False), ("c", 1, False), ("e", 2, False)]


def test_a_sentence_above_dashes_is_no_heading():
    assert (
        html_of("Top.\n\nThe ice was thick.\n---\n")
        == "<p>Top.</p>\n<p>The ice was thick.</p>\n<hr>"
    )


def test_the_report_has_the_lines_of_the_source():
    page, _html = read("# Pond\n\n## Ice ##\n\nIt is **thick**.\n- a\n- b\n\n```\nx = 1\n```\n")
    assert page.parts[0].text == "Ice\nIt is **thick**.\n- a\n- b\n```\nx = 1\n```"
    assert (page.blanks, page.damage) == ((), ())


# -- what the source says ----------------------------------------------------------------------


def test_lists_tables_code_and_quotes():
    assert html_of("3. a\n4. b\n   - c") == (
        '<ol start="3">\n<li>a</li>\n<li>b\n<ul>\n<li>c</li>\n</ul>\n</li>\n</ol>\n'
    )
    assert "<pre><code>x &lt; 1\n</code></pre>" in html_of("```\nx < 1\n```")
    assert "<blockquote>\n<p>a</p>\n</blockquote>" in html_of("> a")
    table = html_of("| a | b |\n|---|---|\n| c | d | e |")
    assert "<td>c</td>\n<td>d e</td>" in table


def test_chinese_emphasis_lines_and_indentation():
    assert html_of("**冰：**很厚。\n没人敢走。") == (
        "<p><strong>冰：</strong>很厚。<br>\n没人敢走。</p>\n"
    )
    assert html_of("池塘。\n\n    冰很厚，没人敢走。") == "<p>池塘。</p>\n<p>冰很厚，没人敢走。</p>"
    assert html_of("池塘。\n\n##冰") == "<p>池塘。</p>\n<h3>冰</h3>\n"


def test_images_become_links_or_words():
    page, html = read(
        "![Ice](https://example.org/i.png) ![Snow](snow.png) [![Fog](f.png)](https://example.org)\n\n"
        "<img src=https://example.org/h.png alt='Hail'>"
    )
    assert '<a href="https://example.org/i.png" rel="noopener">Ice</a> Snow' in html
    assert '<a href="https://example.org" rel="noopener">Fog</a>' in html
    assert '<a href="https://example.org/h.png" rel="noopener">Hail</a>' in html
    assert "parts" in {guess.field for guess in page.guesses}


def test_html_is_sanitised_and_what_is_none_is_text():
    assert html_of("<center>Ice</center>\n\nDear <your name>, <b>hello</b>") == (
        "<p>Ice</p>\n<p>Dear &lt;your name&gt;, <b>hello</b></p>\n"
    )
    assert "onclick" not in html_of('<p onclick="melt()">Ice</p>')
    assert "Snow" in html_of("Ice <title> <script> <!-- never closed\n\nSnow")


def test_notes_and_tags_of_site_generators_are_text():
    html = html_of(
        'Ice[^1] {% melt a_b_c %} {{<figure src="x">}}\n\n[^1]: 冬天\n[^2]: 春天\n\n[注]: 很厚'
    )
    for words in (
        "Ice[^1]",
        "{% melt a_b_c %}",
        '{{&lt;figure src="x"&gt;}}',
        "冬天<br>",
        "[注]: 很厚",
    ):
        assert words in html


def test_comments_are_cut():
    page, html = read("Ice.\n\n<!-- more -->\n\nSnow.")
    assert html == "<p>Ice.</p>\n<p>Snow.</p>\n"
    assert [(cut.text, cut.reason) for cut in page.cut] == [("<!-- more -->", "comment")]


@pytest.mark.parametrize("text", ["> " * 40 + "deep", "- a " + "[" * 200_000])
def test_too_much_markup_is_read_as_plain_text(text):
    page, html = read(text)
    assert html == ""
    assert text.split()[-1][-4:] in page.parts[0].text + page.title
    assert "plain text" in page.guesses[-1].reason


PIECES = [
    *(
        "# ",
        "### ",
        "> ",
        "- ",
        "2. ",
        "    ",
        "  \n",
        "\n",
        "\n\n",
        "\n---\n",
        "```\n",
        "```js pail\n",
    ),
    *(
        "|bark|cone|\n|-|-|\n",
        "|dawn|elm|frost|\n",
        "**",
        "*",
        "_",
        "~~",
        "`",
        "gull ",
        "鹤，",
        "**雁：**鹭",
    ),
    *("[heron](https://example.org)", "![ibis](https://example.org/i.png)", "![](jay.png)"),
    *(
        "<kite>",
        "<div>",
        "</div>",
        "<b>",
        "<title>",
        "<textarea>",
        "<!-- lark ",
        "<?moth ?>",
        "&amp;",
    ),
    *(
        "{% newt a_b %}",
        "[^1]: owl\n",
        "[注]: 鹊\n",
        "- [ ] perch\n",
        "    quail()\n",
        "    鹂，叫。\n",
    ),
]


@pytest.mark.parametrize("seed", range(40))
def test_no_word_is_lost(seed):
    draw = random.Random(seed)
    for _ in range(20):
        source = "".join(draw.choices(PIECES, k=20))
        page, html = read(source)
        shown = from_html(html) or page.parts[0].text
        said = "".join([page.title, shown, *(cut.text for cut in page.cut)])
        lost = set(words(source)) - set(words(said))
        assert not {word for word in lost if word not in said}, source


def words(text: str) -> list[str]:
    """The words of a text, without those of addresses and of HTML."""
    bare = re.sub(r"https://[\w./]+|</?(?:div|b)>|&amp;|`+js\b|^ *\d+[.)]", " ", text, flags=re.M)
    return re.findall(r"[^\W\d_]{2,}|[\u4e00-\u9fff]", unescape(bare))
