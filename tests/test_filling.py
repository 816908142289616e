"""What a template asks for, and the text with the answers in it."""

import pytest

from summaries.document import Document, Part
from summaries.filling import fields, filled, marked

LETTER = Document(
    title="Letter from [Your name]",
    lead="To be signed by [Your name].",
    parts=(
        Part("Dear [Guest]", "<p>[your  name] counted ____ geese in 20XX.</p>", "part-1"),
        Part("Reply", "<p>Dear [Your name], we counted ____.</p>", "part-2"),
    ),
)
TABLE = (
    "<table><tr><th>Bird</th><th>Seen</th></tr>"
    "<tr><td>Geese</td><td>____</td><td>____</td></tr>"
    "<tr><td>[Bird name]</td><td>____ or so</td></tr>"
    "<tr><td>[Bird name]</td><td>____</td></tr></table>"
)
HOSTILE = [
    "<script>alert(1)</script>",
    "&amp;&lt;",
    "g" * 10_000,
    "אב גד",
    "👩🏽\u200d🚀",
    '=HYPERLINK("http://x.example")',
    "\\1 {{ value }} %s",
    "[Your name] ____",
]


def test_a_named_blank_is_asked_for_once_and_an_unnamed_one_each_time():
    found = fields(LETTER)
    assert [(field.name or field.text, field.places) for field in found] == [
        *[("Your name", 3), ("Guest", 1), ("____", 1), ("20XX", 1), ("____", 1)]
    ]
    assert [(field.before, field.after) for field in found if not field.name] == [
        ("[your  name] counted ", " geese in 20XX."),
        ("[your  name] counted ____ geese in ", "."),
        ("Dear [Your name], we counted ", "."),
    ]
    assert len({field.key for field in found}) == len(found)


def test_each_cell_of_a_table_is_asked_for_by_its_row_and_column():
    found = fields(Document("Count", (Part(body=TABLE),)))
    assert [(field.name, field.row, field.column, field.after) for field in found] == [
        *[("", "Geese", "Seen", ""), ("", "Geese", "", "")],
        ("Bird name", "", "Bird", ""),
        ("", "[Bird name]", "Seen", " or so"),
        ("Bird name", "(2)", "Bird", ""),
        ("", "[Bird name] (2)", "Seen", ""),
    ]


def test_a_line_of_its_own_is_known_by_the_line_above():
    (field,) = fields(Document("Form", (Part(body="<p>Signed in</p><p>20XX</p>"),)))
    assert field.before == "Signed in "


def test_a_part_asks_for_the_same_fields_alone():
    alone = Document(LETTER.title, LETTER.parts[1:])
    assert {field.key for field in fields(alone)} < {field.key for field in fields(LETTER)}


def test_values_take_the_places_of_their_blanks():
    keys = [field.key for field in fields(LETTER)]
    document = filled(LETTER, dict(zip(keys, ["Ada", "Bo", "7", "", "9"], strict=True)))
    assert (document.title, document.lead) == ("Letter from Ada", "To be signed by Ada.")
    assert [(part.title, part.body) for part in document.parts] == [
        ("Dear Bo", "<p>Ada counted 7 geese in 20XX.</p>"),
        ("Reply", "<p>Dear Ada, we counted 9.</p>"),
    ]
    assert filled(LETTER, {}) == LETTER
    assert filled(LETTER, {"name:nobody": "x"}) == LETTER


@pytest.mark.parametrize("value", HOSTILE)
def test_a_value_comes_out_letter_by_letter(value):
    document = filled(LETTER, {"name:your name": value})
    assert document.title == f"Letter from {value}"
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert document.parts[1].body.replace("&quot;", '"') == (
        f"<p>Dear {escaped}, we counted ____.</p>"
    )
    page = marked(LETTER, {"name:your name": value}).parts[1].body
    assert f'<bdi class="place-value">{escaped}</bdi>' in page.replace("&quot;", '"')


def test_lines_of_a_value_stay_lines():
    document = filled(LETTER, {"name:your name": " Ada\r\nand Bo\n"})
    assert document.lead == "To be signed by Ada and Bo."
    assert document.parts[1].body.startswith("<p>Dear Ada<br>and Bo, ")
