"""Put back what was cut, at its place, and leave out what was suggested."""

import pytest

from summaries.document import Document, Part
from summaries.importers import cuts
from summaries.importers.cuts import CutError

PAGE = """Kiln Notes > Clay > Two firings

Two firings

Written down at the kiln.

Share this page with a potter

First firing The kiln was lit at dawn. Follow the kiln online. By noon it glowed.

The bowls came out whole.

Back to the top

Second firing It rained all day.

The glaze ran.

Back to the top

Thank you for reading.
"""
DOCUMENT = Document(
    title="Two firings",
    lead="Written down at the kiln.",
    parts=(
        Part(
            "First firing",
            "<p>The kiln was lit at dawn. By noon it glowed.</p>\n<p>The bowls came out whole.</p>",
        ),
        Part("Second firing", "<p>It rained all day.</p>\n<p>The glaze ran.</p>"),
    ),
)


def said(document):
    """The document's lead and its parts' texts, a line a paragraph."""
    return [document.lead, *(part.body for part in document.parts)]


def paragraphs(*lines):
    return "\n".join(f"<p>{line}</p>" for line in lines)


def restore(*texts, document=DOCUMENT, page=PAGE):
    for text in texts:
        document = cuts.restore(document, page, text)
    return document


def test_a_cut_at_the_head_goes_into_the_lead_before_it():
    restored = restore("Kiln Notes > Clay > Two firings")
    assert restored.lead == "Kiln Notes > Clay > Two firings\nWritten down at the kiln."
    assert restored.parts == DOCUMENT.parts


def test_a_cut_behind_the_lead_stays_with_it():
    restored = restore("Share this page with a potter")
    assert restored.lead == "Written down at the kiln.\nShare this page with a potter"


def test_a_sentence_goes_behind_the_paragraph_it_stood_in():
    assert restore("Follow the kiln online.").parts[0].body == paragraphs(
        "The kiln was lit at dawn. By noon it glowed.",
        "Follow the kiln online.",
        "The bowls came out whole.",
    )


def test_a_cut_at_the_tail_ends_the_last_part():
    restored = restore("Thank you for reading.")
    assert restored.parts[0] == DOCUMENT.parts[0]
    assert restored.parts[1].body.endswith("<p>The glaze ran.</p>\n<p>Thank you for reading.</p>")


def test_a_line_cut_twice_comes_back_in_both_places():
    once = restore("Back to the top")
    assert once.parts[0].body.endswith("<p>The bowls came out whole.</p>\n<p>Back to the top</p>")
    assert once.parts[1] == DOCUMENT.parts[1]
    twice = restore("Back to the top", document=once)
    assert twice.parts[0] == once.parts[0]
    assert twice.parts[1].body.endswith("<p>The glaze ran.</p>\n<p>Back to the top</p>")


def test_a_cut_that_was_once_a_line_and_once_a_sentence():
    page = "It began. Read on!\n\nIt went on.\n\nRead on!\n\nIt ended."
    lines = ("It began.", "It went on.", "It ended.")
    document = Document("Tea", (Part("", paragraphs(*lines)),))
    restored = restore("Read on!", "Read on!", document=document, page=page)
    assert restored.parts[0].body == paragraphs(
        "It began.", "Read on!", "It went on.", "Read on!", "It ended."
    )


def test_neighbours_come_back_in_the_pages_order():
    restored = restore("Thank you for reading.", "Back to the top", "Back to the top")
    assert restored.parts[1].body == paragraphs(
        "It rained all day.", "The glaze ran.", "Back to the top", "Thank you for reading."
    )


def test_the_title_line_can_be_put_back_too():
    assert restore("Two firings").lead == "Two firings\nWritten down at the kiln."


def test_a_refrain_like_the_title_comes_back_before_the_title_line():
    page = "Heave ho\n\nThe rope is long.\n\nHeave ho\n\nThe night is longer."
    sung = Document(
        "Heave ho", (Part("", paragraphs("The rope is long.", "The night is longer.")),)
    )
    verses = ("The rope is long.", "Heave ho", "The night is longer.")
    once = restore("Heave ho", document=sung, page=page)
    assert once.parts[0].body == paragraphs(*verses)
    twice = restore("Heave ho", document=once, page=page)
    assert twice.parts[0].body == paragraphs("Heave ho", *verses)


def test_a_cut_of_several_lines_becomes_as_many_paragraphs():
    page = "It began.\n\n\nTea & cake\n  Open daily\n\nIt ended."
    document = Document("Tea", (Part("", paragraphs("It began.", "It ended.")),))
    restored = restore("Tea & cake\nOpen daily", document=document, page=page)
    assert restored.parts[0].body == paragraphs(
        "It began.", "Tea &amp; cake", "Open daily", "It ended."
    )


def test_in_chinese():
    page = "首页 > 随笔\n\n今天下雨。更多文章请看本站。我们没有出门。\n\n晚上天晴了。"
    document = Document("随笔", (Part("", paragraphs("今天下雨。我们没有出门。", "晚上天晴了。")),))
    restored = restore("更多文章请看本站。", "首页 > 随笔", document=document, page=page)
    assert restored.parts[0].body == paragraphs(
        "首页 &gt; 随笔", "今天下雨。我们没有出门。", "更多文章请看本站。", "晚上天晴了。"
    )


@pytest.mark.parametrize(
    "body",
    [
        # The paragraph above is formatted, or split, or in a list.
        "<p>The bowls <em>came out</em> WHOLE!</p>",
        "<p>The bowls</p><p>came out whole.</p>",
        "<ul><li><p>By noon it glowed.</p></li><li>The bowls came out whole.</li></ul>",
        # It is gone; the one above it stands.
        "<p>By noon, the editor says, it glowed. The kiln was lit at dawn.</p>",
        # All of the part was written anew.
        "<p>Nothing of this was on the page.</p>",
    ],
)
def test_in_an_edited_article(body):
    edited = Document("Fire", (Part("First firing", body), DOCUMENT.parts[1]))
    first, second = restore("Back to the top", document=edited).parts
    assert "Back to the top" in first.body
    assert second == DOCUMENT.parts[1]


def test_where_parts_changed_places():
    edited = Document("Fire", DOCUMENT.parts[::-1])
    second, first = restore("Back to the top", document=edited).parts
    assert first.body.endswith("<p>Back to the top</p>")
    assert second == DOCUMENT.parts[1]


def test_where_nothing_of_the_page_is_left_the_nearer_end_is_taken():
    edited = Document("Fire", (Part("", "<p>New.</p>"), Part("", "<p>Newer.</p>")))
    first, _ = restore("Share this page with a potter", document=edited).parts
    _, last = restore("Thank you for reading.", document=edited).parts
    assert first.body == paragraphs("Share this page with a potter", "New.")
    assert last.body == paragraphs("Newer.", "Thank you for reading.")


def test_into_an_article_without_parts():
    restored = restore("Thank you for reading.", document=Document("Fire"))
    assert restored.parts == (Part("", "<p>Thank you for reading.</p>"),)


@pytest.mark.parametrize(
    "body",
    [
        "<p>The bowls came out whole.</p><p>Thank you for <b>reading</b>!</p><p>More.</p>",
        "<p>New. Thank you for reading. More.</p>",
    ],
)
def test_what_is_back_already_is_not_put_back_twice(body):
    edited = Document("Fire", (Part("", body),))
    assert not cuts.missing(edited, PAGE, ["Thank you for reading."])
    with pytest.raises(CutError, match="already"):
        restore("Thank you for reading.", document=edited)


def test_what_was_put_back_is_not_missing():
    lines = {"Two firings", "Follow the kiln online.", "Share this page with a potter"}
    assert cuts.missing(DOCUMENT, PAGE, lines) == lines
    assert cuts.missing(restore("Two firings"), PAGE, lines) == lines - {"Two firings"}
    assert cuts.missing(restore(*lines), PAGE, lines) == set()


def test_what_was_never_on_the_page_is_refused():
    with pytest.raises(CutError, match="does not have"):
        restore("Something else.")


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ("<p>One.</p>\n<p>Read on!</p>\n<p>Two.</p>", "<p>One.</p>\n<p>Two.</p>"),
        ("<p>One.</p>\n<p>Read <em>on</em>!</p>", "<p>One.</p>"),
        ("<p>One. Read on! Two.</p>", "<p>One. Two.</p>"),
        ("<p>One. Read on!</p>", "<p>One.</p>"),
        ("<ul><li>One.</li><li>Read on!</li></ul>", "<ul><li>One.</li></ul>"),
        ("<p>一。Read on!二。</p>", "<p>一。二。</p>"),
    ],
)
def test_a_suggestion_is_left_out(body, left):
    document = Document("Fire", (Part("", "<p>Before.</p>"), Part("", body)))
    assert cuts.holds(document, "Read on!")
    removed = cuts.remove(document, "Read on!")
    assert [part.body.strip() for part in removed.parts] == ["<p>Before.</p>", left]


def test_a_suggestion_is_left_out_of_the_lead():
    document = Document("Fire", lead="One.\nRead on!\nTwo.")
    assert cuts.remove(document, "Read on!").lead == "One.\nTwo."


@pytest.mark.parametrize("text", ["Read on!", "Kiln", "The", ""])
def test_a_suggestion_that_is_gone_takes_nothing_else_with_it(text):
    document = Document("Fire", (Part("", "<p>The Kilns. Read onwards.</p>"),))
    assert not cuts.holds(document, text)
    with pytest.raises(CutError, match="not in the text"):
        cuts.remove(document, text)
