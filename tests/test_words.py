import random

from summaries import text as texts
from summaries import words

PIECES = (
    *("<p>", "</p>", "<li>", "</li>", "<b>", "</b>", "<br>", "<h3>", "</h3>", "<td>", "</td>"),
    *("<tr>", "</tr>", "<table>", "</table>", "<ul>", "</ul>", '<a href="x>y">', "</a>"),
    *(" ", "  ", "\n", "&amp;", "&lt;", "&nbsp;", "a", "bc", "d e", "é", "字", "&"),
)


def texts_made_up(count):
    draw = random.Random(7)
    for _number in range(count):
        html = texts.sanitise("".join(draw.choices(PIECES, k=draw.randint(1, 14))))
        yield draw, html, texts.from_html(html)


def test_each_character_is_where_it_stands():
    for _draw, html, text in texts_made_up(3_000):
        spans = words.spans(html)
        assert len(spans) == len(text)
        for character, span in zip(text, spans, strict=True):
            if span and not character.isspace():
                assert texts.from_html(f"<p>{html[slice(*span)]}</p>") == character


def test_what_is_replaced_is_replaced_and_nothing_else():
    for draw, html, text in texts_made_up(3_000):
        start = draw.randint(0, len(text))
        end = draw.randint(start, len(text))
        new = draw.choice(["", "X", "Q R", "<&"])
        replaced = words.replace(html, start, end, new)
        if replaced is not None:
            wanted = texts.from_html(texts.to_html(f"{text[:start]}{new}{text[end:]}"))
            assert texts.from_html(replaced) == wanted
            assert texts.sanitise(replaced) == replaced


def test_tags_stay_as_they_were():
    html = "<p>He <em>dont</em> know; sheknows.</p>"
    assert words.replace(html, 3, 7, "don’t") == "<p>He <em>don’t</em> know; sheknows.</p>"
    assert words.replace(html, 14, 22, "she knows") == "<p>He <em>dont</em> know; she knows.</p>"
    assert words.replace(html, 0, 7, "He don’t") == "<p>He <em>don’t</em> know; sheknows.</p>"


def test_an_emptied_paragraph_goes():
    assert words.replace("<p>One</p>\n<p>- 3 -</p>\n<p>Two</p>", 4, 9, "") == (
        "<p>One</p>\n<p>Two</p>"
    )


def test_paragraphs_are_not_joined():
    assert words.replace("<p>The pl</p><p>an was old.</p>", 4, 9, "plan") is None
