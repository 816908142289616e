"""The lines of a part as HTML."""

from __future__ import annotations

import pytest

from summaries.importers.plaintext.lines import split_lines
from summaries.importers.plaintext.markup import to_html
from summaries.importers.plaintext.page import Heading, PagePart


def html(text: str, headings: dict[int, Heading] | None = None) -> str:
    return to_html(PagePart("", tuple(split_lines(text)), headings or {})).replace("\n", "")


def test_headings_above_and_inside_paragraphs():
    headings = {0: Heading("1. The ferry", 1), 1: Heading("Oars.", 2, run_in=True)}
    assert html("1. The ferry\nOars. Both <are> long.", headings) == (
        "<h3>1. The ferry</h3><p><strong>Oars.</strong> Both &lt;are&gt; long.</p>"
    )


def test_a_line_that_begins_like_a_later_heading_is_no_heading():
    assert html("The ferry\nIt is blue.\n\nThe ferry", {2: Heading("The ferry", 1)}) == (
        "<p>The ferry</p><p>It is blue.</p><h3>The ferry</h3>"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- oars\n- ropes", "<ul><li>oars</li><li>ropes</li></ul>"),
        ("• oars\n\n• ropes", "<ul><li>oars</li><li>ropes</li></ul>"),
        ("1) oars\n2) ropes", "<ol><li>oars</li><li>ropes</li></ol>"),
        ("（3）船桨\n（4）缆绳", '<ol start="3"><li>船桨</li><li>缆绳</li></ol>'),
        (
            "- oars\n  of ash\n  1. long\n  2. short\n- ropes",
            "<ul><li>oars<br>of ash<ol><li>long</li><li>short</li></ol></li><li>ropes</li></ul>",
        ),
        ("- oars", "<p>- oars</p>"),
        ("1) oars\n3) ropes", "<p>1) oars</p><p>3) ropes</p>"),
        ("-5 degrees\n-6 degrees.", "<p>-5 degrees</p><p>-6 degrees.</p>"),
    ],
)
def test_lists(text, expected):
    assert html(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "| Boat | Oars |\n|---|---|\n| Anna | 2 |",
            "<table><thead><tr><th>Boat</th><th>Oars</th></tr></thead>"
            "<tr><td>Anna</td><td>2</td></tr></table>",
        ),
        (
            "\tMay\tJune\nAnna\t2\t3",
            "<table><tr><td></td><td>May</td><td>June</td></tr>"
            "<tr><td>Anna</td><td>2</td><td>3</td></tr></table>",
        ),
        ("Boat:\tAnna\nOars:\ttwo.", "<p>Boat:\tAnna</p><p>Oars:\ttwo.</p>"),
        ("Anna | Berta", "<p>Anna | Berta</p>"),
    ],
)
def test_tables(text, expected):
    assert html(text) == expected


def test_verse_keeps_its_lines_and_stanzas():
    assert html("The wheel goes round\nThe water falls\nThe mice are out\n\nTurn\nTurn\nTurn") == (
        "<p>The wheel goes round<br>The water falls<br>The mice are out</p>"
        "<p>Turn<br>Turn<br>Turn</p>"
    )


def test_what_people_say_keeps_its_lines():
    assert html("“Row!”\n“I row.”\nThe boat did not move.") == (
        "<p>“Row!”</p><p>“I row.”</p><p>The boat did not move.</p>"
    )


def test_code_keeps_its_indentation():
    assert to_html(PagePart("", tuple(split_lines("```py\nif a < b:\n    row()\n```")))) == (
        "<pre><code>if a &lt; b:\n    row()</code></pre>"
    )
