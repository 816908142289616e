"""Nothing typed is lost: working copies, and the saves of two editors."""

import json
from dataclasses import asdict, replace

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError
from django.urls import reverse

from summaries.admin import ArticleAdmin
from summaries.document import Part
from summaries.forms import ArticleForm
from summaries.models import Article, Draft
from tests.library import PART_FIELDS, make_article, posted_parts, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("ada", password="secret")


@pytest.fixture
def berta():
    return get_user_model().objects.create_superuser("berta", password="secret")


@pytest.fixture(autouse=True)
def signed_in(client, editor):
    client.force_login(editor)


@pytest.fixture
def article():
    parts = [Part("One", "<p>First.</p><p>Second.</p>"), Part("Two", "<p>Third.</p>")]
    return make_article(parts=parts, tags=("Office",))


def admin_url(name, *args):
    return reverse(f"admin:summaries_{name}", args=args)


def change_url(article):
    return admin_url("article_change", article.pk)


def opened(client, url):
    """The form as it opens, as a browser would post it back."""
    return submitted(client.get(url))


def keep(client, article, data):
    url = admin_url("article_draft", article.pk) if article else admin_url("article_add_draft")
    return client.post(url, data).json()


def shown(response):
    return response.content.decode()


def messages(response):
    return " ".join(str(message) for message in response.context["messages"])


def with_body(article, number, body):
    parts = list(article.as_document().parts)
    parts[number] = replace(parts[number], body=body)
    return posted_parts(parts)


# Working copies


def test_what_is_typed_is_kept_and_the_form_opens_with_it(client, article):
    data = opened(client, change_url(article)) | {"title": "A loud quarter"}
    answer = keep(client, article, data)
    assert Article.objects.get().title == "A quiet quarter"
    assert "Working copy saved" in answer["saved"]
    again = opened(client, change_url(article))
    assert (again["title"], str(again["draft_key"])) == ("A loud quarter", answer["key"])
    client.post(change_url(article), again)
    assert Article.objects.get().title == "A loud quarter"
    assert not Draft.objects.exists()


def test_half_a_form_of_a_new_article_is_kept_as_it_is(client):
    data = opened(client, admin_url("article_add")) | {
        "title": "",
        "lead": "Typed in a train",
        "published_at_0": "2026-11-",
        **posted_parts([Part("", "<p>Half a sen</p>")]),
    }
    answer = keep(client, None, data)
    again = opened(client, f"{admin_url('article_add')}?draft={answer['key']}")
    assert (again["lead"], again["published_at_0"]) == ("Typed in a train", "2026-11-")
    assert again["parts-body"] == ["<p>Half a sen</p>"]
    assert "Typed" not in opened(client, admin_url("article_add"))["lead"]
    assert answer["key"] in shown(client.get(admin_url("article_add")))


def test_what_is_typed_and_taken_back_leaves_no_working_copy(client, article):
    data = opened(client, change_url(article))
    answer = keep(client, article, data | {"title": "Other"})
    keep(client, article, data | {"draft_version": answer["version"]})
    assert not Draft.objects.exists()


def test_second_tab_gets_a_working_copy_of_its_own(client, article):
    first, second = (opened(client, change_url(article)) for _tab in range(2))
    second["draft_key"] = first["draft_key"]
    one = keep(client, article, first | {"title": "In one tab"})
    other = keep(client, article, second | {"title": "In another"})
    assert one["key"] != other["key"]
    assert {draft.document.title for draft in Draft.objects.all()} == {"In one tab", "In another"}


def test_working_copy_is_its_users_own(client, article, berta):
    answer = keep(client, article, opened(client, change_url(article)) | {"title": "Secret"})
    client.force_login(berta)
    page = client.get(f"{change_url(article)}?draft={answer['key']}")
    assert "Secret" not in shown(page)
    assert "ada has a working copy" in shown(page)
    data = submitted(page) | {"title": "Hers", "draft_key": answer["key"], "draft_version": 1}
    assert keep(client, article, data)["key"] != answer["key"]
    assert Draft.objects.get(pk=answer["key"]).document.title == "Secret"


def test_form_that_is_not_valid_is_kept(client, article):
    data = opened(client, change_url(article)) | {"title": "New", "category": ""}
    again = submitted(client.post(change_url(article), data))
    assert Draft.objects.get().document.title == "New"
    client.post(change_url(article), again | {"category": article.category_id})
    assert not Draft.objects.exists()
    assert Article.objects.get().title == "New"


def test_buttons_keep_and_discard_a_working_copy(client, article):
    data = opened(client, change_url(article)) | {"title": "Later"}
    kept = client.post(change_url(article), data | {"_keep": ""}, follow=True)
    assert "Later" in messages(kept)
    client.post(change_url(article), opened(client, change_url(article)) | {"_discard": ""})
    assert not Draft.objects.exists()
    assert opened(client, change_url(article))["title"] == "A quiet quarter"


def test_text_for_an_article_that_was_deleted_becomes_a_new_ones(client, article):
    data = opened(client, change_url(article)) | {"title": "Still here"}
    url = change_url(article)
    article.delete()
    response = client.post(url, data, follow=True)
    assert "was deleted meanwhile" in messages(response)
    assert submitted(response)["title"] == "Still here"


def test_database_that_refuses_is_answered_with_the_text(client, article, monkeypatch):
    def refuse(*args, **kwargs):
        raise DatabaseError("database or disk is full")

    data = opened(client, change_url(article)) | {"title": "Not lost"}
    monkeypatch.setattr(ArticleForm, "save_article", refuse)
    response = client.post(change_url(article), data)
    assert response.status_code == 503
    assert "database or disk is full" in shown(response)
    assert 'value="Not lost"' in shown(response)


def test_what_a_projects_form_leaves_out_stays_as_it_is(client, article, monkeypatch):
    fields = [(None, {"fields": ["title", "category", "parts"]})]
    monkeypatch.setattr(ArticleAdmin, "fieldsets", fields)
    Article.objects.filter(pk=article.pk).update(is_featured=True)
    keep(client, article, opened(client, change_url(article)) | {"title": "Other"})
    assert Draft.objects.get().document.is_featured


def test_who_may_not_write_keeps_nothing(client, article):
    data = opened(client, change_url(article)) | {"title": "Other"}
    client.force_login(get_user_model().objects.create_user("guest", is_staff=True))
    response = client.post(admin_url("article_draft", article.pk), data)
    assert response.status_code == 403
    assert not Draft.objects.exists()


def test_article_of_any_number_of_parts_is_saved(client):
    article = make_article(parts=[Part(f"Number {n}", f"<p>Text {n}.</p>") for n in range(600)])
    data = opened(client, change_url(article))
    parts = [asdict(part) for part in article.as_document().parts]
    parts[599]["body"] = "<p>Changed.</p>"
    for name in PART_FIELDS:
        del data[f"parts-{name}"]
    upload = SimpleUploadedFile("parts.json", json.dumps(parts).encode(), "application/json")
    response = client.post(change_url(article), data | {"parts": upload})
    assert response.status_code == 302
    assert article.parts.last().body == "<p>Changed.</p>"
    assert article.parts.count() == 600


# Two editors


def test_changes_of_two_editors_are_put_together(client, article, berta):
    data = opened(client, change_url(article)) | with_body(article, 0, "<p>Mine.</p>")
    with article.editing(by=berta):
        article.title = "Her title"
        article.save()
    response = client.post(change_url(article), data, follow=True)
    assert "Others changed this article meanwhile" in messages(response)
    after = Article.objects.get()
    assert after.title == "Her title"
    assert [part.body for part in after.parts.all()] == ["<p>Mine.</p>", "<p>Third.</p>"]


@pytest.mark.parametrize(("choice", "title"), [("mine", "My title"), ("theirs", "Her title")])
def test_collision_is_shown_and_asked_about(client, article, berta, choice, title):
    data = opened(client, change_url(article)) | {"title": "My title", "lead": "My lead."}
    with article.editing(by=berta):
        article.title = "Her title"
        article.save()
    conflict = client.post(change_url(article), data, follow=True)
    assert Article.objects.get().title == "Her title"
    assert "Somebody else changed the same" in shown(conflict)
    again = submitted(conflict)
    assert (again["title"], again["lead"]) == ("My title", "My lead.")
    url = conflict.request["PATH_INFO"]
    undecided = client.post(url, again)
    assert "choose which of the two" in shown(undecided)
    client.post(url, submitted(undecided) | {"choice-title": choice})
    after = Article.objects.get()
    assert (after.title, after.lead) == (title, "My lead.")
    assert not Draft.objects.exists()


def test_part_that_was_removed_meanwhile_is_asked_about(client, article):
    data = opened(client, change_url(article)) | with_body(article, 0, "<p>My text.</p>")
    anchor = article.parts.first().anchor
    article.parts.first().delete()
    conflict = client.post(change_url(article), data, follow=True)
    assert "My text." in shown(conflict)
    again = submitted(conflict) | {f"choice-part:{anchor}": "mine"}
    client.post(change_url(article), again)
    assert "<p>My text.</p>" in {part.body for part in article.parts.all()}


def test_third_change_while_one_chooses_is_asked_about_again(client, article, berta):
    data = opened(client, change_url(article)) | {"title": "My title"}
    for title in ("Her title", "Her other title"):
        with article.editing(by=berta):
            article.title = title
            article.save()
        conflict = client.post(change_url(article), data, follow=True)
        assert Article.objects.get().title == title
        data = submitted(conflict) | {"choice-title": "mine"}
    client.post(change_url(article), data)
    assert Article.objects.get().title == "My title"


def test_working_copy_of_days_ago_opens_with_what_others_saved_since(client, article, berta):
    keep(client, article, opened(client, change_url(article)) | {"title": "My title"})
    with article.editing(by=berta):
        article.lead = "Her lead."
        article.save()
    page = client.get(change_url(article))
    data = submitted(page)
    assert (data["title"], data["lead"]) == ("My title", "Her lead.")
    assert "Others have changed this article since" in shown(page)


def test_new_part_never_takes_an_anchor_that_was_given(client, article):
    first, _second = article.as_document().parts
    data = opened(client, change_url(article)) | posted_parts([first, Part("New", "<p>New.</p>")])
    client.post(change_url(article), data)
    assert [part.anchor for part in article.parts.all()] == ["part-1", "part-3"]


@pytest.mark.parametrize("url", ["draft", "change"])
def test_a_character_that_no_database_keeps_costs_no_text(client, article, url):
    """As a paste from a broken file may bring it."""
    parts = [Part("O\x00ne", "<p>Fer\x00ries sail.</p>")]
    typed = {"title": "Fer\x00ry", "tags": ["s\x00ea"], "published_at_0": "\x00x"}
    data = opened(client, change_url(article)) | typed | posted_parts(parts)
    response = client.post(admin_url(f"article_{url}", article.pk), data)
    assert response.status_code in (200, 302)
    draft = Draft.objects.get()
    assert "Ferries sail." in draft.document.parts[0].body
    assert draft.typed["title"] == "Ferry"
