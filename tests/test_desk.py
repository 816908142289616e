"""The editors' desk: the app's page in the admin, and its quick search."""

from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from summaries import reviews
from summaries.models import Draft
from tests.library import make_article

pytestmark = pytest.mark.django_db


@pytest.fixture
def roles():
    call_command("summaries_roles", verbosity=0)


@pytest.fixture
def join(client, roles):
    def join(name, group):
        user = get_user_model().objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        return user

    return join


def desk(client, user):
    client.force_login(user)
    return client.get(reverse("admin:app_list", args=["summaries"])).content.decode()


def found(client, user, words):
    client.force_login(user)
    response = client.get(reverse("admin:summaries_article_quick"), {"q": words})
    return [article.title for article, _state in response.context["articles"]]


def test_editor_sees_what_waits_and_what_comes(client, join):
    ruth, ada = join("ruth", "Writer"), join("ada", "Editor")
    waiting = make_article("Ferry times", status="draft", author="ruth")
    reviews.submit(waiting, by=ruth)
    make_article("Spring tide", published_at=timezone.now() + timedelta(days=3))
    page = desk(client, ada)
    assert reverse("admin:summaries_article_review", args=[waiting.pk]) in page
    assert "Spring tide" in page
    # Both sides see it.
    assert "Ferry times" in desk(client, ruth)
    assert "Spring tide" not in desk(client, ruth)


def test_change_of_a_published_article_leads_to_its_review(client, join):
    ruth, ada = join("ruth", "Writer"), join("ada", "Editor")
    article = make_article("Ferry times", author="ruth")
    draft = Draft(article=article, user=ruth, revision=article.version)
    draft.document = article.as_document()
    draft.save()
    reviews.submit(article, by=ruth, draft=draft)
    page = desk(client, ada)
    url = reverse("admin:summaries_article_review_of_change", args=[article.pk, draft.pk])
    assert url in page
    assert client.get(url).status_code == 200
    assert str(draft.pk) in desk(client, ruth)


def test_working_copies_and_drafts_are_ones_own(client, join):
    ruth, rose = join("ruth", "Writer"), join("rose", "Writer")
    make_article("Half a report", status="draft", author="ruth")
    Draft(user=ruth, content={"title": "Not saved yet"}).save()
    for title in ("Half a report", "Not saved yet"):
        assert title in desk(client, ruth)
        assert title not in desk(client, rose)


def test_quick_search_knows_titles_and_former_addresses(client, join):
    ada = join("ada", "Editor")
    article = make_article("Harbour dues", slug="harbour-dues")
    make_article("The harbour in winter", status="draft")
    article.slug = "dues-of-the-harbour"
    article.save()
    assert found(client, ada, "harbour")[0] == "Harbour dues"  # it begins so
    assert set(found(client, ada, "harbour")) == {"Harbour dues", "The harbour in winter"}
    assert found(client, ada, "/articles/harbour-dues/") == ["Harbour dues"]
    assert found(client, ada, "") == found(client, ada, "\x00") == []


def test_quick_search_finds_for_a_writer_only_what_is_theirs(client, join):
    ruth = join("ruth", "Writer")
    make_article("Harbour dues")
    make_article("My harbour", status="draft", author="ruth")
    assert found(client, ruth, "harbour") == ["My harbour"]


def test_empty_library_has_a_desk(client, join):
    page = desk(client, join("ada", "Editor"))
    assert "Nothing waits for you." in page
    assert "Write an article" in page
