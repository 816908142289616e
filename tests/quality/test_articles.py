import pytest

from summaries.document import Document, Part
from summaries.quality.articles import category, damage, filler, tags, too_short


def document(*bodies, **fields):
    parts = tuple(Part("", body, f"part-{n}") for n, body in enumerate(bodies, 1))
    return Document(**{"title": "The ferry", "language": "en", **fields}, parts=parts)


def places(found):
    return [(one.anchor, one.field, one.before, one.text, one.suggestion) for one in found]


def test_damage_is_found_at_its_place():
    said = document(
        "<p>All is well.</p>",
        "<p>It rained. In <b>1 1</b> months we <i>left</i>.</p>",
        title="The ferry ;a report",
        lead="With * * * of us.",
    )
    assert places(damage(said)) == [
        ("", "title", "The ferry", " ;", ";"),
        ("", "lead", "With ", "* * *", None),
        ("part-2", "body", "In ", "1 1 months", "11 months"),
    ]


def test_a_repair_across_paragraphs_is_not_suggested():
    said = document("<p>We were all of us in the </p><p>boat, and then it rained on us.</p>")
    assert all(one.suggestion is None for one in damage(said))


def test_cells_of_a_table_are_no_damaged_number():
    row = "<tr><td>Building fires</td><td>8</td><td>9</td></tr>"
    assert places(damage(document(f"<table><tbody>{row}</tbody></table>"))) == []


def test_a_text_may_begin_with_its_title():
    title = "We met on the quay and talked about the ropes, which were old."
    assert places(damage(document(f"<p>{title} Then we left.</p>", title=title))) == []


def test_a_sentence_of_another_part_is_found():
    body = "<p>We met on the quay and talked about the ropes, which were old and wet.</p>"
    assert [one.kind for one in damage(document(body, body))] == ["repeat"]


def test_filler():
    lead = "Time flies. How do you write a report? Here are some for your reference."
    assert places(filler(document(lead=lead))) == [("", "lead", "", lead, "")]
    assert not list(filler(document(lead="Time flies. Our year was as follows:")))


@pytest.mark.parametrize(
    ("names", "is_found"),
    [(("Imported",), True), (("导入",), True), (("Work",), False), (("Work", "Imported"), False)],
)
def test_category(names, is_found, settings):
    settings.LANGUAGES = [("en", "English"), ("zh-hans", "Chinese")]
    assert bool(list(category(document(category=names)))) == is_found


def test_tags():
    assert list(tags(document()))
    assert not list(tags(document(tags=("water",))))


def test_too_short(settings):
    settings.SUMMARIES_SHORT_WORDS = 5
    assert [one.note for one in too_short(document("<p>It rained</p>", "<p>all day</p>"))] == ["4"]
    assert not list(too_short(document("<p>It rained</p>", "<p>all day long</p>")))
    settings.SUMMARIES_SHORT_WORDS = 0
    assert not list(too_short(document()))
