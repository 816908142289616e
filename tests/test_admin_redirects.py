"""Redirects and missing addresses in the admin."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils.html import escape

from summaries.models import Article, Category, MissingAddress, Redirect
from tests.library import make_article

pytestmark = pytest.mark.django_db


def url(page, model="missingaddress", **query):
    return reverse(f"admin:summaries_{model}_{page}", query=query)


@pytest.fixture
def librarian(client):
    user = get_user_model().objects.create_user("lea", is_staff=True)
    deeds = Permission.objects.filter(codename__in=("view_redirect", "add_redirect"))
    user.user_permissions.set([*deeds, *Permission.objects.filter(codename="view_article")])
    client.force_login(user)
    return client


@pytest.fixture
def report():
    return make_article("Weekly report of the harbour")


def missing(path, **fields):
    return MissingAddress.objects.create(path=path, **fields)


def test_the_most_met_come_first_with_the_article_they_may_mean(librarian, report):
    missing("/2019/05/weekly-report", hits=7, referrer="https://other.example/links")
    missing("/2019/05/")
    missing("/harbour.html")
    missing("/ignored", is_ignored=True)
    page = librarian.get(url("changelist"))
    rows = page.context["cl"].result_list
    assert [one.path for one in rows] == ["/2019/05/weekly-report", "/harbour.html", "/2019/05/"]
    assert [one.suggested for one in rows] == [report, report, None]
    assert "https://other.example/links" in page.content.decode()
    assert len(librarian.get(url("changelist", state="ignored")).context["cl"].result_list) == 1


def test_one_click_leads_it_to_the_suggested_article(librarian, client, report):
    one = missing("/2019/05/weekly-report")
    page = librarian.post(url("changelist"), {"_lead": f"{one.pk}-{report.pk}"}, follow=True)
    assert "leads to" in page.content.decode()
    assert not MissingAddress.objects.exists()
    client.logout()
    assert client.get("/2019/05/weekly-report/")["Location"] == report.get_absolute_url()


@pytest.mark.parametrize("said", ["", "1", "1-", "a-b", "9-9", "1-1-1", "²-1"])
def test_a_button_of_yesterday_changes_nothing(librarian, said):
    missing("/2019/05/weekly-report")
    page = librarian.post(url("changelist"), {"_lead": said}, follow=True)
    assert "in the list no more" in page.content.decode()
    assert not Redirect.objects.exists()


def test_what_is_not_public_is_neither_suggested_nor_led_to(librarian):
    one, secret = missing("/secret-plans"), make_article("Secret plans", status="draft")
    assert librarian.get(url("changelist")).context["cl"].result_list[0].suggested is None
    librarian.post(url("changelist"), {"_lead": f"{one.pk}-{secret.pk}"})
    assert not Redirect.objects.exists()


def test_another_one_is_chosen_or_it_is_said_to_be_gone(librarian, client, report):
    missing("/2019/05/weekly-report")
    missing("/old")
    page = librarian.get(url("changelist"))
    link = url("add", "redirect", path="/2019/05/weekly-report", missing=1, article=report.pk)
    assert escape(link) in page.content.decode()
    form = librarian.get(link)
    assert form.context["adminform"].form["path"].value() == "/2019/05/weekly-report"
    posted = {"path": "/2019/05/weekly-report", "category": Category.objects.get().pk}
    done = librarian.post(link, posted | {"_save": "1"})
    assert done["Location"] == url("changelist")
    chosen = {"action": "say_gone", "_selected_action": [MissingAddress.objects.get().pk]}
    librarian.post(url("changelist"), chosen)
    assert not MissingAddress.objects.exists()
    client.logout()
    assert client.get("/2019/05/weekly-report/")["Location"] == "/categories/work/"
    assert client.get("/old/").status_code == 410


def test_some_are_ignored_and_shown_again(librarian):
    one = missing("/nothing")
    for action, is_ignored in (("ignore", True), ("notice", False)):
        state = {} if is_ignored else {"state": "ignored"}
        chosen = {"action": action, "_selected_action": [one.pk]}
        librarian.post(url("changelist", **state), chosen)
        one.refresh_from_db()
        assert one.is_ignored == is_ignored


def test_who_may_only_see_redirects_gets_no_buttons(librarian, report):
    one = missing("/2019/05/weekly-report")
    user = get_user_model().objects.get(username="lea")
    user.user_permissions.set(Permission.objects.filter(codename="view_redirect"))
    page = librarian.get(url("changelist")).content.decode()
    assert "/2019/05/weekly-report" in page
    assert "_lead" not in page
    button = librarian.post(url("changelist"), {"_lead": f"{one.pk}-{report.pk}"})
    assert button.status_code == 403
    user.user_permissions.clear()
    assert librarian.get(url("changelist")).status_code == 403


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("https://old.example/", "not that of the home page"),
        ("/articles/weekly-report-of-the-harbour/", "There is a page at this address"),
        ("/articles/weekly-report-of-the-harbour", "There is a page at this address"),
        ("/known/", "already exists"),
    ],
)
def test_an_address_that_cannot_be_redirected(librarian, report, path, said):
    Redirect.objects.leave_many([("/known", report)])
    page = librarian.post(url("add", "redirect"), {"path": path, "article": report.pk})
    assert page.status_code == 200
    assert said in page.content.decode()


def test_it_leads_to_one_thing(librarian, report):
    chosen = {"path": "/x", "article": report.pk, "category": Category.objects.get().pk}
    page = librarian.post(url("add", "redirect"), chosen)
    assert "Choose one" in page.content.decode()
    assert not Redirect.objects.exists()


def test_redirects_of_an_old_site_are_found(librarian, report):
    Redirect.objects.leave_many([("/2019/05/weekly-report", report), ("/?p=5", report)])
    Redirect.objects.leave_gone(["/old"])
    for words, count in (("2019", 1), ("/2019/05", 1), ("?p=5", 1), ("05", 0), ("", 3)):
        page = librarian.get(url("changelist", "redirect", q=words))
        assert len(page.context["cl"].result_list) == count, words
    assert "it is gone" in page.content.decode()
    assert Article.objects.count() == 1
