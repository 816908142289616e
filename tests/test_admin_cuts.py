"""The buttons beside what an import left out, or suggests to leave out."""

import pytest
from django.contrib.admin import AdminSite
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import path, reverse

from project.urls import urlpatterns as projects
from summaries import importers
from summaries.admin import ArticleAdmin
from summaries.document import Part
from summaries.models import Article, SourcePage
from tests.library import make_article, posted_parts, submitted

pytestmark = pytest.mark.django_db

office = AdminSite(name="office")
office.register(Article, ArticleAdmin)
urlpatterns = [path("office/", office.urls), *projects]

PAGE = """The ferry

It crosses at six.

Tell your friends about this page

It comes back at seven.

Other ferries:

Thank you for reading.
"""
BODY = "<p>It crosses at six.</p>\n<p>It comes back at seven.</p>\n<p>Other ferries:</p>"
WITH_CUT = BODY.replace("</p>\n", "</p>\n<p>Tell your friends about this page</p>\n", 1)
REPORT = {
    "cut": [
        {"text": "Tell your friends about this page", "reason": "elsewhere"},
        {"text": "Thank you for reading.", "reason": "closing"},
    ],
    "suggested_cuts": [{"text": "Other ferries:", "reason": "menu"}],
}


@pytest.fixture
def editor():
    return get_user_model().objects.create_superuser("ada", password="secret")


@pytest.fixture(autouse=True)
def signed_in(client, editor):
    client.force_login(editor)


@pytest.fixture
def article():
    article = make_article("The ferry", parts=[Part("", BODY)])
    SourcePage.objects.create(key="a.txt", article=article, original=PAGE, report=REPORT)
    return article


@pytest.fixture
def url(article):
    return reverse("admin:summaries_article_change", args=[article.pk])


def press(client, page, name, text, **typed):
    """What the page answers when a button beside a cut is pressed."""
    data = {**submitted(page), **typed, name: text}
    return client.post(page.request["PATH_INFO"], data, follow=True)


def body():
    return Article.objects.get().parts.get().body


def said(response):
    return " ".join(map(str, response.context["messages"]))


def buttons(response):
    """The texts beside which there is a button, by its name."""
    content = response.content.decode()
    return {
        name: [one["text"] for cuts in REPORT.values() for one in cuts if on(content, name, one)]
        for name in ("_put_back", "_leave_out")
    }


def on(content, name, cut):
    return f'name="{name}" value="{cut["text"]}"' in content


def test_a_cut_is_put_back_in_one_click(client, editor, article, url):
    response = press(client, client.get(url), "_put_back", "Tell your friends about this page")
    assert body() == WITH_CUT
    assert response.redirect_chain == [(url, 302)]
    assert "Put back: Tell your friends" in said(response)
    latest = article.revisions.first()
    assert latest.note == "Put back: Tell your friends about this page"
    assert (latest.number, latest.created_by) == (2, editor)
    assert buttons(response)["_put_back"] == ["Thank you for reading."]
    assert "Back in the text" in response.content.decode()


def test_a_suggestion_is_left_out_and_can_be_put_back(client, url):
    page = client.get(url)
    assert buttons(page)["_leave_out"] == ["Other ferries:"]
    response = press(client, page, "_leave_out", "Other ferries:")
    assert "Left out: Other ferries:" in said(response)
    assert "Other ferries" not in body()
    assert buttons(response)["_leave_out"] == []
    press(client, response, "_put_back", "Other ferries:")
    assert body() == BODY


def test_what_was_typed_is_saved_too(client, article, url):
    press(client, client.get(url), "_put_back", "Thank you for reading.", title="The old ferry")
    article.refresh_from_db()
    assert article.title == "The old ferry"
    assert body().endswith("<p>Thank you for reading.</p>")
    assert [one.changes for one in article.revisions.all()][:2] == [["parts"], ["title"]]


def test_what_is_wrong_with_the_form_comes_first(client, url):
    response = press(client, client.get(url), "_put_back", "Thank you for reading.", title="")
    assert response.context["errors"]
    assert buttons(response)["_put_back"] == [cut["text"] for cut in REPORT["cut"]]
    assert body() == BODY


def test_somebody_elses_change_is_not_overwritten(client, article, url):
    page = client.get(url)
    article.byline = "Bob"
    article.save()
    text = "Thank you for reading."
    press(client, page, "_put_back", text, title="The old ferry")
    after = Article.objects.get()
    assert (after.title, after.byline) == ("The old ferry", "Bob")
    assert text in body()


def test_what_is_there_already_is_not_put_back_again(client, url):
    page = client.get(url)
    data = posted_parts([Part("", f"{BODY}<p>Thank you for reading.</p>", "part-1")])
    response = press(client, page, "_put_back", "Thank you for reading.", **data)
    assert "in the text already" in said(response)
    assert body().count("Thank you") == 1


def test_enter_saves_and_puts_nothing_back(client, url):
    """A form's first button is the one that the Enter key presses."""
    content = client.get(url).content.decode()
    assert 0 < content.index('name="_save"') < content.index('name="_put_back"')


def test_readers_see_no_buttons(client, article, url):
    reader = get_user_model().objects.create_user("bob", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_article"))
    client.force_login(reader)
    page = client.get(url)
    assert "Thank you for reading." in page.content.decode()
    assert buttons(page) == {"_put_back": [], "_leave_out": []}
    assert press(client, page, "_put_back", "Thank you for reading.").status_code == 403
    assert body() == BODY


@pytest.mark.urls(__name__)
def test_under_a_site_of_the_projects_own(client, article):
    url = reverse("office:summaries_article_change", args=[article.pk])
    response = press(client, client.get(url), "_put_back", "Thank you for reading.")
    assert response.redirect_chain == [(url, 302)]
    assert body().endswith("<p>Thank you for reading.</p>")


def test_by_a_call(editor, article):
    importers.restore_cut(article, "Thank you for reading.", by=editor)
    importers.leave_out(article, "Other ferries:", by=editor)
    assert [one.note for one in article.revisions.all()][:2] == [
        "Left out: Other ferries:",
        "Put back: Thank you for reading.",
    ]
    with pytest.raises(importers.CutError, match="already"):
        importers.restore_cut(article, "Thank you for reading.")
    with pytest.raises(importers.CutError, match="not in the text"):
        importers.leave_out(article, "Other ferries:")
    article.source_page.delete()
    with pytest.raises(importers.CutError, match="does not have"):
        importers.restore_cut(article, "Tell your friends about this page")
