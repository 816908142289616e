"""Who may see and do what: each permission is asked for, and being staff alone opens nothing."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.urls import reverse

from summaries.models import Tag
from tests.library import make_article

pytestmark = pytest.mark.django_db


def sign_in(client, *permissions, is_staff=True):
    user = get_user_model().objects.create_user("ruth", is_staff=is_staff)
    user.user_permissions.set(Permission.objects.filter(codename__in=permissions))
    client.force_login(user)


def preview(client, article):
    return client.get(reverse("summaries:article_preview", args=[article.slug]))


def test_preview_is_for_staff_who_may_view_articles(client):
    article = make_article("Not yet", status="draft")
    assert preview(client, article).status_code == 302
    sign_in(client, "view_article")
    assert "Not yet" in preview(client, article).content.decode()


@pytest.mark.parametrize(
    ("permissions", "is_staff"), [(["view_article"], False), (["change_tag"], True)]
)
def test_preview_is_refused(client, permissions, is_staff):
    article = make_article("Not yet", status="draft")
    sign_in(client, *permissions, is_staff=is_staff)
    assert preview(client, article).status_code == 403


@pytest.mark.parametrize(
    ("permissions", "is_staff", "is_shown"),
    [
        (["change_article", "publish_article"], True, True),
        (["change_article"], True, True),
        (["view_article"], True, False),
        (["change_article", "publish_article"], False, False),
    ],
)
def test_edit_link_is_for_who_may_edit(client, permissions, is_staff, is_shown):
    article = make_article()
    sign_in(client, *permissions, is_staff=is_staff)
    edit = reverse("admin:summaries_article_change", args=[article.pk])
    assert (edit in client.get(article.get_absolute_url()).content.decode()) is is_shown


def test_a_site_without_an_admin_links_to_none(client, settings):
    settings.ROOT_URLCONF = "tests.hosts.urls_bare"
    article = make_article()
    assert preview(client, article)["Location"].startswith(settings.LOGIN_URL)
    sign_in(client, "change_article", "publish_article")
    assert client.get(article.get_absolute_url()).context["edit_url"] == ""


def test_revisions_are_for_who_may_view_articles(client):
    article = make_article()
    url = reverse("admin:summaries_article_revision", args=[article.pk, 1])
    sign_in(client, "change_tag")
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("permissions", [["change_tag"], ["view_tag", "delete_tag"]])
def test_merging_tags_changes_one_and_deletes_the_others(client, permissions):
    make_article(tags=("one", "two"))
    sign_in(client, *permissions)
    one, two = Tag.objects.all()
    client.post(
        reverse("admin:summaries_tag_changelist"),
        {"action": "merge", "_selected_action": [one.pk, two.pk], "merge": "1", "target": one.pk},
    )
    assert Tag.objects.count() == 2
