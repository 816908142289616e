"""What is taken away between and behind the lines of a text."""

from __future__ import annotations

from summaries.importers.plaintext.lines import Line
from summaries.importers.plaintext.tail import read_body

TITLE = "Summary of the work of the lighthouse"
TEXT = ("The lamp was lit 365 times, and on 12 of these nights somebody saw it. " * 5).strip()


def test_links_fused_with_the_last_paragraph_are_cut_off():
    body = read_body(
        [*map(Line, [TEXT, f"{TEXT}- Previous article: Fog - Next article: Tides", "Sand"])], TITLE
    )
    assert body.lines == [TEXT, TEXT]
    assert [cut.text for cut in body.cuts] == [
        "- Previous article: Fog - Next article: Tides",
        "Sand",
    ]


def test_links_above_the_text_do_not_cut_the_text():
    assert read_body([*map(Line, ["Previous: Fog", "The lamp", TEXT])], TITLE).lines == [
        "The lamp",
        TEXT,
    ]


def test_words_of_a_form_amid_the_text_stay_if_no_form_opens_there():
    assert read_body([*map(Line, [TEXT, "The comments", TEXT])], TITLE).lines == [
        TEXT,
        "The comments",
        TEXT,
    ]


def test_a_source_amid_the_text_is_the_texts_own():
    lines = [TEXT] * 6 + ["Source: the logbook"] + [TEXT] * 6
    assert read_body([*map(Line, lines)], TITLE).lines == lines


def test_the_author_is_named_behind_the_text_and_a_date_there_is_not_the_pages():
    body = read_body([*map(Line, [TEXT, "December 3, 2019", "(Author: Hai Sheng)"])], TITLE)
    assert body.lines == [TEXT, "December 3, 2019"]
    assert (body.credits.byline, body.credits.published) == ("Hai Sheng", "")


def test_a_date_to_be_filled_in_stays_with_the_text():
    assert read_body([*map(Line, [TEXT, "Date: __ / __ / 20__"])], TITLE).lines == [
        TEXT,
        "Date: __ / __ / 20__",
    ]


def test_the_title_behind_a_number_is_the_mark_of_a_part():
    mark = "1. Summary of the work of lighthouses"
    assert read_body([*map(Line, [mark, TEXT])], TITLE).lines == [mark, TEXT]
