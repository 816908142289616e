import random
import re

import pytest

from summaries import text as texts


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>Keep <b>this</b></p>", "<p>Keep <b>this</b></p>"),
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        ('<p style="color:red" onclick="x()">a</p>', "<p>a</p>"),
        ('<a href="javascript:x()">a</a>', '<a rel="noopener">a</a>'),
        (
            '<a href="https://example.org/">a</a>',
            '<a href="https://example.org/" rel="noopener">a</a>',
        ),
        ('<img src="https://example.org/x.png">', ""),
        ('<a href="data:text/html,x">a</a>', '<a rel="noopener">a</a>'),
        ("<p>in\u00advisible\u200b</p>", "<p>invisible</p>"),
        ('<table><tbody><tr><td colspan="2">a</td></tr></tbody></table>',) * 2,
    ],
)
def test_sanitise_keeps_what_an_article_may_hold(html, clean):
    assert texts.sanitise(html) == clean


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<div>The first line</div><div>second</div>", "<p>The first line</p><p>second</p>"),
        ("<h1 class='x'>Aims</h1><center>Means</center>", "<h2>Aims</h2><p>Means</p>"),
        (
            "<article><header><h2>A</h2></header><section>b<p>c</p></section></article>",
            "<h2>A</h2><p>b</p><p>c</p>",
        ),
        ("<figure><img src='x'><figcaption>A cat</figcaption></figure>", "<p>A cat</p>"),
        ("<div title='a>b' lang='fr'>Oui</div>", '<p lang="fr">Oui</p>'),
        ("<ul><li><div>one</div></li></ul>", "<ul><li><p>one</p></li></ul>"),
        (
            "<table><tr><td><div>a</div></td><td>b<div>c</div></td></tr></table>",
            "<table><tbody><tr><td><p>a</p></td><td>b<p>c</p></td></tr></tbody></table>",
        ),
        ("<div><div> </div></div>", ""),
    ],
)
def test_a_block_that_no_article_holds_becomes_a_paragraph_or_heading(html, clean):
    assert texts.sanitise(html) == clean


BLOCKS = (
    *("p div section h1 h2 ul ol li dl dt dd blockquote pre br").split(),
    *("center details summary form figure figcaption article").split(),
)


def nestings():
    """Tags opened and closed at random, right and wrong, around words that all differ."""
    draw = random.Random(8)
    for _ in range(400):
        pieces, opened = [], []
        for number in range(draw.randint(1, 14)):
            tag = draw.choice([*BLOCKS, "b", "i", "span", "x-y"])
            opened.append(tag)
            pieces.append(f"<{tag}>" if tag in BLOCKS else f" <{tag}>")
            pieces.append(f"word{number}" if draw.random() < 0.7 else "")
            while opened and draw.random() < 0.5:
                pieces.append(f"</{opened.pop()}>")
        yield "".join(pieces)


def test_sanitising_loses_and_glues_no_word_and_needs_no_second_time():
    for html in nestings():
        clean = str(texts.sanitise(html))
        assert texts.sanitise(clean) == clean, html
        assert texts.from_html(clean).split() == re.findall(r"word\d+", html), html


def test_what_sanitising_drops_is_named_once_and_in_order():
    html = "<div><IMG src=a> x<y <img></div><!-- <video> --><o:p></o:p><iframe src=b></iframe>"
    assert texts.dropped(html) == ["img", "y", "o:p", "iframe"]
    assert texts.dropped("<div>one</div><h1>two</h1><span>three</span>") == []


def test_text_of_html_has_a_line_for_each_block():
    html = "<h3>Aims &amp; means</h3><ul><li>one<br>two</li><li>three</li></ul><p></p>"
    assert texts.from_html(html) == "Aims & means\none\ntwo\nthree"
    assert texts.from_html("<table><tr><th>a</th><td>b</td></tr></table>") == "a b"


def test_plain_text_becomes_paragraphs_and_comes_back():
    text = "1 < 2 & so <b>on</b>\nSecond line"
    assert texts.from_html(texts.to_html(text)) == text


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("A Quiet Quarter", "a-quiet-quarter"),
        ("年度工作总结", "年度工作总结"),
        ("???", "article"),
        ("x" * 500, "x" * texts.SLUG_MAX_LENGTH),
    ],
)
def test_slug_is_never_empty(title, slug):
    assert texts.slugify(title) == slug


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("Don't stop — go-ahead 20XX", 4), ("年度总结 report", 5)]
)
def test_word_count_counts_cjk_by_character(text, count):
    assert texts.word_count(text) == count


def test_excerpt_ends_at_a_word_or_anywhere_in_chinese():
    assert texts.excerpt("one two three four", 10) == "one two…"
    assert texts.excerpt("一二三四五六七八九十", 5) == "一二三四五…"
    assert texts.excerpt("short", 5) == "short"


def test_tokens_agree_however_a_word_is_written():
    wide = "\uff23\uff21\uff26\uff25"
    assert texts.tokens(f"Café CAFE {wide}") == ["cafe"] * 3
    assert texts.tokens("工作总结") == ["工作", "作总", "总结"]
    assert texts.tokens("工作", closed=True) == ["工作", "作"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Plain words with 中 in them, and more words", "en"),
        ("本季度工作总结 Q3 KPI", "zh"),
        ("今年のまとめについて書きました", "ja"),
        ("업무 보고서 요약", "ko"),
        ("", "en"),
    ],
)
def test_language_is_told_by_script(text, language):
    assert texts.detect_language(text) == language


CODE = """
import sys
from pathlib import Path

def keep(names, limit):
    for name in names:
        if len(name) > limit:
            return name  # the first one that is too long
    print("nothing found", file=sys.stderr)
"""


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("下面的脚本检查名字的长度,并返回太长的那一个。" * 3 + CODE * 4, "zh"),
        ("说明如下,请按步骤操作。\n```\n" + "print the name of each one\n" * 99 + "```", "zh"),
        ("附件内容如下,请查收。\n" + "aGVsbG8gd29ybGQ+Cg/uM7qXw0Zt\n" * 400, "zh"),
        ("x1,y2,z3\n" * 9_000 + "以上数据由三个小组共同整理完成。\n" * 2_000, "zh"),
        ("Over tea Zhang Wei (张伟) and Li Na (李娜) spoke of 北京 and 上海.\n" * 9, "en"),
        ("Tea for two\nby 陈小明\n" * 20, "en"),
    ],
    ids=["code", "fenced code", "base64", "data first", "names", "short lines"],
)
def test_language_is_told_by_the_prose(text, language):
    assert texts.detect_language(text) == language


def test_heading_ids_follow_the_words_and_never_repeat():
    html = "<h3>Aims</h3><p>x</p><h4>Aims</h4><h3>目标</h3>"
    anchored, anchors = texts.anchor_headings(html, "part-1", raise_by=1)
    assert [(one.level, one.title, one.id) for one in anchors] == [
        (2, "Aims", "part-1-aims"),
        (3, "Aims", "part-1-aims-2"),
        (2, "目标", "part-1-目标"),
    ]
    assert anchored.startswith('<h2 id="part-1-aims">Aims</h2>')
