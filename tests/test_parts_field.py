"""The field of an article's parts, and moving a part to another article."""

import json

import pytest
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import QueryDict
from django.urls import reverse

from summaries.document import Part
from summaries.forms import PartsField
from summaries.models import Article, has_text
from tests.library import make_article, submitted

A, B, C = (Part(name.upper(), f"<p>{name}</p>", f"part-{n}") for n, name in enumerate("abc", 1))


class Form(forms.Form):
    parts = PartsField()


def as_file(content):
    data = content if isinstance(content, bytes) else json.dumps(content).encode()
    return {"parts": SimpleUploadedFile("parts.json", data, "application/json")}


def row(part):
    return {"title": part.title, "body": part.body, "anchor": part.anchor}


def uploaded(*parts):
    return Form(QueryDict(), as_file([row(part) for part in parts]))


def posted(*parts, **more):
    data = QueryDict(mutable=True)
    for name in ("title", "body", "anchor"):
        data.setlist(f"parts-{name}", [getattr(part, name) for part in parts])
    for name, values in more.items():
        data.setlist(f"parts-{name}", values)
    return Form(data, {}, initial={"parts": (A, B, C)})


def cleaned(form):
    assert form.is_valid(), form.errors
    return form.cleaned_data["parts"]


def error(form):
    assert not form.is_valid()
    (said,) = form.errors["parts"]
    return said


# What arrives


def test_parts_come_as_one_file_or_as_fields():
    assert cleaned(uploaded(A, B)) == cleaned(posted(A, B)) == (A, B)


def test_file_holds_more_than_fields_could(settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    many = [Part(f"Part {n}", "<p>word</p>" * 50, f"part-{n}") for n in range(1, 1500)]
    assert cleaned(uploaded(*many)) == tuple(many)


def test_parts_that_did_not_arrive_are_an_error_and_not_no_parts():
    form = Form(QueryDict("title=x"), {}, initial={"parts": (A, B)})
    assert "did not arrive" in error(form)
    assert form["parts"].value() == (A, B)


def test_an_article_may_have_no_parts():
    assert cleaned(uploaded()) == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "Expecting"),
        (b"\xff", "decode"),
        (b"[" * 100_000, "recursion"),
        ({"title": "x"}, "expected a list"),
        (["x"], "parts[0]: expected an object"),
        ([{"title": 1}], "parts[0].title: expected a string"),
        ([{"text": "x"}], "there is no such field"),
    ],
)
def test_what_cannot_be_read_is_said_in_one_sentence(content, reason):
    form = Form(QueryDict(), as_file(content), initial={"parts": (A,)})
    said = error(form)
    assert said.startswith("The parts could not be read, so nothing was saved: ")
    assert reason in said
    assert "<p>a</p>" in form["parts"].value()[0].body


@pytest.mark.parametrize("broken", ["\x00", "\ud83d"])
def test_what_no_database_keeps_is_left_out(broken):
    rows = [{"title": f"On{broken}e", "body": f"<p>a{broken}b</p>"}]
    form = Form(QueryDict(), as_file(rows))
    assert form.is_valid()
    (part,) = form.cleaned_data["parts"]
    assert (part.title, part.body) == ("One", "<p>ab</p>")


def test_fields_that_do_not_belong_together_are_refused():
    assert "not equally many" in error(posted(A, B, anchor=["part-1"]))


# What becomes of it


def test_text_is_sanitised_and_shown_so_again():
    form = uploaded(Part("A", '<p onclick="x()">a</p><script>y()</script>'))
    assert form["parts"].value()[0].body == "<p>a</p>"
    assert cleaned(form) == (Part("A", "<p>a</p>"),)


def test_line_ends_of_a_browser_change_nothing():
    stored = Part("A", "<p>a</p>\n<p>b</p>", "part-1")
    sent = Part("A", "<p>a</p>\r\n<p>b</p>", "part-1")
    form = posted(sent)
    form.initial = {"parts": (stored,)}
    assert cleaned(form) == (stored,)
    assert not form.has_changed()


@pytest.mark.parametrize(
    "empty", [Part(), Part("  ", "<p></p>"), Part("", "<p> <br></p>", "part-9")]
)
def test_empty_part_at_the_end_is_left_out(empty):
    assert cleaned(uploaded(A, empty, B, empty)) == cleaned(uploaded(A, empty, B))
    assert len(cleaned(uploaded(A, empty, B))) == 3


def test_an_anchor_is_kept_by_the_first_that_has_it():
    assert [part.anchor for part in cleaned(uploaded(A, A))] == ["part-1", ""]


def test_long_title_is_named_by_its_part():
    assert cleaned(uploaded(A, Part("x" * 300))) == (A, Part("x" * 300))
    assert error(uploaded(A, Part("x" * 301))) == (
        "Part 2: the title has 301 characters; at most 300 are allowed."
    )


@pytest.mark.parametrize(
    ("positions", "order"),
    [("1 2 3", "ABC"), ("3 2 3", "BCA"), ("1 2 1", "CAB"), ("3 1 2", "BCA"), ("1 99 3", "ACB")],
)
def test_without_scripts_parts_take_the_position_they_are_given(positions, order):
    form = posted(A, B, C, position=positions.split())
    assert "".join(part.title for part in cleaned(form)) == order


def test_without_scripts_parts_are_removed_by_number():
    assert cleaned(posted(A, B, C, position=["1", "2", "1"], delete=["1", "x"])) == (C, B)


def test_change_is_told_from_none():
    assert not posted(A, B, C).has_changed()
    assert not posted(A, B, C, body=["<p>a</p>", "<p x=1>b</p>", "<p>c</p>"]).has_changed()
    assert posted(B, A, C).has_changed()


def test_only_words_are_text():
    assert has_text([Part("A"), B])
    assert not has_text([Part("A"), Part("B", "<p> </p><hr>")])


# In the form


def url(article, *, anchor=""):
    if anchor:
        return reverse("admin:summaries_article_move_part", args=[article.pk, anchor])
    return reverse("admin:summaries_article_change", args=[article.pk])


@pytest.fixture
def editor(client, db):
    user = get_user_model().objects.create_superuser("ada", password="secret")
    client.force_login(user)
    return user


def test_new_part_never_takes_the_anchor_of_a_removed_one(client, editor):
    article = make_article(parts=[Part("a", "<p>a</p>"), Part("b", "<p>b</p>")])
    data = submitted(client.get(url(article)))
    data |= as_file([row(Part("a", "<p>a</p>", "part-1")), row(Part("new", "<p>new</p>"))])
    client.post(url(article), data)
    assert [(p.title, p.anchor) for p in article.parts.all()] == [
        ("a", "part-1"),
        ("new", "part-3"),
    ]


def test_form_shows_each_text_as_source_for_browsers_without_scripts(client, editor):
    article = make_article(parts=[Part("Dash & Co", "<p>a &amp; b</p>")])
    content = client.get(url(article)).content.decode()
    assert 'enctype="multipart/form-data"' in content
    assert "&lt;p&gt;a &amp;amp; b&lt;/p&gt;</textarea>" in content
    assert 'value="Dash &amp; Co"' in content


# Moving a part to another article


@pytest.fixture
def pair(editor):
    parts = [Part("One", "<p>First.</p>"), Part("Two", "<p>Second.</p>")]
    return make_article("From here", parts=parts), make_article("To there", days=1)


def test_part_moves_to_the_end_of_another_article(client, editor, pair):
    source, target = pair
    assert "Second." in client.get(url(source, anchor="part-2")).content.decode()
    response = client.post(url(source, anchor="part-2"), {"target": target.pk}, follow=True)
    assert "is now the last part of" in response.content.decode()
    assert [part.title for part in source.parts.all()] == ["One"]
    assert [(p.title, p.body, p.anchor) for p in target.parts.all()] == [
        ("", "<p>Nothing much happened.</p>", "part-1"),
        ("Two", "<p>Second.</p>", "part-2"),
    ]
    revision = source.revisions.first()
    assert (revision.note, revision.created_by) == ("Moved “Two” to “To there”", editor)
    assert target.revisions.first().note == "Took over “Two” from “From here”"
    assert [source.revisions.count(), target.revisions.count()] == [2, 2]


def test_part_moves_only_where_one_may_change_both(client, pair):
    source, target = pair
    staff = get_user_model().objects.create_user("staff", is_staff=True)
    client.force_login(staff)
    assert client.get(url(source, anchor="part-2")).status_code == 404
    staff.user_permissions.set(Permission.objects.filter(codename="view_article"))
    assert client.post(url(source, anchor="part-2"), {"target": target.pk}).status_code == 403
    assert url(source, anchor="ANCHOR") not in client.get(url(source)).content.decode()
    assert source.revisions.count() == 1


def test_part_stays_where_it_is_all_the_text_of_a_published_article(client, editor, pair):
    target, _other = pair
    source = make_article("Short", parts=[Part("Empty"), Part("All", "<p>Words.</p>")])
    response = client.post(url(source, anchor="part-2"), {"target": target.pk}, follow=True)
    assert "“All” is all the text of a published article" in response.content.decode()
    source.apply_document(
        source.as_document().from_dict({**source.as_document().to_dict(), "status": "draft"})
    )
    client.post(url(source, anchor="part-2"), {"target": target.pk})
    assert target.parts.last().title == "All"


@pytest.mark.parametrize("choice", ["", "nonsense", "itself", "0"])
def test_part_needs_another_article_to_move_to(client, editor, pair, choice):
    source, _target = pair
    choice = source.pk if choice == "itself" else choice
    response = client.post(url(source, anchor="part-2"), {"target": choice})
    assert response.status_code == 200
    assert response.context["form"].errors["target"]
    assert source.revisions.count() == 1


def test_part_that_is_not_there_is_not_found(client, editor, pair):
    assert client.get(url(pair[0], anchor="part-9")).status_code == 404
    assert Article.objects.count() == 2
