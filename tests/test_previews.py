"""Previews: who sees them, what they show, and links that expire."""

import re
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.cache import caches
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from summaries.document import Document, Part
from summaries.models import Article, Draft, Tag
from summaries.previews import Preview, find, link_token
from tests.library import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    """A public article with an earlier text."""
    article = make_article(
        "Ferry notes",
        parts=(Part("Old part", "<p>The old ferry.</p>"),),
        tags=("ferry", "sea"),
        category=("Work", "Ships"),
        lead="The old lead.",
    )
    parts = (Part("New part", "<p>The new ferry.</p>"),)
    document = replace(article.as_document(), title="Ferry news", parts=parts, lead="")
    document = replace(document, category=("Work",), tags=())
    return article.apply_document(document)


@pytest.fixture
def editor(client):
    user = get_user_model().objects.create_superuser("ada")
    client.force_login(user)
    client.user = user
    return client


def sign_in(client, *permissions, is_staff=True):
    user = get_user_model().objects.create_user("ruth", is_staff=is_staff)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def of_article(article, number=None):
    url = reverse("summaries:article_preview", args=[article.slug])
    return f"{url}?revision={number}" if number else url


def of_draft(draft):
    return reverse("summaries:draft_preview", args=[draft.key])


def shared(preview=None, token=""):
    return reverse("summaries:shared_preview", args=[token or link_token(preview)])


def working_copy(user, article=None, **fields):
    document = Document(
        **{"title": "Ferry plans", "parts": (Part("", "<p>The next [ferry].</p>"),)} | fields
    )
    draft = Draft(user=user, article=article)
    draft.document = document
    draft.save()
    return draft


def seen(page):
    """The text of the article, and what stands in the banner above it."""
    text = page.content.decode()
    banner = re.search(r'class="preview-banner".*?</div>', text, re.DOTALL)[0]
    return re.sub(r"<[^>]+>", " ", text), re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", banner))


def is_kept_by_nobody(response):
    return "no-store" in response["Cache-Control"] and response["X-Robots-Tag"] == "noindex"


# What is shown


def test_a_revision_looks_as_its_article_did(editor, article):
    text, banner = seen(editor.get(of_article(article, 1)))
    for said in ("Ferry notes", "Old part", "The old ferry.", "The old lead.", "sea", "Ships"):
        assert said in text
    assert "The new ferry." not in text
    assert "Revision 1 of" in banner
    assert "not public" in banner


def test_the_present_revision_is_what_readers_see(editor, article):
    text, banner = seen(editor.get(of_article(article, 2)))
    assert "The new ferry." in text
    assert "which readers see" in banner


def test_the_preview_is_the_page_that_readers_will_get(editor, article):
    def read(url):
        text = Client().get(url).content.decode()
        (shown,) = re.findall(r'<div class="article-body">.*?<footer', text, re.DOTALL)
        return shown

    url, link = article.get_absolute_url(), shared(Preview(article))
    without = re.compile(r'<p class="part-end".*?</p>', re.DOTALL)
    assert without.sub("", read(url)).split() == read(link).split()


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ({"status": "draft"}, "its status is “Draft”"),
        ({"published_at": timezone.now() + timedelta(days=1)}, "as it will appear on"),
        ({}, "as readers see it"),
    ],
)
def test_the_banner_says_what_it_is(editor, state, said):
    article = make_article("Ferry plans", **state)
    assert said in seen(editor.get(of_article(article)))[1]


def test_what_is_in_the_bin_can_be_looked_at(editor, article):
    article.move_to_bin()
    assert "in the bin" in seen(editor.get(of_article(article)))[1]


@pytest.mark.parametrize("number", ["3", "0", "-1", "x", "9" * 30, "٣"])
def test_there_is_no_such_revision(editor, article, number):
    assert editor.get(of_article(article, number)).status_code == 404


def test_a_working_copy_of_an_article(editor, article):
    draft = working_copy(editor.user, article, category=("Work", "Ships"), tags=("sea", "Moon"))
    text, banner = seen(editor.get(of_draft(draft)))
    assert all(said in text for said in ("Ferry plans", "The next [ferry].", "sea", "Moon"))
    assert "Working copy, saved on" in banner
    article.refresh_from_db()
    assert article.title == "Ferry news"
    assert not Tag.objects.filter(name="Moon").exists()


@pytest.mark.parametrize("fields", [{}, {"title": "", "parts": ()}, {"category": ("Not", "yet")}])
def test_a_working_copy_of_a_new_article(editor, fields):
    draft = working_copy(editor.user, **fields)
    text, _banner = seen(editor.get(of_draft(draft)))
    assert ("Untitled" if "title" in fields else "Ferry plans") in text
    assert not Article.objects.exists()


def test_what_was_typed_is_sanitised(editor):
    draft = working_copy(editor.user, parts=(Part("<i>", "<p>Fine<script>x()</script></p>"),))
    page = editor.get(of_draft(draft)).content.decode()
    assert "<p>Fine</p>" in page
    assert "x()" not in page
    assert "<i>" not in page


def test_the_banner_leads_back_to_the_form(editor, article):
    change = reverse("admin:summaries_article_change", args=[article.pk])
    assert f'href="{change}"' in editor.get(of_article(article, 1)).content.decode()
    draft = working_copy(editor.user, article)
    assert f"{change}?draft={draft.key}" in editor.get(of_draft(draft)).content.decode()
    draft = working_copy(editor.user)
    add = reverse("admin:summaries_article_add")
    assert f"{add}?draft={draft.key}" in editor.get(of_draft(draft)).content.decode()


# Who sees it


@pytest.mark.parametrize("permission", ["view_article", "change_article"])
def test_who_may_see_articles_in_the_admin_sees_them(client, article, permission):
    sign_in(client, permission)
    draft = working_copy(get_user_model().objects.create_user("ada"), article)
    for url in (of_article(article), of_article(article, 1), of_draft(draft)):
        response = client.get(url)
        assert response.status_code == 200
        assert is_kept_by_nobody(response)


def test_nobody_else_sees_them(client, article):
    draft = working_copy(get_user_model().objects.create_user("ada"), article)
    urls = of_article(article), of_article(article, 1), of_draft(draft)
    for url in urls:
        response = client.get(url)
        assert response["Location"].startswith("/admin/login/")
    sign_in(client, "change_tag")
    assert {client.get(url).status_code for url in urls} == {403}


def test_ones_own_working_copy_needs_no_permission(client):
    user = sign_in(client)
    draft = working_copy(user)
    assert client.get(of_draft(draft)).status_code == 200
    user.is_staff = False
    user.save()
    assert client.get(of_draft(draft)).status_code == 403


# Links


@pytest.fixture
def draft_article():
    return make_article("Secret plans", "<p>The next ferry.</p>", status="draft", tags=("sea",))


def test_a_link_shows_the_preview_to_anybody(client, draft_article, article):
    copied = working_copy(None, article)
    for preview, said in (
        (Preview(draft_article), "The next ferry."),
        (Preview(article, article.revisions.get(number=1)), "The old ferry."),
        (Preview(article, draft=copied), "The next [ferry]."),
        (Preview(draft=working_copy(None)), "The next [ferry]."),
    ):
        response = client.get(shared(preview))
        assert response.status_code == 200
        assert said in seen(response)[0]
        assert is_kept_by_nobody(response)
        assert response["Referrer-Policy"] == "no-referrer"
        assert not response.cookies


def test_a_link_shows_nothing_else(client, draft_article):
    make_article("Hidden beside", tags=("sea",), status="draft")
    make_article("Public beside", tags=("sea",))
    caches["pages"].clear()
    text = client.get(shared(Preview(draft_article))).content.decode()
    assert "Public beside" in text
    assert "Hidden beside" not in text
    assert "/admin/" not in text
    assert client.get(draft_article.get_absolute_url()).status_code == 404
    assert client.get(of_article(draft_article)).status_code == 302


def test_a_link_does_not_name_who_is_signed_in(editor, draft_article):
    assert "/admin/" not in editor.get(shared(Preview(draft_article))).content.decode()


def test_a_link_expires(client, draft_article, monkeypatch, settings):
    url, now = shared(Preview(draft_article)), time.time()
    for days, status in ((6.9, 200), (7.1, 410)):
        monkeypatch.setattr(time, "time", lambda days=days: now + days * 86_400)
        response = client.get(url)
        assert response.status_code == status
    assert "This link has expired" in response.content.decode()
    assert is_kept_by_nobody(response)
    settings.SUMMARIES_PREVIEW_DAYS = 8
    assert client.get(url).status_code == 200


def test_a_link_that_was_changed_shows_nothing(client, draft_article, settings):
    token = link_token(Preview(draft_article))
    other = link_token(Preview(make_article("Other", status="draft")))
    mixed = ":".join([token.split(":")[0], *other.split(":")[1:]])
    for wrong in (token[:-1], f"{token}x", mixed, "x", "a:b:c", "%00", "{}"):
        response = client.get(shared(token=wrong))
        assert response.status_code == 403, wrong
        assert "missing or wrong" in response.content.decode()
    settings.SECRET_KEY = "another"
    assert client.get(shared(token=token)).status_code == 403


def test_a_link_ends_with_what_it_shows(client, draft_article, article):
    draft = working_copy(None, article)
    urls = [shared(Preview(draft_article)), shared(Preview(article, draft=draft))]
    draft_article.move_to_bin()
    draft.delete()
    assert [client.get(url).status_code for url in urls] == [410, 410]


def test_links_are_withdrawn_all_at_once(client, draft_article):
    url = shared(Preview(draft_article))
    draft_article.withdraw_links()
    assert client.get(url).status_code == 410
    assert client.get(shared(Preview(draft_article))).status_code == 200


def test_a_token_names_what_it_was_made_for(article):
    revision = article.revisions.get(number=1)
    assert find(link_token(Preview(article, revision))) == Preview(article, revision)


# Made in the admin


def share(**query):
    pairs = "&".join(f"{name}={value}" for name, value in query.items())
    return f"{reverse('admin:summaries_article_share')}?{pairs}"


def test_a_link_is_made_in_the_admin(editor, article):
    draft = working_copy(editor.user)
    for query, said in (
        ({"article": article.pk}, "The new ferry."),
        ({"article": article.pk, "revision": 1}, "The old ferry."),
        ({"draft": draft.key}, "The next [ferry]."),
    ):
        assert "for 7 days" in editor.get(share(**query)).content.decode()
        link = editor.post(share(**query), {"make": ""}).context["link"]
        assert link.startswith("http://testserver/previews/")
        assert said in seen(Client().get(link))[0]


def test_links_are_withdrawn_in_the_admin(editor, article):
    link = editor.post(share(article=article.pk), {"make": ""}).context["link"]
    editor.post(share(article=article.pk), {"withdraw": ""})
    assert Client().get(link).status_code == 410


@pytest.mark.parametrize(
    ("permissions", "status"),
    [(["change_article", "publish_article"], 200), (["view_article"], 403)],
)
def test_a_link_is_made_by_those_who_may_change_the_article(client, article, permissions, status):
    sign_in(client, *permissions)
    assert client.post(share(article=article.pk), {"make": ""}).status_code == status


def test_of_a_new_article_only_its_writer_makes_one(client):
    user = sign_in(client, "add_article", "change_article")
    other = get_user_model().objects.create_user("ada")
    made = {client.get(share(draft=working_copy(one).key)).status_code for one in (other, user)}
    assert made == {403, 200}


@pytest.mark.parametrize(
    "query", ["article=99", "article=x", "draft=x", "", "article=1&revision=x"]
)
def test_of_nothing_no_link_is_made(editor, article, query):
    url = reverse("admin:summaries_article_share")
    assert editor.get(f"{url}?{query}").status_code == 404


def test_there_may_be_no_links_at_all(editor, article, settings):
    settings.SUMMARIES_PREVIEW_DAYS = 0
    assert editor.get(share(article=article.pk)).status_code == 404
    change = reverse("admin:summaries_article_change", args=[article.pk])
    assert "share" not in editor.get(change).content.decode()
