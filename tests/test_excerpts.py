"""What a list shows of an article: running sentences, else the titles of its sections."""

import pytest

from summaries.document import Part
from summaries.excerpts import excerpt

SENTENCE = "We moved the archive to the new shelves in nine days, two fewer than planned."


@pytest.mark.parametrize(
    "before",
    [
        "<h3>Results.</h3>",
        "<h3>What we set out to do this spring, and why it took us all of nine days</h3>",
        "<p>Date:</p>",
        "<p>Grant no. ____ Project: [Title of the project]</p>",
        "<p>From: the archivist, who would have liked more time.</p>",
        "<p>Dear friends of the archive,</p>",
        "<p>I, ____, of ____, ____.</p>",
        "<table><tr><th>Shelf moved.</th><td>All nine of them were moved in May.</td></tr></table>",
        "<ul><li>Nine days of carrying boxes, and then a day of rest.</li></ul>",
    ],
)
def test_it_begins_with_the_first_running_sentence(before):
    body = f"{before}<p>{SENTENCE}</p><h3>Next</h3><p>The old shelves went to the choir.</p>"
    assert excerpt("", [Part("One", body), Part("Two", "<p>x</p>")], "en") == SENTENCE


def test_chinese_sentences_run_without_spaces():
    body = "<p>时间：</p><h3>一、概况</h3><p>今年我们把档案搬进了新书架，用了九天。</p>"
    assert excerpt("", [Part("", body)], "zh") == "今年我们把档案搬进了新书架，用了九天。"


def test_a_lead_goes_first_unless_it_says_nothing():
    parts = [Part("", f"<p>{SENTENCE}</p>")]
    lead = "Nine days with boxes, told by the archivist herself."
    assert excerpt(lead, parts, "en") == lead
    assert excerpt("Dear reader,", parts, "en") == SENTENCE


def test_sentences_of_lists_serve_where_there_are_no_others():
    assert excerpt("", [Part("", f"<ol><li>{SENTENCE}</li></ol>")], "en") == SENTENCE


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "2 sections: Aim · Costs"),
        ("fr", "2 sections: Aim · Costs"),  # the site speaks no French
    ],
)
def test_a_form_says_what_it_contains(language, said):
    body = "<h3>Aim</h3><p>We want to ____.</p><h3>Costs</h3><p>Sum: £XX</p>"
    assert excerpt("", [Part("", body)], language) == said
    assert excerpt("", [Part("Aim", "<p>____</p>"), Part("Costs", "<p>XX</p>")], language) == said


def test_what_has_neither_shows_what_there_is():
    assert excerpt("", [Part("", "<p>Tea: 12 boxes</p>")], "en") == "Tea: 12 boxes"
    assert excerpt("", [], "en") == ""
